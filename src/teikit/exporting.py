"""Exports of files: one for each document, or one of all of them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from teikit import files, parallel, tei
from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.edition import Edition
from teikit.export import File, Original, export, export_all, exporter
from teikit.files import Job
from teikit.pipeline import Encoded, guarded, written


@dataclass(frozen=True, slots=True)
class Given:
    """A file to read: where it is, and its path relative to the folder that was named."""

    source: Path
    relative: Path


@dataclass(frozen=True, slots=True)
class _Read:
    """What came of reading one file."""

    item: Edition | Original | None
    diagnostics: tuple[Diagnostic, ...] = ()


def export_file(job: Job, *, style: str, options: Mapping[str, object] | None = None, force: bool = False) -> Encoded:
    """Export one TEI file and write the result, and what the format puts beside it."""

    def work() -> Encoded:
        called = (job.relative or Path(job.source.name)).as_posix()
        made = export(style, files.read(job.source), path=called, **(options or {}))
        for suffix, data in made.beside if job.target is not None else ():
            files.write(job.target.with_suffix(suffix), data, force=force)  # type: ignore[union-attr]
        told = tuple(_found_in(one, called, job.source) for one in made.diagnostics)
        return written(Encoded(str(job.source), made.data, told), job, force)

    return guarded(work, str(job.source))


def gather(
    style: str,
    sources: Sequence[Given],
    *,
    options: Mapping[str, object] | None = None,
    workers: int = 1,
    done: Callable[[bool], object] = lambda _fine: None,
) -> Iterator[File | Diagnostic]:
    """Yield the files of an export of many documents, and what is to be said of it.

    A file that cannot be read is told of, and left out. ``workers``: processes; with one, all is done in this one.
    ``done``: called after each file, with whether it could be read. Raises TeikitError where the format cannot be used.
    """
    faults: list[Diagnostic] = []
    chosen = exporter(style)
    chosen.load()

    def items() -> Iterator[Edition | Original]:
        read = functools.partial(_read, reads=chosen.reads)
        outcomes = parallel.each(read, sources, workers=workers if workers > 1 else 0, lost=_lost)
        for outcome in outcomes:
            faults.extend(outcome.diagnostics)
            done(outcome.item is not None)
            if outcome.item is not None:
                yield outcome.item

    found = {given.relative.as_posix(): given.source for given in sources}
    for made in export_all(style, items(), **(options or {})):
        yield from faults
        faults.clear()
        yield made if isinstance(made, File) else _found_in(made, made.path, found.get(made.path))
    yield from faults


def _found_in(diagnostic: Diagnostic, called: str, source: Path | None) -> Diagnostic:
    """Return a diagnostic with the path by which the user knows the file, where it has the one that the export has."""
    return replace(diagnostic, path=str(source)) if source and diagnostic.path == called else diagnostic


def _read(given: Given, *, reads: str) -> _Read:
    path = given.relative.as_posix()
    try:
        data = files.read(given.source)
        return _Read(Original(path, data) if reads == "bytes" else tei.edition(data, path))
    except TeikitError as error:
        diagnostic = error.diagnostic
        return _Read(None, (diagnostic if diagnostic.path else replace(diagnostic, path=str(given.source)),))


def _lost(given: Given, why: str) -> _Read:
    help = "this is a fault of teikit, not of the file; please report it with the file"
    message = f"teikit failed on this file: {why}"
    return _Read(None, (Diagnostic("C009", Severity.ERROR, message, path=str(given.source), help=help),))
