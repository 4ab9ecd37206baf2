"""The engines, by the language of a schema: each holds a file against one schema and yields what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.validate import relaxng
from teikit.validate.faults import WHOLE_FILE, Fault, Place, listed
from teikit.validate.mending import mend
from teikit.validate.reading import not_well_formed
from teikit.validate.relaxng import Error, Kind, Name, SchemaError, Validator
from teikit.validate.selection import Chosen, NotHere, Options, SchemaRef, choose, resolver
from teikit.validate.selection import Kind as Language
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

    folder = options.cache / "schematron" if options.cache else None
    return schematron.compile(path.read_bytes(), base=base, resolve=read, directory=folder)


def relaxng_faults(doc: Parsed, ref: SchemaRef, options: Options) -> Iterator[Fault]:
    """Yield what a RELAX NG schema refuses."""
    assert ref.path is not None
    try:
        schema = grammar(ref.path, ref.base, options)
    except SchemaError as unusable:
        yield _unusable(ref, _schema_error(unusable))
        return
    for error in _causes(schema.validator.validate(doc.data), schema.vocabulary):
        if error.kind is Kind.NOT_WELL_FORMED:
            yield from not_well_formed(doc.data)
        else:
            yield _worded(error, doc, schema.vocabulary)


def _causes(errors: Iterable[Error], vocabulary: Vocabulary) -> Iterator[Error]:
    """Yield the errors without those that only follow from one before: one slip is told once."""
    stray = foreign = None
    for error in errors:
        if error.kind is Kind.TEXT_MISPLACED:
            stray = error.path
        elif error.kind is Kind.ELEMENT_INCOMPLETE and error.path == stray:
            continue  # the text stands where an element should hold it
        if foreign and error.path[: len(foreign)] == foreign and _stranger(error.parent, vocabulary):
            continue  # what an element of another namespace may hold, the schema does not say
        if error.kind in (Kind.ELEMENT_UNKNOWN, Kind.ELEMENT_MISPLACED) and _stranger(error.element, vocabulary):
            foreign = error.path
        yield error


def _stranger(name: Name | None, vocabulary: Vocabulary) -> bool:
    return name is not None and not vocabulary.knows(name[0])


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
        if el is None and doc.root.tag != tag:
            return None
        el = doc.root if el is None else doc.child(el, tag, number)
        if el is None:
            return None
    return el


def schematron_faults(doc: Parsed, ref: SchemaRef, options: Options) -> Iterator[Fault]:
    """Yield what the rules of a schema find: Schematron of its own, or inside a grammar."""
    from teikit.validate import schematron

    assert ref.path is not None
    try:
        compiled = rules(ref.path, ref.base, options)
        if ref.phase.strip("#") not in ("", "ALL", "DEFAULT", *compiled.phases):
            yield _no_phase(ref, compiled.phases)
            return
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
    try:
        yield from ENGINES[ref.kind](doc, ref, options)
    except NotHere as error:
        yield error.fault(_place(ref))
    except OSError as error:
        yield _unusable(ref, error.strerror or str(error))


def chosen(data: bytes, path: str, options: Options) -> Chosen:
    """Return the schemas to check a file against; those that the caller names are looked up once.

    Raises TeikitError where they cannot be had.
    """
    return _outright(options) if options.schemas else choose(data, path, options)


@lru_cache(KEPT)
def _outright(options: Options) -> Chosen:
    return choose(b"", "", options)


def prepare(options: Options) -> None:
    """Compile the schemas that the caller names, before any file is read. Raises TeikitError where one is none."""
    if not options.schemas:
        return
    from teikit.validate.schematron.errors import SchematronError

    for ref in _outright(options).usable:
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


def _no_phase(ref: SchemaRef, phases: tuple[str, ...]) -> Fault:
    help = f"Its phases are {listed(phases)}." if phases else "It has no phases: name none."
    return Fault("V090", _place(ref), f"{ref.href} has no phase {ref.phase}: its rules were not run.", help)


def _place(ref: SchemaRef) -> Place:
    return replace(WHOLE_FILE, line=ref.line, column=1) if ref.line else WHOLE_FILE


def _unusable(ref: SchemaRef, why: str) -> Fault:
    return Fault(
        "V090", _place(ref), f"{ref.href} cannot be used as a schema: {why.rstrip('.')}.", "Correct the schema."
    )
