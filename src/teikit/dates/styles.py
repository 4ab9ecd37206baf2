"""The rules for days of the Roman calendar, days given in two calendars at once, and spans of years and halves."""

from __future__ import annotations

from dataclasses import replace

from teikit.dates.bare import counts_after
from teikit.dates.expression import DateExpression, Part
from teikit.dates.parts import Tokens, day_of, first_of, number, part_of, year_of
from teikit.dates.rule import FIGURE, TAIL, YEAR_AFTER, Rule, make

APART = range(10, 14)  # the days between the two calendars, from 1582 to our time


def build_kalends(tokens: Tokens, _text: str) -> DateExpression | None:
    """Read Kal. Maii 1521, iij Non. Jun.; a day that the Roman calendar has not is marked without a value."""
    encoded = number(tokens[0])
    year, short = year_of(tokens[1:])
    month, day = divmod(encoded, 100)
    if not encoded or (month == 12 and day > 13 and year is not None):
        return make(tokens, "unknown", 0.6)  # of two years: some writers gave December that of the Kalends of January
    if month == 2 and day in range(24, 29) and year is not None and year % 4 == 0:
        if day == 24:
            return make(tokens, "unknown", 0.8)  # in a leap year the sixth day before the Kalends comes twice
        day += 1
    return make(tokens, "date", 0.9, Part(year, month, day, short))


def build_double(tokens: Tokens, _text: str) -> DateExpression | None:
    """Read 10 Aug./30 July 1762 and 10/21 March 1731: one day in the old style and in the new, which is the later."""
    slash = next(index for index, token in enumerate(tokens) if token.kind == "/")
    first, last = part_of(tokens[:slash]), part_of(tokens[slash + 1 :])
    if last.month is None:
        return _double_day(tokens, first, replace(last, month=first.month))
    if first.month is None:
        return _double_day(tokens, first, last)
    if first.day is None or last.day is None or last.month is None:
        return None
    one, other = first.month * 31 + first.day, last.month * 31 + last.day
    if first.month == last.month or abs(abs(one - other) - 11) > 3:
        return None
    later = max(first, last, key=lambda part: (part.month or 0, part.day or 0))
    return make(tokens, "date", 0.9, replace(later, year=last.year, short=last.short), separator="/")


def _double_day(tokens: Tokens, first: Part, last: Part) -> DateExpression | None:
    if first.day is None or last.day is None:
        return None
    if last.day - first.day == 1:
        return make(tokens, "range", 0.9, replace(last, day=first.day), last=last)
    if last.day - first.day in APART and last.year is not None and not last.short and last.year < 1924:
        return make(tokens, "date", 0.9, last, separator="/")
    return None


def build_between_years(tokens: Tokens, text: str) -> DateExpression | None:
    years = [number(token) for token in tokens if token.kind == "Y"]
    if years[0] >= years[1] or counts_after(text, tokens[-1].end):
        return None
    return make(tokens, "range", 0.9, Part(years[0]), last=Part(years[1]))


def build_half(tokens: Tokens, _text: str) -> DateExpression | None:
    """Read "the first half of 1963"."""
    unit, half = first_of(tokens, "P"), day_of(tokens)
    if unit is None or unit.value != "half" or half not in (1, 2):
        return None
    year, short = year_of(tokens)
    return make(tokens, "half", 0.9, Part(year, short=short), offset=half)


def build_first_typed(tokens: Tokens, _text: str) -> DateExpression | None:
    """Read I.5.1943 and II.5.1943, where a machine without a figure 1 wrote the letter I; III would be no number."""
    day = {1: 1, 2: 11}.get(number(tokens[0]))
    year = tokens[-1]
    if day is None or number(tokens[2]) > 12 or (year.kind != "Y" and year.end - year.start != 2):
        return None
    return make(tokens, "date", 0.85, Part(number(year), number(tokens[2]), day, year.kind != "Y"))


RULES = (
    Rule("kalends", rf"K\.?(?:{YEAR_AFTER}|\.?,?AY)?", build_kalends),
    Rule(
        "double",
        rf"t?{FIGURE}f?M\.?/{FIGURE}f?M{TAIL}|t?{FIGURE}/{FIGURE}f?M{TAIL}|M\.?t?{FIGURE}/{FIGURE}{TAIL}",
        build_double,
    ),
    Rule("between-years", r"bY&Y", build_between_years),
    Rule("half", r"t?[oO]PfY", build_half),
    Rule("first-typed", r"R\.d\.[Yn](?![./]?[dn])", build_first_typed),
)
