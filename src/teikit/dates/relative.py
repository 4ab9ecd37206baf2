"""The rules for dates that count from another: yesterday, last June, on Thursday, the 14th inst., three days later."""

from __future__ import annotations

import re

from teikit import data
from teikit.dates.bare import allowed, before
from teikit.dates.expression import DateExpression, Part
from teikit.dates.lexer import Token
from teikit.dates.parts import Tokens, day_of, first_of, month_of, number, part_of
from teikit.dates.rule import FIGURE, Rule, make

HEAD = re.compile(r"[ \n]([A-Z][^\W\d_]+)")
TO_COME = re.compile(r"\b(?:is|are|am|was|were|be) (?:to|going to|about to) [a-z]+")


def _plural(token: Token, text: str) -> bool:
    return text[token.end - 1] in "sS" and token.end - token.start > 3


def build_deictic(tokens: Tokens, text: str) -> DateExpression | None:
    """Read today, yesterday evening, the day after tomorrow."""
    today = first_of(tokens, "T")
    step = first_of(tokens, "g")
    if today is None:
        return None
    word = text[today.start : today.end].lower()
    offset = number(today)
    if step is not None:
        if first_of(tokens, "P") is None:
            return None
        offset += 1 if offset > 0 else -1
    unit = "night" if "night" in word else "day"
    return make(tokens, "relative", 0.6, unit=unit, offset=offset, anchor="document")


def build_last(tokens: Tokens, text: str) -> DateExpression | None:
    """Read last night, this morning, next year, last June, next Monday, the following day."""
    which = first_of(tokens, "lL")
    what = first_of(tokens, "PNMWS")
    if which is None or what is None:
        return None
    word = text[which.start : which.end].lower()
    anchor = "text" if word in ("previous", "preceding", "following", "ensuing") else "document"
    article = tokens[0].kind == "t"
    if what.kind == "P":
        return _last_unit(tokens, text, which, what, "text" if article and word == "next" else anchor)
    if what.kind == "N":
        if word not in ("last", "this", "next", "previous", "following") or (article and anchor == "document"):
            return None
        night = "night" if what.value == "night" else "day"
        return make(tokens, "relative", 0.55, unit=night, offset=number(which), anchor=anchor)
    if article and anchor == "document" and what.kind == "W":
        anchor = "text"
    return make(tokens, "last", 0.6, Part(month=month_of(tokens)), offset=number(which), anchor=anchor)


def _last_unit(tokens: Tokens, text: str, which: Token, what: Token, anchor: str) -> DateExpression | None:
    if _plural(what, text) or (what.value == "day" and anchor == "document"):
        return None
    if what.value not in ("day", "week", "month", "year"):
        return None
    early = first_of(tokens, "e")
    return make(
        tokens,
        "relative",
        0.5,
        unit=str(what.value),
        offset=number(which),
        anchor=anchor,
        modifier=str(early.value) if early else "",
    )


def build_weekday(tokens: Tokens, text: str) -> DateExpression | None:
    """Read "on Thursday", "Friday evening", "Monday last"."""
    token = first_of(tokens, "W")
    if token is None or not (token.sure or (token.start and text[token.end : token.end + 1] == ".")):
        return None
    which = first_of(tokens, "l")
    lead = before(text, token.start)
    if lead in allowed("name") or names_something(text, tokens[-1].end):
        return None
    if lead in data.words("dates_repeated") or re.fullmatch(r"\d+(?:st|nd|rd|th)", lead):
        return None
    if which is not None:
        return make(tokens, "last", 0.6, offset=number(which), anchor="document")
    ahead = _looks_forward(text, token.start, tokens[-1].end)
    return make(tokens, "weekday", 0.6, offset=ahead, anchor="document")


def build_weekday_week(tokens: Tokens, text: str) -> DateExpression | None:
    """Read "Wednesday week": the coming Wednesday and seven days."""
    token, unit = tokens[0], text[tokens[-1].start : tokens[-1].end].lower()
    weeks = {"week": 2, "fortnight": 3}.get(unit)
    if weeks is None or not token.sure or before(text, token.start) in data.words("dates_repeated"):
        return None
    return make(tokens, "weekday", 0.6, offset=weeks, anchor="document")


def names_something(text: str, end: int) -> bool:
    """Tell whether the noun that follows makes a name of a weekday, a month or a feast ("Thursday Island")."""
    word = HEAD.match(text, end)
    return word is not None and word[1].lower() in data.words("dates_heads")


