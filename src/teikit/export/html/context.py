"""What is known while a page is made: ids, notes, the register, and how an element is rendered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

from lxml import etree

from teikit.export.html.markup import add_text, child, last_child, rendering, set_direction, set_language
from teikit.export.html.register import Register
from teikit.export.report import Report
from teikit.export.rules import content, flow, has_words, needs_space, rules, tei_name
from teikit.xmlio import Element, xml

MAX_DEPTH = 120
OWN = "tk-"
Handler = Callable[["Context", Element, Element], None]
_FIRST_WORDS = 20  # stretches of text in which a script shows itself
_ID = xml("id")
_LANG = xml("lang")
_SPACE = xml("space")
_NOT_IN_ID = re.compile(r"\s|^tk-(e\d+|text|notes|register|about|show-.*|map)$")
_CLASSED = frozenset(("div", "section", "p", "span", "i", "blockquote"))
_PHRASES = frozenset(("a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "q", "rt", "ruby", "span", "time"))


@dataclass(slots=True)
class Ids:
    """The ids of the page. An xml:id keeps its name, so links into a page live as long as the ids of the file.

    An xml:id that holds a space, stands twice in the file or is one of the page itself is not usable: its element is
    known by its number, as every element without one. ``anchors``: ids by number.
    """

    elements: dict[str, Element] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    numbers: dict[Element, int] = field(default_factory=dict)
    anchors: dict[int, str] = field(default_factory=dict)
    unusable: list[Element] = field(default_factory=list)

    def read(self, root: Element) -> None:
        """Note every xml:id, of two that are equal the first, and the number of every element, the root being 1."""
        for number, el in enumerate(root.iter(etree.Element), 1):
            self.numbers[el] = number
            name = el.get(_ID)
            if name and (_NOT_IN_ID.search(name) or self.elements.setdefault(name, el) is not el):
                self.unusable.append(el)
        self.taken.update(self.elements)

    def of(self, el: Element) -> str | None:
        """Return the id for an element that is rendered now, None where it has none or was rendered already."""
        name = el.get(_ID)
        if not name or self.elements.get(name) is not el or name in self.used:
            return None
        self.used.add(name)
        self.anchors[self.numbers[el]] = name
        return name

    def anchor(self, el: Element) -> str | None:
        """Return the id by which an element is linked to: its xml:id, else its number; None where it was rendered."""
        name = self.of(el)
        number = self.numbers.get(el, 0)
        if name is not None or not number or number in self.anchors:
            return name
        self.anchors[number] = f"{OWN}e{number}"
        return self.anchors[number]

    def new(self, wanted: str) -> str:
        """Return an id that nothing else has."""
        name, count = wanted, self.counts.get(wanted, 1)
        while name in self.taken:
            count += 1
            name = f"{wanted}-{count}"
        self.counts[wanted] = count
        self.taken.add(name)
        return name

    def target(self, pointer: str) -> Element | None:
        """Return the element of the file that a pointer such as ``#id`` names."""
        return self.elements.get(pointer[1:]) if pointer.startswith("#") else None


