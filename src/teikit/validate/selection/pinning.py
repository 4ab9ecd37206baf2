"""Pinning: a schema and all its parts become copies in the project, each with its hash in ``schemas.lock``."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from teikit.validate.faults import listed
from teikit.validate.selection import fetching, parts, prolog, reach, store, uris
from teikit.validate.selection.store import Copy, Pin
from teikit.validate.selection.values import READABLE, Kind, NotHere

FOLDER = "schemas"
MOST_PARTS = 500

_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,63}", re.ASCII)
_LONGEST = 80
_RESERVED = ("teikit",)

Fetch = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class _Part:
    data: bytes
    kind: Kind


def add(source: str, project: Path, *, name: str = "", fetch: Fetch = fetching.fetch) -> tuple[Pin, bool]:
    """Pin the schema at an address or in a file; return the pin, and whether anything is new.

    A file inside the project stays where it is; anything else is copied to ``schemas/NAME/``, in the folders that its
    parts need to find one another. Raises NotHere: V090 no schema, V092 not here, V093 a part outside, V097 not
    fetched, V098 the name or schemas.lock cannot be used.
    """
    pins = store.load(project)
    uri = source if uris.is_web(source) else uris.base_of(Path(source).resolve())
    name = name or PurePosixPath(unquote(urlsplit(uri).path)).stem
    old = store.by_name(pins, name)
    _refuse_name(name, old, uri, project)
    gathered = _gather(uri, fetch, (project,))
    pin = _in_place(name, gathered, project) or _copied(name, gathered, project, old)
    store.save(project, [*(one for one in pins if one.name != name), pin])
    if old is not None and old.owned:
        _remove_files(project, {copy.file for copy in old.copies} - {copy.file for copy in pin.copies})
    return pin, pin != old


def remove(name: str, project: Path) -> Pin:
    """Unpin a schema and delete the copies that were made of it. Raises NotHere V098 where no schema has the name."""
    pins = store.load(project)
    pin = store.by_name(pins, name)
    if pin is None:
        known = listed(sorted(one.name for one in pins), 20) or "none so far"
        raise NotHere("V098", f"No schema is pinned as {name}.", f"Pinned are: {known}.")
    store.save(project, [one for one in pins if one is not pin])
    if pin.owned:
        _remove_files(project, {copy.file for copy in pin.copies})
    return pin


def state(pin: Pin, project: Path) -> str:
    """Return ``ok``, or what is wrong with the files of a pin: ``changed`` or ``missing``."""
    for copy in pin.copies:
        try:
            store.checked(project, pin, copy)
        except NotHere as error:
            return "changed" if error.code == "V095" else "missing"
    return "ok"


def _refuse_name(name: str, old: Pin | None, uri: str, project: Path) -> None:
    if not _NAME.fullmatch(name) or name in _RESERVED:
        advice = "Give it a name of letters, digits, dots and hyphens, and not teikit: --name NAME."
        raise NotHere("V098", f"A schema cannot be called {name!r}.", advice)
    if old is None:
        return
    same = uris.key(old.main.url) == uris.key(uri) if old.main.url else not uris.is_web(uri)
    if same and not old.owned:
        path = uris.local_path(uri)
        same = path is not None and reach.resolved(path) == reach.resolved(project / old.main.file)
    if not same:
        advice = f"Name this one otherwise (--name NAME), or remove that one first: teikit schema remove {name}"
        raise NotHere("V098", f"Another schema is pinned as {name}: {old.main.url or old.main.file}.", advice)


def _gather(uri: str, fetch: Fetch, roots: Iterable[Path]) -> dict[str, _Part]:
    """Return the schema and all that it is made of, by address, the schema itself first."""
    own = uris.local_path(uri)
    around = reach.project_of(own.parent) if own else None
    folders = [*roots, *([own.parent] if own else ()), *([around] if around else ())]
    data = _read(uri, fetch, None)
    kind = parts.kind_of(data, prolog.kind_by_suffix(urlsplit(uri).path))
    if kind not in READABLE:
        raise NotHere("V090", *parts.refusal(data, str(own or uri), kind))
    found = {uri: _Part(data, kind)}
    waiting = deque([uri])
    size = len(data)
    while waiting:
        base = waiting.popleft()
        for part in parts.parts(found[base].data, found[base].kind, base):
            if part.uri in found:
                continue
            try:
                data = _read(part.uri, fetch, folders)
            except NotHere:
                if part.optional:
                    continue
                raise
            size += len(data)
            if len(found) >= MOST_PARTS or size > reach.LIMIT:
                raise NotHere("V090", f"{uri} has too many parts.", f"The most is {MOST_PARTS} files and 50 MB.")
            found[part.uri] = _Part(data, part.kind)
            waiting.append(part.uri)
    return found


def _read(uri: str, fetch: Fetch, folders: Iterable[Path] | None) -> bytes:
    """Return the bytes at an address; ``folders``: where files may lie, None for the file that the user named."""
    if uris.is_web(uri):
        return fetch(uri)
    path = uris.local_path(uri)
    if path is None:
        raise NotHere("V092", f"{uri} is neither a file nor an address of http.", "Name a file or an address.")
    if folders is not None and not reach.within(path, folders):
        message = f"The part {path} lies outside the folders of the schema and of the project, and was not read."
        raise NotHere("V093", message, "Put the schema and its parts into one folder.")
    return reach.read(path)


def _in_place(name: str, gathered: Mapping[str, _Part], project: Path) -> Pin | None:
    """Return a pin of files that lie in the project already, None where one does not."""
    copies = []
    root = project.resolve()
    for uri, part in gathered.items():
        path = uris.local_path(uri)
        if path is None or not reach.within(path, [root]):
            return None
        copies.append(Copy(path.resolve().relative_to(root).as_posix(), "", store.digest(part.data)))
    return Pin(name, next(iter(gathered.values())).kind, tuple(copies), owned=False)


def _copied(name: str, gathered: Mapping[str, _Part], project: Path, old: Pin | None) -> Pin:
    mine = {copy.file for copy in old.copies} if old and old.owned else set()
    copies = []
    for (uri, part), place in zip(gathered.items(), _places(list(gathered)), strict=True):
        file = f"{FOLDER}/{name}/{place}"
        path = project / file
        if not reach.within(path, [project]):
            raise NotHere("V093", f"{file} would lie outside the project.", "Remove the link that leads there.")
        if path.exists() and file not in mine and path.read_bytes() != part.data:
            raise NotHere("V098", f"{file} is there already, and is another file.", "Choose another --name.")
        copies.append(Copy(file, uri if uris.is_web(uri) else "", store.digest(part.data)))
    for copy, part in zip(copies, gathered.values(), strict=True):
        path = project / copy.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(part.data)
    return Pin(name, next(iter(gathered.values())).kind, tuple(copies))


def _places(addresses: list[str]) -> list[str]:
    """Return where to put the files of a schema, so that relative addresses among those of one host stay right."""
    split = [urlsplit(address) for address in addresses]
    host = (split[0].scheme, split[0].netloc)
    folders = [one.path.split("/")[:-1] for one in split if (one.scheme, one.netloc) == host]
    shared = 0
    while shared < len(folders[0]) and len({tuple(one[: shared + 1]) for one in folders}) == 1:
        shared += 1
    places: list[str] = []
    for one in split:
        steps = one.path.split("/")[shared:] if (one.scheme, one.netloc) == host else ["other", one.netloc, one.path]
        place = "/".join(_safe(step) for step in "/".join(steps).split("/") if step) or "schema"
        if one.query or place in places:
            path = PurePosixPath(place)
            mark = store.digest(one.geturl().encode())[:8]
            place = str(path.with_name(f"{path.stem}-{mark}{path.suffix}"))
        places.append(place)
    return places


def _safe(step: str) -> str:
    name = re.sub(r"[^\w.-]", "_", unquote(step))
    return name.replace("..", "_")[-_LONGEST:] if name.strip(".") else "_"


def _remove_files(project: Path, files: Iterable[str]) -> None:
    """Delete copies, and the folders that this leaves empty."""
    top = project / FOLDER
    for file in files:
        path = project / file
        if not reach.within(path.parent, [top]):
            continue
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == top or not reach.within(folder, [top]) or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()
