"""The rules for dates of the calendar, in the order of their precedence."""

from __future__ import annotations

import re
from dataclasses import replace

from teikit.dates.expression import DateExpression, Part
from teikit.dates.parts import Tokens, day_of, first_of, month_of, number, part_of, year_of
from teikit.dates.rule import (
    ANY_DAY,
    DAY_OF_MONTH,
    FIGURE,
    NIGHT,
    TAIL,
    TO,
    WEEKDAY,
    YEAR_AFTER,
    Rule,
    bad_unit,
    contiguous,
    counts_something,
    is_short_year,
    make,
    which_year,
    without_count,
)

DOTTED_BEFORE = re.compile(
    r"(?:\b(?:on|until|till|from|to|since|by|and|of|am|vom|bis|dne|od|do)|\n|\A|\d)[\s–-]*\Z", re.IGNORECASE
)
DECIMAL = re.compile(r"\.?\d|\.\d|[%-]\d")


def build_date(tokens: Tokens, text: str) -> DateExpression | None:
    if bad_unit(tokens):
        return None
    part = part_of(tokens)
    early = first_of(tokens, "e")
    modifier = str(early.value) if early else ""
    dual = _dual(tokens)
    if dual is not None:
        part = replace(part, year=dual)
    if counts_something(tokens, text) or not is_short_year(tokens, text):
        return None
    pointed = which_year(tokens)
    score = 0.99 if part.year is not None and not part.short else 0.95
    if pointed is not None and part.year is None:
        past = tokens[-1].kind == "l"  # "14 May last" is the latest one; "of last year" names the year
        return make(tokens, "pointed", 0.9, part, unit="last" if past else "year", offset=pointed, anchor="document")
    return make(tokens, "date", score, part, modifier=modifier, separator="" if dual is None else "/")


def _dual(tokens: Tokens) -> int | None:
    """Return the later year of 1731/2."""
    for index in range(len(tokens) - 2):
        year, slash, digit = tokens[index : index + 3]
        if year.kind == "Y" and slash.kind == "/" and digit.kind in "dn":
            size = 10 if digit.end - digit.start == 1 else 100
            if (number(year) + 1) % size == number(digit) % size:
                return number(year) + 1
    return None


def build_iso(tokens: Tokens, text: str) -> DateExpression | None:
    if not contiguous(tokens) or number(tokens[2]) > 12 or text[tokens[0].start - 1 : tokens[0].start] == "-":
        return None
    return make(tokens, "date", 0.99, Part(number(tokens[0]), number(tokens[2]), number(tokens[4])))


def build_numeric(tokens: Tokens, _text: str) -> DateExpression | None:
    figures = [token for token in tokens if token.kind in "dnuY"]
    marks = [token.kind for token in tokens if token.kind in "./-"]
    first = next(index for index, token in enumerate(tokens) if token.kind in "dnY")
    year = figures[2]
    if marks[0] != "." and not contiguous(tokens[first : first + 2 * len(marks)]):
        return None
    if year.kind in "dn" and year.end - year.start != 2:
        return None
    a, b = number(figures[0]), number(figures[1])
    if a > 12 and b > 12:
        return None
    short = year.kind in "dnu"
    score = 0.7 if short and marks[0] == "-" else 0.97
    tight = figures[0].end + 1 == figures[1].start
    if short and marks[0] == "." and tight and figures[1].end + 1 != year.start:
        return None  # 22.3. 53: the number after the day and the month counts something
    return make(
        tokens,
        "numeric",
        score,
        Part(number(year), None, None, short),
        numbers=(a, b, number(year)),
        separator=marks[0],
    )


def build_roman(tokens: Tokens, _text: str) -> DateExpression | None:
    short = first_of(tokens, "nu")
    if short is not None and short.end - short.start < 2:
        return None
    return make(tokens, "date", 0.97, part_of(tokens))


def build_roman_month(tokens: Tokens, text: str) -> DateExpression | None:
    """Read 13. XII and 15/IX; "4. I" is the number of a list."""
    month = first_of(tokens, "R")
    if month is None or not month.sure or text[month.end : month.end + 1].isdigit():
        return None
    return make(tokens, "date", 0.75, part_of(tokens))


