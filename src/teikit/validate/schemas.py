"""The schemas: where they are, and their compiled forms, made once in a process and only when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree
from lxml import isoschematron as iso  # type: ignore[attr-defined]  # not in the stubs

from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.validate.grammar import Grammar
from teikit.xmlio import SCH, parser

if TYPE_CHECKING:
    import xmlschema

XSL = "http://www.w3.org/1999/XSL/Transform"


@dataclass(frozen=True, slots=True)
class Schema:
    """The files of one schema: a RELAX NG grammar, with Schematron inside it or not, and an XML Schema or none."""

    rng: Path
    xsd: Path | None = None


@cache
def default() -> Schema:
    """Return the project's own schema: ``teikit/schemas`` in an installed package, ``schemas`` in a source tree."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "schemas", package.parents[1] / "schemas"):
        if (folder / "teikit.rng").is_file():
            return Schema(folder / "teikit.rng", folder / "teikit.xsd")
    raise FileNotFoundError("teikit was installed without its schemas: install it again")


@cache
def grammar(path: Path) -> Grammar:
    """Return the content models of a RELAX NG file."""
    return Grammar(path)


@cache
def relaxng(path: Path) -> etree.RelaxNG:
    """Return the RELAX NG schema as libxml2 compiles it. Raises TeikitError where it is none."""
    try:
        return etree.RelaxNG(etree.parse(str(path)))
    except (etree.RelaxNGParseError, etree.XMLSyntaxError, OSError) as error:
        message = f"{path.name} cannot be used as a RELAX NG schema: {error}."
        advice = "Name a RELAX NG schema in XML syntax (.rng); trang makes one of a compact schema (.rnc)."
        raise TeikitError(Diagnostic("V090", Severity.ERROR, message, str(path), help=advice)) from error


@cache
def xml_schema(path: Path) -> etree.XMLSchema:
    """Return the XML Schema as libxml2 compiles it."""
    return etree.XMLSchema(etree.parse(str(path), parser()))


@cache
def explaining_schema(path: Path) -> xmlschema.XMLSchema:
    """Return the XML Schema as the package xmlschema compiles it: slow to load, and able to say where and why."""
    import xmlschema

    return xmlschema.XMLSchema(str(path), allow="local")


@cache
def schematron(path: Path) -> iso.Schematron | None:
    """Return the Schematron rules that stand in a RELAX NG file, None where there are none. Raises lxml's errors.

    The rules on pointers are left out: `teikit.validate.pointers` looks at them too, and says more.
    """
    schema = etree.Element(f"{{{SCH}}}schema", nsmap={"sch": SCH, "xsl": XSL})
    root = etree.parse(str(path)).getroot()
    prefixes = {el.get("prefix"): el for el in root.iter(f"{{{SCH}}}ns")}
    patterns = [el for el in root.iter(f"{{{SCH}}}pattern") if el.get("id") != "pointers"]
    schema.extend([*prefixes.values(), *root.iter(f"{{{XSL}}}key"), *patterns])
    if not patterns:
        return None
    # lxml takes a report that fires for a success unless it is told otherwise.
    return iso.Schematron(schema, store_report=True, error_finder=iso.Schematron.ASSERTS_AND_REPORTS)
