"""The values of dates that count from another: yesterday, last June, on Thursday, the 14th ult."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from teikit.dates.civil import add_days, add_months, days_in, is_valid, iso, of_date, parse_iso, to_date
from teikit.dates.expression import Context, DateExpression, Part
from teikit.dates.spans import SEASONS, feast, feast_day, season, vague
from teikit.model import DateValue

Value = tuple[DateValue | None, Part | None]
NOTHING: Value = (None, None)


def base_of(expression: DateExpression, context: Context) -> tuple[Part | None, str]:
    """Return the date that the expression counts from, and the reason to give for it."""
    document = parse_iso(context.document)
    if expression.anchor == "text" and context.running is not None and context.running.year is not None:
        return context.running, "counted from the date before in the text"
    if document is None and context.running is not None:
        return context.running, "counted from the date before in the text"
    return document, "counted from the date of the document"


def year_for(expression: DateExpression, base: Part) -> Part:
    """Return the year of "summer of last year"."""
    year = (base.year or 0) + expression.offset
    return Part(year)


def _when(part: Part | None) -> Value:
    if part is None or not is_valid(part):
        return NOTHING
    return DateValue(when=iso(part)), part


def _shift(day: date, days: int) -> Value:
    moved = add_days(day, days)
    return _when(of_date(moved)) if moved else NOTHING


def relative(expression: DateExpression, base: Part) -> Value:
    """Step by days, weeks, months or years; what is not known of the base cannot be stepped from."""
    if base.year is None:
        return NOTHING
    if expression.unit == "year":
        return _vague_year(Part(base.year + expression.offset), expression.modifier)
    if expression.unit == "month":
        return _when(Part(*add_months(base.year, base.month, expression.offset))) if base.month else NOTHING
    day = to_date(base)
    if day is None:
        return NOTHING
    if expression.unit == "week":
        return _week(day, expression)
    return _shift(day, expression.offset)


def _vague_year(part: Part, modifier: str) -> Value:
    if not modifier or not is_valid(part):
        return _when(part)
    return vague(part, modifier), part


def _week(day: date, expression: DateExpression) -> Value:
    """Value "two weeks later" as a day, "last week" as the days from Monday to Sunday."""
    moved = add_days(day, 7 * expression.offset)
    if moved is None:
        return NOTHING
    if expression.anchor == "text" or abs(expression.offset) > 1:
        return _when(of_date(moved))
    monday = add_days(moved, -moved.weekday())
    sunday = add_days(monday, 6) if monday else None
    if monday is None or sunday is None:
        return NOTHING
    return DateValue(from_=iso(of_date(monday)), to=iso(of_date(sunday))), None


def last(expression: DateExpression, base: Part) -> Value:
    """Take "last June" for the June before, "next Monday" for the Monday after, "this June" for that of the year."""
    if base.year is None:
        return NOTHING
    if expression.unit:
        return _named(expression, base)
    if expression.first.month is not None:
        return _month(expression.first.month, expression.offset, base)
    day = to_date(base)
    if day is None or expression.weekday is None:
        return NOTHING
    if expression.offset < 0:
        return _shift(day, -((day.weekday() - expression.weekday - 1) % 7 + 1))
    ahead = (expression.weekday - day.weekday() - (1 if expression.offset else 0)) % 7 + (1 if expression.offset else 0)
    return _shift(day, ahead)


def _named(expression: DateExpression, base: Part) -> Value:
    """Take "last summer" for the latest that is over, "next Easter" for the first to come."""
    year, month = base.year or 0, base.month or 12
    if expression.unit not in SEASONS:
        return _feast_beside(expression, base)
    start, end = SEASONS[expression.unit]
    if expression.offset < 0 and end > month:
        year -= 1
    elif expression.offset > 0 and start <= month:
        year += 1
    return season(expression, Part(year))


def _feast_beside(expression: DateExpression, base: Part) -> Value:
    """Take "Lady Day last" for the latest before the day counted from, "next Easter" for the first after it."""
    year = base.year or 0
    here = (base.month or (1 if expression.offset < 0 else 12), base.day or (1 if expression.offset < 0 else 31))
    found = feast_day(expression.unit, year)
    if found is None:
        return NOTHING
    there = (found.month or 0, found.day or 0)
    if expression.offset < 0 and there >= here:
        year -= 1
    elif expression.offset > 0 and there <= here:
        year += 1
    return feast(expression, Part(year))


def _month(month: int, offset: int, base: Part) -> Value:
    year = base.year or 0
    at = base.month or (1 if offset < 0 else 12)
    if offset < 0 and month >= at:
        year -= 1
    elif offset > 0 and month <= at:
        year += 1
    return _when(Part(year, month))


def weekday(expression: DateExpression, base: Part) -> Value:
    """Take a weekday alone for the latest one, or for the coming one where the sentence looks forward."""
    day = to_date(base)
    if day is None or expression.weekday is None:
        return NOTHING
    if expression.offset > 0:
        weeks = 7 * (expression.offset - 1)
        return _shift(day, (expression.weekday - day.weekday() - 1) % 7 + 1 + weeks)
    return _shift(day, -((day.weekday() - expression.weekday) % 7))


def instant(expression: DateExpression, base: Part) -> Value:
    """Take inst. for the month of the letter, ult. for the one before, prox. for the next."""
    if base.year is None or base.month is None:
        return NOTHING
    year, month = add_months(base.year, base.month, expression.offset)
    return _when(Part(year, month, expression.first.day))


def pointed(expression: DateExpression, base: Part) -> Value:
    """Value "21 March of last year", "14 May last"."""
    if base.year is None:
        return NOTHING
    part = replace(expression.first, year=base.year + expression.offset)
    if expression.unit == "last":
        part = _latest(expression, base)
    return _when(part)


def _latest(expression: DateExpression, base: Part) -> Part:
    part = replace(expression.first, year=base.year)
    here = (base.month or 12, base.day or days_in(base.year or 2000, base.month or 12))
    there = (part.month or 1, part.day or 1)
    if expression.offset < 0 and there >= here:
        return replace(part, year=(base.year or 0) - 1)
    if expression.offset > 0 and there <= here:
        return replace(part, year=(base.year or 0) + 1)
    return part


COUNTED: dict[str, Callable[[DateExpression, Part], Value]] = {
    "relative": relative,
    "last": last,
    "weekday": weekday,
    "instant": instant,
    "pointed": pointed,
}
