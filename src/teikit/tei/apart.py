"""Mentions that no tag in the text can stand for, kept in standOff: a pointer to the characters, and the claim."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from teikit.model import MENTION_KINDS, Finding, Span
from teikit.tei.markup import Writer, deeper, escape
from teikit.tei.numbering import Numbering
from teikit.tei.phrases import may_hold, phrases
from teikit.tei.place import holds, may_stand_within
from teikit.tei.provenance import PROGRAM, Insertion, agents, header
from teikit.tei.view import View
from teikit.xmlscan.scan import XML_ID, Chunk, Node


@dataclass(frozen=True, slots=True)
class Apart:
    """A mention with its pointer and the attributes of its claim."""

    kind: str
    quoted: str
    target: str
    attributes: dict[str, str]


class Pointers:
    """Makes pointers into one file that stay right when names are marked in it."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._own = frozenset(f"#{id}" for id in (*agents(view.scan), PROGRAM))
        self._made: dict[Span, str] = {}

    def to(self, span: Span) -> str:
        """Return a TEI pointer to the characters of a span: ``#string-range(ELEMENT,OFFSET,LENGTH)`` (TEI P5, SATSSR).

        Offset and length count characters of all the text in the element, from 0. The element is named by its xml:id,
        or by a path from the root; it is the lowest one round the span whose path no new tag changes.
        """
        if span not in self._made:
            start, end = self.view.bytes_of(span)
            node = self._around(start, end)
            first = self._before(start) - self._before(node.start)
            length = self._before(end) - self._before(start)
            self._made[span] = f"#string-range({self._path(node)},{first},{length})"
        return self._made[span]

    def _around(self, start: int, end: int) -> Node:
        node = best = self.view.scan.root
        stable = True
        while True:
            nodes = node.children()
            at = bisect_right(nodes, start, key=attrgetter("start")) - 1
            if at < 0 or nodes[at].end < end or not nodes[at].tei:
                return best
            node = nodes[at]
            stable = self._has_lasting_id(node) or (stable and _stays(node))
            best = node if stable else best

    def _has_lasting_id(self, node: Node) -> bool:
        """Tell whether an element has an xml:id that stays: this program's own tags go when they are stripped."""
        return XML_ID in node.attrs and self._own.isdisjoint(node.attrs.get("resp", "").split())

    @cached_property
    def _chunks(self) -> tuple[array[int], array[int], list[str]]:
        """All characters of the file in pieces: the byte of each, how many come before it, and what it is.

        A reference counts for the characters that it stands for, but none where that is not known.
        """
        encoding, data = self.view.scan.encoding, self.view.data
        starts, counts, texts = array("q"), array("q", (0,)), []
        stack: list[Node | Chunk] = [self.view.scan.root]
        while stack:
            kid = stack.pop()
            if type(kid) is Node:
                stack.extend(reversed(kid.kids))
                continue
            at, text = kid  # type: ignore[misc]
            source = encoding.reference(data, at)
            starts.append(at)
            counts.append(counts[-1] + (len(text) if text != source else 0))
            texts.append("" if source else text)
        return starts, counts, texts

    def _before(self, byte: int) -> int:
        """Return how many characters stand in the file before a byte."""
        starts, counts, texts = self._chunks
        last = bisect_left(starts, byte) - 1
        if last < 0:
            return 0
        encoding, at = self.view.scan.encoding, starts[last]
        if texts[last] and at + encoding.length(texts[last]) > byte:
            return counts[last] + len(self.view.data[at:byte].decode(encoding.name))
        return counts[last + 1]

    @cached_property
    def _numbering(self) -> Numbering:
        return Numbering(self.view.scan)

    def _path(self, node: Node) -> str:
        return node.attrs[XML_ID] if XML_ID in node.attrs else self._numbering.path(node)


def _stays(node: Node) -> bool:
    """Tell whether new tags leave the path of an element: they cannot go round it, nor stand beside one of its name."""
    parent = node.parent
    if parent is None or not any(holds(parent, kind) for kind in MENTION_KINDS):
        return True
    return node.name not in phrases() and not any(may_stand_within(node, kind) for kind in MENTION_KINDS)


def has_place(view: View) -> bool:
    """Tell whether a file has a place for standOff."""
    head = header(view.scan)
    return head is not None and head.parent is not None and head.parent.name in ("TEI", "teiCorpus")


def _span(mark: Apart, writer: Writer) -> str:
    quoted = escape(mark.quoted)
    if may_hold("span", mark.kind):
        return writer.el("span", {"target": mark.target}, writer.el(mark.kind, mark.attributes, quoted))
    said = {("subtype" if name == "type" else name): value for name, value in mark.attributes.items()}
    return writer.el("span", {"target": mark.target, "type": mark.kind} | said, quoted)


def apart_insertions(view: View, marks: list[Apart], agent: str, findings: list[Finding]) -> list[Insertion]:
    """Return the insertion of the standOff that holds such mentions; where it has no place, a finding P003 tells."""
    if not marks:
        return []
    head = header(view.scan)
    if head is None or not has_place(view):
        message = f"the file has no place for {len(marks)} names in standOff"
        findings.append(Finding("P003", message, Span(0, 0), "Give the file a complete teiHeader."))
        return []
    writer, indent = Writer(head.prefix), view.scan.indent(head)
    spans = [_span(mark, writer) for mark in marks]
    group = writer.block("spanGrp", {"type": "names", "resp": f"#{agent}"}, spans, deeper(indent))
    markup = indent + writer.block("standOff", {}, [group], indent)
    return [Insertion(view.scan.after(head), view.scan.encoding.encode(markup))]
