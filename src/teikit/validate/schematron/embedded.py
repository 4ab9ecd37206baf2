"""Rules inside a RELAX NG or an XML Schema, as one Schematron schema.

They may stand anywhere: a whole sch:schema, single patterns, or bare rules in the annotations of an element or a
definition, each of which is then a pattern of its own (ISO/IEC 19757-3, annex on embedding; the TEI's practice).
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from teikit.validate.schematron.errors import SchematronError
from teikit.validate.schematron.includes import ISO, SCHEMATRON, line_of, named
from teikit.xmlio import Element

XSL = "{http://www.w3.org/1999/XSL/Transform}"
OUTER = ("ns", "let", "param", "phase", "diagnostics", "pattern", "rule", "properties", "title", "include")
SETTINGS = ("queryBinding", "defaultPhase", "schemaVersion")


def gathered(root: Element) -> Element:
    """Return a schema made of the rules that stand in another. Raises SchematronError where it has none."""
    # The prefixes of the host are kept: functions and keys are named with them.
    made = etree.Element(f"{{{ISO}}}schema", nsmap={prefix: uri for prefix, uri in root.nsmap.items() if prefix})
    prefixes: set[str] = set()
    for el in list(root.iter(*(f"{{{uri}}}*" for uri in SCHEMATRON), f"{XSL}key", f"{XSL}function")):
        if _is_outermost(el):
            _take(el, made, prefixes)
    if not any(named(child) in ("pattern", "rule") for child in made):
        raise SchematronError("The schema contains no Schematron rules.", line=line_of(root))
    return made


def _is_outermost(el: Element) -> bool:
    """Tell whether an element stands in no other of Schematron but a whole schema, whose parts are taken one by one."""
    parent = el.getparent()
    while parent is not None:
        if named(parent) not in ("", "schema"):
            return False
        parent = parent.getparent()
    return True


def _take(el: Element, made: Element, prefixes: set[str]) -> None:
    name = named(el)
    if name == "schema":
        for setting in SETTINGS:
            if el.get(setting) and not made.get(setting):
                made.set(setting, str(el.get(setting)))
    elif name == "ns":
        prefix = str(el.get("prefix") or "")
        if prefix not in prefixes:
            prefixes.add(prefix)
            made.append(_copy(el))
    elif name == "rule":
        pattern = etree.SubElement(made, f"{{{ISO}}}pattern")
        pattern.append(_copy(el))
        if el.get("abstract") in ("true", "1"):
            return
    elif name in OUTER or el.tag in (f"{XSL}key", f"{XSL}function"):
        made.append(_copy(el))
    elif name in ("assert", "report"):
        raise SchematronError(f"An {name} stands outside of any rule.", line=line_of(el))


def _copy(el: Element) -> Element:
    copied = deepcopy(el)
    copied.tail = None
    return copied
