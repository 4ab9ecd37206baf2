"""A schema made ready to run: the rules of a phase, found by the name and the attributes of a node."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from teikit.validate.schematron import declared
from teikit.validate.schematron.environment import Environment, Lazy
from teikit.validate.schematron.errors import EvaluationError, SchematronError
from teikit.validate.schematron.expressions import NODES, Expr, Scope, Truth
from teikit.validate.schematron.model import Assertion, Let, Pattern, Rule, Schema
from teikit.validate.schematron.operations import compiled
from teikit.validate.schematron.patterns import Alternative, alternatives
from teikit.validate.schematron.syntax import Syntaxes
from teikit.validate.schematron.values import Untyped

MOST_SIGNATURES = 20_000


@dataclass(frozen=True, slots=True)
class Check:
    """An assertion; ``error``: why it cannot be run."""

    assertion: Assertion
    error: str = ""


class Ready:
    """A rule that is compiled when it first fits.

    ``checks``: its assertions, each after its test (None: it cannot be run) and what that must not give, for speed.
    ``variables``: by name, with what to evaluate.
    """

    __slots__ = (
        "_parts",
        "_wants",
        "alternatives",
        "checks",
        "index",
        "pattern",
        "pattern_index",
        "program",
        "rule",
        "scope",
        "variables",
    )

    def __init__(self, program: Program, index: int, pattern: Pattern, pattern_index: int, rule: Rule) -> None:
        self.program = program
        self.index = index
        self.pattern = pattern
        self.pattern_index = pattern_index
        self.rule = rule
        self.alternatives: list[Alternative] = []
        self.scope = program.scope
        self.checks: list[tuple[Truth | None, bool, Check]] | None = None
        self._wants: frozenset[str] | None = frozenset()
        self._parts: dict[str, Expr] = {}
        self.variables: list[tuple[str, Any]] = []

    def compile(self) -> list[tuple[Truth | None, bool, Check]]:
        self.variables, self.scope = self.program.lets(self.rule.lets, self.program.scopes[self.pattern_index], True)
        self.checks = [self._check(each) for each in self.rule.assertions]
        return self.checks

    def has_nothing_to_say(self, absent: Mapping[str, bool]) -> bool:
        """Tell whether all that it reports is about elements that a file does not have."""
        if self.checks is None:
            self.compile()
        return self._wants is not None and all(absent[tag] for tag in self._wants)

    def part(self, source: str) -> Expr:
        """Return a compiled expression of a message. Raises EvaluationError."""
        if source not in self._parts:
            self._parts[source] = self.program.expression(source, self.scope)
        return self._parts[source]

    def _check(self, assertion: Assertion) -> tuple[Truth | None, bool, Check]:
        try:
            test = self.program.expression(assertion.test, self.scope)
        except EvaluationError as error:
            self._wants = None
            return None, assertion.report, Check(assertion, str(error))
        if self._wants is not None:
            self._wants = self._wants | test.wants if assertion.report and test.wants else None
        return test.truth, assertion.report, Check(assertion)


Entry = tuple[Ready, Alternative, str]


class Program:
    """The rules of one phase of a schema, with parameters; kept and used for any number of documents.

    ``broken``: rules whose context is no pattern, with the reason.
    """

    def __init__(self, schema: Schema, scope: Scope, syntaxes: Syntaxes, phase: str, params: dict[str, str]) -> None:
        self.schema = schema
        self.syntaxes = syntaxes
        self.scope = scope
        self.broken: list[tuple[Rule, str]] = []
        chosen = schema.phases.get(phase)
        lets = [*schema.lets, *(chosen.lets if chosen else ())]
        unknown = set(params) - {let.name for let in lets}
        if unknown:
            raise SchematronError(f"The schema has no parameter {', '.join(sorted(unknown))}.")
        given = {name: Untyped(value) for name, value in params.items()}
        # Processors that make XSLT of a schema let variables of one pattern be seen in all others; the TEI's jTEI
        # schema relies on it. Within its own pattern such a variable comes before all others of the name.
        known = {let.name for let in lets}
        lets += {let.name: let for pattern in schema.patterns for let in pattern.lets if let.name not in known}.values()
        self.globals, self.scope = self.lets(tuple(lets), scope, False, given)
        self.scopes: list[Scope] = []
        self.rules: list[Ready] = []
        self.pattern_lets: list[list[tuple[str, Any]]] = []
        for pattern in schema.patterns:
            if chosen is None or pattern.id in chosen.active:
                self._add(pattern)
        self.keys = declared.keys(schema.keys, self.expression, self.scope, self._contexts)
        self.kinds = {alternative.kind for ready in self.rules for alternative in ready.alternatives}
        self._found: dict[tuple[str, ...], tuple[Entry, ...]] = {}

    def _add(self, pattern: Pattern) -> None:
        at = len(self.scopes)
        named, scope = self.lets(pattern.lets, self.scope, False, prefix=f"{at} ")
        self.scopes.append(scope)
        self.pattern_lets.append(named)
        if pattern.documents:
            self.broken += [(rule, "its pattern is for other files (@documents)") for rule in pattern.rules[:1]]
            return
        for rule in pattern.rules:
            ready = Ready(self, len(self.rules), pattern, at, rule)
            try:
                ready.alternatives = self._contexts(rule.context, scope)
            except EvaluationError as error:
                self.broken.append((rule, str(error)))
                continue
            self.rules.append(ready)

    def _contexts(self, source: str, scope: Scope) -> list[Alternative]:
        return alternatives(self.syntaxes.parse(source), scope)

    def expression(self, source: str, scope: Scope) -> Expr:
        """Return a compiled expression. Raises EvaluationError."""
        return compiled(self.syntaxes.parse(source), scope)

    def lets(
        self,
        lets: tuple[Let, ...],
        scope: Scope,
        local: bool,
        given: dict[str, Untyped] | None = None,
        prefix: str = "",
    ) -> tuple[list[tuple[str, Any]], Scope]:
        """Return what gives the variables their values, and the scope in which they are known."""
        found: list[tuple[str, Any]] = []
        for let in lets:
            make, kind = self._let(let, scope, (given or {}).get(let.name))
            found.append((let.name, make))
            kinds = {name: known for name, known in scope.kinds.items() if name != let.name}
            names = scope.local | {let.name} if local or prefix else scope.local
            scope = replace(scope, kinds={**kinds, let.name: kind} if kind else kinds, local=names)
        return found, scope

    def _let(self, let: Let, scope: Scope, given: Untyped | None) -> tuple[Callable[..., list[Any]], str]:
        if given is not None:
            return (lambda _node, _env: [given]), "any"
        if let.content is not None:
            root = let.content
            return (lambda _node, env: [env.add(root)]), NODES
        if let.value is None:
            return _failing(f"the parameter ${let.name} was not given"), "any"
        try:
            expr = self.expression(let.value, scope)
        except EvaluationError as error:
            return _failing(f"the variable ${let.name} has no value: {error}"), "any"
        return expr.items, "" if expr.kind == "foreign" else expr.kind

    def environment(self, env: Environment) -> None:
        """Give an environment the variables and keys of the schema."""
        env.globals = {name: Lazy(make, env.doc, {}) for name, make in self.globals}
        env.keys = dict(self.keys)

    def patterns_locals(self, env: Environment) -> list[dict[str, Any]]:
        """Return the variables of each pattern, which are evaluated for the document."""
        found: list[dict[str, Any]] = []
        for named in self.pattern_lets:
            locals: dict[str, Any] = {}
            locals.update((name, Lazy(make, env.doc, locals)) for name, make in named)
            found.append(locals)
        return found

    def candidates(self, signature: tuple[str, ...]) -> tuple[Entry, ...]:
        """Return the rules that may fit an element, or one of its attributes (the third part), in their order.

        ``signature``: its tag, then the names of its attributes.
        """
        found = self._found.get(signature)
        if found is None:
            found = tuple(self._candidates(str(signature[0]), [str(name) for name in signature[1:]]))
            if len(self._found) < MOST_SIGNATURES:
                self._found[signature] = found
        return found

    def _candidates(self, tag: str, names: list[str]) -> Iterator[Entry]:
        for ready in self.rules:
            for one in ready.alternatives:
                if one.kind in ("element", "node"):
                    fits = one.kind == "node" or one.fits_name(tag)
                    if fits and (one.needs is None or not one.needs.isdisjoint(names)):
                        yield ready, one, ""
                elif one.kind == "attribute" and one.fits_parent(tag):
                    for name in names:
                        if one.fits_name(name):
                            yield ready, one, name

    def others(self, kind: str) -> list[tuple[Ready, Alternative, str]]:
        """Return the rules that may fit text, a comment, a processing instruction or the document."""
        kinds = (kind,) if kind == "document" else (kind, "node")
        return [(ready, one, "") for ready in self.rules for one in ready.alternatives if one.kind in kinds]

    def sets(self, env: Environment) -> Iterator[tuple[Ready, Alternative, set[Any] | EvaluationError]]:
        """Yield the rules whose context is evaluated once, with the nodes that it finds or the error it ends in."""
        for ready in self.rules:
            for one in ready.alternatives:
                if one.found is not None:
                    try:
                        yield ready, one, one.found(env)
                    except EvaluationError as error:
                        yield ready, one, error


def _failing(why: str) -> Callable[..., list[Any]]:
    def fail(_node: Any, _env: Environment) -> list[Any]:
        raise EvaluationError(why)

    return fail
