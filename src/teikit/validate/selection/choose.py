"""Which schemas a file is checked against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from teikit.diagnostics import Severity
from teikit.validate import schemas
from teikit.validate.faults import WHOLE_FILE, Fault, listed
from teikit.validate.selection import catalogue, parts, prolog, reach, store, uris
from teikit.validate.selection.resolve import Found, locate
from teikit.validate.selection.values import (
    GRAMMARS,
    LANGUAGES,
    NAMES,
    READABLE,
    Chosen,
    Kind,
    NotHere,
    Options,
    Origin,
    Reference,
    SchemaRef,
)

OWN = "teikit"


def choose(data: bytes, path: str, options: Options = Options()) -> Chosen:  # noqa: B008  # a frozen value
    """Return the schemas to check a file against, and what is to be said about those that it names.

    1. ``--schema`` counts instead of whatever the file names.
    2. Else what the file names, in its order: every ``<?xml-model?>``; ``<?oxygen?>``, where no xml-model is; the
       xsi:schemaLocation of its root. A DOCTYPE is told of (V094): DTDs are not read.
    3. A file that names nothing of these is checked against the project's own schema; `unnamed` says so where that
       refuses something.
    4. What cannot be had is a warning (V092, V093) with the way to get it, and the file is checked against the rest.
       The project's own schema does not stand in: it allows less than TEI does, and would refuse what is right.
    5. But in a file that teikit made (its header says so) it does, for schemas that the TEI publishes: what teikit
       makes is valid against both. That is only an information (V099).

    Raises TeikitError where the options name a schema, catalogue or schemas.lock that cannot be used.
    """
    try:
        if options.schemas:
            return Chosen(tuple(ref for name in options.schemas for ref in _named(name, options)))
        store.load(options.project)
        for named in (*options.catalogues, *options.project_catalogues):
            catalogue.load(named)
    except NotHere as error:
        raise error.error() from error
    said = prolog.references(data)
    # One who has both wrote the second for an old version of the editor.
    modern = any(one.origin is Origin.MODEL for one in said.references)
    wanted = [one for one in said.references if not (modern and one.origin is Origin.OXYGEN)]
    refs = [_resolved(one, path, options) for one in wanted]
    if not any(one.origin is not Origin.DOCTYPE for one in said.references) and not said.faults:
        refs += default(options.phase)
    return _with_stand_in(data, refs, said.faults, options)


def _with_stand_in(data: bytes, refs: list[SchemaRef], said: tuple[Fault, ...], options: Options) -> Chosen:
    missing = [ref for ref in refs if ref.path is None and ref.fault and ref.fault.code == "V092"]
    checked = any(ref.path is not None and ref.kind in GRAMMARS for ref in refs)
    if checked:
        refs = [_lighter(ref) for ref in refs]
    teis = [ref for ref in missing if uris.is_teis(ref.href)]
    if not teis or checked or not prolog.made_by_teikit(data):
        return Chosen(tuple(refs), _once([*said, *(ref.fault for ref in refs if ref.fault)]))
    message = f"The schema {teis[0].href} is not here: the file is checked against teikit's own, which allows less."
    advice = f"To check it against the TEI's schema too, get that once: teikit schema add {teis[0].href}"
    place = teis[0].fault.place if teis[0].fault else WHOLE_FILE
    instead = Fault("V099", place, message, advice)
    refs = [replace(ref, fault=instead) if ref in teis else ref for ref in refs] + default(options.phase)
    return Chosen(tuple(refs), _once([*said, *(ref.fault for ref in refs if ref.fault)]), stand_in=True)


def _lighter(ref: SchemaRef) -> SchemaRef:
    """Make an information of the lack of an xsi:schemaLocation, which is a hint, in a file that has a grammar."""
    if ref.origin is not Origin.LOCATION or ref.fault is None or ref.path is not None:
        return ref
    return replace(ref, fault=replace(ref.fault, severity=Severity.INFO))


def _once(faults: list[Fault]) -> tuple[Fault, ...]:
    """Return each fault once: grammar and rules of one file are mostly named on two lines."""
    return tuple({(one.code, one.message): one for one in reversed(faults)}.values())[::-1]


def default(phase: str = "") -> list[SchemaRef]:
    """Return the project's own schema: its grammar, and the rules that stand in it."""
    path = schemas.default()
    grammar = SchemaRef(Kind.RNG, OWN, Origin.DEFAULT, path, uris.base_of(path))
    return [grammar, replace(grammar, kind=Kind.SCH, phase=phase)]


