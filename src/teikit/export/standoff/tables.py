"""Tables of a corpus: mentions, persons, places, orgs, documents, letters, as CSV or TSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from teikit.corpus import Gathering, Named
from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.edition import Edition
from teikit.export.report import File
from teikit.export.standoff import tables_documents, tables_registers
from teikit.export.standoff.tables_cells import CSV, TSV, Dialect, Row, cell, defused, line, told_defused
from teikit.export.standoff.tables_registers import KINDS, dated

COLUMNS = {
    "mentions": tables_documents.MENTIONS,
    **tables_registers.COLUMNS,
    "documents": tables_documents.DOCUMENTS,
    "letters": tables_documents.LETTERS,
}


def csv(items: Iterable[Edition], *, table: str | None = None) -> Iterator[File | Diagnostic]:
    """Yield the tables of a corpus as CSV, or one of them, named by a key of COLUMNS."""
    return _tables(items, table, CSV)


def tsv(items: Iterable[Edition], *, table: str | None = None) -> Iterator[File | Diagnostic]:
    """Yield the tables of a corpus as TSV, or one of them, named by a key of COLUMNS."""
    return _tables(items, table, TSV)


@dataclass(slots=True)
class _Corpus:
    """What is kept of the editions while they pass: for the registers, and rows of the smaller tables."""

    gathering: Gathering = field(default_factory=Gathering)
    paths: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    letters: list[Row] = field(default_factory=list)

    def add(self, edition: Edition, wanted: frozenset[str]) -> None:
        self.paths.append(edition.path)
        self.dates.append(dated(edition))
        if not wanted.isdisjoint(KINDS):
            self.gathering.add(edition)
        if "documents" in wanted:
            self.documents.append(tables_documents.document(edition))
        if "letters" in wanted:
            self.letters += [tables_documents.letter(edition, letter) for letter in edition.letters]

    def rows(self, table: str) -> Iterable[Row]:
        if table in ("documents", "letters"):
            return self.documents if table == "documents" else self.letters
        return register_rows(table, self.gathering.entities(), self.paths, self.dates)


def _tables(items: Iterable[Edition], table: str | None, dialect: Dialect) -> Iterator[File | Diagnostic]:
    """Yield tables: mentions while the editions are read, the others after that."""
    if table is not None and table not in COLUMNS:
        message = f"there is no table {table!r}"
        raise TeikitError(Diagnostic("X002", Severity.ERROR, message, help=f"Choose one of: {', '.join(COLUMNS)}."))
    wanted = frozenset([table] if table else COLUMNS)
    corpus = _Corpus()
    defusals: dict[str, int] = {}
    mentions = _lines("mentions", _passing(items, corpus, wanted), dialect, defusals)
    if "mentions" in wanted:
        yield File(f"mentions{dialect.suffix}", mentions)
    for _ in mentions:  # what nobody read must pass all the same
        pass
    for name in COLUMNS:
        if name in wanted and name != "mentions":
            yield File(f"{name}{dialect.suffix}", _lines(name, corpus.rows(name), dialect, defusals))
    for name, count in defusals.items():
        yield told_defused(f"{name}{dialect.suffix}", count)


def _passing(items: Iterable[Edition], corpus: _Corpus, wanted: frozenset[str]) -> Iterator[Row]:
    for edition in items:
        corpus.add(edition, wanted)
        if "mentions" in wanted:
            yield from _mentions(edition)


def _mentions(edition: Edition) -> Iterator[Row]:
    listed = (entry.id for entry in edition.entries if entry.listed)
    return tables_documents.mentions(edition, {id: tables_registers.member(edition.path, id) for id in listed})


def _lines(name: str, rows: Iterable[Row], dialect: Dialect, defusals: dict[str, int]) -> Iterator[bytes]:
    """Yield the lines of a table, the header first, and count the cells that a spreadsheet would calculate."""
    yield head(name, dialect)
    yield from body(name, rows, dialect, defusals)


def head(name: str, dialect: Dialect = CSV) -> bytes:
    """Return the first line of a table."""
    return dialect.mark + line(COLUMNS[name], dialect)


def body(name: str, rows: Iterable[Row], dialect: Dialect, defusals: dict[str, int]) -> Iterator[bytes]:
    """Yield the other lines. ``defusals``: by table, counts the cells that a spreadsheet would calculate."""
    columns = COLUMNS[name]
    for row in rows:
        cells = [cell(row.get(column, "")) for column in columns]
        safe = [defused(one) for one in cells]
        changed = sum(one != other for one, other in zip(cells, safe, strict=True))
        if changed:
            defusals[name] = defusals.get(name, 0) + changed
        yield line(safe, dialect)


def own_rows(edition: Edition) -> dict[str, Iterable[Row]]:
    """Return the rows of an edition in the tables that hold, of each document, nothing that another one says."""
    return {
        "mentions": _mentions(edition),
        "documents": [tables_documents.document(edition)],
        "letters": [tables_documents.letter(edition, letter) for letter in edition.letters],
    }


def register_rows(table: str, entities: Iterable[Named], paths: Sequence[str], dates: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a register. ``paths``, ``dates``: of the editions that were gathered, as `dated` says."""
    return (tables_registers.row(named, paths, dates) for named in entities if named.kind == KINDS[table])
