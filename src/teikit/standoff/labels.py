"""What a label becomes in TEI: a name, a date, a term, or a reference with a type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from teikit import data

DROP = "-"
_RULE = re.compile(r"(?P<element>[A-Za-z]+)(?:\[?@type=[\"']?(?P<type>[^\"'\]]+)[\"']?\]?)?")
_SPACES = re.compile(r"[\s\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Target:
    """An element of data/tei_phrases.tsv and its @type; an element ``-`` means that the span is left out."""

    element: str
    type: str = ""


@cache
def elements() -> Mapping[str, frozenset[str]]:
    """Return the elements that spans may become, with those of @type, @ref and @when that each has."""
    return {row["element"]: frozenset(row["attributes"].split()) for row in data.table("tei_phrases")}


@cache
def _table() -> Mapping[str, Target]:
    return {
        label.casefold(): Target(row["element"], row["type"] or "")
        for row in data.table("standoff_labels")
        for label in row["labels"].split()
    }


def rules(given: Mapping[str, str]) -> dict[str, Target]:
    """Return what ``LABEL=ELEMENT[@type=value]`` says, by label. Raises ValueError for what TEI does not have."""
    return {label: _rule(label, rule) for label, rule in given.items()}


def _rule(label: str, rule: str) -> Target:
    if rule == DROP:
        return Target(DROP)
    match = _RULE.fullmatch(rule.strip())
    if match is None:
        raise ValueError(f"{label}={rule} is no mapping: write {label}=ELEMENT, {label}=ELEMENT@type=WORD or {label}=-")
    element, type = match["element"], match["type"] or ""
    if element not in elements():
        raise ValueError(f"spans cannot become {element}; they can become {', '.join(sorted(elements()))}")
    if type and ("type" not in elements()[element] or _SPACES.search(type)):
        what = f"{element} has no @type in TEI" if "type" not in elements()[element] else "@type is one word"
        raise ValueError(f"{label}={rule} cannot be: {what}")
    return Target(element, type)


def target(label: str, given: Mapping[str, Target]) -> Target:
    """Return what a label becomes: as the rules given say, else the table, else ``rs`` with the label as its type.

    Of a label such as ``pers.ind`` or ``http://schema.org/Person`` the first or last part counts where the whole is
    not known.
    """
    for known in _forms(label):
        if known in given:
            return given[known]
    folded = {name.casefold(): target for name, target in given.items()}
    for known in _forms(label):
        found = folded.get(known.casefold()) or _table().get(known.casefold())
        if found is not None:
            return found
    if label in elements():
        return Target(label)
    type = _SPACES.sub("_", label.strip())
    return Target("rs", type)


def _forms(label: str) -> tuple[str, ...]:
    plain = label.strip()
    last = re.split(r"[/#:]", plain)[-1]
    return plain, last, last.split(".")[0]
