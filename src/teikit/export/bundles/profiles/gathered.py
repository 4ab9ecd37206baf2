"""The files of a corpus as a profile needs them: which entity every pointer means, and what it is called now."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field

from teikit import tei
from teikit.corpus import Gathering, Named
from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.edition import Edition
from teikit.export.report import Original
from teikit.tei.edition import edition_of
from teikit.xmlscan import Node, Scan, scan
from teikit.xmlscan.scan import XML_ID

ENTRIES = {"person": "person", "personGrp": "person", "place": "place", "org": "org"}
LISTS = ("listPerson", "listPlace", "listOrg")
KINDS = {"person": "listPerson", "place": "listPlace", "org": "listOrg"}
_AROUND = ("head", "desc", "relation", "listRelation", *LISTS)
_APART = ("particDesc", "settingDesc", "standOff")
_RESOURCES = ("text", "facsimile", "sourceDoc", "standOff", "fsdDecl", "annotation", "TEI", "teiCorpus")
_NCNAME = re.compile(r"[A-Za-z_][\w.-]*")


@dataclass(slots=True)
class Source:
    """A file of the corpus. ``marks``: the element of each mark, 0 where it points to nothing or is a date.

    ``root``: the xml:id of the root. ``register``: nothing is left of it without its lists.
    """

    path: str
    packed: bytes
    title: str
    root: str
    register: bool
    marks: list[int] = field(default_factory=list)

    def scan(self) -> Scan:
        return scan(zlib.decompress(self.packed))


@dataclass(slots=True)
class Corpus:
    """The files that could be read, and their entities. ``moved``: whether lists apart from the text leave their file.

    Of each entity ``ids`` is the id that it has in a register. ``of_entry``: the entities by file and id of an entry,
    ``of_mark`` by file and number of an element; ``left``: the entries that leave their file.
    """

    moved: bool
    sources: list[Source] = field(default_factory=list)
    named: tuple[Named, ...] = ()
    ids: list[str] = field(default_factory=list)
    pointed: set[int] = field(default_factory=set)
    of_entry: dict[tuple[int, str], int] = field(default_factory=dict)
    of_mark: dict[tuple[int, int], int] = field(default_factory=dict)
    paths: dict[str, int] = field(default_factory=dict)
    left: set[tuple[int, str]] = field(default_factory=set)

    def listed(self) -> list[int]:
        """Return the entities that belong into registers: what a file lists, and what a pointer means."""
        return [at for at, named in enumerate(self.named) if named.members or at in self.pointed]

    def meant(self, document: int, token: str) -> tuple[int, str] | None:
        """Return the file and id that a pointer in a file means, where it means one of the corpus."""
        file, hash, id = token.rpartition("#")
        if not file:
            return document, id
        other = self.paths.get(posixpath.normpath(posixpath.join(posixpath.dirname(self.sources[document].path), file)))
        return (other, id) if hash and other is not None else None

    def entity(self, document: int, token: str) -> int | None:
        """Return the entity whose entry a pointer or key in a file means."""
        meant = self.meant(document, token)
        return self.of_entry.get(meant) if meant else None


def gathered(items: Iterable[Original], *, moved: bool) -> Generator[Diagnostic, None, Corpus]:
    """Read the files of a corpus; yield what cannot be read, and return the corpus."""
    corpus, gathering = Corpus(moved), Gathering()
    stay: set[str] = set()
    for item in items:
        try:
            seen = tei.view(item.data)
        except TeikitError as error:
            yield Diagnostic("X051", Severity.ERROR, f"left out: {error.diagnostic.message}", item.path)
            continue
        edition = edition_of(seen, item.path)
        gathering.add(edition)
        corpus.sources.append(_source(item, edition, seen.scan, moved))
        stay |= _staying(corpus, seen.scan)
    corpus.named = gathering.entities()
    _resolve(corpus, stay)
    return corpus


def _source(item: Original, edition: Edition, scanned: Scan, moved: bool) -> Source:
    return Source(
        item.path,
        zlib.compress(item.data, 1),
        edition.metadata.title or edition.id,
        scanned.root.attrs.get(XML_ID, ""),
        moved and _is_register(scanned, emptied(leaving(scanned))),
        [mark.element if mark.entry else 0 for mark in edition.marks],
    )


def _staying(corpus: Corpus, scanned: Scan) -> set[str]:
    """Return the ids of a file that stay in it, and note those of the entries that leave it."""
    gone = {id for one in (leaving(scanned) if corpus.moved else ()) for id in entry_ids(one)}
    corpus.left |= {(len(corpus.sources) - 1, id) for id in gone}
    return scanned.ids - gone


def entry_ids(node: Node) -> Iterator[str]:
    """Yield the ids of the entries in a list."""
    for below in node.walk():
        if below.name in ENTRIES and XML_ID in below.attrs:
            yield below.attrs[XML_ID]


def _resolve(corpus: Corpus, stay: set[str]) -> None:
    """Work out what every pointer means, and an id for each entity that no element has which stays where it is."""
    shared = Counter(id for named in corpus.named for id in {id for _, id in named.members})
    taken = set(stay)
    corpus.paths = {posixpath.normpath(source.path): at for at, source in enumerate(corpus.sources)}
    for at, named in enumerate(corpus.named):
        for member in named.members:
            corpus.of_entry[member] = at
        for document, mark in named.mentions:
            element = corpus.sources[document].marks[mark]
            if element:
                corpus.of_mark[document, element] = at
                corpus.pointed.add(at)
        own = next((id for _, id in named.members if _is_own(id, shared, taken)), named.id)
        id, number = own, 2
        while id in taken:
            id, number = f"{own}-{number}", number + 1
        taken.add(id)
        corpus.ids.append(id)


def _is_own(id: str, shared: Counter[str], taken: set[str]) -> bool:
    """Tell whether an entity can keep an id: it means nothing else in any file."""
    return _NCNAME.fullmatch(id) is not None and shared[id] == 1 and id not in taken


def leaving(scanned: Scan) -> list[Node]:
    """Return the lists that stand apart from the text and hold nothing but what a register takes."""
    return [
        node
        for name in LISTS
        for node in scanned.named(name)
        if node.parent is not None
        and (node.parent.name in _APART or node.parent.name == "back")
        and all(_is_taken(below) for below in node.children())
    ]


def _is_taken(node: Node) -> bool:
    """Tell whether a part of a list can go into a register: what has an id is an entry, every entry has one."""
    if node.name in LISTS and XML_ID not in node.attrs:
        return all(_is_taken(below) for below in node.children())
    named = all((XML_ID in below.attrs) == (below.name in ENTRIES) for below in node.walk())
    return node.tei and named and node.name in (*ENTRIES, *_AROUND)


def emptied(lists: Iterable[Node]) -> list[Node]:
    """Return what is to be taken out with lists: their parents as well where nothing else stands in them."""
    gone = {id(node): node for node in lists}
    for node in list(gone.values()):
        parent = node.parent
        while parent is not None and parent.name in _APART and _holds_nothing_but(parent, gone):
            gone = {key: one for key, one in gone.items() if one.parent is not parent} | {id(parent): parent}
            parent = parent.parent
    return sorted(gone.values(), key=lambda node: node.start)


def _holds_nothing_but(parent: Node, gone: dict[int, Node]) -> bool:
    return all(id(child) in gone for child in parent.children())


def _is_register(scanned: Scan, gone: Iterable[Node]) -> bool:
    """Tell whether nothing is left of a file but its header."""
    taken = {id(node) for node in gone}
    resources = [child for child in scanned.root.children() if child.name in _RESOURCES]
    return bool(taken) and bool(resources) and all(id(child) in taken for child in resources)
