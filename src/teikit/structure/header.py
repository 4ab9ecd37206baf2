"""What the parts of a document and its page say about it: title, kind, date, place, people, source, rights."""

from __future__ import annotations

import re
from collections.abc import Sequence

from teikit.model import Aside, CorrespAction, DateValue, Metadata, Party, Span
from teikit.structure import correspondence, dating, furniture, kinds, people, phrases, provenance, shapes, titling
from teikit.structure import language as languages
from teikit.structure.lines import Chunk, Line

Asides = Sequence[tuple[Line, str]]
PAGE = {"page-date": "date"}
# A name as catalogues have it, the surname first.
INVERTED = re.compile(r"[^\W\d_][\w’'-]+, [^\W\d_a-z][\w. ’'-]*(?:, .*\d{4}.*)?$")
# Dates near the edges that are not the document's: of a life, of its release.
NO_EDGE = re.compile(r"approved|released|classified|\bborn\b|\bgeb\.|\*|\bfrom\b.*\bto\b|[–—-]\s*\d{4}$", re.I)
TELEGRAPHIC = re.compile(r"\b\d{6}Z\b")


def metadata(chunks: Sequence[Chunk], aside: Asides, *, kind: str, language: str) -> Metadata:
    """Gather the metadata of a document from its decided chunks and from what was set aside."""
    titles = [value for value in _values(aside, "title") if value]
    kind = kind or kinds.detect(chunks, titles)
    language = language or languages.vote(" ".join(c.text[:800] for c in chunks[:20]))
    sources = _texts(aside, "source")
    notes = [" ".join(c.text[c.label :].split()) for c in chunks if c.kind == "note" and c.type == "source"]
    when, words = _date(chunks, aside, language)
    places = [dating.place(c.text) for c in chunks if c.kind == "dateline"] + _stated(chunks, "place")
    place = next((found for found in places if found), "")
    settlement, repository, idno = _holding([*sources, *notes])
    actions = _actions(chunks, kind, when, words, place)
    return Metadata(
        title=titling.title(chunks, titles, kind, actions, when),
        kind=kind,
        language=language,
        date=when,
        date_text=words,
        place=place,
        actions=actions,
        classification=provenance.markings([c.text for c in chunks if c.type == "classification"], [*sources, *notes]),
        authors=_authors(chunks, aside),
        responsibilities=provenance.responsibilities([*sources, *_credits(aside)]),
        participants=people.present(chunks),
        source=(*sources, *notes),
        settlement=settlement,
        repository=repository,
        idno=idno or next(iter(_values(aside, "identifier")), ""),
        url=next(iter(_values(aside, "url")), ""),
        publisher=_publisher(aside),
        rights=tuple(_texts(aside, "rights")),
        abstract=" ".join(_texts(aside, "abstract")),
        keywords=tuple(_texts(aside, "keywords")),
        asides=tuple(Aside(Span(line.start, line.end), PAGE.get(role, role)) for line, role in aside),
    )


def _texts(aside: Asides, wanted: str) -> list[str]:
    """Return the lines of a role without their labels."""
    out = []
    for line, role in aside:
        if role == wanted:
            found, _, value = furniture.label_of(line.text)
            out.append(value if found and value else line.text)
    return [text for text in out if phrases.bare(text) not in phrases.labels()]


def _values(aside: Asides, wanted: str) -> list[str]:
    return [" ".join(text.split()) for text in _texts(aside, wanted)]


def _labelled(aside: Asides, names: Sequence[str]) -> list[str]:
    """Return what stands after one of the labels."""
    pairs = ((line.text.partition(":")) for line, role in aside if role == "responsibility")
    return [after.strip() for label, _, after in pairs if phrases.bare(label) in names and after.strip()]


def _credits(aside: Asides) -> list[str]:
    """Return the lines that say who translated or transcribed, in the form "translated by NAME"."""
    found = []
    for line, role in aside:
        label, _, name = line.text.partition(":")
        if role == "responsibility" and name.strip():
            done = re.sub(r"(translat|transcri|edit)(?:or|ber|ption|ion|ed)?(?: by)?$", r"\1", phrases.bare(label))
            ending = {"translat": "translated", "transcri": "transcribed", "edit": "edited"}.get(done)
            found += [f"{ending} by {name.strip()}"] if ending else []
    return found


