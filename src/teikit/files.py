"""Which files a call means, where their results go, and writing these whole or not at all."""

from __future__ import annotations

import glob
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from teikit.diagnostics import Diagnostic, Severity, TeikitError

TEXT_SUFFIXES = (".txt", ".text", ".asc")
XML_SUFFIXES = (".xml", ".tei")
# What a file of ours says of itself; a file that says it may be made anew, any other is somebody's work.
_MARK = b'ident="teikit"'


@dataclass(frozen=True, slots=True)
class Job:
    """One file to do: where it is, where its result goes (None: standard output)."""

    source: Path
    target: Path | None


def find(paths: Sequence[str], suffixes: tuple[str, ...]) -> tuple[list[tuple[Path, Path]], list[Diagnostic]]:
    """Return the files that `paths` mean, each with its path below the folder that was named, and what went wrong.

    A folder means the files in and below it with one of `suffixes`, hidden ones left out; a pattern is expanded; a file
    named outright is taken whatever its name.
    """
    found: dict[Path, Path] = {}
    faults: list[Diagnostic] = []
    for name in paths:
        hits = list(_expand(name, suffixes))
        if not hits:
            faults.append(_nothing(name, suffixes))
        for path, relative in hits:
            found.setdefault(path, relative)
    return list(found.items()), faults


def _expand(name: str, suffixes: tuple[str, ...]) -> Iterator[tuple[Path, Path]]:
    path = Path(name)
    if path.is_dir():
        for inner in sorted(_below(path, suffixes)):
            yield inner, inner.relative_to(path)
    elif path.exists():
        yield path, Path(path.name)
    elif glob.has_magic(name):
        for hit in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207  (Path.glob takes no absolute pattern)
            inner = Path(hit)
            if inner.is_file():
                yield inner, Path(inner.name)


def _below(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    for base, folders, names in os.walk(folder):  # does not follow links to folders, so it ends
        folders[:] = sorted(entry for entry in folders if not entry.startswith("."))
        for name in names:
            if name.lower().endswith(suffixes) and not name.startswith("."):
                yield Path(base, name)


def _nothing(name: str, suffixes: tuple[str, ...]) -> Diagnostic:
    kinds = " or ".join(suffixes)
    if Path(name).is_dir():
        return _fault(
            "R004", name, f"there is no {kinds} file in this folder", "name the files if theirs end otherwise"
        )
    if glob.has_magic(name):
        return _fault("R004", name, "no file fits this pattern", "check the pattern, and the folder you are in")
    return _fault("R004", name, "there is no such file or folder", "check the name, and the folder you are in")


def plan(files: Iterable[tuple[Path, Path]], out: Path | None, suffix: str) -> tuple[list[Job], list[Diagnostic]]:
    """Give every file its target: below `out` as it lies below its folder, or beside the file where `out` is None.

    Two files with one target cannot both be written: the second is a fault.
    """
    jobs: list[Job] = []
    faults: list[Diagnostic] = []
    taken: dict[Path, Path] = {}
    for source, relative in files:
        target = (out / relative if out is not None else source).with_suffix(suffix)
        if target in taken:
            message = f"its result would overwrite that of {taken[target]}"
            faults.append(
                _fault("C003", str(source), message, "rename one of them, or encode them into different folders")
            )
            continue
        taken[target] = source
        jobs.append(Job(source, target))
    return jobs, faults


def read(path: Path) -> bytes:
    """Read a file. Raises TeikitError R004 with the system's reason."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise TeikitError(
            _fault("R004", str(path), f"cannot be read: {error.strerror}", "check its name and rights")
        ) from error


def write(target: Path, data: bytes, *, force: bool = False) -> None:
    """Write a result whole, or leave the folder as it was.

    A file that is there and was not made by teikit is only replaced with `force`. Raises TeikitError C004 or C005.
    """
    if not force and target.exists() and _MARK not in read(target):
        message = "a file of this name is there already, and it was not made by teikit"
        raise TeikitError(
            _fault("C004", str(target), message, "choose another folder with -o, or replace it with --force")
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data)
    except OSError as error:
        raise TeikitError(
            _fault("C005", str(target), f"cannot be written: {error.strerror}", "check the folder")
        ) from error


def _replace(target: Path, data: bytes) -> None:
    """Write to a temporary name in the same folder, then rename: the rename happens whole or not at all."""
    handle, temporary = tempfile.mkstemp(prefix=".teikit-", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)  # a temporary file is private; the result is a file like any other
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink()
        raise


def _fault(code: str, path: str, message: str, help: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, path=path, help=help)
