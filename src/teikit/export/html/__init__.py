"""TEI as a page for readers."""

from __future__ import annotations

from teikit.export.html.page import html

__all__ = ["html"]
