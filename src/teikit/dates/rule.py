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
YEAR_AFTER = rf"(?:[.,]?-{{0,2}},?[fi]?(?:{LORD}|t?P[f,]?)?,?A?{YEAR}(?:/[dn](?![/.]))?,?A?{STYLE}|fh|,?h(?=[.,;:)-]))"
WHICH_YEAR = r"(?:,?f?t?[lL]P|,?f?t?mP|,?l(?![PMWSN]))"
TAIL = rf"(?:{YEAR_AFTER}|,n(?!\.[dnY])|{WHICH_YEAR})?"
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
    return word.kind == "I" or (word.kind == "M" and not word.sure and word.end - word.start <= 4 and word.value != 5)


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
        if token.kind == "P" and not (token.value == "year" or (token.value == "day" and token.end - token.start == 3)):
            return True
    return any(token.kind == "x" and str(token.value).lower() not in ("our", "lord") for token in tokens)


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
