"""What an editor has changed: a table beside what the lists of the files say now.

A value that was changed is changed where it stood; one that was added is added to every entry that the row stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from teikit.corpus import merged
from teikit.diagnostics import Diagnostic, counted
from teikit.edition import Entry
from teikit.export.standoff.tables_cells import SEPARATOR, cell
from teikit.export.standoff.tables_ids import authorities
from teikit.export.standoff.tables_registers import FACTS, facts, path_and_id
from teikit.registers.table import Row, Table
from teikit.registers.telling import Fault, told, told_emptied, told_homeless, told_same, told_unknown, told_unsigned
from teikit.registers.values import Impossible, value

Member = tuple[str, str]

_SEVERAL = frozenset({"other_names", "other_idnos", *authorities()})
_FIXED = ("type", "within", "country", "uri")  # read from more than one place of a file: not to be changed by a table
_EVERY = tuple(dict.fromkeys(column for columns in FACTS.values() for column in columns))
_EDITABLE = tuple(column for column in _EVERY if column not in _FIXED)
_APART = re.compile(r"[\s,;|]+")


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of one entry. ``column``: of the table; ``lat`` and ``long`` are one fact, ``geo``.

    ``old`` is empty where a fact is added, ``new`` where it is taken out. ``line``: of the table.
    """

    id: str
    column: str
    old: str
    new: str
    line: int


