"""Corpora for programs that count words: a folder of texts, or of TEI files, and a table of metadata.

Voyant makes a document of each file of a zip. TXM ("XTZ + CSV") reads XML files and ``metadata.csv``, whose first
column ``id`` is the name of a file without suffix; names of columns are lower case letters, and ``textorder`` sorts.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from teikit import tei
from teikit.corpus import slug
from teikit.diagnostics import Diagnostic, Severity, TeikitError, counted
from teikit.edition import Edition
from teikit.export.report import File, Original
from teikit.export.standoff.tables_cells import CSV, PLAIN_CSV, formulas, told_defused, written
from teikit.export.standoff.tables_documents import interval
from teikit.xmlscan import scan

_VOYANT = ("file", "title", "author", "pubDate", "pubPlace", "publisher", "keyword", "language", "kind", "path")
_TXM = (
    *("id", "textorder", "title", "author", "date", "year", "place", "kind", "language", "sender", "recipient"),
    *("keywords", "path"),
)
_IN_MEMORY = 1 << 25
_PIECE = 1 << 20
_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold: the same input makes the same bytes

Row = dict[str, object]


def voyant(items: Iterable[Original]) -> Iterator[File | Diagnostic]:
    """Yield the text of each document, in their order, a table of metadata, and a zip to upload."""
    rows: list[Row] = []
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as store:
        with zipfile.ZipFile(store, "w") as archive:
            for made in _read(items):
                if isinstance(made, Diagnostic):
                    yield made
                    continue
                edition, _ = made
                name = f"{len(rows) + 1:05}-{slug(edition.id) or 'document'}.txt"
                data = f"{edition.text}\n".encode()
                rows.append(_voyant_row(edition, name))
                archive.writestr(_entry(name), data)
                yield File(f"texts/{name}", (data,))
        yield File("metadata.csv", written(rows, _VOYANT, CSV))
        store.seek(0)
        yield File("corpus.zip", _pieces(store))
    if count := formulas(rows):
        yield told_defused("metadata.csv", count)


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    return info


def _pieces(store: IO[bytes]) -> Iterator[bytes]:
    while piece := store.read(_PIECE):
        yield piece


def _voyant_row(edition: Edition, name: str) -> Row:
    meta = edition.metadata
    return {
        "file": name,
        "title": _line(meta.title),
        "author": tuple(_line(party.name) for party in meta.authors) or _parties(edition, "sent"),
        "pubDate": interval(meta.date),
        "pubPlace": _line(meta.place),
        "publisher": _line(meta.publisher),
        "keyword": tuple(map(_line, meta.keywords)),
        "language": meta.language,
        "kind": meta.kind,
        "path": edition.path,
    }


def txm(items: Iterable[Original]) -> Iterator[File | Diagnostic]:
    """Yield each TEI file as it is, under a name that TXM takes, and its table of metadata."""
    rows: list[Row] = []
    names = _Names()
    for made in _read(items):
        if isinstance(made, Diagnostic):
            yield made
            continue
        edition, data = made
        name = names.free(edition.path, edition.id)
        rows.append(_txm_row(edition, name, len(rows) + 1))
        yield File(f"{name}.xml", (data,))
        yield from _texts(data, edition.path)
    quotes = sum('"' in str(value) for row in rows for value in row.values())
    rows = [{column: _unquoted(value) for column, value in row.items()} for row in rows]
    yield File("metadata.csv", written(rows, _TXM, PLAIN_CSV))
    if count := formulas(rows):
        yield told_defused("metadata.csv", count)
    if names.changed:
        old, new = names.changed[0]
        message = f"{counted(len(names.changed), 'file')} got another name: {old} became {new}.xml"
        help = "TXM takes letters, digits, - and _; the column `path` of metadata.csv has the old names."
        yield Diagnostic("X033", Severity.INFO, message, help=help)
    if quotes:
        message = f"{counted(quotes, 'value')} of metadata.csv had quotation marks, which became apostrophes"
        yield Diagnostic("X033", Severity.INFO, message, help="Queries of TXM end a value at a quotation mark.")


@dataclass(slots=True)
class _Names:
    """Names of files, unique where capitals do not count; ``changed``: those that are not what they were."""

    taken: set[str] = field(default_factory=set)
    changed: list[tuple[str, str]] = field(default_factory=list)

    def free(self, path: str, id: str) -> str:
        stem = PurePosixPath(path).stem
        plain = "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "_" for char in stem)
        base = plain.strip("_") or slug(id) or "text"
        name, number = base, 2
        while name.casefold() in self.taken or name.casefold() == "metadata":
            name, number = f"{base}_{number}", number + 1
        self.taken.add(name.casefold())
        if name != stem:
            self.changed.append((path, name))
        return name


def _txm_row(edition: Edition, name: str, number: int) -> Row:
    meta = edition.metadata
    first = meta.date.first if meta.date is not None else ""
    return {
        "id": name,
        "textorder": f"{number:05}",
        "title": _line(meta.title),
        "author": tuple(_line(party.name) for party in meta.authors),
        "date": interval(meta.date),
        "year": first[: first.find("-", 1)] if "-" in first[1:] else first,
        "place": _line(meta.place),
        "kind": _line(meta.kind),
        "language": meta.language,
        "sender": _parties(edition, "sent"),
        "recipient": _parties(edition, "received"),
        "keywords": tuple(map(_line, meta.keywords)),
        "path": edition.path,
    }


def _texts(data: bytes, path: str) -> Iterator[Diagnostic]:
    """Tell of a file that does not have the one text that TXM reads."""
    texts = len(scan(data).named("text"))
    if not texts:
        yield Diagnostic("X005", Severity.WARNING, "there is no <text>, which TXM needs", path)
    elif texts > 1:
        message = f"there are {texts} <text> elements; TXM reads one of each file"
        yield Diagnostic("X033", Severity.INFO, message, path, help="Give each text a file of its own.")


def _read(items: Iterable[Original]) -> Iterator[tuple[Edition, bytes] | Diagnostic]:
    """Yield the documents with their bytes; one that cannot be read is told of."""
    for item in items:
        try:
            yield tei.edition(item.data, item.path), item.data
        except TeikitError as error:
            told = error.diagnostic
            yield Diagnostic(told.code, told.severity, told.message, item.path, told.line, told.column, help=told.help)


def _parties(edition: Edition, type: str) -> tuple[str, ...]:
    actions = (action for letter in edition.letters for action in letter.of(type))
    return tuple(dict.fromkeys(_line(agent.name) for action in actions for agent in action.agents))


def _line(text: str) -> str:
    return " ".join(text.split())


def _unquoted(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_unquoted, value))
    return value.replace('"', "'") if isinstance(value, str) else value