def _authors(chunks: Sequence[Chunk], aside: Asides) -> tuple[Party, ...]:
    """Return the authors that the catalogue or a line below the heading names."""
    named = _labelled(aside, ("author", "creator", "authors", "creators"))
    lines = [shapes.BYLINE.sub("", c.text).strip(" .") for c in chunks[:8] if c.kind == "byline"]
    parties = (
        Party(name.strip(" ."), "persName") if INVERTED.match(name) else correspondence.party(name)
        for name in dict.fromkeys([*named, *lines])
    )
    return tuple(party for party in parties if party)


def _publisher(aside: Asides) -> str:
    """Return who claims the page: the name in its copyright line."""
    for line, _ in reversed(aside):
        match = re.match(
            r"(?:copyright\s*)?(?:©|\(c\))\s*(?:copyright\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?,?\s*)?(?:by\s+)?([^.|\d]{3,70}?)\s*(?:\.|\||$)",
            line.text,
            re.I,
        )
        if match:
            return match[1].strip(" ,")
    return ""


def _stated(chunks: Sequence[Chunk], role: str) -> list[str]:
    return [c.text[c.label :].strip(" .:") for c in chunks[:30] if c.kind == "item" and c.type == role and c.label]


def _date(chunks: Sequence[Chunk], aside: Asides, language: str) -> tuple[DateValue | None, str]:
    """Return the date of the document: dateline, date line, heading, catalogue, then short lines at its edges."""
    lines = [c.text for c in chunks if c.kind == "dateline"]
    heads = [c.text for c in chunks[:6] if c.kind in ("head", "address", "opener")]
    edges = [
        c.text for c in [*chunks[:8], *chunks[-8:]] if c.kind in ("p", "head", "signed", "closer", "") and _edge(c.text)
    ]
    telegrams = [c.text[:200] for c in chunks[:4] if TELEGRAPHIC.search(c.text, 0, 200)]
    records = [text for line, role in aside if role == "date" for text in (line.text,)]
    found = dating.choose([*lines, *_stated(chunks, "date"), *heads, *records, *telegrams], language)
    if found[0] is None or len(found[0].first) < 10:
        near = dating.choose(edges, language)
        better = near[0] is not None and len(near[0].first) >= 7
        open_ = found[0] is None or len(found[0].first) == 4
        return near if better and open_ else found
    return found


def _edge(text: str) -> bool:
    return len(text) < 110 and not NO_EDGE.search(text)


def _holding(lines: Sequence[str]) -> tuple[str, str, str]:
    found = (provenance.holding(line) for line in lines)
    return next((f for f in found if f[1]), ("", "", ""))


def _actions(
    chunks: Sequence[Chunk], kind: str, when: DateValue | None, words: str, place: str
) -> tuple[CorrespAction, ...]:
    """Return who sent and who received, for documents that are sent."""
    if kind not in correspondence.CORRESPONDENCE:
        return ()
    heads = [c.text for c in chunks[:6] if c.kind == "head" and not shapes.section(c.text)] + [
        c.text for c in chunks[:3] if c.kind == "opener"
    ]
    pairs = [correspondence.parties(text) for text in heads]
    sender = next((a for a, _ in pairs if a), None) or correspondence.from_lines(chunks, "from")
    recipient = next((b for _, b in pairs if b), None) or correspondence.from_lines(chunks, "to")
    if kind in ("letter", "message", "petition", "note", "telegram", "memorandum"):
        sender = sender or correspondence.signatory(chunks)
        recipient = recipient or correspondence.addressed(chunks)
    if not (sender or recipient or kind in ("letter", "telegram", "message")):
        return ()
    sent = CorrespAction("sent", (sender,) if sender else (), place, when, words)
    return (sent, CorrespAction("received", (recipient,))) if recipient else (sent,)
