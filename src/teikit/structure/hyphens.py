"""Hyphens at line ends: do they only divide a word, or do they belong to it?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from teikit import data
from teikit.model import Block, Span
from teikit.structure.lines import Line

BEFORE = re.compile(r"([\w’']+(?:-[\w’']+)*)[-‐¬\xad]$")
AFTER = re.compile(r"[\w’']+(?:-[\w’']+)*")
DIVIDED = re.compile(r"[\w’']+[-‐¬\xad]\s*\n\s*[\w’']+")
WORD = re.compile(r"[^\W\d_][\w’']*(?:-[\w’']+)*")


class Words:
    """The words of the document, read when the first hyphen asks for them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: frozenset[str] | None = None

    def __contains__(self, word: str) -> bool:
        if self._words is None:
            self._words = frozenset(WORD.findall(DIVIDED.sub(" ", self._text.lower())))
        return word in self._words


def breaks(lines: Sequence[Line], words: Words) -> Iterator[Block]:
    """Yield an "lb" for each line of a paragraph that ends within a word."""
    for line, after in pairwise(lines):
        if line.text[-1] not in "-‐¬\xad":
            continue
        left, right = BEFORE.search(line.text), AFTER.match(after.text)
        if not left or not right:
            continue
        if line.text[-1] in "¬\xad" or not _belongs(left[1], right[0], words):
            yield Block("lb", Span(line.end - 1, after.start), type="hyphen")
        else:
            yield Block("lb", Span(line.end, after.start), type="no")


def _belongs(left: str, right: str, words: Words) -> bool:
    """Tell whether the hyphen is part of the word, by the rest of the document first and then by its parts."""
    low, high = left.lower(), right.lower()
    stem = low.rpartition("-")[2]
    if stem + high.partition("-")[0] in words or low + high in words:
        return False
    if f"{low}-{high}" in words or f"{stem}-{high.partition('-')[0]}" in words:
        return True
    if left[-1].isdigit() or right[0].isdigit():
        return True
    if right[0].isupper() and not (left.isupper() and right.isupper()):
        return True
    if stem in data.words("structure_prefixes"):
        return True
    return len(stem) > 3 and len(high) > 3 and stem in words and high in words
