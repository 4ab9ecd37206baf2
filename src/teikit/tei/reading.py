"""The tree of a file → the text that a reader sees, its parts, and the way back to the bytes.

What is read: the content of ``text``, without what data/tei_reading.tsv leaves out (deletions, running heads,
descriptions of figures, registers) and without the marks of notes; one reading of ``choice`` (what the source has) and
of ``app`` (the lemma); nothing of other namespaces. White space is one space, whatever xml:space says; ``lb`` and its
like are a space unless @break is "no", and then a hyphen marked as weak before them is left out. Parts are set off by
line ends that stand in no bytes. A file that has no ``text`` is read from its ``sourceDoc``.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterator
from functools import cache
from html.entities import html5
from operator import attrgetter

from teikit import data
from teikit.model import Block, Span
from teikit.tei.flow import LINE, PARA, SPACE, Flow
from teikit.tei.offsets import Offsets
from teikit.xmlscan.scan import Chunk, Node, Scan

CHOICES = {
    "choice": ("orig", "sic", "abbr", "am", "reg", "corr", "expan", "ex"),
    "app": ("lem", "rdg", "rdgGrp"),
}
SOURCE_DOC = "sourceDoc"  # read only where there is no text
UNSEEN = "\ufffc"  # stands for what cannot be read: an external entity, one that is not declared

_DIRECT = re.compile(r"&(?:#\d+|#x[0-9A-Fa-f]+|amp|lt|gt|quot|apos);")
LEVELS = {"space": SPACE, "line": LINE, "para": PARA}
_HYPHENS = ("-", "‐", "¬", "\u00ad", "=")
_MAX_DEPTH = 80  # Document checks its blocks by recursion
_NOT_BLOCKS = {"text", "body", "front", "back", "group"}

# A node, what is left of its content, the break it makes, whether it is read.
Frame = tuple[Node, Iterator["Node | Chunk"], int, bool]


@cache
def treatments() -> dict[str, str]:
    """Return how elements are read, by name."""
    return {row["element"]: row["reading"] for row in data.table("tei_reading")}


@cache
def framework() -> frozenset[str]:
    """Return the elements that hold no text of their own and are no part of a phrase: their children stand apart."""
    return frozenset(row["element"] for row in data.table("tei_content") if row["text"] == "no" and not row["within"])


class Reading:
    """What came of reading a Scan: the text, its offsets, its blocks, and the elements that were read, in order."""

    __slots__ = ("blocks", "nodes", "offsets", "text")

    def __init__(self, text: str, offsets: Offsets, blocks: tuple[Block, ...], nodes: list[Node]) -> None:
        self.text = text
        self.offsets = offsets
        self.blocks = blocks
        self.nodes = nodes


def read(scan: Scan) -> Reading:
    """Read the text of a file."""
    reader = _Reader(scan)
    reader.run()
    flow = reader.flow
    flow.offsets.text = "".join(flow.out)
    return Reading(flow.offsets.text, flow.offsets, tuple(reader.blocks[0]), reader.nodes)


class _Reader:
    """One walk over the tree, without recursion."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.flow = Flow(scan.encoding)
        self.amp = scan.encoding.encode("&")
        self.treatments = treatments()
        self.framework = framework()
        self.nodes: list[Node] = []
        self.blocks: list[list[Block]] = [[]]
        self.stack: list[Frame] = []
        self.entity: Node | None = None
        self.has_text = bool(scan.named("text"))

    def run(self) -> None:
        root = self.scan.root
        self.enter(root, root.tei and not self.has_text)
        stack = self.stack
        while stack:
            node, kids, _, reading = stack[-1]
            for kid in kids:
                if type(kid) is Node:
                    self.child(node, kid, reading)
                    break
                if reading:
                    self.characters(node, kid[0], kid[1])  # type: ignore[index]
            else:
                self.leave()

    def child(self, parent: Node, node: Node, reading: bool) -> None:
        """Step into a child, or over it where it is not read."""
        if not node.tei:
            if node.name == "#cdata" or not reading:
                self.enter(node, reading)
            return
        if self.is_skipped(node.name) or (reading and _is_passed_over(parent, node)):
            return
        self.enter(node, reading or node.name == "text")

    def is_skipped(self, name: str) -> bool:
        return self.treatments.get(name) == "skip" and (self.has_text or name != SOURCE_DOC)

    def enter(self, node: Node, reading: bool) -> None:
        level = self.level(node) if reading else 0
        if level == SPACE:
            if node.attrs.get("break") == "no":
                self.flow.join()
            else:
                self.flow.whitespace(node.start)
        elif level:
            self.flow.part(level)
            self.blocks.append([])
        if reading:
            self.flow.fresh.append(node)
            self.nodes.append(node)
        self.stack.append((node, iter(node.kids), level, reading))

    def leave(self) -> None:
        node, _, level, reading = self.stack.pop()
        if not reading:
            return
        if node.first < 0:
            node.first = self.flow.at
            self.flow.fresh.pop()
        node.last = self.flow.at
        if level > SPACE:
            self.flow.part(level)
            children = self.blocks.pop()
            if node.last > node.first and node.name not in _NOT_BLOCKS and len(self.blocks) < _MAX_DEPTH:
                self.blocks[-1].append(_block(node, children))
            else:
                self.blocks[-1].extend(children)

    def level(self, node: Node) -> int:
        """Return the break that a node makes before and after itself."""
        known = self.treatments.get(node.name)
        if known is not None:
            return LEVELS.get(known, 0)
        parent = node.parent
        return LINE if parent is not None and parent.tei and parent.name in self.framework else 0

    def characters(self, node: Node, at: int, text: str) -> None:
        if self.scan.data.startswith(self.amp, at) and node.name != "#cdata":
            self.reference(node, at, text)
        else:
            self.flow.collapsed(at, text)

    def reference(self, node: Node, at: int, text: str) -> None:
        """Read a reference. What an entity stands for is one node without an inside, in as many pieces as it comes."""
        encoding = self.scan.encoding
        source = encoding.reference(self.scan.data, at)
        end = at + encoding.length(source)
        if _DIRECT.fullmatch(source):
            self.flow.reference(text, at, end)
            return
        entity = self.entity
        if entity is None or entity.start != at:
            self.entity = entity = Node("#entity", "", False, {}, node, at)
            entity.end = end
            insort(node.children(), entity, key=attrgetter("start"))
        self.flow.piece(entity, html5.get(source[1:], UNSEEN) if text == source else text)


