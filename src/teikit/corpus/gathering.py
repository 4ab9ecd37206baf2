"""Editions to entities."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from teikit.corpus.entities import BASES, Named, merged, order, with_ids
from teikit.corpus.finding import Found, found
from teikit.corpus.joining import Joined, Key
from teikit.corpus.naming import folded
from teikit.edition import Edition, Entry

_PRIVATE = re.compile(r"[A-Za-z][\w.-]*:(?!//)")


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry of one file, or the mentions of it that name nobody by a pointer.

    ``keys``: it is the same as every other item that has one of them. ``pointer``: what mentions say where the file
    itself lists nothing of the kind. ``listed_in``: the file of a list, and whether that is a register apart.
    """

    document: int
    entry: Entry
    forms: tuple[tuple[str, int], ...]
    marks: tuple[int, ...]
    keys: tuple[Key, ...]
    basis: str = "name"
    pointer: str = ""
    listed_in: tuple[str, bool] = ("", False)
    actions: tuple[str, ...] = ()


class Gathering:
    """Editions are added one by one, in order, and need not be kept."""

    def __init__(self, editions: Iterable[Edition] = ()) -> None:
        self.count = 0
        self._items: list[_Item] = []
        self._entries: dict[Entry, Entry] = {}  # what many files say alike is kept once
        self._strings: dict[str, str] = {}
        self._shared: set[Key] = set()  # what two entries of one file have, and so names neither
        self._made: tuple[Named, ...] | None = None
        for edition in editions:
            self.add(edition)

    def add(self, edition: Edition) -> None:
        """Note what an edition lists and mentions."""
        self.include(found(edition))

    def include(self, document: Found) -> None:
        """Note what was found in an edition."""
        names = Counter((use.entry.kind, folded(use.entry.name)) for use in document.uses if use.entry.id)
        uris = Counter(
            ("uri", use.entry.kind, uri) for use in document.uses if use.entry.listed for uri in use.entry.uris
        )
        self._shared.update(key for key, count in uris.items() if count > 1)
        for use in document.uses:
            entry = self._entries.setdefault(use.entry, use.entry)
            forms = tuple((self._strings.setdefault(form, form), count) for form, count in use.forms)
            keys: list[Key] = [("uri", entry.kind, uri) for uri in entry.uris]
            pointer = "" if entry.listed or entry.uris else entry.id
            basis = "authority" if keys else "register" if pointer or (document.apart and entry.listed) else "name"
            if not keys and not pointer:
                told_apart = entry.id and (names[entry.kind, folded(entry.name)] > 1 or not entry.name)
                keys = [("entry", self.count, entry.id) if told_apart else ("name", entry.kind, folded(entry.name))]
            if document.apart and entry.listed and keys[0][0] == "name":
                keys = [("entry", self.count, entry.id)]
            place = (document.path if entry.listed else "", document.apart)
            self._items.append(
                _Item(self.count, entry, forms, use.marks, tuple(keys), basis, pointer, place, use.actions)
            )
        self.count += 1
        self._made = None

    def entities(self) -> tuple[Named, ...]:
        """Return the entities of all editions added so far, by kind and name."""
        if self._made is None:
            self._made = tuple(self._joined())
        return self._made

    def _joined(self) -> Iterator[Named]:
        joined = Joined()
        items = [_told_apart(item, self._shared) for item in self._items]
        keyed = list(zip(items, _first_keys(items), strict=True))
        for item, first in keyed:
            for other in item.keys:
                joined.join(first, other)
        _join_sole_names(keyed, joined)
        groups: dict[Key, list[_Item]] = {}
        for item, first in keyed:
            groups.setdefault(joined.root(first), []).append(item)
        yield from with_ids(sorted((_named(group) for group in groups.values()), key=order))


def _told_apart(item: _Item, shared: set[Key]) -> _Item:
    """Return an item without the keys that name several; without any other it is as an entry without an authority."""
    keys = tuple(key for key in item.keys if key not in shared)
    if len(keys) == len(item.keys):
        return item
    if keys:
        return replace(item, keys=keys)
    own = (
        ("entry", item.document, item.entry.id) if item.entry.id else ("name", item.entry.kind, folded(item.entry.name))
    )
    return replace(item, keys=(own,), basis="register" if item.listed_in[1] else "name")


def _first_keys(items: list[_Item]) -> Iterator[Key]:
    """Yield one key of every item; of those that point elsewhere that of what they point to."""
    wanted = {id for item in items if item.pointer for id in _ids(item.pointer)}
    listed: dict[str, list[_Item]] = {}
    for item in items:
        if item.listed_in[0] and item.entry.id in wanted:
            listed.setdefault(item.entry.id, []).append(item)
    for item in items:
        if not item.pointer:
            yield item.keys[0]
            continue
        target = _target(item, listed)
        file, _, id = item.pointer.rpartition("#")
        yield target.keys[0] if target else ("register", PurePosixPath(file).name, item.entry.kind, id)


def _ids(pointer: str) -> tuple[str, ...]:
    id = pointer.rpartition("#")[2]
    plain = _PRIVATE.sub("", id, count=1)
    return (id,) if plain == id else (id, plain)


def _target(item: _Item, listed: dict[str, list[_Item]]) -> _Item | None:
    """Return the entry of another file that a pointer means, if there is but one."""
    file = PurePosixPath(item.pointer.rpartition("#")[0]).name
    for id in _ids(item.pointer):
        found = listed.get(id, [])
        if file:
            found = [one for one in found if PurePosixPath(one.listed_in[0]).name == file]
        else:
            found = [one for one in found if one.listed_in[1]]
        found = [one for one in found if one.entry.kind == item.entry.kind] or found
        if len(found) == 1:
            return found[0]
    return None


def _join_sole_names(keyed: Iterable[tuple[_Item, Key]], joined: Joined) -> None:
    """Take what has only a name together with the one entity of an authority or register that bears it, if only one."""
    known: dict[tuple[str, str], set[Key]] = {}
    for item, first in keyed:
        if item.basis != "name":
            for name in item.entry.names[:1]:
                known.setdefault((item.entry.kind, folded(name)), set()).add(first)
    for (kind, name), keys in known.items():
        if name and len({joined.root(key) for key in keys}) == 1:
            joined.join(next(iter(keys)), ("name", kind, name))


def _named(items: list[_Item]) -> Named:
    forms: Counter[str] = Counter()
    for item in items:
        for form, count in item.forms:
            forms[form] += count
    mentions = sorted((item.document, at) for item in items for at in item.marks)
    best = min(items, key=lambda item: (BASES.index(item.basis), not item.entry.listed))
    sure = {item.document for item in items if item.basis != "name"}
    every = sorted({item.document for item in items})
    listed = [item for item in (best, *(item for item in items if item is not best)) if item.entry.listed]
    return Named(
        id="",
        kind=best.entry.kind,
        basis=best.basis,
        entry=merged([best.entry, *dict.fromkeys(item.entry for item in items if item is not best)]),
        forms=tuple(sorted(forms.items(), key=lambda pair: (-pair[1], pair[0]))),
        mentions=tuple(mentions),
        documents=tuple(every),
        by_name=tuple(document for document in every if document not in sure),
        letters=tuple(sorted({(item.document, type) for item in items for type in item.actions})),
        members=tuple((item.document, item.entry.id) for item in listed),
        described=merged([item.entry for item in listed]) if listed else None,
    )
