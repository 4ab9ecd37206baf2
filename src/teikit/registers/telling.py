"""What is to be told of a table: each thing once, with the line of the table where it has one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from teikit.diagnostics import Diagnostic, Severity, counted, severity
from teikit.registers.table import Row, Table

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with a row."""

    code: str
    message: str
    help: str = ""


def told(table: Table, row: Row, fault: Fault) -> Diagnostic:
    """Return a fault with its place."""
    return Diagnostic(fault.code, severity(fault.code), fault.message, path=table.path, line=row.line, help=fault.help)


def told_unknown(
    table: Table, rows: Iterable[tuple[Row, Sequence[tuple[str, str]]]], entries: Mapping[str, Collection[str]]
) -> Iterator[Diagnostic]:
    """Tell of members that no file has; of files that were not given once for all of them."""
    files: dict[str, int] = {}
    for row, members in rows:
        for path, id in members:
            if path not in entries:
                files[path] = files.get(path, 0) + 1
            elif id not in entries[path]:
                yield told(table, row, Fault("X026", f"{path} lists nothing with the id {id!r}", "Check `members`."))
    if files:
        message = f"the table has {counted(sum(files.values()), 'member')} in files that were not given: {_some(files)}"
        help = "Name the same folder as in the export, so that the files have the same paths."
        yield _of(table, "X026", message, help)


def told_homeless(table: Table, rows: Sequence[Row]) -> Iterator[Diagnostic]:
    """Tell of rows that stand for no entry of a list."""
    if rows:
        lines = _some(f"line {row.line}" for row in rows)
        message = f"{counted(len(rows), 'row')} without members, which no list describes: {lines}"
        help = "What they say has no place to go. List the person, place or organisation in a file first."
        # No more than a note: a corpus that points to authorities and lists nothing has many such rows.
        yield Diagnostic("X030", Severity.INFO, message, path=table.path, help=help)


def told_emptied(table: Table, emptied: Sequence[str]) -> Iterator[Diagnostic]:
    """Tell of values that are gone from the table and stay in the files."""
    if emptied:
        message = f"{counted(len(emptied), 'value')} gone from the table stayed in the files: {_some(emptied)}"
        yield _of(table, "X031", message, "With --remove they are taken out.")


def told_same(table: Table, sharing: Iterable[tuple[str, str, Sequence[Row]]]) -> Iterator[Diagnostic]:
    """Tell of rows that an authority says are one."""
    for column, id, rows in sharing:
        names = ", ".join(f"{row.cells.get('name', '')!r} (line {row.line})" for row in rows)
        message = f"{len(rows)} rows have the {column} identifier {id}: {names}"
        yield told(table, rows[0], Fault("X029", message, "Are they the same? Nothing was merged."))


def told_unsigned(table: Table, count: int) -> Iterator[Diagnostic]:
    """Tell of changes that would pass for a program's."""
    if count:
        message = f"{counted(count, 'change')} in lists that a program signs would pass for its own"
        yield _of(table, "X034", message, "Name the editor's xml:id with --resp.")


def _some(every: Iterable[str]) -> str:
    listed = list(every)
    return ", ".join(listed[:_SHOWN]) + (" …" if len(listed) > _SHOWN else "")


def _of(table: Table, code: str, message: str, help: str) -> Diagnostic:
    return Diagnostic(code, severity(code), message, path=table.path, help=help)
