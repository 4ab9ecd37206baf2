"""The rules for stretches of time: seasons, quarters, decades, centuries, feasts."""

from __future__ import annotations

from teikit.dates.bare import allowed, before
from teikit.dates.expression import DateExpression, Part
from teikit.dates.parts import Tokens, day_of, first_of, number, year_of
from teikit.dates.rule import YEAR, Rule, make, which_year

EARLY = r"(?:t?e-?)?"


def _modifier(tokens: Tokens) -> str:
    early = first_of(tokens, "e")
    return str(early.value) if early else ""


def build_season(tokens: Tokens, _text: str) -> DateExpression | None:
    """Read the spring of 1961, the winter of 1776-77. A winter is named by the year in which it begins."""
    season = first_of(tokens, "S")
    pointed = number(tokens[0]) if tokens[0].kind in "lL" else which_year(tokens)
    year, short = year_of([token for token in tokens if token.kind not in "-/"][: _year_at(tokens)])
    if any(token.kind == "P" and token.value not in ("month", "year") for token in tokens) or season is None:
        return None
    if year is None and pointed is None:
        return None
    if year is None and tokens[0].kind in "lL":
        return make(tokens, "last", 0.6, unit=str(season.value), offset=number(tokens[0]), anchor="document")
    anchor = "document" if year is None else ""
    first = Part(year, short=short)
    return make(
        tokens,
        "season",
        0.9,
        first,
        unit=str(season.value),
        modifier=_modifier(tokens),
        offset=pointed or 0,
        anchor=anchor,
    )


def _year_at(tokens: Tokens) -> int | None:
    """Return the number of tokens, marks left out, up to the first year."""
    plain = [token for token in tokens if token.kind not in "-/"]
    return next((i + 1 for i, token in enumerate(plain) if token.kind in "Yun"), None)


def build_quarter(tokens: Tokens, _text: str) -> DateExpression | None:
    quarter = number(tokens[0]) if tokens[0].kind == "q" else day_of(tokens) or 0
    unit = first_of(tokens, "P")
    if not 1 <= quarter <= 4 or (unit is not None and tokens[0].kind != "q" and unit.value != "quarter"):
        return None
    year, short = year_of(tokens[1:])
    return make(tokens, "quarter", 0.9, Part(year, short=short), offset=quarter)


def build_fiscal(tokens: Tokens, _text: str) -> DateExpression | None:
    last = next(token for token in reversed(tokens) if token.kind in "Yund")
    if last.kind == "d" and last.end - last.start != 2:
        return None
    return make(tokens, "fiscal", 0.9, Part(number(last), short=last.kind != "Y"))


def build_decade(tokens: Tokens, text: str) -> DateExpression | None:
    decade = number(first_of(tokens, "DZ") or tokens[-1])
    if decade < 1000 and (
        before(text, tokens[0].start) in allowed("age") or text[tokens[-1].end : tokens[-1].end + 1] == "°"
    ):
        return None
    if decade >= 1000 and decade % 100 == 0 and _modifier(tokens) == "":
        return make(tokens, "century", 0.85, offset=decade // 100 + 1)
    if decade >= 1000 and decade % 100 == 0 and decade < 2000:
        return make(tokens, "century", 0.85, offset=decade // 100 + 1, modifier=_modifier(tokens))
    return make(tokens, "decade", 0.9, Part(decade, short=decade < 1000), modifier=_modifier(tokens))


def build_century(tokens: Tokens, _text: str) -> DateExpression | None:
    roman = first_of(tokens, "R")
    count = number(roman) if roman else day_of(tokens) or 0
    era = first_of(tokens, "A")
    if not 1 <= count <= 21:
        return None
    if era is not None and era.value == -1:
        count = 1 - count
    return make(tokens, "century", 0.95, offset=count, modifier=_modifier(tokens))


def build_feast(tokens: Tokens, _text: str) -> DateExpression | None:
    feast = first_of(tokens, "F")
    if feast is None:
        return None
    year, short = year_of(tokens)
    pointed = which_year(tokens)
    beside = tokens[0] if tokens[0].kind in "lL" else tokens[-1]
    if beside.kind in "lL":  # "last Easter", "Lady Day last"; "Easter of last year" ends in the word for a year
        return make(tokens, "last", 0.6, unit=str(feast.value), offset=number(beside), anchor="document")
    if year is None and pointed is None:
        return None
    anchor = "document" if year is None else ""
    return make(
        tokens, "feast", 0.9, Part(year, short=short), unit=str(feast.value), offset=pointed or 0, anchor=anchor
    )


RULES = (
    Rule(
        "season",
        rf"{EARLY}(?:t|[lL])?{EARLY}SP?,?[fi]?(?:t?Pf?)?(?:Y(?:[-/][dnY](?![-/.]))?|u|n|t?[lL]P|mP)|[lL]S",
        build_season,
    ),
    Rule("quarter", r"q,?[fi]?[Yun]|t?[oO]Pf[Yu]", build_quarter),
    Rule("fiscal", r"y(?:P)?-?[Yund]", build_fiscal),
    Rule("century", rf"{EARLY}t?{EARLY}(?:o|k-?O|O|R)-?\.?CA?", build_century),
    Rule("century-listed", rf"{EARLY}t?[oO](?=[-U&]t?{EARLY}[oO]-?C)", build_century),
    Rule("decade", rf"{EARLY}t?{EARLY}D|{EARLY}t{EARLY}Z", build_decade),
    Rule("feast", rf"F\.?,?-?[fi]?(?:{YEAR}|n|t?[lL]P|l)|[lL]F", build_feast),
)
