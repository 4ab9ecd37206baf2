"""TEI bytes → Edition: everything that exports of data need, in one value."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from teikit.edition import Edition, Entry, Mark, Page, Passage
from teikit.model import Block, Mention, Span
from teikit.tei.build import ncname
from teikit.tei.entrydata import entries, expanded, idno_uri, is_uri, prefixes
from teikit.tei.letterdata import letters
from teikit.tei.respdata import Responsible, certainty
from teikit.tei.view import View, trimmed, view
from teikit.xmlscan.scan import XML_ID, Node, Scan

_ENTRY_KINDS = {"persName": "person", "placeName": "place", "orgName": "org"}
_EDITION_IDNOS = ("uri", "url", "purl", "doi", "handle", "ark", "permalink")


def edition(data: bytes, path: str = "") -> Edition:
    """Read TEI as data. Raises TeikitError as `view` does.

    ``path``: what the file is called in the results; without a suffix it is the id of a file whose root has none.
    """
    return edition_of(view(data), path)


def edition_of(seen: View, path: str = "") -> Edition:
    """Return a view as data."""
    scan, text = seen.scan, seen.reading.text
    known, responsible, places = prefixes(scan), Responsible(scan), _Places(scan)
    listed = entries(scan, known, responsible.programs)
    passages = tuple(_passages(seen, places))
    marks, implied = _marks(seen, places, responsible, listed, known, passages)
    every = {**listed, **implied}
    return Edition(
        path=path,
        id=scan.root.attrs.get(XML_ID) or ncname(PurePosixPath(path).stem or "document"),
        sha256=hashlib.sha256(seen.data).hexdigest(),
        text=text,
        uri=_uri(scan),
        metadata=seen.document.metadata,
        marks=marks,
        entries=tuple(every.values()),
        passages=passages,
        pages=tuple(_pages(seen)),
        letters=letters(scan, known, every),
    )


class _Places:
    """Where elements stand: their number in document order, and their path from the root."""

    __slots__ = ("_at", "_numbers")

    def __init__(self, scan: Scan) -> None:
        elements = (node for node in scan.root.walk() if not node.name.startswith("#"))
        self._numbers = {id(node): number for number, node in enumerate(elements, 1)}
        self._at: dict[int, dict[int, int]] = {}

    def number(self, node: Node) -> int:
        return self._numbers.get(id(node), 0)

    def path(self, node: Node) -> str:
        """Return a path such as /TEI[1]/text[1]/body[1]/p[3], with the prefixes of the file."""
        steps = []
        for step in (node, *node.ancestors()):
            if step.parent is None:
                break
            name = f"{step.prefix}:{step.name}" if step.prefix else step.name
            steps.append(f"/{name}[{self._position(step.parent, step)}]")
        return "".join(reversed(steps))

    def _position(self, parent: Node, node: Node) -> int:
        """Return the position of an element among its siblings of the same name, from 1."""
        known = self._at.get(id(parent))
        if known is None:
            known = self._at[id(parent)] = {}
            counts: dict[tuple[str, bool], int] = {}
            for kid in parent.children():
                key = (kid.name, kid.tei)
                counts[key] = counts.get(key, 0) + 1
                known[id(kid)] = counts[key]
        return known[id(node)]


def _marks(
    seen: View,
    places: _Places,
    responsible: Responsible,
    listed: Mapping[str, Entry],
    known: Mapping[str, str],
    passages: tuple[Passage, ...],
) -> tuple[tuple[Mark, ...], dict[str, Entry]]:
    """Return the marks of a file, and the entries that they point to and it does not list."""
    implied: dict[str, Entry] = {}
    numbers = {node.attrs[XML_ID]: places.number(node) for _, node in seen.marked if XML_ID in node.attrs}
    marks, at = [], 0
    for mention, node in seen.marked:
        while at < len(passages) and passages[at].span.end <= mention.span.start:
            at += 1
        inside = at < len(passages) and passages[at].span.contains(mention.span)
        ref = next(iter((node.attrs.get("ref") or node.attrs.get("key") or "").split()), "")
        entry = _meant(mention, ref, seen, listed, implied, known)
        marks.append(
            Mark(
                span=mention.span,
                kind=mention.kind,
                ref=ref,
                entry=entry,
                value=mention.value,
                cert=certainty(node.attrs.get("cert", "")),
                resp=responsible.named(node),
                machine=responsible.is_machine(node),
                element=places.number(node),
                tag=node.name,
                xml_id=node.attrs.get(XML_ID, ""),
                xpath=places.path(node),
                follows=numbers.get(node.attrs.get("prev", "").removeprefix("#"), 0),
                passage=at if inside else -1,
            )
        )
    return tuple(marks), implied


def _meant(
    mention: Mention,
    ref: str,
    seen: View,
    listed: Mapping[str, Entry],
    implied: dict[str, Entry],
    known: Mapping[str, str],
) -> str:
    """Return the id of the entry that a mention points to; one that the file does not list is noted."""
    if not ref or mention.kind not in _ENTRY_KINDS:
        return ""
    pointer = expanded(ref, known)
    id = pointer.removeprefix("#")
    if id not in listed and id not in implied:
        name = mention.span.of(seen.reading.text)
        uris = (pointer,) if is_uri(pointer) else ()
        implied[id] = Entry(id, _ENTRY_KINDS[mention.kind], (name,), listed=False, uris=uris)
    return id


def _passages(seen: View, places: _Places) -> Iterator[Passage]:
    """Yield the lowest blocks, and of those that hold others what stands in none of these."""
    nodes: dict[tuple[int, int, str], Node] = {}
    for node in seen.reading.nodes:
        nodes.setdefault((node.first, node.last, node.name), node)
    for block, span in _stretches(seen.document.blocks):
        inner = trimmed(seen.reading.text, span)
        if not len(inner):
            continue
        at = nodes.get((block.span.start, block.span.end, block.kind))
        if at is None:
            yield Passage(inner, block.kind)
        else:
            yield Passage(inner, block.kind, places.number(at), at.attrs.get(XML_ID, ""), places.path(at))


def _stretches(blocks: Iterable[Block]) -> Iterator[tuple[Block, Span]]:
    for block in blocks:
        at = block.span.start
        for child in block.children:
            yield block, Span(at, max(at, child.span.start))
            yield from _stretches((child,))
            at = child.span.end
        yield block, Span(at, max(at, block.span.end))


def _pages(seen: View) -> Iterator[Page]:
    for node in seen.reading.nodes:
        if node.name == "pb":
            yield Page(node.first, node.attrs.get("n", ""), node.attrs.get("facs", ""))


def _uri(scan: Scan) -> str:
    """Return where an edition says that it can be had."""
    for stmt in scan.named("publicationStmt"):
        for idno in scan.named("idno", stmt):
            type = idno.attrs.get("type", "").casefold()
            uri = idno_uri(type, idno.text()) if type in _EDITION_IDNOS else ""
            if is_uri(uri):
                return uri
    return ""
