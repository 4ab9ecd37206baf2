"""Cells, rows and whole tables as bytes: RFC 4180 for CSV, the same quoting with tabs for TSV.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, unless it is a plain number; one that
already begins with apostrophes before such a character gets one more, so that taking one off gives back every cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from teikit.diagnostics import Diagnostic, Severity, counted

SEPARATOR = " | "  # between the values of a cell that holds several
_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written. ``mark``: the byte order mark that Excel needs to read CSV as UTF-8."""

    suffix: str
    delimiter: str
    line_end: str
    mark: bytes = b""


CSV = Dialect(".csv", ",", "\r\n", b"\xef\xbb\xbf")
PLAIN_CSV = Dialect(".csv", ",", "\n")
TSV = Dialect(".tsv", "\t", "\n")


def formulas(rows: Iterable[Row]) -> int:
    """Return how many cells of some rows a spreadsheet would calculate."""
    return sum(one != defused(one) for row in rows for one in map(cell, row.values()))


def told_defused(name: str, count: int) -> Diagnostic:
    """Tell how many cells of a table got an apostrophe (X032)."""
    message = f"{counted(count, 'cell')} of {name} would be a formula in a spreadsheet, and got an apostrophe in front"
    help = "`teikit register import` takes it off again; other programs may have to."
    return Diagnostic("X032", Severity.INFO, message, path=name, help=help)


def written(rows: Iterable[Row], columns: Sequence[str], dialect: Dialect) -> Iterator[bytes]:
    """Yield the lines of a table, the header first."""
    yield dialect.mark + line(columns, dialect)
    for row in rows:
        yield line([defused(cell(row.get(column, ""))) for column in columns], dialect)


def line(cells: Iterable[str], dialect: Dialect) -> bytes:
    """Return a line. Cells with a delimiter, a quote, a line end or space around them are quoted."""
    return (dialect.delimiter.join(quoted(one, dialect) for one in cells) + dialect.line_end).encode()


def quoted(text: str, dialect: Dialect) -> str:
    needs = dialect.delimiter in text or '"' in text or "\n" in text or "\r" in text or text != text.strip()
    return '"' + text.replace('"', '""') + '"' if needs else text


def cell(value: object) -> str:
    """Return a value as it stands in a table; several are joined with ``|``, and no value is an empty cell."""
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, tuple | list):
        return SEPARATOR.join(map(cell, value))
    return str(value)


def number(value: float) -> str:
    """Return a number in decimals, without an exponent."""
    return f"{value:.10f}".rstrip("0").rstrip(".")


def defused(text: str) -> str:
    """Return a cell that no spreadsheet calculates; `restored` undoes it."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def restored(text: str) -> str:
    """Return a cell as it was before `defused`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
