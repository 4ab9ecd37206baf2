"""The other files of a run: the ids in them, and what they point to.

A file is surveyed in one pass of expat, at less than the price of a parse. A corpus opens only files within its roots.
"""

from __future__ import annotations

import os
import stat
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

from teikit.validate import links
from teikit.xmlio import TEI, XML

_ID = f"{XML} id"
_XI_INCLUDE = "http://www.w3.org/2001/XInclude include"
_LARGEST = 64 << 20
_KEPT_IDS = 400_000
_MOST_INCLUDES = 40


@dataclass(frozen=True, slots=True)
class Survey:
    """What other files may ask of a file.

    ``ids``: the local name of the element of each xml:id. ``lives``: of persons by id, the earliest date of birth and
    the latest of death, as written. ``mentions``: files (real paths) and ids this file points to. ``loose``: ids that
    it may mean in files unknown: keys, what follows a prefix that nothing explains, and what it points to in itself
    and has not. ``includes``: files (real paths) it takes in by XInclude. ``path``: its real path. ``complete``: it
    could be read to its end.
    """

    path: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    lives: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    mentions: frozenset[tuple[str, str]] = frozenset()
    loose: frozenset[str] = frozenset()
    includes: tuple[str, ...] = ()
    complete: bool = True


class _Surveyor:
    """The handler of one pass; a class with slots because it is called for every element of every file."""

    __slots__ = ("definitions", "ids", "includes", "keys", "lives", "person", "tokens", "wanted")

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.lives: dict[str, tuple[str, str]] = {}
        self.tokens: set[str] = set()
        self.keys: set[str] = set()
        self.includes: list[str] = []
        self.definitions: list[dict[str, str]] = []
        self.person = ""
        self.wanted = frozenset(links.attributes()) | {"key", _ID}

    def start(self, name: str, attrs: dict[str, str]) -> None:
        for attribute in attrs:
            if attribute in self.wanted:
                value = attrs[attribute]
                if attribute == _ID:
                    # Ids that stand twice keep their first element, as in the file that is checked.
                    self.ids.setdefault(value, name)
                elif attribute == "key":
                    self.keys.add(value)
                else:
                    self.tokens.add(value)
        if name in _NOTED:
            self.note(name.rpartition(" ")[2], attrs)

    def note(self, name: str, attrs: dict[str, str]) -> None:
        if name == "include":
            self.includes.append(attrs.get("href", ""))
        elif name == "prefixDef":
            self.definitions.append(attrs)
        elif name == "person":
            self.person = attrs.get(_ID, "")
        elif self.person:
            born, died = self.lives.get(self.person, ("", ""))
            if name == "birth":
                born = attrs.get("when") or attrs.get("notBefore") or attrs.get("from", "")
            else:
                died = attrs.get("when") or attrs.get("notAfter") or attrs.get("to", "")
            self.lives[self.person] = (born, died)


_NOTED = frozenset({f"{TEI} prefixDef", f"{TEI} person", f"{TEI} birth", f"{TEI} death", _XI_INCLUDE})


def survey(data: bytes, path: str) -> Survey:
    """Survey a file. What is not well-formed is surveyed as far as it can be read."""
    found = _Surveyor()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = found.start
    if b"<!ENTITY" in data[:65536]:
        parser.DefaultHandler = lambda _: None  # entities stay unexpanded then, as in the tree
    complete = True
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        complete = False
    ids = {one: name.rpartition(" ")[2] for one, name in found.ids.items()}
    mentions, loose = _mentions(found, path)
    includes = tuple(real(path, file) for file in found.includes if file and "\0" not in file)
    return Survey(real(path), ids, found.lives, mentions, loose | found.keys, includes, complete)


def _mentions(found: _Surveyor, path: str) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    """Return the ids that pointers mean in other files, and what may be ids of files unknown."""
    known = links.prefixes(found.definitions)
    mentions: set[tuple[str, str]] = set()
    loose: set[str] = set()
    for token in {token for value in found.tokens for token in value.split()}:
        for link in links.resolve(token, known):
            if link.prefix:
                loose.update((link.fragment, link.fragment.rpartition("#")[2]))
            elif link.file:
                if link.fragment:
                    mentions.add((real(path, link.file), link.fragment))
            elif link.fragment and link.fragment not in found.ids:
                loose.add(link.fragment)
    return frozenset(mentions), frozenset(loose)


@lru_cache(20_000)
def _real(folder: str, relative: str) -> str:
    return os.path.realpath(os.path.join(folder, relative))  # noqa: PTH118  # keeps ".." behind links right, and is quick


def real(path: str, relative: str = "") -> str:
    """Return the real path of a file named in another, or of that file itself."""
    folder, name = os.path.split(path)
    return _real(folder, relative or name)


