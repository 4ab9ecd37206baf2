"""What the tests of Schematron share: documents and schemas out of a few lines."""

from __future__ import annotations

from pathlib import Path

from teikit.validate import schematron
from teikit.validate.faults import Fault
from teikit.validate.schematron import Rules
from teikit.validate.source import Parsed
from teikit.xmlio import parse

CASES = Path(__file__).resolve().parents[2] / "cases/validate/schematron"
SHARED = Path(__file__).resolve().parents[3] / "../shared/tei"


def document(data: bytes | str, path: str = "a.xml") -> Parsed:
    data = data.encode() if isinstance(data, str) else data
    return Parsed(data, path, parse(data))


def schema(content: str, attributes: str = 'queryBinding="xslt2"') -> bytes:
    return (
        f'<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" '
        f'xmlns:sqf="http://www.schematron-quickfix.com/validator/process" {attributes}>{content}</schema>'
    ).encode()


def rules(content: str, attributes: str = 'queryBinding="xslt2"', **options: object) -> Rules:
    return schematron.compile(schema(content, attributes), **options)  # type: ignore[arg-type]


def faults(content: str, doc: str, attributes: str = 'queryBinding="xslt2"', **options: object) -> list[Fault]:
    compiled = rules(content, attributes)
    return list(schematron.check(compiled, document(doc), **options))  # type: ignore[arg-type]


def messages(content: str, doc: str, attributes: str = 'queryBinding="xslt2"', **options: object) -> list[str]:
    return [fault.message for fault in faults(content, doc, attributes, **options)]
