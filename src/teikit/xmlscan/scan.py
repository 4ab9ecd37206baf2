"""Bytes of XML → a light tree in which every element knows its place in the bytes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NoReturn
from xml.parsers import expat

from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.xmlio import TEI, XML
from teikit.xmlscan.encoding import Encoding

XML_ID = f"{XML} id xml"
XML_LANG = f"{XML} lang xml"
_MOST_NESTED = 1000  # entities that mention others: expat before 2.7 goes down a chain of them till the stack overflows

Chunk = tuple[int, str]


class Node:
    """An element, a CDATA section (``#cdata``) or the reference to an entity (``#entity``).

    ``start``: byte of its start-tag. ``end``: byte of its end-tag; of an empty-element tag, the byte after it.
    ``first`` and ``last``: the stretch of the text that was read from it, -1 where it was not read. ``kids``: in
    document order, chunks of characters with their byte among the elements. ``tei``: it is in the TEI namespace;
    ``prefix`` is its own.
    """

    __slots__ = ("attrs", "end", "first", "kids", "last", "name", "nodes", "parent", "prefix", "start", "tei")

    def __init__(
        self, name: str, prefix: str, tei: bool, attrs: dict[str, str], parent: Node | None, start: int
    ) -> None:
        self.name = name
        self.prefix = prefix
        self.tei = tei
        self.attrs = attrs
        self.parent = parent
        self.start = start
        self.end = start
        self.kids: list[Node | Chunk] = []
        self.first = -1
        self.last = -1
        self.nodes: list[Node] | None = None

    def children(self) -> list[Node]:
        """Return the child nodes without the characters."""
        if self.nodes is None:
            self.nodes = [kid for kid in self.kids if type(kid) is Node]
        return self.nodes

    def children_in(self, start: int, end: int) -> Iterator[Node]:
        """Yield the child nodes that begin in a range of bytes."""
        nodes = self.children()
        for i in range(bisect_left(nodes, start, key=attrgetter("start")), len(nodes)):
            if nodes[i].start >= end:
                return
            yield nodes[i]

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it in document order, without recursion."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children()))

    def ancestors(self) -> Iterator[Node]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def child(self, name: str) -> Node | None:
        """Return the first TEI child of a name."""
        return next((node for node in self.children() if node.name == name and node.tei), None)

    def text(self) -> str:
        """Return all characters below, white space collapsed."""
        parts: list[str] = []
        stack: list[Node | Chunk] = [self]
        while stack:
            kid = stack.pop()
            if type(kid) is Node:
                stack.extend(reversed(kid.kids))
            else:
                parts.append(kid[1])  # type: ignore[index]
        return " ".join("".join(parts).split())


class Scan:
    """The tree of a file, its encoding, every xml:id in it and its elements by name."""

    __slots__ = ("by_name", "data", "encoding", "ids", "root")

    def __init__(
        self, data: bytes, encoding: Encoding, root: Node, ids: set[str], by_name: dict[str, list[Node]]
    ) -> None:
        self.data = data
        self.encoding = encoding
        self.root = root
        self.ids = ids
        self.by_name = by_name

    def named(self, name: str, within: Node | None = None) -> Sequence[Node]:
        """Return the TEI elements of a name, of all or of those below a node, in document order."""
        nodes = self.by_name.get(name, [])
        if within is None or not nodes:
            return nodes
        first = bisect_right(nodes, within.start, key=attrgetter("start"))
        return nodes[first : bisect_left(nodes, within.end, first, key=attrgetter("start"))]

    def around_text(self, name: str) -> Iterator[Node]:
        """Yield the TEI elements of a name that are in no ``text``: in headers, registers, what surrounds them."""
        for node in self.by_name.get(name, ()):
            if not any(above.name == "text" for above in node.ancestors()):
                yield node

    def inside(self, node: Node) -> int:
        """Return the byte after the start-tag of a node."""
        return self.encoding.tag_end(self.data, node.start)

    def after(self, node: Node) -> int:
        """Return the byte after a node."""
        if not node.name.startswith("#") and not self.is_empty_tag(node):
            return self.encoding.tag_end(self.data, node.end)
        return node.end

    def indent(self, node: Node) -> str:
        """Return the line end and the space that a node stands behind, or nothing where it does not begin a line."""
        blank = self.encoding.blank_before(self.data, node.start)
        line_end = "\r\n" if "\r\n" in blank else "\n"
        return line_end + blank.rpartition(line_end)[2] if line_end in blank else ""

    def is_empty_tag(self, node: Node) -> bool:
        """Tell whether a node is written as an empty-element tag, which has no inside."""
        return node.end == self.inside(node) and self.encoding.follows(self.data, node.end, "/>")


class _Builder:
    """The handlers of one parse. Nothing inside the replacement text of an entity becomes a node: it cannot be cut."""

    def __init__(self, data: bytes, encoding: Encoding) -> None:
        self.data = data
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.specified_attributes = True
        self.less = encoding.encode("<")
        self.close = len(encoding.encode("]]>"))
        self.ids: set[str] = set()
        self.by_name: dict[str, list[Node]] = {}
        self.document = self.node = Node("", "", False, {}, None, 0)
        self.within_entity = 0
        self.nested = 0
        parser.EntityDeclHandler = self.entity
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartCdataSectionHandler = self.start_cdata
        parser.EndCdataSectionHandler = self.end_cdata
        parser.SkippedEntityHandler = self.skipped
        parser.ExternalEntityRefHandler = self.external

    def start(self, name: str, attrs: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        if self.within_entity or not self.data.startswith(self.less, at):
            self.within_entity += 1
            return
        local, prefix, is_tei = _names(name)
        parent = self.node
        self.node = node = Node(local, prefix, is_tei, attrs, parent, at)
        parent.kids.append(node)
        if is_tei:
            if local in self.by_name:
                self.by_name[local].append(node)
            else:
                self.by_name[local] = [node]
        if XML_ID in attrs:
            self.ids.add(attrs[XML_ID])

    def end(self, _name: str) -> None:
        if self.within_entity:
            self.within_entity -= 1
            return
        node = self.node
        node.end = self.parser.CurrentByteIndex
        self.node = node.parent or node

    def characters(self, text: str) -> None:
        self.node.kids.append((self.parser.CurrentByteIndex, text))

    def start_cdata(self) -> None:
        if self.within_entity or not self.data.startswith(self.less, self.parser.CurrentByteIndex):
            self.within_entity += 1
            return
        node = Node("#cdata", "", False, {}, self.node, self.parser.CurrentByteIndex)
        self.node.kids.append(node)
        self.node = node

    def end_cdata(self) -> None:
        if self.within_entity:
            self.within_entity -= 1
            return
        self.node.end = self.parser.CurrentByteIndex + self.close
        self.node = self.node.parent or self.node

    def skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self.node.kids.append((self.parser.CurrentByteIndex, "" if self.within_entity else f"&{name};"))

    def entity(self, _name: str, _is_parameter: bool, value: str | None, *_: object) -> None:
        self.nested += value is not None and "&" in value
        if self.nested > _MOST_NESTED:
            raise ValueError("too many entities that stand for entities")

    def external(self, _context: str, _base: str | None, _system: str | None, _public: str | None) -> int:
        """Leave an external entity unread; its reference stands for something that cannot be seen."""
        self.node.kids.append((self.parser.CurrentByteIndex, "\ufffc"))
        return 1


def scan(data: bytes) -> Scan:
    """Parse bytes in one pass. Raises TeikitError P001 where they are not well-formed XML."""
    encoding = Encoding.of(data)
    builder = _Builder(data, encoding)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        _fail(expat.ErrorString(error.code), error.lineno, error.offset + 1)
    except (LookupError, ValueError) as error:
        _fail(str(error), 1, 1)
    return Scan(data, encoding, builder.document.children()[0], builder.ids, builder.by_name)


def _fail(message: str, line: int, column: int) -> NoReturn:
    raise TeikitError(
        Diagnostic(
            "P001",
            Severity.ERROR,
            f"not well-formed XML: {message}",
            line=line,
            column=column,
            help="Correct the file so that an XML parser reads it; nothing was written.",
        )
    )


@lru_cache(4096)
def _names(name: str) -> tuple[str, str, bool]:
    parts = name.split(" ")
    if len(parts) == 1:
        return name, "", False
    return parts[1], parts[2] if len(parts) > 2 else "", parts[0] == TEI
