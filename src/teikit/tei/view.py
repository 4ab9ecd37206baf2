"""TEI bytes → Document: the text as read, with an offset map back to the bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from teikit import data as tables
from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.model import Document, Entity, Mention, Span
from teikit.tei.headerdata import date_value, metadata
from teikit.tei.reading import Reading, read
from teikit.tei.registerdata import entities
from teikit.xmlscan.scan import Node, Scan, scan

SOURCE = "document"


@dataclass(frozen=True, slots=True)
class View:
    """A TEI file seen as a Document.

    ``pointers``: the @ref that the file itself uses for an entity, by the id of the Entity. ``marked``: the mentions
    that the file has already, each with its element.
    """

    data: bytes
    document: Document
    scan: Scan = field(repr=False)
    reading: Reading = field(repr=False)
    pointers: dict[str, str] = field(repr=False)
    marked: tuple[tuple[Mention, Node], ...] = field(repr=False)

    def bytes_of(self, span: Span) -> tuple[int, int]:
        """Return the bytes of a stretch of the text that is not empty, tags between included."""
        offsets = self.reading.offsets
        return offsets.start(span.start), offsets.end(span.end)

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Return the line and column in the file, both from 1, of a code point of the text."""
        return self.scan.encoding.line_and_column(self.data, self.byte_of(offset))

    def byte_of(self, offset: int) -> int:
        """Return the byte where a code point of the text begins; of an empty text, the first."""
        return self.reading.offsets.start(min(offset, len(self.reading.text) - 1)) if self.reading.text else 0


def view(data: bytes) -> View:
    """Read TEI. Raises TeikitError: P001 for bytes that are not well-formed XML, P005 for XML that is not TEI P5."""
    scanned = scan(data)
    _check_tei(scanned)
    reading = read(scanned)
    known = entities(scanned)
    by_id = {entity.id: entity for entity in known}
    pointers = {entity.id: f"#{entity.id}" for entity in known}
    marked = _marked(reading, by_id, pointers)
    document = Document(
        text=reading.text,
        metadata=metadata(scanned),
        blocks=reading.blocks,
        mentions=tuple(mention for mention, _ in marked),
        entities=tuple(by_id.values()),
    )
    return View(data, document, scanned, reading, pointers, marked)


def _check_tei(scanned: Scan) -> None:
    root = scanned.root
    if root.tei or scanned.named("TEI") or scanned.named("text"):
        return
    shown = root.name or "?"
    raise TeikitError(
        Diagnostic(
            "P005",
            Severity.ERROR,
            f"not TEI P5: the root element {shown} is not in the TEI namespace",
            line=1,
            column=1,
            help='Convert the file to TEI P5, with xmlns="http://www.tei-c.org/ns/1.0" on its root.',
        )
    )


@cache
def _kinds() -> dict[tuple[str, str], str]:
    return {(row["element"], row["type"].lower()): row["kind"] for row in tables.table("tei_names")}


def kind_of(node: Node) -> str:
    """Return the kind of mention that an element makes, or an empty string."""
    return kind_named(node.name, node.attrs.get("type", ""))


def kind_named(element: str, type: str) -> str:
    """Return the kind of mention that an element of a name and a type makes, or an empty string."""
    kinds = _kinds()
    return kinds.get((element, "")) or kinds.get((element, type.lower()), "")


def _marked(reading: Reading, by_id: dict[str, Entity], pointers: dict[str, str]) -> tuple[tuple[Mention, Node], ...]:
    """Return the names and dates that the file marks; of one within another of its kind, the outer one."""
    found: list[tuple[Mention, Node]] = []
    ends: dict[str, int] = {}
    for node in reading.nodes:
        kind = kind_of(node) if node.last > node.first else ""
        if not kind or node.last <= ends.get(kind, 0):
            continue
        span = trimmed(reading.text, Span(node.first, node.last))
        if not len(span):
            continue
        ends[kind] = node.last
        value = date_value(node) if kind in ("date", "time") else None
        ref = _ref(node, kind, span.of(reading.text), by_id, pointers)
        found.append((Mention(span, kind, SOURCE, 1.0, value, ref), node))
    found.sort(key=lambda pair: (pair[0].span.start, -pair[0].span.end))
    return tuple(found)


def trimmed(text: str, span: Span) -> Span:
    """Return a span without the white space at its ends."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _ref(node: Node, kind: str, form: str, by_id: dict[str, Entity], pointers: dict[str, str]) -> str | None:
    """Return the entity that @ref or @key means. One in no list of the file becomes an Entity under its pointer."""
    tokens = (node.attrs.get("ref") or node.attrs.get("key") or "").split()
    if not tokens or kind in ("date", "time"):
        return None
    id = tokens[0].removeprefix("#")
    if id not in by_id:
        uri = tokens[0] if "://" in tokens[0] else ""
        by_id[id] = Entity(id, kind.removesuffix("Name").replace("pers", "person"), form, (form,), uri=uri)
        pointers[id] = tokens[0] if "ref" in node.attrs else ""
    return id
