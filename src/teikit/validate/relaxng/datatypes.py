"""Datatypes by library, name and params: that of RELAX NG itself, XML Schema's, and the IDs of DTD compatibility."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache

from teikit.validate.relaxng.charclasses import RegexError
from teikit.validate.relaxng.errors import SchemaError
from teikit.validate.relaxng.regex import Pattern
from teikit.validate.relaxng.xsdtypes import NORMALISE, Context, Type, Value, collapse, xsd_type

XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
COMPATIBILITY = "http://relaxng.org/ns/compatibility/datatypes/1.0"

Params = tuple[tuple[str, str], ...]
Facet = Callable[[str, Value], object]
"""A test of a string, its white space normalised, and its value."""


@dataclass(frozen=True, slots=True)
class Datatype:
    """A datatype with its params.

    ``value``: what a string means, None where it is not of this type; equal values are equal in Python. It needs the
    namespaces in force only where ``needs_context``. ``id_type``: "", or what the DTD would call it: ID, IDREF, IDREFS.
    """

    value: Callable[[str, Context], Hashable | None]
    accepts: Callable[[str], object] | None
    needs_context: bool = False
    id_type: str = ""

    def allows(self, value: str, context: Context) -> bool:
        """Say whether a string is of this type."""
        if self.accepts is not None:
            return bool(self.accepts(value))
        return self.value(value, context) is not None

    def equal(self, schema_value: str, schema_context: Context, value: str, context: Context) -> bool:
        """Say whether two strings, of the schema and of the document, mean the same value of this type."""
        wanted = self.value(schema_value, schema_context)
        return wanted is not None and wanted == self.value(value, context)


@cache
def datatype(library: str, type: str, params: Params = ()) -> Datatype:
    """Return a datatype. Raises SchemaError for one that does not exist, and for params that it cannot have.

    A QName without prefix is in the namespace that its context has for the empty prefix.
    """
    if library == "" and type in _BUILT_IN:
        if params:
            raise SchemaError(f"The built-in type {type} has no params.", clause="4.16")
        return _BUILT_IN[type]
    base = xsd_type(type) if library == XSD else None
    if library == COMPATIBILITY and type in ("ID", "IDREF", "IDREFS") and not params:
        base = xsd_type(type)
    if base is None:
        raise SchemaError(_unknown(library, type), clause="4.16")
    return _restricted(base, type, params)


def _unknown(library: str, type: str) -> str:
    if library in ("", XSD, COMPATIBILITY):
        name = {XSD: "XML Schema", COMPATIBILITY: "DTD compatibility"}.get(library, "RELAX NG itself")
        return f"There is no datatype {type} in the library of {name}."
    return f"The datatype library {library} is not known."


def _text(text: str, _context: Context) -> Hashable:
    return text


def _token(text: str, _context: Context) -> Hashable:
    return collapse(text)


_BUILT_IN = {"string": Datatype(_text, lambda _: True), "token": Datatype(_token, lambda _: True)}


def _restricted(base: Type, type: str, params: Params) -> Datatype:
    normalise = NORMALISE[base.space]
    facets = [_facet(base, type, name, value) for name, value in params]
    read = base.read

    def value(text: str, context: Context) -> Hashable | None:
        text = normalise(text)
        found = read(text, context)
        if found is None or not all(facet(text, found) for facet in facets):
            return None
        return found

    return Datatype(value, _string_test(base, facets), base.needs_context, base.id_type)


def _string_test(base: Type, facets: list[Facet]) -> Callable[[str], object] | None:
    """Return a quick test for types that need no value to be made, None for the others."""
    accepts = base.accepts
    if accepts is None or facets:
        return None
    normalise = NORMALISE[base.space]
    return lambda text: accepts(normalise(text))


_COUNT = re.compile("[+]?[0-9]{1,100}|-0{1,100}").fullmatch


def _facet(base: Type, type: str, name: str, given: str) -> Facet:
    """Return the test that a param stands for."""
    if name == "pattern":
        return _pattern(given)
    if base.length is not None and name in _LENGTHS:
        return _LENGTHS[name](base.length, _count(name, given, 0))
    if base.digits and name in ("totalDigits", "fractionDigits"):
        most = _count(name, given, 1 if name == "totalDigits" else 0)
        counted = _total_digits if name == "totalDigits" else _fraction_digits
        return lambda text, _: counted(text) <= most
    if base.less is not None and name in _BOUNDS:
        bound = base.read(NORMALISE[base.space](given), {})
        if bound is None:
            raise SchemaError(f"{name} is {given!r}, which is no {type}.", clause="4.16")
        return _BOUNDS[name](base.less, bound)
    raise SchemaError(f"The datatype {type} has no param {name}.", clause="4.16")


def _count(name: str, given: str, least: int) -> int:
    text = collapse(given)
    if not _COUNT(text) or int(text) < least:
        raise SchemaError(f"The param {name} must be a number from {least}, not {given!r}.", clause="4.16")
    return int(text)


def _pattern(expression: str) -> Facet:
    try:
        matches = Pattern(expression).matches
    except RegexError as error:
        message = f"The pattern {expression!r} is not a regular expression of XML Schema, because {error}."
        raise SchemaError(message, clause="4.16") from None
    return lambda text, _: matches(text)


_LENGTHS: dict[str, Callable[[Callable[[Value], int], int], Facet]] = {
    "length": lambda length, count: lambda _, value: length(value) == count,
    "minLength": lambda length, count: lambda _, value: length(value) >= count,
    "maxLength": lambda length, count: lambda _, value: length(value) <= count,
}
_BOUNDS: dict[str, Callable[[Callable[[Value, Value], bool], Value], Facet]] = {
    "minInclusive": lambda less, bound: lambda _, value: value == bound or less(bound, value),
    "minExclusive": lambda less, bound: lambda _, value: less(bound, value),
    "maxInclusive": lambda less, bound: lambda _, value: value == bound or less(value, bound),
    "maxExclusive": lambda less, bound: lambda _, value: less(value, bound),
}


def _total_digits(text: str) -> int:
    """Count digits as jing does: those of the fraction as they are written, zeros in front not at all."""
    return max(1, len(text.lstrip("+-").replace(".", "").lstrip("0")))


def _fraction_digits(text: str) -> int:
    return len(text.partition(".")[2])
