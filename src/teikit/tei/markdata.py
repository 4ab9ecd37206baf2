"""The names and dates that a TEI file marks, and the entries that they point to.

A name in a name of the same kind counts where it says something of its own: it is the same element (an orgName in an
orgName, a date in a date), or has a pointer or, of dates, a value. Else it is a part of the outer one: the settlement
of a placeName, the name in a persName.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from teikit.edition import Entry, Mark, Passage
from teikit.model import DateValue, Span
from teikit.tei.entrydata import expanded, is_uri, pointer
from teikit.tei.headerdata import date_value
from teikit.tei.numbering import Numbering
from teikit.tei.respdata import Responsible, certainty
from teikit.tei.view import View, kind_of, trimmed
from teikit.xmlscan.scan import XML_ID, Node

ENTRY_KINDS = {"persName": "person", "placeName": "place", "orgName": "org"}
_DEEPEST = 64
"""How deep names of one kind may lie in each other; who nests more of them has another purpose than to name."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An element that marks a name or date, with the stretch of the text that it marks."""

    node: Node
    kind: str
    span: Span
    ref: str
    value: DateValue | None


@dataclass(slots=True)
class Pointed:
    """What pointers mean. ``implied``: the entries that marks point to and the file does not list."""

    listed: Mapping[str, Entry]
    prefixes: Mapping[str, str]
    implied: dict[str, Entry] = field(default_factory=dict)

    def entry(self, claim: Claim, name: str) -> str:
        """Return the id of the entry that a claim points to. ``name``: what the text calls it."""
        if not claim.ref or claim.kind not in ENTRY_KINDS:
            return ""
        target = expanded(claim.ref, self.prefixes)
        id = target.removeprefix("#")
        if id not in self.listed and id not in self.implied:
            uris = (target,) if is_uri(target) else ()
            self.implied[id] = Entry(id, ENTRY_KINDS[claim.kind], (name,), listed=False, uris=uris)
        return id


def marks(
    seen: View, numbering: Numbering, responsible: Responsible, pointed: Pointed, passages: Sequence[Passage]
) -> Iterator[Mark]:
    """Yield the marks of a file by where they begin, of two that begin together the longer first."""
    found = claims(seen)
    numbers = {one.node.attrs[XML_ID]: numbering.number(one.node) for one in found if XML_ID in one.node.attrs}
    at = 0
    for claim in found:
        node, span = claim.node, claim.span
        while at < len(passages) and passages[at].span.end <= span.start:
            at += 1
        yield Mark(
            span=span,
            kind=claim.kind,
            ref=claim.ref,
            entry=pointed.entry(claim, span.of(seen.reading.text)),
            value=claim.value,
            cert=certainty(node.attrs.get("cert", "")),
            resp=responsible.named(node),
            machine=responsible.is_machine(node),
            element=numbering.number(node),
            tag=node.name,
            xml_id=node.attrs.get(XML_ID, ""),
            xpath=numbering.path(node),
            follows=numbers.get(node.attrs.get("prev", "").removeprefix("#"), 0),
            passage=at if at < len(passages) and passages[at].span.contains(span) else -1,
        )


def claims(seen: View) -> list[Claim]:
    """Return the elements of a file that mark names and dates, in the order of marks."""
    found: list[Claim] = []
    around: dict[str, list[Node]] = {}  # of each kind, the claims that may still be open, the innermost last
    for node in seen.reading.nodes:
        claim = _claim(seen, node)
        if claim is None:
            continue
        outer = around.setdefault(claim.kind, [])
        while outer and outer[-1].end <= node.start:
            outer.pop()
        own = not outer or outer[-1].name == node.name or claim.ref or claim.value is not None
        if own and len(outer) < _DEEPEST:
            outer.append(node)
            found.append(claim)
    found.sort(key=lambda one: (one.span.start, -one.span.end))
    return found


def _claim(seen: View, node: Node) -> Claim | None:
    kind = kind_of(node) if node.last > node.first else ""
    span = trimmed(seen.reading.text, Span(node.first, node.last)) if kind else Span(0, 0)
    if not len(span):
        return None
    value = date_value(node) if kind in ("date", "time") else None
    return Claim(node, kind, span, pointer(node, seen.scan.ids), value)
