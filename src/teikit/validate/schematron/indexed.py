"""Searches through a whole document for a value, answered from an index that is made once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from teikit.validate.schematron.environment import Environment
from teikit.validate.schematron.errors import Untranslatable
from teikit.validate.schematron.expressions import BOOL, NODES, STR, Expr, Scope, sequence
from teikit.validate.schematron.nodes import ELEMENT
from teikit.validate.schematron.steps import Step
from teikit.validate.schematron.translate import translate
from teikit.validate.schematron.values import atomise

FAR = ("following", "preceding", "following-sibling", "preceding-sibling")
Select = Callable[[Any, Environment], list[Any]]
FEW = 8
Index = dict[str, list[Any]] | None


def _key_and_value(token: Any, scope: Scope) -> tuple[Expr, Expr, str] | None:
    """Return what is looked at in the nodes, what it must equal, and the operator; None where it is not so simple."""
    if token.symbol not in ("=", "eq"):
        return None
    inner = replace(scope, atomic=False)
    try:
        left, right = translate(token[0], inner), translate(token[1], inner)
    except Untranslatable:
        return None
    for key, sought in ((left, right), (right, left)):
        single = key.attr or key.kind == STR
        if token.symbol == "eq" and not single:
            continue
        if key.uses == {"focus"} and key.kind in (NODES, STR) and not sought.uses & {"focus", "position", "root"}:
            return key, sought, token.symbol
    return None


def search(
    expr: Expr,
    part: Step,
    scope: Scope,
    predicate: Callable[[Any, Scope], Expr],
    selection: Callable[[Step, Scope], tuple[Select, frozenset[str]]],
) -> Expr | None:
    """Return a path with a further step through an index; None where none would help."""
    if not part.predicates or not expr.fixed or part.axis not in ("child", "descendant", "descendant-or-self"):
        return None
    pair = _key_and_value(part.predicates[0], scope)
    rest = [predicate(each, scope) for each in part.predicates[1:]]
    if pair is None or any("position" in each.uses or each.kind not in (NODES, BOOL, STR) for each in rest):
        return None
    key, sought, _ = pair
    every, _ = selection(replace(part, predicates=()), scope)
    plain, _ = selection(replace(part, predicates=part.predicates[:1]), scope)
    before, wanted = expr.items, sought.items
    marker = object()

    def candidates(node: Any, env: Environment) -> list[Any]:
        return env.sort([each for one in before(node, env) for each in every(one, env)])

    def items(node: Any, env: Environment) -> list[Any]:
        index = _index(marker, key, candidates, node, env)
        strings = atomise(wanted(node, env))
        if index is None or len(strings) > 1 or not all(isinstance(each, str) for each in strings):
            found = env.sort([each for one in before(node, env) for each in plain(one, env)])
        else:
            found = index.get(strings[0], []) if strings else []
        for test in rest:
            found = [each for each in found if test.truth(each, env)]
        return found

    uses = expr.uses | sought.uses.union(*(each.uses - {"focus", "root"} for each in rest))
    return sequence(NODES, items, uses)


def _index(marker: object, key: Expr, candidates: Select, node: Any, env: Environment) -> Index:
    where = (marker, env.doc_of(node))
    if where not in env.cache:
        table: dict[str, list[Any]] = {}
        for each in candidates(node, env):
            for text in dict.fromkeys(map(str, atomise(key.items(each, env)))):
                table.setdefault(text, []).append(each)
        env.cache[where] = table
    return env.cache[where]  # type: ignore[no-any-return]


def far(part: Step, scope: Scope, select: Select) -> Select | None:
    """Return a closure for "following" or "preceding" by a value, None where an index would not help."""
    siblings = part.axis.endswith("-sibling")
    if (
        not (siblings or part.axis in ("following", "preceding"))
        or part.test.kind != "element"
        or len(part.predicates) != 1
    ):
        return None
    pair = _key_and_value(part.predicates[0], scope)
    if pair is None:
        return None
    key, sought, _ = pair
    return lookup(part, key, sought, select)


def _sibling(part: Step, key: Expr, sought: Expr, select: Select) -> Select:
    """Return a closure for siblings before or after whose key has the sought value: an index for each parent."""
    tag, marker, wanted = part.test.tag, object(), sought.items
    before = part.axis.startswith("preceding")

    def found(node: Any, env: Environment) -> list[Any]:
        parent = node.getparent()
        # Of a handful, looking at each is quicker; attributes and text have no place among the children.
        if not isinstance(node, ELEMENT) or parent is None or len(parent) <= FEW:
            return list(select(node, env))
        strings = atomise(wanted(node, env))
        where = (marker, parent)
        if where not in env.cache:
            env.cache[where] = _places(parent, tag, key, env)
        table, places = env.cache[where]
        if len(strings) != 1 or not isinstance(strings[0], str) or node not in places:
            return list(select(node, env))
        near, here = table.get(strings[0], ((), ())), places[node]
        if before:
            return list(reversed(near[1][: bisect_left(near[0], here)]))
        return list(near[1][bisect_right(near[0], here) :])

    return found


def _places(parent: Any, tag: Any, key: Expr, env: Environment) -> tuple[dict[str, Any], dict[Any, int]]:
    """Return the children of a tag by the value of their key, with their numbers; and the number of every child."""
    places = {each: at for at, each in enumerate(parent)}
    table: dict[str, tuple[list[int], list[Any]]] = {}
    for each in parent.iterchildren(tag):
        for text in dict.fromkeys(map(str, atomise(key.items(each, env)))):
            numbers, elements = table.setdefault(text, ([], []))
            numbers.append(places[each])
            elements.append(each)
    return table, places


def lookup(part: Step, key: Expr, sought: Expr, select: Select) -> Select:
    """Return a closure for the nodes of a far axis whose key has the sought value. ``select``: the long way."""
    if part.axis.endswith("-sibling"):
        return _sibling(part, key, sought, select)
    tag, marker, wanted = part.test.tag, object(), sought.items

    def found(node: Any, env: Environment) -> list[Any]:
        index = _index(marker, key, lambda each, env: env.tagged(each, tag)[0], node, env)
        strings = atomise(wanted(node, env))
        if index is None or len(strings) > 1 or not all(isinstance(each, str) for each in strings):
            return list(select(node, env))
        near = index.get(strings[0], []) if strings else []
        if not near:
            return near
        if part.axis.startswith("following"):
            start = env.first_after(node)
            return [each for each in near if env.place(each) >= start]
        above = set(node.iterancestors())
        here = env.order(node)
        return [each for each in reversed(near) if env.order(each) < here and each not in above]

    return found
