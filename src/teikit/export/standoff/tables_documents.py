"""Rows of the tables that say what stands in each document: mentions, documents, letters."""

from __future__ import annotations

from collections.abc import Iterator

from teikit.edition import Action, Agent, Correspondence, Edition
from teikit.model import DateValue

MENTIONS = (
    *("document", "path", "number", "kind", "text", "start", "end", "left", "right", "ref", "entity", "member", "uri"),
    *("when", "from", "to", "notBefore", "notAfter", "calendar", "cert", "resp", "machine", "tag", "xml_id", "xpath"),
    "page",
)
DOCUMENTS = (
    *("id", "path", "title", "kind", "language", "date", "date_text", "place", "authors", "participants"),
    *("settlement", "repository", "idno", "url", "uri", "licence", "keywords", "sha256", "characters", "words"),
    *("pages", "persName", "placeName", "orgName", "dates", "letters"),
)
_SENT = ("sender", "sender_entity", "sender_uri", "sent_from", "sent_from_uri", "sent", "sent_text")
_RECEIVED = ("recipient", "recipient_entity", "recipient_uri", "received_at", "received_at_uri", "received")
LETTERS = ("document", "path", *_SENT, *_RECEIVED, "received_text", "others", "ref", "key", "source")

Row = dict[str, object]


def mentions(edition: Edition, members: dict[str, str]) -> Iterator[Row]:
    """Yield a row for each mention. ``members``: what tables call the entries that the file lists."""
    uris = {entry.id: entry.uri for entry in edition.entries}
    page = -1
    for number, mark in enumerate(edition.marks, 1):
        while page + 1 < len(edition.pages) and edition.pages[page + 1].offset <= mark.span.start:
            page += 1
        left, right = edition.context(mark)
        yield {
            "document": edition.id,
            "path": edition.path,
            "number": number,
            "kind": mark.kind,
            "text": edition.surface(mark),
            "start": mark.span.start,
            "end": mark.span.end,
            "left": " ".join(left.split()),
            "right": " ".join(right.split()),
            "ref": mark.ref,
            "entity": mark.entry,
            "member": members.get(mark.entry, ""),
            "uri": uris.get(mark.entry, ""),
            **(mark.value.attributes() if mark.value is not None else {}),
            "calendar": mark.value.calendar if mark.value is not None else "",
            "cert": mark.cert,
            "resp": mark.resp,
            "machine": mark.machine,
            "tag": mark.tag,
            "xml_id": mark.xml_id,
            "xpath": mark.xpath,
            "page": edition.pages[page].n if page >= 0 else "",
        }


def document(edition: Edition) -> Row:
    """Return the row of a document."""
    meta = edition.metadata
    kinds = [mark.kind for mark in edition.marks]
    return {
        "id": edition.id,
        "path": edition.path,
        "title": meta.title,
        "kind": meta.kind,
        "language": meta.language,
        "date": interval(meta.date),
        "date_text": meta.date_text,
        "place": meta.place,
        "authors": tuple(party.name for party in meta.authors),
        "participants": tuple(party.name for party in meta.participants),
        "settlement": meta.settlement,
        "repository": meta.repository,
        "idno": meta.idno,
        "url": meta.url,
        "uri": edition.uri,
        "licence": meta.licence,
        "keywords": meta.keywords,
        "sha256": edition.sha256,
        "characters": len(edition.text),
        "words": len(edition.text.split()),
        "pages": len(edition.pages),
        **{kind: kinds.count(kind) for kind in ("persName", "placeName", "orgName")},
        "dates": kinds.count("date"),
        "letters": len(edition.letters),
    }


def interval(value: DateValue | None) -> str:
    """Return a date as one cell: ISO 8601, a period or an uncertain date as two with a stroke between them."""
    if value is None:
        return ""
    first, last = value.from_ or value.not_before, value.to or value.not_after
    return value.when or (f"{first}/{last}" if first or last else "")


def letter(edition: Edition, letter: Correspondence) -> Row:
    """Return the row of a letter. What was neither sent nor received is told in ``others``."""
    sent, received = letter.of("sent"), letter.of("received")
    others = [action for action in letter.actions if action.type not in ("sent", "received")]
    return {
        "document": edition.id,
        "path": edition.path,
        **_side(sent, "sender", "sent_from", "sent"),
        **_side(received, "recipient", "received_at", "received"),
        "others": tuple(f"{action.type}: {_told(action)}" for action in others),
        "ref": letter.ref,
        "key": letter.key,
        "source": letter.source,
    }


def _side(actions: tuple[Action, ...], who: str, where: str, when: str) -> Row:
    agents = [agent for action in actions for agent in action.agents]
    places = [place for action in actions for place in action.places]
    return {
        who: tuple(agent.name for agent in agents),
        f"{who}_entity": tuple(agent.entry for agent in agents if agent.entry),
        f"{who}_uri": _uris(agents),
        where: tuple(place.name for place in places),
        f"{where}_uri": _uris(places),
        when: tuple(interval(action.date) for action in actions if action.date is not None),
        f"{when}_text": tuple(action.date_text for action in actions if action.date_text),
    }


def _uris(agents: list[Agent]) -> tuple[str, ...]:
    return tuple(agent.uris[0] for agent in agents if agent.uris)


def _told(action: Action) -> str:
    parts = (*(agent.name for agent in action.agents), *(place.name for place in action.places), action.date_text)
    return ", ".join(part for part in parts if part)
