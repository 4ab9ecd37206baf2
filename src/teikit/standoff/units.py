"""Offsets in UTF-16 units or in bytes → code points, and which of these offsets seem to be."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate

from teikit.standoff.spans import UNITS, Range, Spans

# Of the spans whose ends another unit moves, so many must begin and end with a word by that one, and by theirs not.
_FEW = 3
_CLEAR = 0.9


def _utf16(char: str) -> int:
    return 2 if char > "\uffff" else 1


def _utf8(char: str) -> int:
    return 1 if char < "\x80" else 2 if char < "\u0800" else 3 if char < "\U00010000" else 4


def to_code_points(text: str, unit: str) -> Callable[[int], int | None]:
    """Return the function that makes a code point of an offset; of one that lies inside a character it makes None.

    ``unit``: ``char``, ``utf16`` or ``byte``. Offsets that leave the text leave it afterwards.
    """
    if unit == "char" or text.isascii() or (unit == "utf16" and max(text) <= "\uffff"):
        return lambda offset: offset
    starts = array("q", (0, *accumulate(map(_utf16 if unit == "utf16" else _utf8, text))))
    beyond = len(text) - starts[-1]

    def convert(offset: int) -> int | None:
        if not 0 <= offset <= starts[-1]:
            return offset if offset < 0 else offset + beyond
        at = bisect_left(starts, offset)
        return at if starts[at] == offset else None

    return convert


def likelier(given: Spans, text: str, unit: str) -> str:
    """Return the unit that offsets seem to be in, where it is not `unit` and nothing else would show that.

    Spans of names begin and end where words do. Where the file of spans has neither its text nor quotations, and nearly
    all spans that another unit moves do so only by that one, it is the likelier. An empty string where `unit` may be
    right.
    """
    ranges = [one for annotation in given.annotations if annotation.quote is None for one in annotation.ranges]
    if given.text is not None or text.isascii() or not ranges:
        return ""
    theirs = to_code_points(text, unit)
    for other in UNITS:
        read = to_code_points(text, other)
        moved = [one for one in ranges if (read(one[0]), read(one[1])) != (theirs(one[0]), theirs(one[1]))]
        fits = sum(_is_of_words(one, read, text) for one in moved)
        fitted = sum(_is_of_words(one, theirs, text) for one in moved)
        if fits >= _FEW and fits >= _CLEAR * len(moved) and fitted <= (1 - _CLEAR) * len(moved) + 1:
            return other
    return ""


def _is_of_words(given: Range, read: Callable[[int], int | None], text: str) -> bool:
    """Tell whether a span begins and ends where words do."""
    start, end = read(given[0]), read(given[1])
    if start is None or end is None or not 0 <= start < end <= len(text):
        return False
    return not (_inside(text, start) or _inside(text, end) or text[start].isspace() or text[end - 1].isspace())


def _inside(text: str, at: int) -> bool:
    """Tell whether a place of the text is inside a word."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
