"""The date and the place of a document, from its dateline, its heading or the page that it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from teikit import data
from teikit.dates import DateExpression, Part, find
from teikit.model import DateValue
from teikit.structure import phrases, shapes

FOREIGN = ("fr", "de", "es", "it", "pt", "nl", "pl", "cs", "ru", "la")
ARTICLES = re.compile(
    r"^(?:(?:signed|done|given|dated|written|held|handed in|dispatched|sent|made)\s+(?:in|at|from)"
    r"|li|in|at|from|dated|this|the|den|le|am|im|bei|à|on)\s+"
    r"|,?\s+(?:this|li|the|den|le|am|on|in|at|of|v\.|le)$",
    re.I,
)


def read(text: str, language: str = "") -> tuple[DateValue | None, str]:
    """Return the most exact date that a short text states, and the words for it."""
    spaced = re.sub(rf"(?<=[a-zß-ÿ])(?={phrases.months()}\b)", " ", text) if re.search(r"[a-z][A-Z]", text) else text
    spaced = re.sub(r"(?<=\d)\s*\[\d{1,2}\]|(?<=\b(?:1[5-9]|20)\d\d)\d{1,2}\b", "", spaced)
    best: tuple[int, DateValue, str] | None = None
    for expression in find(spaced, language=language or "en"):
        value = _value(expression)
        if value is None:
            continue
        exact = len(value.first)
        if best is None or exact > best[0]:
            best = (exact, value, spaced[expression.span.start : expression.span.end])
    return (best[1], best[2]) if best else (None, "")


def _value(found: DateExpression) -> DateValue | None:
    if found.form == "numeric":
        return _numeric(found)
    if found.form not in ("date", "range", "month", "year") or found.first.year is None:
        return None
    first = _iso(found.first)
    if found.last is not None and (last := _iso(found.last)):
        return DateValue(from_=first, to=last, calendar=found.calendar) if first else None
    reason = "the century is inferred" if found.first.short else ""
    return DateValue(when=first, calendar=found.calendar, reason=reason) if first else None


def _numeric(found: DateExpression) -> DateValue | None:
    """Read three numbers as day, month and year where only one order is possible, or both give the same."""
    if len(found.numbers) != 3 or found.first.year is None:
        return None
    first, second, _ = found.numbers
    if first > 31:
        return None
    if first > 12 or first == second or found.separator == ".":
        day, month = first, second
    elif second > 12:
        day, month = second, first
    else:
        return None
    value = _iso(Part(found.first.year, month, day, found.first.short))
    return DateValue(when=value, reason="the century is inferred" if found.first.short else "") if value else None


def _iso(part: Part) -> str:
    if part.year is None:
        return ""
    year = part.year + (1900 if part.short and part.year < 100 else 0)
    if not 1 <= year <= 9999 or (part.month is not None and not 1 <= part.month <= 12):
        return ""
    if part.month is None:
        return f"{year:04d}"
    if part.day is None or not 1 <= part.day <= 31:
        return f"{year:04d}-{part.month:02d}"
    return f"{year:04d}-{part.month:02d}-{part.day:02d}"


def choose(texts: Iterable[str], language: str) -> tuple[DateValue | None, str]:
    """Return the first date that is exact to the day, else the most exact of them, in the order given.

    Where the language is not known, the months of all are tried.
    """
    best: tuple[DateValue | None, str] = (None, "")
    for text in texts:
        tried = (language,) if language else ("en", *FOREIGN)
        readings = [found for name in tried if (found := read(text, name))[0] is not None]
        if not readings:
            continue
        value, words = max(readings, key=lambda found: len(found[0].first) if found[0] else 0)
        if value is None:
            continue
        if best[0] is None or len(value.first) > len(best[0].first):
            best = (value, words)
        if len(value.first) == 10:
            break
    return best


def place(text: str) -> str:
    """Return the place that a dateline names, or an empty string."""
    match = phrases.date().search(text) or phrases.weekday().search(text)
    if not match:
        return ""
    head, tail = text[: match.start()], text[match.end() :]
    return _clean(head) or _clean(tail)


@cache
def feasts() -> re.Pattern[str]:
    """Match the name of a feast."""
    names = [row["name"] for row in data.table("dates_feasts")]
    pattern = phrases.one_of([*names, "Easter", "Whit", "Whitsun", "Lord's Day", "Lord’s Day"])
    return re.compile(rf"\b{pattern}(?!\w)", re.I)


def _clean(text: str) -> str:
    if re.search(r"\b(?:received|recd|read|printed|endorsed)\b", text, re.I):
        return ""
    for pattern in (phrases.date(), phrases.weekday(), shapes.TIME, feasts()):
        text = pattern.sub(" ", text)
    text = re.sub(r"[\[\]()]|\b(?:1[0-9]|20)\d\d\b|\b\d+\b", " ", text)
    text = " ".join(text.split()).strip(" ,.;:—–-")
    for _ in range(2):
        text = ARTICLES.sub("", text).strip(" ,.;:—–-")
    text = re.sub(r"\s+,", ",", text)
    if (
        phrases.bare(text) in phrases.sections()
        or shapes.marking(text)
        or shapes.precedence(text)
        or shapes.salute(text)
        or not re.match(rf"[{shapes.CAPITAL}]", text)
        or not re.search(r"[^\W\d_]{2}", text)
    ):
        return ""
    while len(text.split()) > 7 and "," in text:
        text = text.partition(",")[2].strip()
    return text if len(text.split()) <= 7 else ""
