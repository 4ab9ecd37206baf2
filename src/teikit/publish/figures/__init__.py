"""Drawings in SVG: maps, timelines, networks. They know numbers and names, and nothing of a site."""
