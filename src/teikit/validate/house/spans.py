"""Spans whose end stands before their beginning."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from teikit.validate.corpus import Corpus
from teikit.validate.faults import Fault
from teikit.validate.house.index import Index, index
from teikit.validate.source import Parsed
from teikit.xmlio import Element, local


def check(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield @spanTo that points backwards, and @from and @to in the wrong order."""
    idx = index(doc)
    pairs = [*_spans(idx), *_ranges(idx)]
    if not pairs:
        return
    order = {el: place for place, el in enumerate(doc.root.iter(etree.Element))}
    for el, start, end, words in pairs:
        if order[end] < order[start]:
            yield doc.fault("V046", el, words, "Exchange the two ends, or correct the pointer.")


def _spans(idx: Index) -> Iterator[tuple[Element, Element, Element, str]]:
    for el, attribute, value in idx.pointers:
        end = idx.ids.get(value.strip()[1:]) if attribute == "spanTo" and value.strip().startswith("#") else None
        if end is not None:
            yield el, el, end, f"@spanTo points backwards: {value} stands before this <{local(el)}>."


def _ranges(idx: Index) -> Iterator[tuple[Element, Element, Element, str]]:
    for el in idx.named("span", "app"):
        start, end = (idx.ids.get((el.get(name) or "").strip()[1:]) for name in ("from", "to"))
        if start is not None and end is not None:
            words = f"@from of this <{local(el)}> is {el.get('from')}, which stands after @to, {el.get('to')}."
            yield el, start, end, words
