"""What a file marks already: the same stretch with the same element, and names that a new one would overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from teikit.model import MENTION_KINDS, Span
from teikit.tei.phrases import phrases
from teikit.tei.view import View, kind_named, trimmed
from teikit.xmlscan.scan import XML_ID, Node


class Standing:
    """The marks of a file: by what they cover, those of names and dates also by where they stand."""

    def __init__(self, view: View) -> None:
        self._covered: set[tuple[str, Span]] = set()
        self._names: dict[str, list[Span]] = {kind: [] for kind in MENTION_KINDS}
        for mention, _ in view.marked:
            self._names[mention.kind].append(mention.span)
            self._covered.add((mention.kind, mention.span))
        known = phrases()
        nodes = [node for node in view.reading.nodes if node.name in known and node.last > node.first]
        for node, span in _joined(nodes):
            self._covered.add((meaning(node.name, node.attrs.get("type", "")), trimmed(view.reading.text, span)))
        self._apart = {(span.attrs.get("target", ""), _meaning_apart(span)) for span in view.scan.around_text("span")}

    def covers(self, what: str, span: Span) -> bool:
        """Tell whether a stretch has this mark, in one piece or in joined parts. ``what``: as `meaning` says."""
        return (what, span) in self._covered

    def overlaps(self, what: str, span: Span) -> bool:
        """Tell whether a stretch overlaps a name or date of the same kind."""
        spans = self._names.get(what, ())
        at = bisect_right(spans, span.start, key=lambda one: one.end)
        return at < len(spans) and spans[at].overlaps(span)

    def is_apart(self, what: str, target: str) -> bool:
        """Tell whether standOff says this of a target."""
        return (target, what) in self._apart


def meaning(element: str, type: str) -> str:
    """Return the kind of mention that an element makes, else the element with its type."""
    return kind_named(element, type) or f"{element}/{type}"


def _meaning_apart(span: Node) -> str:
    inner = next((child for child in span.children() if child.tei), None)
    if inner is not None:
        return meaning(inner.name, inner.attrs.get("type", ""))
    return meaning(span.attrs.get("type", ""), span.attrs.get("subtype", ""))


def _joined(nodes: Iterable[Node]) -> Iterator[tuple[Node, Span]]:
    """Yield elements with what they cover, and the first of those joined by @next with all that these do."""
    by_id = {node.attrs[XML_ID]: node for node in nodes if XML_ID in node.attrs}
    for node in nodes:
        yield node, Span(node.first, node.last)
        last, seen = node, {id(node)}
        while "prev" not in node.attrs and "next" in last.attrs:
            following = by_id.get(last.attrs["next"].removeprefix("#"))
            if following is None or id(following) in seen or following.first < last.last:
                break
            seen.add(id(following))
            last = following
        if last is not node:
            yield node, Span(node.first, last.last)
