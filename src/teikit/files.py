"""Which files a call means, where their results go, and writing these whole or not at all."""

from __future__ import annotations

import glob
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from teikit.diagnostics import Diagnostic, Severity, TeikitError

TEXT_SUFFIXES = (".txt", ".text", ".asc")
XML_SUFFIXES = (".xml", ".tei")
MOST_BYTES = 500_000_000
# What a file of ours says of itself; a file that says it may be made anew, any other is somebody's work.
_MARK = b'ident="teikit"'
_SHOWN = 3
_PIECE = 1 << 20
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class Job:
    """One file to do: where it is, where its result goes (None: standard output)."""

    source: Path
    target: Path | None


def find(paths: Sequence[str], suffixes: tuple[str, ...]) -> tuple[list[tuple[Path, Path]], list[Diagnostic]]:
    """Return the files that `paths` mean, each with its path below the folder that was named, and what went wrong.

    A folder means the files in and below it with one of `suffixes`, hidden ones left out, and no links that lead out of
    it; a pattern is expanded; a file named outright is taken whatever its name, if it is a file and no pipe or device.
    Each file is taken once, under its own name rather than that of a link.
    """
    found: dict[str, tuple[Path, Path]] = {}
    faults: list[Diagnostic] = []
    for name in paths:
        before = len(faults)
        hits = list(_expand(name, suffixes, faults))
        if not hits and len(faults) == before:
            faults.append(_nothing(name, suffixes))
        for path, relative in hits:
            real = os.path.realpath(path)
            if real not in found or (found[real][0].is_symlink() and not path.is_symlink()):
                found[real] = (path, relative)
    return list(found.values()), faults


def _expand(name: str, suffixes: tuple[str, ...], faults: list[Diagnostic]) -> Iterator[tuple[Path, Path]]:
    path = Path(name)
    mode = _mode(path)
    if mode and stat.S_ISDIR(mode):
        for inner in sorted(_below(path, suffixes, faults)):
            yield inner, inner.relative_to(path)
    elif mode and stat.S_ISREG(mode):
        yield path, Path(path.name)
    elif mode:
        faults.append(_no_file(path, mode))
    elif glob.has_magic(name) and not os.path.islink(path):  # noqa: PTH114  (raises nothing, whatever the name)
        for inner in _matching(name):
            if stat.S_ISREG(_mode(inner)):
                yield inner, Path(inner.name)
    elif os.path.islink(path):  # noqa: PTH114
        faults.append(_leads_nowhere(path))


def _mode(path: Path) -> int:
    """Return what the system says of a file, through links; 0 of one that is not there or cannot be looked at."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def _matching(pattern: str) -> list[Path]:
    """Expand a pattern, sorted; unlike module glob it follows no links for **, so that it ends."""
    given = Path(pattern)
    parts = [part if part == "**" else part.replace("**", "*") for part in given.parts]
    if given.anchor:
        hits = Path(given.anchor).glob(str(Path(*parts[1:]))) if len(parts) > 1 else iter(())
    else:
        hits = Path().glob(str(Path(*parts)))
    hidden = any(part.startswith(".") and part not in ("..", ".") for part in parts)
    return sorted(hit for hit in hits if hidden or not any(_is_hidden(part) for part in hit.parts))


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name not in (".", "..")


def _below(folder: Path, suffixes: tuple[str, ...], faults: list[Diagnostic]) -> Iterator[Path]:
    """Yield the files in and below a folder. Folders are entered through no link, so that this ends."""
    top = os.path.realpath(folder)
    waiting, outside = [folder], list[Path]()
    while waiting:
        here = waiting.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            faults.append(_unreadable(here, error))
            continue
        for entry in entries:
            path = here / entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif entry.is_symlink() and not _is_within(path, top):
                outside += [path] if entry.is_dir() or entry.name.lower().endswith(suffixes) else []
            elif entry.name.lower().endswith(suffixes):
                mode = _mode(path)
                if stat.S_ISREG(mode):
                    yield path
                elif not stat.S_ISDIR(mode):
                    faults.append(_no_file(path, mode) if mode else _leads_nowhere(path))
    if outside:
        faults.append(_leads_out(folder, outside))


def _is_within(path: Path, top: str) -> bool:
    """Tell whether a link leads into a folder; one that leads nowhere is told of elsewhere."""
    real = os.path.realpath(path)
    return os.path.commonpath([real, top]) == top or not os.path.exists(real)  # noqa: PTH110  (a string, not a path)


def shown(path: Path | str) -> str:
    """Return a path as it can be printed: bytes that are no UTF-8, and line ends, become a question mark."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "?" for char in text)


