"""The one rule by which overlapping mentions are settled."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from teikit.model import Mention

NESTS = frozenset({("orgName", "placeName"), ("date", "time")})  # (outer, inner)


def settle(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Choose among mentions: what the document had first, then the higher score, then the longer.

    Two chosen mentions stand apart, or one lies within the other and the pair of kinds is in NESTS.
    Mentions of the document are all kept, whatever they nest.
    """
    ranked = sorted(mentions, key=lambda m: (m.source != "document", -m.score, -len(m.span), m.span.start, m.kind))
    starts: list[int] = []
    chosen: list[Mention] = []
    longest = 0
    for mention in ranked:
        if mention.source != "document" and not _fits(mention, chosen, starts, longest):
            continue
        at = bisect_left(starts, mention.span.start)
        starts.insert(at, mention.span.start)
        chosen.insert(at, mention)
        longest = max(longest, len(mention.span))
    return tuple(sorted(chosen, key=lambda m: (m.span.start, -m.span.end, m.source != "document")))


def _fits(mention: Mention, chosen: list[Mention], starts: list[int], longest: int) -> bool:
    at = bisect_left(starts, mention.span.start - longest)
    while at < len(chosen) and starts[at] < mention.span.end:
        other = chosen[at]
        if other.span.overlaps(mention.span) and not _nest(mention, other):
            return False
        at += 1
    return True


def _nest(mention: Mention, other: Mention) -> bool:
    if mention.span == other.span:
        return False
    if other.span.contains(mention.span):
        return (other.kind, mention.kind) in NESTS
    return mention.span.contains(other.span) and (mention.kind, other.kind) in NESTS
