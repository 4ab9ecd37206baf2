"""A file as checks read it: its bytes, its tree, and places in the bytes."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from functools import cached_property
from xml.parsers import expat

from lxml import etree

from teikit.diagnostics import Fix, Severity
from teikit.validate.faults import Fault, Place
from teikit.xmlio import Element, Tree, local
from teikit.xmlscan import Encoding, Lines, Node, Scan, scan

# Comments, processing instructions and CDATA sections are passed over, end-tags do not match.
_TAG = re.compile(rb"<(?:(?P<start>[^!?/])|!--.*?-->|\?.*?\?>|!\[CDATA\[.*?\]\]>)", re.DOTALL)


def _start_tags(data: bytes, encoding: Encoding) -> list[int]:
    """Return the byte of every start-tag in the order of the file; -1 for those in the text of an entity."""
    if encoding.name in ("utf-8", "ascii", "iso8859-1") and b"<!DOCTYPE" not in data:
        # In XML that can be read, no other "<" stands anywhere, not in values either.
        return [tag.start() for tag in _TAG.finditer(data) if tag.lastindex]
    found: list[int] = []
    less = encoding.encode("<")
    reader = expat.ParserCreate()

    def start(*_: object) -> None:
        at = reader.CurrentByteIndex
        found.append(at if data.startswith(less, at) else -1)

    reader.StartElementHandler = start
    with suppress(expat.ExpatError, LookupError, ValueError):  # then the last places are not known
        reader.Parse(data, True)
    return found


def line_of(el: Element) -> int:
    """Return the line of the element as libxml2 knows it, 0 where it does not."""
    line = el.sourceline
    return line if isinstance(line, int) else 0


class Parsed:
    """A TEI file as checks read it: its bytes, its tree, and the place in the bytes of every element of the tree.

    Places cost another pass over the bytes, which is made when the first is asked for. ``notices``: what was odd in
    reading it. ``in_place``: the bytes are those of the file; else fixes cannot be made by their offsets.
    """

    def __init__(
        self, data: bytes, path: str, tree: Tree, notices: tuple[Fault, ...] = (), in_place: bool = True
    ) -> None:
        self.data = data
        self.path = path
        self.tree = tree
        self.notices = notices
        self.in_place = in_place
        self.steps: dict[Element, str] = {}
        self._children: dict[tuple[Element, str], list[Element]] = {}

    @property
    def root(self) -> Element:
        return self.tree.getroot()

    @cached_property
    def encoding(self) -> Encoding:
        return Encoding.of(self.data)

    @cached_property
    def lines(self) -> Lines:
        """The lines of the file, to find line and column of a byte."""
        return Lines(self.data, self.encoding)

    @cached_property
    def _starts(self) -> dict[Element, int]:
        """The byte of every start-tag; -1 for an element that comes out of an entity."""
        return dict(zip(self.tree.iter(etree.Element), _start_tags(self.data, self.encoding), strict=False))

    @cached_property
    def _elements(self) -> dict[int, Element]:
        return {start: el for el, start in self._starts.items()}

    @cached_property
    def scanned(self) -> Scan:
        """The bytes as a light tree in which every element knows where its tags stand."""
        return scan(self.data)

    @cached_property
    def _nodes(self) -> dict[int, Node]:
        return {node.start: node for node in self.scanned.root.walk() if not node.name.startswith("#")}

    def child(self, el: Element, tag: str, number: int) -> Element | None:
        """Return the child of a tag with a number, from 1; however many faults ask, children are counted once."""
        children = self._children.get((el, tag))
        if children is None:
            children = self._children[el, tag] = list(el.iterchildren(tag))
        return children[number - 1] if number <= len(children) else None

    def element_at(self, offset: int) -> Element | None:
        """Return the element whose start-tag begins at a byte."""
        return self._elements.get(offset)

    def node(self, el: Element) -> Node | None:
        """Return where the tags of an element stand in the bytes; None for one that comes out of an entity."""
        return self._nodes.get(self._starts.get(el, -1))

    def place(self, el: Element) -> Place:
        """Return the place of the start-tag of an element."""
        xpath = xpath_of(el, self.steps)
        start = self._starts.get(el, -1)
        return Place(*self.lines.place(start), start, xpath) if start >= 0 else Place(line_of(el), 1, -1, xpath)

    def tag(self, el: Element) -> tuple[int, int] | None:
        """Return the bytes of the start-tag of an element; None where they are not known."""
        start = self._starts.get(el, -1)
        return (start, self.encoding.tag_end(self.data, start)) if start >= 0 else None

    def value_span(self, el: Element, attribute: str) -> tuple[int, int] | None:
        """Return the bytes between the quotation marks of an attribute, by its name as it is written in the file."""
        tag = self.tag(el)
        if tag is None or self.encoding.unit != 1:
            return None
        name = re.escape(self.encoding.encode(attribute))
        found = re.search(rb"""\s%b\s*=\s*(?:"([^"]*)"|'([^']*)')""" % name, self.data[slice(*tag)])
        if found is None:
            return None
        start, end = found.span(1) if found[1] is not None else found.span(2)
        return tag[0] + start, tag[0] + end

    def fault(
        self,
        code: str,
        el: Element,
        message: str,
        help: str = "",
        *,
        severity: Severity | None = None,
        fix: Fix | None = None,
    ) -> Fault:
        """Return a fault at the start-tag of an element."""
        return Fault(code, self.place(el), message, help, local(el), severity, fix)


def xpath_of(el: Element, steps: dict[Element, str]) -> str:
    """Return a path to the element that a person can read: local names, with a number where siblings share one.

    ``steps`` keeps what has been counted, from one call to the next over the same tree.
    """
    path = []
    here: Element | None = el
    while here is not None:
        if here not in steps:
            _count(here, steps)
        path.append(steps[here])
        here = here.getparent()
    return "/" + "/".join(reversed(path))


def _count(el: Element, steps: dict[Element, str]) -> None:
    """Number an element and its siblings."""
    parent = el.getparent()
    if parent is None:
        steps[el] = local(el)
        return
    siblings = [(child, child.tag) for child in parent.iterchildren("*")]
    total = Counter(tag for _, tag in siblings)
    names = {tag: str(tag).rpartition("}")[2] for tag in total}
    seen = dict.fromkeys(total, 0)
    for child, tag in siblings:
        seen[tag] += 1
        steps[child] = f"{names[tag]}[{seen[tag]}]" if total[tag] > 1 else names[tag]
