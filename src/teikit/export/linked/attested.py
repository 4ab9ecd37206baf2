"""The places of a corpus with what is needed to say where each is attested: documents, their dates, their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from teikit.corpus import Gathering, Named
from teikit.diagnostics import Diagnostic, Severity, counted
from teikit.edition import Edition, Mark
from teikit.export.dates import iso_date, order
from teikit.export.linked.addresses import identifier, page
from teikit.model import DateValue

_DATED = ("dateline", "opener", "docDate", "closer")
_NAMED = 12
"""How many names a message gives."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document that attests places. ``first``, ``last``: its date, ISO, both empty where it has none.

    ``url``: where it can be read, empty where that is not known; ``urn``: what it is called all the same.
    """

    id: str
    title: str
    first: str = ""
    last: str = ""
    url: str = ""
    urn: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a place in a document. ``at``: the id of its element in a page; ``start``, ``end``: code points."""

    document: int
    surface: str
    start: int
    end: int
    at: str
    cert: float | None = None
    machine: bool = False
    context: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a corpus with all its mentions, in their order."""

    named: Named
    mentions: tuple[Mention, ...]


@dataclass(slots=True)
class Attested:
    """Editions are added one by one and not kept. ``contexts``: the words around each mention are."""

    base_url: str = ""
    contexts: bool = False
    sources: list[Source] = field(default_factory=list)
    _gathering: Gathering = field(default_factory=Gathering)
    _mentions: list[dict[int, Mention]] = field(default_factory=list)
    _strings: dict[str, str] = field(default_factory=dict)

    def add(self, edition: Edition) -> None:
        self._gathering.add(edition)
        document = len(self.sources)
        self.sources.append(_source(edition, self.base_url))
        parts: dict[int, int] = {}
        made: dict[int, Mention] = {}
        for at, mark in enumerate(edition.marks):
            if mark.kind != "placeName":
                continue
            whole = parts.get(mark.follows)
            parts[mark.element] = at if whole is None else whole
            if whole is None:
                made[at] = self._mention(edition, mark, document)
        self._mentions.append(made)

    def _mention(self, edition: Edition, mark: Mark, document: int) -> Mention:
        surface = " ".join(edition.surface(mark).split())
        return Mention(
            document,
            self._strings.setdefault(surface, surface),
            mark.span.start,
            mark.span.end,
            mark.xml_id or f"tk-e{mark.element}",
            mark.cert,
            mark.machine,
            edition.context(mark) if self.contexts else ("", ""),
        )

    def places(self) -> Iterator[Place]:
        """Yield the places of all editions by name; of a name in parts (@prev) only the first is a mention."""
        for named in self._gathering.entities():
            if named.kind == "place":
                found = (self._mentions[document].get(at) for document, at in named.mentions)
                yield Place(named, tuple(mention for mention in found if mention is not None))


def _source(edition: Edition, base_url: str) -> Source:
    first, last = dated(edition)
    url = page(edition, base_url)
    urn = url or identifier("document", edition.path or edition.id).urn
    title = " ".join(edition.metadata.title.split()) or edition.id
    return Source(edition.id, title, first, last, url, urn)


def dated(edition: Edition) -> tuple[str, str]:
    """Return when a document was written, the first and the last possible date: as its header says, as its letter was
    sent, or as its own dateline says; both empty where nothing with a year says so."""
    values = [edition.metadata.date]
    values += [action.date for letter in edition.letters for action in letter.of("sent")]
    values += [mark.value for mark in edition.marks if _in_dateline(edition, mark)]
    return next((found for value in values if value is not None and (found := _limits(value)) != ("", "")), ("", ""))


def _in_dateline(edition: Edition, mark: Mark) -> bool:
    return mark.kind == "date" and mark.passage >= 0 and edition.passages[mark.passage].kind in _DATED


def _limits(value: DateValue) -> tuple[str, str]:
    first = iso_date(value.when or value.from_ or value.not_before)
    last = iso_date(value.when or value.to or value.not_after)
    return first or last, last or first


def period(sources: Iterable[Source]) -> tuple[str, str]:
    """Return the first and the last date of some documents, both empty where none has a date."""
    known = [source for source in sources if source.first]
    first = min((source.first for source in known), key=order, default="")
    return first, max((source.last for source in known), key=lambda iso: order(iso, last=True), default="")


def some(names: Iterable[str]) -> str:
    """Return names for a message: the first few, and how many more there are."""
    every = list(names)
    more = f"; and {len(every) - _NAMED} more" if len(every) > _NAMED else ""
    return "; ".join(every[:_NAMED]) + more


def unplaced(places: Iterable[Place]) -> Iterator[Diagnostic]:
    """Tell which places have no coordinates, or that there is no place at all (X040)."""
    every = list(places)
    names = [place.named.name or place.named.id for place in every if place.named.entry.geo is None]
    if not every:
        yield Diagnostic("X040", Severity.INFO, "no place is named, and the file is empty")
    if names:
        verb = "has" if len(names) == 1 else "have"
        message = f"{counted(len(names), 'place')} {verb} no coordinates and will not be on the map: {some(names)}"
        help = "they are in the file without a geometry; a <geo> in <place> gives them one"
        yield Diagnostic("X040", Severity.INFO, message, help=help)
