"""What is kept between builds, so that only what changed is made anew; a file of SQLite, which may be deleted.

Nothing in it decides what a page says: a site built with it is the same as one built without.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from teikit.diagnostics import Diagnostic, Severity

_TABLES = """
CREATE TABLE IF NOT EXISTS documents(
  id INTEGER PRIMARY KEY, key TEXT UNIQUE, summary TEXT, found BLOB, words BLOB, parts BLOB,
  files TEXT, told TEXT);
CREATE TABLE IF NOT EXISTS mentions(
  document INTEGER, mark INTEGER, shown TEXT, PRIMARY KEY(document, mark)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lines(
  document INTEGER, name TEXT, lines BLOB, defused INTEGER, PRIMARY KEY(document, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS build(key TEXT, documents INTEGER, entities INTEGER, told TEXT);
CREATE TABLE IF NOT EXISTS pages(name TEXT PRIMARY KEY, key TEXT, sha256 TEXT) WITHOUT ROWID;
"""
_LAYOUT = zlib.crc32(_TABLES.encode()) >> 1  # SQLite keeps it as a signed number of 32 bits

_TOLD = ("code", "message", "path", "line", "column", "xpath", "help", "link")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a document in a table of the corpus. ``defused``: how many cells would have been formulas."""

    table: str
    text: str = ""
    defused: int = 0


@dataclass(frozen=True, slots=True)
class Build:
    """What came of a build of everything. ``key``: what it was made from; ``told``: of the site, not of a document."""

    key: str = ""
    documents: int = 0
    entities: int = 0
    told: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of reading one document.

    ``summary``: as in publish.summary; ``found``: as in teikit.corpus, empty where it could not be read as data.
    ``words``: how often each occurs; ``parts``: of its page. All of these are JSON. ``lines``: in tables of the corpus.
    ``mentions``: by number of the mark, what a page about its entity shows. ``files``: what was written, with hashes.
    """

    summary: str
    found: str
    words: str
    parts: str
    lines: tuple[Lines, ...]
    mentions: tuple[tuple[int, str], ...]
    files: tuple[tuple[str, str], ...]
    told: tuple[Diagnostic, ...] = ()


class Store:
    """A cache of documents and of the keys of pages.

    A file that is no such cache, or one of another version, is begun anew.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        try:
            self._open()
        except sqlite3.DatabaseError:
            self._base.close()
            for left in (path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))):
                left.unlink(missing_ok=True)
            self._open()

    def _open(self) -> None:
        self._base = sqlite3.connect(self.path, timeout=60)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=OFF")
        (layout,) = self._base.execute("PRAGMA user_version").fetchone()
        if layout != _LAYOUT and self._base.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
            raise sqlite3.DatabaseError("a cache of another version")
        self._base.executescript(_TABLES)
        self._base.execute(f"PRAGMA user_version = {_LAYOUT}")

    def close(self) -> None:
        self._base.commit()
        self._base.close()

    def commit(self) -> None:
        self._base.commit()

    def document(self, key: str) -> int:
        """Return the number of the document of a key, 0 where there is none."""
        row = self._base.execute("SELECT id FROM documents WHERE key = ?", (key,)).fetchone()
        return int(row[0]) if row else 0

    def add(self, key: str, kept: Kept) -> int:
        """Keep a document. Return its number."""
        blobs = map(_packed, (kept.found, kept.words, kept.parts))
        cursor = self._base.execute(
            "INSERT INTO documents(key, summary, found, words, parts, files, told) VALUES (?,?,?,?,?,?,?)",
            (key, kept.summary, *blobs, json.dumps(kept.files), _written(kept.told)),
        )
        id = int(cursor.lastrowid or 0)
        self._base.executemany("INSERT INTO mentions VALUES (?,?,?)", ((id, mark, say) for mark, say in kept.mentions))
        self._base.executemany(
            "INSERT INTO lines VALUES (?,?,?,?)",
            ((id, one.table, _packed(one.text), one.defused) for one in kept.lines if one.text),
        )
        return id

    def forget(self, ids: Iterable[int]) -> None:
        """Let go of documents."""
        for id in ids:
            self._base.execute("DELETE FROM documents WHERE id = ?", (id,))
            self._base.execute("DELETE FROM mentions WHERE document = ?", (id,))
            self._base.execute("DELETE FROM lines WHERE document = ?", (id,))

    def ids(self) -> set[int]:
        return {int(row[0]) for row in self._base.execute("SELECT id FROM documents")}

    def text(self, id: int, column: str) -> str:
        """Return a part of what is kept: the name of a field of Kept."""
        (value,) = self._base.execute(f"SELECT {column} FROM documents WHERE id = ?", (id,)).fetchone()
        return _unpacked(value) if isinstance(value, bytes) else str(value)

    def lines(self, id: int, table: str) -> Lines:
        """Return the lines of a document in a table; of one that has none there, none."""
        found = "SELECT lines, defused FROM lines WHERE document = ? AND name = ?"
        row = self._base.execute(found, (id, table)).fetchone()
        return Lines(table, _unpacked(row[0]), row[1]) if row else Lines(table)

    def files(self, id: int) -> list[tuple[str, str]]:
        return [(name, sha) for name, sha in json.loads(self.text(id, "files"))]

    def told(self, id: int) -> tuple[Diagnostic, ...]:
        return _read(self.text(id, "told"))

    def build(self) -> Build:
        """Return the last build, if it made everything."""
        row = self._base.execute("SELECT key, documents, entities, told FROM build").fetchone()
        return Build(row[0], row[1], row[2], _read(row[3])) if row else Build()

    def set_build(self, build: Build) -> None:
        self._base.execute("DELETE FROM build")
        values = (build.key, build.documents, build.entities, _written(build.told))
        self._base.execute("INSERT INTO build VALUES (?,?,?,?)", values)
        self._base.commit()

    def mention(self, id: int, mark: int) -> list[object]:
        (shown,) = self._base.execute(
            "SELECT shown FROM mentions WHERE document = ? AND mark = ?", (id, mark)
        ).fetchone()
        loaded: list[object] = json.loads(shown)
        return loaded

    def pages(self) -> dict[str, tuple[str, str]]:
        """Return the pages of the last build: what each was made from, and its hash."""
        return {name: (key, sha) for name, key, sha in self._base.execute("SELECT name, key, sha256 FROM pages")}

    def set_pages(self, pages: dict[str, tuple[str, str]]) -> None:
        self._base.execute("DELETE FROM pages")
        self._base.executemany(
            "INSERT INTO pages VALUES (?,?,?)", ((name, key, sha) for name, (key, sha) in pages.items())
        )


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _written(told: Iterable[Diagnostic]) -> str:
    return json.dumps([[one.severity.value, *(getattr(one, name) for name in _TOLD)] for one in told])


def _read(told: str) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic(severity=Severity(level), **dict(zip(_TOLD, values, strict=True)))
        for level, *values in json.loads(told)
    )


def _unpacked(data: bytes) -> str:
    return zlib.decompress(data).decode("utf-8", "surrogatepass")


_OPENED: dict[Path, Store] = {}


def reader(path: Path) -> Store:
    """Return the store of a path, opened once in each process."""
    if path not in _OPENED:
        _OPENED[path] = Store(path)
    return _OPENED[path]


def release() -> None:
    """Close what `reader` opened in this process."""
    for store in _OPENED.values():
        store.close()
    _OPENED.clear()