def unnamed(data: bytes, chosen: Chosen) -> Iterator[Fault]:
    """Yield, for a file that names no schema and that the project's own refuses, that it was checked against that."""
    by_default = any(ref.origin is Origin.DEFAULT for ref in chosen.refs) and not chosen.stand_in
    if by_default and not prolog.made_by_teikit(data):
        message = "This file names no schema: it was checked against teikit's own, which leaves out much that TEI has."
        advice = (
            "Name the schema of your project in the file (<?xml-model?>), with --schema or in teikit.toml."
            " To check against the whole of TEI, get its schema once (teikit schema add"
            " https://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_all.rng) and name it: --schema tei_all"
        )
        yield Fault("V099", WHOLE_FILE, message, advice)


def _resolved(said: Reference, path: str, options: Options) -> SchemaRef:
    phase = options.phase or said.phase
    ref = SchemaRef(said.kind, said.href, said.origin, None, "", phase, said.title, said.group, said.place.line)
    if said.kind not in READABLE | {Kind.UNKNOWN}:
        return replace(ref, fault=_unsupported(said))
    document = Path(path if path != "-" else "").absolute()
    folder = document.parent if path not in ("", "-") else document
    try:
        found = locate(said.href, uris.base_of(folder / "document"), options, [folder])
        kind = said.kind or _kind_of(found, said.href)
    except NotHere as error:
        return replace(ref, fault=_unchecked(error, said.origin).fault(said.place))
    if kind not in READABLE:
        return replace(ref, kind=kind, fault=_unsupported(replace(said, kind=kind)))
    return replace(ref, kind=kind, path=found.path, base=found.base)


def _unchecked(error: NotHere, origin: Origin) -> NotHere:
    if error.code not in ("V092", "V093", "V097"):
        return error
    message = f"{error.message} The file was not checked against it."
    advice = error.help
    if origin is Origin.LOCATION:
        advice += " Where the schema is of no use any more, remove xsi:schemaLocation."
    return NotHere(error.code, message, advice)


def _unsupported(said: Reference) -> Fault:
    if said.kind is Kind.DTD:
        message = f"The file names a DTD ({said.href}). DTDs are not read: the file was not checked against it."
        advice = "Name a RELAX NG schema with <?xml-model?>: the TEI makes one of every customisation."
        return Fault("V094", said.place, message, advice, severity=Severity.INFO)
    message = f"The schema {said.href} is {NAMES[said.kind]}. The file was not checked against it."
    return Fault("V094", said.place, message, f"Schemas can be in {LANGUAGES}.")


def _kind_of(found: Found, href: str) -> Kind:
    """Return the language of a schema by what is in it, where nothing in the file that names it tells."""
    return parts.kind_of(reach.read(found.path, href), prolog.kind_by_suffix(href))


def _named(name: str, options: Options) -> list[SchemaRef]:
    """Return the schema that the user names: his own file, which may lie anywhere; a name; or an address."""
    if name == OWN:
        return [replace(ref, origin=Origin.OPTION) for ref in default(options.phase)]
    found = _found(name, options)
    data = reach.read(found.path, name)
    kind = parts.kind_of(data, prolog.kind_by_suffix(found.path.name))
    if kind not in READABLE:
        raise NotHere("V090", *parts.refusal(data, name, kind))
    ref = SchemaRef(kind, name, Origin.OPTION, found.path, found.base, options.phase)
    has_rules = kind is Kind.RNG and b"://purl.oclc.org/dsdl/schematron" in data
    return [ref, replace(ref, kind=Kind.SCH)] if has_rules else [ref]


def _found(name: str, options: Options) -> Found:
    pins = store.load(options.project)
    pin = store.by_name(pins, name)
    if pin is not None and options.project is not None:
        path = store.checked(options.project, pin, pin.main)
        return Found(path, pin.main.url or uris.base_of(path))
    path = Path(name)
    if not uris.is_web(name) and reach.exists(path):
        # A name on the command line may lie anywhere; a link to it is as good.
        return locate(uris.base_of(path), "", options, [path.resolve().parent])
    if uris.is_web(name) or ":" in name[2:]:
        return locate(name, "", options)
    known = listed(sorted({OWN, *(pin.name for pin in pins)}), 20)
    advice = f"The names are {known}." if pins else f"The only name is {OWN}; teikit schema add FILE makes others."
    raise NotHere("V090", f"There is no schema {name}: no such file, and no such name.", advice)
