"""Of many names that would be right, the few that were probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from teikit import data

FEW = 6


@lru_cache(1024)
def meant(name: str, names: frozenset[str], most: int = 2) -> tuple[str, ...]:
    """Return the names that a misspelt one could be, likeliest first: they differ in capitals only, or by little."""
    folded = sorted(other for other in names if other.casefold() == name.casefold() and other != name)
    if folded:
        return tuple(folded[:most])
    capitals: dict[str, str] = {}
    for other in sorted(names):
        capitals.setdefault(other.casefold(), other)
    near = get_close_matches(name.casefold(), capitals, most, cutoff=0.75)
    return tuple(capitals[other] for other in near if capitals[other] != name)


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Return all names: first those like `name`, then those that most files use, then the others by the alphabet."""
    return list(_nearest(name, frozenset(names)))


@lru_cache(256)
def _nearest(name: str, every: frozenset[str]) -> tuple[str, ...]:
    near = meant(name, every, 3) if name else ()
    common = data.lines("validate_common_elements")
    rank = {other: at for at, other in enumerate([*near, *(one for one in common if one not in near)])}
    return tuple(sorted(every, key=lambda one: (rank.get(one, len(rank)), one.casefold(), one)))


def specific(names: Iterable[str]) -> list[str]:
    """Return names of attributes: first those that few elements have, then those of nearly all, the commonest first."""
    rank = {name: at for at, name in enumerate(data.lines("validate_common_attributes"))}
    return sorted(names, key=lambda name: (rank.get(name, -1), name.casefold(), name))
