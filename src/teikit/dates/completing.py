"""Supply the century, the year or the month that an expression leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from teikit.dates.civil import add_months, days_in, is_valid, parse_iso, to_date
from teikit.dates.expression import Context, Part

FROM_DOCUMENT = "year from the date of the document"
FROM_TEXT = "year from the date before in the text"
FROM_TEXT_MONTH = "month from the date before in the text"
NEAR = 1


class Completion(NamedTuple):
    part: Part | None
    reason: str = ""


def complete(part: Part, context: Context, *, weekday: int | None = None, year_only: bool = False) -> Completion:
    """Return the part with its year; as it stands where no year can be had, None where then nothing is left."""
    if part.year is not None and not part.short:
        return _with_month(part, context)
    if part.year is not None:
        return _with_century(part, context, weekday)
    base, reason = _base(context)
    if base is None or base.year is None:
        return Completion(part if part.month and not year_only else None)
    if part.month is None:
        return Completion(replace(part, year=base.year), reason)
    year = _nearest_year(part, base, weekday)
    return Completion(replace(part, year=year), reason)


def _with_month(part: Part, context: Context) -> Completion:
    """Give "9th, 1943" the month spoken of before."""
    if part.day is None or part.month is not None:
        return Completion(part)
    if context.running is None or context.running.month is None:
        return Completion(replace(part, day=None))
    return Completion(replace(part, month=context.running.month), "month from the date before in the text")


def _base(context: Context) -> tuple[Part | None, str]:
    document = parse_iso(context.document)
    running = context.running if context.running and context.running.year is not None else None
    if running is not None and (context.narrative or document is None):
        return running, FROM_TEXT
    if document is not None:
        return document, FROM_DOCUMENT
    return None, ""


def _with_century(part: Part, context: Context, weekday: int | None) -> Completion:
    document = parse_iso(context.document)
    running = context.running.year if context.running else None
    near = (document.year if document else None) or context.year or running
    if near is None or part.year is None:
        return Completion(replace(part, year=None, short=False) if part.month else None)
    candidates = [near // 100 * 100 + step + part.year for step in (-100, 0, 100)]
    if weekday is not None and part.day is not None:
        days = {year: to_date(replace(part, year=year, short=False)) for year in candidates}
        candidates = [year for year, day in days.items() if day and day.weekday() == weekday] or candidates
    year = min(candidates, key=lambda candidate: abs(candidate - near) + (50 if candidate > near + 20 else 0))
    return Completion(replace(part, year=year, short=False), "century from the other dates of the document")


def _nearest_year(part: Part, base: Part, weekday: int | None) -> int:
    """Return the year in which the day and month lie nearest to the base; a stated weekday decides between years."""
    year = base.year or 0
    if weekday is not None and part.day is not None:
        for candidate in sorted(range(year - 3, year + 4), key=lambda one: abs(one - year)):
            day = to_date(replace(part, year=candidate))
            if day is not None and day.weekday() == weekday:
                return candidate
    if base.month is None:
        return year
    if part.day is not None and part.month == 2 and part.day == 29:
        return min(
            (year, year - 1, year + 1, year - 2, year + 2), key=lambda one: (days_in(one, 2) != 29, abs(one - year))
        )
    here = base.month * 31 + (base.day or 15)
    there = (part.month or 1) * 31 + (part.day or 15)
    return min((year, year - 1, year + 1), key=lambda one: abs((one - year) * 372 + there - here))


def completion_of_day(day: int, weekday: int | None, anchor: str, context: Context) -> Completion:
    """Return the day of a month that is not named: near the date before in the text, or near the document's."""
    if anchor == "entry" and context.entry is not None:
        return _next_entry(day, weekday, context.entry)
    document, running = parse_iso(context.document), context.running
    with_month = running if running is not None and running.month is not None else None
    spoken = anchor in ("document", "entry") and not (context.narrative and with_month)
    base = document if spoken and document and document.month else with_month or document
    if base is None or base.month is None:
        return Completion(Part(day=day))
    if base.year is None:
        return Completion(Part(None, base.month, day))
    near = to_date(Part(base.year, base.month, base.day or min(15, days_in(base.year, base.month))))
    months = (0,) if base.day is None else (0, -1, 1)
    options = [Part(*add_months(base.year, base.month, step), day) for step in months]
    valid = [(option, found) for option in options if is_valid(option) and (found := to_date(option)) is not None]
    if weekday is not None:
        valid = [pair for pair in valid if pair[1].weekday() == weekday] or valid
    if not valid or near is None:
        return Completion(None)
    best = min(valid, key=lambda pair: _distance(pair[1], near))
    reason = "month from the date of the document" if base is document else "month from the date before in the text"
    return Completion(best[0], reason)


def _next_entry(day: int, weekday: int | None, before: Part) -> Completion:
    """Return the day of a diary's entry: the first such day on or after the entry before; a weekday must agree."""
    if before.month is None or before.day is None:
        return Completion(Part(day=day))
    step = 0 if day >= before.day else 1
    if before.year is None:
        return Completion(Part(None, add_months(2000, before.month, step)[1], day), FROM_TEXT_MONTH)
    option = Part(*add_months(before.year, before.month, step), day)
    found = to_date(option)
    if found is None or (weekday is not None and found.weekday() != weekday and step):
        return Completion(Part(day=day))
    return Completion(option, FROM_TEXT_MONTH)


def _distance(day: date, near: date) -> int:
    return abs((day - near).days)
