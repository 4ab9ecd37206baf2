"""The built-in types of XML Schema 1.0 (Part 2): what their strings mean, and how their values are compared.

Each type is a row of a table. Where jing, whose verdicts people rely on, reads the recommendation in its own way, so
does this: see `xsdtimes` and `uris`. The types are written out here rather than taken from elementpath because
importing that costs more than a whole small validation, and because it reads some of them more leniently.
"""

from __future__ import annotations

import binascii
import math
import re
import struct
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial

from teikit.validate.relaxng import xsdtimes
from teikit.validate.relaxng.characters import SPACE, is_name, is_ncname, is_nmtoken, is_qname
from teikit.validate.relaxng.uris import is_uri

Context = Mapping[str, str]
"""Prefixes and their namespaces; unparsed entities of the document stand under "&" and their names."""

Value = Hashable
Read = Callable[[str, Context], Value | None]
"""From a string, its white space normalised, to its value; None where it is not one of the type."""


@dataclass(frozen=True, slots=True)
class Type:
    """A built-in type. ``accepts``: a test of strings alone, where that is all there is to the type.

    ``length``: of a value, as the facets count it; ``less``: the order of values, None where there is none.
    """

    space: str
    read: Read
    accepts: Callable[[str], object] | None = None
    length: Callable[[Value], int] | None = None
    less: Callable[[Value, Value], bool] | None = None
    digits: bool = False
    needs_context: bool = False
    id_type: str = ""


_RUNS = re.compile("[ \t\r\n]+").sub


def preserve(text: str) -> str:
    """Return the string as it is."""
    return text


def replace(text: str) -> str:
    """Return the string with each character of white space made a space."""
    return text.replace("\t", " ").replace("\n", " ").replace("\r", " ")


def collapse(text: str) -> str:
    """Return the string without white space around it, and with one space for each run of it."""
    return _RUNS(" ", text.strip(SPACE))


NORMALISE: Mapping[str, Callable[[str], str]] = {"preserve": preserve, "replace": replace, "collapse": collapse}


def _string(space: str = "collapse", accepts: Callable[[str], object] | None = None, id_type: str = "") -> Type:
    """Return a type whose values are its strings."""
    if accepts is None:
        return Type(space, lambda text, _: text, lambda _: True, len)  # type: ignore[arg-type]  # values are strings
    return Type(
        space,
        lambda text, _: text if accepts(text) else None,
        accepts,
        len,  # type: ignore[arg-type]  # values are strings
        id_type=id_type,
    )


def _list(item: Type) -> Type:
    """Return the type of one or more items with spaces between them."""

    def read(text: str, context: Context) -> Value | None:
        values = tuple(item.read(part, context) for part in text.split(" "))
        return None if None in values else values

    test = item.accepts
    accepts = None if test is None else (lambda text: all(test(part) for part in text.split(" ")))
    return Type(
        "collapse",
        read,
        accepts,
        len,  # type: ignore[arg-type]  # values are tuples
        needs_context=item.needs_context,
        id_type=f"{item.id_type}S" if item.id_type else "",
    )


_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)").fullmatch
_INTEGER = re.compile(r"[+-]?[0-9]+").fullmatch
_FLOAT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?").fullmatch


def _less(one: Value, two: Value) -> bool:
    return one < two  # type: ignore[operator,no-any-return]  # values of one ordered type


def _number(lexical: Callable[[str], object], least: Decimal | None = None, most: Decimal | None = None) -> Type:
    """Return a decimal type, perhaps within bounds."""

    def read(text: str, _context: Context) -> Value | None:
        if not lexical(text):
            return None
        value = Decimal(text)
        if (least is not None and value < least) or (most is not None and value > most):
            return None
        return value

    unbounded = least is None and most is None
    return Type("collapse", read, lexical if unbounded else None, less=_less, digits=True)


def _integer(least: int | None = None, most: int | None = None) -> Type:
    lower, upper = (None if bound is None else Decimal(bound) for bound in (least, most))
    return _number(_INTEGER, lower, upper)


def _machine(bits: int, signed: bool) -> Type:
    """Return an integer type of so many bits."""
    return _integer(-(1 << bits - 1), (1 << bits - 1) - 1) if signed else _integer(0, (1 << bits) - 1)


_NAN = "NaN"
_SPECIAL: Mapping[str, Value] = {"INF": math.inf, "-INF": -math.inf, "NaN": _NAN}


def _float(text: str, _context: Context) -> Value | None:
    if text in _SPECIAL:
        return _SPECIAL[text]
    return float(text) if _FLOAT(text) else None


