"""Fixes for what a schema refuses, where only one thing can have been meant and the text stays as it is."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping

from teikit.diagnostics import Edit, Fix
from teikit.validate.relaxng.errors import Error, Kind
from teikit.validate.relaxng.grammar import Name
from teikit.validate.source import Parsed
from teikit.validate.wording.relaxng import attribute_name
from teikit.xmlio import Element

_DATE = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR = re.compile(r"(-?)(\d{3})")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(_[A-Za-z0-9]{2,8})+")


def mend(error: Error, doc: Parsed) -> Fix | None:
    """Return the fix of an error, None where there is none that is safe."""
    mender = MENDING.get(error.kind)
    el = doc.element_at(error.offset) if mender and doc.encoding.unit == 1 else None
    return mender(error, doc, el) if mender and el is not None else None


def _element(error: Error, doc: Parsed, el: Element) -> Fix | None:
    """Give an element the capitals that the schema writes it with: XML tells <persname> from <persName>."""
    right, node = _in_other_capitals(error.element, error.expected), doc.node(el)
    if right is None or node is None:
        return None
    edits = []
    for start in {node.start + 1, *(() if doc.scanned.is_empty_tag(node) else (node.end + 2,))}:
        at = start + len(node.prefix) + bool(node.prefix)
        if doc.data[at : at + len(node.name)] != node.name.encode():
            return None
        edits.append(Edit(at, at + len(node.name), right.encode()))
    return Fix(f"Write <{right}>", tuple(sorted(edits, key=lambda edit: edit.start)))


def _attribute(error: Error, doc: Parsed, el: Element) -> Fix | None:
    """Give an attribute the capitals that the schema writes it with."""
    tag = doc.tag(el)
    right = _in_other_capitals(error.attribute, error.expected) if error.attribute else None
    if tag is None or right is None or error.attribute is None or error.attribute[0]:
        return None
    old = error.attribute[1].encode()
    written = doc.data[slice(*tag)]
    if re.search(rb"\s%b\s*=" % re.escape(right.encode()), written):
        return None
    found = re.search(rb"""^(?:"[^"]*"|'[^']*'|[^"'])*?\s(%b)\s*=""" % re.escape(old), written)
    if found is None:
        return None
    start = tag[0] + found.start(1)
    return Fix(f"Write @{right}", (Edit(start, start + len(old), right.encode()),))


def _value(error: Error, doc: Parsed, el: Element) -> Fix | None:
    """Write a date as ISO 8601 does, a language tag with hyphens, a listed value as it is listed."""
    right = _right_value(error)
    if right is None or error.attribute is None:
        return None
    name = attribute_name(error.attribute)
    span = doc.value_span(el, name)
    if span is None or doc.data[slice(*span)] != error.value.encode():
        return None
    return Fix(f'Write {name}="{right}"', (Edit(*span, right.encode()),))


def _right_value(error: Error) -> str | None:
    folded = [value for value in error.values if value.casefold() == error.value.strip().casefold()]
    if len(folded) == 1:
        return folded[0]
    types = {name for name, _ in error.datatypes}
    if "date" in types:
        return _iso_date(error.value.strip())
    if "language" in types and _LANGUAGE.fullmatch(error.value.strip()):
        return error.value.strip().replace("_", "-")
    return None


def _iso_date(value: str) -> str | None:
    """Return year, month and day with hyphens and leading zeros; only this order cannot be mistaken.

    A year of three digits lacks a zero; one of two may be of any century.
    """
    year = _YEAR.fullmatch(value)
    if year:
        return f"{year[1]}0{year[2]}"
    found = _DATE.fullmatch(value)
    try:
        return datetime.date(int(found[1]), int(found[3]), int(found[4])).isoformat() if found else None
    except ValueError:
        return None


def _in_other_capitals(name: Name, expected: tuple[Name, ...]) -> str | None:
    folded, length = name[1].casefold(), len(name[1])
    same = {one for one in expected if len(one[1]) == length and one[1].casefold() == folded and one[0] == name[0]}
    return next(iter(same))[1] if len(same) == 1 else None


MENDING: Mapping[Kind, Callable[[Error, Parsed, Element], Fix | None]] = {
    Kind.ELEMENT_UNKNOWN: _element,
    Kind.ATTRIBUTE_UNKNOWN: _attribute,
    Kind.ATTRIBUTE_INVALID: _value,
}
