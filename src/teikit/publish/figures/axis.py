"""Dates as points on a line, and the ticks of an axis from days to centuries."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

_ISO = re.compile(r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)
_DAY = 1 / 366


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the axis: where it stands, in years; what it says; what stands below where that changes."""

    at: float
    label: str
    below: str = ""


def span(iso: str) -> tuple[float, float] | None:
    """Return where a date begins and ends, in years; a year, month or day has a length. None where there is no year."""
    found = _ISO.fullmatch(iso.strip())
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if abs(year) > 99_999 or not month <= 12 or (month and day > _length(year, month)):
        return None
    if not month:
        return float(year), year + 1.0
    start = at(year, month, max(day, 1))
    if day:
        return start, start + 1 / _days(year)
    return start, at(year, month, 1) + _length(year, month) / _days(year)


def at(year: int, month: int, day: int) -> float:
    """Return where a day begins, in years."""
    before = sum(_length(year, m) for m in range(1, month)) + day - 1
    return year + before / _days(year)


def _days(year: int) -> int:
    return 366 if calendar.isleap(year) else 365


def _length(year: int, month: int) -> int:
    return 29 if month == 2 and calendar.isleap(year) else _DAYS[month]


def ticks(first: float, last: float, most: int) -> list[Tick]:
    """Return at most about `most` ticks at round dates, those of the finest unit that fits."""
    length = max(last - first, _DAY)
    for step in (1, 2, 7, 14):
        if length * 366 / step <= most:
            return list(_day_ticks(first, last, step))
    for step in (1, 2, 3, 6):
        if length * 12 / step <= most:
            return list(_month_ticks(first, last, step))
    scale = 1
    while True:
        for step in _STEPS:
            if length / (step * scale) <= most:
                return [Tick(float(y), year_name(y)) for y in _multiples(first, last, step * scale)]
        scale *= 1000


def year_name(year: int) -> str:
    """Return a year as people write it."""
    return f"{-year} BC" if year < 0 else str(year)


def _multiples(first: float, last: float, step: int) -> Iterator[int]:
    year = -int(-first // step) * step
    while year <= last:
        yield year
        year += step


def _month_ticks(first: float, last: float, step: int) -> Iterator[Tick]:
    shown = None
    for year in range(int(first // 1), int(last // 1) + 1):
        for month in range(1, 13, step):
            where = at(year, month, 1)
            if first <= where <= last:
                yield Tick(where, _MONTHS[month - 1], year_name(year) if year != shown else "")
                shown = year


def _day_ticks(first: float, last: float, step: int) -> Iterator[Tick]:
    shown = None
    for year in range(int(first // 1), int(last // 1) + 1):
        for month in range(1, 13):
            for day in range(1, _length(year, month) + 1, step):
                where = at(year, month, day)
                # the last ticks of a month would stand close to the first of the next
                if first <= where <= last and (step == 1 or day + step // 2 <= _length(year, month)):
                    below = f"{_MONTHS[month - 1]} {year_name(year)}"
                    yield Tick(where, str(day), below if below != shown else "")
                    shown = below
