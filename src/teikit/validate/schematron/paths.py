"""Paths and predicates, compiled.

What depends on the tree alone is evaluated once for a document. A search for the nodes whose key has a value that the
predicate does not look for in them (``//tei:person[@xml:id = substring(current()/@ref, 2)]``) goes through an index.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any

from teikit.validate.schematron import values
from teikit.validate.schematron.environment import Environment
from teikit.validate.schematron.errors import Untranslatable
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
    sequence,
)
from teikit.validate.schematron.indexed import far, search
from teikit.validate.schematron.steps import NODE, REVERSE, Step, Test, step, walk
from teikit.validate.schematron.translate import condition, translate

Select = Callable[[Any, Environment], list[Any]]
Apply = Callable[[list[Any], Environment], list[Any]]
ROOT = Step("root", NODE)
DESCENDANTS = Step("descendant-or-self", NODE)
Part = Step | Expr


def path(token: Any, scope: Scope) -> Expr:
    """Return the compiled path that a token is. Raises Untranslatable."""
    parts = _shortened(_parts(token, scope), scope)
    if scope.atomic and isinstance(parts[0], Step):
        raise Untranslatable(token.symbol)
    return _chain(parts, scope)


def _parts(token: Any, scope: Scope) -> list[Part]:
    """Return the steps of a path; those that are other expressions compiled."""
    symbol = token.symbol
    if symbol in ("/", "//") and token.label == "operator":
        between = [DESCENDANTS] if symbol == "//" else []
        if len(token) == 2:
            return [*_parts(token[0], scope), *between, *_later(token[1], scope)]
        return [ROOT, *between, *(_later(token[0], scope) if len(token) else [])]
    if symbol == "[":
        base = _parts(token[0], scope) if token[0].symbol in ("[",) else _single(token[0], scope)
        last = base[-1]
        if isinstance(last, Step) and len(base) == 1:
            return [replace(last, predicates=(*last.predicates, token[1]))]
        return [_filtered(_chain(base, scope), token[1], scope)]
    return _single(token, scope)


def _later(token: Any, scope: Scope) -> list[Part]:
    return _parts(token, replace(scope, atomic=False))


def _single(token: Any, scope: Scope) -> list[Part]:
    found = step(token, scope)
    if found is not None:
        return [found]
    if token.symbol in ("/", "//"):
        return [_chain(_shortened(_parts(token, scope), scope), scope)]
    return [translate(token, scope)]


def _shortened(parts: list[Part], scope: Scope) -> list[Part]:
    """Return the steps with "//" joined to the step behind it where that means the same."""
    found: list[Part] = []
    for part in parts:
        if found and found[-1] == DESCENDANTS and isinstance(part, Step):
            if part.axis == "child" and not any(_positional(each, scope) for each in part.predicates):
                found[-1] = replace(part, axis="descendant")
                continue
            if part.axis in ("child", "attribute"):
                found[-1] = Step("descendant-or-self", Test("node" if part.axis == "child" else "element"))
        found.append(part)
    return found


def _positional(token: Any, scope: Scope) -> bool:
    expr = predicate(token, scope)
    return "position" in expr.uses or expr.kind not in (NODES, BOOL, STR)


def predicate(token: Any, scope: Scope) -> Expr:
    """Return a compiled predicate over nodes."""
    return condition(token, replace(scope, atomic=False))


def _chain(parts: list[Part], scope: Scope) -> Expr:
    """Return the expression that steps make one after the other."""
    first, rest = parts[0], parts[1:]
    if isinstance(first, Expr):
        if not rest:
            return first
        if first.kind != NODES:
            raise Untranslatable("/")
        expr = first
    elif first is ROOT:
        expr = sequence(NODES, lambda node, env: [env.doc_of(node)], frozenset({"root"}), lambda _n, _e: True)
    else:
        expr = _first_step(first, scope)
    wants = expr.wants
    for index, part in enumerate(rest):
        if isinstance(part, Step):
            expr = kept(_after(expr, part, scope))
        elif part.kind == NODES and "position" not in part.uses:
            expr = kept(_then(expr, part))
        elif index == len(rest) - 1:
            expr = kept(_mapped(expr, part))
        else:
            raise Untranslatable("/")
    if expr.kind == NODES:
        expr.wants = wants
    return expr


def _first_step(part: Step, scope: Scope) -> Expr:
    select, uses = selection(part, scope)
    reverse = part.axis in REVERSE
    uses = uses - {"focus", "position", "root"} | FOCUS
    test = part.test
    if part.axis == "attribute" and test.kind == "attribute" and "*" not in test.name and not part.predicates:
        name = test.name.removeprefix("{}")
        return Expr(NODES, uses, select, lambda node, _env: node.get(name) is not None, attr=name)
    exists = existence(part, scope)
    wants = frozenset({test.name.removeprefix("{}")}) if test.kind == "element" and "*" not in test.name else NOTHING
    if reverse:
        return Expr(NODES, uses, lambda node, env: select(node, env)[::-1], exists, wants=wants)
    return Expr(NODES, uses, select, exists, wants=wants)


def _after(expr: Expr, part: Step, scope: Scope) -> Expr:
    """Return a path with one more step."""
    indexed = search(expr, part, scope, predicate, selection)
    if indexed is not None:
        return indexed
    select, uses = selection(part, scope)
    exists, before = existence(part, scope), expr.items
    uses = expr.uses | (uses - {"focus", "position", "root"})
    reverse = part.axis in REVERSE

    def items(node: Any, env: Environment) -> list[Any]:
        nodes = before(node, env)
        if len(nodes) == 1:
            found = select(nodes[0], env)
            return found[::-1] if reverse else found
        found = [each for one in nodes for each in select(one, env)]
        return found if part.axis in ("attribute", "self") else env.sort(found)

    def some(node: Any, env: Environment) -> bool:
        return any(exists(each, env) for each in before(node, env))

    return sequence(NODES, items, uses, some)


def _then(expr: Expr, part: Expr) -> Expr:
    """Return a path whose next step is another expression that gives nodes."""
    before, call = expr.items, part.items
    return sequence(
        NODES,
        lambda node, env: env.sort([each for one in before(node, env) for each in call(one, env)]),
        expr.uses | (part.uses - {"focus", "root"}),
    )


def _mapped(expr: Expr, part: Expr) -> Expr:
    """Return a path whose last step gives values, one or more for each node."""
    if "position" in part.uses:
        raise Untranslatable("/")
    before, call = expr.items, part.items

    def items(node: Any, env: Environment) -> list[Any]:
        return [each for one in before(node, env) for each in call(one, env)]

    kind = STRS if part.kind in (STR, STRS) else ANY
    uses = expr.uses | (part.uses - {"focus", "root"})
    return Expr(kind, uses, items, lambda node, env: values.truth(items(node, env)))


# --- steps


def selection(part: Step, scope: Scope) -> tuple[Select, frozenset[str]]:
    """Return the closure that gives the nodes of a step in the order of its axis, and what its predicates use."""
    along = walk(part.axis, part.test)
    if not part.predicates:
        return (lambda node, env: list(along(node, env))), frozenset()
    first = part.predicates[0]
    exprs = [predicate(each, scope) for each in part.predicates]
    uses = frozenset[str]().union(*(each.uses for each in exprs))
    applied = [applying(each) for each in exprs]
    nth = exprs[0].literal if first.symbol == "(integer)" else None

    def select(node: Any, env: Environment) -> list[Any]:
        if nth is not None:
            nodes = list(islice(along(node, env), max(int(nth) - 1, 0), int(nth)))
        else:
            nodes = applied[0](list(along(node, env)), env)
        for apply in applied[1:]:
            nodes = apply(nodes, env)
        return nodes

    return far(part, scope, select) or select, uses


def existence(part: Step, scope: Scope) -> Callable[[Any, Environment], bool]:
    """Return the closure that tells whether a step finds anything, and looks no further than to the first."""
    along = walk(part.axis, part.test)
    test = part.test
    if not part.predicates and part.axis == "ancestor" and test.kind == "element" and "*" not in test.name:
        tag = test.name.removeprefix("{}")
        return lambda node, env: not env.absent[tag] and next(node.iterancestors(tag), None) is not None
    if not part.predicates:
        return lambda node, env: next(along(node, env), None) is not None
    if any(_positional(each, scope) for each in part.predicates) or far(part, scope, lambda _n, _e: []) is not None:
        select, _ = selection(part, scope)
        return lambda node, env: bool(select(node, env))
    tests = [predicate(each, scope).truth for each in part.predicates]
    if len(tests) == 1:
        holds = tests[0]
        return lambda node, env: any(holds(each, env) for each in along(node, env))
    return lambda node, env: any(all(test(each, env) for test in tests) for each in along(node, env))


def applying(expr: Expr) -> Apply:
    """Return the closure that keeps the items for which a predicate holds."""
    truth, items = expr.truth, expr.items
    if "position" not in expr.uses and expr.kind in (NODES, BOOL, STR):
        return lambda nodes, env: [node for node in nodes if truth(node, env)]

    def numbered(nodes: list[Any], env: Environment) -> list[Any]:
        outer = env.pos, env.size
        kept_nodes = []
        env.size = len(nodes)
        try:
            for index, node in enumerate(nodes, 1):
                env.pos, env.size = index, len(nodes)
                found = items(node, env)
                if len(found) == 1 and values.is_number(found[0]):
                    if found[0] == index:
                        kept_nodes.append(node)
                elif values.truth(found):
                    kept_nodes.append(node)
        finally:
            env.pos, env.size = outer
        return kept_nodes

    if expr.kind == "foreign":
        return lambda nodes, env: _foreign(expr, nodes, env)
    return numbered


def _foreign(expr: Expr, nodes: list[Any], env: Environment) -> list[Any]:
    """Keep the items for which a predicate holds that elementpath evaluates: its values may be none of ours."""
    outer = env.pos, env.size
    found = []
    try:
        for index, node in enumerate(nodes, 1):
            env.pos, env.size = index, len(nodes)
            result = expr.items(node, env)
            number = result[0] if len(result) == 1 and values.is_number(result[0]) else None
            if expr.truth(node, env) if number is None else number == index:
                found.append(node)
    finally:
        env.pos, env.size = outer
    return found


def _filtered(base: Expr, token: Any, scope: Scope) -> Expr:
    """Return an expression with a predicate: "(…)[…]", "$x[…]", "key(…)[…]"."""
    atomic = base.kind != NODES
    test = condition(token, replace(scope, atomic=atomic or (scope.atomic and base.kind == ANY)))
    apply, items = applying(test), base.items
    uses = base.uses | (test.uses - {"focus", "position", "root"})
    kind = {STR: STRS, BOOL: ANY, "num": ANY}.get(base.kind, base.kind)
    if base.kind == "foreign":
        raise Untranslatable("[")
    if kind == NODES:
        return sequence(NODES, lambda node, env: apply(items(node, env), env), uses)

    def found(node: Any, env: Environment) -> list[Any]:
        return apply(items(node, env), env)

    return Expr(kind, uses, found, lambda node, env: values.truth(found(node, env)))
