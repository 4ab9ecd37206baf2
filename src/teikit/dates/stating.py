"""Read the date that a short text states in full: a dateline, a heading, a stamp."""

from __future__ import annotations

import re
from dataclasses import replace

from teikit.dates.civil import to_date
from teikit.dates.expression import Context, DateExpression
from teikit.dates.finding import find
from teikit.dates.resolving import resolve
from teikit.model import DateValue

CENTURY = 1900  # of two figures; a document that knows better should resolve with a context
SHORT = "the century is inferred"
FORMS = ("date", "numeric", "range")
NOTE_MARK = re.compile(r"(?<=\d)\s*\[\d{1,2}\]|(?<=\b1[5-9]\d\d)\d{1,2}\b|(?<=\b20\d\d)\d{1,2}\b")


def date_of(text: str, *, language: str = "en") -> tuple[DateValue | None, str]:
    """Return the most exact date that a short text states by itself, and its words; of two as exact, the first.

    Nothing is counted from another date, and a figure date that can be read in two ways has no value. The marks of
    notes after a date ("1843[2]", "18432") are left out of it. An Old Style date is converted; a day between January
    and 24 March of an English text before 1752 has the two years that it can belong to.
    """
    plain = NOTE_MARK.sub(lambda match: " " * len(match.group()), text)
    lady_day = language.split("-")[0] in ("en", "")
    best: tuple[int, DateValue, str] | None = None
    for expression in find(plain, language=language or "en"):
        value = _value(expression, "possible" if lady_day else "")
        if value is not None and (best is None or len(value.first) > best[0]):
            best = len(value.first), value, expression.span.of(text).strip()
    return (best[1], best[2]) if best else (None, "")


def _near(found: DateExpression) -> int:
    """Return a year of the century to supply: the one in which a stated weekday is right, else the twentieth."""
    for century in (CENTURY, CENTURY - 100, CENTURY + 100, CENTURY - 200):
        day = to_date(replace(found.first, year=century + (found.first.year or 0)))
        if day is not None and day.weekday() == found.weekday:
            return century + 50
    return CENTURY + 50


def _value(found: DateExpression, new_year: str) -> DateValue | None:
    if found.form not in FORMS or found.first.year is None or found.anchor == "document":
        return None
    short = found.first.short or (found.last is not None and found.last.short)
    value = resolve(found, Context(year=_near(found) if short else None, new_year=new_year)).value
    if value is None or value.first.startswith("--"):
        return None
    if not short:
        return value
    return replace(value, reason=SHORT)