class State(StrEnum):
    THERE = "there"
    NO_FILE = "no file"
    NO_ID = "no id"
    UNKNOWN = "unknown"  # outside the roots, too large, not readable: nothing can be said


@dataclass(frozen=True, slots=True)
class Found:
    """Where a pointer leads: ``kind`` is the local name of the element, ``life`` as in Survey."""

    state: State
    kind: str = ""
    life: tuple[str, str] = ("", "")
    near: tuple[str, ...] = ()


class Corpus:
    """The files of a run. It can be pickled, to be handed to other processes; surveys of files are kept by each.

    ``roots``: folders and files outside which nothing is opened. ``mentioned``: per file, the ids that others point to.
    ``files``: how many files were surveyed for that, 0 where nobody asked. ``hosts``: of files taken in by XInclude,
    those that do it.
    """

    def __init__(
        self,
        roots: Iterable[str] = (),
        mentioned: Mapping[str, frozenset[str]] | None = None,
        loose: frozenset[str] = frozenset(),
        files: int = 0,
        hosts: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.roots = tuple(os.path.realpath(root) for root in roots)
        self.mentioned = dict(mentioned or {})
        self.loose = loose
        self.files = files
        self.hosts = dict(hosts or {})
        self._kept: OrderedDict[str, Survey | State] = OrderedDict()
        self._weight = 0

    @classmethod
    def gather(cls, roots: Iterable[str], surveys: Iterable[Survey]) -> Corpus:
        """Add up what all files of a run point to, one survey at a time."""
        mentioned: dict[str, set[str]] = {}
        loose: set[str] = set()
        hosts: dict[str, tuple[str, ...]] = {}
        count = 0
        for count, one in enumerate(surveys, 1):  # noqa: B007  # its last value is the number of files
            loose |= one.loose
            for path, name in one.mentions:
                mentioned.setdefault(path, set()).add(name)
            for path in one.includes:
                hosts[path] = (*hosts.get(path, ()), one.path)
        frozen = {path: frozenset(names) for path, names in mentioned.items()}
        return cls(roots, frozen, frozenset(loose), count, hosts)

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state, _kept=OrderedDict(), _weight=0)

    def covers(self, path: str) -> bool:
        """Tell whether a real path lies within the roots."""
        return any(path == root or path.startswith(root.rstrip(os.sep) + os.sep) for root in self.roots)

    def find(self, path: str, file: str, name: str = "") -> Found:
        """Look for an xml:id, or just for the file where it is empty, in a file that another file names."""
        if "\0" in file:
            return Found(State.UNKNOWN)
        return self._find(real(path, file), name, set())

    def around(self, path: str, name: str) -> Found:
        """Look for an xml:id in the files that take in this one: together they are one document."""
        found = [self._find(host, name, {real(path)}) for host in self.hosts.get(real(path), ())]
        if all(one.state is State.NO_ID for one in found):
            return Found(State.NO_ID)
        return next((one for one in found if one.state is State.THERE), Found(State.UNKNOWN))

    def _find(self, target: str, name: str, seen: set[str]) -> Found:
        one = self._survey(target)
        if isinstance(one, State):
            return Found(one)
        if not name or name in one.ids:
            return Found(State.THERE, one.ids.get(name, ""), one.lives.get(name, ("", "")))
        seen.add(target)
        whole = one.complete
        for other in one.includes:
            if other in seen:
                continue
            found = self._find(other, name, seen) if len(seen) < _MOST_INCLUDES else Found(State.UNKNOWN)
            if found.state is State.THERE:
                return found
            whole = whole and found.state is State.NO_ID
        return Found(State.NO_ID, near=tuple(one.ids)) if whole else Found(State.UNKNOWN)

    def _survey(self, target: str) -> Survey | State:
        """Survey a file when it is first asked for; those asked for longest ago are forgotten."""
        if target in self._kept:
            self._kept.move_to_end(target)
            return self._kept[target]
        one = self._kept[target] = self._opened(target)
        self._weight += _weight(one)
        while self._weight > _KEPT_IDS and len(self._kept) > 1:
            self._weight -= _weight(self._kept.popitem(last=False)[1])
        return one

    def _opened(self, target: str) -> Survey | State:
        if not self.covers(target):
            return State.UNKNOWN
        try:
            status = Path(target).stat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
                return State.UNKNOWN
            return survey(Path(target).read_bytes(), target)
        except (FileNotFoundError, NotADirectoryError):
            return State.NO_FILE
        except (OSError, ValueError):
            return State.UNKNOWN


def _weight(one: Survey | State) -> int:
    return 10 if isinstance(one, State) else 10 + len(one.ids) + len(one.mentions)


NO_CORPUS = Corpus()
