"""Translate a schema, its files put together, into raw patterns: sections 4.4 and 4.12-4.18 of the specification.

Raw patterns are the simple syntax of RELAX NG as a list in which operands come before what they are operands of, so
that nothing here descends into itself however deep a schema nests. References are kept; `reduce` resolves them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import NamedTuple

from teikit.validate.relaxng import names
from teikit.validate.relaxng.datatypes import Datatype, Params, datatype
from teikit.validate.relaxng.errors import SchemaError
from teikit.validate.relaxng.includes import Chain, Component, Sources, combination, components, not_defined
from teikit.validate.relaxng.syntax import Element


class Raw(NamedTuple):
    """A raw pattern: its operator, its operands (indices), what else belongs to it, and where it comes from."""

    operator: str
    operands: tuple[int, ...]
    detail: tuple[object, ...]
    el: Element


class Scope:
    """A grammar, and the bodies that its names stand for; the start under the empty name."""

    def __init__(self, parent: Scope | None) -> None:
        self.parent = parent
        self.bodies: dict[str, int] = {}


class Body(NamedTuple):
    """What a reference leads to, before it is translated. ``combine``: as `includes.combination` says."""

    items: list[Component]
    scope: Scope | None
    combine: str


class Simplifier:
    """The state of one translation. ``bodies``: the raw pattern of each body, once it is translated."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.table = names.Table()
        self.raw: list[Raw] = []
        self.bodies: list[int] = []
        self.queue: deque[tuple[int, Body]] = deque()
        self.external: dict[tuple[str, str, int], int] = {}
        self.scopes: list[Scope] = []

    def run(self, root: Element, href: str) -> int:
        """Translate a whole schema; return the body of its start."""
        start = self.body(Body([(root, (href,))], None, ""))
        while self.queue:
            number, body = self.queue.popleft()
            self.bodies[number] = self.translate_body(body)
        return start

    def body(self, body: Body) -> int:
        self.bodies.append(-1)
        self.queue.append((len(self.bodies) - 1, body))
        return len(self.bodies) - 1

    def translate_body(self, body: Body) -> int:
        patterns = []
        for el, chain in body.items:
            inside = el.children if el.name in ("define", "start") else [el]
            found = [self.translate(child, body.scope, chain) for child in inside]
            patterns.append(self.several("group", found, el))
        return self.several(body.combine, patterns, body.items[0][0])

    def several(self, operator: str, operands: list[int], el: Element) -> int:
        """Return a pattern of several; of one, that one (4.12)."""
        return operands[0] if len(operands) == 1 else self.add(operator, operands, el)

    def add(self, operator: str, operands: list[int], el: Element, *detail: object) -> int:
        self.raw.append(Raw(operator, tuple(operands), detail, el))
        return len(self.raw) - 1

    def translate(self, root: Element, scope: Scope | None, chain: Chain) -> int:
        """Translate a pattern with all that is in it: in reverse, so that parts come before the whole."""
        order = [root]
        for el in order:
            self.sources.count(el)
            if el.name != "grammar":
                order.extend(el.children)
        done: dict[Element, int] = {}
        for el in reversed(order):
            handler = HANDLERS.get(el.name, Simplifier.plain)
            if el.name == "grammar":
                done[el] = self.grammar(el, scope, chain)
            elif el.name in REFERENCES:
                done[el] = REFERENCES[el.name](self, el, scope, chain)
            else:
                done[el] = handler(self, el, [done[child] for child in el.children])
        return done[root]

    def grammar(self, el: Element, outer: Scope | None, chain: Chain) -> int:
        scope = Scope(outer)
        self.scopes.append(scope)
        found = components(el, self.sources, chain)
        if "" not in found:
            raise el.error("The grammar has no <start>.", "4.18")
        for name, items in found.items():
            scope.bodies[name] = self.body(Body(items, scope, combination(name, items)))
        return self.add("ref", [], el, scope.bodies[""])

    def ref(self, el: Element, scope: Scope | None, _chain: Chain) -> int:
        if scope is None:
            raise el.error(f"<{el.name}> stands outside of a grammar.", "4.18")
        if el.attributes["name"] not in scope.bodies:
            raise not_defined(el)
        return self.add("ref", [], el, scope.bodies[el.attributes["name"]])

    def parent_ref(self, el: Element, scope: Scope | None, chain: Chain) -> int:
        return self.ref(el, scope.parent if scope is not None else None, chain)

    def external_ref(self, el: Element, scope: Scope | None, chain: Chain) -> int:
        root, inner = self.sources.open(el, chain)
        key = (inner[-1], el.ns, id(scope))  # scopes are kept: their ids stay theirs
        if key not in self.external:
            self.external[key] = self.body(Body([(root, inner)], scope, ""))
        return self.add("ref", [], el, self.external[key])

    def plain(self, el: Element, operands: list[int]) -> int:
        if el.name in ("empty", "notAllowed", "text"):
            return self.add(el.name, [], el)
        if el.name in ("choice", "group", "interleave"):
            return self.several(el.name, operands, el)
        return names.name_class(el, operands, self.table)

    def one_or_more(self, el: Element, operands: list[int]) -> int:
        return self.add("oneOrMore", [self.several("group", operands, el)], el)

    def zero_or_more(self, el: Element, operands: list[int]) -> int:
        return self.add("choice", [self.one_or_more(el, operands), self.add("empty", [], el)], el)

    def optional(self, el: Element, operands: list[int]) -> int:
        return self.add("choice", [self.several("group", operands, el), self.add("empty", [], el)], el)

    def mixed(self, el: Element, operands: list[int]) -> int:
        return self.add("interleave", [self.several("group", operands, el), self.add("text", [], el)], el)

    def list_(self, el: Element, operands: list[int]) -> int:
        return self.add("list", [self.several("group", operands, el)], el)

    def except_(self, el: Element, operands: list[int]) -> int:
        return self.several("choice", operands, el)

    def element(self, el: Element, operands: list[int]) -> int:
        named, content = self.named(el, operands, el.ns)
        return self.add("element", [self.several("group", content, el)], el, named)

    def attribute(self, el: Element, operands: list[int]) -> int:
        # An attribute named by @name is in no namespace, unless it says so itself (4.8).
        named, content = self.named(el, operands, el.attributes.get("ns", ""))
        names.check_attribute(el, named, self.table)
        content = content or [self.add("text", [], el)]
        return self.add("attribute", content, el, named)

    def named(self, el: Element, operands: list[int], ns: str) -> tuple[int, list[int]]:
        if "name" not in el.attributes:
            return operands[0], operands[1:]
        name = names.expanded(el, el.attributes["name"], ns)
        return self.table.add(("name", *name), el), operands

    def param(self, _el: Element, _operands: list[int]) -> int:
        return -1

    def data(self, el: Element, operands: list[int]) -> int:
        params = tuple((child.attributes["name"], child.text) for child in el.children if child.name == "param")
        excluded = [operand for operand in operands if operand >= 0]
        _datatype(el, el.library, el.attributes["type"], params)
        return self.add("data", excluded, el, el.library, el.attributes["type"], params)

    def value(self, el: Element, _operands: list[int]) -> int:
        # Without a type the value is a token of the library of RELAX NG itself (4.4).
        kind = el.attributes.get("type")
        library, kind = (el.library, kind) if kind is not None else ("", "token")
        context = {**el.namespaces, "": el.ns}
        if _datatype(el, library, kind, ()).value(el.text, context) is None:
            raise el.error(f"{el.text!r} is not a {kind}.", "4.16")
        return self.add("value", [], el, library, kind, el.text)


def _datatype(el: Element, library: str, kind: str, params: Params) -> Datatype:
    try:
        return datatype(library, kind, params)
    except SchemaError as error:
        raise el.error(error.message, error.clause) from None


HANDLERS: Mapping[str, Callable[[Simplifier, Element, list[int]], int]] = {
    "attribute": Simplifier.attribute,
    "data": Simplifier.data,
    "element": Simplifier.element,
    "except": Simplifier.except_,
    "list": Simplifier.list_,
    "mixed": Simplifier.mixed,
    "oneOrMore": Simplifier.one_or_more,
    "optional": Simplifier.optional,
    "param": Simplifier.param,
    "value": Simplifier.value,
    "zeroOrMore": Simplifier.zero_or_more,
}
REFERENCES: Mapping[str, Callable[[Simplifier, Element, Scope | None, Chain], int]] = {
    "externalRef": Simplifier.external_ref,
    "grammar": Simplifier.grammar,
    "parentRef": Simplifier.parent_ref,
    "ref": Simplifier.ref,
}
