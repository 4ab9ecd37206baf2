"""The engines, by the language of a schema: each holds a file against one schema and yields what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.validate import relaxng
from teikit.validate.faults import WHOLE_FILE, Fault, Place
from teikit.validate.mending import mend
from teikit.validate.reading import not_well_formed
from teikit.validate.relaxng import Error, Kind, SchemaError, Validator
from teikit.validate.selection import Kind as Language
from teikit.validate.selection import NotHere, Options, SchemaRef, choose, resolver
from teikit.validate.selection.choose import OWN
from teikit.validate.selection.uris import base_of
from teikit.validate.source import Parsed, xpath_of
from teikit.validate.wording import Vocabulary, message
from teikit.validate.wording.relaxng import CODES
from teikit.xmlio import Element

if TYPE_CHECKING:  # elementpath and xmlschema take a while to load
    from teikit.validate.schematron import Rules

KEPT = 16
"""Compiled schemas kept in a process, of each language."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """A RELAX NG schema ready to use: its engine, and the names it has."""

    validator: Validator
    vocabulary: Vocabulary


@lru_cache(KEPT)
def grammar(path: Path, base: str, options: Options) -> Grammar:
    """Return a RELAX NG schema, compiled once in a process and kept on disk. Raises SchemaError and OSError."""
    folder = options.cache / "relaxng" if options.cache else None
    compiled = relaxng.compiled(path.read_bytes(), base, resolve=resolver(base, options), directory=folder)
    validator = Validator(compiled)
    return Grammar(validator, Vocabulary(frozenset(relaxng.element_names(compiled))))


@lru_cache(KEPT)
def rules(path: Path, base: str, options: Options) -> Rules:
    """Return the Schematron rules of a schema, compiled once in a process. Raises SchematronError and OSError."""
    from teikit.validate import schematron

    def read(href: str, relative_to: str) -> bytes:
        at = relative_to if "://" in relative_to or not relative_to else base_of(Path(relative_to))
        return resolver(at or base, options)(href)

    return schematron.compile(path.read_bytes(), base=base, resolve=read)


def relaxng_faults(doc: Parsed, ref: SchemaRef, options: Options) -> Iterator[Fault]:
    """Yield what a RELAX NG schema refuses."""
    assert ref.path is not None
    try:
        schema = grammar(ref.path, ref.base, options)
    except SchemaError as unusable:
        yield _unusable(ref, _schema_error(unusable))
        return
    stray = None
    for error in schema.validator.validate(doc.data):
        if error.kind is Kind.TEXT_MISPLACED:
            stray = error.path
        # Text where an element should hold it leaves the element incomplete as well: one slip, told once.
        if error.kind is Kind.ELEMENT_INCOMPLETE and error.path == stray:
            continue
        if error.kind is Kind.NOT_WELL_FORMED:
            yield from not_well_formed(doc.data)
        else:
            yield _worded(error, doc, schema.vocabulary)


def _worded(error: Error, doc: Parsed, vocabulary: Vocabulary) -> Fault:
    what, help = message(error, vocabulary)
    el = _element(error, doc)
    place = Place(error.line, error.column, error.offset, xpath_of(el, doc.steps) if el is not None else "")
    return Fault(CODES[error.kind], place, what, help, error.element[1], fix=mend(error, doc) if doc.in_place else None)


def _element(error: Error, doc: Parsed) -> Element | None:
    """Return the element at fault: the error knows each step of the way by its name and number."""
    el: Element | None = None
    for (namespace, name), number in error.path:
        tag = f"{{{namespace}}}{name}" if namespace else name
        children = [doc.root] if el is None else el.iterchildren(tag)
        el = next((child for at, child in enumerate(children, 1) if at == number), None)
        if el is None:
            return None
    return el


def schematron_faults(doc: Parsed, ref: SchemaRef, options: Options) -> Iterator[Fault]:
    """Yield what the rules of a schema find: Schematron of its own, or inside a grammar."""
    from teikit.validate import schematron

    assert ref.path is not None
    try:
        compiled = rules(ref.path, ref.base, options)
        own = OWN in compiled.phases  # the phase of our schema for those who run the house rules as well
        yield from schematron.check(compiled, doc, phase=ref.phase or (OWN if own else ""), split_advice=own)
    except schematron.SchematronError as error:
        yield _unusable(ref, str(error))


def xsd_faults(doc: Parsed, ref: SchemaRef, options: Options) -> Iterator[Fault]:
    """Yield what an XML Schema refuses."""
    from teikit.validate import xsd

    assert ref.path is not None
    yield from xsd.check(doc, ref.path, cache=options.cache, base=ref.base, options=options)


Engine = Callable[[Parsed, SchemaRef, Options], Iterator[Fault]]
ENGINES: Mapping[Language, Engine] = {
    Language.RNG: relaxng_faults,
    Language.RNC: relaxng_faults,
    Language.SCH: schematron_faults,
    Language.XSD: xsd_faults,
}


def held_against(doc: Parsed, ref: SchemaRef, options: Options) -> Iterator[Fault]:
    """Yield what one schema finds in a file; that it cannot be used or had is a fault too (V090, V092)."""
    place = replace(WHOLE_FILE, line=ref.line, column=1) if ref.line else WHOLE_FILE
    try:
        yield from ENGINES[ref.kind](doc, ref, options)
    except NotHere as error:
        yield error.fault(place)
    except OSError as error:
        yield _unusable(ref, error.strerror or str(error))


def prepare(options: Options) -> None:
    """Compile the schemas that the caller names, before any file is read. Raises TeikitError where one is none."""
    if not options.schemas:
        return
    from teikit.validate.schematron import SchematronError

    for ref in choose(b"", "", options).usable:
        assert ref.path is not None
        try:
            if ref.kind in (Language.RNG, Language.RNC):
                grammar(ref.path, ref.base, options)
            elif ref.kind is Language.SCH:
                rules(ref.path, ref.base, options)
        except NotHere as error:
            raise error.error(str(ref.path)) from error
        except (SchemaError, SchematronError, OSError) as error:
            why = _schema_error(error) if isinstance(error, SchemaError) else str(error)
            fault = _unusable(ref, why)
            raise TeikitError(Diagnostic(fault.code, Severity.ERROR, fault.message, help=fault.help)) from error


def _schema_error(error: SchemaError) -> str:
    where = ":".join(str(part) for part in (error.href.rpartition("/")[2], error.line, error.column) if part)
    clause = f" (RELAX NG, section {error.clause})" if error.clause else ""
    return f"{where}: {error.message}{clause}" if where else f"{error.message}{clause}"


def _unusable(ref: SchemaRef, why: str) -> Fault:
    place = replace(WHOLE_FILE, line=ref.line, column=1) if ref.line else WHOLE_FILE
    return Fault("V090", place, f"{ref.href} cannot be used as a schema: {why.rstrip('.')}.", "Correct the schema.")
