"""The functions of strings and of names, compiled."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from teikit.validate.schematron.environment import Environment
from teikit.validate.schematron.errors import EvaluationError, Untranslatable
from teikit.validate.schematron.expressions import (
    BOOL,
    FOCUS,
    NUM,
    STR,
    Expr,
    Scope,
    as_number,
    as_string,
    scalar,
    uses_of,
)
from teikit.validate.schematron.nodes import collapse
from teikit.validate.schematron.values import atomise, is_node, text_of

Arguments = list[Expr]


def of_strings(name: str, arguments: Arguments, scope: Scope) -> Expr:
    kind, arity, function, context = STRINGS[name]
    if not arguments and context:
        if scope.atomic:
            raise Untranslatable(name)
        return scalar(kind, lambda node, _env: function(text_of(node)), FOCUS)
    if len(arguments) != arity:
        raise Untranslatable(name)
    texts = [as_string(argument, scope) for argument in arguments]
    uses = uses_of(arguments)
    if arity == 1:
        only = texts[0]
        return scalar(kind, lambda node, env: function(only(node, env)), uses)
    if arity == 2:
        a, b = texts
        if arguments[1].literal is not None:
            constant = str(arguments[1].literal)
            return scalar(kind, lambda node, env: function(a(node, env), constant), uses)
        return scalar(kind, lambda node, env: function(a(node, env), b(node, env)), uses)
    return scalar(kind, lambda node, env: function(*[text(node, env) for text in texts]), uses)


def _translate(text: str, old: str, new: str) -> str:
    table: dict[int, str | None] = {}
    for index, char in enumerate(old):
        table.setdefault(ord(char), new[index] if index < len(new) else None)
    return text.translate(table)


def _before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


def _after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


STRINGS: dict[str, tuple[str, int, Callable[..., Any], bool]] = {
    "normalize-space": (STR, 1, collapse, True),
    "upper-case": (STR, 1, str.upper, False),
    "lower-case": (STR, 1, str.lower, False),
    "contains": (BOOL, 2, lambda text, part: part in text, False),
    "starts-with": (BOOL, 2, lambda text, part: text.startswith(part), False),
    "ends-with": (BOOL, 2, lambda text, part: text.endswith(part), False),
    "substring-before": (STR, 2, _before, False),
    "substring-after": (STR, 2, _after, False),
    "translate": (STR, 3, _translate, False),
}


def string(arguments: Arguments, scope: Scope) -> Expr:
    if arguments:
        return scalar(STR, as_string(arguments[0], scope, True), arguments[0].uses)
    return scalar(STR, lambda node, _env: text_of(node, scope.one), FOCUS)


def concat(arguments: Arguments, scope: Scope) -> Expr:
    texts = [as_string(argument, scope, True) for argument in arguments]
    return scalar(STR, lambda node, env: "".join([text(node, env) for text in texts]), uses_of(arguments))


def string_length(arguments: Arguments, scope: Scope) -> Expr:
    convert: Callable[[int], Any] = float if scope.one else int
    if not arguments:
        return scalar(NUM, lambda node, _env: convert(len(text_of(node))), FOCUS)
    text = as_string(arguments[0], scope)
    return scalar(NUM, lambda node, env: convert(len(text(node, env))), arguments[0].uses)


def rounded(number: float) -> float:
    return math.floor(number + 0.5) if math.isfinite(number) else number


def substring(arguments: Arguments, scope: Scope) -> Expr:
    text = as_string(arguments[0], scope)
    bounds = [as_number(argument, scope) for argument in arguments[1:]]

    def cut(node: Any, env: Environment) -> str:
        whole = text(node, env)
        numbers = [bound(node, env) for bound in bounds]
        if any(number is None for number in numbers):
            raise EvaluationError("substring() is given no number (XPTY0004)")
        start = rounded(float(numbers[0]))
        end = start + rounded(float(numbers[1])) if len(numbers) > 1 else math.inf
        if math.isnan(start) or math.isnan(end):
            return ""
        return whole[int(min(max(start, 1), len(whole) + 1)) - 1 : int(min(max(end, 1), len(whole) + 1)) - 1]

    return scalar(STR, cut, uses_of(arguments))


def string_join(arguments: Arguments, scope: Scope) -> Expr:
    items = arguments[0].items
    between = as_string(arguments[1], scope) if len(arguments) > 1 else (lambda _n, _e: "")
    return scalar(
        STR,
        lambda node, env: between(node, env).join(text_of(each) for each in atomise(items(node, env))),
        uses_of(arguments),
    )


def named(function: Callable[[Any], str]) -> Callable[[Arguments, Scope], Expr]:
    def make(arguments: Arguments, scope: Scope) -> Expr:
        if not arguments:
            return scalar(STR, lambda node, _env: _node_name(function, [node], scope.one), FOCUS)
        items = arguments[0].items
        return scalar(STR, lambda node, env: _node_name(function, items(node, env), scope.one), arguments[0].uses)

    return make


def _node_name(function: Callable[[Any], str], items: list[Any], one: bool) -> str:
    if not items:
        return ""
    if (len(items) > 1 and not one) or not is_node(items[0]):
        raise EvaluationError("a function that takes one node is given something else (XPTY0004)")
    return function(items[0])
