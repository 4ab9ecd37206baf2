"""RELAX NG as section 6 of its specification reads, by plain recursion and trying every way: slow, and surely right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from teikit.validate.relaxng.grammar import Grammar

Item = str | etree._Element
Attributes = frozenset[tuple[str, str]]


class Naive:
    """A matcher of grammars without namespaces, whose only datatype is token."""

    def __init__(self, grammar: Grammar) -> None:
        self.nodes = grammar.nodes
        self.start = grammar.start

    def is_valid(self, data: bytes) -> bool:
        return bool(self.elements(self.start, frozenset(), (etree.fromstring(data),)))

    def elements(self, index: int, attributes: Attributes, items: tuple[Item, ...]) -> bool:
        """Tell whether a pattern matches attributes and children, all of them."""
        return any(not left and not rest for left, rest in self.ways(index, attributes, items))

    def ways(
        self, index: int, attributes: Attributes, items: tuple[Item, ...]
    ) -> set[tuple[Attributes, tuple[Item, ...]]]:
        """Return what can be left of attributes and children once a pattern has taken its part, from the front."""
        return set(self._ways(self.nodes[index], attributes, items))

    def _ways(
        self, node: Any, attributes: Attributes, items: tuple[Item, ...]
    ) -> Iterator[tuple[Attributes, tuple[Item, ...]]]:
        op = node[0]
        if op == "empty":
            yield attributes, items
        elif op == "choice":
            for kid in node[1:]:
                yield from self.ways(kid, attributes, items)
        elif op == "group":
            yield from self._group(node[1:], attributes, items)
        elif op == "oneOrMore":
            seen: set[tuple[Attributes, tuple[Item, ...]]] = set()
            waiting = self.ways(node[1], attributes, items)
            while waiting:
                seen |= waiting
                waiting = {way for one in waiting for way in self.ways(node[1], *one)} - seen
            yield from seen
        elif op == "interleave":
            yield from self._interleave(node[1], node[2], attributes, items)
        elif op == "attribute":
            for name, value in attributes:
                if name == self.nodes[node[1]][2] and self.value(node[2], value):
                    yield attributes - {(name, value)}, items
        elif op == "text":
            yield attributes, items
            yield from ((attributes, items[1:]) for _ in range(1) if items and isinstance(items[0], str))
        elif op in ("value", "data"):
            if items and isinstance(items[0], str) and self.value_node(node, items[0]):
                yield attributes, items[1:]
        elif op == "element" and items and not isinstance(items[0], str) and self.element(node, items[0]):
            yield attributes, items[1:]

    def _group(
        self, kids: tuple[int, ...], attributes: Attributes, items: tuple[Item, ...]
    ) -> set[tuple[Attributes, tuple[Item, ...]]]:
        left = {(attributes, items)}
        for kid in kids:
            left = {way for one in left for way in self.ways(kid, *one)}
        return left

    def _interleave(
        self, one: int, other: int, attributes: Attributes, items: tuple[Item, ...]
    ) -> Iterator[tuple[Attributes, tuple[Item, ...]]]:
        for length in range(len(items) + 1):
            for mask in range(1 << length):
                first = tuple(item for i, item in enumerate(items[:length]) if mask >> i & 1)
                second = tuple(item for i, item in enumerate(items[:length]) if not mask >> i & 1)
                for left, rest in self.ways(one, attributes, first):
                    if not rest:
                        for last, none in self.ways(other, left, second):
                            if not none:
                                yield last, items[length:]

    def element(self, node: Any, el: etree._Element) -> bool:
        if self.nodes[node[1]][2] != el.tag:
            return False
        attributes = frozenset(map(tuple, el.items()))
        return any(self.elements(node[2], attributes, items) for items in children(el))

    def value(self, index: int, text: str) -> bool:
        node = self.nodes[index]
        if node[0] == "choice":
            return any(self.value(kid, text) for kid in node[1:])
        return self.value_node(node, text)

    def value_node(self, node: Any, text: str) -> bool:
        return node[0] in ("text", "data") or (node[0] == "value" and node[3].split() == text.split())


def children(el: etree._Element) -> list[tuple[Item, ...]]:
    """Return the ways to see the children of an element (section 6.2.7): blanks may be nothing, nothing may be text."""
    items: list[Item] = [el.text] if el.text else []
    for kid in el:
        items += [kid, kid.tail] if kid.tail else [kid]
    if all(isinstance(item, str) for item in items):
        text = "".join(items)  # type: ignore[arg-type]
        return [(text,)] if text.strip() else [(text,), ()]
    return [tuple(item for item in items if not isinstance(item, str) or item.strip())]
