"""Where the tags of a mention go: as few stretches of bytes as the tree of the file allows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from teikit import data
from teikit.model import MENTION_KINDS, Span
from teikit.tei.phrases import may_hold
from teikit.tei.view import View, trimmed
from teikit.xmlscan.scan import Node

_SHOWN = {"#cdata": "a CDATA section", "#entity": "an entity reference"}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the file that one pair of tags can go round.

    ``prefix``: that of the element it stands in. ``span``: its characters in the text.
    """

    start: int
    end: int
    prefix: str
    span: Span


class Unplaceable(Exception):
    """No tag can go where a mention is. The argument says why."""


@cache
def _table(column: str) -> dict[str, frozenset[str]]:
    every = frozenset(MENTION_KINDS)
    return {
        row["element"]: every if row[column] == "all" else frozenset(row[column].split())
        for row in data.table("tei_content")
    }


def _like(kind: str) -> str:
    """Return the kind of mention that may stand where an element may, and hold what it may."""
    return kind if kind in MENTION_KINDS else "persName"


def holds(node: Node, kind: str) -> bool:
    """Tell whether TEI allows a name or date, or another phrase, anywhere in the text of an element."""
    return node.tei and _like(kind) in _table("holds").get(node.name, ()) and may_hold(node.name, kind)


def may_stand_within(node: Node, kind: str) -> bool:
    """Tell whether TEI allows an element inside a name or date. Characters in whatever form may always stand there."""
    if node.tei:
        return _like(kind) in _table("within").get(node.name, ())
    return node.name.startswith("#")


def parts(view: View, span: Span, kind: str) -> list[Part]:
    """Return the stretches to tag for a mention. Raises Unplaceable where there are none that leave the file valid."""
    start, end = view.bytes_of(span)
    node, closed = _innermost(view.scan.root, start, end)
    while (closed or not holds(node, kind)) and node.first >= span.start and node.last <= span.end:
        if node.parent is None or node.parent.first < 0:
            break
        node = node.parent
        closed = _is_closed(node)
    if _is_plain(view, node, span, kind) and not closed:
        return [Part(start, end, node.prefix, span)]
    found: list[Part] = []
    tasks = [(node, span, closed)]
    while tasks:
        node, span, closed = tasks.pop()
        for piece in _pieces(view, node, span, kind, closed):
            if isinstance(piece, Part):
                found.append(piece)
            else:
                inner = Span(max(span.start, piece.first), min(span.end, piece.last))
                tasks.append((piece, inner, closed or _closes(piece)))
    if not found:
        raise Unplaceable("there is no text to tag")
    return sorted(found, key=lambda part: part.start)


def _is_plain(view: View, node: Node, span: Span, kind: str) -> bool:
    """Tell whether a span is characters alone: no element in it, no white space at its ends."""
    if not holds(node, kind) or trimmed(view.reading.text, span) != span:
        return False
    return next(_children_between(node, *view.bytes_of(span)), None) is None


def _innermost(node: Node, start: int, end: int) -> tuple[Node, bool]:
    """Return the lowest node that holds a range of bytes, and whether it lies in something that must not be cut."""
    closed = _closes(node)
    while True:
        nodes = node.children()
        at = bisect_right(nodes, start, key=attrgetter("start")) - 1
        if at < 0 or nodes[at].end < end:
            return node, closed
        node = nodes[at]
        closed = closed or _closes(node)


def _children_between(node: Node, start: int, end: int) -> Iterator[Node]:
    """Yield the children that have bytes in a range that begins and ends in text."""
    nodes = node.children()
    at = bisect_right(nodes, start, key=attrgetter("start")) - 1
    if at >= 0 and nodes[at].end > start:
        yield nodes[at]
    for i in range(at + 1, len(nodes)):
        if nodes[i].start >= end:
            return
        yield nodes[i]


def _closes(node: Node) -> bool:
    return node.name == "choice" or not node.tei


def _is_closed(node: Node) -> bool:
    return _closes(node) or any(_closes(above) for above in node.ancestors() if above.first >= 0)


def _pieces(view: View, node: Node, span: Span, kind: str, closed: bool) -> Iterator[Part | Node]:
    """Cut what a node has of a span: parts to tag, and children to look into."""
    able = holds(node, kind) and not closed
    offsets = view.reading.offsets
    first, within = span.start, []
    for child in _children_between(node, offsets.start(span.start), offsets.end(span.end)):
        has_text = child.last > child.first
        whole = not has_text or (child.first >= span.start and child.last <= span.end)
        if able and whole and may_stand_within(child, kind):
            within.append(child)
            continue
        at = child.first if has_text else offsets.at_byte(child.start)
        yield from _part(view, node, Span(first, max(at, first)), within, able)
        first, within = max(first, child.last if has_text else at), []
        if has_text:
            yield child
    yield from _part(view, node, Span(first, max(first, span.end)), within, able)


def _part(view: View, node: Node, span: Span, within: list[Node], able: bool) -> Iterator[Part]:
    """Yield the part that a stretch of a node makes, without white space at its ends; none for white space alone."""
    span = trimmed(view.reading.text, span)
    if not len(span):
        return
    if not able:
        raise Unplaceable(f"TEI has none within {_SHOWN.get(node.name, node.name)}, of which it covers a part")
    offsets = view.reading.offsets
    start, end = offsets.start(span.start), offsets.end(span.end)
    for child in within:
        if child.first <= span.start < child.last:
            start = child.start
        if child.first < span.end <= child.last:
            end = view.scan.after(child)
    yield Part(start, end, node.prefix, span)
