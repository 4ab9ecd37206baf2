"""TEI bytes → Edition: everything that exports of data need, in one value."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from teikit.edition import Edition, Page, Passage
from teikit.model import Block, Span
from teikit.tei.build import ncname
from teikit.tei.entrydata import entries, idno_uri, is_uri, prefixes
from teikit.tei.letterdata import letters
from teikit.tei.markdata import Pointed, marks
from teikit.tei.numbering import Numbering
from teikit.tei.respdata import Responsible
from teikit.tei.view import View, trimmed, view
from teikit.xmlscan.scan import XML_ID, Node, Scan

_EDITION_IDNOS = ("uri", "url", "purl", "doi", "handle", "ark", "permalink")


def edition(data: bytes, path: str = "") -> Edition:
    """Read TEI as data. Raises TeikitError as `view` does.

    ``path``: what the file is called in the results; without a suffix it is the id of a file whose root has none.
    """
    return edition_of(view(data), path)


def edition_of(seen: View, path: str = "") -> Edition:
    """Return a view as data."""
    scan, text = seen.scan, seen.reading.text
    known, responsible, numbering = prefixes(scan), Responsible(scan), Numbering(scan)
    listed = entries(scan, known, responsible.programs)
    passages = tuple(_passages(seen, numbering))
    pointed = Pointed(listed, known)
    found = tuple(marks(seen, numbering, responsible, pointed, passages))
    every = {**listed, **pointed.implied}
    return Edition(
        path=path,
        id=scan.root.attrs.get(XML_ID) or ncname(PurePosixPath(path).stem or "document"),
        sha256=hashlib.sha256(seen.data).hexdigest(),
        text=text,
        uri=_uri(scan),
        metadata=seen.document.metadata,
        marks=found,
        entries=tuple(every.values()),
        passages=passages,
        pages=tuple(_pages(seen)),
        letters=letters(scan, known, every),
    )


def _passages(seen: View, numbering: Numbering) -> Iterator[Passage]:
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
            yield Passage(inner, block.kind, numbering.number(at), at.attrs.get(XML_ID, ""), numbering.path(at))


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
