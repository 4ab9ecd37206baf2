"""Resolve references, drop what is not allowed or empty, and number what is left: sections 4.19-4.21."""

from __future__ import annotations

from collections.abc import Iterator

from teikit.validate.relaxng.datatypes import datatype
from teikit.validate.relaxng.errors import SchemaError
from teikit.validate.relaxng.grammar import Node
from teikit.validate.relaxng.names import Table
from teikit.validate.relaxng.simplify import Raw, Simplifier
from teikit.validate.relaxng.syntax import Element

MAX_NESTING = 250
"""Patterns within patterns, elements aside, references followed. Matching descends through them; tei_all has 20."""


class Reducer:
    """The state of one reduction: ``done`` is the node of each raw pattern, ``depth`` how deep it nests."""

    def __init__(self, simplified: Simplifier) -> None:
        self.raw = simplified.raw
        self.bodies = simplified.bodies
        self.table: Table = simplified.table
        self.done: dict[int, int] = {}
        self.depth: dict[int, int] = {}
        self.elements: list[tuple[int, int]] = []

    def run(self, start: int) -> int:
        """Reduce all that the start leads to; return its node."""
        result = self.reduce(self.bodies[start])
        for node, content in self.elements:  # grows as it goes
            operator, named, _ = self.table.nodes[node]
            self.table.nodes[node] = (operator, named, self.reduce(content))
        return result

    def below(self, index: int) -> tuple[int, ...]:
        """Return the raw patterns that must be reduced before this one."""
        item = self.raw[index]
        if item.operator == "ref":
            body = item.detail[0]
            assert isinstance(body, int)
            return (self.bodies[body],)
        return () if item.operator == "element" else item.operands

    def reduce(self, root: int) -> int:
        """Reduce a pattern after its parts, without descending: references can lead as deep as a schema likes."""
        stack = [root]
        open_: set[int] = set()
        while stack:
            index = stack[-1]
            if index in self.done:
                stack.pop()
                continue
            below = self.below(index)
            if index not in open_:
                open_.add(index)
                waiting = [part for part in below if part not in self.done]
                for part in waiting:
                    if part in open_:
                        raise self.recursion(stack)
                stack.extend(reversed(waiting))
                if waiting:
                    continue
            stack.pop()
            open_.discard(index)
            self.finish(index, below)
        return self.done[root]

    def recursion(self, stack: list[int]) -> SchemaError:
        el = next(self.raw[index].el for index in reversed(stack) if self.raw[index].operator == "ref")
        what = el.attributes.get("name", "The grammar")
        return el.error(f"{what} leads to itself without an element between.", "4.19")

    def finish(self, index: int, below: tuple[int, ...]) -> None:
        item = self.raw[index]
        depth = 1 + max([self.depth[part] for part in below], default=0)
        if depth > MAX_NESTING:
            raise item.el.error(f"Patterns are nested more than {MAX_NESTING} deep.", "")
        operands = [self.done[part] for part in below]
        if item.operator == "ref":
            self.done[index] = operands[0]
            depth -= 1
        elif item.operator == "element":
            node = ("element", item.detail[0], -1)
            self.done[index] = self.table.append(node, item.el, item.el.documentation)
            self.elements.append((self.done[index], item.operands[0]))
        else:
            self.done[index] = self.pattern(item, operands)
        self.depth[index] = depth

    def pattern(self, item: Raw, operands: list[int]) -> int:
        el = item.el
        if item.operator in ("choice", "group", "interleave"):
            return self.several(item.operator, operands, el)
        if item.operator in ("data", "value"):
            return self.datum(item, operands)
        if operands and self.operator(operands[0]) == "notAllowed":
            return operands[0]
        if item.operator == "oneOrMore" and self.operator(operands[0]) == "empty":
            return operands[0]
        documentation = el.documentation if item.operator == "attribute" else ""
        return self.table.add((item.operator, *item.detail, *operands), el, documentation)

    def operator(self, node: int) -> object:
        return self.table.nodes[node][0]

    def several(self, operator: str, operands: list[int], el: Element) -> int:
        if operator == "choice":
            kept = list(dict.fromkeys(node for node in operands if self.operator(node) != "notAllowed"))
        elif any(self.operator(node) == "notAllowed" for node in operands):
            kept = []
        else:
            kept = [node for node in operands if self.operator(node) != "empty"]
            if not kept:
                return operands[0]
        if not kept:
            return self.table.add(("notAllowed",), el)
        return self.table.add((operator, *kept), el) if len(kept) > 1 else kept[0]

    def datum(self, item: Raw, operands: list[int]) -> int:
        el = item.el
        if item.operator == "data":
            excluded = operands[0] if operands and self.operator(operands[0]) != "notAllowed" else -1
            return self.table.add(("data", *item.detail, excluded), el)
        library, kind = item.detail[0], item.detail[1]
        assert isinstance(library, str)
        assert isinstance(kind, str)
        if not datatype(library, kind).needs_context:
            return self.table.add(("value", *item.detail, "", ()), el, el.documentation)
        context = tuple(sorted((prefix, uri) for prefix, uri in el.namespaces.items() if prefix))
        ns = el.ns
        return self.table.add(("value", *item.detail, ns, context), el, el.documentation)


def operands_of(node: Node) -> Iterator[int]:
    """Yield the operands of a node that are nodes."""
    operator = node[0]
    if operator in ("name", "empty", "text", "notAllowed", "value"):
        return
    found = node[-1:] if operator in ("data", "nsName", "anyName") else node[1:]
    for operand in found:
        assert isinstance(operand, int)
        if operand >= 0:
            yield operand


def reached(nodes: list[Node], start: int) -> list[int]:
    """Return the indices of the nodes that the start leads to, in order."""
    seen = {start}
    todo = [start]
    while todo:
        for operand in operands_of(nodes[todo.pop()]):
            if operand not in seen:
                seen.add(operand)
                todo.append(operand)
    return sorted(seen)


def renumbered(node: Node, number: dict[int, int]) -> Node:
    """Return a node with its operands renumbered."""
    operator = node[0]
    if operator in ("name", "empty", "text", "notAllowed", "value"):
        return node
    kept = len(node) - 1 if operator in ("data", "nsName", "anyName") else 1
    return (*node[:kept], *[number[operand] for operand in node[kept:]])  # type: ignore[index]  # operands are indices
