"""Dates of ISO 8601 as formats of data take them, and their order."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(-?[0-9]{4,6})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_FOUR_DIGITS = re.compile(r"[0-9]{4}(?![0-9])")
_TAIL = "T+Z"  # what begins a time, or the zone of a day


def iso_date(value: str) -> str:
    """Return a year, month or day without time and zone; nothing where there is no year, or no such day."""
    plain = value.strip()
    found = _ISO.match(plain)
    rest = plain[found.end() :] if found else ""
    if found is None or (rest and rest[0] not in _TAIL):
        return ""
    return found[0] if exists(int(found[1]), int(found[2] or 1), int(found[3] or 1)) else ""


def common_date(value: str) -> str:
    """Return a date as `iso_date`, nothing where its year is not one of four digits in our era, or it has a zone.

    Such are the dates of CMIF 1.1, and what xsd:date, xsd:gYearMonth and xsd:gYear allow in every version.
    """
    plain = value.partition("T")[0]
    made = iso_date(plain)
    return made if made == plain and _FOUR_DIGITS.match(made) and not made.startswith("0000") else ""


def exists(year: int, month: int, day: int) -> bool:
    """Tell whether there is such a day in the Gregorian calendar, of any year."""
    try:
        date(year if 1 <= year <= 9999 else 2000 + year % 400, month, day)  # its days repeat every 400 years
    except ValueError:
        return False
    return True


def order(iso: str, last: bool = False) -> tuple[int, int, int]:
    """Return what dates are compared by: the first day of a month or year, or its ``last``."""
    found = _ISO.match(iso)
    if found is None:
        return (0, 0, 0)
    return int(found[1]), int(found[2] or (12 if last else 1)), int(found[3] or (31 if last else 1))
