"""Offsets that are all wrong by the same: what stands at several places is found between neighbours that stand at one.

Line ends of two characters, a lost heading, another reading of white space move all offsets behind them. A span whose
quotation alone does not say where it stands is taken to have moved as far as the span before it or after it, if what
it quotes stands just there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from teikit.model import Span
from teikit.standoff.folding import folded
from teikit.standoff.spans import Annotation


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span with a place: its offset as given, and how far from there it stands."""

    start: int
    by: int


def moved_alike(
    annotation: Annotation, anchors: Sequence[Anchor], text: str, to_code_point: Callable[[int], int | None]
) -> Span | None:
    """Return where an annotation stands if it moved as its neighbours did, None where that cannot be told.

    ``anchors``: sorted by their start.
    """
    if len(annotation.ranges) != 1 or annotation.quote is None:
        return None
    start, end = (to_code_point(offset) for offset in annotation.ranges[0])
    if start is None or end is None:
        return None
    at = bisect_left(anchors, start, key=lambda anchor: anchor.start)
    quote = folded(annotation.quote)
    found = set()
    for by in {anchor.by for anchor in anchors[max(0, at - 1) : at + 1]}:
        first, last = start + by, end + by
        if 0 <= first < last <= len(text) and folded(text[first:last]) == quote:
            found.add(Span(first, last))
    return found.pop() if len(found) == 1 else None
