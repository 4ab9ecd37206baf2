"""The values of stretches of time: vague months, seasons, quarters, decades, centuries, feasts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from teikit.dates.civil import add_days, days_in, easter, is_valid, iso, of_date
from teikit.dates.expression import DateExpression, Part
from teikit.model import DateValue

Value = tuple[DateValue | None, Part | None]
SEASONS = {"spring": (3, 6), "summer": (6, 9), "autumn": (9, 12), "winter": (12, 15)}
DAYS = {"early": (1, 15), "mid": (10, 20), "late": (15, 31)}
MONTHS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
YEARS_OF_DECADE = {"early": (0, 4), "mid": (3, 7), "late": (5, 9)}
YEARS_OF_CENTURY = {"early": (0, 25), "mid": (40, 60), "late": (75, 99)}


def vague(part: Part, modifier: str) -> DateValue:
    """Return the limits of "early May 1962", "mid-1962"; a full day cannot be vague."""
    if part.day is not None or (part.month is None and part.year is None):
        return DateValue(when=iso(part))
    if part.month is None:
        first, last = MONTHS[modifier]
        return DateValue(not_before=iso(replace(part, month=first)), not_after=iso(replace(part, month=last)))
    first, last = DAYS[modifier]
    last = min(last, days_in(part.year or 2001, part.month))
    return DateValue(not_before=iso(replace(part, day=first)), not_after=iso(replace(part, day=last)))


def _between(first: Part, last: Part, modifier: str = "") -> DateValue | None:
    if not (is_valid(first) and is_valid(last)):
        return None
    if modifier:
        return DateValue(not_before=iso(first), not_after=iso(last))
    return DateValue(from_=iso(first), to=iso(last))


def _years(first: int, last: int, modifier: str = "") -> DateValue | None:
    return _between(Part(first, 1, 1), Part(last, 12, 31), modifier)


def season(expression: DateExpression, part: Part) -> Value:
    if part.year is None:
        return None, None
    start, end = SEASONS[expression.unit]
    last = Part(part.year + 1, end - 12) if end > 12 else Part(part.year, end)
    return _between(Part(part.year, start), last), Part(part.year)


def quarter(expression: DateExpression, part: Part) -> Value:
    if part.year is None:
        return None, None
    start = expression.offset * 3 - 2
    return _between(Part(part.year, start), Part(part.year, start + 2)), Part(part.year)


def half(expression: DateExpression, part: Part) -> Value:
    if part.year is None:
        return None, None
    start = expression.offset * 6 - 5
    return _between(Part(part.year, start), Part(part.year, start + 5)), Part(part.year)


def fiscal(_expression: DateExpression, part: Part) -> Value:
    """Value a fiscal year by its number alone: governments begin theirs in different months."""
    return DateValue(when=iso(Part(part.year))) if part.year is not None else None, Part(part.year)


def decade(expression: DateExpression, part: Part) -> Value:
    if part.year is None:
        return None, None
    first, last = YEARS_OF_DECADE.get(expression.modifier, (0, 9))
    return _years(part.year + first, part.year + last, expression.modifier), None


def century(expression: DateExpression, _part: Part) -> Value:
    if expression.offset <= 0:  # counted back from the era: 0 is the first century before Christ
        count = 1 - expression.offset
        return DateValue(from_=f"-{count * 100:04d}", to=f"-{count * 100 - 99:04d}"), None
    start = expression.offset * 100 - 100
    first, last = YEARS_OF_CENTURY.get(expression.modifier, (0, 99))
    return _years(max(1, start + first), start + last, expression.modifier), None


def feast(expression: DateExpression, part: Part) -> Value:
    found = feast_day(expression.unit, part.year) if part.year is not None else None
    return (DateValue(when=iso(found)), found) if found else (None, None)


def feast_day(day: str, year: int) -> Part | None:
    """Return the day of a feast that is given as ``MM-DD`` or as days after Easter."""
    if not 1 <= year <= 9998:
        return None
    if "-" in day[1:]:
        month, number = (int(piece) for piece in day.split("-"))
        return Part(year, month, number)
    moved = add_days(easter(year), int(day))
    return of_date(moved) if moved else None


def week(expression: DateExpression, part: Part) -> Value:
    """Value "the first week in October" as its first seven days."""
    if part.month is None:
        return None, None
    first = expression.offset * 7 - 6
    return _between(replace(part, day=first), replace(part, day=first + 6)), replace(part, day=first)


PERIODS: dict[str, Callable[[DateExpression, Part], Value]] = {
    "season": season,
    "quarter": quarter,
    "half": half,
    "fiscal": fiscal,
    "decade": decade,
    "century": century,
    "feast": feast,
    "week": week,
}
