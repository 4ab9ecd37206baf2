"""A table of a register into many files: what it changes, and writing that."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from teikit import files, parallel
from teikit.checking.diffing import unified
from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.edition import Entry
from teikit.exporting import Given
from teikit.files import Job
from teikit.pipeline import Encoded, each, guarded
from teikit.registers.changes import Change, Plan, plan
from teikit.registers.table import Table
from teikit.registers.writing import written
from teikit.tei.entrydata import entries, prefixes
from teikit.tei.respdata import Responsible
from teikit.xmlscan.scan import scan


@dataclass(frozen=True, slots=True)
class Call:
    """How changes are written: to the targets of the jobs, ``in_place`` onto the files, or, without ``write``, nowhere.

    ``diff``: what would change is the result. ``table``: what diagnostics call the table; ``resp``: the pointer that
    signs changes.
    """

    table: str
    resp: str = ""
    in_place: bool = False
    write: bool = True
    diff: bool = False
    force: bool = False


@dataclass(slots=True)
class Listed:
    """The entries of one file."""

    entries: dict[str, Entry] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def planned(
    table: Table, sources: Sequence[Given], *, remove: bool = False, signed: bool = True, workers: int = 1
) -> Plan:
    """Read the lists of files and return what a table changes in them. Files that cannot be read are told of."""
    outcomes = parallel.each(_listed, sources, workers=workers if workers > 1 else 0, lost=_lost)
    known: dict[str, dict[str, Entry]] = {}
    told: list[Diagnostic] = []
    for given, outcome in zip(sources, outcomes, strict=True):
        told += outcome.diagnostics
        path = given.relative.as_posix()
        if path in known:
            message = f"another file has the path {path!r} as well, so that the table cannot tell them apart"
            told.append(_fault(given, "X026", Severity.ERROR, message, "Name the folder above both."))
            known[path] = {}
        elif not any(one.severity is Severity.ERROR for one in outcome.diagnostics):
            known[path] = outcome.entries
    made = plan(table, known, remove=remove, signed=signed)
    made.diagnostics[:0] = told
    return made


def _listed(given: Given) -> Listed:
    try:
        scanned = scan(files.read(given.source))
        return Listed(entries(scanned, prefixes(scanned), Responsible(scanned).programs))
    except TeikitError as error:
        return Listed({}, (replace(error.diagnostic, path=str(given.source)),))


def _lost(given: Given, why: str) -> Listed:
    help = "this is a fault of teikit, not of the file; please report it with the file"
    return Listed({}, (_fault(given, "C009", Severity.ERROR, f"teikit failed on this file: {why}", help),))


def _fault(given: Given, code: str, level: Severity, message: str, help: str) -> Diagnostic:
    return Diagnostic(code, level, message, path=str(given.source), help=help)


def imported(
    jobs: Sequence[tuple[Job, str]], changes: Mapping[str, Sequence[Change]], call: Call, *, workers: int = 1
) -> Iterator[Encoded]:
    """Yield what came of each file, in order. ``jobs``: each with the path that the table has for it."""
    paths = dict(jobs)
    work = functools.partial(_import, paths=paths, changes=changes, call=call)
    return each(work, [job for job, _ in jobs], workers=workers)


def _import(job: Job, *, paths: Mapping[Job, str], changes: Mapping[str, Sequence[Change]], call: Call) -> Encoded:
    def work() -> Encoded:
        data = files.read(job.source)
        made = written(data, changes.get(paths[job], ()), path=call.table, resp=call.resp)
        outcome = Encoded(str(job.source), b"", made.diagnostics, made.counts)
        if call.diff:
            return replace(outcome, data=unified(data, made.data, paths[job]))
        if call.write and call.in_place and made.data != data:
            files.rewrite(job.source, made.data, was=data)
        elif call.write and not call.in_place and job.target is not None:
            files.write(job.target, made.data, force=call.force)
        elif call.write and not call.in_place:
            return replace(outcome, data=made.data)
        return outcome

    return guarded(work, str(job.source))
