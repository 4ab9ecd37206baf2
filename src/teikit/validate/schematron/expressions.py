"""Compiled expressions, and what is known of them before they are run."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from teikit.validate.schematron import values
from teikit.validate.schematron.environment import Environment
from teikit.validate.schematron.errors import EvaluationError
from teikit.validate.schematron.values import atomise, is_number, text_of

Items = Callable[[Any, Environment], list[Any]]
Truth = Callable[[Any, Environment], bool]
One = Callable[[Any, Environment], Any]

NOTHING: frozenset[str] = frozenset()
FOCUS = frozenset({"focus"})
EVERYTHING = frozenset({"focus", "position", "current", "locals"})
NODES, BOOL, NUM, STR, STRS, ANY = "nodes", "bool", "num", "str", "strs", "any"


class Expr:
    """An expression as closures over (node at hand, environment).

    ``items`` gives the sequence, ``truth`` its effective boolean value, ``one`` the value of an expression that always
    has exactly one (kinds str and num, mostly bool). ``kind``: nodes; bool (at most one); num (at most one); str
    (exactly one); strs; any. ``uses``: what the value depends on: focus, position, current, locals, and root (the
    tree in which the node at hand stands). ``attr``: set where it is an attribute of the node at hand, by its Clark
    name. ``literal``: set where it is a literal. ``wants``: where no element of its tree has one of these tags, it is
    false; nothing where that is not known.
    """

    __slots__ = ("attr", "items", "kind", "literal", "one", "truth", "uses", "wants")

    def __init__(
        self,
        kind: str,
        uses: frozenset[str],
        items: Items,
        truth: Truth,
        one: One | None = None,
        attr: str = "",
        literal: Any = None,
        wants: frozenset[str] = NOTHING,
    ) -> None:
        self.kind = kind
        self.uses = uses
        self.items = items
        self.truth = truth
        self.one = one
        self.attr = attr
        self.literal = literal
        self.wants = wants

    @property
    def fixed(self) -> bool:
        """It has one value in a tree, wherever it is evaluated."""
        return self.uses <= {"root"}


@dataclass(frozen=True)
class Scope:
    """What an expression is compiled against.

    ``one``: by the rules of XPath 1.0. ``kinds``: the variables whose values compiled expressions can hold, with
    their kinds; ``local``: those of them that belong to the rule. ``fast``: compile at all; else all is elementpath's.
    ``atomic``: the node at hand may be no node. ``functions``: those that the schema declares, by Clark name and arity.
    """

    namespaces: dict[str, str]
    one: bool = False
    fast: bool = True
    kinds: dict[str, str] = field(default_factory=dict)
    local: frozenset[str] = frozenset()
    atomic: bool = False
    functions: dict[tuple[str, int], Any] = field(default_factory=dict)

    def bind(self, name: str, kind: str) -> Scope:
        """Return the scope with one more local variable."""
        return replace(self, kinds={**self.kinds, name: kind}, local=self.local | {name})


def scalar(kind: str, one: One, uses: frozenset[str]) -> Expr:
    """Return an expression that has exactly one value."""

    def items(node: Any, env: Environment) -> list[Any]:
        return [one(node, env)]

    if kind == BOOL:
        return Expr(kind, uses, items, one, one)
    if kind == STR:
        return Expr(kind, uses, items, lambda node, env: bool(one(node, env)), one)
    return Expr(kind, uses, items, lambda node, env: values.truth([one(node, env)]), one)


def literal(kind: str, value: Any) -> Expr:
    """Return an expression that is a constant."""
    found, holds = [value], values.truth([value])
    return Expr(kind, NOTHING, lambda _n, _e: found, lambda _n, _e: holds, lambda _n, _e: value, literal=value)


def sequence(kind: str, items: Items, uses: frozenset[str], exists: Truth | None = None) -> Expr:
    """Return an expression that has any number of values. ``exists``: a quicker way to ask whether nodes has some."""
    if kind == NODES:
        return Expr(kind, uses, items, exists or (lambda node, env: bool(items(node, env))))
    return Expr(kind, uses, items, lambda node, env: values.truth(items(node, env)))


def uses_of(exprs: list[Expr]) -> frozenset[str]:
    """Return what any of some expressions depends on."""
    return NOTHING.union(*(expr.uses for expr in exprs))


def kept(expr: Expr) -> Expr:
    """Return the expression with its value kept for each document, where it depends on nothing else."""
    if not expr.fixed or expr.literal is not None:
        return expr
    inner = expr.items

    def items(node: Any, env: Environment) -> list[Any]:
        key = (inner, env.doc_of(node) if values.is_node(node) else env.doc)
        found = env.cache.get(key)
        if found is None:
            found = env.cache[key] = inner(node, env)
        return found

    if expr.kind == NODES:
        return Expr(NODES, expr.uses, items, lambda node, env: bool(items(node, env)))
    one = (lambda node, env: items(node, env)[0]) if expr.one else None
    return Expr(expr.kind, expr.uses, items, lambda node, env: values.truth(items(node, env)), one)


def strings_of(expr: Expr) -> Callable[[Any, Environment], frozenset[str] | None]:
    """Return a closure that gives the values of a fixed expression as a set, None where not all are strings."""
    marker = object()

    def strings(node: Any, env: Environment) -> frozenset[str] | None:
        key = (marker, env.doc_of(node) if values.is_node(node) else env.doc)
        if key not in env.cache:
            found = atomise(expr.items(node, env))
            env.cache[key] = frozenset(found) if all(isinstance(each, str) for each in found) else None
        return env.cache[key]  # type: ignore[no-any-return]

    return strings


def as_string(expr: Expr, scope: Scope, any_type: bool = False) -> Callable[[Any, Environment], str]:
    """Return a closure that gives the argument of a function as one string; none is the empty string.

    ``any_type``: numbers and booleans are written out, as concat() and string() do; otherwise XPath 2.0 refuses them.
    """
    items, one, attr = expr.items, expr.one, expr.attr
    if attr:
        return lambda node, _env: node.get(attr) or ""
    if expr.kind == STR and one is not None:
        return one
    if scope.one:

        def first(node: Any, env: Environment) -> str:
            found = items(node, env)
            return text_of(found[0], True) if found else ""

        return first

    def only(node: Any, env: Environment) -> str:
        found = items(node, env)
        if not found:
            return ""
        if len(found) > 1:
            raise EvaluationError("a function that takes one string is given several (XPTY0004)")
        value = found[0]
        if isinstance(value, str):
            return value
        if not any_type and not values.is_node(value):
            raise EvaluationError("a function that takes a string is given something else (XPTY0004)")
        return text_of(value)

    return only


def as_number(expr: Expr, scope: Scope) -> Callable[[Any, Environment], Any]:
    """Return a closure that gives an operand of arithmetic: a number, or None where XPath 2.0 has an empty sequence."""
    items = expr.items
    if scope.one:

        def first(node: Any, env: Environment) -> float:
            found = items(node, env)
            return values.number(found[0], True) if found else math.nan

        return first

    def only(node: Any, env: Environment) -> Any:
        found = atomise(items(node, env))
        if not found:
            return None
        if len(found) > 1:
            raise EvaluationError("an operator that takes one number is given several (XPTY0004)")
        if isinstance(found[0], values.Untyped):
            return values.double(found[0])
        if not is_number(found[0]):
            raise EvaluationError("an operator that takes a number is given something else (XPTY0004)")
        return found[0]

    return only
