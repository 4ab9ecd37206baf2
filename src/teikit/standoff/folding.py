"""What of a text counts when it is compared with another that programs have normalised in their ways.

White space, soft hyphens and zero-width characters do not count; quotation marks, dashes and the dots of an ellipsis
are one of each kind; letters with marks count as letters and marks, so that composed and decomposed text is the same.
"""

from __future__ import annotations

import unicodedata
from array import array
from functools import cache

from teikit import data


class _Folds(dict[int, str]):
    """What each character counts as, found when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = made = "" if char.isspace() else unicodedata.normalize("NFD", char)
        return made


@cache
def _folds() -> _Folds:
    found = _Folds()
    for row in data.table("standoff_folded"):
        plain = "" if row["as"] == "none" else row["as"]
        found.update((int(code, 16), plain) for code in row["characters"].split())
    return found


def folded(text: str) -> str:
    """Return what counts of a text."""
    return unicodedata.normalize("NFD", text.translate(_folds()))


class Folded:
    """What counts of a text, and where each character of it stands.

    ``offsets``: for each character of ``text`` the offset of the one that it comes from.
    """

    __slots__ = ("_length", "offsets", "text")

    def __init__(self, text: str) -> None:
        folds = _folds()
        pieces: list[str] = []
        self.offsets = array("q")
        for offset, char in enumerate(text):
            piece = folds[ord(char)]
            if piece:
                pieces.append(piece)
                for _ in piece:
                    self.offsets.append(offset)
        self.text = "".join(pieces)
        self._length = len(text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the text that a stretch of what counts comes from."""
        return self.offsets[start], self.offsets[end - 1] + 1
