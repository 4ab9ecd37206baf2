"""Values from elsewhere, as TEI's attributes take them: dates, certainty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from teikit.standoff.records import DATES

LEVELS = ("high", "medium", "low", "unknown")
_ZONE = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
_CLOCK = rf"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?){_ZONE}"
_MONTH, _DAY = "(?P<m>0[1-9]|1[0-2])", "(?P<d>0[1-9]|[12]\\d|3[01])"
# teidata.temporal.w3c: dates and their parts, times, and both together.
_TEMPORAL = [
    re.compile(pattern + zone, re.ASCII)
    for pattern, zone in (
        (rf"(?P<y>-?(?:[1-9]\d{{3,}}|0\d{{3}}))(?:-{_MONTH}(?:-{_DAY})?)?", _ZONE),
        (rf"--{_MONTH}(?:-{_DAY})?", _ZONE),
        (rf"---{_DAY}", _ZONE),
        (_CLOCK, ""),
        (rf"(?P<y>-?(?:[1-9]\d{{3,}}|0\d{{3}}))-{_MONTH}-{_DAY}T{_CLOCK}", ""),
    )
]
_LEAP = 2000


def is_temporal(value: str) -> bool:
    """Tell whether TEI takes a value for @when and its like, and there is such a day."""
    for pattern in _TEMPORAL:
        match = pattern.fullmatch(value)
        if match is not None:
            return _exists(match.groupdict())
    return False


def _exists(parts: Mapping[str, str | None]) -> bool:
    month, day = int(parts.get("m") or 1), int(parts.get("d") or 1)
    year = int(parts.get("y") or _LEAP)
    if not year:
        return False  # XML Schema 1.0 has no year 0
    try:
        date(year % 400 + _LEAP, month, day)  # the calendar repeats after 400 years
    except ValueError:
        return False
    return True


def date_attributes(value: str | Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Return the attributes of a date, and what is wrong with the value; only one of both is not empty.

    A string is one date, or a period as ISO 8601 has it (``1962-10-16/1962-10-28``; ``..`` or nothing leaves it open).
    """
    if isinstance(value, str):
        first, slash, last = value.strip().partition("/")
        pairs = {"from": first, "to": last} if slash else {"when": first}
        given = {name: one for name, one in pairs.items() if one not in ("", "..")}
    else:
        given = {name: value[name].strip() for name in DATES if value.get(name)}
    wrong = next((one for one in given.values() if not is_temporal(one)), "")
    if wrong:
        return {}, f"“{wrong}” is no date that TEI's @when takes"
    if "when" in given and len(given) > 1:
        return {}, "@when cannot stand beside another of @from, @to, @notBefore, @notAfter"
    return given, ""


def certainty(value: str) -> tuple[str, str]:
    """Return a certainty as @cert takes it, and what is wrong with it."""
    if not value or value in LEVELS:
        return value, ""
    try:
        number = float(value)
    except ValueError:
        number = -1
    if 0 <= number <= 1:
        return f"{number:.2f}", ""
    return "", f"“{value}” is no certainty: a number from 0 to 1, or {', '.join(LEVELS)}"
