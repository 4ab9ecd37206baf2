"""A document as JSON, and a corpus as JSON Lines; schemas/document.schema.json says what every field means.

Offsets are code points, as Python counts. What is empty or unknown is left out, so that a field that is there says
something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json import dumps
from typing import Any

from teikit import __version__
from teikit.edition import Action, Agent, Correspondence, Edition, Entry, Mark, Page, Passage
from teikit.export.report import Exported, File
from teikit.model import DateValue, Metadata, Party

FORMAT, VERSION = "teikit-document", 1
_STRINGS = (
    "title",
    "kind",
    "language",
    "date_text",
    "place",
    "settlement",
    "repository",
    "idno",
    "url",
    "retrieved",
    "publisher",
    "licence",
    "abstract",
)
_LISTS = ("source", "rights", "keywords", "classification")
_ENTRY = ("name", "role", "type", "sex", "birth", "death", "note", "within", "country")
_RENAMED = {"date_text": "dateText"}

Object = dict[str, Any]


def json(edition: Edition) -> Exported:
    """Export a document as one JSON object."""
    return Exported((dumps(document(edition), ensure_ascii=False, indent=2) + "\n").encode())


def json_lines(items: Iterable[Edition]) -> Iterator[File]:
    """Export documents as JSON Lines: one object a line, in their order."""
    lines = (dumps(document(edition), ensure_ascii=False) + "\n" for edition in items)
    yield File("corpus.jsonl", (line.encode() for line in lines))


def document(edition: Edition) -> Object:
    """Return a document as what JSON can hold. The parts that make it a document are always there, even if empty."""
    made: Object = {
        "format": FORMAT,
        "version": VERSION,
        "generator": f"teikit {__version__}",
        "path": edition.path,
        "id": edition.id,
        "sha256": edition.sha256,
        **_filled(uri=edition.uri),
        "offsets": "codepoint",
        "metadata": _metadata(edition.metadata),
    }
    if edition.letters:
        made["correspondence"] = [_letter(letter) for letter in edition.letters]
    return made | {
        "text": edition.text,
        "passages": [_passage(passage) for passage in edition.passages],
        "pages": [_page(page) for page in edition.pages],
        "mentions": [_mention(edition, mark, number) for number, mark in enumerate(edition.marks, 1)],
        "entities": [_entity(entry) for entry in edition.entries],
    }


def _filled(**values: object) -> Object:
    """Return the values that say something: numbers all do, 0 as well."""
    return {name: value for name, value in values.items() if value is not None and value not in ("", [], {})}


def _date(value: DateValue | None) -> Object:
    if value is None:
        return {}
    return value.attributes() | _filled(calendar=value.calendar, reason=value.reason)


def _metadata(meta: Metadata) -> Object:
    strings = {_RENAMED.get(name, name): getattr(meta, name) for name in _STRINGS}
    lists = {name: list(getattr(meta, name)) for name in _LISTS}
    responsibilities = [
        {"resp": one.resp, "name": one.name, **_filled(affiliation=one.affiliation)} for one in meta.responsibilities
    ]
    return _filled(
        **strings,
        date=_date(meta.date),
        authors=[_party(party) for party in meta.authors],
        participants=[_party(party) for party in meta.participants],
        responsibilities=responsibilities,
        **lists,
        extra=dict(meta.extra),
    )


def _party(party: Party) -> Object:
    return {"name": party.name, "kind": party.kind, **_filled(role=party.role)}


def _letter(letter: Correspondence) -> Object:
    actions = [_action(action) for action in letter.actions]
    return {"actions": actions, **_filled(ref=letter.ref, key=letter.key, source=letter.source, xmlId=letter.xml_id)}


def _action(action: Action) -> Object:
    return _filled(
        type=action.type,
        agents=[_agent(agent) for agent in action.agents],
        places=[_agent(place) for place in action.places],
        date=_date(action.date),
        dateText=action.date_text,
        dateCert=action.date_cert,
        dateEvidence=action.date_evidence,
    )


def _agent(agent: Agent) -> Object:
    return {
        "name": agent.name,
        "kind": agent.kind,
        **_filled(ref=agent.ref, entity=agent.entry, uris=list(agent.uris), cert=agent.cert, evidence=agent.evidence),
    }


def _passage(passage: Passage) -> Object:
    return {
        "start": passage.span.start,
        "end": passage.span.end,
        "kind": passage.kind,
        **_filled(element=passage.element or None, xmlId=passage.xml_id, xpath=passage.xpath),
    }


def _page(page: Page) -> Object:
    return {"offset": page.offset, **_filled(n=page.n, facs=page.facs)}


def _mention(edition: Edition, mark: Mark, number: int) -> Object:
    return {
        "id": f"m{number}",
        "kind": mark.kind,
        "start": mark.span.start,
        "end": mark.span.end,
        "text": edition.surface(mark),
        "machine": mark.machine,
        **_filled(
            ref=mark.ref,
            entity=mark.entry,
            value=_date(mark.value),
            cert=mark.cert,
            resp=list(mark.resp),
            tag=mark.tag if mark.tag != mark.kind else "",
            element=mark.element or None,
            xmlId=mark.xml_id,
            xpath=mark.xpath,
            follows=mark.follows or None,
            passage=mark.passage if mark.passage >= 0 else None,
        ),
    }


def _entity(entry: Entry) -> Object:
    strings = {name: getattr(entry, name) for name in _ENTRY}
    return {
        "id": entry.id,
        "kind": entry.kind,
        "listed": entry.listed,
        "machine": entry.machine,
        **_filled(
            **strings,
            names=list(entry.names),
            idnos=[{"type": type, "value": value} for type, value in entry.idnos],
            uris=list(entry.uris),
            geo={"lat": entry.geo[0], "long": entry.geo[1]} if entry.geo is not None else None,
        ),
    }