def build_day_year(tokens: Tokens, text: str) -> DateExpression | None:
    """Read the second date of "on September 7th and 9th, 1943"; its month is the one before."""
    lead = text[max(0, tokens[0].start - 5) : tokens[0].start].lower()
    if tokens[0].kind == "d" and not lead.rstrip().endswith(("and", "or", "to", "-", "–", "&")):
        return None
    if tokens[1].kind != "," and not lead.rstrip().endswith(("the", "and", "or", "to")):
        return None
    return make(tokens, "date", 0.8, Part(number(tokens[-1]), None, number(tokens[0])))


def build_dotted(tokens: Tokens, text: str) -> DateExpression | None:
    a, b = (token for token in tokens if token.kind == "d")
    end = tokens[-1].end
    if number(b) > 12 or tokens[1].start != a.end or text[end : end + 1].isdigit() or DECIMAL.match(text, b.end):
        return None
    if re.search(r"\b[Nn](?:o|r|os)\.?\s*\Z", text[max(0, a.start - 8) : a.start]):
        return None
    if (
        tokens[-1].kind == "d"
        and tokens[1].end == b.start
        and not DOTTED_BEFORE.search(text[max(0, a.start - 12) : a.start])
    ):
        return None  # 1.5 kg
    return make(tokens, "dotted", 0.8, Part(None, number(b), number(a)))


def build_group(tokens: Tokens, _text: str) -> DateExpression | None:
    """Read 271430Z OCT 62: day, hour, minute, zone; the groups are of the years from 1935 to 2034."""
    day = int(str(tokens[0].value)[:2])
    year, short = year_of(tokens)
    figures = tokens[-1]
    if year is None and figures.kind == "d" and len(tokens) > 2:
        year, short = number(figures), True
    if year is not None and short:
        year += 1900 if year >= 35 else 2000
    return make(tokens, "date", 0.97, Part(year, month_of(tokens), day))


def build_day_range(tokens: Tokens, text: str) -> DateExpression | None:
    """Read 3-5 August 1961, October 26-27: two days of one month."""
    tokens = without_count(tokens, text)
    if bad_unit(tokens):
        return None
    join = _join(tokens)
    month = next(index for index, token in enumerate(tokens) if token.kind == "M")
    part = part_of(tokens[join + 1 :] if month > join else tokens[:join])
    year, short = year_of(tokens)
    first = Part(year, part.month, day_of(tokens[max(month + 1, 0) : join] if month < join else tokens[:join]), short)
    last = Part(year, part.month, day_of(tokens[join + 1 :]), short)
    if first.day is None or last.day is None or first.day >= last.day:
        return None
    return make(tokens, "range", 0.97, first, last=last, offset=which_year(tokens) or 0)


def build_span(tokens: Tokens, text: str) -> DateExpression | None:
    """Read September 15 to October 2, 1942, January-March 1962: two months of one year."""
    tokens = without_count(tokens, text)
    if bad_unit(tokens):
        return None
    join = _join(tokens)
    first, last = part_of(tokens[:join]), part_of(tokens[join + 1 :])
    if first.year is not None or first.month is None or last.month is None:
        return None
    year = last.year
    if year is not None and first.month > last.month:
        year -= 1
    return make(tokens, "range", 0.95, replace(first, year=year, short=last.short), last=last)


def _join(tokens: Tokens) -> int:
    """Return where the sign or word between the ends of a range stands."""
    marks = [i for i, token in enumerate(tokens) if token.kind == "U" and i] or [
        i for i, token in enumerate(tokens) if token.kind in "-&/" and i
    ]
    return marks[0]


def build_years(tokens: Tokens, _text: str) -> DateExpression | None:
    """Read 1939-45 and the dual year 1731/2."""
    dual = _dual(tokens) if tokens[1].kind == "/" and tokens[2].end - tokens[2].start == 1 else None
    if dual is not None:
        return make(tokens, "date", 0.9, Part(dual), separator="/")
    if tokens[2].end - tokens[2].start != 2 or (tokens[0].end == tokens[1].start) != (tokens[1].end == tokens[2].start):
        return None
    first = number(tokens[0])
    last = first - first % 100 + number(tokens[2])
    if last <= first:
        return _iso_month(tokens)
    return make(tokens, "range", 0.85, Part(first), last=Part(last))


