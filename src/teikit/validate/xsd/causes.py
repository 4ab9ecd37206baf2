"""What the package xmlschema reports, as the causes that the words for RELAX NG errors are made for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from teikit.validate.relaxng.errors import Error, Kind
from teikit.validate.xsd.content import Expecting, names_in, names_of
from teikit.validate.xsd.types import Name, accepted, attribute_type, declaration, split
from teikit.xmlio import Element

if TYPE_CHECKING:
    import xmlschema

_QNAME = r"'((?:\{[^}]*\})?[^']+)'"
_RULE = re.compile("assertion test is false$|value is not true with test path")
_VALUE = re.compile(r"attribute (\S+?)=(?:'|\"|None)")


@dataclass(frozen=True, slots=True)
class Cause:
    """``el``: the element to show. ``error``: None where only ``reason`` can be given.

    ``rule``: the assertion that does not hold, as it is written, and its ``documentation`` in the schema.
    """

    el: Element
    error: Error | None
    reason: str = ""
    rule: str = ""
    documentation: str = ""


def causes(schema: xmlschema.XMLSchemaBase, tree: etree._ElementTree) -> Iterator[Cause]:
    """Yield what is wrong with a document, one cause for each element and attribute."""
    root = tree.getroot()
    told: set[tuple[Element, str]] = set()
    expecting = Expecting()
    for report in schema.iter_errors(tree):
        el = report.elem if isinstance(report.elem, etree._Element) else root
        cause = _cause(schema, report, el, expecting)
        error = cause.error
        attribute = f"@{error.attribute or error.expected}" if error and _of_attribute(error) else ""
        key = (cause.el, attribute or (str(error.kind) if error else cause.rule or cause.reason))
        if key not in told:
            told.add(key)
            yield cause


def _of_attribute(error: Error) -> bool:
    kinds = (Kind.ATTRIBUTE_UNKNOWN, Kind.ATTRIBUTE_MISSING, Kind.ATTRIBUTE_INVALID, Kind.ID_TWICE, Kind.IDREF_LOST)
    return error.kind in kinds


def _cause(schema: xmlschema.XMLSchemaBase, report: Any, el: Element, expecting: Expecting) -> Cause:
    reason = " ".join((report.reason or "").split())
    if hasattr(report, "index") and hasattr(report, "particle"):
        return _child(schema, report, el, expecting)
    if _RULE.search(reason):
        return _assertion(report, el, reason)
    value = _VALUE.match(reason)
    if value:
        return _attribute_value(schema, report, el, _clark(value[1], el), reason)
    for pattern, read in READINGS:
        match = pattern.fullmatch(reason)
        if match:
            return read(schema, report, el, match) or Cause(el, None, reason)
    if isinstance(report.obj, str) or hasattr(report.validator, "enumeration"):
        return _content(schema, report, el, reason)
    return Cause(el, None, reason)


def _assertion(report: Any, el: Element, reason: str) -> Cause:
    """Return a rule of XSD 1.1: xs:assert on an element, or xs:assertion, a facet of the type of a value."""
    declared = report.validator.elem
    rule = declared.get("test", "") if declared is not None else ""
    note = declared.find("{*}annotation/{*}documentation") if declared is not None else None
    documentation = " ".join("".join(note.itertext()).split()) if note is not None else ""
    return Cause(el, None, reason, rule or getattr(report.validator, "path", "") or reason, documentation)


def _error(kind: Kind, el: Element, **more: Any) -> Error:
    parent = el.getparent()
    around = split(parent.tag) if parent is not None else None
    # The place is found by the element, and the words need no path.
    return Error(kind, 0, 0, 0, (), split(el.tag), **{"parent": around, **more})


def _child(schema: xmlschema.XMLSchemaBase, report: Any, el: Element, expecting: Expecting) -> Cause:
    needed = tuple(dict.fromkeys(name for one in report.expected or () for name in names_of(one)))
    children = [child for child in el if isinstance(child.tag, str)]
    child = el[report.index] if report.index < len(el) else None
    at = children.index(child) if child is not None and isinstance(child.tag, str) else len(children)
    group = report.validator
    expected = expecting.after(group, [str(one.tag) for one in children[:at]]) or needed
    # Of a particle that is an element, its name; of a group, any of those with which it may begin.
    lacking = set(names_of(report.particle)) or set(needed) if report.particle.min_occurs > report.occurs else set()
    required = tuple(name for name in expected if name in lacking)
    text = bool(getattr(group, "mixed", False))
    more = {"before": split(children[at - 1].tag) if at else None, "expected": expected, "text_expected": text}
    if child is None or at == len(children):
        return Cause(el, _error(Kind.ELEMENT_INCOMPLETE, el, required=required, **more))
    elsewhere = split(child.tag) in set(names_in(group))
    kind = Kind.ELEMENT_MISPLACED if split(child.tag) in vocabulary(schema) else Kind.ELEMENT_UNKNOWN
    if elsewhere and len(required) == 1:
        kind = Kind.ELEMENT_EARLY
    return Cause(child, _error(kind, child, required=required, elsewhere=elsewhere, **more))


def vocabulary(schema: xmlschema.XMLSchemaBase) -> frozenset[Name]:
    """Return the names of all elements that a schema declares, those within types included."""
    known = _VOCABULARIES.get(id(schema))
    if known is None or known[0] is not schema:
        found = {split(name) for name in schema.maps.elements}
        for one in [schema, *schema.maps.schemas]:
            found |= {split(el.name) for el in one.iter_components(_element_class()) if el.name}
        known = (schema, frozenset(name for name in found if name[0] != "http://www.w3.org/2001/XMLSchema"))
        _VOCABULARIES[id(schema)] = known
    return known[1]


_VOCABULARIES: dict[int, tuple[Any, frozenset[Name]]] = {}


def _element_class() -> Any:
    from xmlschema.validators import XsdElement

    return XsdElement


def _attribute_value(schema: xmlschema.XMLSchemaBase, report: Any, el: Element, name: str, reason: str) -> Cause:
    value = el.get(name) or ""
    if "duplicated xs:ID" in reason:
        return Cause(el, _error(Kind.ID_TWICE, el, attribute=split(name), value=value))
    values, datatypes = accepted(attribute_type(schema, el, name) or _type_of(report.validator))
    more = {"attribute": split(name), "value": value, "values": values, "datatypes": datatypes}
    return Cause(el, _error(Kind.ATTRIBUTE_INVALID, el, **more))


def _content(schema: xmlschema.XMLSchemaBase, report: Any, el: Element, reason: str) -> Cause:
    if "duplicated xs:ID" in reason:
        return Cause(el, _error(Kind.ID_TWICE, el, attribute=split(el.tag), value=el.text or ""))
    declared = declaration(schema, el)
    content = getattr(getattr(declared, "type", None), "content", None)
    values, datatypes = accepted(content if hasattr(content, "enumeration") else getattr(declared, "type", None))
    if not values and not datatypes:
        values, datatypes = accepted(_type_of(report.validator))
    return Cause(el, _error(Kind.CONTENT_INVALID, el, value=el.text or "", values=values, datatypes=datatypes))


def _type_of(validator: Any) -> Any:
    return validator if hasattr(validator, "enumeration") else getattr(validator, "parent", None)


def _clark(written: str, el: Element) -> str:
    """Return the Clark name of an attribute, which the package writes with the prefix of the schema or the document."""
    if written.startswith("{") or ":" not in written:
        return written
    prefix, _, name = written.partition(":")
    namespace = el.nsmap.get(prefix)
    own = f"{{{namespace}}}{name}" if namespace else ""
    if own and el.get(own) is not None:
        return own
    return next((str(key) for key in el.attrib if split(str(key))[1] == name and str(key).startswith("{")), written)


Match = re.Match[str]
Read = Callable[[Any, Any, Element, Match], "Cause | None"]


def _missing(schema: Any, _report: Any, el: Element, match: Match) -> Cause:
    values, datatypes = accepted(attribute_type(schema, el, match[1]))
    more = {"expected": (split(match[1]),), "values": values, "datatypes": datatypes}
    return Cause(el, _error(Kind.ATTRIBUTE_MISSING, el, **more))


def _unknown(_schema: Any, report: Any, el: Element, match: Match) -> Cause:
    allowed = [name for name in report.validator if name] if hasattr(report.validator, "items") else []
    known = tuple(split(name) for name in allowed if el.get(name) is None)
    name = split(match[1])
    return Cause(el, _error(Kind.ATTRIBUTE_UNKNOWN, el, attribute=name, value=el.get(match[1]) or "", expected=known))


def _text(_schema: Any, report: Any, el: Element, _match: Match) -> Cause:
    said = [el.text, *(child.tail for child in el)]
    text = next((one for one in said if one and one.strip()), "")
    if not text:
        # Unlike RELAX NG, XML Schema counts white space in an element that must be empty.
        return Cause(el, None, "it holds white space or a line break, and must be quite empty")
    return Cause(
        el, _error(Kind.TEXT_MISPLACED, el, value=text, expected=tuple(dict.fromkeys(names_in(report.validator))))
    )


def _child_of_text(_schema: Any, _report: Any, el: Element, _match: Match) -> Cause | None:
    child = next((one for one in el if isinstance(one.tag, str)), None)
    return Cause(child, _error(Kind.ELEMENT_MISPLACED, child, text_expected=True)) if child is not None else None


def _fixed(_schema: Any, _report: Any, el: Element, match: Match) -> Cause:
    return Cause(el, _error(Kind.CONTENT_INVALID, el, value=el.text or "", values=(match[1],)))


def _fixed_attribute(_schema: Any, _report: Any, el: Element, match: Match) -> Cause:
    value, name = el.get(match[1]) or "", split(match[1])
    return Cause(el, _error(Kind.ATTRIBUTE_INVALID, el, attribute=name, value=value, values=(match[2],)))


def _root(schema: Any, _report: Any, el: Element, _match: Match) -> Cause:
    names = tuple(split(name) for name in schema.elements)
    kind = Kind.ELEMENT_MISPLACED if split(el.tag) in vocabulary(schema) else Kind.ELEMENT_UNKNOWN
    return Cause(el, _error(kind, el, expected=names))


def _lost(_schema: Any, _report: Any, el: Element, match: Match) -> Cause:
    for one in el.getroottree().iter(etree.Element):
        for name, value in one.attrib.items():
            if match[1] in str(value).split():
                return Cause(one, _error(Kind.IDREF_LOST, one, attribute=split(str(name)), value=match[1]))
    return Cause(el, None, match[0])


READINGS: tuple[tuple[re.Pattern[str], Read], ...] = (
    (re.compile(rf"missing required attribute {_QNAME}"), _missing),
    (re.compile(rf"{_QNAME} attribute not allowed for element"), _unknown),
    (re.compile(rf"use of attribute {_QNAME} is prohibited"), _unknown),
    (re.compile("character data between child elements not allowed"), _text),
    (re.compile("character data is not allowed because content is empty"), _text),
    (re.compile("a simple content element can't have child elements"), _child_of_text),
    (re.compile("must have the fixed value '(.*)'"), _fixed),
    (re.compile(rf"attribute {_QNAME} has a fixed value '(.*)'"), _fixed_attribute),
    (re.compile(r".* is not an element of the schema"), _root),
    (re.compile(rf"IDREF {_QNAME} not found in XML document"), _lost),
)
