"""The rules for a month, a year or a day alone: only where the words around make a date of them."""

from __future__ import annotations

import re
from functools import cache

from teikit import data
from teikit.dates.expression import DateExpression, Part
from teikit.dates.lexer import PUNCTUATION, WEAK_MONTHS
from teikit.dates.parts import Tokens, first_of, number, year_of
from teikit.dates.rule import FIGURE, Rule, make
from teikit.dates.rules import build_dotted

# "1800 TO 0600", "from 1430 to 1600 hrs": hours, not years
HOURS = re.compile(
    r"\s?(?:[-–]|to\b|until\b|till\b)\s?0\d[0-5]\d\b|(?:\s?(?:[-–]|to|until|and)\s?\d{4})?\s?(?:hours?|hrs?|h|Z|GMT|UTC)\b",
    re.IGNORECASE,
)
SINCE_HOUR = re.compile(r"\b0\d[0-5]\d\s?(?:[-–]|to)\s?\Z", re.IGNORECASE)


@cache
def allowed(what: str) -> frozenset[str]:
    return frozenset(next(row["words"] for row in data.table("dates_before") if row["what"] == what).split())


@cache
def _word_before() -> re.Pattern[str]:
    return re.compile(r"([^\W_]+|[$£€#§№])[.:]?\s*['\"“‘(\[]?\s*\Z")


def before(text: str, at: int) -> str:
    """Return the word (or the mark of a quantity) before a place of the text, in lower case."""
    match = _word_before().search(text[max(0, at - 24) : at])
    return match.group(1).lower() if match else ""


def after(text: str, at: int) -> str:
    match = re.match(r"\s*([^\W_]+|.)", text[at : at + 24])
    return match.group(1) if match else ""


def counts_after(text: str, end: int) -> bool:
    """Tell whether hours, or a word that is counted, follow a number ("between 1400 and 1600 men")."""
    return HOURS.match(text, end) is not None or after(text, end).lower() in data.words("dates_counted")


def build_month(tokens: Tokens, text: str) -> DateExpression | None:
    month = first_of(tokens, "M")
    early = first_of(tokens, "e")
    if month is None:
        return None
    word = text[month.start : month.end]
    lead = before(text, tokens[0].start)
    abbreviated = not month.sure and word.lower() not in WEAK_MONTHS
    if abbreviated or (not month.sure and early is None and not (lead in allowed("month") and word[0].isupper())):
        return None
    following = after(text, month.end)
    if lead in ("the", "entire", "a", "this") and following[:1].islower() and following not in _small_words():
        return None  # "the September transport"
    if (
        early is None
        and following[:1].isupper()
        and text[month.end : month.end + 1] == " "
        and lead not in allowed("month")
    ):
        return None
    if word.isupper() and len(word) > 3 and lead == "":
        return None
    part = Part(month=number(month))
    return make(tokens, "date", 0.85, part, modifier=str(early.value) if early else "")


def build_year(tokens: Tokens, text: str) -> DateExpression | None:
    """Take a number for a year unless the words around count or number something with it."""
    year = first_of(tokens, "Yuh")
    early, era = first_of(tokens, "e"), first_of(tokens, "A")
    if year is None:
        return None
    part = Part(year_of(tokens)[0], short=year.kind == "u")
    modifier = str(early.value) if early else ""
    if era is not None:
        return make(tokens, "date", 0.95, part, modifier=modifier)
    lead = before(text, tokens[0].start).lower()
    if not _plausible_year(text, tokens, lead, early is not None):
        return None
    return make(tokens, "date", 0.9 if lead in allowed("year") else 0.85, part, modifier=modifier)


def _plausible_year(text: str, tokens: Tokens, lead: str, early: bool) -> bool:
    year = tokens[-1]
    value = number(year)
    if year.kind == "h":
        return False
    if year.kind == "u":
        return lead in allowed("year")
    joined = re.compile(r"\s?[-–—]\s?(?:1\d|20)\d\d(?!\d)").match(text, year.end)
    end = joined.end() if joined else year.end
    if _year_left(text, year.start):
        lead = before(text, year.start - 5)
    preposition = lead in allowed("year")
    if lead in data.words("dates_numbered") and not preposition:
        return False
    if HOURS.match(text, year.end) or (lead == "to" and SINCE_HOUR.search(text[max(0, year.start - 12) : year.start])):
        return False
    if not early and _glued(text, year.start, year.end):
        return False
    following = after(text, end)
    if lead in allowed("about-year") and value % 50 == 0 and following.lower() not in ("", ".", ",", ")", ";"):
        return False
    if early or (
        (preposition or lead == "the")
        and value % 50
        and value >= 1400
        and following.lower() not in data.words("dates_counted")
    ):
        return True
    if preposition and lead in allowed("in-year"):
        return not (value < 1400 and following.lower() in data.words("dates_counted"))
    return not _counts(text, end, following, value)


