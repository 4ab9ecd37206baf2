"""The files of an XML Schema: the schema itself, all that it includes, and which version of the language they need."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree

from teikit import data as tables
from teikit.validate.selection import Kind, NotHere, Options, locate, parts, project_of, reach, uris
from teikit.xmlio import Element, parser

XS = "http://www.w3.org/2001/XMLSchema"
VERSIONING = "http://www.w3.org/2007/XMLSchema-versioning"
_MOST = 500

Stamp = tuple[Path, int, int]


@dataclass(frozen=True, slots=True)
class Sources:
    """``files``: the path of each file by its URI, the schema itself first. ``version``: of the language, 1.0 or 1.1.

    ``digest`` is of all contents and their addresses. ``stamps`` tell whether a file has changed since.
    """

    main: str
    files: tuple[tuple[str, Path], ...]
    digest: str
    version: str
    stamps: tuple[Stamp, ...]

    def unchanged(self) -> bool:
        """Tell whether all files are as they were read."""
        try:
            return all(_stamp(path) == (path, changed, size) for path, changed, size in self.stamps)
        except OSError:
            return False


_KNOWN: dict[tuple[Path, str, Options], Sources] = {}


def gather(schema: Path, base: str, options: Options) -> Sources:
    """Return the files of a schema. Raises NotHere where one that is needed may not or cannot be read.

    What an xs:import names is a hint: it is left out where it cannot be had. Parts lie in the folder of the schema, in
    the project around it, or where the options allow.
    """
    known = _KNOWN.get((schema, base, options))
    if known is None or not known.unchanged():
        known = _gather(schema, base or uris.base_of(schema), options)
        _KNOWN[schema, base, options] = known
    return known


def _gather(schema: Path, base: str, options: Options) -> Sources:
    folder = reach.resolved(schema.parent) or schema.parent
    roots = [folder, *filter(None, [project_of(folder)])]
    files: dict[str, Path] = {base: schema}
    contents = {base: reach.read(schema)}
    waiting = deque([base])
    while waiting:
        uri = waiting.popleft()
        for part in _parts(contents[uri], uri):
            if part.uri in files:
                continue
            try:
                files[part.uri] = locate(part.uri, "", options, roots).path
                contents[part.uri] = reach.read(files[part.uri], part.uri)
            except NotHere:
                files.pop(part.uri, None)
                if not part.optional:
                    raise
                continue
            if len(files) > _MOST:
                raise NotHere("V090", f"The XML Schema {schema.name} has more than {_MOST} parts.", "Name another.")
            waiting.append(part.uri)
    stamps = tuple(_stamp(path) for path in files.values())
    version = "1.1" if any(needs_1_1(data) for data in contents.values()) else "1.0"
    return Sources(base, tuple(files.items()), _digest(contents), version, stamps)


def _parts(data: bytes, uri: str) -> Iterator[parts.Part]:
    yield from (one for one in parts.parts(data, Kind.XSD, uri) if one.kind is Kind.XSD)


def _stamp(path: Path) -> Stamp:
    stat = path.stat()
    return path, stat.st_mtime_ns, stat.st_size


def _digest(contents: dict[str, bytes]) -> str:
    whole = hashlib.sha256()
    for uri, data in contents.items():
        whole.update(f"{uri}\n{hashlib.sha256(data).hexdigest()}\n".encode())
    return whole.hexdigest()


@lru_cache(64)
def needs_1_1(data: bytes) -> bool:
    """Tell whether a schema document says that it is XSD 1.1, or has elements or attributes that only 1.1 has."""
    try:
        root = etree.fromstring(data, parser())
    except etree.XMLSyntaxError:
        return False
    stated = root.get(f"{{{VERSIONING}}}minVersion", "").strip()
    if stated:
        return _number(stated) >= 1.1
    return any(_is_1_1(el) for el in root.iter(f"{{{XS}}}*"))


def _is_1_1(el: Element) -> bool:
    own = tables.words("validate_schemas_xsd11")
    return etree.QName(el).localname in own or any(f"@{name}" in own for name in map(str, el.attrib))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
