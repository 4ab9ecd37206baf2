"""What of a corpus goes into a gazetteer: its places, what they are called there, and what cannot be said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from teikit.corpus import Named, folded
from teikit.diagnostics import Diagnostic, Severity, counted
from teikit.edition import Edition
from teikit.export.dates import order
from teikit.export.linked.addresses import folder, identifier
from teikit.export.linked.attested import Attested, Place, Source, some
from teikit.export.linked.vocabularies import ANY_CLASS, kind_of


@dataclass(slots=True)
class Gazetteer:
    """The places of a corpus, and what of them a format cannot say, counted as it is met."""

    places: list[Place]
    sources: Sequence[Source]
    base: str
    untyped: dict[str, str] = field(default_factory=dict)
    undated: list[str] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    _by_name: dict[str, list[Place]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place in self.places:
            for name in {folded(name) for name in place.named.entry.names}:
                self._by_name.setdefault(name, []).append(place)

    def address(self, named: Named) -> str:
        """Return a name of a place that no other has: below the address of the edition, else a URN that stays."""
        if self.base:
            return f"{self.base}#{named.id}"
        if named.entry.uri:
            return identifier("entity", named.kind, named.entry.uri).urn
        return identifier("entity", self.sources[named.documents[0]].urn, named.id).urn

    def parent(self, place: Place) -> Place | None:
        """Return the place that a place lies in, where just one of the corpus has that name."""
        within = place.named.entry.within
        found = [one for one in self._by_name.get(folded(within), ()) if one is not place] if within else []
        if within and len(found) != 1:
            self.lost["places they lie in, of which the corpus has none or several"] += 1
        return found[0] if len(found) == 1 else None

    def classes(self, named: Named) -> list[str]:
        """Return the classes of GeoNames that a place may be of."""
        kind = kind_of(named.entry.type)
        if kind is None:
            self.untyped.setdefault(named.id, f"{named.name} ({named.entry.type})" if named.entry.type else named.name)
        return [kind.fclass] if kind else list(ANY_CLASS)

    def documents(self, place: Place) -> list[Source]:
        """Return the documents that name a place, the first in time first; where none does, one that lists it."""
        numbers = dict.fromkeys(mention.document for mention in place.mentions)
        if not numbers:
            numbers = dict.fromkeys(place.named.documents[:1])
        sources = [self.sources[number] for number in numbers]
        if not any(source.first for source in sources):
            self.undated.append(place.named.name)
        return sorted(sources, key=earliest)

    def report(self) -> Iterator[Diagnostic]:
        """Yield what was met: places of no known kind (X041) and of no date (X042), and what was left out (X044)."""
        if self.untyped:
            message = f"what {counted(len(self.untyped), 'place')} may be is not known: {some(self.untyped.values())}"
            help = "they are put into all classes, so that no match is excluded; a @type of <place> settles it"
            yield Diagnostic("X041", Severity.INFO, message, help=help)
        undated = sorted(dict.fromkeys(self.undated))
        if undated:
            message = f"no document that names {counted(len(undated), 'place')} has a date: {some(undated)}"
            help = "the World Historical Gazetteer refuses places without one; date the documents in their headers"
            yield Diagnostic("X042", Severity.WARNING, message, help=help)
        for what, number in sorted((+self.lost).items()):
            yield Diagnostic("X044", Severity.INFO, f"the format has no room for {number} {what}")


def gathered(items: Iterable[Edition], base_url: str) -> Gazetteer:
    """Return the places of editions."""
    corpus = Attested(base_url)
    for edition in items:
        corpus.add(edition)
    every = list(corpus.places())
    gazetteer = Gazetteer([place for place in every if place.named.name], corpus.sources, folder(base_url))
    gazetteer.lost["places without a name"] += len(every) - len(gazetteer.places)
    return gazetteer


def earliest(source: Source) -> tuple[bool, tuple[int, int, int], str]:
    """Return what documents are ordered by: the first in time first, those without a date last."""
    return not source.first, order(source.first), source.id
