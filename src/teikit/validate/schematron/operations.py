"""Which symbol of elementpath's syntax tree is compiled by which function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from teikit.validate.schematron import arithmetic, binding, comparison, functions, paths
from teikit.validate.schematron.expressions import Expr, Scope
from teikit.validate.schematron.translate import CALL, OPERATIONS, compiled


def _prefixed(token: Any, scope: Scope) -> Expr:
    if token[1].label.endswith("function"):
        return functions.call(token, scope)
    return paths.path(token, scope)


Operation = Callable[[Any, Scope], Expr]
TABLE: dict[str, Operation] = {
    **dict.fromkeys(("(string)", "(integer)", "(decimal)", "(float)"), arithmetic.constant),
    **dict.fromkeys(("and", "or"), binding.logical),
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), comparison.general),
    **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge"), comparison.value),
    **dict.fromkeys(("is", "<<", ">>"), comparison.node_comparison),
    **dict.fromkeys(("+", "-", "*", "div", "mod"), arithmetic.arithmetic),
    **dict.fromkeys(("|", "union", "intersect", "except"), binding.set_operation),
    "||": arithmetic.concatenation,
    "to": arithmetic.range_,
    ",": binding.comma,
    "(": binding.parenthesis,
    "if": binding.if_,
    "for": binding.for_,
    **dict.fromkeys(("some", "every"), binding.some),
    "let": binding.let,
    "$": binding.variable,
    ":": _prefixed,
    ".": binding.here,
    CALL: functions.call,
}
PATHS = "/ // Q{ [ @ .. (name) child parent self ancestor ancestor-or-self descendant descendant-or-self following \
following-sibling preceding preceding-sibling attribute text node comment processing-instruction element"
TABLE.update(dict.fromkeys(PATHS.split(), paths.path))
OPERATIONS.update(TABLE)

__all__ = ["OPERATIONS", "compiled"]
