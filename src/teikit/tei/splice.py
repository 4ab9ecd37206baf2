"""Mentions → bytes: tags are inserted into the file, nothing else changes, and that is proved in every run."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from teikit.model import Document, Finding, Span
from teikit.tei.apart import apart_insertions
from teikit.tei.claims import Style
from teikit.tei.headerlinks import header_links
from teikit.tei.proof import verify
from teikit.tei.provenance import Insertion, Provenance
from teikit.tei.register import new_entities
from teikit.tei.registerplace import REGISTERS, register_insertions
from teikit.tei.tags import Tagger, tag_insertions
from teikit.tei.view import View
from teikit.xmlscan.scan import XML_ID

__all__ = ["OPTIONS", "Insertion", "Spliced", "splice", "verify"]

OPTIONS = {
    "registers": REGISTERS,
    "crossing": ("split", "standOff", "report"),
    "cert": ("number", "level"),
}


@dataclass(frozen=True, slots=True)
class Spliced:
    """The new bytes; what was inserted, before which bytes of the input; what could not be.

    ``counts``: how many mentions of each kind were placed.
    """

    data: bytes
    insertions: tuple[Insertion, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    def moved(self, at: int) -> int:
        """Return where a byte of the input stands in the new bytes."""
        return at + sum(len(insertion.data) for insertion in self.insertions if insertion.offset <= at)


def splice(
    view: View,
    doc: Document,
    *,
    version: str = "",
    date: str = "",
    registers: str = "standOff",
    refs_in_header: bool = False,
    crossing: str = "split",
    cert: str = "number",
    editors: Mapping[str, str] | None = None,
) -> Spliced:
    """Insert the mentions that a document has beyond those of its view, and the entities that these point to.

    ``version``: of this program, for the header. ``date``: the day of the run (ISO), empty for none, so that the same
    input makes the same bytes. ``registers``: where new entities are listed: ``standOff``, ``profileDesc``, ``back`` or
    ``none``. ``refs_in_header``: link names in the header to entities. ``crossing``: what becomes of a mention that
    crosses the file's own elements: ``split`` into parts joined by @next and @prev, ``standOff`` (kept there, and with
    it what no tag can stand for), or ``report``. ``cert``: ``number`` or ``level``. ``editors``: by the source of a
    mention, the xml:id of the person who decided it.
    Raises TeikitError P009 where the proof fails.
    """
    _check_call(view, doc, registers=registers, crossing=crossing, cert=cert)
    taken = set(view.scan.ids)
    provenance = Provenance(view.scan, taken, version)
    entities = new_entities(view, doc.entities, taken)
    listed = {} if registers == "none" else {key: f"#{entity.id}" for key, entity in entities.items()}
    pointers = {key: entity.uri for key, entity in entities.items()} | listed | view.pointers
    work = Tagger(view, doc, crossing, taken)
    tags = list(work.tags(Style(provenance.agent, editors or {}, cert, _calendars(view)), pointers))
    links = header_links(view, doc, listed) if refs_in_header else {}
    if not (tags or links or work.apart):
        return Spliced(view.data, (), tuple(work.findings))
    insertions = [*provenance.identity()]  # those for one place of the header come in the order that TEI wants
    used = [entities[key] for key in listed if key in work.used or key in links]
    insertions += register_insertions(view, used, provenance.agent, registers, work.findings)
    insertions += apart_insertions(view, work.apart, provenance.agent, work.findings)
    insertions += provenance.change(work.counts, date)
    insertions += itertools.chain(*links.values(), tag_insertions(view, tags))
    return _proved(view, insertions, [*work.findings, *no_provenance(provenance)], work.counts)


def _check_call(view: View, doc: Document, **options: str) -> None:
    if doc.text != view.document.text:
        raise ValueError("the document is not one of this view: its text differs")
    for name, value in options.items():
        if value not in OPTIONS[name]:
            raise ValueError(f"{name} must be one of {', '.join(OPTIONS[name])}, not {value!r}")


def _proved(view: View, insertions: list[Insertion], findings: list[Finding], counts: Mapping[str, int]) -> Spliced:
    ordered = tuple(sorted(insertions, key=lambda insertion: insertion.offset))
    spliced = Spliced(apply(view.data, ordered), ordered, tuple(findings), counts)
    verify(view, spliced.data, ordered)
    return spliced


def apply(data: bytes, insertions: tuple[Insertion, ...]) -> bytes:
    """Return the bytes with the insertions, which are sorted by their place."""
    pieces: list[bytes] = []
    at = 0
    for insertion in insertions:
        pieces += (data[at : insertion.offset], insertion.data)
        at = insertion.offset
    pieces.append(data[at:])
    return b"".join(pieces)


def _calendars(view: View) -> frozenset[str]:
    return frozenset(node.attrs[XML_ID] for node in view.scan.around_text("calendar") if XML_ID in node.attrs)


def no_provenance(provenance: Provenance) -> list[Finding]:
    """Return what is to be told where the header has no place for the program's provenance."""
    if not provenance.missing:
        return []
    message = f"the header has no place for the program's provenance ({', '.join(provenance.missing)})"
    help = "Give the file a complete teiHeader; the names are marked all the same."
    return [Finding("P003", message, Span(0, 0), help)]
