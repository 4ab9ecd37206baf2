"""Where the TEI Guidelines explain an element."""

from __future__ import annotations

from teikit import data

PAGES = "https://www.tei-c.org/release/doc/tei-p5-doc/en/html"


def is_tei(name: str) -> bool:
    """Tell whether TEI P5 has an element of this name."""
    return name in data.words("validate_tei_elements")


def link(name: str) -> str:
    """Return the address of the page on an element, an empty string where TEI has no such element."""
    return f"{PAGES}/ref-{name}.html" if is_tei(name) else ""
