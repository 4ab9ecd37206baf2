"""Which entity of a corpus it is that a letter names as its sender or receiver, or as where it was sent from or to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from teikit.corpus import Named, folded
from teikit.edition import Agent

_KINDS = {"persName": "person", "name": "person", "rs": "person", "orgName": "org"}


class Parties:
    """The entities of a corpus, found by what a correspAction says."""

    def __init__(self, entities: Sequence[Named]) -> None:
        self._entities = entities
        self._members: dict[tuple[int, str], int] = {}
        self._uris: dict[tuple[str, str], int] = {}
        self._parties: dict[tuple[int, str], list[int]] = {}
        for at, named in enumerate(entities):
            self._members.update(dict.fromkeys(named.members, at))
            self._uris.update(dict.fromkeys(((named.kind, uri) for uri in named.entry.uris), at))
            for party in named.letters:
                self._parties.setdefault(party, []).append(at)

    def of(self, document: int, type: str, agent: Agent) -> int | None:
        """Return the place of an entity in the list of them: as the file says, else by the name; None where none fits.

        ``document``: the place of the edition; ``type``: that of the correspAction.
        """
        kind = _KINDS.get(agent.kind, "place")
        known = (self._uris.get((kind, uri)) for uri in agent.uris)
        found = next((at for at in (self._members.get((document, agent.entry)), *known) if at is not None), None)
        if found is not None:
            return found
        parties = self._parties.get((document, type), [])
        id = agent.ref.rpartition("#")[2]
        pointed = [at for at in parties if not {id, id.rpartition(":")[2]}.isdisjoint(self._ids(at))] if id else []
        sole = self._sole(pointed, kind)
        if sole is not None or not agent.name:
            return sole
        name = folded(agent.name)
        return self._sole((at for at in parties if name in map(folded, self._entities[at].entry.names)), kind)

    def _sole(self, found: Iterable[int], kind: str) -> int | None:
        """Return the first of a kind, else the first: a file may call a person what its lists have as an org."""
        every = list(found)
        return next((at for at in every if self._entities[at].kind == kind), every[0] if every else None)

    def _ids(self, at: int) -> set[str]:
        named = self._entities[at]
        return {named.entry.id.rpartition("#")[2], *(id for _, id in named.members)} - {""}


class Known:
    """What a corpus knows of those whom letters and texts name."""

    def __init__(self, entities: Sequence[Named]) -> None:
        self._entities = entities
        self._parties = Parties(entities)
        self._mentions = {place: at for at, named in enumerate(entities) for place in named.mentions}

    def party(self, document: int, type: str, agent: Agent) -> Named | None:
        """Return who or what takes part in an action of a letter; as `Parties.of`."""
        at = self._parties.of(document, type, agent)
        return self._entities[at] if at is not None else None

    def mentioned(self, document: int, mark: int) -> Named | None:
        """Return what a mark means. ``mark``: its place in Edition.marks."""
        at = self._mentions.get((document, mark))
        return self._entities[at] if at is not None else None


def uris(named: Named | None, document: int) -> tuple[str, ...]:
    """Return what names an entity on the web, nothing where a document says by no more than a name that it is meant."""
    return named.entry.uris if named is not None and document not in named.by_name else ()
