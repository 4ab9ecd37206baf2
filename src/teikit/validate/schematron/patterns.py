"""The context of a rule as an XSLT match pattern: which nodes it can fit at all, and whether it fits one.

A pattern of steps along child and attribute is matched from its last step upwards. Anything else is evaluated once for
a document, from every node of it, and a node fits that is among what is found (XSLT 2.0, section 5.5.3).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from teikit.validate.schematron.environment import Environment
from teikit.validate.schematron.errors import EvaluationError, Untranslatable
from teikit.validate.schematron.expressions import BOOL, NODES, STR, Scope
from teikit.validate.schematron.nodes import Doc, attributes
from teikit.validate.schematron.paths import applying, predicate
from teikit.validate.schematron.steps import Step, fits, name_fits, step, walk
from teikit.validate.schematron.translate import compiled

Match = Callable[[Any, Environment], bool]
MOST = 200


def any_name(_name: str) -> bool:
    """Fit every name."""
    return True


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative of a pattern.

    ``kind``: element, attribute, text, comment, pi, node (any of these), document, or set. ``fits_name``: whether the
    Clark name of an element or attribute fits; ``fits_parent``: whether that of the element of an attribute does;
    ``needs``: attributes of which the element has at least one, None where it needs none; ``above``: tags of which it
    has an ancestor each; ``top``: it is the root of its tree. ``match``: None where name and attributes say all.
    ``found``: for a set, the nodes that fit.
    """

    kind: str
    match: Match | None
    fits_name: Callable[[str], bool] = any_name
    fits_parent: Callable[[str], bool] = any_name
    needs: frozenset[str] | None = None
    found: Callable[[Environment], set[Any]] | None = None
    above: tuple[str, ...] = ()
    top: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps from the outermost to the node itself, each with what stands before it: "" , "/" or "//"."""

    steps: tuple[tuple[str, Step], ...]
    rooted: bool = False


def alternatives(token: Any, scope: Scope) -> list[Alternative]:
    """Return the alternatives of a pattern."""
    if token.symbol in ("|", "union"):
        return [*alternatives(token[0], scope), *alternatives(token[1], scope)]
    if token.symbol == "(" and len(token) == 1:
        return alternatives(token[0], scope)
    try:
        if not scope.fast:
            raise Untranslatable(token.symbol)
        return [_alternative(chain, scope) for chain in _chains(token, scope)]
    except Untranslatable:
        return [_set(token, scope)]


def _chains(token: Any, scope: Scope) -> list[Chain]:
    """Return the alternative chains of steps that a pattern stands for. Raises Untranslatable."""
    symbol = token.symbol
    if symbol in ("|", "union"):
        return [*_chains(token[0], scope), *_chains(token[1], scope)]
    if symbol == "(" and len(token) == 1:
        return _chains(token[0], scope)
    if symbol == "[" and token.label == "operator":
        return _with_predicate(token, scope)
    if symbol in ("/", "//") and token.label == "operator":
        return _joined(token, scope)
    found = step(token, scope)
    if found is None or found.axis not in ("child", "attribute", "@"):
        raise Untranslatable(symbol)
    return [Chain((("", found),))]


def _with_predicate(token: Any, scope: Scope) -> list[Chain]:
    chains = _chains(token[0], scope)
    if len(chains) > 1 or len(chains[0].steps) > 1:
        inner = token[0]
        if inner.symbol == "(" and _is_positional(token[1], scope):
            raise Untranslatable("[")
    found = []
    for chain in chains:
        between, last = chain.steps[-1]
        last = replace(last, predicates=(*last.predicates, token[1]))
        found.append(replace(chain, steps=(*chain.steps[:-1], (between, last))))
    return found


def _joined(token: Any, scope: Scope) -> list[Chain]:
    if not len(token):
        return [Chain((), rooted=True)]
    if len(token) == 1:
        rooted = token.symbol == "/"
        return [replace(chain, rooted=rooted) for chain in _chains(token[0], scope)]
    lefts, rights = _chains(token[0], scope), _chains(token[1], scope)
    if len(lefts) * len(rights) > MOST:
        raise Untranslatable("/")
    found = []
    for left, right in product(lefts, rights):
        if not left.steps or not right.steps or right.rooted:
            raise Untranslatable("/")
        (_, first), *others = right.steps
        found.append(Chain((*left.steps, (token.symbol, first), *others), left.rooted))
    return found


def _is_positional(token: Any, scope: Scope) -> bool:
    expr = predicate(token, scope)
    return "position" in expr.uses or expr.kind not in (NODES, BOOL, STR)


def _alternative(chain: Chain, scope: Scope) -> Alternative:
    if not chain.steps:
        return Alternative("document", None)
    _, last = chain.steps[-1]
    kind = last.test.kind
    match = None
    if len(chain.steps) > 1 or last.predicates or chain.rooted:
        match = _matcher(chain, len(chain.steps) - 1, scope)
    fits_name = name_fits(last.test.name) if kind in ("element", "attribute") else any_name
    if kind == "pi" and last.test.name != "*":
        match = match or _matcher(chain, 0, scope)
    needs = _needed(last, scope) if kind == "element" else None
    fits_parent: Callable[[str], bool] = any_name
    if kind == "attribute" and len(chain.steps) > 1 and chain.steps[-1][0] == "/":
        parent = chain.steps[-2][1]
        fits_parent = name_fits(parent.test.name) if parent.test.kind == "element" else fits_parent
    above = tuple(one.test.name.removeprefix("{}") for _, one in chain.steps[:-1] if _is_named(one))
    top = chain.rooted and len(chain.steps) == 1 and kind == "element"
    return Alternative(kind, match, fits_name, fits_parent, needs, above=above, top=top)


def _is_named(part: Step) -> bool:
    return part.test.kind == "element" and "*" not in part.test.name


def _matcher(chain: Chain, at: int, scope: Scope) -> Match:
    """Return the closure that matches a node with the steps up to a given one."""
    between, last = chain.steps[at]
    here = _one_step(last, scope)
    if at == 0:
        if not chain.rooted:
            return here
        return lambda node, env: node.getparent() is None and not isinstance(node, Doc) and here(node, env)
    above = _matcher(chain, at - 1, scope)
    if between == "/":

        def child(node: Any, env: Environment) -> bool:
            parent = node.getparent()
            return parent is not None and here(node, env) and above(parent, env)

        return child
    outer = chain.steps[at - 1][1]
    if _is_named(outer):
        tag = outer.test.name.removeprefix("{}")
        if at == 1 and not chain.rooted and not outer.predicates:
            return lambda node, env: here(node, env) and next(node.iterancestors(tag), None) is not None
        return lambda node, env: here(node, env) and any(above(each, env) for each in node.iterancestors(tag))
    return lambda node, env: here(node, env) and any(above(each, env) for each in node.iterancestors())


def _one_step(part: Step, scope: Scope) -> Match:
    test = fits(part.test)
    if not part.predicates:
        return lambda node, _env: test(node)
    exprs = [predicate(each, scope) for each in part.predicates]
    if any("position" in expr.uses or expr.kind not in (NODES, BOOL, STR) for expr in exprs):
        return _counted(part, [applying(expr) for expr in exprs], test)
    truths = [expr.truth for expr in exprs]
    if len(truths) == 1:
        only = truths[0]
        return lambda node, env: test(node) and only(node, env)
    return lambda node, env: test(node) and all(truth(node, env) for truth in truths)


def _counted(part: Step, applied: list[Any], test: Callable[[Any], bool]) -> Match:
    """Match where a predicate counts: the node must be left when the predicates were applied to its siblings."""
    along = walk(part.axis, part.test)

    def match(node: Any, env: Environment) -> bool:
        if not test(node):
            return False
        parent = node.getparent()
        nodes = list(along(env.doc_of(node) if parent is None else parent, env))
        for apply in applied:
            nodes = apply(nodes, env)
        return node in nodes

    return match


# --- what a predicate needs


def _needed(part: Step, scope: Scope) -> frozenset[str] | None:
    """Return attributes of which one must be there for the predicates to hold, None where there are none such."""
    known = [found for found in (_attributes(token, scope) for token in part.predicates) if found]
    return min(known, key=len) if known else None


def _attributes(token: Any, scope: Scope) -> frozenset[str] | None:
    symbol = token.symbol
    if symbol == "(" and len(token) == 1:
        return _attributes(token[0], scope)
    if symbol in ("@", "attribute"):
        found = step(token, scope)
        exact = found is not None and found.test.kind == "attribute" and "*" not in found.test.name
        return frozenset({found.test.name.removeprefix("{}")}) if found and exact else None
    if symbol in ("=", "eq", "!=", "ne"):
        return next(filter(None, (_attributes(each, scope) for each in token if _is_attribute(each))), None)
    if symbol in ("and", "or", "|", "union"):
        left, right = _attributes(token[0], scope), _attributes(token[1], scope)
        if symbol == "and":
            return min(filter(None, (left, right)), key=len, default=None)
        return left | right if left and right else None
    if symbol in ("starts-with", "contains", "ends-with") and token[1].symbol == "(string)" and token[1].value:
        text = token[0][0] if token[0].symbol == "normalize-space" and len(token[0]) else token[0]
        return _attributes(text, scope) if _is_attribute(text) else None
    return None


def _is_attribute(token: Any) -> bool:
    return token.symbol in ("@", "attribute") and not (token.symbol == "attribute" and token.label != "axis")


# --- patterns that are no chain of steps


def _set(token: Any, scope: Scope) -> Alternative:
    expr = compiled(token, scope)

    def found(env: Environment) -> set[Any]:
        every: set[Any] = set()
        if "focus" not in expr.uses:
            return set(expr.items(env.doc, env))
        for node in [env.doc, *env.everything(env.doc)]:
            env.current = node
            every.update(_nodes(expr.items(node, env)))
            for each in attributes(node) if _may_start_at_attribute(token) else ():
                every.update(_nodes(expr.items(each, env)))
        return every

    return Alternative("set", None, found=found)


def _nodes(items: list[Any]) -> list[Any]:
    if any(isinstance(item, (str, int, float)) for item in items):
        raise EvaluationError("the context of the rule finds values, not nodes")
    return items


def _may_start_at_attribute(token: Any) -> bool:
    return any(part.symbol in (".", "self", "node") for part in token.iter())
