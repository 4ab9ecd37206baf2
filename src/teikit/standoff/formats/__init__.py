"""Readers of files of spans: one module or function for each format."""
