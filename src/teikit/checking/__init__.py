"""Checking files: the bytes of one through all checks; many, in parallel, with results in input order."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from teikit import files, parallel
from teikit.checking import diffing, fixing
from teikit.checking.excerpts import with_excerpts
from teikit.diagnostics import Diagnostic, Severity, TeikitError, group
from teikit.diagnostics.baseline import ONCE, Baseline
from teikit.diagnostics.selection import Selection, selectable
from teikit.validate import Options, check, prepare
from teikit.validate.corpus import Corpus, Survey, survey
from teikit.validate.house import WHOLE_RUN
from teikit.validate.selection import choose
from teikit.xmlscan import Encoding

# For fewer files, and fewer bytes, starting several processes takes longer than it saves.
_FEW = 8
_SMALL = 4_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How files are checked.

    ``options``: which schemas, and where they may be read from. ``corpus``: the other files of the run.
    ``named``: the paths of the call; nothing is written outside them. ``folder``: that of the configuration, else the
    working directory; the patterns of the selection are relative to it; ``known_from``: the folder
    that the paths of the baseline are relative to. ``fix``: work out fixes; ``write``: and write them.
    """

    options: Options = field(default_factory=Options)
    corpus: Corpus | None = None
    selection: Selection = field(default_factory=Selection)
    named: tuple[str, ...] = ()
    folder: str = ""
    baseline: Baseline | None = None
    known_from: str = ""
    fix: bool = False
    write: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file.

    ``looked``: it was read and checked, so that no findings mean that it is clean. ``gone``: how many findings the
    baseline knows that it no longer has. ``mended``: the findings whose fixes were applied; ``diff``: what they change;
    ``data``: the bytes after them, where they were asked for and not written.
    """

    path: str
    diagnostics: tuple[Diagnostic, ...] = ()
    looked: bool = True
    gone: int = 0
    mended: tuple[Diagnostic, ...] = ()
    diff: bytes = b""
    data: bytes | None = None


def check_files(paths: Sequence[Path], settings: Settings, *, jobs: int = 0) -> Generator[Checked]:
    """Check files and yield what was found in each, in the order given.

    ``jobs``: processes, 0 for as many as there are cores where there are enough files. A file that a process dies of is
    a finding (C009), and the others are checked. What concerns all files is told once. Raises TeikitError where the
    options name a schema, or a catalogue, that cannot be used.
    """
    _ready(settings.options)
    workers = _workers(jobs, paths)
    work = functools.partial(check_file, settings=replace(settings, corpus=_corpus(paths, settings, workers)))
    told: set[tuple[str, str, str]] = set()
    for checked in parallel.each(work, paths, workers=workers, lost=_lost):
        shared = {_same(one): one for one in checked.diagnostics if one.path != checked.path or one.code in ONCE}
        repeated = told & shared.keys()
        told |= shared.keys()
        yield replace(checked, diagnostics=tuple(one for one in checked.diagnostics if _same(one) not in repeated))


def _ready(options: Options) -> None:
    """Look at what is the same for all files before the first: the schemas and catalogues that were named, the pins."""
    choose(b"", "", options)
    prepare(options)


def _same(one: Diagnostic) -> tuple[str, str, str]:
    """Return what is the same of a diagnostic in whichever file it is met."""
    return one.code, one.message, "" if one.code in ONCE else f"{one.path}:{one.line}"


def _corpus(paths: Sequence[Path], settings: Settings, workers: int) -> Corpus:
    """Return what files may say of one another; where a check asks what nobody says, all are surveyed first."""
    roots = [str(root) for root in settings.options.roots]
    if len(paths) < 2 or WHOLE_RUN.isdisjoint(settings.selection.codes("")):
        return Corpus(roots)
    surveys = parallel.each(_survey, paths, workers=workers, lost=lambda path, _: Survey(str(path), complete=False))
    return Corpus.gather(roots, surveys)


def _survey(path: Path) -> Survey:
    try:
        return survey(files.read(path), str(path))
    except TeikitError:  # told when the file is checked
        return Survey(str(path), complete=False)


def _workers(jobs: int, paths: Sequence[Path]) -> int:
    """Return how many processes to start; a single file is checked in this one."""
    if len(paths) < 2:
        return 0
    if jobs:
        return min(jobs, len(paths))
    worth = len(paths) >= _FEW or sum(map(_size, paths)) >= _SMALL
    return min(_cores(), len(paths)) if worth else 1


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # it will be told of when it is read
        return 0


def _cores() -> int:
    # A container or a batch system may give fewer than the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _lost(path: Path, why: str) -> Checked:
    return Checked(str(path), (failure(str(path), why),), looked=False)


def failure(path: str, why: str) -> Diagnostic:
    """Return the diagnostic of a fault of teikit's own, or of a machine that has not what a file needs."""
    help = "the other files were checked; if it happens again, please report it with the file"
    return Diagnostic("C009", Severity.ERROR, f"teikit failed on this file: {why}", path=path, help=help)


def check_file(path: Path, settings: Settings) -> Checked:
    """Check one file, and fix it where that is asked for. A bad file is told of, never raised."""

    def work() -> Checked:
        data = files.read(path)
        checked = check_bytes(data, str(path), settings)
        if not settings.write or checked.data in (None, data):
            return replace(checked, data=None)
        try:
            _refuse(path, settings.named)
            files.rewrite(path, checked.data or b"", was=data)
        except TeikitError as error:
            # What was found is still so, and is told with the reason.
            as_it_is = check_bytes(data, str(path), replace(settings, fix=False))
            return replace(as_it_is, diagnostics=(*as_it_is.diagnostics, replace(error.diagnostic, path=str(path))))
        return replace(checked, data=None)

    return _guarded(work, str(path))


