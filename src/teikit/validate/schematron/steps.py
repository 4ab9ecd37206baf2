"""Steps of paths: axes, node tests, and the closures that walk along them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from lxml import etree

from teikit.validate.schematron.environment import Environment
from teikit.validate.schematron.errors import Untranslatable
from teikit.validate.schematron.expressions import Scope
from teikit.validate.schematron.nodes import (
    COMMENT,
    ELEMENT,
    PI,
    Attr,
    Doc,
    Text,
    all_children,
    all_descendants,
    attributes,
    is_element,
)

FN = "http://www.w3.org/2005/xpath-functions"
REVERSE = {"ancestor", "ancestor-or-self", "parent", "preceding", "preceding-sibling"}
WIDE = {"descendant", "descendant-or-self", "following", "preceding", "ancestor", "ancestor-or-self"}
AXES = "child parent self ancestor ancestor-or-self descendant descendant-or-self following following-sibling \
preceding preceding-sibling attribute @".split()
KIND_TESTS = {"text", "node", "comment", "processing-instruction", "element", "attribute"}

Walk = Callable[[Any, Environment], Iterator[Any]]


@dataclass(frozen=True, slots=True)
class Test:
    """A node test. ``kind``: element, attribute, text, comment, pi, node; ``name``: as lxml filters by it.

    {uri}local, {}local, {uri}*, {*}local or *; the target of a processing instruction.
    """

    kind: str
    name: str = "*"

    @property
    def tag(self) -> Any:
        """What lxml's iterators take to yield just these; only for element, comment and pi."""
        return {"comment": COMMENT, "pi": PI}.get(self.kind, self.name)


@dataclass(frozen=True, slots=True)
class Step:
    axis: str
    test: Test
    predicates: tuple[Any, ...] = field(default=())


NODE = Test("node")


def step(token: Any, scope: Scope) -> Step | None:
    """Return the step that a token is, None where it is another expression. Raises Untranslatable."""
    symbol, label = token.symbol, token.label
    if symbol == "..":
        return Step("parent", NODE)
    if symbol == "@":
        return Step("attribute", _test(token[0], scope, "attribute"))
    if label == "axis":
        if symbol not in AXES:
            raise Untranslatable(symbol)
        return Step(symbol, _test(token[0], scope, "attribute" if symbol == "attribute" else "element"))
    if label == "kind test":
        test = _test(token, scope, "element")
        return Step("attribute" if test.kind == "attribute" else "child", test)
    if symbol in ("(name)", "Q{", "*") and not (symbol == "*" and len(token)):
        return Step("child", _test(token, scope, "element"))
    if symbol == ":" and not token[1].label.endswith("function"):
        return Step("child", _test(token, scope, "element"))
    return None


def _test(token: Any, scope: Scope, principal: str) -> Test:
    symbol = token.symbol
    if token.label == "kind test":
        return _kind_test(token, scope)
    if symbol == "*":
        return Test(principal)
    if symbol == "(name)":
        uri = scope.namespaces.get("", "") if principal == "element" else ""
        return Test(principal, f"{{{uri}}}{token.value}")
    if symbol == "Q{":
        return Test(principal, f"{{{token[0].value}}}{token[1].value}")
    if symbol == ":":
        prefix, name = token[0].value, token[1].value
        if token[0].symbol == "*":
            return Test(principal, f"{{*}}{name}")
        return Test(principal, f"{{{scope.namespaces[prefix]}}}{name}")
    raise Untranslatable(symbol)


def _kind_test(token: Any, scope: Scope) -> Test:
    symbol = token.symbol
    if symbol not in KIND_TESTS or len(token) > 1:
        raise Untranslatable(symbol)
    if symbol in ("element", "attribute"):
        return _test(token[0], scope, symbol) if len(token) else Test(symbol)
    if symbol == "processing-instruction":
        return Test("pi", str(token[0].value) if len(token) else "*")
    return Test(symbol)


def tag_of(node: Any) -> Any:
    """Return the tag of an element, or the function of lxml that stands for comments and the like."""
    return node.tag if isinstance(node, ELEMENT) else None


def fits(test: Test) -> Callable[[Any], bool]:
    """Return whether a node passes a test, as a closure."""
    if test.kind == "node":
        return lambda _node: True
    if test.kind == "text":
        return lambda node: isinstance(node, Text)
    if test.kind == "comment":
        return lambda node: tag_of(node) is COMMENT
    if test.kind == "pi":
        target = test.name
        return lambda node: tag_of(node) is PI and target in ("*", node.target)
    if test.kind == "attribute":
        named = name_fits(test.name)
        return lambda node: isinstance(node, Attr) and named(node.name)
    if "*" not in test.name:
        tag = test.name.removeprefix("{}")
        return lambda node: node.tag == tag
    named = name_fits(test.name)
    return lambda node: is_element(node) and named(node.tag)


