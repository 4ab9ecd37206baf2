"""Every fault once: of what several checks find, the one with the better words is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from teikit.diagnostics import Severity
from teikit.validate.faults import Fault

_GRAMMAR = frozenset({"V010", "V011", "V012"})
_IDS = {"V014": "V041", "V015": "V040"}
# What rules of the TEI say too, of the same element and attribute.
_RULED = frozenset({"V046", "V060", "V061"})
_ATTRIBUTE = re.compile(r"@([\w:.-]*[\w])")
_VALUE = re.compile("“.*?”")


def merged(by_schema: Iterable[Iterable[Fault]], house: list[Fault]) -> Iterator[Fault]:
    """Yield what each schema finds, without what the house rules or another schema have told; then the house rules.

    Two schemas that mean one fault are two syntaxes of one grammar, or a grammar and the XML Schema made of it.
    """
    at_house = {(fault.code, fault.place.offset) for fault in house}
    outdated = {_attribute(fault) for fault in house if fault.code == "V051"}
    told: set[tuple[str, int, str]] = set()
    kept: list[Fault] = []
    refused: set[int] = set()
    replaced: set[str] = set()
    for faults in by_schema:
        for fault in faults:
            at = fault.place.offset
            key = (fault.code, at, fault.message)
            if key in told or (_IDS.get(fault.code), at) in at_house or (fault.code == "V030" and at in refused):
                continue
            if fault.code == "V011" and _attribute(fault) in outdated:
                replaced.add(_attribute(fault))
                continue
            told.add(key)
            kept.append(fault)
            if fault.code in _GRAMMAR:
                refused.add(at)
    misplaced = {fault.place.offset for fault in kept if fault.code == "V010"}
    yield from (fault for fault in kept if not (_is_of_places(fault) and fault.place.offset in misplaced))
    yield from _remaining(house, kept, replaced)


def _is_of_places(fault: Fault) -> bool:
    """Tell whether a rule of the TEI only repeats, for weaker grammars, what may stand in what."""
    return fault.code == "V020" and fault.message.startswith("Abstract model violation")


def noticed(notices: Iterable[Fault], chosen: Iterable[Fault]) -> Iterator[Fault]:
    """Yield what was odd in reading a file, without the DTD that the choice of schemas tells of."""
    said = " ".join(fault.message for fault in chosen if fault.code == "V094")
    for fault in notices:
        named = _value(fault).strip("“”")
        if not (fault.code == "V008" and named and f"({named})" in said):
            yield fault


def _remaining(house: Iterable[Fault], kept: Iterable[Fault], replaced: set[str]) -> Iterator[Fault]:
    """Yield what the house rules find that no schema has told; as an error where it stands for a schema's refusal."""
    values = {(fault.place.offset, _value(fault)) for fault in kept if fault.code == "V012"}
    misplaced = {fault.place.offset for fault in kept if fault.code == "V010"}
    ruled = {(fault.place.offset, name) for fault in kept if fault.code == "V020" for name in _attributes(fault)}
    for fault in house:
        at = fault.place.offset
        if fault.code == "V051" and _attribute(fault) in replaced:
            yield replace(fault, severity=Severity.ERROR)
        elif (fault.code == "V077" and (at, _value(fault)) in values) or (fault.code == "V050" and at in misplaced):
            continue
        elif fault.code not in _RULED or (at, _attribute(fault)) not in ruled:
            yield fault


def _attributes(fault: Fault) -> list[str]:
    """Return the attributes that a message names."""
    return _ATTRIBUTE.findall(fault.message)


def _attribute(fault: Fault) -> str:
    return next(iter(_attributes(fault)), "")


def _value(fault: Fault) -> str:
    """Return the value that a message quotes."""
    found = _VALUE.search(fault.message)
    return found[0] if found else ""
