"""What goes wrong with rules: a schema that is none, an expression that cannot be evaluated."""

from __future__ import annotations


class SchematronError(Exception):
    """A schema that cannot be used. ``line``: where in it, 0 where that is not known; ``href``: in which file."""

    def __init__(self, message: str, *, line: int = 0, href: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.href = href


class EvaluationError(Exception):
    """An expression that is none, or that has no value for the node at hand."""


class Untranslatable(Exception):
    """An expression, or a part of one, that is left to elementpath."""
