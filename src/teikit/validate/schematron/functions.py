"""The functions of XPath that are compiled, and calls of those that XSLT adds or the schema declares."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from teikit.validate.schematron import strings, values, xslt
from teikit.validate.schematron.environment import Environment
from teikit.validate.schematron.errors import EvaluationError, Untranslatable
from teikit.validate.schematron.expressions import (
    ANY,
    BOOL,
    FOCUS,
    NODES,
    NOTHING,
    NUM,
    STR,
    STRS,
    Expr,
    Scope,
    as_number,
    kept,
    literal,
    scalar,
    sequence,
    uses_of,
)
from teikit.validate.schematron.nodes import local_name, namespace, qualified_name
from teikit.validate.schematron.steps import FN, step
from teikit.validate.schematron.translate import compiled, translate
from teikit.validate.schematron.values import atomise

Arguments = list[Expr]


XS = "http://www.w3.org/2001/XMLSchema"


def call(token: Any, scope: Scope) -> Expr:
    """Return a compiled call of a function. Raises Untranslatable for one that is not in the tables."""
    if token.symbol == ":" and len(token) == 2:
        declared = scope.functions.get((str(token[1].name), len(token[1])))
        if declared is not None:
            return _declared(declared, [translate(each, scope) for each in token[1]])
        if token[1].namespace == XS and token[1].symbol in values.CASTS and len(token[1]) == 1:
            return _cast(token[1], scope)
        if token[1].namespace != FN:
            raise Untranslatable(token.value)
        token = token[1]
    name = token.symbol
    if not token.label.endswith("function") or token.namespace not in (FN, None):
        raise Untranslatable(name)
    if name in ("not", "boolean"):
        return _boolean(token, scope)
    arguments = [translate(each, scope) for each in token]
    if name == "count" and len(arguments) == 1:
        counted = _counted_before(token[0], scope)
        if counted is not None:
            return counted
    if any(argument.kind == "foreign" for argument in arguments):
        raise Untranslatable(name)
    if name in TABLE:
        return TABLE[name](arguments, scope)
    if name in strings.STRINGS:
        return strings.of_strings(name, arguments, scope)
    if name in xslt.FUNCTIONS:
        return _of_xslt(name, arguments, scope)
    raise Untranslatable(name)


def _boolean(token: Any, scope: Scope) -> Expr:
    inner = compiled(token[0], scope)
    truth = inner.truth
    if token.symbol == "boolean":
        return scalar(BOOL, truth, inner.uses)
    return scalar(BOOL, lambda node, env: not truth(node, env), inner.uses)


def _cast(token: Any, scope: Scope) -> Expr:
    """Return a call of xs:integer(), xs:double() or xs:string()."""
    only, cast = translate(token[0], scope), values.CASTS[token.symbol]
    if only.kind in ("foreign", ANY):
        raise Untranslatable(token.symbol)
    items = only.items

    def converted(node: Any, env: Environment) -> list[Any]:
        found = atomise(items(node, env))
        if len(found) > 1:
            raise EvaluationError(f"xs:{token.symbol}() is given several values (XPTY0004)")
        return [cast(found[0])] if found else []

    return sequence(STRS if token.symbol == "string" else NUM, converted, only.uses)


def _declared(function: Any, arguments: Arguments) -> Expr:
    calls = [argument.items for argument in arguments]

    def items(node: Any, env: Environment) -> list[Any]:
        return function.call(env, [each(node, env) for each in calls])  # type: ignore[no-any-return]

    return Expr(ANY, uses_of(arguments), items, lambda node, env: values.truth(items(node, env)))


# --- functions that need more than strings


def _number(arguments: Arguments, scope: Scope) -> Expr:
    if not arguments:
        return scalar(NUM, lambda node, _env: values.number(node, scope.one), FOCUS)
    items, one = arguments[0].items, scope.one

    def number(node: Any, env: Environment) -> float:
        found = items(node, env)
        if len(found) > 1 and not one:
            raise EvaluationError("number() is given several values (XPTY0004)")
        return values.number(found[0], one) if found else math.nan

    return scalar(NUM, number, arguments[0].uses)


def _count(arguments: Arguments, scope: Scope) -> Expr:
    items = kept(arguments[0]).items
    if scope.one:
        return scalar(NUM, lambda node, env: float(len(items(node, env))), arguments[0].uses)
    return scalar(NUM, lambda node, env: len(items(node, env)), arguments[0].uses)


def _counted_before(token: Any, scope: Scope) -> Expr | None:
    """Return a count of what precedes that does not count them one by one each time, None for anything else."""
    part = step(token, scope)
    if part is None or part.axis not in ("preceding-sibling", "preceding") or part.predicates:
        return None
    if part.test.kind != "element" or scope.atomic:
        return None
    tag = part.test.tag
    convert: Callable[[int], Any] = float if scope.one else int
    if part.axis == "preceding":
        return scalar(NUM, lambda node, env: convert(env.number_before(node, tag)), FOCUS)
    return scalar(NUM, lambda node, env: convert(env.siblings_before(node, tag)), FOCUS)


def _sum(arguments: Arguments, scope: Scope) -> Expr:
    if not scope.one or len(arguments) > 1:
        raise Untranslatable("sum")
    items = arguments[0].items
    return scalar(
        NUM, lambda node, env: sum(values.number(each, True) for each in items(node, env)), uses_of(arguments)
    )


def _round(function: Callable[[float], float]) -> Callable[[Arguments, Scope], Expr]:
    def make(arguments: Arguments, scope: Scope) -> Expr:
        if not scope.one or len(arguments) > 1:
            raise Untranslatable("round")
        number = as_number(arguments[0], scope)

        def rounded(node: Any, env: Environment) -> float:
            found = float(number(node, env))
            return float(function(found)) if math.isfinite(found) else found

        return scalar(NUM, rounded, arguments[0].uses)

    return make


def _exists(wanted: bool) -> Callable[[Arguments, Scope], Expr]:
    def make(arguments: Arguments, _scope: Scope) -> Expr:
        only = arguments[0]
        items = only.items
        if only.kind == NODES:
            some = only.truth
            return scalar(BOOL, lambda node, env: some(node, env) is wanted, only.uses)
        return scalar(BOOL, lambda node, env: bool(items(node, env)) is wanted, only.uses)

    return make


def _position(which: str) -> Callable[[Arguments, Scope], Expr]:
    def make(_arguments: Arguments, scope: Scope) -> Expr:
        convert: Callable[[int], Any] = float if scope.one else int
        if which == "last":
            return scalar(NUM, lambda _node, env: convert(env.size), frozenset({"position"}))
        return scalar(NUM, lambda _node, env: convert(env.pos), frozenset({"position"}))

    return make


def _distinct(arguments: Arguments, _scope: Scope) -> Expr:
    if len(arguments) > 1:
        raise Untranslatable("distinct-values")
    items = arguments[0].items

    def distinct(node: Any, env: Environment) -> list[Any]:
        found = atomise(items(node, env))
        if not all(isinstance(each, str) for each in found):
            return [each for index, each in enumerate(found) if not any(_same(each, one) for one in found[:index])]
        return list({str(each): each for each in reversed(found)}.values())[::-1]

    return sequence(STRS if arguments[0].kind in (NODES, STRS, STR) else ANY, distinct, arguments[0].uses)


def _same(a: Any, b: Any) -> bool:
    return isinstance(a, str) == isinstance(b, str) and isinstance(a, bool) == isinstance(b, bool) and bool(a == b)


def _constant(value: bool) -> Callable[[Arguments, Scope], Expr]:
    return lambda _arguments, _scope: literal(BOOL, value)


def _data(arguments: Arguments, _scope: Scope) -> Expr:
    if not arguments:
        raise Untranslatable("data")
    items = arguments[0].items
    kind = STRS if arguments[0].kind in (NODES, STR, STRS) else ANY
    return sequence(kind, lambda node, env: atomise(items(node, env)), arguments[0].uses)


TABLE: dict[str, Callable[[Arguments, Scope], Expr]] = {
    "true": _constant(True),
    "false": _constant(False),
    "string": strings.string,
    "concat": strings.concat,
    "string-length": strings.string_length,
    "substring": strings.substring,
    "number": _number,
    "count": _count,
    "sum": _sum,
    "floor": _round(math.floor),
    "ceiling": _round(math.ceil),
    "round": _round(strings.rounded),
    "exists": _exists(True),
    "empty": _exists(False),
    "name": strings.named(qualified_name),
    "local-name": strings.named(local_name),
    "namespace-uri": strings.named(namespace),
    "position": _position("position"),
    "last": _position("last"),
    "string-join": strings.string_join,
    "distinct-values": _distinct,
    "data": _data,
}


# --- functions of XSLT

KINDS = {
    "current": NODES,
    "key": NODES,
    "id": NODES,
    "doc": NODES,
    "document": NODES,
    "root": NODES,
    "generate-id": STR,
    "system-property": STR,
    "matches": BOOL,
    "lang": BOOL,
    "replace": STR,
    "tokenize": STRS,
}


def _of_xslt(name: str, arguments: Arguments, scope: Scope) -> Expr:
    least, most = xslt.ARITY[name]
    if not least <= len(arguments) <= most:
        raise Untranslatable(name)
    if name == "current":
        return sequence(NODES, lambda _node, env: [env.current], frozenset({"current"}), lambda _n, _e: True)
    function, calls = xslt.FUNCTIONS[name], [argument.items for argument in arguments]
    if name == "lang" and scope.atomic:
        raise Untranslatable(name)
    uses = uses_of(arguments) | (frozenset({"root"}) if name in ("key", "id", "doc", "document") else NOTHING)
    if not arguments or name == "lang":
        uses |= FOCUS

    def items(node: Any, env: Environment) -> list[Any]:
        return function(env, node, *[each(node, env) for each in calls])

    kind = KINDS.get(name, ANY)
    if kind in (STR, BOOL):
        return scalar(kind, lambda node, env: items(node, env)[0], uses)
    return sequence(kind, items, uses)
