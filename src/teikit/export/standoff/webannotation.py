"""W3C Web Annotation (Data Model and Vocabulary, Recommendations of 2017): an AnnotationPage for each document.

Each mention is an annotation with three selectors of one target, the TEI file. The XPathSelector names the element in
a way that needs no namespace prefixes, so that it works in a browser too. TextQuoteSelector and TextPositionSelector
are of the exact text, as ``teikit export text --offsets`` writes it, not of all characters of the XML: ``renderedVia``
says so. Positions are code points, which section 4.2.5 of the model demands, not the code units of JavaScript's
strings. The quotation with its prefix and suffix occurs once in the text.

Where the web address of the file is not known, the target is its SHA-256 as a URI (RFC 6920), and X039 tells so.
"""

from __future__ import annotations

import json
import re
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from teikit import __version__
from teikit.diagnostics import Diagnostic, Severity
from teikit.edition import Edition, Entry, Mark
from teikit.export.report import Exported
from teikit.model import Span

_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"tei": "http://www.tei-c.org/ns/1.0#"}]
_PROGRAM = {"type": "Software", "name": f"teikit {__version__}"}
_STEP = re.compile(r"/([^/\[\]:]+)(\[\d+\])")
_WIDTH = 32
"""Code points before and after a quotation, where they make it the only one."""
_GRAM, _EVERY = 32, 16


def webannotation(edition: Edition, *, base_url: str = "") -> Exported:
    """Return the annotations of an edition as JSON-LD.

    ``base_url``: the folder on the web that Edition.path is relative to; without it the URI of the edition counts.
    """
    source, told = _source(edition, base_url)
    items = list(_annotations(edition, source))
    page: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": _urn(source, "page"),
        "type": "AnnotationPage",
        "partOf": _collection(edition, source, len(items)),
        "startIndex": 0,
        "items": items,
    }
    return Exported((json.dumps(page, ensure_ascii=False, indent=2) + "\n").encode(), told)


def _source(edition: Edition, base_url: str) -> tuple[str, tuple[Diagnostic, ...]]:
    if base_url:
        return f"{base_url.rstrip('/')}/{quote(_shown(edition.path))}", ()
    if edition.uri:
        return edition.uri, ()
    digest = urlsafe_b64encode(bytes.fromhex(edition.sha256)).decode().rstrip("=")
    message = "it is not known where this file is on the web, so its annotations name it by its checksum"
    help = "Say where the edition stands with --base-url, or in publicationStmt, <idno type='URI'>."
    return f"ni:///sha-256;{digest}", (Diagnostic("X039", Severity.INFO, message, edition.path, help=help),)


def _shown(path: str) -> str:
    """Return a path that may be shown: of one from the root of a disk only the name."""
    return PurePath(path).name if PurePath(path).is_absolute() else path


def _collection(edition: Edition, source: str, total: int) -> dict[str, Any]:
    label = edition.metadata.title or edition.id
    return {
        "id": _urn(source, "collection"),
        "type": "AnnotationCollection",
        "label": label,
        "total": total,
        "generator": _PROGRAM,
        "tei:path": _shown(edition.path),
    }


def _annotations(edition: Edition, source: str) -> Iterator[dict[str, Any]]:
    entries = {entry.id: entry for entry in edition.entries}
    quotations = _Quotations(edition.text)
    taken: set[str] = set()
    for mark in edition.marks:
        id = _urn(source, mark.xml_id or f"e{mark.element}")
        if id in taken:
            id = _urn(source, f"e{mark.element} {mark.span.start} {mark.span.end} {len(taken)}")
        taken.add(id)
        bodies, identified = _bodies(mark, entries.get(mark.entry), source)
        yield {
            "id": id,
            "type": "Annotation",
            "motivation": "identifying" if identified else "classifying",
            **_creators(mark),
            "generator": _PROGRAM,
            **({"tei:cert": mark.cert} if mark.cert is not None else {}),
            "body": bodies,
            "target": {
                "type": "SpecificResource",
                "source": source,
                "renderedVia": _PROGRAM,
                "selector": _selectors(mark, quotations),
            },
        }


def _bodies(mark: Mark, entry: Entry | None, source: str) -> tuple[list[dict[str, Any]], bool]:
    """Return what a mention is and means, and whether it is said what it means by a URI."""
    bodies: list[dict[str, Any]] = [{"type": "TextualBody", "purpose": "classifying", "value": mark.kind}]
    uris = list(entry.uris) if entry is not None else []
    if entry is not None and entry.listed:
        uris.append(f"{source.partition('#')[0]}#{quote(entry.id)}")
    bodies += ({"type": "SpecificResource", "purpose": "identifying", "source": uri} for uri in uris)
    if entry is not None and entry.name:
        bodies.append({"type": "TextualBody", "purpose": "tagging", "value": entry.name})
    if mark.ref and not uris:
        bodies.append({"type": "TextualBody", "purpose": "identifying", "value": mark.ref})
    if mark.value is not None:
        bodies += (
            {"type": "TextualBody", "purpose": "describing", "value": value, "tei:att": name}
            for name, value in mark.value.attributes().items()
        )
    return bodies, bool(uris)


def _creators(mark: Mark) -> dict[str, Any]:
    kind = "Software" if mark.machine else "Person"
    creators = [{"type": kind, "name": name} for name in mark.resp]
    return {"creator": creators[0] if len(creators) == 1 else creators} if creators else {}


def _selectors(mark: Mark, quotations: _Quotations) -> list[dict[str, Any]]:
    span = mark.span
    prefix, suffix = quotations.around(span)
    return [
        {"type": "XPathSelector", "value": xpath(mark)},
        {"type": "TextQuoteSelector", "exact": span.of(quotations.text), "prefix": prefix, "suffix": suffix},
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


def xpath(mark: Mark) -> str:
    """Return the path of a mark without namespaces; its number among all elements where the file uses prefixes."""
    if ":" in mark.xpath or not mark.xpath:
        return f"(//*)[{mark.element}]"
    return _STEP.sub(r"/*[local-name()='\1']\2", mark.xpath)


class _Quotations:
    """What stands around a stretch of a text, as much as makes it the only one of its kind.

    Pieces of the text at regular distances are indexed, so that a long text with many mentions need not be searched
    from its beginning for each.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._grams: dict[str, list[int]] = {}
        for at in range(0, len(text) - _GRAM + 1, _EVERY):
            self._grams.setdefault(text[at : at + _GRAM], []).append(at)

    def around(self, span: Span) -> tuple[str, str]:
        width = _WIDTH
        while True:
            start, end = max(0, span.start - width), min(len(self.text), span.end + width)
            if (start == 0 and end == len(self.text)) or self._once(start, end):
                return self.text[start : span.start], self.text[span.end : end]
            width *= 2

    def _once(self, start: int, end: int) -> bool:
        """Tell whether a stretch of the text is like no other."""
        part = self.text[start:end]
        if len(part) < _GRAM + _EVERY - 1:
            return self.text.find(part) == start and self.text.find(part, start + 1) < 0
        return not any(
            at - offset != start and at >= offset and self.text.startswith(part, at - offset)
            for offset in range(_EVERY)
            for at in self._grams.get(part[offset : offset + _GRAM], ())
        )


def _urn(source: str, part: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{source}#{part}").urn
