"""Comparisons, compiled: of sequences ("="), of single values ("eq") and of nodes ("is")."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from teikit.validate.schematron import values
from teikit.validate.schematron.environment import Environment
from teikit.validate.schematron.errors import EvaluationError, Untranslatable
from teikit.validate.schematron.expressions import (
    BOOL,
    NODES,
    STR,
    STRS,
    Expr,
    Scope,
    as_string,
    kept,
    scalar,
    strings_of,
)
from teikit.validate.schematron.translate import translate
from teikit.validate.schematron.values import OPERATORS, atomise


def general(token: Any, scope: Scope) -> Expr:
    op = token.symbol
    left, right = translate(token[0], scope), translate(token[1], scope)
    uses = left.uses | right.uses
    quick = _attribute_and_literal(op, left, right, scope)
    if quick is not None:
        return scalar(BOOL, quick, uses)
    if op == "=":
        for far, other in ((0, right), (1, left)):
            searched = _far_attribute(token[far], other, scope)
            if searched is not None:
                return scalar(BOOL, searched, uses)
    left, right = kept(left), kept(right)
    a, b = left.items, right.items
    if scope.one:
        return scalar(BOOL, lambda node, env: values.general_1(op, a(node, env), b(node, env)), uses)
    for fixed, other in ((left, right), (right, left)):
        if op == "=" and fixed.fixed and fixed.kind in (NODES, STRS) and fixed.items is not other.items:
            return scalar(BOOL, _among(fixed, other), uses)

    def compare(node: Any, env: Environment) -> bool:
        lefts = a(node, env)
        return bool(lefts) and _any_pair(op, atomise(lefts), atomise(b(node, env)))

    return scalar(BOOL, compare, uses)


def _far_attribute(token: Any, other: Expr, scope: Scope) -> Callable[..., bool] | None:
    """Return a quick way to tell whether nodes far off have an attribute of a value ("preceding::p/@n = @n")."""
    from teikit.validate.schematron import indexed, steps

    if token.symbol != "/" or len(token) != 2 or not (other.attr or other.kind == STR):
        return None
    try:
        part, last = steps.step(token[0], scope), steps.step(token[1], scope)
    except Untranslatable:
        return None
    if part is None or last is None or part.axis not in indexed.FAR or last.axis != "attribute":
        return None
    key = translate(token[1], scope)
    if not key.attr or part.test.kind != "element":
        return None
    along, name, value = steps.walk(part.axis, part.test), key.attr, as_string(other, scope)

    def long_way(node: Any, env: Environment) -> list[Any]:
        wanted = value(node, env)
        return [each for each in along(node, env) if each.get(name) == wanted][:1]

    search = indexed.lookup(part, key, other, long_way)
    return lambda node, env: bool(other.items(node, env)) and bool(search(node, env))


def _any_pair(op: str, lefts: list[Any], rights: list[Any]) -> bool:
    if op == "=" and len(lefts) + len(rights) > 8 and all(isinstance(each, str) for each in (*lefts, *rights)):
        return not {str(each) for each in lefts}.isdisjoint(str(each) for each in rights)
    return any(values.general(op, one, other) for one in lefts for other in rights)


def _attribute_and_literal(op: str, left: Expr, right: Expr, scope: Scope) -> Callable[..., bool] | None:
    """Return a quick comparison of an attribute with a literal string, None where it is something else."""
    if right.attr and left.literal is not None and op in ("=", "!=", "eq", "ne"):
        left, right = right, left
    name, value = left.attr, right.literal
    if not name or not isinstance(value, str) or (scope.one and op not in ("=", "!=")):
        return None
    if op in ("=", "eq"):
        return lambda node, _env: node.get(name) == value
    compare = OPERATORS[op]

    def test(node: Any, _env: Environment) -> bool:
        found = node.get(name)
        return found is not None and compare(found, value)

    return test


def _among(fixed: Expr, other: Expr) -> Callable[..., bool]:
    strings, items, every = strings_of(fixed), other.items, fixed.items

    def test(node: Any, env: Environment) -> bool:
        found = atomise(items(node, env))
        known = strings(node, env)
        if known is not None and all(isinstance(each, str) for each in found):
            return any(each in known for each in found)
        return _any_pair("=", found, atomise(every(node, env)))

    return test


def value(token: Any, scope: Scope) -> Expr:
    op = token.symbol
    left, right = translate(token[0], scope), translate(token[1], scope)
    uses = left.uses | right.uses
    quick = _attribute_and_literal(op, left, right, scope)
    a, b = kept(left).items, kept(right).items

    def items(node: Any, env: Environment) -> list[Any]:
        lefts, rights = atomise(a(node, env)), atomise(b(node, env))
        if len(lefts) > 1 or len(rights) > 1:
            raise EvaluationError(f"“{op}” compares single values, and there are several (XPTY0004)")
        return [values.value(op, lefts[0], rights[0])] if lefts and rights else []

    return Expr(BOOL, uses, items, quick or (lambda node, env: bool(items(node, env) == [True])))


def node_comparison(token: Any, scope: Scope) -> Expr:
    op = token.symbol
    left, right = translate(token[0], scope), translate(token[1], scope)
    if left.kind != NODES or right.kind != NODES:
        raise Untranslatable(op)
    a, b = left.items, right.items
    test: Callable[[Any, Any], bool] = {"<<": operator.lt, ">>": operator.gt}.get(op, operator.eq)

    def items(node: Any, env: Environment) -> list[Any]:
        lefts, rights = a(node, env), b(node, env)
        if len(lefts) > 1 or len(rights) > 1:
            raise EvaluationError(f"“{op}” compares single nodes, and there are several (XPTY0004)")
        return [test(env.order(lefts[0]), env.order(rights[0]))] if lefts and rights else []

    return Expr(BOOL, left.uses | right.uses, items, lambda node, env: bool(items(node, env) == [True]))
