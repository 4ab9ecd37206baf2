"""The other files that a schema is made of: includes, imports and external references."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from teikit.validate.selection import uris
from teikit.validate.selection.prolog import kind_by_namespace
from teikit.validate.selection.values import LANGUAGES, NAMES, Kind
from teikit.xmlio import XML, Element, parser

_RNG_PARTS = {"include": "href", "externalRef": "href"}
_SCH_PARTS = {"include": "href", "extends": "href"}
_XSD_PARTS = dict.fromkeys(("include", "import", "redefine", "override"), "schemaLocation")
_PARTS = {Kind.RNG: _RNG_PARTS, Kind.SCH: _SCH_PARTS, Kind.XSD: _XSD_PARTS}

_LITERAL = r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"[^"\n]*"|\'[^\'\n]*\''
_COMPACT = re.compile(rf"#[^\n]*|(?P<part>\b(?:include|external)\s+)?(?P<literal>{_LITERAL})(?P<more>\s*~)?|\\?[\w.-]+")


@dataclass(frozen=True, slots=True)
class Part:
    """``optional``: a hint, without which the schema may still be complete (an xs:import)."""

    uri: str
    kind: Kind
    optional: bool = False


def kind_of(data: bytes, suffix: Kind = Kind.UNKNOWN) -> Kind:
    """Return the language of a schema by its root element; of one that is not XML, by the suffix of its name."""
    root = _root(data)
    if root is None:
        return suffix if suffix in (Kind.RNC, Kind.DTD) else Kind.UNKNOWN
    return kind_by_namespace(etree.QName(root).namespace or "")


def refusal(data: bytes, name: str, kind: Kind) -> tuple[str, str]:
    """Return why a file is no schema that can be used, and what to do: a message and an advice."""
    advice = f"Name a schema in {LANGUAGES}."
    root = _root(data)
    if not data.strip():
        return f"{name} is empty: it is no schema.", advice
    if root is None:
        return f"{name} is no schema that can be used: it is not well-formed XML.", advice
    if b"schemaSpec" in data:
        odd = "Make a RELAX NG schema of it first, with Roma or the TEI's Stylesheets, and name that."
        return f"{name} is an ODD, from which schemas are made, and no schema itself.", odd
    what = f"its root is <{etree.QName(root).localname}>" if kind is Kind.UNKNOWN else f"it is {NAMES[kind]}"
    return f"{name} is no schema that can be used: {what}.", advice


def parts(data: bytes, kind: Kind, base: str) -> tuple[Part, ...]:
    """Return the files that a schema names, absolute, each once. Of bytes that are no schema, none."""
    if kind is Kind.RNC:
        return _compact_parts(data, base)
    root = _root(data)
    found: dict[str, Part] = {}
    for el in root.iter(etree.Element) if root is not None else ():
        name = etree.QName(el)
        # Schematron stands inside RELAX NG and XML Schema as well.
        language = kind_by_namespace(name.namespace or "")
        href = (el.get(_PARTS.get(language, {}).get(name.localname, "-")) or "").partition("#")[0].strip()
        if href:
            uri = uris.join(_base(el, base), href)
            found.setdefault(uri, Part(uri, _part_kind(language, kind), name.localname == "import"))
    return tuple(found.values())


def _part_kind(language: Kind, of: Kind) -> Kind:
    return of if language is Kind.RNG and of is Kind.SCH else language


def _base(el: Element, base: str) -> str:
    for one in [*reversed(list(el.iterancestors())), el]:
        given = one.get(f"{{{XML}}}base")
        base = uris.join(base, given) if given else base
    return base


def _compact_parts(data: bytes, base: str) -> tuple[Part, ...]:
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    found: dict[str, Part] = {}
    unfinished = ""
    for match in _COMPACT.finditer(text):
        literal = match["literal"]
        if literal is None or not (match["part"] or unfinished):
            unfinished = ""
            continue
        unfinished += literal[3:-3] if literal[:3] in ('"""', "'''") else literal[1:-1]
        if not match["more"]:
            uri = uris.join(base, unfinished)
            found.setdefault(uri, Part(uri, Kind.RNC))
            unfinished = ""
    return tuple(found.values())


def _root(data: bytes) -> Element | None:
    try:
        return etree.fromstring(data, parser())
    except etree.XMLSyntaxError:
        return None