def _glued(text: str, start: int, end: int) -> bool:
    """Tell whether the number is part of a longer sign: 1,942; 12-1942; A1942; 1942.5; 1942/17."""
    left, right = text[max(0, start - 2) : start], text[end : end + 2]
    if left and (left[-1].isalnum() or left[-1] in "_#$£€§=@+*%\\"):
        return True
    if len(left) == 2 and left[-1] in ".,:" and left[0].isdigit():
        return True
    if (
        len(left) == 2
        and PUNCTUATION.get(left[-1], left[-1]) in "-/"
        and left[0].isalnum()
        and not _year_left(text, start)
    ):
        return True
    if right and (right[0].isalpha() or right[0] in "_%°=@"):
        return True
    if len(right) == 2 and right[0] in ".,:" and right[1].isdigit():
        return True
    return (
        len(right) == 2
        and right[0] in "-/"
        and right[1].isdigit()
        and not re.match(r"[-/](?:1\d|20)\d\d(?!\d)", text[end : end + 6])
    )


def _year_left(text: str, start: int) -> bool:
    return re.search(r"(?<!\d)(?:1\d|20)\d\d[-–—/]\Z", text[max(0, start - 6) : start]) is not None


def _counts(text: str, end: int, following: str, value: int) -> bool:
    """Tell whether the word after a number is counted by it ("1500 men", "2000 Jews")."""
    word = following.lower()
    if "\n" in text[end : end + 2]:
        return False
    if word in data.words("dates_counted"):
        return True
    plural = (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) and text[end : end + 1] == " "
    )
    if plural:
        return True
    return value < 1400 or (
        value % 100 == 0 and following[:1].islower() and text[end : end + 1] == " " and word not in _small_words()
    )


def _small_words() -> frozenset[str]:
    return data.words("dates_function_words")


def build_year_in_words(tokens: Tokens, text: str) -> DateExpression | None:
    """Read "in nineteen hundred and fourteen"; without a preposition it is a number like any other."""
    year = year_of(tokens)[0]
    if year is None or not 1300 <= year <= 2099 or before(text, tokens[0].start) not in allowed("year"):
        return None
    return make(tokens, "date", 0.8, Part(year))


def build_day(tokens: Tokens, text: str) -> DateExpression | None:
    """Take "the 14th" for a day after a preposition, where no noun follows."""
    days = [token for token in tokens if token.kind == "o"]
    article = tokens[0].kind == "t"
    if not days or before(text, tokens[0].start) not in allowed("day" if article else "only-day"):
        return None
    day = days[-1]
    rest = text[day.end : day.end + 24]
    if (
        re.match(r"\s*(?:[.,;:!?)\]\"”’–—]|-|\n|\Z)", rest) is None
        and after(text, day.end).lower() not in _small_words()
    ):
        return None
    inner = tokens[1:] if article else tokens
    if len(days) == 1:
        return make(inner, "day", 0.7, Part(day=number(day)), anchor="text")
    if number(days[0]) >= number(day):
        return None
    return make(inner, "days", 0.7, Part(day=number(days[0])), last=Part(day=number(day)), anchor="text")


RULES = (
    Rule("era-year", r"(?:t?e-?)?(?:A[Yhnd]|[Yhnd]A)", build_year),
    Rule("bare-month", r"(?:t?e-?)?M\.?", build_month),
    Rule("bare-year", r"(?:e-?)?[Yu]", build_year),
    Rule("year-in-words", r"cG(?:cH)?&?(?:k-?c?|c)|cH&?(?:k-?c?|c)", build_year_in_words),
    Rule("bare-days", r"t?o(?:-|Ut)o", build_day),
    Rule("bare-day", rf"(?:t{FIGURE}|o)(?!(?:,&?|&|/)t?[do])", build_day),
    Rule("dotted", r"d\.d\.?(?!f?t?M|[-/:])", build_dotted),
)
