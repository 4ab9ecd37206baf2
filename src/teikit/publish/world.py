"""The whole corpus as the pages need it: its documents in order, its entities, and which of them meet where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from teikit.corpus import Named
from teikit.publish.pages.lists import order
from teikit.publish.settings import Settings
from teikit.publish.summary import Summary

FOLDERS = {"person": "people", "place": "places", "org": "organisations"}
TITLES = {"person": "People", "place": "Places", "org": "Organisations"}
_Date = tuple[bool, tuple[int, int, int], tuple[str, str], str]
NOUNS = {"person": "person", "place": "place", "org": "organisation"}


@dataclass(frozen=True, slots=True)
class Shown:
    """An entity with the address of its page and the name that it has there."""

    named: Named
    name: str
    url: str

    @property
    def mentions(self) -> int:
        return len(self.named.mentions)

    @property
    def lies(self) -> tuple[float, float] | None:
        """Latitude and longitude, where a file says them and they are on earth."""
        geo = self.named.entry.geo
        return geo if geo is not None and abs(geo[0]) <= 90 and abs(geo[1]) <= 360 else None


@dataclass(slots=True)
class World:
    """``documents``: as they were added, by number; ``ids``, ``keys``: of
    theirs in the Store; ``entities``: by kind, name.

    ``present``: by number of the document, the numbers of the entities that it lists or mentions.
    """

    site: Settings
    documents: list[Summary]
    ids: list[int]
    keys: list[str]
    entities: list[Shown]
    present: list[list[int]] = field(default_factory=list)
    _dates: list[_Date] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dates = [(not one.when.dated, one.when.order, order(one.title), one.path) for one in self.documents]
        self.present = [[] for _ in self.documents]
        for number, shown in enumerate(self.entities):
            for document in shown.named.documents:
                self.present[document].append(number)

    def texts(self) -> list[int]:
        """Return the numbers of documents that have a text, by date, those without one last."""
        return sorted((n for n, one in enumerate(self.documents) if not one.apart), key=self.by_date)

    def by_date(self, number: int) -> _Date:
        """Return by what documents are sorted in time: undated ones last, those of one day by title."""
        return self._dates[number]

    def of_kind(self, kind: str) -> list[tuple[int, Shown]]:
        return [(number, shown) for number, shown in enumerate(self.entities) if shown.named.kind == kind]

    def kinds(self) -> list[str]:
        """Return the kinds that there are entities of, in the order of FOLDERS."""
        present = {shown.named.kind for shown in self.entities}
        return [kind for kind in FOLDERS if kind in present]

    def together(self, number: int, most: int) -> list[tuple[int, int]]:
        """Return the entities named in the most documents that name this one, with how many these are."""
        counts: Counter[int] = Counter()
        for document in {document for document, _ in self.entities[number].named.mentions}:
            counts.update(other for other in self.present[document] if self.entities[other].named.mentions)
        del counts[number]
        return sorted(counts.items(), key=lambda pair: (-pair[1], -self.entities[pair[0]].mentions, pair[0]))[:most]

    def has_letters(self) -> bool:
        return any(one.senders and one.receivers for one in self.documents)


def shown(entities: Iterable[Named]) -> list[Shown]:
    """Return entities with their addresses; one whose only name is an address is called by that."""
    return [
        Shown(named, named.name or named.entry.uri or named.entry.id or "(no name)", _url(named)) for named in entities
    ]


def _url(named: Named) -> str:
    name = named.id.removeprefix(f"{named.kind}-")
    return f"{FOLDERS[named.kind]}/{'index-' if name == 'index' else ''}{name}.html"


def duplicates(documents: Sequence[Summary]) -> set[str]:
    """Return the titles that several documents of one date have."""
    counts = Counter((one.title, one.when.label) for one in documents)
    return {title for (title, _), count in counts.items() if count > 1}
