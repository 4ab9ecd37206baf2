"""Literals, arithmetic and the joining of strings, compiled."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from teikit.validate.schematron.environment import Environment
from teikit.validate.schematron.errors import EvaluationError, Untranslatable
from teikit.validate.schematron.expressions import (
    ANY,
    NODES,
    NUM,
    STR,
    Expr,
    Scope,
    as_number,
    as_string,
    literal,
    scalar,
    sequence,
)
from teikit.validate.schematron.translate import translate

LONGEST_RANGE = 1_000_000


def constant(token: Any, scope: Scope) -> Expr:
    value = token.value
    if isinstance(value, str):
        return literal(STR, value)
    return literal(NUM, float(value) if scope.one else value)


def arithmetic(token: Any, scope: Scope) -> Expr:
    op = token.symbol
    if op == "*" and not len(token):
        from teikit.validate.schematron import paths

        return paths.path(token, scope)
    operands = [translate(each, scope) for each in token]
    if not scope.one and (op not in EXACT or any(each.kind not in (NODES, NUM) for each in operands)):
        raise Untranslatable(op)
    uses = frozenset[str]().union(*(each.uses for each in operands))
    numbers = [as_number(each, scope) for each in operands]
    if len(numbers) == 1:
        only, sign = numbers[0], -1 if op == "-" else 1
        return sequence(NUM, lambda node, env: _signed(sign, only(node, env)), uses)
    a, b = numbers
    calculate = INEXACT.get(op) or EXACT[op]

    def items(node: Any, env: Environment) -> list[Any]:
        x, y = a(node, env), b(node, env)
        if x is None or y is None:
            return []
        if isinstance(x, float) or isinstance(y, float):
            x, y = float(x), float(y)
        return [calculate(x, y)]

    return sequence(NUM, items, uses)


def _signed(sign: int, number: Any) -> list[Any]:
    return [] if number is None else [sign * number]


def _divide(a: float, b: float) -> float:
    if b:
        return a / b
    return math.nan if not a or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)


def _remainder(a: Any, b: Any) -> Any:
    if isinstance(a, float):
        return math.fmod(a, b) if b and not math.isinf(a) else math.nan
    if not b:
        raise EvaluationError("division by zero (FOAR0001)")
    rest = abs(a) % abs(b)
    return rest if a >= 0 else -rest


EXACT: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "mod": _remainder,
}


INEXACT: dict[str, Callable[[Any, Any], Any]] = {"div": _divide}


def concatenation(token: Any, scope: Scope) -> Expr:
    left, right = translate(token[0], scope), translate(token[1], scope)
    a, b = as_string(left, scope, True), as_string(right, scope, True)
    return scalar(STR, lambda node, env: a(node, env) + b(node, env), left.uses | right.uses)


def range_(token: Any, scope: Scope) -> Expr:
    left, right = translate(token[0], scope), translate(token[1], scope)
    a, b = left.items, right.items

    def items(node: Any, env: Environment) -> list[Any]:
        bounds = [*a(node, env)[:2], *b(node, env)[:2]]
        if len(bounds) < 2:
            return []
        if len(bounds) > 2 or not all(isinstance(each, int) for each in bounds):
            raise EvaluationError("“to” counts from one whole number to another (XPTY0004)")
        if bounds[1] - bounds[0] > LONGEST_RANGE:
            raise EvaluationError(f"a sequence of more than {LONGEST_RANGE} numbers")
        return list(range(bounds[0], bounds[1] + 1))

    return sequence(ANY, items, left.uses | right.uses)
