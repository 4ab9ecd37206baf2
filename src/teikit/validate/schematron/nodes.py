"""Nodes that lxml has no objects for: attributes, text, the document; they answer the calls that elements answer.

So that a compiled path needs not ask what kind of node it stands on. Written for speed: slots classes, no properties.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

from lxml import etree

from teikit.xmlio import Element

ELEMENT = etree._Element
COMMENT = etree.Comment
PI = etree.ProcessingInstruction
_STRING = etree.XPath("string()", smart_strings=False)
_SPACE = re.compile("[ \t\r\n]+")
_NONE: tuple[Any, ...] = ()


class Leaf:
    """A node without children, beside or below an element."""

    __slots__ = ()
    tag: str | None = None

    def get(self, _name: str, default: Any = None) -> Any:
        return default

    def iterchildren(self, _tag: Any = None) -> Iterator[Element]:
        return iter(_NONE)

    iterdescendants = iterchildren
    iter = iterchildren

    @abstractmethod
    def getparent(self) -> Element | None: ...

    def iterancestors(self, tag: Any = None) -> Iterator[Element]:
        parent = self.getparent()
        if parent is None:
            return iter(_NONE)
        return _self_and_ancestors(parent, tag)

    def itersiblings(self, _tag: Any = None, preceding: bool = False) -> Iterator[Element]:  # noqa: ARG002
        return iter(_NONE)


def _self_and_ancestors(el: Element, tag: Any) -> Iterator[Element]:
    if next(iter(el.iter(tag)), None) is el if tag is not None else True:
        yield el
    yield from el.iterancestors(tag)


class Attr(Leaf):
    """An attribute: its element, its Clark name, its value."""

    __slots__ = ("name", "parent", "value")

    def __init__(self, parent: Element, name: str, value: str) -> None:
        self.parent = parent
        self.name = name
        self.value = value

    def getparent(self) -> Element | None:
        return self.parent

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Attr) and self.parent is other.parent and self.name == other.name

    def __hash__(self) -> int:
        return hash((self.parent, self.name))


class Text(Leaf):
    """A text node: the text of an element, or what follows one (``tail``)."""

    __slots__ = ("holder", "tail", "value")

    def __init__(self, holder: Element, tail: bool, value: str) -> None:
        self.holder = holder
        self.tail = tail
        self.value = value

    def getparent(self) -> Element | None:
        return self.holder.getparent() if self.tail else self.holder

    def itersiblings(self, tag: Any = None, preceding: bool = False) -> Iterator[Element]:
        if not self.tail:
            return iter(_NONE) if preceding else self.holder.iterchildren(tag)
        if preceding:
            return _backwards(self.holder, tag)
        return self.holder.itersiblings(tag)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.holder is other.holder and self.tail == other.tail

    def __hash__(self) -> int:
        return hash((self.holder, self.tail))


def _backwards(el: Element, tag: Any) -> Iterator[Element]:
    if tag is None or next(iter(el.iter(tag)), None) is el:
        yield el
    yield from el.itersiblings(tag, preceding=True)


class Doc(Leaf):
    """The document node of a tree."""

    __slots__ = ("root", "uri")

    def __init__(self, root: Element, uri: str = "") -> None:
        self.root = root
        self.uri = uri

    def getparent(self) -> Element | None:
        return None

    def iterchildren(self, tag: Any = None) -> Iterator[Element]:
        before = list(self.root.itersiblings(tag, preceding=True))
        yield from reversed(before)
        if tag is None or next(iter(self.root.iter(tag)), None) is self.root:
            yield self.root
        yield from self.root.itersiblings(tag)

    def iter(self, tag: Any = None) -> Iterator[Element]:
        yield from reversed(list(self.root.itersiblings(tag, preceding=True)))
        yield from self.root.iter(tag)
        yield from self.root.itersiblings(tag)

    iterdescendants = iter  # type: ignore[assignment]


def is_element(node: Any) -> bool:
    """Tell whether a node is an element, neither a comment nor any other."""
    return isinstance(node, ELEMENT) and isinstance(node.tag, str)


def string_value(node: Any) -> str:
    """Return the string value of a node."""
    if isinstance(node, ELEMENT):
        if len(node) or not isinstance(node.tag, str):
            return node.text or "" if not isinstance(node.tag, str) else str(_STRING(node))
        return node.text or ""
    return str(_STRING(node.root)) if isinstance(node, Doc) else str(node.value)


def collapse(text: str) -> str:
    """Return a text as normalize-space() does: its white space is that of XML, not that of Unicode."""
    return " ".join(text.split()) if text.isascii() else _SPACE.sub(" ", text).strip(" ")


def all_children(node: Any) -> Iterator[Any]:
    """Yield children with the text between them, in order."""
    if isinstance(node, Doc):
        yield from node.iterchildren()
    elif is_element(node):
        if node.text:
            yield Text(node, False, node.text)
        for child in node:
            if child.tag is not etree.Entity:
                yield child
            if child.tail:
                yield Text(child, True, child.tail)


def all_descendants(node: Any) -> Iterator[Any]:
    """Yield descendants with the text between them, in document order, however deep they lie."""
    stack = [all_children(node)]
    while stack:
        for child in stack[-1]:
            yield child
            if len(child) if isinstance(child, ELEMENT) else False:
                stack.append(all_children(child))
                break
            if is_element(child) and child.text:
                yield Text(child, False, child.text)
        else:
            stack.pop()


def attributes(node: Any) -> list[Attr]:
    """Return the attributes of an element; none of anything else."""
    if not is_element(node):
        return []
    return [Attr(node, name, value) for name, value in node.attrib.items()]


def local_name(node: Any) -> str:
    """Return the local name of a node, an empty string for one that has no name."""
    name = clark(node)
    return name.rpartition("}")[2]


def clark(node: Any) -> str:
    """Return the name of a node as {uri}local; the target of a processing instruction."""
    if isinstance(node, Attr):
        return node.name
    if isinstance(node, ELEMENT):
        if isinstance(node.tag, str):
            return node.tag
        return node.target if node.tag is PI else ""
    return ""


def namespace(node: Any) -> str:
    """Return the namespace URI of a node, an empty string where it has none."""
    name = clark(node)
    return name[1:].rpartition("}")[0] if name.startswith("{") else ""


def qualified_name(node: Any) -> str:
    """Return the name of a node as it is written in the file, with its prefix."""
    if isinstance(node, ELEMENT) and isinstance(node.tag, str):
        local = node.tag.rpartition("}")[2]
        return f"{node.prefix}:{local}" if node.prefix else local
    if isinstance(node, Attr) and node.name.startswith("{"):
        uri, _, local = node.name[1:].rpartition("}")
        if uri == "http://www.w3.org/XML/1998/namespace":
            return f"xml:{local}"
        prefixes = (prefix for prefix, bound in node.parent.nsmap.items() if bound == uri and prefix)
        return f"{next(prefixes, '')}:{local}".removeprefix(":")
    return clark(node)
