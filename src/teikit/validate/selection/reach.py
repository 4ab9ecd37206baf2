"""Which files may be read on behalf of a document or a schema, and their reading."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from teikit.validate.selection.values import NotHere

LIMIT = 50_000_000
"""Bytes: no schema is longer."""

_MARKS = ("teikit.toml", ".git", "schemas.lock")


def project_of(start: Path) -> Path | None:
    """Return the nearest folder, from ``start`` upwards, that holds teikit.toml, schemas.lock or .git.

    The home folder and the root of the file system are no project, whatever lies in them.
    """
    folder = resolved(start)
    for one in (folder, *folder.parents) if folder else ():
        if _no_project(one):
            return None
        if any((one / mark).exists() for mark in _MARKS):
            return one
    return None


def _no_project(folder: Path) -> bool:
    return folder in (resolved(Path.home()), Path(folder.anchor))


def roots_of(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the folders that the files of a run may refer into.

    They are those that the user named, or that hold the files he named; the projects around these; and the folder in
    which he works, where it is above one of them.
    """
    found: dict[Path, None] = {}
    here = None if _no_project(Path.cwd()) else Path.cwd()
    for path in paths:
        folder = path if path.is_dir() else path.parent
        above = here if here and within(folder, [here]) else None
        found.update(dict.fromkeys(one for one in (folder, project_of(folder), above) if one is not None))
    return tuple(found)


def resolved(path: Path) -> Path | None:
    """Return a path with its symbolic links followed; None for a loop of them, and for what cannot be a path."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # RuntimeError: a loop of links, before Python 3.13
        return None


def within(path: Path, roots: Iterable[Path]) -> bool:
    """Tell whether a path lies in one of the folders once every link is followed."""
    real = resolved(path)
    return real is not None and any(real.is_relative_to(root) for one in roots if (root := resolved(one)))


def exists(path: Path) -> bool:
    """Tell whether something lies at a path; nothing does where there can be no such path."""
    try:
        return path.exists() and resolved(path) is not None
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Tell whether a regular file lies at a path, no folder, pipe or device."""
    return exists(path) and path.is_file()


def read(path: Path, shown: str = "") -> bytes:
    """Return the bytes of a regular file. Raises NotHere: V092 where there is none, V090 where it is too long."""
    shown = shown or str(path)
    try:
        if path.is_dir():
            raise NotHere("V092", f"{shown} is a folder, and no schema.", "Name the file of the schema in it.")
        if not path.is_file():
            raise NotHere("V092", f"The schema {shown} is not here.", "Correct the path, or put the file there.")
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, NotHere):
            raise
        reason = getattr(error, "strerror", None) or error
        raise NotHere("V092", f"The schema {shown} cannot be read: {reason}.", "Correct the path.") from error
    if len(data) > LIMIT:
        advice = "Nothing so long is read as a schema; name another."
        raise NotHere("V090", f"The schema {shown} is longer than {LIMIT // 1_000_000} MB.", advice)
    return data
