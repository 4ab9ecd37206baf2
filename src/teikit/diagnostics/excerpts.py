"""The line that a diagnostic is about, cut to a readable length, and drawn with a caret under the fault."""

from __future__ import annotations

import unicodedata

from teikit.diagnostics.shown import visible
from teikit.diagnostics.values import Excerpt

LONGEST = 120
_BEFORE = 40
_TAB = "    "
_MARKS = frozenset({"Mn", "Me", "Cf"})


def excerpt(line: str, column: int, width: int = 1) -> Excerpt:
    """Return the part of a line around a fault. ``column``: from 1, in characters; ``width``: how many it covers."""
    line = line.rstrip("\r\n")
    at = min(max(0, column - 1), len(line))
    return cut(Excerpt(line, at, max(1, width)))


def cut(whole: Excerpt) -> Excerpt:
    """Return an excerpt of no more than about a line of a terminal; … stands where something was cut."""
    text, at = whole.text, min(max(0, whole.at), len(whole.text))
    width = max(1, min(whole.width, len(text) - at))
    if len(text) <= LONGEST:
        return Excerpt(text, at, width)
    start = max(0, min(at - _BEFORE, len(text) - LONGEST))
    end = start + LONGEST
    head, tail = ("…" if start else ""), ("…" if end < len(text) else "")
    return Excerpt(head + text[start:end] + tail, at - start + len(head), min(width, end - at))


def drawn(shown: Excerpt) -> tuple[str, str]:
    """Return the line, and the line below it with carets, so that they are aligned in a terminal.

    >>> drawn(Excerpt("<p>日本<b/></p>", 5, 4))
    ('<p>日本<b/></p>', '       ^^^^')
    """
    before, fault, after = parted(shown)
    return before + fault + after, " " * _columns(before) + "^" * max(1, _columns(fault))


def parted(shown: Excerpt) -> tuple[str, str, str]:
    """Return what stands before the fault, the fault and what stands after it, cut and safe to show."""
    part = cut(shown)
    end = part.at + part.width
    return _line(part.text[: part.at]), _line(part.text[part.at : end]), _line(part.text[end:])


def _line(text: str) -> str:
    return visible(text.replace("\t", _TAB))


def _columns(text: str) -> int:
    """Return how many cells of a terminal a text takes: East Asian wide characters two, combining marks none."""
    return sum(map(_cells, text))


def _cells(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.category(char) in _MARKS or "\u1160" <= char <= "\u11ff":  # vowels and finals of Hangul
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
