"""What a rule is: a pattern over the kinds of tokens (see ``lexer``), and what builds an expression of its match."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from teikit import data
from teikit.dates.expression import DateExpression, Part
from teikit.dates.parts import (
    Tokens,
    calendar_of,
    number,
    weekday_of,
)  # fmt: skip
from teikit.model import Span

Builder = Callable[[Tokens, str], DateExpression | None]

FIGURE = r"[do]\.?"
WORD_DAY = r"(?:k-?O|O)"
DAY_OF_MONTH = rf"{FIGURE}(?:Pf)?(?:f?M|ftPfM)|{WORD_DAY}(?:PfM|fM|ftPfM)"
ANY_DAY = r"(?:[do]|k-?[Oc]|O|c|k)"
WEEKDAY = r"(?:WN?[.,]?,?B?t?)?"
NIGHT = r"(?:tN[fr])?t?"
YEAR = r"(?:Y|u|h(?=A)|cG(?:cH)?(?:&?(?:k-?c?|c))?|cH(?:&?(?:k-?c?|c))?)"
STYLE = r"(?:,?\(?J\)?)?"
LORD = r"(?:t?Pfxx,?)"  # "the year of our Lord"
AFTER_MARK = rf"[.,]?-{{0,2}},?[fi]?(?:{LORD}|t?P[f,]?)?,?A?{YEAR}(?:/[dn](?![/.]))?,?A?{STYLE}"
YEAR_AFTER = rf"(?:{AFTER_MARK}|fh|,?h(?=[.,;:)-])|,?\[Y\])"
WHICH_YEAR = r"(?:,?f?t?[lL]P|,?f?t?mP|,?l(?![PMWSN]))"
SHORT_YEAR = r"(?:[,.]?[n](?![.:/]?[dnYho]|R)|,?/n(?![/.]))"  # "17 Dec 47", "Jan 25th /63"; ``make`` weighs it
TAIL = rf"(?:{YEAR_AFTER}|{SHORT_YEAR}|{WHICH_YEAR})?"
TO = r"(?:-|U)"


FOLLOWING = re.compile(r"[ \n]([^\W\d_]+)")


NOTHING = Part()


class Rule(NamedTuple):
    """``pattern``: over token kinds. ``build``: makes the expression, or refuses the match with None."""

    name: str
    pattern: str
    build: Builder


def make(tokens: Tokens, form: str, score: float, first: Part = NOTHING, **more: object) -> DateExpression:
    """Return an expression over the tokens, without the article or the marks around it."""
    inner = list(tokens)
    if (
        form not in ("season", "century", "quarter", "week", "last")
        and len(inner) > 1
        and inner[0].kind == "t"
        and inner[1].kind in "doOkW"
    ):
        del inner[0]
    while inner and inner[-1].kind in ".,-(" and not _abbreviated(inner):
        inner.pop()
    span = Span(inner[0].start, inner[-1].end)
    found = DateExpression(span, form, score, first, weekday=weekday_of(tokens), calendar=calendar_of(tokens))
    return replace(found, **more)  # type: ignore[arg-type]  # the names are those of the dataclass


def _abbreviated(tokens: Tokens) -> bool:
    """Tell whether the full stop at the end belongs to "inst." or "Sept."."""
    if len(tokens) < 2 or tokens[-1].kind != "." or tokens[-2].end != tokens[-1].start:
        return False
    word = tokens[-2]
    return (word.kind == "I" and word.end - word.start <= 6) or (
        word.kind == "M" and not word.sure and word.end - word.start <= 4 and word.value != 5
    )


def contiguous(tokens: Tokens) -> bool:
    return all(a.end == b.start for a, b in itertools.pairwise(tokens))


def which_year(tokens: Tokens) -> int | None:
    """Return -1 for "of last year", 0 for "of this year" or "of the same year"; None where no year is pointed to."""
    for index, token in enumerate(tokens):
        if token.kind in "lLm" and index > 0:
            return number(token)
    return None


def bad_unit(tokens: Tokens) -> bool:
    """Tell whether a word of time other than "year" or "day" stands in a date."""
    for token in tokens:
        if token.kind == "P" and not (
            token.value in ("year", "daye") or (token.value == "day" and token.end - token.start == 3)
        ):
            return True
    return any(token.kind == "x" and str(token.value).lower() not in ("our", "lord") for token in tokens)


def without_count(tokens: Tokens, text: str) -> Tokens:
    """Return the tokens without two last figures that are no year."""
    return tokens if is_short_year(tokens, text) else tokens[:-1]


def is_short_year(tokens: Tokens, text: str) -> bool:
    """Tell whether two figures after a month are its year, and do not count what follows: "On 3 June 47 men"."""
    year = tokens[-1]
    if year.kind != "n" or len(tokens) < 2 or tokens[-2].kind == ",":
        return True
    if year.end - year.start != 2:
        return False
    rest = text[year.end : year.end + 24]
    if tokens[-2].kind == "/":
        return tokens[-2].end == year.start
    word = FOLLOWING.match(rest)
    if word is not None and not rest.startswith("\n"):
        return word[1] in data.words("dates_function_words")
    return re.match(r"[ \t]*(?:\n|\Z|[.,;:)\]!?—–-](?!\d))", rest) is not None


def counts_something(tokens: Tokens, text: str) -> bool:
    """Tell whether the number after a day or a month is no year but counts: "On January 9th, 1000 will go"."""
    year = tokens[-1]
    if year.kind != "Y" or len(tokens) < 2:
        return False
    word = FOLLOWING.match(text, year.end)
    if word is None:
        return False
    value, name = number(year), word[1].lower()
    if name in data.words("dates_counted"):
        return True
    plural = len(name) > 3 and name.endswith("s") and not name.endswith(("ss", "us", "is"))
    return (
        value < 1400
        or (value % 50 == 0 and word[1][0].islower() and name not in data.words("dates_function_words"))
        or (plural and not 1400 < value < 2100)
    )
