"""What could stand at a place in the content of an element, by its model in the XML Schema."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any

from teikit.validate.xsd.types import Name, split

_MOST = 50
"""Places of one document that are looked into exactly; it costs a walk through the model for each name."""


class Expecting:
    """Answers what may follow, and remembers it: many faults of a document stand at places alike."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, tuple[str, ...]], tuple[Name, ...]] = {}

    def after(self, group: Any, before: Sequence[str]) -> tuple[Name, ...]:
        """Return the names that may follow some children; those of the whole model where that is not to be known."""
        key = (id(group), tuple(before))
        if key not in self.known:
            every = tuple(dict.fromkeys(names_in(group)))
            if len(self.known) >= _MOST:
                return every
            self.known[key] = _after(group, before, every)
        return self.known[key]


def _after(group: Any, before: Sequence[str], every: tuple[Name, ...]) -> tuple[Name, ...]:
    visitor = group.get_model_visitor()
    if not all(_goes_on(visitor, tag) for tag in before):
        return every
    return tuple(name for name in every if _goes_on(copy(visitor), f"{{{name[0]}}}{name[1]}" if name[0] else name[1]))


def _goes_on(visitor: Any, tag: str) -> bool:
    """Take one child more; tell whether the model has room for it. What follows a refusal is undefined."""
    while visitor.element is not None:
        matched = visitor.match_element(tag) is not None
        if any(True for _ in visitor.advance(matched)):
            return False
        if matched:
            return True
    return False


def names_in(group: Any) -> Iterator[Name]:
    """Yield the names of all elements in a model."""
    for particle in group.iter_elements() if hasattr(group, "iter_elements") else ():
        yield from names_of(particle)


def names_of(particle: Any) -> Iterator[Name]:
    """Yield the names a particle stands for: an abstract element for those that replace it, a wildcard for none."""
    if getattr(particle, "name", None) and hasattr(particle, "iter_substitutes"):
        if not particle.abstract:
            yield split(particle.name)
        yield from (split(one.name) for one in particle.iter_substitutes())