def _no_file(path: Path, mode: int) -> Diagnostic:
    kind = next((words for test, words in _KINDS if test(mode)), "something special")
    return _fault("R004", shown(path), f"is {kind}, not a file", "write what comes out of it to a file, and name that")


def _leads_nowhere(path: Path) -> Diagnostic:
    return _fault("R004", shown(path), "is a link that leads nowhere", "mend the link, or remove it")


def _unreadable(path: Path, error: OSError) -> Diagnostic:
    return _fault("R004", shown(path), f"cannot be read: {error.strerror}", "check the rights of the folder")


def _leads_out(folder: Path, links: list[Path]) -> Diagnostic:
    names = ", ".join(shown(link) for link in links[:_SHOWN]) + (" …" if len(links) > _SHOWN else "")
    what = f"{len(links)} links lead" if len(links) > 1 else "a link leads"
    message = f"{what} out of this folder, and {'are' if len(links) > 1 else 'is'} not followed: {names}"
    help = "name what it leads to as well, if it shall be read"
    return Diagnostic("R006", Severity.INFO, message, path=shown(folder), help=help)


def _nothing(name: str, suffixes: tuple[str, ...]) -> Diagnostic:
    kinds, where = " or ".join(suffixes), "and the folder you are in"
    if stat.S_ISDIR(_mode(Path(name))):
        message = f"there is no {kinds} file in this folder"
        return _fault("R004", shown(name), message, "name the files if theirs end otherwise")
    if glob.has_magic(name):
        return _fault("R004", shown(name), "no file fits this pattern", f"check the pattern, {where}")
    try:
        os.stat(name)  # noqa: PTH116  (for the system's reason)
    except (FileNotFoundError, NotADirectoryError):
        reason = "there is no such file or folder"
    except (OSError, ValueError) as error:
        reason = f"cannot be read: {error.strerror if isinstance(error, OSError) else error}"
    else:
        reason = "cannot be read"
    return _fault("R004", shown(name), reason, f"check the name, {where}")


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
    """Read a file. Raises TeikitError R004 with the system's reason, or where it has more than `MOST_BYTES`."""
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            # A device has no size and no end, so the bytes are counted as well.
            data = b"" if size > MOST_BYTES else b"".join(_pieces(stream, max(size + 1, _PIECE)))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise TeikitError(
            _fault("R004", shown(path), f"cannot be read: {reason}", "check its name and rights")
        ) from error
    if max(size, len(data)) > MOST_BYTES:
        message = f"has more than {MOST_BYTES // 10**6} MB, which is too much for one document"
        raise TeikitError(_fault("R004", shown(path), message, "split it"))
    return data


def _pieces(stream: BinaryIO, size: int) -> Iterator[bytes]:
    total = 0
    while total <= MOST_BYTES and (piece := stream.read(size)):
        total += len(piece)
        yield piece


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


def rewrite(path: Path, data: bytes, *, was: bytes | None = None) -> None:
    """Write a file anew, whole or not at all, with the rights it had; through a link to the file that it names.

    ``was``: what the file held when it was read; where somebody has changed it since, it is left alone (C005). What is
    no regular file, such as a device, is written to as it is. Raises TeikitError C005 or R004.
    """
    if was is not None and read(path) != was:
        message = "has been changed by another program in the meantime, and was left alone"
        raise TeikitError(_fault("C005", str(path), message, "run the command again"))
    try:
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target, data, mode=target.stat().st_mode & 0o7777 if target.exists() else None)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise TeikitError(_fault("C005", str(path), f"cannot be written: {reason}", "check the folder")) from error


def _replace(target: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write to a temporary name in the same folder, then rename: the rename happens whole or not at all."""
    handle, temporary = tempfile.mkstemp(prefix=".teikit-", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(
            0o666 & ~mask if mode is None else mode
        )  # a temporary file is private; the result is a file like any other
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink()
        raise


def _fault(code: str, path: str, message: str, help: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, path=path, help=help)