def _looks_forward(text: str, at: int, end: int) -> int:
    """Return 1 where the words beside a weekday speak of the future: "I shall come on Friday", "until Monday",
    "Return Cedric Thursday", "on Monday we shall".
    """
    pieces = re.split(r"[.!?;:]\s|\n\s*\n|\bSTOP\b", text[max(0, at - 70) : at])
    words = pieces[-1].lower().split()
    whole = len(pieces) > 1 or at < 70
    if "have" in words and "would" in words:
        return 0
    if data.words("dates_forward").intersection(words) or TO_COME.search(pieces[-1].lower()):
        return 1
    if whole and words and words[0] in data.words("dates_orders"):
        return 1
    following = re.split(r"[.!?;:\n]|\bthat\b|ed\b", text[end : end + 40])[0].lower().split()
    return 1 if {"will", "shall", "i'll", "we'll"}.intersection(following[:4]) else 0


def build_weekday_day(tokens: Tokens, _text: str) -> DateExpression | None:
    """Read "Monday the 15th", "Friday, 13th inst."."""
    part = Part(day=day_of(tokens))
    return _instant(tokens, part) or make(tokens, "day", 0.9, part, anchor="document")


def _instant(tokens: Tokens, part: Part) -> DateExpression | None:
    instant = first_of(tokens, "I") or first_of(tokens, "lL")
    if instant is None:
        return None
    return make(tokens, "instant", 0.9, part, offset=number(instant), anchor="document")


def build_instant(tokens: Tokens, _text: str) -> DateExpression | None:
    """Read "the 14th inst.", "the 9th of the previous month"."""
    unit = first_of(tokens, "P")
    if unit is not None and unit.value != "month":
        return None
    part = Part(day=day_of(tokens))
    return _instant(tokens, part) or make(tokens, "instant", 0.8, part, anchor="text")


def build_same(tokens: Tokens, text: str) -> DateExpression | None:
    """Read "the same day"."""
    unit = first_of(tokens, "PN")
    if unit is None or (unit.kind == "P" and (unit.value not in ("day", "month", "year") or _plural(unit, text))):
        return None
    name = str(unit.value) if unit.kind == "P" else "day"
    return make(tokens, "relative", 0.45, unit=name, anchor="text")


def build_ago(tokens: Tokens, text: str) -> DateExpression | None:
    """Read "three days ago", "two years later": only days, weeks, months and years that are counted exactly."""
    unit, step = first_of(tokens, "P"), first_of(tokens, "g")
    if unit is None or step is None or unit.value not in ("day", "week", "month", "year"):
        return None
    if text[unit.start : unit.end].lower() == "fortnight":
        return None
    count = 1 if tokens[0].kind == "a" else day_of(tokens)
    if not count:
        return None
    ago = number(step) == -1
    word = text[step.start : step.end].lower()
    if word == "hence" or before(text, tokens[0].start) in ("half", "about", "some"):
        return None
    if word in ("before", "after") and not re.match(r"\s*[.,;:)]", text[step.end : step.end + 3]):
        return None  # "two days after receiving it" counts from what follows
    direction = -1 if number(step) < 0 else 1
    if tokens[-1].kind == "T":  # "a week ago today" is a day
        if unit.value != "week" or not ago:
            return None
        return make(tokens, "relative", 0.6, unit="day", offset=-7 * count, anchor="document")
    anchor = "document" if ago else "text"
    return make(tokens, "relative", 0.5, unit=str(unit.value), offset=direction * count, anchor=anchor)


def build_week_of(tokens: Tokens, _text: str) -> DateExpression | None:
    """Read "the first week in October"."""
    unit = first_of(tokens, "P")
    count = day_of(tokens[: next(i for i, token in enumerate(tokens) if token.kind == "P")])
    if unit is None or unit.value != "week" or not count or count > 4:
        return None
    part = part_of(tokens[next(i for i, token in enumerate(tokens) if token.kind == "M") :])
    return make(tokens, "week", 0.9, Part(part.year, month_of(tokens), None, part.short), offset=count)


RULES = (
    Rule("instant", rf"{FIGURE}I\.?|{FIGURE}ft?[lLm]P", build_instant),
    Rule("week-of", r"t?[oO]P[fi]t?M(?:,?f?Y)?", build_week_of),
    Rule("before-yesterday", r"t?PgT", build_deictic),
    Rule("deictic", r"TN?", build_deictic),
    Rule("weekday-day", r"WN?\.?,?B?t?(?:o\.?I?\.?|dI\.?)", build_weekday_day),
    Rule("ago", r"(?:[ca]|d|k)PgT?", build_ago),
    Rule("last", r"t?(?:e-?)?[lL]l?[PN]|[lL]M|t?[lL](?:M|W)N?", build_last),
    Rule("weekday-week", r"WP", build_weekday_week),
    Rule("weekday", r"WN?(?:,?l(?![PMWSN]))?\.?", build_weekday),
    Rule("same", r"tm[PN]", build_same),
)
