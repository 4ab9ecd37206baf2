"""Reckoning with days, months and years of the Gregorian calendar, and with the Julian."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from teikit.dates.expression import Part


def days_in(year: int, month: int) -> int:
    """Return the length of a month; year 0 and below count as their Gregorian equivalents."""
    return monthrange(year if year > 0 else 2000 + (year + 1) % 400, month)[1]


def is_valid(part: Part) -> bool:
    """Tell whether the parts that are stated can go together."""
    if part.year is not None and not 1 <= abs(part.year) <= 9998:
        return False
    if part.month is not None and not 1 <= part.month <= 12:
        return False
    if part.day is None:
        return True
    if part.month is None:
        return 1 <= part.day <= 31
    return 1 <= part.day <= days_in(part.year or 2000, part.month)


def iso(part: Part) -> str:
    """Return the W3C form of a date, shortened as far as known: ``1962-10``, ``--10-27``, ``---14``."""
    if part.year is not None:
        text = f"{part.year:04d}" if part.year > 0 else f"-{-part.year:04d}"
        if part.month is None:
            return text
        text += f"-{part.month:02d}"
        return text if part.day is None else f"{text}-{part.day:02d}"
    if part.month is None:
        return "" if part.day is None else f"---{part.day:02d}"
    return f"--{part.month:02d}" if part.day is None else f"--{part.month:02d}-{part.day:02d}"


def parse_iso(text: str) -> Part | None:
    """Return the parts of ``1962``, ``1962-10`` or ``1962-10-27`` (a time of day is dropped), None if it is
    none of these.
    """
    pieces = text.split("T")[0].split("-")
    if not 1 <= len(pieces) <= 3 or not all(piece.isascii() and piece.isdigit() for piece in pieces):
        return None
    numbers = [int(piece) for piece in pieces]
    year, month, day = (*numbers, None, None)[:3]
    part = Part(year, month, day)
    return part if is_valid(part) else None


def parse_any(text: str) -> Part | None:
    """Return the parts of a W3C date, also of one without a year: ``--10-27``."""
    if not text.startswith("--"):
        return parse_iso(text)
    found = parse_iso("2000" + text[1:])
    return Part(None, found.month, found.day) if found is not None else None


def to_date(part: Part) -> date | None:
    """Return the day, None where the parts do not name one."""
    if part.year is None or part.year < 1 or part.month is None or part.day is None or not is_valid(part):
        return None
    return date(part.year, part.month, part.day)


def of_date(day: date) -> Part:
    return Part(day.year, day.month, day.day)


def add_days(day: date, days: int) -> date | None:
    """Return the day so many days on, None outside the years that can be reckoned with."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def add_months(year: int, month: int, months: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (the anonymous algorithm, Meeus p. 67)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def from_julian(part: Part) -> Part | None:
    """Return the Gregorian day of a Julian one, None where the day is not fully known."""
    if part.year is None or part.month is None or part.day is None:
        return None
    year, month = (part.year, part.month) if part.month > 2 else (part.year - 1, part.month + 12)
    number = int(365.25 * (year + 4716)) + int(30.6001 * (month + 1)) + part.day - 1524
    ordinal = number - 1721425  # the Julian day number of 0001-01-01 Gregorian is 1721426, ordinal 1
    if not 1 <= ordinal <= date.max.toordinal():
        return None
    return of_date(date.fromordinal(ordinal))