@dataclass(slots=True)
class Plan:
    """What is to be changed, by file, and what is to be told."""

    changes: dict[str, list[Change]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def plan(
    table: Table, entries: Mapping[str, Mapping[str, Entry]], *, remove: bool = False, signed: bool = True
) -> Plan:
    """Compare a table with the entries of files, by path and id.

    ``remove``: a cell that was emptied takes the fact out of the files; else it is only told of. ``signed``: the
    changes will be signed; else those of entries that a program lists are told of.
    """
    made, emptied = Plan(), list[str]()
    rows = [(row, _members(row)) for row in table.rows]
    made.diagnostics += told_unknown(table, rows, entries)
    made.diagnostics += told_homeless(table, [row for row, members in rows if not members and _says_more(row)])
    contradicted = _contradictions(table, rows, made)
    for row, members in rows:
        known = [member for member in members if member[1] in entries.get(member[0], {})]
        if not known:
            continue
        found, faults = _changed(table, row, [entries[path][id] for path, id in known])
        made.diagnostics += [told(table, row, fault) for fault in faults]
        for column, old, new in found:
            if old and not new and not remove:
                emptied.append(f"{column} in line {row.line}")
                continue
            for path, id in known:
                if (path, id, column) not in contradicted and _concerns(entries[path][id], column, old, new):
                    made.changes.setdefault(path, []).append(Change(id, column, old, new, row.line))
    made.diagnostics += told_emptied(table, emptied)
    made.diagnostics += told_same(table, _sharing(table))
    made.changes = {path: _once(changes) for path, changes in made.changes.items()}
    if not signed:
        every = [(path, change) for path, changes in made.changes.items() for change in changes]
        made.diagnostics += told_unsigned(table, sum(entries[path][change.id].machine for path, change in every))
    return made


def _once(changes: list[Change]) -> list[Change]:
    """Return changes without those that another row makes as well."""
    return list({(one.id, one.column, one.old, one.new): one for one in reversed(changes)}.values())[::-1]


def _says_more(row: Row) -> bool:
    """Tell whether a row has anything beside a name."""
    return any(row.cells.get(column) for column in _EDITABLE if column != "name")


def _sharing(table: Table) -> Iterator[tuple[str, str, list[Row]]]:
    """Yield the identifiers that several rows have, with their column."""
    for column, authority in authorities().items():
        rows: dict[str, list[Row]] = {}
        for row in table.rows:
            for one in _split(row.cells.get(column, "")):
                rows.setdefault(authority.identifier(one), []).append(row)
        yield from ((column, id, same) for id, same in rows.items() if id and len(same) > 1)


def _members(row: Row) -> list[Member]:
    found = [path_and_id(member) for member in _APART.split(row.cells.get("members", "")) if member]
    return list(dict.fromkeys(found))


def _changed(table: Table, row: Row, described: Sequence[Entry]) -> tuple[list[tuple[str, str, str]], list[Fault]]:
    """Return what a row has otherwise than its entries: column, old and new value; and what is wrong with it."""
    before = facts(merged(list(described)))
    found: list[tuple[str, str, str]] = []
    faults: list[Fault] = []
    for column in table.columns:
        if column not in before or column not in row.cells or _is_same(column, row.cells[column], before[column]):
            continue
        if column in _FIXED:
            faults.append(Fault("X030", f"{column} was changed, which a table cannot do", "Change it in the files."))
            continue
        try:
            found += _differences(column, row.cells[column], before[column])
        except Impossible as error:
            faults.append(
                Fault("X027", f"{column} {row.cells[column]!r} {error}", "Correct the cell; it was left out.")
            )
    return _with_place(found, before, faults), faults


def _is_same(column: str, now: str, before: object) -> bool:
    """Tell whether a cell says what the files say, in whatever shape a spreadsheet has given it."""
    was = " ".join(cell(before).split())
    if now == was:
        return True
    try:
        if column in _SEVERAL:
            return [value(column, one) for one in _split(now)] == [value(column, one) for one in _split(was)]
        return bool(now) and bool(was) and value(column, now) == value(column, was)
    except Impossible:
        return False


def _split(several: str) -> list[str]:
    return list(dict.fromkeys(one for part in several.split(SEPARATOR.strip()) if (one := " ".join(part.split()))))


def _differences(column: str, now: str, before: object) -> Iterator[tuple[str, str, str]]:
    """Yield the old and new values of a cell that differ; of one with several values, a sole one that took the place
    of another is that one changed."""
    if column not in _SEVERAL:
        yield column, cell(before), _kept_shape(column, now, cell(before))
        return
    were, are = _split(cell(before)), [value(column, one) for one in _split(now)]
    gone, new = [one for one in were if one not in are], [one for one in are if one not in were]
    if len(gone) == len(new) == 1:
        yield column, gone[0], new[0]
        return
    yield from ((column, one, "") for one in gone)
    yield from ((column, "", one) for one in new)


def _kept_shape(column: str, now: str, was: str) -> str:
    """Return the new value of a cell; a date that the file tells in words may be told in other words."""
    try:
        return value(column, now)
    except Impossible:
        if column in ("birth", "death") and was and _in_words(was):
            return now
        raise


def _in_words(was: str) -> bool:
    try:
        value("birth", was)
    except Impossible:
        return True
    return False


def _with_place(
    found: list[tuple[str, str, str]], before: Mapping[str, object], faults: list[Fault]
) -> list[tuple[str, str, str]]:
    """Make one change of those of latitude and longitude."""
    sides = {column: new for column, _, new in found if column in ("lat", "long")}
    if not sides:
        return found
    others = [change for change in found if change[0] not in sides]
    old = " ".join((cell(before["lat"]), cell(before["long"]))).strip()
    new = [sides.get(column, cell(before[column])) for column in ("lat", "long")]
    if len([one for one in new if one]) == 1:
        faults.append(Fault("X027", "a place needs both lat and long", "Fill in the other cell; this was left out."))
        return others
    return [*others, ("geo", old, " ".join(new).strip())]


def _concerns(entry: Entry, column: str, old: str, new: str) -> bool:
    """Tell whether a change is one of this entry: it has the old value, or lacks the new one."""
    has = facts(entry)
    if column == "geo":
        return " ".join((cell(has["lat"]), cell(has["long"]))).strip() == old
    if column == "other_names":
        return old in entry.names if old else new not in entry.names
    if column in _SEVERAL:
        return old in has[column] if old else new not in has[column]
    return cell(has[column]) == old


def _contradictions(table: Table, rows: Sequence[tuple[Row, list[Member]]], made: Plan) -> set[tuple[str, str, str]]:
    """Return the facts that two rows tell differently, and tell of them."""
    first: dict[Member, Row] = {}
    found: set[tuple[str, str, str]] = set()
    for row, members in rows:
        for path, id in members:
            other = first.setdefault((path, id), row)
            differing = [name for name in _EDITABLE if other.cells.get(name, "") != row.cells.get(name, "")]
            if other is row or not differing:
                continue
            found.update((path, id, "geo" if name in ("lat", "long") else name) for name in differing)
            said = f"this row and that of line {other.line} both stand for {path}#{id}, and differ in {differing[0]}"
            more = f" and {counted(len(differing) - 1, 'more column')}" if len(differing) > 1 else ""
            fault = Fault(
                "X028", said + more, "Let each entry stand in one row; it keeps what it had in these columns."
            )
            made.diagnostics.append(told(table, row, fault))
    return found