def _single(text: str, context: Context) -> Value | None:
    value = _float(text, context)
    if isinstance(value, float):
        try:
            (value,) = struct.unpack("f", struct.pack("f", value))
        except OverflowError:
            value = math.copysign(math.inf, value)
    return value


def _float_less(one: Value, two: Value) -> bool:
    return isinstance(one, float) and isinstance(two, float) and one < two  # NaN is beside the order


def _is_float(text: str) -> object:
    return text in _SPECIAL or _FLOAT(text)


_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_BASE64 = re.compile("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)?").fullmatch
_HEX = re.compile("(?:[0-9A-Fa-f]{2})*").fullmatch


def _base64(text: str, _context: Context) -> Value | None:
    solid = text.replace(" ", "")
    return binascii.a2b_base64(solid) if _BASE64(solid) else None


def _qname(text: str, context: Context) -> Value | None:
    if not is_qname(text):
        return None
    prefix, _, local = text.rpartition(":")
    if prefix == "xml":
        return "http://www.w3.org/XML/1998/namespace", local
    if not prefix:
        return context.get("", ""), local
    return (context[prefix], local) if prefix in context and prefix != "xmlns" else None


def _entity(text: str, context: Context) -> Value | None:
    return text if is_ncname(text) and f"&{text}" in context else None


def _time(kind: str) -> Type:
    return Type("collapse", xsdtimes.moment_reader(kind), less=xsdtimes.earlier)  # type: ignore[arg-type]  # moments


_LANGUAGE = re.compile("[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*").fullmatch
_ID = partial(_string, accepts=is_ncname)

TYPES: Mapping[str, Callable[[], Type]] = {
    "string": partial(_string, "preserve"),
    "normalizedString": partial(_string, "replace"),
    "token": _string,
    "language": partial(_string, accepts=_LANGUAGE),
    "Name": partial(_string, accepts=is_name),
    "NCName": partial(_string, accepts=is_ncname),
    "NMTOKEN": partial(_string, accepts=is_nmtoken),
    "NMTOKENS": lambda: _list(_string(accepts=is_nmtoken)),
    "ID": partial(_ID, id_type="ID"),
    "IDREF": partial(_ID, id_type="IDREF"),
    "IDREFS": lambda: _list(_ID(id_type="IDREF")),
    "ENTITY": lambda: Type("collapse", _entity, length=len, needs_context=True),  # type: ignore[arg-type]  # strings
    "ENTITIES": lambda: _list(Type("collapse", _entity, needs_context=True)),
    "QName": lambda: Type("collapse", _qname, needs_context=True),
    "NOTATION": lambda: Type("collapse", _qname, needs_context=True),
    "anyURI": partial(_string, accepts=is_uri),
    "boolean": lambda: Type("collapse", lambda text, _: _TRUTH.get(text), _TRUTH.__contains__),
    "hexBinary": lambda: Type(
        "collapse",
        lambda text, _: bytes.fromhex(text) if _HEX(text) else None,
        _HEX,
        len,  # type: ignore[arg-type]  # bytes
    ),
    "base64Binary": lambda: Type("collapse", _base64, length=len),  # type: ignore[arg-type]  # bytes
    "float": lambda: Type("collapse", _single, _is_float, less=_float_less),
    "double": lambda: Type("collapse", _float, _is_float, less=_float_less),
    "decimal": partial(_number, _DECIMAL),
    "integer": _integer,
    "nonPositiveInteger": partial(_integer, None, 0),
    "negativeInteger": partial(_integer, None, -1),
    "nonNegativeInteger": partial(_integer, 0),
    "positiveInteger": partial(_integer, 1),
    "long": partial(_machine, 64, True),
    "int": partial(_machine, 32, True),
    "short": partial(_machine, 16, True),
    "byte": partial(_machine, 8, True),
    "unsignedLong": partial(_machine, 64, False),
    "unsignedInt": partial(_machine, 32, False),
    "unsignedShort": partial(_machine, 16, False),
    "unsignedByte": partial(_machine, 8, False),
    "dateTime": partial(_time, "dateTime"),
    "date": partial(_time, "date"),
    "time": partial(_time, "time"),
    "gYearMonth": partial(_time, "gYearMonth"),
    "gYear": partial(_time, "gYear"),
    "gMonthDay": partial(_time, "gMonthDay"),
    "gMonth": partial(_time, "gMonth"),
    "gDay": partial(_time, "gDay"),
    "duration": lambda: Type("collapse", xsdtimes.duration, less=xsdtimes.shorter),  # type: ignore[arg-type]
}


@cache
def xsd_type(name: str) -> Type | None:
    """Return a built-in type by its name."""
    return TYPES[name]() if name in TYPES else None
