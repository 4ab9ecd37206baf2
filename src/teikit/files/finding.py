"""Which files a call means, and where their results go."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from teikit.diagnostics import Diagnostic, Severity
from teikit.files.faults import fault, shown

TEXT_SUFFIXES = (".txt", ".text", ".asc")
XML_SUFFIXES = (".xml", ".tei")
_SHOWN = 3
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class Job:
    """One file to do: where it is, where its result goes (None: standard output).

    ``relative``: its path below the folder that was named, where that matters.
    """

    source: Path
    target: Path | None
    relative: Path | None = None


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


def _no_file(path: Path, mode: int) -> Diagnostic:
    kind = next((words for test, words in _KINDS if test(mode)), "something special")
    return fault("R004", shown(path), f"is {kind}, not a file", "write what comes out of it to a file, and name that")


def _leads_nowhere(path: Path) -> Diagnostic:
    return fault("R004", shown(path), "is a link that leads nowhere", "mend the link, or remove it")


def _unreadable(path: Path, error: OSError) -> Diagnostic:
    return fault("R004", shown(path), f"cannot be read: {error.strerror}", "check the rights of the folder")


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
        return fault("R004", shown(name), message, "name the files if theirs end otherwise")
    if glob.has_magic(name):
        return fault("R004", shown(name), "no file fits this pattern", f"check the pattern, {where}")
    try:
        os.stat(name)  # noqa: PTH116  (for the system's reason)
    except (FileNotFoundError, NotADirectoryError):
        reason = "there is no such file or folder"
    except (OSError, ValueError) as error:
        reason = f"cannot be read: {error.strerror if isinstance(error, OSError) else error}"
    else:
        reason = "cannot be read"
    return fault("R004", shown(name), reason, f"check the name, {where}")


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
                fault("C003", str(source), message, "rename one of them, or encode them into different folders")
            )
            continue
        taken[target] = source
        jobs.append(Job(source, target, relative))
    return jobs, faults
