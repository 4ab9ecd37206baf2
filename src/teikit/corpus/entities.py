"""An entity of a corpus, and how what several files say of it becomes one entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from teikit.corpus.naming import folded, slug
from teikit.edition import Entry

BASES = ("authority", "register", "name")


@dataclass(frozen=True, slots=True)
class Named:
    """An entity of a corpus.

    ``id``: unique in the corpus, ASCII, fit for a file name. ``basis``: why mentions were taken together, one of BASES.
    ``entry``: everything that any file says. ``forms``: the strings that name it in texts with their counts, the most
    frequent first. ``mentions``: the places in the list of editions and in Edition.marks.
    ``documents``: the editions that list or mention it; ``by_name``: those of which nothing but a name says so.
    ``letters``: of letters that it sent or received, or that were sent from or to it, the edition and the type of the
    correspAction.
    ``members``: the entries of lists that it stands for, by the place of their edition and their id; ``described``:
    what these say, merged in this order, None where no file lists it.
    """

    id: str
    kind: str
    basis: str
    entry: Entry
    forms: tuple[tuple[str, int], ...] = ()
    mentions: tuple[tuple[int, int], ...] = ()
    documents: tuple[int, ...] = ()
    by_name: tuple[int, ...] = ()
    letters: tuple[tuple[int, str], ...] = ()
    members: tuple[tuple[int, str], ...] = ()
    described: Entry | None = None

    @property
    def name(self) -> str:
        return self.entry.name or (self.forms[0][0] if self.forms else "")


def merged(entries: list[Entry]) -> Entry:
    """Return one entry with what any of several says: of single values the first, of names and ids all."""
    first = entries[0]
    if len(entries) == 1:
        return first
    values: dict[str, object] = {}
    for one_field in fields(Entry):
        name = one_field.name
        said = [getattr(entry, name) for entry in entries]
        if name in ("names", "idnos", "uris"):
            values[name] = tuple(dict.fromkeys(one for some in said for one in some))
        elif name == "listed":
            values[name] = any(said)
        elif name == "machine":
            values[name] = all(said)
        else:
            values[name] = next((one for one in said if one not in ("", None)), said[0])
    return replace(first, **values)  # type: ignore[arg-type]


def order(named: Named) -> tuple[str, str, str, tuple[tuple[int, int], ...], tuple[int, ...], str]:
    return named.kind, folded(named.name), named.name, named.mentions, named.documents, named.entry.id


def with_ids(entities: Iterable[Named]) -> Iterator[Named]:
    """Yield entities with their ids; a second one of a name gets a number that no other has."""
    made = list(entities)
    bases = [f"{named.kind}-{slug(named.name) or slug(named.entry.id) or 'unnamed'}" for named in made]
    reserved, seen = set(bases), Counter[str]()
    for named, base in zip(made, bases, strict=True):
        seen[base] += 1
        id = base
        while seen[base] > 1 and (id := f"{base}-{seen[base]}") in reserved:
            seen[base] += 1
        yield replace(named, id=id)
