"""What house rules look things up in: one pass over a tree, shared by all rules of a file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property
from typing import cast
from weakref import WeakKeyDictionary

from lxml import etree

from teikit.validate import links
from teikit.validate.source import Parsed
from teikit.xmlio import TEI, Element, tei, xml

_ID = xml("id")
_BASE = xml("base")
_INCLUDE = "{http://www.w3.org/2001/XInclude}include"
_string = etree.XPath("string()")  # without comments and processing instructions
EXAMPLES = "{http://www.tei-c.org/ns/Examples}"
SHOWN = (tei("egXML"), tei("xenoData"), f"{EXAMPLES}egXML")
_PREFIX = f"{{{TEI}}}"
_LANGUAGES = {xml("lang"): None, "mainLang": None, "otherLangs": None, "targetLang": None, "ident": ("language",)}
_DATING = ("when", "from", "to", "notBefore", "notAfter")
_OUTDATED = ("id", "lang", "TEIform")  # attributes of TEI P4
DATED = frozenset(name + suffix for name in _DATING for suffix in ("", "-iso"))


@cache
def _sorts() -> dict[str, str]:
    """Return what the pass does with an attribute."""
    sorts = dict.fromkeys(DATED, "date")
    sorts |= dict.fromkeys(links.attributes(), "pointer")
    # @from and @to are dates or pointers, by the element; the element is asked then.
    return (
        sorts
        | {"from": "both", "to": "both", _ID: "id", _BASE: "base"}
        | dict.fromkeys(_LANGUAGES, "language")
        | dict.fromkeys(_OUTDATED, "outdated")
    )


class Index:
    """The elements of a file by name, and its attributes by use. What egXML and xenoData show is left out.

    ``ids``: the first element of each xml:id (of other vocabularies also @id), shown ones included. ``shown``: what
    egXML and xenoData hold, but for elements in the namespace of examples. ``twice``: elements
    whose xml:id stood on another before. ``pointers`` and ``languages``: element, attribute (as lxml names it), value.
    ``dated``: elements with a dating attribute. ``outdated``: those with an attribute of TEI P4. ``spaces``: the
    elements of each namespace that is not TEI's. ``bases``: some element has an xml:base.
    """

    def __init__(self, doc: Parsed) -> None:
        self.ids: dict[str, Element] = {}
        self.twice: list[tuple[str, Element]] = []
        self.pointers: list[tuple[Element, str, str]] = []
        self.languages: list[tuple[Element, str, str]] = []
        self.outdated: list[Element] = []
        self.dated: list[Element] = []
        self.spaces: dict[str, list[Element]] = {}
        self.bases = False
        self.shown: set[Element] = set()
        self.root = doc.root
        self._by_tag: dict[str, list[Element]] = {}
        self._read(doc)

    def _read(self, doc: Parsed) -> None:
        by_tag, sorts, aside = self._by_tag, _sorts(), list[Element]()
        after_shown = False
        for el in doc.root.iter(etree.Element):
            tag: str = el.tag
            # What is shown is in one piece: only behind shown elements, or where they begin, is the parent asked.
            if tag.startswith(EXAMPLES) or (after_shown and self._within_shown(el)):
                aside.append(el)
                after_shown = True
                continue
            after_shown = tag in SHOWN
            if tag in by_tag:
                by_tag[tag].append(el)
            else:
                by_tag[tag] = [el]
            items = cast("list[tuple[str, str]]", el.items())
            if items:
                for name, value in items:
                    sort = sorts.get(name)
                    if sort is not None:
                        self._note(el, tag, name, value, sort)
                if not tag.startswith(_PREFIX):
                    aside.append(el)
        self._finish(aside)

    def _within_shown(self, el: Element) -> bool:
        parent = el.getparent()
        if parent is None or not (parent.tag in SHOWN or parent.tag.startswith(EXAMPLES) or parent in self.shown):
            return False
        self.shown.add(el)
        return True

    def _finish(self, aside: list[Element]) -> None:
        for el in aside:
            for attribute in (_ID, "id"):
                if (known := el.get(attribute)) is not None:
                    self.ids.setdefault(known, el)
        for tag, els in self._by_tag.items():
            if not tag.startswith(_PREFIX):
                self.spaces.setdefault(tag[1:].partition("}")[0] if tag[0] == "{" else "", []).extend(els)

    def _note(self, el: Element, tag: str, name: str, value: str, sort: str) -> None:
        if sort == "id":
            if self.ids.setdefault(value, el) is not el:
                self.twice.append((value, el))
        elif sort == "base":
            self.bases = True
        elif not tag.startswith(_PREFIX):
            return
        elif sort == "language":
            only = _LANGUAGES[name]
            if only is None or tag[len(_PREFIX) :] in only:
                self.languages.append((el, name, value))
        elif sort == "outdated":
            if not self.outdated or self.outdated[-1] is not el:
                self.outdated.append(el)
        elif sort != "date" and links.is_pointer(name, tag[len(_PREFIX) :]):
            self.pointers.append((el, name, value))
        elif sort != "pointer" and (not self.dated or self.dated[-1] is not el):
            self.dated.append(el)

    def named(self, *names: str) -> Iterator[Element]:
        """Yield the TEI elements of some local names, name by name in document order."""
        for name in names:
            yield from self._by_tag.get(_PREFIX + name, ())

    def first(self, name: str) -> Element | None:
        return next(self.named(name), None)

    @cached_property
    def includes(self) -> tuple[str, ...]:
        """The files that this one takes in by XInclude."""
        return tuple(el.get("href", "") for el in self._by_tag.get(_INCLUDE, ()))

    @cached_property
    def old_ids(self) -> frozenset[str]:
        """The ids that TEI elements have in the manner of P4, as @id."""
        return frozenset(el.get("id", "") for el in self.outdated)

    @cached_property
    def whole(self) -> bool:
        """Whether the file is a document by itself, so that what is not in it is nowhere."""
        return self.root.tag in (tei("TEI"), tei("teiCorpus")) and not self.includes and not self.entities

    @cached_property
    def entities(self) -> bool:
        """Whether there are references to entities of the file's own, which are never expanded."""
        declared = self.root.getroottree().docinfo.internalDTD is not None
        return declared and next(self.root.iter(etree.Entity), None) is not None

    @cached_property
    def prefixes(self) -> links.Prefixes:
        return links.prefixes([{str(k): str(v) for k, v in el.items()} for el in self.named("prefixDef")])


_INDEXES: WeakKeyDictionary[Parsed, Index] = WeakKeyDictionary()


def index(doc: Parsed) -> Index:
    """Return the index of a file; it is made once and forgotten with the file."""
    found = _INDEXES.get(doc)
    if found is None:
        found = _INDEXES[doc] = Index(doc)
    return found


def inside(el: Element, *names: str) -> bool:
    """Tell whether an element stands within a TEI element of some name."""
    return next(el.iterancestors(*(tei(name) for name in names)), None) is not None


def written(attribute: str) -> str:
    """Return an attribute as it is written in a file, from lxml's name of it."""
    return f"xml:{attribute.rpartition('}')[2]}" if attribute.startswith("{http://www.w3.org/XML") else attribute


def content(el: Element) -> str:
    """Return the text of an element on one line."""
    return " ".join(str(_string(el)).split())


def more(count: int, what: str = "place") -> str:
    """Return what a message adds where it stands for others of the same cause: " (and in 3 more places)"."""
    if count <= 0:
        return ""
    return f" (and in {count} more {what}{'s' if count > 1 else ''})"
