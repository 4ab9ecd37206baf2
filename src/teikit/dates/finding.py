"""Find the date expressions of a text: a cheap search for places worth a look, then the rules around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from teikit.dates import bare, entries, lexer, periods, relative, rules, styles
from teikit.dates.expression import DateExpression, Part
from teikit.dates.lexer import Token
from teikit.dates.parts import number
from teikit.dates.rule import Rule
from teikit.dates.triggers import windows
from teikit.model import Span

# the kinds of token that a rule can begin with
STARTS = re.compile(r"[AFDGHKMOSTWYZbcdhknoqruyz]|R(?=[^x,;:~])|[teamlL](?=[^x.,;:~])")
CONNECTED = re.compile(r"\s*(?:,|and|&|or|to|until|till|through|[-–—/])\s*(?:(?:the|on|in)\s+)?", re.IGNORECASE)


@lru_cache(maxsize=1)
def expressions(text: str, language: str = "en") -> tuple[DateExpression, ...]:
    """Return what ``find`` yields. The last text asked for is remembered, no more: a document's dates are recognised
    and soon after given their values, and the grammar should read it once.
    """
    return tuple(find(text, language=language))


def find(text: str, *, language: str = "en") -> Iterator[DateExpression]:
    """Yield the date expressions of a text, in its order, without overlap. Only the tables of English and
    ``language`` are read.
    """
    language = language.split("-")[0].lower() or "en"
    dotted = _dotted().search(text) is not None
    held: DateExpression | None = None
    for start, end in windows(text, language):
        found = lexer.tokens(text, start, end, language=language)
        for expression in _apply(text, found, dotted):
            if held is not None and held.span.end > expression.span.start:
                continue
            if held is not None:
                yield _completed(text, held, expression)
            held = expression
    if held is not None:
        yield held


@cache
def _dotted() -> re.Pattern[str]:
    return re.compile(r"(?<![\d.])\d{1,2}\.\s?\d{1,2}\.\s?(?:1[4-9]|20)?\d\d(?![\d.]\d)")


@cache
def _grammar(dotted: bool) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    """Return every rule with its pattern; the first that matches at a place and is not refused wins."""
    named = (*styles.RULES, *entries.RULES, *rules.RULES, *periods.RULES, *relative.RULES, *bare.RULES)
    return tuple((rule, re.compile(rule.pattern)) for rule in named if dotted or rule.name != "dotted")


@cache
def _union(dotted: bool) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<r{i}>{rule.pattern})" for i, (rule, _) in enumerate(_grammar(dotted))))


def _apply(text: str, found: list[Token], dotted: bool) -> Iterator[DateExpression]:
    kinds = "".join(token.kind for token in found)
    at = 0
    while (start := STARTS.search(kinds, at)) is not None:
        match = _union(dotted).match(kinds, start.start())
        result = _build(text, found, kinds, match, dotted) if match else None
        if match is None or result is None:
            at = start.start() + 1
            continue
        expression, at = result
        yield from _listed_before(found, match.start(), expression, text)
        yield expression


def _build(
    text: str, found: list[Token], kinds: str, match: re.Match[str], dotted: bool
) -> tuple[DateExpression, int] | None:
    first = int((match.lastgroup or "r0")[1:])
    for rule, pattern in _grammar(dotted)[first:]:
        again = pattern.match(kinds, match.start())
        if again is None:
            continue
        expression = rule.build(found[again.start() : again.end()], text)
        if expression is not None:
            return expression, again.end()
    return None


def _listed_before(found: list[Token], at: int, expression: DateExpression, _text: str) -> Iterator[DateExpression]:
    """Yield the days before "and 24th of September": they share its month and year."""
    part = expression.first
    if expression.form not in ("date", "dotted", "numeric") or found[at].kind not in "dot":
        return
    if expression.form == "date" and (part.day is None or part.month is None):
        return
    kinds = "".join(token.kind for token in found[max(0, at - 8) : at])
    match = re.search(r"(?:[do]\.?(?:,&?|&|/)t?){1,3}\Z", kinds)
    if match is None:
        return
    for token in found[at - len(match.group()) : at]:
        if token.kind in "do":
            yield _sharing(expression, token)


def _sharing(expression: DateExpression, token: Token) -> DateExpression:
    day = number(token)
    span = Span(token.start, token.end)
    if expression.form == "numeric":
        numbers = (day, *expression.numbers[1:])
        return replace(expression, span=span, numbers=numbers, weekday=None, score=expression.score - 0.1)
    return replace(expression, span=span, first=replace(expression.first, day=day), weekday=None, score=0.85)


def _completed(text: str, this: DateExpression, following: DateExpression) -> DateExpression:
    """Give "October and November 1941" its year from the second date, where only a conjunction stands between."""
    a, b = this.first, following.first
    if this.form not in ("date", "season", "dotted") or following.form not in ("date", "season"):
        return this
    if a.year is not None or b.year is None or (a.month is None and this.form == "date"):
        return this
    if CONNECTED.fullmatch(text, this.span.end, following.span.start) is None:
        return this
    year = b.year - 1 if a.month and b.month and a.month > b.month else b.year
    return replace(this, first=Part(year, a.month, a.day, b.short), anchor="")
