"""Mentions that no tag in the text can stand for, kept in standOff: a pointer to the characters, and the claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from teikit.model import Finding, Span
from teikit.tei.markup import Writer, deeper, escape
from teikit.tei.provenance import Insertion, header
from teikit.tei.view import View
from teikit.xmlscan.scan import XML_ID, Chunk, Node


@dataclass(frozen=True, slots=True)
class Apart:
    """A mention with its pointer and the attributes of its claim."""

    kind: str
    quoted: str
    target: str
    attributes: dict[str, str]


def pointer_to(view: View, span: Span) -> str:
    """Return a TEI pointer to the characters of a span: ``#string-range(ELEMENT,OFFSET,LENGTH)`` (TEI P5, SATSSR).

    Offset and length count characters of all the text in the element, from 0. The element is named by its xml:id, or
    by a path from the root.
    """
    start, end = view.bytes_of(span)
    node = view.scan.root
    while True:
        below = next((kid for kid in node.children_in(0, start + 1) if kid.end >= end and kid.tei), None)
        if below is None:
            break
        node = below
    first = _characters_before(view, node, start)
    return f"#string-range({_path(node)},{first},{_characters_before(view, node, end) - first})"


def _characters_before(view: View, node: Node, byte: int) -> int:
    encoding, data = view.scan.encoding, view.data
    count = 0
    for at, text in _chunks(node):
        if at >= byte:
            break
        source = encoding.reference(data, at)
        if not source and at + encoding.length(text) > byte:
            return count + len(data[at:byte].decode(encoding.name))
        count += len(text) if text != source else 0
    return count


def _chunks(node: Node) -> Iterator[Chunk]:
    stack: list[Node | Chunk] = [node]
    while stack:
        kid = stack.pop()
        if type(kid) is Node:
            stack.extend(reversed(kid.kids))
        else:
            yield kid  # type: ignore[misc]


def _path(node: Node) -> str:
    if XML_ID in node.attrs:
        return node.attrs[XML_ID]
    steps: list[str] = []
    for step in (node, *node.ancestors()):
        if step.parent is None:
            break
        same = [kid for kid in step.parent.children() if kid.name == step.name and kid.tei == step.tei]
        name = f"{step.prefix}:{step.name}" if step.prefix else step.name
        steps.append(f"/{name}[{same.index(step) + 1}]")
    return "".join(reversed(steps))


def apart_insertions(view: View, marks: list[Apart], agent: str, findings: list[Finding]) -> list[Insertion]:
    """Return the insertion of the standOff that holds such mentions; where it has no place, a finding P003 tells."""
    if not marks:
        return []
    head = header(view.scan)
    if head is None or head.parent is None or head.parent.name not in ("TEI", "teiCorpus"):
        message = f"the file has no place for {len(marks)} names in standOff"
        findings.append(Finding("P003", message, Span(0, 0), "Give the file a complete teiHeader."))
        return []
    writer, indent = Writer(head.prefix), view.scan.indent(head)
    spans = [
        writer.el("span", {"target": mark.target}, writer.el(mark.kind, mark.attributes, escape(mark.quoted)))
        for mark in marks
    ]
    group = writer.block("spanGrp", {"type": "names", "resp": f"#{agent}"}, spans, deeper(indent))
    markup = indent + writer.block("standOff", {}, [group], indent)
    return [Insertion(view.scan.after(head), view.scan.encoding.encode(markup))]