def _iso_month(tokens: Tokens) -> DateExpression | None:
    """Read 1943-06, which cannot be a range of years."""
    month = number(tokens[2])
    if tokens[1].kind != "-" or not contiguous(tokens) or not 1 <= month <= 12:
        return None
    return make(tokens, "date", 0.9, Part(number(tokens[0]), month))


RULES = (
    Rule("group", r"z\.?M\.?[Yudn]?", build_group),
    Rule("iso", r"Y-d-d(?![-/])|Y\.d\.d(?!\.[dn])|Y/d/d(?!/)|Y-R-d", build_iso),
    Rule("numeric", rf"{WEEKDAY}(?:d\.d\.(?:Y|[und](?!\.[dnYhx]))|d/d/[Yund](?!/)|d/dY|d-d-[Yun](?!-))", build_numeric),
    Rule("roman", rf"{WEEKDAY}[do]\.?[/-]?R\.?[/-]?,?(?:Y|u|n)", build_roman),
    Rule("roman-month", r"[do][./]R\.?|[do]\.[/-]?R\.?", build_roman_month),
    Rule(
        "day-range",
        rf"r?{NIGHT}{WEEKDAY}{FIGURE}{TO}t?{FIGURE}f?t?M{TAIL}|bt?{FIGURE}&t?{FIGURE}f?t?M{TAIL}",
        build_day_range,
    ),
    Rule("day-range-from", rf"rt?{FIGURE}{TO}t?{FIGURE}f?t?M{TAIL}", build_day_range),
    Rule("range-after-month", rf"{NIGHT}{WEEKDAY}M\.?t?{FIGURE}{TO}t?[do](?![.:]d|M){TAIL}", build_day_range),
    Rule(
        "cross-days",
        rf"[rb]?t?{FIGURE}f?M\.?-t?{FIGURE}f?M{TAIL}|[rb]t?{FIGURE}f?M\.?[U&]t?{FIGURE}f?M{TAIL}",
        build_span,
    ),
    Rule("cross-months", rf"[rb]?M\.?t?{FIGURE}-M\.?t?[do]{TAIL}|[rb]M\.?t?{FIGURE}[U&]M\.?t?[do]{TAIL}", build_span),
    Rule("months", rf"[rb]?M\.?[-/]M{YEAR_AFTER}|[rb]M\.?[U&]M\.?{YEAR_AFTER}", build_span),
    Rule("foreign-month", rf"t?{WEEKDAY}{FIGURE}f?V\.?(?:f?Y|{YEAR_AFTER})", build_date),
    Rule("day-month", rf"t?{WEEKDAY}(?:{DAY_OF_MONTH})\.?{TAIL}", build_date),
    Rule("words-month-year", rf"t?(?:O|c|k-?[Oc])M\.?{YEAR_AFTER}", build_date),
    Rule("month-day", rf"t?{WEEKDAY}M(?:\.?t?{ANY_DAY}(?![.:]d|/d)|,o){TAIL}", build_date),
    Rule("day-month-alone", rf"t?{WEEKDAY}(?:{DAY_OF_MONTH})\.?", build_date),
    Rule("month-day-alone", rf"t?{WEEKDAY}M\.?t?{ANY_DAY}(?![.:]d|/d)", build_date),
    Rule("year-month-day", r"Y,?M\.?[do](?!\.?,?[YM])", build_date),
    Rule("month-year", rf"(?:t?e-?)?M\.?(?:{YEAR_AFTER}|n(?!\.[dnY])|,?f?t?[lLm]P|,?l(?![PMWSN]))", build_date),
    Rule("day-year", r"o,?Y|d,Y", build_day_year),
    Rule("years", r"Y-[dn](?![-./]?[dnYh])|Y/[dn](?![-./]?[dnYh])", build_years),
)
