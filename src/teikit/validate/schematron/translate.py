"""From elementpath's syntax tree to compiled expressions: operators, variables, and what is left to elementpath.

The parts of an expression that are not compiled raise `Untranslatable`; where only true or false is wanted (operands
of "and", "or", not(), predicates, conditions) such a part is evaluated by elementpath alone, elsewhere the whole is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from teikit.validate.schematron import slow
from teikit.validate.schematron.errors import Untranslatable
from teikit.validate.schematron.expressions import (
    EVERYTHING,
    Expr,
    Scope,
)


def compiled(token: Any, scope: Scope) -> Expr:
    """Return an expression for a token, whoever evaluates it."""
    try:
        return translate(token, scope)
    except Untranslatable:
        return left_to_elementpath(token)


def left_to_elementpath(token: Any) -> Expr:
    """Return an expression that elementpath evaluates."""
    names = slow.variables(token)  # and nothing of elementpath's, until a document needs the value
    return Expr(
        "foreign",
        EVERYTHING,
        lambda node, env: slow.evaluate(token.token(), names, node, env),
        lambda node, env: slow.evaluate_truth(token.token(), names, node, env),
    )


def condition(token: Any, scope: Scope) -> Expr:
    """Return an expression of which only the effective boolean value counts."""
    return compiled(token, scope)


def translate(token: Any, scope: Scope) -> Expr:
    """Return a compiled expression. Raises Untranslatable."""
    if not scope.fast:
        raise Untranslatable(token.symbol)
    make = OPERATIONS.get(token.symbol)
    if make is None or token.label == "array":
        make = OPERATIONS[CALL]
    return make(token, scope)


CALL = "()"
"""Under which name the table has what compiles calls of functions."""

OPERATIONS: dict[str, Callable[[Any, Scope], Expr]] = {}
"""What compiles a token, by its symbol: filled by ``operations``, whose functions all come back to `translate`."""