def _is_passed_over(parent: Node, node: Node) -> bool:
    """Tell whether an element is not read because of where it stands or of its attributes."""
    if parent.name in CHOICES:
        return node is not _chosen(parent)
    if node.name == "ref":
        return node.attrs.get("type") == "noteAnchor"
    return node.name == "pc" and node.attrs.get("force") == "weak" and _hyphenates(parent, node)


def _chosen(parent: Node) -> Node | None:
    """Return the one reading of a choice or an apparatus entry that is read."""
    for name in CHOICES[parent.name]:
        node = parent.child(name)
        if node is not None:
            return node
    return next((node for node in parent.children() if node.tei), None)


def _hyphenates(parent: Node, node: Node) -> bool:
    """Tell whether a hyphen stands right before a break inside a word."""
    following = next(parent.children_in(node.start + 1, node.start + 4096), None)
    return following is not None and following.attrs.get("break") == "no" and node.text() in _HYPHENS


def _block(node: Node, children: list[Block]) -> Block:
    span = Span(node.first, node.last)
    attrs = node.attrs
    if not attrs:
        return Block(node.name, span, tuple(children))
    return Block(
        node.name,
        span,
        tuple(children),
        n=attrs.get("n", ""),
        type=attrs.get("type", ""),
        place=attrs.get("place", ""),
    )
