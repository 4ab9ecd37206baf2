"""Ids that stand twice."""

from __future__ import annotations

from collections.abc import Iterator

from teikit.validate.corpus import Corpus
from teikit.validate.faults import Fault
from teikit.validate.house.index import index, more
from teikit.validate.source import Parsed, line_of
from teikit.xmlio import Element, local


def check(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield each xml:id that stands on more than one element, at the second."""
    idx = index(doc)
    again: dict[str, list[Element]] = {}
    for name, el in idx.twice:
        again.setdefault(name, []).append(el)
    for name, els in again.items():
        first = idx.ids[name]
        others = more(len(els) - 1, "place")
        line = doc.place(first).line or line_of(first)
        where = "earlier in this line" if line == doc.place(els[0]).line else f"in line {line}"
        message = f"The xml:id {name} is on <{local(els[0])}> here and on <{local(first)}> {where}{others}."
        yield doc.fault("V041", els[0], message, "Give one of them another xml:id, and correct what points to it.")