@dataclass(slots=True)
class Note:
    """A note that stands in the section of notes. ``back``: the ids of its marks in the text."""

    el: Element
    label: str
    id: str
    back: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Context:
    """State of one page."""

    report: Report
    handlers: Mapping[str, Handler]
    programs: frozenset[str] = frozenset()
    ids: Ids = field(default_factory=Ids)
    register: Register = field(default_factory=Register)
    notes: list[Note] = field(default_factory=list)
    note_of: dict[Element, Note] = field(default_factory=dict)
    pointed: frozenset[str] = frozenset()
    in_place: set[Element] = field(default_factory=set)
    apparatus: int = 0
    unshown: set[str] = field(default_factory=set)
    anchored: dict[str, list[Element]] = field(default_factory=dict)
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    entity_links: Mapping[int, str] = field(default_factory=dict)
    language: str = ""
    level: int = 1
    claims: tuple[int, int] = (0, 0)
    tables: int = 0
    verse: int = 0
    mapped: bool = False
    counted: dict[str, int] = field(default_factory=dict)
    depth: int = 0
    aside: bool = False
    in_record: bool = False
    unlinked: list[Element] = field(default_factory=list)
    leftovers_moved: bool = False
    leftovers: list[Element] = field(default_factory=list)

    def english(self, el: Element) -> Element:
        """Mark words of the page itself, which are English, where the page is in another language."""
        if self.language.partition("-")[0] != "en":
            el.set("lang", "en")
            el.set("dir", "ltr")
        return el

    def render(self, el: Element, out: Element) -> None:
        """Append the rendering of one element, its tail not included."""
        name = tei_name(el.tag)
        rule = rules().get(name)
        if self.depth > MAX_DEPTH:
            self.report.too_deep(el)
            add_text(out, content(el))
            return
        self.depth += 1
        handler = self.handlers.get(name if name else str(el.tag).partition("}")[0] + "}")
        if handler is not None:
            handler(self, el, out)
        elif rule is None:
            self.neutral(el, out)
        else:
            self.default(el, out, rule.html)
        self.depth -= 1

    def children(self, el: Element, out: Element) -> None:
        """Append the content of an element: text, children and what stands between them."""
        if el.text:
            add_text(out, el.text)
        for part in el:
            if isinstance(part.tag, str):
                self.render(part, out)
            elif part.tag is etree.Entity:
                add_text(out, part.text or "")
            if part.tail:
                add_text(out, part.tail)

    def default(self, el: Element, out: Element, tag: str) -> None:
        """Render an element as its rule says."""
        if tag == "-":
            if el.get(_ID) is None and el.get(_LANG) is None and el.get("rend") is None:
                self.children(el, out)
                return
            tag = "span"
        elif tag == "span" and flow(el) == "leaf":
            tag = "div"
        made = self.element(el, out, tag)
        if rules()[tei_name(el.tag)].flow == "container" or tei_name(el.tag) == "bibl":
            self.spaced(el, made)
        else:
            self.children(el, made)

    def spaced(self, el: Element, out: Element) -> None:
        """Append the parts of a record, with a space between those that nothing separates."""
        if has_words(el):
            self.children(el, out)
            return
        for part in el:
            if isinstance(part.tag, str):
                if part.getprevious() is not None and needs_space(part):
                    _set_off(out)
                self.render(part, out)
            if part.tail:
                add_text(out, part.tail)

    def neutral(self, el: Element, out: Element) -> None:
        """Show an element that has no rendering: its content, marked with its name."""
        self.report.unknown(el)
        tag = "span" if flow(el) == "inline" else "div"
        self.children(el, child(out, tag, id=self.ids.of(el), data_tei=etree.QName(str(el.tag)).localname))

    def element(self, el: Element, out: Element, tag: str, /, classes: str = "") -> Element:
        """Append an element of the page with the id, language and class that its TEI element asks for."""
        name = tei_name(el.tag)
        made = etree.SubElement(out, tag)
        id_ = self.ids.of(el) if self.in_record or tag in _PHRASES else self.ids.anchor(el)
        if id_ is not None:
            made.set("id", id_)
        names = [name] if name != tag and tag in _CLASSED else []
        names += [classes] if classes else []
        rend = el.get("rend") or el.get("rendition")
        if rend:
            names += rendering(rend)
        if el.get(_SPACE) == "preserve" and has_words(el):
            names.append("preserve")
        if names:
            made.set("class", " ".join(names))
        set_language(made, el)
        if tag not in _PHRASES and flow(el) in ("leaf", "line"):
            set_direction(made, "".join(islice(cast("Iterator[str]", el.itertext()), _FIRST_WORDS)))
        return made


def _set_off(out: Element) -> None:
    """Put a space after what an element holds, unless one is there."""
    last = last_child(out)
    before = out.text if last is None else last.tail
    if (before or last is not None) and not (before or "")[-1:].isspace():
        add_text(out, " ")
