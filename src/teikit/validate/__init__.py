"""Validation: run all checks over the bytes of a TEI file and yield diagnostics, every fault once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from teikit.diagnostics import Diagnostic
from teikit.validate import schemas
from teikit.validate.engines import libxml_faults, relaxng_faults, xmlschema_faults
from teikit.validate.explain import explain
from teikit.validate.pointers import check_ids, check_pointers
from teikit.validate.rules import check_rules
from teikit.validate.schemas import Schema
from teikit.validate.source import line_of, positions, read, xpath_of
from teikit.validate.treefaults import Fault
from teikit.xmlio import Element, Tree

__all__ = ["Schema", "check", "check_tree"]


def check(
    data: bytes, path: str, *, schema: Schema | Path | None = None, thorough: bool = True
) -> Iterator[Diagnostic]:
    """Yield what is wrong with a TEI file, in the order of the file.

    ``schema``: the project's own where none is given; a path is that of a RELAX NG file. ``thorough``: let the package
    xmlschema check the XML Schema as well, which costs a second for the first file; otherwise libxml2 alone does.
    """
    tree = read(data, path)
    if isinstance(tree, Diagnostic):
        yield tree
        return
    faults = list(check_tree(tree, schema=Schema(schema) if isinstance(schema, Path) else schema, thorough=thorough))
    if faults:
        yield from _placed(faults, tree, data, path)


def check_tree(tree: Tree, *, schema: Schema | None = None, thorough: bool = True) -> Iterator[Fault]:
    """Yield the faults of a parsed TEI document; what two checks find is told by the one with the better words."""
    schema = schema or schemas.default()
    engines = list(relaxng_faults(tree, schema))
    engines += xmlschema_faults(tree, schema) if thorough else libxml_faults(tree, schema)
    worded = list(check_ids(tree))
    worded += explain(tree, schemas.grammar(schema.rng)) if engines else ()
    yield from merged(worded, engines)
    yield from check_rules(tree, schema)
    yield from check_pointers(tree)


def merged(worded: Iterable[Fault], engines: Iterable[Fault]) -> Iterator[Fault]:
    """Yield the worded faults, and of those of the engines what nothing else has told.

    libxml2 reports a fault of content at the elements around it too: such a report counts only where it stands alone.
    """
    told: set[tuple[object, str]] = set()
    for fault in sorted([*worded, *engines], key=lambda fault: not fault.worded):
        place = (fault.owner, fault.attribute)
        around = {place, (fault.owner.getparent(), fault.attribute)}
        if fault.worded:
            known = bool(fault.attribute) and place in told
        else:
            known = bool(told) if fault.code == "V010" else bool(told & around)
        if not known:
            told.add(place)
            yield fault


def _placed(faults: list[Fault], tree: Tree, data: bytes, path: str) -> list[Diagnostic]:
    places = dict(zip(tree.iter(etree.Element), positions(data), strict=False))
    found, steps = [], dict[Element, str]()
    for fault in faults:
        line, column = places.get(fault.el) or (line_of(fault.el), 0)
        xpath = xpath_of(fault.el, steps)
        found.append(Diagnostic(fault.code, fault.severity, fault.message, path, line, column, xpath, fault.help))
    return sorted(dict.fromkeys(found), key=lambda one: (one.line, one.column, one.code))
