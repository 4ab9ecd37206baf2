"""The elements that can mark any stretch of running text: names, dates, terms, references (data/tei_phrases.tsv)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from teikit import data


@dataclass(frozen=True, slots=True)
class Phrase:
    """What TEI says of such an element.

    ``attributes``: which of @type, @ref and @when it has; the last stands for all of att.datable. ``closed``: the
    elements that hold names, and not this one.
    """

    attributes: frozenset[str]
    closed: frozenset[str]


@cache
def phrases() -> Mapping[str, Phrase]:
    """Return these elements by name."""
    return {
        row["element"]: Phrase(frozenset(row["attributes"].split()), frozenset((row["not in"] or "").split()))
        for row in data.table("tei_phrases")
    }


def may_hold(holder: str, name: str) -> bool:
    """Tell whether an element that holds names holds one of these elements."""
    return holder not in phrases()[name].closed
