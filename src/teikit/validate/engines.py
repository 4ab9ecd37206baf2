"""The verdicts of the validation engines: libxml2 for RELAX NG and XML Schema, and the package xmlschema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from teikit.validate import schemas
from teikit.validate.explain import expectation
from teikit.validate.grammar import Grammar, attributes
from teikit.validate.schemas import Schema
from teikit.validate.treefaults import Fault, found_at, quoted
from teikit.xmlio import XML, Element, Tree, local, xml

ATTRIBUTE = r"attribute (\S+?)=|missing required attribute '([^']+)'|'([^']+)' attribute not allowed"


def relaxng_faults(tree: Tree, schema: Schema) -> Iterator[Fault]:
    """Yield what libxml2 finds against the grammar: nothing where the document is valid."""
    engine = schemas.relaxng(schema.rng)
    if engine.validate(tree):
        return
    grammar = schemas.grammar(schema.rng)
    for error in _entries(engine.error_log):
        el = found_at(tree, error.path)
        named = re.match(r"Invalid attribute (\S+) for element", error.message)
        if named:
            yield value_fault(el, _attribute(el, named[1]), grammar)
        else:
            yield Fault("V010", el, el, f"<{local(el)}> is not valid here ({error.message}).", worded=False)


def libxml_faults(tree: Tree, schema: Schema) -> Iterator[Fault]:
    """Yield what libxml2 finds against the XML Schema."""
    engine = schemas.xml_schema(schema.xsd) if schema.xsd else None
    if engine is None or engine.validate(tree):
        return
    for error in _entries(engine.error_log):
        el = found_at(tree, error.path)
        named = re.search(r"attribute '([^']+)'", error.message)
        yield from _xsd_fault(el, named[1] if named else "", error.message, schema)


def xmlschema_faults(tree: Tree, schema: Schema) -> Iterator[Fault]:
    """Yield what the package xmlschema finds against the XML Schema."""
    if schema.xsd is None:
        return
    for error in schemas.explaining_schema(schema.xsd).iter_errors(tree):
        el = error.elem if isinstance(error.elem, etree._Element) else tree.getroot()
        reason = error.reason or ""
        named = re.match(ATTRIBUTE, reason)
        yield from _xsd_fault(el, next(filter(None, named.groups())) if named else "", reason, schema)


def _entries(log: Any) -> list[Any]:
    """Return the entries of an error log, which the stubs do not know to iterate."""
    return list(log)


def _xsd_fault(el: Element, name: str, reason: str, schema: Schema) -> Iterator[Fault]:
    grammar = schemas.grammar(schema.rng)
    if name and _declared(el, name, grammar) is not None and el.get(name) is not None:
        yield value_fault(el, name, grammar)
    else:
        message = f"<{local(el)}> is not valid against the XML Schema: {reason.strip().rstrip('.')}."
        yield Fault("V030", el, _owner(el, reason), message, attribute=name, worded=False)


def _owner(el: Element, reason: str) -> Element:
    """Return the element whose content is at fault: libxml2 names the child that it did not expect."""
    parent = el.getparent()
    return parent if parent is not None and "This element is not expected" in reason else el


def value_fault(el: Element, name: str, grammar: Grammar) -> Fault:
    """Say that the value of an attribute is not of its kind."""
    declaration = _declared(el, name, grammar)
    shown = name.replace(f"{{{XML}}}", "xml:")
    message = f"@{shown} on <{local(el)}> may not be {quoted(el.get(name) or '')}."
    if declaration is None:
        return Fault("V012", el, el, message, attribute=name, worded=False)
    return Fault("V012", el, el, message, f"Write {expectation(declaration)}.", name)


def _declared(el: Element, name: str, grammar: Grammar) -> Element | None:
    if local(el) not in grammar.elements:
        return None
    return attributes(grammar.attributes(local(el)))[0].get(name.replace(f"{{{XML}}}", "xml:"))


def _attribute(el: Element, name: str) -> str:
    """Return the Clark name: libxml2 leaves the namespace out."""
    return xml(name) if el.get(name) is None and el.get(xml(name)) is not None else name
