"""From the address of a schema, or of a part of one, to the file on this machine; and what may be read on the way."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from teikit.validate.selection import catalogue, reach, store, uris
from teikit.validate.selection.values import NotHere, Options

_FRESH = 24 * 3600
"""Seconds for which a fetched schema is used before it is fetched again."""


@dataclass(frozen=True, slots=True)
class Found:
    """``path``: the file. ``base``: the URI that references in it are relative to."""

    path: Path
    base: str


def locate(href: str, base: str, options: Options, roots: Iterable[Path] = ()) -> Found:
    """Return the file that an address means, relative to that of the document or schema which names it.

    In this order: the table and the catalogues, what is pinned, a file (in ``roots`` or those of the options), and the
    network, where it is allowed. Raises NotHere: V092 not here, V093 outside, V095 changed, V096 a bad catalogue, V097
    not to be fetched, V098 a bad schemas.lock.
    """
    uri = uris.join(base, href)
    mapped = _mapped(href, uri, options)
    if mapped is not None and uris.local_path(mapped[0]) is not None:
        path, trusted = uris.local_path(mapped[0]), mapped[1]
        assert path is not None
        if not trusted and not reach.within(path, _settings_roots(options)):
            raise _outside(href)
        return _file(path, href, options, uris.base_of(path))
    uri = mapped[0] if mapped else uri
    pins = store.load(options.project)
    pinned = store.by_url(pins, uri)
    if pinned and options.project:
        path = store.checked(options.project, *pinned)
        return Found(path, pinned[1].url)
    path = uris.local_path(uri)
    if path is not None:
        if not reach.within(path, (*roots, *options.roots)):
            raise _outside(href)
        return _file(path, href, options, uris.base_of(path))
    return _from_web(uri, options)


def _mapped(href: str, uri: str, options: Options) -> tuple[str, bool] | None:
    """Return where the table or a catalogue leads, and whether the user himself named it."""
    project = uris.base_of(options.project) + "/" if options.project else ""
    for written, target in options.table:
        if written in (href, uri) or (uris.is_web(uri) and uris.key(written) == uris.key(uri)):
            return uris.join(project, target), False
    for path in options.catalogues:
        target = catalogue.lookup(path, uri)
        if target:
            return target, True
    for path in options.project_catalogues:
        target = catalogue.lookup(path, uri, _settings_roots(options))
        if target:
            return target, False
    return None


def _settings_roots(options: Options) -> tuple[Path, ...]:
    return (*options.roots, *([options.project] if options.project else ()))


def _file(path: Path, href: str, options: Options, base: str) -> Found:
    pinned = store.by_path(store.load(options.project), options.project, path) if options.project else None
    if pinned and options.project:
        store.checked(options.project, *pinned)
    shown = href if href and not href.startswith("file:") else str(path)
    if reach.exists(path) and path.is_dir():
        raise NotHere("V092", f"{shown} is a folder, and no schema.", "Name the file of the schema in it.")
    if not reach.is_file(path):
        raise NotHere("V092", f"The schema {shown} is not here.", "Correct the path, or put the schema there.")
    return Found(path, base)


def _outside(href: str) -> NotHere:
    message = f"The schema {href} lies outside the folders that are being checked, and was not read."
    advice = "Copy it into the project (teikit schema add FILE does), or name it yourself with --schema."
    return NotHere("V093", message, advice)


def _from_web(uri: str, options: Options) -> Found:
    if not uris.is_web(uri):
        message = f"The schema {uri} is not here, and nothing is known that leads to it."
        raise NotHere("V092", message, "Name a file or an address of http, or map it to a file with a catalogue.")
    if not options.network:
        advice = (
            f"Get it once with teikit schema add {uri} and it is used from then on; or let it be fetched with"
            " --allow-network, or name a copy of it with --schema or in a catalogue."
        )
        raise NotHere("V092", f"The schema {uri} is not here.", advice)
    if options.cache is None:
        raise NotHere(
            "V097", f"{uri} was not fetched: there is no folder to keep it in.", "Name a folder for the cache."
        )
    return Found(fetched(uri, options.cache), uri)


def fetched(uri: str, cache: Path) -> Path:
    """Return the file of what stands at an address, fetched where it was not fetched in the last day.

    An older copy serves where the network fails; one that is not what was fetched does not. Raises NotHere V097.
    """
    name = re.sub(r"[^\w.-]", "_", PurePosixPath(urlsplit(uri).path).name[-60:]) or "schema"
    path = cache / "fetched" / f"{hashlib.sha256(uri.encode()).hexdigest()[:24]}-{name}"
    note = path.with_name(path.name + ".json")
    kept = _kept(path, note)
    if kept is not None and time.time() - kept < _FRESH:
        return path
    from teikit.validate.selection import fetching  # which imports all of the network

    try:
        data = fetching.fetch(uri)
    except NotHere:
        if kept is not None:
            return path
        raise
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, data)
        _write(note, json.dumps({"url": uri, "sha256": store.digest(data), "fetched": int(time.time())}).encode())
    except OSError as error:
        raise NotHere(
            "V097", f"{uri} could not be kept in {cache}: {error.strerror}.", "Name another folder."
        ) from error
    return path


def _kept(path: Path, note: Path) -> float | None:
    """Return when a file was fetched, None where it is not there or is not what was fetched."""
    try:
        said = json.loads(note.read_bytes())
        return float(said["fetched"]) if store.digest(path.read_bytes()) == said["sha256"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: other processes may read it meanwhile."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)


def resolver(base: str, options: Options, roots: Iterable[Path] = ()) -> Callable[[str], bytes]:
    """Return what reads the parts of a schema (include, externalRef, sch:include, xs:import) by their addresses.

    ``base``: the URI of the schema (`SchemaRef.base`); an address that is not absolute is relative to it. ``roots``:
    folders that the parts may lie in, besides that of the schema. What it returns raises NotHere, an OSError.
    """
    own = uris.local_path(base)
    folders = (*roots, *([own.parent] if own else ()))

    def read(href: str) -> bytes:
        return reach.read(locate(href, base, options, folders).path, href)

    return read
