"""Values of dates as spans of days, so that those of unequal precision can be compared (ISO 8601, XSD Part 2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from teikit.xmlio import Element

_ZONE = r"(?:T[\d:.,]+)?(?:Z|[+-]\d{2}:?\d{2})?"
_DATE = re.compile(rf"(?P<y>-?\d{{4,9}})(?:-(?P<m>\d{{2}})(?:-(?P<d>\d{{2}}))?)?{_ZONE}", re.ASCII)
_BASIC = re.compile(rf"(?P<y>-?\d{{4}})(?P<m>\d{{2}})(?P<d>\d{{2}}){_ZONE}", re.ASCII)
LAST_OLD_STYLE = 1924  # Greece, the last state of Europe, gave up the Julian calendar in 1923
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Day = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Extent:
    """The days that a date may mean, first and last, as year, month, day of the calendar it is written in."""

    first: Day
    last: Day

    @property
    def exact(self) -> bool:
        return self.first == self.last


@lru_cache(4096)
def extent(value: str) -> Extent | None:
    """Read a W3C or ISO date; None for one without a year, a time of day, a period, a week, or what is no date."""
    text = value.strip()
    found = _BASIC.fullmatch(text) or _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = int(found["y"]), found["m"], found["d"]
    first = (year, int(month or 1), int(day or 1))
    last_month = int(month or 12)
    if not 1 <= last_month <= 12:
        return None
    last = (year, last_month, int(day or _LENGTHS[last_month - 1]))
    return Extent(first, last) if 1 <= first[2] <= last[2] <= 31 else None


def given(el: Element, name: str, suffix: str = "") -> Extent | None:
    """Return the value of a dating attribute of an element."""
    value = el.get(name + suffix)
    return extent(value) if value else None


def bounds(el: Element) -> Extent | None:
    """Return the days between which an element is dated by all its dating attributes; None where it is open."""
    for suffix in ("", "-iso"):
        when = given(el, "when", suffix)
        if when is not None:
            return when
        first = given(el, "from", suffix) or given(el, "notBefore", suffix)
        last = given(el, "to", suffix) or given(el, "notAfter", suffix)
        if first is not None and last is not None and first.first <= last.last:
            return Extent(first.first, last.last)
    return None


def number(day: Day, *, julian: bool = False) -> int:
    """Return the Julian Day Number of a date (the days since 1 January 4713 BC at noon)."""
    year, month, of_month = day
    a = (14 - month) // 12
    y, m = year + 4800 - a, month + 12 * a - 3
    common = of_month + (153 * m + 2) // 5 + 365 * y + y // 4
    return common - 32083 if julian else common - y // 100 + y // 400 - 32045


def weekday(day: Day, *, julian: bool = False) -> int:
    """Return the day of the week, Monday is 0."""
    return number(day, julian=julian) % 7


def exists(day: Day) -> bool:
    year, month, of_month = day
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return of_month <= _LENGTHS[month - 1] - (month == 2 and not leap)


def is_gregorian(el: Element) -> bool:
    """Tell whether an element does not say that its date is of another calendar."""
    said = " ".join(filter(None, (el.get("calendar"), el.get("datingMethod"))))
    return not said or "gregorian" in said.lower()
