"""Linking: values of dates, and which person, place or organisation each mention means."""

from __future__ import annotations

from teikit.link.entities import link

__all__ = ["link"]
