"""Values of attributes and of elements that hold data: what a datatype or a literal accepts, remembered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from teikit.validate.relaxng.grammar import Grammar
from teikit.validate.relaxng.patterns import Pattern, Type

if TYPE_CHECKING:
    from collections.abc import Sequence

Context = Mapping[str, str] | None
"""The namespaces in scope, by prefix ("" for the default one), where a datatype of the grammar needs them."""

BLANK = " \t\r\n"
MOST_VALUES = 2_000
"""How many values are remembered for a pattern, so that a file of a million different ones takes no more memory."""

LONGEST_VALUE = 200
"""Longer ones are not remembered."""

_WORDS = re.compile(f"[{BLANK}]+")


def words(text: str) -> list[str]:
    """Return the tokens of a list (section 6.2.9): only XML's white space separates them."""
    return [word for word in _WORDS.split(text) if word]


def is_blank(text: str) -> bool:
    return not text.strip(BLANK)


def type_of(pattern: Pattern) -> Type:
    """Return the datatype of a ``data`` or ``value`` pattern."""
    if pattern.type is None:
        from teikit.validate.relaxng.datatypes import datatype

        node = pattern.node
        params = cast("tuple[tuple[str, str], ...]", node[3]) if pattern.op == "data" else ()
        pattern.type = cast(Type, datatype(cast(str, node[1]), cast(str, node[2]), params))
    return pattern.type


def accepts(pattern: Pattern, text: str, context: Context) -> bool:
    """Tell whether the datatype or the literal of a pattern accepts a value, the ``except`` of the data left out."""
    known = type_of(pattern)
    if pattern.op == "data":
        return known.allows(text, context)
    return known.equal(cast(str, pattern.node[3]), _schema_context(pattern.node), text, context)


def _schema_context(node: Sequence[object]) -> dict[str, str]:
    return {"": cast(str, node[4]), **dict(cast("tuple[tuple[str, str], ...]", node[5]))}


def is_any(pattern: Pattern) -> bool:
    """Tell whether an attribute value pattern surely takes every value."""
    if pattern.op == "choice":
        return any(is_any(kid) for kid in pattern.kids)
    if pattern.op == "data":
        return pattern.node[2] in ("string", "token", "normalizedString") and not pattern.node[3] and not pattern.kids
    return pattern.op == "text"


def needs_context(pattern: Pattern) -> bool:
    """Tell whether whether a value fits depends on the namespaces in scope."""
    if pattern.op in ("data", "value") and type_of(pattern).needs_context:
        return True
    return any(needs_context(kid) for kid in pattern.kids)


def schema_needs_context(grammar: Grammar) -> bool:
    """Tell whether a datatype of a grammar depends on the namespaces in scope."""
    from teikit.validate.relaxng.datatypes import datatype

    used = {(node[1], node[2]) for node in grammar.nodes if node[0] in ("data", "value")}
    return any(datatype(cast(str, library), cast(str, name), ()).needs_context for library, name in used)


def id_type(pattern: Pattern) -> str | None:
    """Return "ID", "IDREF" or "IDREFS" for the value pattern of an attribute that is one."""
    if pattern.op == "list":
        return "IDREFS" if any(id_type(kid) in ("IDREF", "IDREFS") for kid in _inside(pattern)) else None
    return (type_of(pattern).id_type or None) if pattern.op in ("data", "value") else None


def _inside(pattern: Pattern) -> list[Pattern]:
    return [pattern.kids[0]] + [kid for part in pattern.kids for kid in part.kids]


class Allowed(set[str]):
    """Values known to fit a pattern. ``role``: ID, IDREF or IDREFS, whose every use is looked at, so none is kept.

    ``is_id``: it takes every name that is not an ID yet.
    """

    __slots__ = ("is_id", "keeps", "pattern", "role")

    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern
        self.role = id_type(pattern)
        self.is_id = self.role == "ID" and pattern.op == "data" and not pattern.node[3] and not pattern.kids
        self.keeps = self.role is None and not needs_context(pattern)

    __hash__ = object.__hash__  # type: ignore[assignment]

    def note(self, value: str) -> None:
        """Remember a value that fits."""
        if self.keeps and len(value) <= LONGEST_VALUE:
            if len(self) >= MOST_VALUES:
                self.clear()
            self.add(value)
