"""Items and sequences: the values of XPath, their comparison and their conversion, in both versions of the language.

A sequence is a list; its items are nodes (see ``nodes``) or atomic values: ``str`` is xs:string, ``Untyped`` what an
attribute or an element without a schema holds, ``float`` xs:double, ``int`` xs:integer, ``Decimal``, ``bool``.
In XPath 1.0 a number is always a float, and Untyped does not exist.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from teikit.validate.schematron.errors import EvaluationError
from teikit.validate.schematron.nodes import ELEMENT, Leaf, string_value

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
NUMBERS = (int, float, Decimal)
_DOUBLE = re.compile(r"[ \t\r\n]*(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF|NaN)[ \t\r\n]*")
_INTEGER = re.compile(r"[ \t\r\n]*[+-]?[0-9]{1,4000}[ \t\r\n]*")
_NUMBER_1 = re.compile(r"[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*")


class Untyped(str):
    """xs:untypedAtomic."""

    __slots__ = ()


def is_node(item: Any) -> bool:
    """Tell a node from an atomic value."""
    return isinstance(item, (ELEMENT, Leaf))


def atomise(items: list[Any]) -> list[Any]:
    """Return the typed values of a sequence."""
    return [Untyped(string_value(item)) if is_node(item) else item for item in items]


def truth(items: list[Any]) -> bool:
    """Return the effective boolean value. Raises EvaluationError where there is none."""
    if not items:
        return False
    first = items[0]
    if is_node(first):
        return True
    if len(items) > 1:
        raise EvaluationError("a sequence of several values is neither true nor false")
    if isinstance(first, float):
        return bool(first) and not math.isnan(first)
    if isinstance(first, (bool, str, int, Decimal)):
        return bool(first)
    raise EvaluationError("the value is neither true nor false")


def is_number(item: Any) -> bool:
    """Tell whether an atomic value is a number; true and false are none."""
    return isinstance(item, NUMBERS) and not isinstance(item, bool)


def double(text: str) -> float:
    """Cast a string to xs:double. Raises EvaluationError."""
    if not _DOUBLE.fullmatch(text):
        raise EvaluationError(f"“{text}” is not a number")
    return float(text.strip().replace("INF", "inf"))


def number(item: Any, one: bool = False) -> float:
    """Return what number() gives: NaN for what is no number. ``one``: as XPath 1.0 reads numbers."""
    if is_node(item):
        item = string_value(item)
    if isinstance(item, str):
        fits = (_NUMBER_1 if one else _DOUBLE).fullmatch(item)
        return float(item.strip().replace("INF", "inf")) if fits else math.nan
    if isinstance(item, NUMBERS):
        return float(item)
    return math.nan


def _boolean(text: str) -> bool:
    word = text.strip(" \t\r\n")
    if word not in ("true", "false", "0", "1"):
        raise EvaluationError(f"“{text}” is neither true nor false")
    return word in ("true", "1")


def _pair(a: Any, b: Any) -> tuple[Any, Any]:
    """Return two atomic values made comparable. Raises EvaluationError where they are not."""
    if isinstance(a, str) and isinstance(b, str):
        return str(a), str(b)
    if is_number(a) and is_number(b):
        return (float(a), float(b)) if isinstance(a, float) or isinstance(b, float) else (a, b)
    if isinstance(a, bool) and isinstance(b, bool):
        return a, b
    raise EvaluationError(f"{_kind(a)} and {_kind(b)} cannot be compared")


def _kind(item: Any) -> str:
    if isinstance(item, bool):
        return "a boolean"
    return "a string" if isinstance(item, str) else "a number" if isinstance(item, NUMBERS) else type(item).__name__


def general(op: str, a: Any, b: Any) -> bool:
    """Compare two atomic values as "=" and its kin do in XPath 2.0 and later."""
    for one, other in ((a, b), (b, a)):
        if isinstance(one, Untyped):
            if is_number(other):
                converted: Any = double(one)
            elif isinstance(other, bool):
                converted = _boolean(one)
            else:
                converted = str(one)
            a, b = (converted, b) if one is a else (a, converted)
    return OPERATORS[op](*_pair(a, b))


def value(op: str, a: Any, b: Any) -> bool:
    """Compare two atomic values as "eq" and its kin do: what is untyped is a string."""
    return OPERATORS[op](*_pair(a, b))


def general_1(op: str, left: list[Any], right: list[Any]) -> bool:
    """Compare as XPath 1.0 does (section 3.4). A node-set is a list of nodes, anything else a list of one value."""
    nodes_left, nodes_right = _is_nodes(left), _is_nodes(right)
    for one, nodes in ((left, nodes_right), (right, nodes_left)):
        if nodes and len(one) == 1 and isinstance(one[0], bool):
            return _compare_1(op, truth(left), truth(right))
    if not (nodes_left or nodes_right):
        return _compare_1(op, left[0], right[0])
    values_left = [string_value(item) if is_node(item) else item for item in left]
    values_right = [string_value(item) if is_node(item) else item for item in right]
    return any(_compare_1(op, a, b) for a in values_left for b in values_right)


def _is_nodes(items: list[Any]) -> bool:
    return not items or is_node(items[0])


def _compare_1(op: str, a: Any, b: Any) -> bool:
    if op in ("=", "!="):
        if isinstance(a, bool) or isinstance(b, bool):
            a, b = truth([a]), truth([b])
        elif is_number(a) or is_number(b):
            a, b = number(a, True), number(b, True)
    else:
        a, b = number(a, True), number(b, True)
    return OPERATORS[op](a, b)


def text_of(item: Any, one: bool = False) -> str:
    """Return an item as string() gives it. ``one``: as XPath 1.0 writes numbers."""
    if is_node(item):
        return string_value(item)
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, float):
        return _float_1(item) if one else _float(item)
    if isinstance(item, Decimal):
        text = format(item, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(item)


def _float(number: float) -> str:
    """Write an xs:double (XPath functions, 17.1.2)."""
    if math.isnan(number) or math.isinf(number):
        return "NaN" if math.isnan(number) else "INF" if number > 0 else "-INF"
    if number == 0:
        return "-0" if math.copysign(1, number) < 0 else "0"
    if 1e-6 <= abs(number) < 1e6:
        return text_of(Decimal(repr(number)))
    mantissa, _, exponent = format(Decimal(repr(number)).normalize(), "E").partition("E")
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}E{int(exponent)}"


def _float_1(number: float) -> str:
    """Write a number as XPath 1.0 does (section 4.2)."""
    if math.isnan(number) or math.isinf(number):
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
    return text_of(Decimal(repr(number))) if number else "0"


def _integer(item: Any) -> int:
    if isinstance(item, str):
        if not _INTEGER.fullmatch(item):
            raise EvaluationError(f"“{item}” is not a whole number (FORG0001)")
        return int(item)
    if isinstance(item, float) and not math.isfinite(item):
        raise EvaluationError(f"{_float(item)} is not a whole number (FOCA0002)")
    return int(item)


def _to_double(item: Any) -> float:
    return double(item) if isinstance(item, str) else float(item)


CASTS: dict[str, Callable[[Any], Any]] = {"integer": _integer, "double": _to_double, "string": text_of}
