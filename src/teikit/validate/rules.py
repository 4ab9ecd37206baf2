"""The Schematron rules that stand in the schema, run by libxslt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from teikit.diagnostics import Severity
from teikit.validate import schemas
from teikit.validate.schemas import Schema
from teikit.validate.treefaults import Fault, found_at
from teikit.xmlio import Element, Tree

SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def check_rules(tree: Tree, schema: Schema) -> Iterator[Fault]:
    """Yield each assertion that fails. A rule whose role is "warning" makes a warning."""
    try:
        rules = schemas.schematron(schema.rng)
    except (etree.XSLTParseError, etree.SchematronParseError) as error:
        root = tree.getroot()
        message = f"The Schematron rules of {schema.rng.name} were not run: {error}."
        yield Fault("V021", root, root, message, "Run them with a processor of XSLT 2.0.", severity=Severity.INFO)
        return
    if rules is None or rules.validate(tree):
        return
    for result in rules.validation_report.getroot().iter(f"{SVRL}failed-assert", f"{SVRL}successful-report"):
        el = found_at(tree, result.get("location"))
        severity = Severity.WARNING if result.get("role") == "warning" else Severity.ERROR
        yield _fault(el, result, severity)


def _fault(el: Element, result: Element, severity: Severity) -> Fault:
    # The report sets a line break after each value that it fills in.
    message = re.sub(r"\s+([,.;:)])", r"\1", "".join(str(part) for part in result.itertext()))
    statement, colon, advice = " ".join(message.split()).partition(": ")
    if not colon:
        return Fault("V020", el, el, statement, severity=severity)
    return Fault("V020", el, el, f"{statement}.", advice[:1].upper() + advice[1:], severity=severity)
