"""Variables, conditions, and expressions that put sequences together, compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from teikit.validate.schematron import values
from teikit.validate.schematron.environment import Environment
from teikit.validate.schematron.errors import EvaluationError, Untranslatable
from teikit.validate.schematron.expressions import (
    ANY,
    BOOL,
    FOCUS,
    NODES,
    NOTHING,
    STR,
    STRS,
    Expr,
    Scope,
    kept,
    scalar,
    sequence,
)
from teikit.validate.schematron.translate import condition, translate


def logical(token: Any, scope: Scope) -> Expr:
    left, right = condition(token[0], scope), condition(token[1], scope)
    a, b = left.truth, right.truth
    if token.symbol == "and":
        expr = scalar(BOOL, lambda node, env: a(node, env) and b(node, env), left.uses | right.uses)
        expr.wants = left.wants or right.wants
        return expr
    expr = scalar(BOOL, lambda node, env: a(node, env) or b(node, env), left.uses | right.uses)
    expr.wants = left.wants | right.wants if left.wants and right.wants else NOTHING
    return expr


def comma(token: Any, scope: Scope) -> Expr:
    parts = [translate(each, scope) for each in token]
    kinds = {part.kind for part in parts}
    kind = NODES if kinds == {NODES} else STRS if kinds <= {STR, STRS} else ANY
    calls = [part.items for part in parts]
    return _plain(
        kind if kind != NODES else ANY,
        lambda node, env: [item for call in calls for item in call(node, env)],
        frozenset[str]().union(*(part.uses for part in parts)),
    )


def _plain(kind: str, items: Callable[[Any, Environment], list[Any]], uses: frozenset[str]) -> Expr:
    return Expr(kind, uses, items, lambda node, env: values.truth(items(node, env)))


def parenthesis(token: Any, scope: Scope) -> Expr:
    return translate(token[0], scope) if len(token) else _plain(ANY, lambda _n, _e: [], NOTHING)


def if_(token: Any, scope: Scope) -> Expr:
    test, yes, no = condition(token[0], scope), translate(token[1], scope), translate(token[2], scope)
    holds, a, b = test.truth, yes, no
    kind = yes.kind if yes.kind == no.kind else ANY
    uses = test.uses | yes.uses | no.uses

    def items(node: Any, env: Environment) -> list[Any]:
        return (a if holds(node, env) else b).items(node, env)

    def truth(node: Any, env: Environment) -> bool:
        return (a if holds(node, env) else b).truth(node, env)

    one = (lambda node, env: items(node, env)[0]) if yes.one and no.one and kind == yes.kind else None
    return Expr(kind, uses, items, truth, one)


def _bindings(token: Any, scope: Scope, single: bool = True) -> tuple[list[tuple[str, Expr]], Expr]:
    """Return the variables that an expression binds, with what they range over, and the expression in their scope."""
    found = []
    parts = list(token)
    for name, source in zip(parts[0:-1:2], parts[1:-1:2], strict=True):
        expr = translate(source, scope)
        found.append((str(name[0].value), expr))
        item = {STRS: STR}.get(expr.kind, expr.kind) if single else expr.kind
        scope = scope.bind(str(name[0].value), item)
    return found, translate(parts[-1], scope)


def _bound(bindings: list[tuple[str, Expr]], body: Expr) -> frozenset[str]:
    """Return what an expression that binds variables depends on. Its own variables count, to be on the safe side."""
    return body.uses.union(*(expr.uses for _, expr in bindings))


def _each(bindings: list[tuple[str, Expr]], node: Any, env: Environment) -> Any:
    """Yield once for each combination of values, with the variables set."""
    if not bindings:
        yield
        return
    (name, source), rest = bindings[0], bindings[1:]
    outer = env.locals
    try:
        for item in source.items(node, env):
            env.locals = {**outer, name: [item]}
            yield from _each(rest, node, env)
            env.locals = outer
    finally:
        env.locals = outer


def for_(token: Any, scope: Scope) -> Expr:
    bindings, body = _bindings(token, scope)
    call = body.items

    def items(node: Any, env: Environment) -> list[Any]:
        return [item for _ in _each(bindings, node, env) for item in call(node, env)]

    kind = {STR: STRS, STRS: STRS}.get(body.kind, ANY)
    return _plain(kind, items, _bound(bindings, body))


def some(token: Any, scope: Scope) -> Expr:
    bindings, body = _bindings(token, scope)
    holds, every = body.truth, token.symbol == "every"

    def truth(node: Any, env: Environment) -> bool:
        rounds = _each(bindings, node, env)
        found = any(holds(node, env) is not every for _ in rounds)
        rounds.close()
        return found is not every

    return scalar(BOOL, truth, _bound(bindings, body))


def let(token: Any, scope: Scope) -> Expr:
    bindings, body = _bindings(token, scope, single=False)

    def items(node: Any, env: Environment) -> list[Any]:
        outer = env.locals
        try:
            for name, source in bindings:
                env.locals = {**env.locals, name: source.items(node, env)}
            return body.items(node, env)
        finally:
            env.locals = outer

    return _plain(body.kind if body.kind != NODES else ANY, items, _bound(bindings, body))


def variable(token: Any, scope: Scope) -> Expr:
    name = str(token[0].value)
    kind = scope.kinds.get(name)
    if kind is None:
        raise Untranslatable(name)
    local = name in scope.local

    def items(_node: Any, env: Environment) -> list[Any]:
        held = env.locals[name] if local else env.globals[name]
        return held if isinstance(held, list) else held.get(env)

    uses = frozenset({"locals"}) if local else NOTHING
    one = (lambda node, env: items(node, env)[0]) if kind == STR else None
    return Expr(kind, uses, items, lambda node, env: values.truth(items(node, env)), one)


def here(_token: Any, _scope: Scope) -> Expr:
    one: Callable[[Any, Environment], Any] = lambda node, _env: node  # noqa: E731
    if _scope.atomic:
        return _plain(ANY, lambda node, _env: [node], FOCUS)
    return Expr(NODES, FOCUS, lambda node, _env: [node], lambda _n, _e: True, one)


def _only_nodes(expr: Expr) -> Callable[[Any, Environment], list[Any]]:
    items = expr.items
    if expr.kind == NODES:
        return items

    def checked(node: Any, env: Environment) -> list[Any]:
        found = items(node, env)
        if not all(values.is_node(item) for item in found):
            raise EvaluationError("nodes are expected, and there are values (XPTY0004)")
        return found

    return checked


def set_operation(token: Any, scope: Scope) -> Expr:
    left, right = translate(token[0], scope), translate(token[1], scope)
    if left.kind not in (NODES, ANY) or right.kind not in (NODES, ANY):
        raise Untranslatable(token.symbol)
    a, b = _only_nodes(kept(left)), _only_nodes(kept(right))
    uses = left.uses | right.uses
    if token.symbol in ("|", "union"):
        found, other = left.truth, right.truth
        if left.kind != NODES or right.kind != NODES:
            return sequence(NODES, lambda node, env: env.sort([*a(node, env), *b(node, env)]), uses)
        expr = sequence(
            NODES,
            lambda node, env: env.sort([*a(node, env), *b(node, env)]),
            uses,
            lambda node, env: found(node, env) or other(node, env),
        )
        expr.wants = left.wants | right.wants if left.wants and right.wants else NOTHING
        return expr
    keep = token.symbol == "intersect"

    def items(node: Any, env: Environment) -> list[Any]:
        among = set(b(node, env))
        return env.sort([item for item in a(node, env) if (item in among) is keep])

    return sequence(NODES, items, uses)
