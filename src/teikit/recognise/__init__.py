"""Recognition: a chain of recognisers and the one rule that settles their overlaps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from teikit.model import Document, Mention, Span
from teikit.recognise.orgs import recognise_orgs
from teikit.recognise.overlap import settle
from teikit.recognise.persons import recognise_persons
from teikit.recognise.places import recognise_places
from teikit.recognise.runs import edges

Recogniser = Callable[[Document], Iterable[Mention]]


def _dates(doc: Document) -> Iterable[Mention]:
    # imported when asked for: its grammar is large
    from teikit.recognise.dates import recognise_dates

    return recognise_dates(doc)


RECOGNISERS: tuple[tuple[str, Recogniser], ...] = (
    ("dates", _dates),
    # The trained tagger takes its place here: its mentions compete with those of the rules by their score.
    ("persons", recognise_persons),
    ("places", recognise_places),
    ("orgs", recognise_orgs),
)


def recognise(
    doc: Document, recognisers: Sequence[tuple[str, Recogniser]] = RECOGNISERS, *, min_score: float = 0.0
) -> Document:
    """Return the document with the mentions that the recognisers find and the overlap rule keeps.

    ``min_score``: what a recogniser is less sure of is left out. Mentions that the document has already stay.
    """
    bounds = edges(doc)
    found = [
        mention
        for _, recogniser in recognisers
        for mention in recogniser(doc)
        if mention.score >= min_score and not _crosses(mention.span, bounds)
    ]
    return replace(doc, mentions=settle([*doc.mentions, *found]))


def _crosses(span: Span, bounds: Sequence[int]) -> bool:
    """Return whether a bound of a block lies within the span."""
    at = bisect_right(bounds, span.start)
    return at < len(bounds) and bounds[at] < span.end
