"""Offsets in UTF-16 units or in bytes → code points."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate


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
