"""Validation: run all checks over the bytes of a TEI file and yield diagnostics, every fault once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from teikit.diagnostics import Diagnostic, Severity, severity
from teikit.validate.corpus import Corpus
from teikit.validate.engines import chosen as schemas_of
from teikit.validate.engines import grammar, held_against, prepare
from teikit.validate.faults import Fault
from teikit.validate.house import CODES as HOUSE
from teikit.validate.house import check_house
from teikit.validate.merging import merged, noticed
from teikit.validate.reading import read
from teikit.validate.relaxng import SchemaError
from teikit.validate.selection import Chosen, Kind, Options, unnamed
from teikit.validate.source import Parsed
from teikit.validate.wording import link

__all__ = ["Corpus", "Options", "check", "prepare"]

GRAMMARS = frozenset({Kind.RNG, Kind.RNC})


def check(
    data: bytes,
    path: str,
    *,
    options: Options = Options(),  # noqa: B008  # a frozen value
    codes: Collection[str] | None = None,
    corpus: Corpus | None = None,
) -> Iterator[Diagnostic]:
    """Yield what is wrong with a TEI file, in the order of the file.

    ``options``: which schemas, and where they may be read from. ``codes``: only these are looked for, all by default;
    whether the file can be read is always told. ``corpus``: the other files of the run, which pointers may lead into.
    Raises TeikitError where the options name a schema that cannot be had.
    """
    chosen = schemas_of(data, path, options)
    if _needs_no_tree(chosen, codes) and _plainly_valid(data, chosen, options):
        faults: Iterable[Fault] = chosen.faults
    else:
        # With a schema that was named outright, XML of any kind is checked.
        doc = read(data, path, any_xml=bool(options.schemas))
        faults = doc if isinstance(doc, tuple) else _faults(doc, chosen, options, codes, corpus)
    found = (_diagnostic(fault, path) for fault in faults if _wanted(fault.code, codes))
    yield from sorted(dict.fromkeys(found), key=lambda one: (one.line, one.column, one.code))


def _faults(
    doc: Parsed, chosen: Chosen, options: Options, codes: Collection[str] | None, corpus: Corpus | None
) -> Iterator[Fault]:
    yield from noticed(doc.notices, [fault for fault in chosen.faults if _wanted(fault.code, codes)])
    yield from chosen.faults
    rules = any(_wanted(code, codes) for code in ("V020", "V021"))
    refs = [ref for ref in chosen.usable if rules or ref.kind is not Kind.SCH]
    house = list(check_house(doc, corpus, codes=codes))
    # What nobody asked for must not be told instead of what somebody did.
    by_schema = [[one for one in held_against(doc, ref, options) if _wanted(one.code, codes)] for ref in refs]
    found = list(merged(by_schema, house))
    yield from found
    if any(fault.code in ("V010", "V011", "V012") for fault in found):
        yield from unnamed(doc.data, chosen)


def _needs_no_tree(chosen: Chosen, codes: Collection[str] | None) -> bool:
    """Tell whether grammars are all that is asked for: they are checked in one pass over the bytes."""
    kinds = {ref.kind for ref in chosen.usable if ref.kind is not Kind.SCH or _wanted("V020", codes)}
    return bool(kinds) and kinds <= GRAMMARS and codes is not None and HOUSE.isdisjoint(codes)


def _plainly_valid(data: bytes, chosen: Chosen, options: Options) -> bool:
    """Tell whether the grammars accept a file that holds nothing to be told of besides."""
    if any(mark in data for mark in (b"<!DOCTYPE", b"XInclude", b"\0")):
        return False
    try:
        schemas = [grammar(ref.path, ref.base, options) for ref in chosen.usable if ref.path and ref.kind in GRAMMARS]
    except (SchemaError, OSError):
        return False
    return all(schema.validator.is_valid(data) for schema in schemas)


def _wanted(code: str, codes: Collection[str] | None) -> bool:
    return codes is None or code in codes or code < "V010"


def _diagnostic(fault: Fault, path: str) -> Diagnostic:
    level = fault.severity or Severity(severity(fault.code))
    return Diagnostic(
        fault.code,
        level,
        fault.message,
        path,
        fault.place.line,
        fault.place.column,
        fault.place.xpath,
        fault.help,
        link(fault.element),
        fix=fault.fix,
    )