def check_input(data: bytes, path: str, settings: Settings) -> Checked:
    """Check bytes that are in no file, as `check_files` does; what fixing makes of them is in ``data``.

    With a name of their own, pointers are followed from the place that it names, as an editor expects of what it has
    not saved yet.
    """
    _ready(settings.options)
    if path != "-":
        settings = replace(settings, corpus=Corpus(str(root) for root in settings.options.roots))
    return _guarded(lambda: check_bytes(data, path, settings), path)


def _guarded(work: Callable[[], Checked], path: str) -> Checked:
    try:
        return work()
    except TeikitError as error:
        one = error.diagnostic
        return Checked(path, (one if one.path else replace(one, path=path),), looked=False)
    except Exception as error:  # of 20,000 files one must not stop the others
        return _lost(Path(path), f"{type(error).__name__}: {error}")


def check_bytes(data: bytes, path: str, settings: Settings) -> Checked:
    """Check the bytes of one file; where fixes are asked for, work them out and tell what is left after them.

    Raises TeikitError where the check cannot be made.
    """
    found = settings.selection.apply(_found(data, path, settings), relative(path, settings.folder))
    shown, gone = _unknown(found, path, settings), _gone(found, path, settings)
    before = Checked(path, tuple(shown), looked=_readable(found), gone=gone)
    if not settings.fix:
        return before
    if not any(one.fix for one in shown):
        return replace(before, data=data)
    result = _fixed(data, path, settings)
    after = before
    if result.data != data and settings.write:
        after = check_bytes(result.data, path, replace(settings, fix=False))
    after = replace(after, mended=result.mended, diff=_diff(data, result.data, path), data=result.data)
    if result.refused:
        return _noted(after, f"fixes were not made: {result.refused}", "make them by hand, one at a time")
    return after


def _found(data: bytes, path: str, settings: Settings, *, everything: bool = False) -> list[Diagnostic]:
    """Call the checks. The one place that does."""
    wanted = selectable() if everything else settings.selection.codes(relative(path, settings.folder))
    found = list(check(data, path, options=settings.options, codes=wanted, corpus=settings.corpus))
    return with_excerpts(found, data, path)


def _fixed(data: bytes, path: str, settings: Settings) -> fixing.Fixed:
    below = relative(path, settings.folder)

    def everything(data: bytes) -> list[Diagnostic]:
        return _found(data, path, settings, everything=True)

    def wanted(found: Sequence[Diagnostic]) -> list[Diagnostic]:
        return _unknown(settings.selection.apply(found, below), path, settings)

    return fixing.fixed(data, everything, wanted)


def _diff(before: bytes, after: bytes, path: str) -> bytes:
    """Return a diff; of files in UTF-16, whose lines bytes do not show, as UTF-8."""
    encoding = Encoding.of(before)
    if encoding.unit == 2:
        before, after = (data.decode(encoding.name, "replace").encode() for data in (before, after))
    return diffing.unified(before, after, path)


def _unknown(found: Iterable[Diagnostic], path: str, settings: Settings) -> list[Diagnostic]:
    baseline = settings.baseline
    return baseline.new(found, relative(path, settings.known_from)) if baseline else list(found)


def _gone(found: Iterable[Diagnostic], path: str, settings: Settings) -> int:
    codes = settings.selection.codes(relative(path, settings.folder))
    return settings.baseline.gone(found, relative(path, settings.known_from), codes) if settings.baseline else 0


def _readable(found: Iterable[Diagnostic]) -> bool:
    """Tell whether a file was looked at; to find that it is not well-formed is to have looked."""
    return all(group(one.code) for one in found)


def relative(path: str, folder: str) -> str:
    """Return a path relative to a folder, with slashes; as it is where there is no folder, and for standard input."""
    if not folder or path == "-":
        return PurePath(path).as_posix()
    try:
        return PurePath(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # on another drive
        return PurePath(path).as_posix()


def _refuse(path: Path, named: Sequence[str]) -> None:
    """Raise TeikitError C012 for a file that fixes must not be written to: outside what was named, or read-only."""
    if not _is_named(path, named):
        message = "fixes were not made: this is a link to a file outside what was named"
        raise TeikitError(_unfixed(message, "name that file itself"))
    if not os.access(path, os.W_OK):
        raise TeikitError(_unfixed("fixes were not made: the file is read-only", "allow writing to it, and try again"))


def _is_named(path: Path, named: Sequence[str]) -> bool:
    """Tell whether fixing a file stays within what was named: a link in a folder may lead out of it."""
    if not path.is_symlink() or str(path) in {str(Path(name)) for name in named}:
        return True
    real = Path(os.path.realpath(path))
    return any(real.is_relative_to(os.path.realpath(name)) for name in named)


def _unfixed(message: str, help: str) -> Diagnostic:
    return Diagnostic("C012", Severity.WARNING, message, help=help)


def _noted(checked: Checked, message: str, help: str) -> Checked:
    note = replace(_unfixed(message, help), path=checked.path)
    return replace(checked, diagnostics=(*checked.diagnostics, note))
