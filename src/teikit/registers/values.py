"""What an editor may write into a cell: coordinates, dates, identifiers; and what spreadsheets make of these."""

from __future__ import annotations

import re

from teikit.export.characters import FORBIDDEN
from teikit.export.dates import exists
from teikit.export.standoff.tables_cells import number
from teikit.export.standoff.tables_ids import authorities

_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_DATE = re.compile(r"(-?[0-9]{4,})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MIDNIGHT = re.compile(r"(.*\d)T00:00(?::00(?:\.0+)?)?Z?")
_SIDES = {"lat": 90, "long": 180}


class Impossible(ValueError):
    """A value that cannot be meant; the message says why."""


def value(column: str, cell: str) -> str:
    """Return a cell as it is written into TEI. Raises Impossible."""
    if FORBIDDEN.search(cell):
        raise Impossible("has a character that XML forbids")
    if not cell:
        return ""
    if column in _SIDES:
        return _degrees(column, cell)
    if column in ("birth", "death"):
        return _date(cell)
    if column in authorities():
        return _identifier(column, cell)
    return cell


def _degrees(column: str, cell: str) -> str:
    if not _NUMBER.fullmatch(cell):
        raise Impossible("is no number of degrees, such as 48.85")
    degrees = float(cell.replace(",", "."))
    if abs(degrees) > _SIDES[column]:
        raise Impossible(f"is not on the earth: {column} goes from -{_SIDES[column]} to {_SIDES[column]}")
    return number(degrees)


def _date(cell: str) -> str:
    """Return a date; OpenRefine writes those it knows with a time, spreadsheets write years as decimals."""
    midnight = _MIDNIGHT.fullmatch(cell)
    plain = midnight[1] if midnight else cell.removesuffix(".0")
    found = _DATE.fullmatch(plain)
    if not found:
        raise Impossible("is no date of ISO 8601, such as 1841-12-22, 1841-12 or 1841")
    if not exists(int(found[1]), int(found[2] or 1), int(found[3] or 1)):
        raise Impossible("is a date that does not exist")
    return plain


def _identifier(column: str, cell: str) -> str:
    authority = authorities()[column]
    found = authority.identifier(cell)
    if not found:
        raise Impossible(f"is no identifier of {authority.type}")
    return found
