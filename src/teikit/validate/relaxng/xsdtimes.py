"""Dates, times and durations of XML Schema 1.0: which strings are one, and which is earlier.

jing's reading is followed where it is more lenient or strict than the recommendation: a second may be 60, a time never
24:00:00, zones go from -13:00 to +14:00, and durations are equal only if all their fields are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:[0-5][0-9])?"
_YEAR = r"(?P<year>-?(?:[1-9][0-9]{4,}|[0-9]{4}))"
_TIME = r"(?P<hour>[0-9]{2}):(?P<minute>[0-5][0-9]):(?P<second>[0-9]{2}(?:\.[0-9]*)?)"
_FORMS = {
    "dateTime": f"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})T{_TIME}",
    "date": f"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})",
    "time": _TIME,
    "gYearMonth": f"{_YEAR}-(?P<month>[0-9]{{2}})",
    "gYear": _YEAR,
    "gMonthDay": "--(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
    "gMonth": "--(?P<month>[0-9]{2})",
    "gDay": "---(?P<day>[0-9]{2})",
}
_MAX_DIGITS = 1000
"""Of a number; Python refuses to read longer ones at all."""
_DAY = 86400
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Moment(NamedTuple):
    """Milliseconds on a time line, less the zone. A second written 60 comes after 59.999: ``leap`` counts on."""

    milliseconds: int
    leap: int
    zoned: bool


def days(year: int, month: int, day: int) -> int:
    """Return the number of a day in the calendar of Gregory, carried back; year 0 is the one before year 1."""
    year -= month < 3
    era = (year // 400) * 146097
    of_era = year % 400
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era + of_era * 365 + of_era // 4 - of_era // 100 + of_year


def moment_reader(kind: str) -> Callable[[str, Mapping[str, str]], Moment | None]:
    """Return the function that reads strings of a type, and returns None for what is none."""
    match = re.compile(_FORMS[kind] + _ZONE).fullmatch

    def read(text: str, _context: Mapping[str, str]) -> Moment | None:
        found = match(text) if len(text) < _MAX_DIGITS else None
        return _moment(found.groupdict()) if found is not None else None

    return read


def _moment(part: dict[str, str | None]) -> Moment | None:
    year, month, day = int(part.get("year") or 2000), int(part.get("month") or 1), int(part.get("day") or 1)
    hour, minute = int(part.get("hour") or 0), int(part.get("minute") or 0)
    second, _, fraction = (part.get("second") or "0").partition(".")
    milliseconds = int(second) * 1000 + int(fraction[:3].ljust(3, "0"))
    if part.get("year") and year == 0:
        return None
    year += year < 0  # there is no year 0, so that 1 BC is written -0001
    leap_year = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1] or (month == 2 and day == 29 and not leap_year):
        return None
    zone = _zone(part.get("zone"))
    if hour > 23 or milliseconds >= 61000 or not -780 <= zone <= 840:
        return None
    leap = max(0, milliseconds - 59999)
    total = (days(year, month, day) * _DAY + hour * 3600 + (minute - zone) * 60) * 1000 + milliseconds - leap
    return Moment(total, leap, part.get("zone") is not None)


def _zone(text: str | None) -> int:
    if text is None or text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[4:6])
    return -minutes if text[0] == "-" else minutes


_UNCERTAIN = 14 * 3600 * 1000
"""How far from UTC, in milliseconds, a time without zone may be."""


def earlier(one: Moment, two: Moment) -> bool:
    """Say whether a moment is earlier than another, wherever on Earth those without zone may be."""
    slack = _UNCERTAIN if one.zoned != two.zoned else 0
    return (one.milliseconds + slack, one.leap) < (two.milliseconds, two.leap)


class Duration(NamedTuple):
    """A duration by its fields, all of one sign."""

    years: int
    months: int
    days: int
    hours: int
    minutes: int
    seconds: Decimal


_DURATION = re.compile(
    r"(-)?P(?=[0-9T])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9.])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]*)?|\.[0-9]+)S)?)?"
).fullmatch
_REFERENCES = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
"""Months from which durations are counted to compare them (Part 2, 3.2.6.2)."""


def duration(text: str, _context: Mapping[str, str]) -> Duration | None:
    """Read a duration; return None for what is none."""
    found = _DURATION(text) if len(text) < _MAX_DIGITS else None
    if found is None:
        return None
    sign = -1 if found[1] else 1
    years, months, days_, hours, minutes = (sign * int(part or 0) for part in found.groups()[1:6])
    return Duration(years, months, days_, hours, minutes, sign * Decimal(found[7] or 0))


def _end(value: Duration, year: int, month: int) -> Decimal:
    months = year * 12 + month - 1 + value.years * 12 + value.months
    seconds = value.days * _DAY + value.hours * 3600 + value.minutes * 60 + value.seconds
    return days(months // 12, months % 12 + 1, 1) * _DAY + seconds


def shorter(one: Duration, two: Duration) -> bool:
    """Say whether a duration is shorter than another, from whatever day they are counted."""
    return all(_end(one, *reference) < _end(two, *reference) for reference in _REFERENCES)
