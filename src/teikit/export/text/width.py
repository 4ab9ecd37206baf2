"""How wide text is on a screen or in a font of even width, and where its lines can break."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from unicodedata import category, east_asian_width

_NO_WIDTH = frozenset(("Mn", "Me", "Cf"))
_CLOSING = frozenset(("Pe", "Pf", "Po", "Mn", "Me", "Mc", "Lm", "Cf"))
_OPENING = frozenset(("Ps", "Pi"))
_SMALL_KANA = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮー々")
_WIDE = re.compile("[\u1100-\U0003ffff]")


@lru_cache(maxsize=65536)
def _columns(char: str) -> int:
    if east_asian_width(char) in "WF":
        return 2
    return 0 if category(char) in _NO_WIDTH and char != "\u00ad" else 1


def width(text: str) -> int:
    """Return the columns that a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def chunks(text: str) -> list[tuple[str, bool]]:
    """Return the pieces between which a line may break, each with whether a space stands before it.

    Breaks are at spaces, and between wide characters, whose scripts have none between words; not before what closes,
    nor after what opens.
    """
    found: list[tuple[str, bool]] = []
    for word in text.split(" "):
        if not word:
            continue
        pieces = _pieces(word) if _WIDE.search(word) else [word]
        found += [(piece, at == 0) for at, piece in enumerate(pieces)]
    return found


def _pieces(word: str) -> list[str]:
    pieces: list[list[str]] = [[word[0]]]
    for before, char in pairwise(word):
        wide = _columns(before) == 2 or _columns(char) == 2
        kept = category(char) in _CLOSING or char in _SMALL_KANA or category(before) in _OPENING
        if wide and not kept:
            pieces.append([char])
        else:
            pieces[-1].append(char)
    return ["".join(piece) for piece in pieces]


def wrapped(text: str, columns: int, first: str = "", rest: str = "", *, at_spaces: bool = False) -> list[str]:
    """Return text in lines of at most `columns`, longer only where a single word is; 0 for no limit.

    ``first``, ``rest``: what stands before the first line and before the others. ``at_spaces``: lines break only there.
    """
    if not columns:
        return [first + text]
    lines: list[str] = []
    line, used, empty = [first], width(first), True
    for piece, spaced in [(word, True) for word in text.split(" ") if word] if at_spaces else chunks(text):
        gap = " " if spaced and not empty else ""
        if not empty and used + len(gap) + width(piece) > columns:
            lines.append("".join(line))
            line, used, gap = [rest], width(rest), ""
        line.append(gap + piece)
        used += len(gap) + width(piece)
        empty = False
    return [*lines, "".join(line)]
