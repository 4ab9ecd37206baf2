"""What one edition says of each person, place and organisation: little enough to be kept of every file of a corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from teikit.corpus.naming import folded
from teikit.edition import Agent, Edition, Entry, Mark

_ENTRY_KINDS = {"persName": "person", "placeName": "place", "orgName": "org"}


@dataclass(frozen=True, slots=True)
class Use:
    """An entry of one file, or a name that points to none.

    ``forms``: what it is called, with counts; ``marks``: where, in Edition.marks; ``actions``: the types of those of
    letters that it takes part in.
    """

    entry: Entry
    forms: tuple[tuple[str, int], ...] = ()
    marks: tuple[int, ...] = ()
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a file lists and mentions. ``apart``: it is a register, whose entries nothing in it mentions."""

    path: str
    apart: bool
    uses: tuple[Use, ...]


@dataclass(slots=True)
class _Uses:
    entry: Entry
    forms: Counter[str] = field(default_factory=Counter)
    marks: list[int] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)


def found(edition: Edition) -> Found:
    """Return what an edition lists and mentions, in its order."""
    made: dict[Hashable, _Uses] = {entry.id: _Uses(entry) for entry in edition.entries}
    for surface, marks, places in _whole_names(edition):
        kind = _ENTRY_KINDS[marks[0].kind]
        key: Hashable = next((mark.entry for mark in marks if mark.entry in made), None)
        if key is None:
            key = (kind, folded(surface))
            made.setdefault(key, _Uses(Entry("", kind, (surface,), listed=False)))
        made[key].forms[surface] += 1
        made[key].marks.extend(places)
    for letter in edition.letters:
        for action in letter.actions:
            for agent in (*action.agents, *action.places):
                _uses_of(agent, "place" if agent in action.places else "person", made).actions.append(action.type)
    own = {entry.id for entry in edition.entries if entry.listed}
    # A letter may have a list of its own at its end that only its header points to.
    apart = bool(own) and not edition.letters and not any(mark.entry in own for mark in edition.marks)
    uses = (
        Use(one.entry, tuple(one.forms.items()), tuple(one.marks), tuple(dict.fromkeys(one.actions)))
        for one in made.values()
    )
    return Found(edition.path, apart, tuple(uses))


def _whole_names(edition: Edition) -> Iterator[tuple[str, list[Mark], list[int]]]:
    """Yield each name of persons, places and organisations with its marks: of one in parts (@prev) all of them."""
    wholes: list[list[int]] = []
    of_element: dict[int, list[int]] = {}
    for at, mark in enumerate(edition.marks):
        if mark.kind in _ENTRY_KINDS:
            whole = of_element.get(mark.follows) if mark.follows else None
            if whole is None:
                whole = []
                wholes.append(whole)
            whole.append(at)
            of_element[mark.element] = whole
    for places in wholes:
        marks = [edition.marks[at] for at in places]
        yield " ".join(" ".join(map(edition.surface, marks)).split()), marks, places


def _uses_of(agent: Agent, kind: str, found: dict[Hashable, _Uses]) -> _Uses:
    """Return the entry that somebody or some place of a correspAction is."""
    kind = "org" if agent.kind == "orgName" else kind
    name, id = " ".join(agent.name.split()), "" if agent.uris else agent.ref.removeprefix("#")
    key: Hashable = agent.entry if agent.entry in found else (kind, agent.uris[:1] or id or folded(name))
    if key not in found:
        found[key] = _Uses(Entry(id, kind, (name,) if name else (), listed=False, uris=agent.uris))
    return found[key]
