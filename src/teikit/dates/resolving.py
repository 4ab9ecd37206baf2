"""Say what a date expression means where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from teikit.dates import civil, counting, spans
from teikit.dates.civil import is_valid, iso, to_date
from teikit.dates.completing import Completion, complete, completion_of_day
from teikit.dates.expression import Context, DateExpression, Part, Resolved
from teikit.model import DateValue, Finding

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNKNOWN = Resolved(None)
LADY_DAY = "the year is counted from 25 March"


def resolve(expression: DateExpression, context: Context) -> Resolved:
    """Return the value of an expression, or none where it cannot be known.

    Findings: D001 a numeric date that can be read in two ways, D002 a weekday that contradicts its date, D003 a day
    that no calendar has.
    """
    return FORMS[expression.form](expression, context)


def _date(expression: DateExpression, context: Context) -> Resolved:
    if not is_valid(replace(expression.first, year=None)):
        return _impossible(expression)
    done = complete(expression.first, context, weekday=expression.weekday)
    if context.new_year and is_open(expression):
        return _of_open_year(expression, context)
    return _of_part(expression, done)


def _of_part(expression: DateExpression, done: Completion) -> Resolved:
    part, reason = done.part, done.reason
    if part is None or not iso(part):
        return UNKNOWN
    if not is_valid(part):
        return _impossible(expression)
    if expression.calendar == "#julian":
        return _old_style(part, reason)
    value = spans.vague(part, expression.modifier) if expression.modifier else DateValue(when=iso(part))
    return Resolved(replace(value, reason=reason), _weekday_findings(expression, part), part)


def _of_open_year(expression: DateExpression, context: Context) -> Resolved:
    """Value a day before 25 March, whose year may be counted from that day: by the date of the document where that
    decides, else by the habit of the document, else as open between the two years.
    """
    stated = expression.first
    later = replace(stated, year=(stated.year or 0) + 1)
    document = civil.parse_iso(context.document)
    decided = document is not None and (context.new_year == "stated" or not in_open_season(document))
    near = [part for part in (stated, later) if decided and document and _days_between(part, document) < 150]
    if not near and context.new_year == "stated":
        near = [later]
    if len(near) == 1 and is_valid(near[0]):
        reason = LADY_DAY if near[0] is later else ""
        return Resolved(DateValue(when=iso(near[0]), reason=reason), (), near[0])
    if not (is_valid(stated) and is_valid(later)):
        return _of_part(expression, Completion(stated if is_valid(stated) else later))
    value = DateValue(not_before=iso(stated), not_after=iso(later), reason="the year may be counted from 25 March")
    return Resolved(value, (), stated)


def _days_between(part: Part, other: Part) -> int:
    """Return how far apart two dates are, roughly where one is not known to the day."""
    a, b = ((p.year or 0) * 372 + (p.month or 6) * 31 + (p.day or 15) for p in (part, other))
    return abs(a - b)


def in_open_season(part: Part) -> bool:
    """Tell whether a date lies in the months that English usage before 1752 gave to the year before."""
    if part.year is None or not 1155 <= part.year < 1752 or part.month is None:
        return False
    return part.month < 3 or (part.month == 3 and part.day is not None and part.day < 25)


def is_open(expression: DateExpression) -> bool:
    """Tell whether the year of a date depends on when the writer's year began; 1731/2 and O.S., N.S. tell it."""
    plain = expression.form in ("date", "numeric") and not expression.separator and not expression.calendar
    return plain and not expression.first.short and in_open_season(expression.first)


def _old_style(part: Part, reason: str) -> Resolved:
    converted = civil.from_julian(part)
    if converted is None:
        return Resolved(DateValue(when=iso(part), calendar="#julian", reason=reason), (), part)
    reason = "; ".join(filter(None, (reason, f"converted from {iso(part)} Old Style")))
    return Resolved(DateValue(when=iso(converted), calendar="#julian", reason=reason), (), converted)


def _weekday_findings(expression: DateExpression, part: Part) -> tuple[Finding, ...]:
    day = to_date(part)
    if day is None or expression.weekday is None or day.weekday() == expression.weekday or day.year < 1753:
        return ()
    said, true = WEEKDAYS[expression.weekday], WEEKDAYS[day.weekday()]
    message = f"the weekday contradicts the date: {iso(part)} was a {true}, not a {said}"
    return (
        Finding("D002", message, expression.span, "Check the source; correct the date, or leave it and note the slip."),
    )


def _impossible(expression: DateExpression) -> Resolved:
    message = "there is no such day in the calendar; the date is marked without a value"
    return Resolved(
        None, (Finding("D003", message, expression.span, "Check the transcription of the day and the month."),)
    )


def _range(expression: DateExpression, context: Context) -> Resolved:
    last = expression.last or expression.first
    if not (is_valid(replace(expression.first, year=None)) and is_valid(replace(last, year=None))):
        return _impossible(expression)
    done = complete(expression.first, context)
    if done.part is None:
        return UNKNOWN
    first = done.part
    end = (
        complete(last, replace(context, running=first, narrative=True)).part
        if last.year is None or last.short
        else last
    )
    if end is None or not is_valid(first) or not is_valid(end):
        return _impossible(expression)
    return Resolved(DateValue(from_=iso(first), to=iso(end), reason=done.reason), (), end)


