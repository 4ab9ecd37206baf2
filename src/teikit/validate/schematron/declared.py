"""xsl:key and xsl:function, as far as rules need them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from teikit.validate.schematron.environment import Environment
from teikit.validate.schematron.errors import EvaluationError
from teikit.validate.schematron.expressions import Expr, Scope
from teikit.validate.schematron.model import Function, Key
from teikit.validate.schematron.nodes import Doc, attributes, is_element
from teikit.validate.schematron.patterns import Alternative

DEEPEST = 60
Compile = Callable[[str, Scope], Expr]
Contexts = Callable[[str, Scope], list[Alternative]]
KeyTable = Callable[[Any, Environment], Iterator[tuple[Any, list[Any]]]]


def keys(keys: tuple[Key, ...], compile: Compile, scope: Scope, contexts: Contexts) -> dict[str, KeyTable]:
    """Return what finds the nodes of each key with their values. Several keys may share a name."""
    named: dict[str, list[Key]] = {}
    for key in keys:
        named.setdefault(key.name, []).append(key)
    return {name: _table(group, compile, scope, contexts) for name, group in named.items()}


def _table(group: list[Key], compile: Compile, scope: Scope, contexts: Contexts) -> KeyTable:
    made: list[tuple[list[Alternative], Expr]] = []

    def find(doc: Any, env: Environment) -> Iterator[tuple[Any, list[Any]]]:
        if not made:
            made.extend((contexts(key.match, scope), compile(key.use, scope)) for key in group)
        for patterns, use in made:
            for node in _matching(patterns, doc, env):
                env.current = node
                yield node, use.items(node, env)

    return find


def _matching(patterns: list[Alternative], doc: Doc, env: Environment) -> Iterator[Any]:
    kinds = {pattern.kind for pattern in patterns}
    if "set" in kinds:
        every = [pattern.found(env) for pattern in patterns if pattern.found is not None]
        yield from env.sort([node for nodes in every for node in nodes])
    plain = kinds <= {"element", "attribute"}
    for node in doc.iter("*") if plain else env.everything(doc):
        candidates = [node, *attributes(node)] if "attribute" in kinds else [node]
        for candidate in candidates:
            env.current = candidate
            if any(_fits(pattern, candidate, env) for pattern in patterns):
                yield candidate


def _fits(pattern: Alternative, node: Any, env: Environment) -> bool:
    if pattern.kind == "element" and is_element(node):
        if not pattern.fits_name(node.tag):
            return False
    elif pattern.kind == "attribute" and hasattr(node, "name"):
        if not pattern.fits_name(node.name) or not pattern.fits_parent(node.parent.tag):
            return False
    elif pattern.kind != "node":
        return False
    return pattern.match is None or pattern.match(node, env)


class Declared:
    """A function that the schema declares; its body is compiled when it is first called."""

    __slots__ = ("_body", "_lets", "compile", "function", "scope")

    def __init__(self, function: Function, compile: Compile) -> None:
        self.function = function
        self.compile = compile
        self.scope: Scope | None = None
        self._body: Expr | None = None
        self._lets: list[tuple[str, Expr]] = []

    def _prepare(self, scope: Scope) -> Expr:
        for name in self.function.params:
            scope = scope.bind(name, "any")
        for let in self.function.lets:
            expr = self.compile(let.value or "()", scope)
            self._lets.append((let.name, expr))
            scope = scope.bind(let.name, "any" if expr.kind == "foreign" else expr.kind)
        return self.compile(self.function.body or "()", scope)

    def call(self, env: Environment, arguments: list[list[Any]]) -> list[Any]:
        """Return the value for some arguments. Raises EvaluationError, also where it calls itself too often."""
        name = self.function.name.rpartition("}")[2]
        if self.function.body is None or self.scope is None:
            raise EvaluationError(f"the function {name}() is written in XSLT that is not run here")
        if env.depth >= DEEPEST:
            raise EvaluationError(f"the function {name}() calls itself too often")
        if self._body is None:
            self._body = self._prepare(self.scope)
        outer, env.depth = env.locals, env.depth + 1
        env.locals = dict(zip(self.function.params, arguments, strict=True))
        try:
            for let, expr in self._lets:
                env.locals[let] = expr.items(env.doc, env)
            return self._body.items(env.doc, env)
        finally:
            env.locals = outer
            env.depth -= 1
