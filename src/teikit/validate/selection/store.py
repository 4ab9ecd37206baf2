"""Pinned schemas: ``schemas.lock`` in the folder of a project, and the copies that it names, each with its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from teikit.validate.selection import reach, uris
from teikit.validate.selection.values import Kind, NotHere

NAME = "schemas.lock"
_VERSION = 1
_AGAIN = "Correct it by hand, or take it away and pin the schemas again with teikit schema add."


@dataclass(frozen=True, slots=True)
class Copy:
    """One file of a pinned schema. ``file``: relative to the project, with slashes. ``url``: empty for a local file."""

    file: str
    url: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A pinned schema; ``copies`` begins with its main file. ``owned``: the copies were made by teikit, and are its."""

    name: str
    kind: Kind
    copies: tuple[Copy, ...]
    owned: bool = True

    @property
    def main(self) -> Copy:
        return self.copies[0]


def load(project: Path | None) -> tuple[Pin, ...]:
    """Return the schemas that a project has pinned. Raises NotHere V098 where schemas.lock cannot be read."""
    if project is None:
        return ()
    path = project / NAME
    try:
        stat = path.stat()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise NotHere("V098", f"{path} cannot be read: {error.strerror}.", _AGAIN) from error
    return _load(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(64)
def _load(path: Path, _changed: int, _size: int) -> tuple[Pin, ...]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != _VERSION:
            raise ValueError(f"it is of version {content['version']}, and this teikit reads version {_VERSION}")
        return tuple(_pin(row, path.parent) for row in content["schemas"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise NotHere("V098", f"{path} cannot be read: {type(error).__name__}: {error}.", _AGAIN) from error


def _pin(row: dict[str, Any], project: Path) -> Pin:
    copies = tuple(Copy(str(one["file"]), str(one["url"]), str(one["sha256"])) for one in row["files"])
    for copy in copies:
        if not reach.within(project / copy.file, [project]):
            raise ValueError(f"the file {copy.file} lies outside the project")
    return Pin(str(row["name"]), Kind(row["kind"]), (copies[0], *copies[1:]), bool(row.get("owned", True)))


def save(project: Path, pins: Iterable[Pin]) -> None:
    """Write schemas.lock, sorted by name, so that the same pins give the same bytes."""
    rows = []
    for pin in sorted(pins, key=lambda pin: pin.name):
        row = {"name": pin.name, "kind": str(pin.kind), "owned": pin.owned}
        rows.append({**row, "files": [asdict(copy) for copy in pin.copies]})
    text = json.dumps({"version": _VERSION, "schemas": rows}, ensure_ascii=False, indent=2) + "\n"
    fresh = project / f"{NAME}.new"
    fresh.write_text(text, encoding="utf-8", newline="\n")
    fresh.replace(project / NAME)


def by_name(pins: Iterable[Pin], name: str) -> Pin | None:
    return next((pin for pin in pins if pin.name == name), None)


def by_url(pins: Iterable[Pin], url: str) -> tuple[Pin, Copy] | None:
    """Return the pinned copy of what stands at an address, in whatever form the address is written."""
    wanted = uris.key(url)
    found = ((pin, copy) for pin in pins for copy in pin.copies if copy.url and uris.key(copy.url) == wanted)
    return next(found, None)


def by_path(pins: Iterable[Pin], project: Path, path: Path) -> tuple[Pin, Copy] | None:
    """Return the pin that a file of the project belongs to."""
    real = reach.resolved(path)
    found = ((pin, copy) for pin in pins for copy in pin.copies if reach.resolved(project / copy.file) == real)
    return next(found, None) if real is not None else None


def checked(project: Path, pin: Pin, copy: Copy) -> Path:
    """Return where a copy lies. Raises NotHere V095 where it is not what was pinned, V092 where it is gone."""
    path = project / copy.file
    data = reach.read(path, f"{pin.name} ({copy.file})")
    if not is_same(data, copy.sha256):
        message = f"{copy.file} is not what was pinned as {pin.name}: its contents have changed since."
        again = copy.url or copy.file
        advice = f"Bring the old file back, or pin the new one: teikit schema add {again} --name {pin.name}"
        raise NotHere("V095", message, advice)
    return path


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def is_same(data: bytes, sha256: str) -> bool:
    """Tell whether bytes have a hash. Line ends may differ: version control changes them on Windows."""
    return digest(data) == sha256 or (b"\r\n" in data and digest(data.replace(b"\r\n", b"\n")) == sha256)
