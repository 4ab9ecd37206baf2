"""A table of a register, as OpenRefine, Excel or LibreOffice write it.

TSV comes in two kinds. Older versions of OpenRefine and all spreadsheets quote cells as CSV does; OpenRefine from 3.8
on quotes nothing and writes ``\\t``, ``\\n``, ``\\r`` for the characters that would break a line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.export.standoff.tables_cells import SEPARATOR, restored

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ESCAPED = re.compile(r"\\([tnr\\])")
_UNESCAPED = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
_LINE_END = re.compile(r"\r\n|\n|\r")
_LARGEST_CELL = 1 << 27

Raw = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the line that it begins on, and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it is called, its columns, its rows."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read(data: bytes, path: str) -> Table:
    """Read a table. Raises TeikitError X025 where it is none, or has no column ``members``."""
    text = _decoded(data, path)
    delimiter = _delimiter(text)
    lines = _rows(text, delimiter, path)
    _, header = next(lines, (0, []))
    columns = tuple(name.strip().casefold() for name in header)
    if "members" not in columns:
        raise _none(path, "there is no column `members`, which says what each row stands for", 1)
    twice = next((name for name in columns if name and columns.count(name) > 1), "")
    if twice:
        raise _none(path, f"there are two columns {twice!r}", 1)
    return Table(path, columns, tuple(_joined(_cells(columns, lines, path))))


def _decoded(data: bytes, path: str) -> str:
    mark, encoding = next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), (b"", "utf-8"))
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _none(path, "this is no UTF-8; export the table as UTF-8", line) from error


def _delimiter(text: str) -> str:
    header = _LINE_END.split(text, maxsplit=1)[0]
    return max("\t,;", key=header.count)


def _rows(text: str, delimiter: str, path: str) -> Iterator[Raw]:
    """Return the rows of a table that have any cell, with their lines."""
    if delimiter == "\t" and not _is_quoted(text):
        lines = enumerate(_LINE_END.split(text), 1)
        return ((number, [_unescaped(cell) for cell in line.split("\t")]) for number, line in lines if line.strip())
    return _quoted_rows(text, delimiter, path)


def _quoted_rows(text: str, delimiter: str, path: str) -> Iterator[Raw]:
    before = csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(_LINES.findall(text), delimiter=delimiter, strict=True)
    first = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield first, cells
            first = reader.line_num + 1
    except csv.Error as error:
        raise _none(path, f"this is no table: {error}", reader.line_num) from error
    finally:
        csv.field_size_limit(before)


_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


def _is_quoted(text: str) -> bool:
    """Tell whether the quotes of a TSV are those of its writer rather than of its cells.

    A writer that quotes does so with every cell that holds a quote, and either all cells or none beside these.
    """
    if '"' not in text:
        return False
    cells = [cell for line in islice(_LINE_END.split(text), 10_000) for cell in line.split("\t") if cell]
    if all(cell.startswith('"') and cell.endswith('"') for cell in cells):
        return True
    try:
        rows = list(csv.reader(_LINES.findall(text), delimiter="\t", strict=True))
    except csv.Error:
        return False
    if len({len(row) for row in rows if row}) > 1:
        return False
    needless = any(cell[0] == cell[-1] == '"' and len(cell) > 1 and '"' not in cell[1:-1] for cell in cells)
    bare = any('"' in cell and cell[0] != '"' and cell[-1] != '"' for cell in cells)
    return not needless and not bare


def _unescaped(cell: str) -> str:
    return _ESCAPED.sub(lambda found: _UNESCAPED[found[1]], cell)


def _cells(columns: Sequence[str], lines: Iterator[Raw], path: str) -> Iterator[Row]:
    for line, cells in lines:
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            raise _none(path, f"this row has {len(cells)} cells, and there are {len(columns)} columns", line)
        pairs = zip(columns, cells, strict=False)
        yield Row(line, {name: " ".join(restored(cell.strip()).split()) for name, cell in pairs if name})


def _joined(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield the rows; one that goes on the one above it is taken with it.

    OpenRefine leaves the first columns empty where it has split a cell of several values into rows of a record.
    """
    above: Row | None = None
    for row in rows:
        if above is not None and not any(row.cells.get(name) for name in ("id", "name", "members")):
            cells = dict(above.cells)
            for name, cell in row.cells.items():
                if cell:
                    cells[name] = f"{cells[name]}{SEPARATOR}{cell}" if cells.get(name) else cell
            above = Row(above.line, cells)
            continue
        if above is not None:
            yield above
        above = row
    if above is not None:
        yield above


def _none(path: str, message: str, line: int) -> TeikitError:
    help = "Export the register with `teikit export tsv`, and keep its columns `id` and `members`."
    return TeikitError(Diagnostic("X025", Severity.ERROR, message, path=path, line=line, help=help))
