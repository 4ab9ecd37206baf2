"""From one version of a text to another: where a stretch of it stands, if it says the same there."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left

from teikit.model import Span
from teikit.standoff.folding import Folded, folded
from teikit.standoff.matching import matches

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MOST_CONTEXT = 64


class Bridge:
    """Leads from the text that spans were made on to the text of the file."""

    def __init__(self, theirs: str, ours: str) -> None:
        self.theirs = Folded(theirs)
        self.ours = Folded(ours)
        self._same = self.theirs.text == self.ours.text
        self._to = array("q") if self._same else _aligned(theirs, self.theirs, ours, self.ours)

    def span(self, span: Span) -> Span | None:
        """Return where a stretch stands now; None where it does not stand there as it was, or holds nothing."""
        first = bisect_left(self.theirs.offsets, span.start)
        last = bisect_left(self.theirs.offsets, span.end)
        if first == last:
            return None
        start, end = (first, last - 1) if self._same else (self._to[first], self._to[last - 1])
        end += 1
        if start < 0 or end <= start or self.ours.text[start:end] != self.theirs.text[first:last]:
            return None
        return Span(*self.ours.span(start, end))


def _aligned(theirs: str, fold: Folded, ours: str, other: Folded) -> array[int]:
    """Return for each character that counts its place in the other text, -1 for those that have none."""
    mine, starts = _tokens(theirs, fold)
    others, places = _tokens(ours, other)
    found = array("q", (-1,)) * len(fold.text)
    for at, to, length in matches(mine, others):
        for step in range(length):
            start, place = starts[at + step], places[to + step]
            for i in range(len(mine[at + step])):
                found[start + i] = place + i
    return found


def _tokens(text: str, fold: Folded) -> tuple[list[str], list[int]]:
    """Return words and signs as they count, and where each begins in what counts."""
    tokens, starts = [], []
    for match in _TOKEN.finditer(text):
        token = folded(match[0])
        start = bisect_left(fold.offsets, match.start())
        if token and fold.text.startswith(token, start):
            tokens.append(token)
            starts.append(start)
    return tokens, starts


class Quotes:
    """Finds what is quoted in a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded: Folded | None = None

    def find(self, quote: str, prefix: str = "", suffix: str = "", within: Span | None = None) -> list[Span]:
        """Return every place where a quotation stands between prefix and suffix, all that stands in a stretch."""
        around = within or Span(0, len(self.text))
        exact = [Span(at, at + len(quote)) for at in _all(self.text, quote, around.start, around.end)]
        found = [span for span in exact if self._fits(span, prefix, suffix)]
        return found or [span for span in self._loosely(quote, around) if self._fits(span, prefix, suffix)]

    def _loosely(self, quote: str, around: Span) -> list[Span]:
        plain = folded(quote)
        if not plain:
            return []
        if self._folded is None:
            self._folded = Folded(self.text)
        fold = self._folded
        low, high = bisect_left(fold.offsets, around.start), bisect_left(fold.offsets, around.end)
        return [Span(*fold.span(at, at + len(plain))) for at in _all(fold.text, plain, low, high)]

    def _fits(self, span: Span, prefix: str, suffix: str) -> bool:
        """Tell whether what is said to stand around a quotation does, as far as the text goes."""
        reach = 2 * _MOST_CONTEXT
        before = folded(self.text[max(0, span.start - reach) : span.start])
        after = folded(self.text[span.end : span.end + reach])
        return before.endswith(folded(prefix[-_MOST_CONTEXT:])) and after.startswith(folded(suffix[:_MOST_CONTEXT]))


def _all(text: str, quote: str, start: int, end: int) -> list[int]:
    found: list[int] = []
    at = text.find(quote, start, end) if quote else -1
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1, end)
    return found
