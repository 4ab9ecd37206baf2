"""Every fault once: of what several checks find, the one with the better words is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from teikit.validate.faults import Fault

_GRAMMAR = frozenset({"V010", "V011", "V012"})
_IDS = {"V014": "V041", "V015": "V040"}


def merged(by_schema: Iterable[Iterable[Fault]], house: list[Fault]) -> Iterator[Fault]:
    """Yield what each schema finds, without what the house rules or another schema have told; then the house rules.

    Two schemas that mean one fault are two syntaxes of one grammar, or a grammar and the XML Schema made of it.
    """
    at_house = {(fault.code, fault.place.offset) for fault in house}
    told: set[tuple[str, int, str]] = set()
    refused: set[int] = set()
    for faults in by_schema:
        for fault in faults:
            at = fault.place.offset
            key = (fault.code, at, fault.message)
            if key in told or (_IDS.get(fault.code), at) in at_house or (fault.code == "V030" and at in refused):
                continue
            told.add(key)
            if fault.code in _GRAMMAR:
                refused.add(at)
            yield fault
    yield from house
