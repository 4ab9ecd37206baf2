"""A schema with what was compiled of it, for each phase and set of parameters that was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from teikit import data
from teikit.validate.schematron import slow
from teikit.validate.schematron.declared import Declared
from teikit.validate.schematron.environment import Resolve
from teikit.validate.schematron.errors import EvaluationError, SchematronError
from teikit.validate.schematron.expressions import Expr, Scope
from teikit.validate.schematron.model import Schema
from teikit.validate.schematron.operations import compiled
from teikit.validate.schematron.program import Program
from teikit.validate.schematron.syntax import Syntaxes

MOST_PROGRAMS = 16


class Rules:
    """A Schematron schema, ready to be run. ``phases``: the names of its phases."""

    def __init__(
        self,
        schema: Schema,
        base: str = "",
        resolve: Resolve | None = None,
        *,
        fast: bool = True,
        directory: Path | None = None,
    ) -> None:
        self.schema = schema
        self.base = base
        self.resolve = resolve
        functions = {(one.name, len(one.params)): Declared(one, self._compile) for one in schema.functions}

        def make() -> Any:
            from teikit.validate.schematron.parser import parser

            made = parser(schema.namespaces)
            for declared in functions.values():
                slow.declare(made, schema.namespaces, declared.function, declared)
            return made

        about = [schema.namespaces, sorted(functions)]
        self._syntaxes = Syntaxes(make, about, [*_expressions(schema), *_others(schema)], directory)
        self._scope = Scope(schema.namespaces, _is_xpath_1(schema, self._syntaxes), fast, functions=functions)
        for function in functions.values():
            function.scope = self._scope
        self._programs: dict[Any, Program] = {}
        if schema.default_phase not in ("", "#ALL", "#DEFAULT", *schema.phases):
            raise SchematronError(f"The default phase “{schema.default_phase}” does not exist in the schema.")

    def _compile(self, source: str, scope: Scope) -> Expr:
        return compiled(self._syntaxes.parse(source), scope)

    @property
    def phases(self) -> tuple[str, ...]:
        return tuple(self.schema.phases)

    def program(self, phase: str, params: dict[str, str]) -> Program:
        """Return what runs the rules of a phase. Raises SchematronError."""
        if phase in ("", "#DEFAULT"):
            phase = self.schema.default_phase or "#ALL"
        if phase not in ("#ALL", *self.schema.phases):
            known = f"it has {', '.join(self.phases)}" if self.phases else "it has none"
            raise SchematronError(f"The schema has no phase “{phase}”: {known}.")
        key = (phase, tuple(sorted(params.items())))
        if key not in self._programs:
            if len(self._programs) >= MOST_PROGRAMS:
                self._programs.clear()
            self._programs[key] = Program(self.schema, self._scope, self._syntaxes, phase, params)
        return self._programs[key]


def _is_xpath_1(schema: Schema, syntaxes: Syntaxes) -> bool:
    """Tell whether expressions are read by the rules of XPath 1.0. Raises SchematronError for an unknown language.

    Where no language is declared the standard says XSLT 1.0; but the rules that the TEI puts into its RELAX NG do not
    declare theirs and are XPath 2.0. So without a declaration it is 1.0 only if every expression can be read so.
    """
    if schema.binding:
        for row in data.table("validate_schematron_bindings"):
            if row["binding"] == schema.binding:
                return row["xpath"] == "1"
        raise SchematronError(f"The rules are written in “{schema.binding}”, a query language that is not known here.")
    if schema.functions:
        return False
    symbols = data.words("validate_schematron_xpath1")
    return all(_only(source, syntaxes, symbols) for source in _expressions(schema))


def _only(source: str, syntaxes: Syntaxes, symbols: frozenset[str]) -> bool:
    try:
        token = syntaxes.parse(source)
    except EvaluationError:
        return True  # says nothing; what is wrong with it is told when it is run
    parts = list(token.iter())
    if any(part.symbol == "(" and len(part) != 1 for part in parts):
        return False
    return all(part.symbol in symbols for part in parts)


def _expressions(schema: Schema) -> list[str]:
    found = [let.value for let in schema.lets if let.value]
    for pattern in schema.patterns:
        found += [let.value for let in pattern.lets if let.value]
        for rule in pattern.rules:
            found += [rule.context, *(let.value for let in rule.lets if let.value)]
            for assertion in rule.assertions:
                found += [assertion.test, *(part[1] for part in assertion.message if not isinstance(part, str))]
    return found


def _others(schema: Schema) -> list[str]:
    """Return the expressions that do not count when the version of XPath is looked for, but are evaluated."""
    found = [let.value for phase in schema.phases.values() for let in phase.lets if let.value]
    found += [source for key in schema.keys for source in (key.match, key.use)]
    for function in schema.functions:
        found += [function.body or "()", *(let.value or "()" for let in function.lets)]
    for rule in (rule for pattern in schema.patterns for rule in pattern.rules):
        for assertion in rule.assertions:
            found += filter(None, (assertion.subject, rule.subject))
            found += [part[1] for parts in assertion.diagnostics for part in parts if not isinstance(part, str)]
    return found
