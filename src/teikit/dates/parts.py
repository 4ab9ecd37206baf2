"""Read the parts of a date from the tokens that a rule matched."""

from __future__ import annotations

from collections.abc import Sequence

from teikit.dates.expression import Part
from teikit.dates.lexer import Token

Tokens = Sequence[Token]


def number(token: Token) -> int:
    return token.value if isinstance(token.value, int) else 0


def first_of(tokens: Tokens, kinds: str) -> Token | None:
    return next((token for token in tokens if token.kind in kinds), None)


def day_of(tokens: Tokens) -> int | None:
    """Return the day of the month, written in figures or in words ("twenty-first", "Fifteen")."""
    for index, token in enumerate(tokens):
        if token.kind in "doOc":
            return number(token)
        if token.kind == "k":
            rest = [after for after in tokens[index + 1 : index + 3] if after.kind != "-"]
            return number(token) + (number(rest[0]) if rest and rest[0].kind in "Oc" else 0)
    return None


def year_in_words(tokens: Tokens) -> int | None:
    """Return 1914 for "nineteen hundred and fourteen"."""
    for index, token in enumerate(tokens):
        if token.kind == "H" and index and tokens[index - 1].kind == "c":
            rest = day_of([after for after in tokens[index + 1 :] if after.kind != "&"])
            tens = [after for after in tokens[index + 1 :] if after.kind == "k"]
            before = [token for token in tokens[: index - 1] if token.kind == "G"]
            thousands = 1000 if before else 0
            return (
                thousands
                + number(tokens[index - 1]) * 100
                + ((day_of(tens[:1] + _units(tokens[index + 1 :])) if tens else rest) or 0)
            )
    return None


def _units(tokens: Tokens) -> list[Token]:
    return [token for token in tokens if token.kind == "c"]


def year_of(tokens: Tokens) -> tuple[int | None, bool]:
    """Return the year and whether it is short of its century. 44 BC is -44, as in XML Schema 1.0."""
    words = year_in_words(tokens)
    if words is not None:
        return words, False
    for token in reversed(tokens):
        if token.kind in "Yunh":
            era = first_of(tokens, "A")
            year = number(token)
            if era is not None and era.value == -1:
                return -year, False
            return year, token.kind in "un" and era is None
    return None, False


def month_of(tokens: Tokens) -> int | None:
    token = first_of(tokens, "M") or first_of(tokens, "RV")
    return number(token) if token else None


def weekday_of(tokens: Tokens) -> int | None:
    token = first_of(tokens, "W")
    return number(token) if token else None


def part_of(tokens: Tokens) -> Part:
    """Return day, month and year of tokens in which the month is written as a word or a Roman number."""
    where = next((index for index, token in enumerate(tokens) if token.kind in "MRV"), None)
    year, short = year_of(tokens)
    if where is None:
        return Part(year, None, day_of(tokens), short)
    day = day_of(tokens[:where])
    if day is None:
        day = day_of(_before_year(tokens[where + 1 :]))
    return Part(year, month_of(tokens), day, short)


def _before_year(tokens: Tokens) -> Tokens:
    """Return the tokens after a month up to where its year begins."""
    for index, token in enumerate(tokens):
        if token.kind in "YunhHG":
            at = index - 1 if token.kind in "HG" else index
            return tokens[:at]
    return tokens


def calendar_of(tokens: Tokens) -> str:
    style = first_of(tokens, "J")
    return "#julian" if style is not None and style.value == "os" else ""