def name_fits(pattern: str) -> Callable[[str], bool]:
    """Return whether a Clark name fits a name with or without wildcard."""
    if pattern == "*":
        return lambda _name: True
    if pattern.startswith("{*}"):
        local = pattern[3:]
        return lambda name: name.rpartition("}")[2] == local
    if pattern.endswith("}*"):
        uri = pattern[:-1]
        return lambda name: name.startswith(uri) if uri != "{}" else not name.startswith("{")
    exact = pattern.removeprefix("{}")
    return lambda name: name == exact


def walk(axis: str, test: Test) -> Walk:
    """Return the closure that yields the nodes of an axis that pass a test, in the order of the axis."""
    if axis in ("attribute", "@"):
        return _attribute(test)
    if axis == "self":
        here = fits(test)
        return lambda node, _env: iter((node,)) if here(node) else iter(())
    if axis == "parent":
        return _parent(test)
    if test.kind in ("text", "node", "attribute"):
        return _mixed(axis, test)
    if test.kind == "pi" and test.name != "*":
        every, named = walk(axis, Test("pi")), fits(test)
        return lambda node, env: filter(named, every(node, env))
    return _elements(axis, test)


def _attribute(test: Test) -> Walk:
    if test.kind not in ("attribute", "node"):
        return lambda _node, _env: iter(())
    if "*" in test.name:
        named = name_fits(test.name)
        return lambda node, _env: (each for each in attributes(node) if named(each.name))
    name = test.name.removeprefix("{}")

    def one(node: Any, _env: Environment) -> Iterator[Any]:
        value = node.get(name)
        return iter(()) if value is None else iter((Attr(node, name, value),))

    return one


def _parent(test: Test) -> Walk:
    here = fits(test)

    def parent(node: Any, env: Environment) -> Iterator[Any]:
        found = node.getparent()
        if found is None and not isinstance(node, Doc):
            found = env.doc_of(node)
        return iter((found,)) if found is not None and here(found) else iter(())

    return parent


def _elements(axis: str, test: Test) -> Walk:
    """Walk where lxml's own iterators do the filtering."""
    tag, here = test.tag, fits(test)
    table: dict[str, Walk] = {
        "child": lambda node, _env: node.iterchildren(tag),
        "descendant": lambda node, _env: node.iterdescendants(tag),
        "descendant-or-self": lambda node, _env: node.iter(tag) if not _is_leaf(node) else iter(()),
        "ancestor": lambda node, _env: node.iterancestors(tag),
        "ancestor-or-self": lambda node, _env: (
            chain((node,), node.iterancestors(tag)) if here(node) else node.iterancestors(tag)
        ),
        "following-sibling": lambda node, _env: node.itersiblings(tag),
        "preceding-sibling": lambda node, _env: node.itersiblings(tag, preceding=True),
        "following": lambda node, env: env.after(node, tag),
        "preceding": lambda node, env: env.before(node, tag),
    }
    return table[axis]


def _is_leaf(node: Any) -> bool:
    return isinstance(node, (Attr, Text))


def _mixed(axis: str, test: Test) -> Walk:
    """Walk where text may be among the nodes."""
    here = fits(test)
    table: dict[str, Callable[[Any, Environment], Any]] = {
        "child": lambda node, _env: all_children(node),
        "descendant": lambda node, _env: all_descendants(node),
        "descendant-or-self": lambda node, _env: chain((node,), all_descendants(node)),
        "ancestor": _ancestors,
        "ancestor-or-self": lambda node, env: chain((node,), _ancestors(node, env)),
        "following-sibling": lambda node, env: _siblings(node, env, False),
        "preceding-sibling": lambda node, env: _siblings(node, env, True),
        "following": lambda node, env: _far(node, env, False),
        "preceding": lambda node, env: _far(node, env, True),
    }
    every = table[axis]
    if test.kind == "node":
        return lambda node, env: iter(every(node, env))
    return lambda node, env: filter(here, every(node, env))


def _ancestors(node: Any, env: Environment) -> Iterator[Any]:
    if not isinstance(node, Doc):
        yield from node.iterancestors()
        yield env.doc_of(node)


def _siblings(node: Any, env: Environment, before: bool) -> Iterator[Any]:
    if isinstance(node, (Attr, Doc)):
        return
    parent = node.getparent()
    every = list(all_children(env.doc_of(node) if parent is None else parent))
    at = every.index(node)
    yield from reversed(every[:at]) if before else every[at + 1 :]


def _far(node: Any, env: Environment, before: bool) -> Iterator[Any]:
    """Yield the following or the preceding axis, text included."""
    if isinstance(node, Doc):
        return
    place = env.order(node)
    above = set(_ancestors(node, env))
    inside = set(all_descendants(node)) if isinstance(node, etree._Element) else set()
    every = env.everything(node)
    for each in reversed(every) if before else every:
        if each in above or each in inside or each == node:
            continue
        if (env.order(each) < place) is before:
            yield each
