"""What is kept of a document when its text is let go: enough for every list, page of an entity and citation."""

from __future__ import annotations

from dataclasses import dataclass

from teikit.edition import Edition
from teikit.export.html.markup import language_tag
from teikit.export.standoff.tables_registers import dated
from teikit.publish.when import UNDATED, When, when

_EXCERPT = 240


@dataclass(frozen=True, slots=True)
class Summary:
    """A document.

    ``slug``: the name of its page. ``readable``: it could be read as data; else it has a page and nothing more.
    ``apart``: it has no text of its own, as a register has none. ``senders``, ``receivers``: names as the header has
    them. ``counts``: of names marked in it, by kind. ``licence``, ``source``, ``uri``: as the header says;
    ``date``: as tables have it.
    """

    slug: str
    path: str
    sha256: str
    title: str
    language: str = ""
    kind: str = ""
    when: When = UNDATED
    readable: bool = True
    apart: bool = False
    authors: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    place: str = ""
    excerpt: str = ""
    words: int = 0
    counts: tuple[tuple[str, int], ...] = ()
    licence: str = ""
    source: str = ""
    repository: str = ""
    publisher: str = ""
    uri: str = ""
    date: str = ""

    @property
    def url(self) -> str:
        """The address of its page, from the top of the site."""
        return f"documents/{self.slug}.html"


def summary(edition: Edition, slug: str, title: str) -> Summary:
    """Return what is kept of an edition. ``title``: that of its page."""
    meta = edition.metadata
    kinds = {"persName": "person", "placeName": "place", "orgName": "org", "date": "date", "time": "date"}
    marked = [kinds[mark.kind] for mark in edition.marks if mark.kind in kinds and not mark.follows]
    return Summary(
        slug=slug,
        path=edition.path,
        sha256=edition.sha256,
        title=title,
        language=language_tag(meta.language) or "",
        kind=meta.kind,
        when=when(edition),
        apart=not edition.text.strip(),
        authors=tuple(party.name for party in meta.authors),
        senders=_parties(edition, "sent"),
        receivers=_parties(edition, "received"),
        place=" ".join(meta.place.split()),
        excerpt=_excerpt(edition),
        words=len(edition.text.split()),
        counts=tuple((kind, marked.count(kind)) for kind in ("person", "place", "org", "date")),
        licence=meta.licence,
        source=meta.url,
        repository=", ".join(filter(None, (meta.settlement, meta.repository, meta.idno))),
        publisher=" ".join(meta.publisher.split()),
        uri=edition.uri,
        date=dated(edition),
    )


def _parties(edition: Edition, type: str) -> tuple[str, ...]:
    names = [
        " ".join(agent.name.split())
        for letter in edition.letters
        for action in letter.of(type)
        for agent in action.agents
    ]
    return tuple(dict.fromkeys(filter(None, names)))


def _excerpt(edition: Edition) -> str:
    """Return the summary that the header has, else the beginning of the first paragraph."""
    text = edition.metadata.abstract or next((p.span.of(edition.text) for p in edition.passages if p.kind == "p"), "")
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rpartition(' ')[0] or text[:_EXCERPT]} …"