def _numeric(expression: DateExpression, context: Context) -> Resolved:
    a, b, _ = expression.numbers
    order = context.order if expression.separator != "." or max(a, b) > 12 else "dmy"
    readings = {"dmy": (a, b), "mdy": (b, a)}
    possible = {name: pair for name, pair in readings.items() if pair[1] <= 12}
    if len(set(possible.values())) == 1:
        day, month = next(iter(possible.values()))
    elif order in possible:
        day, month = possible[order]
    elif not possible:
        return _impossible(expression)
    elif (near := _near_entry(expression, readings, context)) is not None:
        day, month = near
    else:
        return _ambiguous(expression)
    part = replace(expression.first, month=month, day=day)
    return _date(replace(expression, first=part), context)


def _near_entry(
    expression: DateExpression, readings: dict[str, tuple[int, int]], context: Context
) -> tuple[int, int] | None:
    """Return the one reading that follows the entry before in a diary within a month."""
    entry = to_date(context.entry) if context.entry is not None and context.entry.year is not None else None
    year = expression.first.year
    if entry is None or year is None:
        return None
    near = []
    for day, month in readings.values():
        found = to_date(Part(entry.year if expression.first.short else year, month, day))
        if found is not None and 0 <= (found - entry).days <= 31:
            near.append((day, month))
    return near[0] if len(near) == 1 else None


def _ambiguous(expression: DateExpression) -> Resolved:
    a, b, _ = expression.numbers
    message = f"the date can be read as day {a} of month {b} or as day {b} of month {a}; it is marked without a value"
    help_ = "Set the order of numeric dates (dmy or mdy) for this document, or decide the date by hand."
    return Resolved(None, (Finding("D001", message, expression.span, help_),))


def _day(expression: DateExpression, context: Context) -> Resolved:
    done = completion_of_day(expression.first.day or 0, expression.weekday, expression.anchor, context)
    return _of_part(expression, done) if done.part else UNKNOWN


def _days(expression: DateExpression, context: Context) -> Resolved:
    """Resolve "the 24th-26th"."""
    first = completion_of_day(expression.first.day or 0, None, expression.anchor, context)
    last = expression.last
    if first.part is None or first.part.month is None or last is None:
        return UNKNOWN
    end = replace(first.part, day=last.day)
    if not is_valid(end):
        return _impossible(expression)
    return Resolved(DateValue(from_=iso(first.part), to=iso(end), reason=first.reason), (), end)


def _periods(expression: DateExpression, context: Context) -> Resolved:
    """Resolve season, quarter, decade, century, feast, fiscal year and week: a year, then a table."""
    part, reason = expression.first, ""
    if expression.anchor:
        base = civil.parse_iso(context.document) or context.running
        if base is None or base.year is None:
            return UNKNOWN
        part, reason = counting.year_for(expression, base), "year from the date of the document"
    elif part.year is None or part.short:
        done = complete(part if part.month or part.year else Part(), context, year_only=True)
        if done.part is None and expression.form != "century":
            return UNKNOWN
        part, reason = done.part or part, done.reason if expression.form != "century" else ""
    value, running = spans.PERIODS[expression.form](expression, part)
    return Resolved(replace(value, reason=reason) if value else None, (), running)


def _counted(expression: DateExpression, context: Context) -> Resolved:
    """Resolve what counts from another date."""
    base, reason = counting.base_of(expression, context)
    if base is None:
        return UNKNOWN
    value, running = counting.COUNTED[expression.form](expression, base)
    return Resolved(replace(value, reason=reason) if value else None, (), running)


FORMS: dict[str, Callable[[DateExpression, Context], Resolved]] = {
    "unknown": lambda _expression, _context: UNKNOWN,
    "half": _periods,
    "date": _date,
    "dotted": _date,
    "range": _range,
    "numeric": _numeric,
    "day": _day,
    "days": _days,
    "season": _periods,
    "quarter": _periods,
    "fiscal": _periods,
    "decade": _periods,
    "century": _periods,
    "feast": _periods,
    "week": _periods,
    "relative": _counted,
    "last": _counted,
    "weekday": _counted,
    "instant": _counted,
    "pointed": _counted,
}


def is_narrative(found: list[DateExpression], document: str) -> bool:
    """Tell whether most of the dates that a text states lie far (more than two months) from the document's own."""
    own = civil.parse_iso(document)
    stated = [expression.first for expression in found if expression.stated]
    if own is None or own.year is None or own.month is None:
        return True
    return sum(_is_near(part, own) for part in stated) * 3 < len(stated)


def _is_near(part: Part, own: Part) -> bool:
    years = (part.year or 0) - (own.year or 0)
    if part.month is None:
        return abs(years) <= 1
    return abs(years * 12 + part.month - (own.month or 1)) <= 2
