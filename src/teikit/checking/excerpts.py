"""The line of the file for each finding that has a place in it."""

from __future__ import annotations

import re
from dataclasses import replace

from teikit.diagnostics import Diagnostic, excerpt
from teikit.xmlscan import Encoding, Lines

_EXCERPT = 110
_TAG = re.compile(r"</?[^\s/>…]+>?")


def with_excerpts(found: list[Diagnostic], data: bytes, path: str) -> list[Diagnostic]:
    """Add the line of the file to those that a check gave a place but no excerpt."""
    if all(one.excerpt or not one.line or one.path != path for one in found):
        return found
    lines = Lines(data, Encoding.of(data))
    return [_with_excerpt(one, lines) if one.path == path else one for one in found]


def _with_excerpt(one: Diagnostic, lines: Lines) -> Diagnostic:
    if one.excerpt or not one.line:
        return one
    text, at = lines.window(one.line, max(1, one.column), _EXCERPT)
    # A fault of an element is marked at the name of its tag.
    tag = _TAG.match(text, at)
    return replace(one, excerpt=excerpt(text, at + 1, len(tag[0]) if tag else 1)) if text.strip() else one
