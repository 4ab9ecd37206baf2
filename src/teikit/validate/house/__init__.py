"""House rules: what makes a TEI file wrong or poor that no schema can express. They run on any TEI file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from teikit.validate.corpus import NO_CORPUS, Corpus
from teikit.validate.faults import Fault
from teikit.validate.house import (
    characters,
    dates,
    empty,
    header,
    ids,
    kinds,
    languages,
    letters,
    namespaces,
    pointers,
    registers,
    spans,
)
from teikit.validate.source import Parsed

Check = Callable[[Parsed, Corpus], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check, and the codes that it may yield."""

    codes: tuple[str, ...]
    check: Check


RULES: Mapping[str, Rule] = {
    "pointers": Rule(("V040", "V042", "V043", "V044", "V049"), pointers.check),
    "ids": Rule(("V041",), ids.check),
    "targets": Rule(("V045",), kinds.check),
    "spans": Rule(("V046",), spans.check),
    "entries": Rule(("V047",), registers.check_entries),
    "mentions": Rule(("V048",), registers.check_mentions),
    "namespaces": Rule(("V050",), namespaces.check_namespaces),
    "p4": Rule(("V051",), namespaces.check_attributes),
    "date-spans": Rule(("V060", "V061"), dates.check_spans),
    "weekdays": Rule(("V062",), dates.check_weekdays),
    "datelines": Rule(("V063",), letters.check_dateline),
    "lives": Rule(("V064",), letters.check_lives),
    "publication-order": Rule(("V065",), letters.check_publication),
    "edges": Rule(("V070",), empty.check_edges),
    "empty": Rule(("V071",), empty.check_empty),
    "normalisation": Rule(("V072",), characters.check_normalised),
    "private-use": Rule(("V073",), characters.check_private),
    "mixed-scripts": Rule(("V074",), characters.check_scripts),
    "invisible": Rule(("V075",), characters.check_hidden),
    "mojibake": Rule(("V076",), characters.check_mojibake),
    "language-tags": Rule(("V077", "V078"), languages.check_tags),
    "language-usage": Rule(("V079",), languages.check_declared),
    "licence": Rule(("V080",), header.check_licence),
    "source": Rule(("V081",), header.check_source),
    "title": Rule(("V082",), header.check_title),
    "publication": Rule(("V083",), header.check_publication),
    "language": Rule(("V084",), header.check_language),
}
"""By name, in the order in which they run."""

CODES = frozenset(code for rule in RULES.values() for code in rule.codes)
WHOLE_RUN = frozenset({"V047"})
"""Codes for which `Corpus.gather` is worth its pass over all files; the others look into a file when a pointer does."""


def check_house(doc: Parsed, corpus: Corpus | None = None, *, codes: Collection[str] | None = None) -> Iterator[Fault]:
    """Yield what the house rules find, rule by rule.

    ``corpus``: the other files of the run; without one no other file is opened. ``codes``: only these; all by default.
    """
    wanted = CODES if codes is None else CODES.intersection(codes)
    for rule in RULES.values():
        if wanted.isdisjoint(rule.codes):
            continue
        for fault in rule.check(doc, corpus or NO_CORPUS):
            if fault.code in wanted:
                yield fault if doc.in_place or fault.fix is None else replace(fault, fix=None)
