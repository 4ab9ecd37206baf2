"""What the value of an attribute, or the content of an element, should be: datatypes and listed values in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from teikit import data
from teikit.validate.faults import listed
from teikit.validate.wording.near import FEW, meant

Datatype = tuple[str, tuple[tuple[str, str], ...]]


def expectation(values: Sequence[str], datatypes: Sequence[Datatype]) -> str:
    """Return what would be accepted, as "a number from 0 to 1, or one of high and low"; empty where it is not known."""
    parts = list(dict.fromkeys(_kinds(datatypes)))
    shown = [f'"{value}"' if value else "nothing at all" for value in values]
    if len(shown) == 1:
        parts.append(shown[0])
    elif shown:
        parts.append(f"one of {listed(shown, 12)}")
    return ", or ".join(parts)


def suggestion(value: str, values: Sequence[str]) -> tuple[str, ...]:
    """Return the listed values that one misspelt could be."""
    return meant(value.strip(), frozenset(values))


def shortlist(value: str, values: Sequence[str]) -> list[str]:
    """Return the values, those most like `value` first, where there are too many to show them all in their order."""
    if len(values) <= 2 * FEW:
        return list(values)
    near = meant(value, frozenset(values), 3)
    return [*near, *(other for other in values if other not in near)]


def _kinds(datatypes: Sequence[Datatype]) -> list[str]:
    left = {name: dict(params) for name, params in datatypes}
    words = []
    for types, pattern, said in _table():
        if types <= left.keys() and all(_fits(left[name], pattern) for name in types):
            words.append(_bounded(said, left[min(types)]) if len(types) == 1 else said)
            for name in types:
                del left[name]
    return words


@cache
def _table() -> tuple[tuple[frozenset[str], str, str], ...]:
    return tuple(
        (frozenset(row["types"].split()), row["pattern"], row["words"]) for row in data.table("validate_datatypes")
    )


def _fits(params: dict[str, str], pattern: str) -> bool:
    return pattern == "*" or params.get("pattern", "") == pattern


def _bounded(said: str, params: dict[str, str]) -> str:
    """Add the bounds of a number, or the pattern that the table does not know."""
    low, high = params.get("minInclusive"), params.get("maxInclusive")
    if low is not None and high is not None:
        return f"{said} from {low} to {high}"
    if low is not None:
        return f"{said}, {low} or more"
    if high is not None:
        return f"{said}, {high} or less"
    if said.endswith("another form") and "pattern" in params:
        return f"{said.removesuffix(' of another form')} that fits the pattern {params['pattern']}"
    return said
