"""The entries of registers: those that files have, put together where several mean the same, and new ones.

Pointers are written with a mark first, because where they lead depends on the file that an entry is put into:
`Pointers` makes pointers of them.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from html.entities import html5

from lxml import etree

from teikit import xmlio
from teikit.corpus import Named
from teikit.data import table
from teikit.export.bundles.profiles.gathered import ENTRIES, LISTS, Corpus
from teikit.xmlio import Element, local, sub, tei, xml

MARK = "\U0010ffff"  # a noncharacter: XML allows it, and nobody writes it
_MARKED = re.compile(f"{MARK}([a-z])(\\d+)(?:#([^{MARK}]*))?{MARK}")
_NAMES = {"person": "persName", "place": "placeName", "org": "orgName"}
_NOT_POINTERS = (xml("id"), xml("lang"), xml("base"), xml("space"), "n", "rend", "style", "type", "subtype")

Pointer = Callable[[str, int, str], str]


def resolved(text: str, pointer: Pointer) -> str:
    """Return an entry with its pointers; ``pointer`` takes ``e`` and an entity, or ``f``, a file and an id in it."""
    return _MARKED.sub(lambda found: pointer(found[1], int(found[2]), found[3] or ""), text)


@dataclass(slots=True)
class Entries:
    """The entries of a corpus, made once; ``lost`` counts what is not in them."""

    corpus: Corpus
    by_key: bool = False
    main_type: str = ""
    found: dict[tuple[int, str], Element] = field(default_factory=dict)
    relations: dict[str, list[str]] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    made: dict[int, Element] = field(default_factory=dict)

    def read(self) -> None:
        """Take the entries out of the files, each file once."""
        wanted: dict[int, list[str]] = {}
        for document, id in self.corpus.of_entry:
            wanted.setdefault(document, []).append(id)
        for document, ids in sorted(wanted.items()):
            tree = xmlio.parse(zlib.decompress(self.corpus.sources[document].packed))
            _expand_entities(tree)
            by_id = {el.get(xml("id")): el for el in tree.iter(*map(tei, ENTRIES))}
            for id in ids:
                self.found[document, id] = self._taken_out(document, by_id[id])
            for el in tree.iter(tei("relation")) if self.corpus.moved else ():
                self._relation(document, el)

    def entry(self, at: int) -> Element:
        """Return the entry of an entity, to be changed by the caller alone."""
        if at not in self.made:
            self.made[at] = self._entry(at)
        return deepcopy(self.made[at])

    def _entry(self, at: int) -> Element:
        named = self.corpus.named[at]
        said = [self.found[member] for member in named.members]
        if not said:
            return self._new(named, self.corpus.ids[at])
        entry = deepcopy(said[0])
        entry.set(xml("id"), self.corpus.ids[at])
        for other in said[1:]:
            self._join(entry, other)
        self._say_main(entry)
        return entry

    def _taken_out(self, document: int, el: Element) -> Element:
        """Return a copy of an entry without those inside it, its pointers marked and what its list says on it."""
        entry = deepcopy(el)
        entry.tail = None
        for inner in [one for one in entry.iterdescendants(*map(tei, ENTRIES)) if one.get(xml("id"))]:
            if (document, inner.get(xml("id"))) in self.corpus.of_entry:
                self.lost["place in another entry"] += 1
                _drop(inner)
        for empty in [one for one in entry.iterdescendants(*map(tei, LISTS)) if not len(one)]:
            _drop(empty)
        for above in el.iterancestors(*map(tei, LISTS)):
            for name in ("resp", "cert"):
                if (said := above.get(name)) and not entry.get(name):
                    entry.set(name, said)
        for one in entry.iter(etree.Element):
            self._mark(document, one)
        return entry

    def _relation(self, document: int, el: Element) -> None:
        if any(local(above) in LISTS for above in el.iterancestors()):
            copy = deepcopy(el)
            copy.tail = None
            self._mark(document, copy)
            kind = next(local(above) for above in el.iterancestors() if local(above) in LISTS)
            self.relations.setdefault(kind, []).append(written(copy))

    def _mark(self, document: int, el: Element) -> None:
        """Write the pointers of an element so that they are the same wherever it is put."""
        for name, value in el.attrib.items():
            if name in _NOT_POINTERS or "#" not in str(value):
                continue
            tokens = [self._marked(document, token) for token in str(value).split()]
            if name == "ref" and self.by_key and tokens[0].startswith(f"{MARK}e"):
                el.set("key", tokens[0].replace(f"{MARK}e", f"{MARK}k", 1))
                del el.attrib["ref"]
                tokens = tokens[1:]
            if tokens:
                el.set(name, " ".join(tokens))

    def _marked(self, document: int, token: str) -> str:
        meant = self.corpus.meant(document, token) if "#" in token else None
        at = self.corpus.of_entry.get(meant) if meant else None
        if at is not None:
            return f"{MARK}e{at}{MARK}"
        return f"{MARK}f{meant[0]}#{meant[1]}{MARK}" if meant else token

    def _say_main(self, entry: Element) -> None:
        names = [child for child in entry if local(child) == _NAMES[ENTRIES[local(entry)]]]
        if self.main_type and names and not any(name.get("type") == self.main_type for name in names):
            plain = next((name for name in names if not name.get("type")), None)
            if plain is not None:
                plain.set("type", self.main_type)

    def _join(self, entry: Element, other: Element) -> None:
        """Add what another entry says of the same, where it says something else."""
        has = {_content(child) for child in entry}
        new = [child for child in other if isinstance(child.tag, str) and _content(child) not in has]
        prose = any(local(child) in ("p", "ab") for child in (*entry, *new))
        if local(other) != local(entry) or (prose and new):
            self.lost["part of an entry that another file has too"] += len(new)
            return
        for child in new:
            copy = deepcopy(child)
            copy.tail = None
            if self.main_type and copy.get("type") == self.main_type:
                del copy.attrib["type"]
            insert(entry, copy)

    def _new(self, named: Named, id: str) -> Element:
        """Return an entry of what pointers and mentions say."""
        entry = etree.Element(tei(named.kind), nsmap={None: xmlio.TEI})  # type: ignore[dict-item]  # the stubs lack it
        entry.set(xml("id"), id)
        for number, name in enumerate(
            dict.fromkeys((*named.entry.names, named.name, *(form for form, _ in named.forms)))
        ):
            sub(entry, _NAMES[named.kind], name, type=self.main_type if not number else "")
        if named.entry.geo is not None and named.kind == "place":
            sub(sub(entry, "location"), "geo", " ".join(f"{value:.7g}" for value in named.entry.geo))
        for uri in named.entry.uris:
            sub(entry, "idno", uri, type="URI")
        return entry


def written(el: Element) -> str:
    """Return an element as it stands where the TEI namespace is the default."""
    return str(etree.tostring(el, encoding="unicode", with_tail=False)).replace(f' xmlns="{xmlio.TEI}"', "")


@cache
def _groups() -> dict[tuple[str, str], int]:
    return {(row["entry"], row["part"]): int(row["group"]) for row in table("export/profiles_parts")}


def insert(entry: Element, part: Element) -> None:
    """Put a part into an entry, after those of its name, else where the content model has it."""
    same = [child for child in entry if child.tag == part.tag]
    if same:
        same[-1].addnext(part)
        return
    kind = local(entry)
    group = _groups().get((kind, local(part)), 0)
    following = next((child for child in entry if _groups().get((kind, local(child)), 0) > group), None)
    if following is None:
        entry.append(part)
    else:
        following.addprevious(part)


def _content(el: Element) -> str:
    return " ".join(etree.tostring(el, method="c14n", with_tail=False).decode().split())


def _drop(el: Element) -> None:
    parent = el.getparent()
    if parent is not None:
        parent.remove(el)


def _expand_entities(tree: xmlio.Tree) -> None:
    """Put characters in the place of references to entities, which another file does not declare."""
    dtd = tree.docinfo.internalDTD
    declared = {one.name: one.content or "" for one in dtd.entities()} if dtd is not None else {}  # type: ignore[attr-defined]  # not in the stubs
    for node in list(tree.getroot().iter(etree.Entity)):
        name = str(node.text).strip("&;")
        text = declared.get(name) or html5.get(f"{name};") or f"&{name};"
        _replace(node, text + (node.tail or ""))


def _replace(node: Element, text: str) -> None:
    parent, before = node.getparent(), node.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text
    node.tail = None
    _drop(node)


def kinds(corpus: Corpus) -> Iterator[tuple[str, list[int]]]:
    """Yield each kind of entity with those that belong into its register."""
    for kind in _NAMES:
        yield kind, [at for at in corpus.listed() if corpus.named[at].kind == kind]
