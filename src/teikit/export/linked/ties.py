"""The networks of a corpus: who is named together in a passage, and who writes to whom."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby

from teikit.corpus import Gathering, Named
from teikit.diagnostics import Diagnostic, Severity, counted
from teikit.edition import Action, Correspondence, Edition
from teikit.export.dates import iso_date, order
from teikit.export.linked.parties import Parties

MOST_TOGETHER = 100
"""Passages that name more entities than this are lists, and join nobody: their pairs grow with the square."""


@dataclass(slots=True)
class Tie:
    """What joins two entities: its weight, in how many documents, and the first and last date of letters, ISO."""

    weight: int = 0
    documents: int = 0
    first: str = ""
    last: str = ""
    _counted: int = -1

    def add(self, document: int) -> None:
        """Count a passage or letter; the documents come in their order."""
        self.weight += 1
        self.documents += document != self._counted
        self._counted = document

    def date(self, iso: str) -> None:
        """Note when a letter was written."""
        if iso:
            self.first = min(filter(None, (self.first, iso)), key=order)
            self.last = max(filter(None, (self.last, iso)), key=lambda date: order(date, last=True))


@dataclass(frozen=True, slots=True)
class Network:
    """Entities and the ties between pairs of them, by their places in ``entities``, in an order that stays.

    ``directed``: a tie goes from the first of a pair to the second. ``sent``, ``received``: letters of each.
    """

    entities: tuple[Named, ...]
    ties: dict[tuple[int, int], Tie]
    directed: bool = False
    sent: Counter[int] = field(default_factory=Counter)
    received: Counter[int] = field(default_factory=Counter)


def together(items: Iterable[Edition]) -> Iterator[Network | Diagnostic]:
    """Yield the network of the entities that passages name together, and what is not in it.

    The weight of a tie is the number of passages.
    """
    gathering, places, paths = Gathering(), _Places(), []
    for edition in items:
        gathering.add(edition)
        places.add(edition)
        paths.append(edition.path)
    entities = tuple(named for named in gathering.entities() if named.mentions)
    ties: dict[tuple[int, int], Tie] = {}
    lists: Counter[str] = Counter()
    for document, named in places.named(entities):
        if len(named) > MOST_TOGETHER:
            lists[paths[document]] += 1
            continue
        for pair in combinations(named, 2):
            ties.setdefault(pair, Tie()).add(document)
    yield from _uncounted(places.outside, lists)
    yield Network(entities, dict(sorted(ties.items())))


class _Places:
    """In which passage each mark of a corpus stands: a number for each, so that millions fit into memory."""

    def __init__(self) -> None:
        self._passages: list[array[int]] = []
        self._first = [0]
        self.outside = 0

    def add(self, edition: Edition) -> None:
        self._passages.append(array("q", (mark.passage for mark in edition.marks)))
        self._first.append(self._first[-1] + len(edition.passages))

    def named(self, entities: Sequence[Named]) -> Iterator[tuple[int, list[int]]]:
        """Yield the entities of each passage that names any, by their places, with the document of the passage."""
        count = len(entities)
        found = array("q")
        for at, named in enumerate(entities):
            for document, mark in named.mentions:
                passage = self._passages[document][mark]
                self.outside += passage < 0
                if passage >= 0:
                    found.append((self._first[document] + passage) * count + at)
        for place, group in groupby(sorted(set(found)), key=lambda key: key // count):
            yield bisect_right(self._first, place) - 1, [key % count for key in group]


def _uncounted(outside: int, lists: Counter[str]) -> Iterator[Diagnostic]:
    """Tell which mentions join nobody (X043)."""
    if outside:
        message = f"{counted(outside, 'name')} outside of paragraphs and other passages: joined with nobody"
        yield Diagnostic("X043", Severity.INFO, message)
    for path, number in lists.items():
        many = f"{counted(number, 'passage')} with more than {MOST_TOGETHER} different names"
        help = "such a passage is a list; that two stand in it says little, and the pairs would hide all others"
        yield Diagnostic("X043", Severity.INFO, f"{many}: joined with nobody", path, help=help)


def letters(items: Iterable[Edition]) -> Iterator[Network | Diagnostic]:
    """Yield the network of those who write to each other, and which letters are not in it.

    The weight of a tie is the number of letters from one to the other; of several senders or receivers each has one.
    """
    gathering = Gathering()
    known: list[tuple[Correspondence, ...]] = []
    for edition in items:
        gathering.add(edition)
        known.append(edition.letters)
    entities = gathering.entities()
    parties = Parties(entities)
    found, lacking = _Letters(), 0
    for document, descriptions in enumerate(known):
        for letter in descriptions:
            ends = [_ends(letter.of(type), type, document, parties) for type in ("sent", "received")]
            lacking += not all(ends)
            found.add(document, ends[0], ends[1], _date(letter))
    if lacking:
        message = f"{counted(lacking, 'letter')} without a sender or without a receiver: no tie without two ends"
        yield Diagnostic("X043", Severity.INFO, message)
    yield found.network(entities)


def _ends(actions: Sequence[Action], type: str, document: int, parties: Parties) -> list[int]:
    """Return who sent or received a letter."""
    agents = (agent for action in actions for agent in action.agents)
    found = (parties.of(document, type, agent) for agent in agents)
    return list(dict.fromkeys(at for at in found if at is not None))


def _date(letter: Correspondence) -> str:
    values = (action.date for type in ("sent", "received") for action in letter.of(type) if action.date is not None)
    return next((iso for value in values if (iso := iso_date(value.first))), "")


@dataclass(slots=True)
class _Letters:
    """What is counted of letters."""

    ties: dict[tuple[int, int], Tie] = field(default_factory=dict)
    sent: Counter[int] = field(default_factory=Counter)
    received: Counter[int] = field(default_factory=Counter)

    def add(self, document: int, senders: Iterable[int], receivers: Sequence[int], date: str) -> None:
        self.received.update(receivers)
        for sender in senders:
            self.sent[sender] += 1
            for receiver in receivers:
                tie = self.ties.setdefault((sender, receiver), Tie())
                tie.add(document)
                tie.date(date)

    def network(self, entities: Sequence[Named]) -> Network:
        """Return those who sent or received a letter, and their ties."""
        kept = [at for at in range(len(entities)) if self.sent[at] or self.received[at]]
        again = {at: number for number, at in enumerate(kept)}
        ties = {(again[a], again[b]): tie for (a, b), tie in self.ties.items()}
        return Network(
            tuple(entities[at] for at in kept),
            dict(sorted(ties.items())),
            True,
            Counter({again[at]: number for at, number in self.sent.items()}),
            Counter({again[at]: number for at, number in self.received.items()}),
        )
