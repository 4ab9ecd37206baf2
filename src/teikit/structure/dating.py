"""The date and the place of a document, from its dateline, its heading or the page that it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from teikit import data
from teikit.dates import date_of
from teikit.model import DateValue
from teikit.structure import phrases, shapes

FOREIGN = ("fr", "de", "es", "it", "pt", "nl", "pl", "cs", "ru", "la")
ARTICLES = re.compile(
    r"^(?:(?:signed|done|given|dated|written|held|handed in|dispatched|sent|made)\s+(?:in|at|from)"
    r"|li|in|at|from|dated|this|the|den|le|am|im|bei|à|on)\s+"
    r"|,?\s+(?:this|li|the|den|le|am|on|in|at|of|v\.|le)$",
    re.I,
)

NO_PLACE = re.compile(r"\b(?:day|session|sitting|meeting|year)$|^(?:nos?|nr|ref|dated?)\b|^tel\.?:", re.I)


def read(text: str, language: str = "") -> tuple[DateValue | None, str]:
    """Return the most exact date that a short text states, and the words for it."""
    spaced = re.sub(rf"(?<=[a-zß-ÿ])(?={phrases.months()}\b)", " ", text) if re.search(r"[a-z][A-Z]", text) else text
    return date_of(spaced, language=language or "en")


def _in_any_language(text: str) -> tuple[DateValue | None, str]:
    """Return what the first language says in which the text states a day, else the most exact reading of all."""
    best: tuple[DateValue | None, str] = (None, "")
    for name in ("en", *FOREIGN) if re.search(r"\d", text) else ("en",):
        found = read(text, name)
        if found[0] is not None and (best[0] is None or len(found[0].first) > len(best[0].first)):
            best = found
        if best[0] is not None and len(best[0].first) == 10:
            break
    return best


def choose(texts: Iterable[str], language: str) -> tuple[DateValue | None, str]:
    """Return the first date that is exact to the day, else the most exact of them, in the order given.

    Where the language is not known, the months of all are tried.
    """
    best: tuple[DateValue | None, str] = (None, "")
    for text in texts:
        value, words = read(text, language) if language else _in_any_language(text)
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
    if re.search(r"\b(?:received|rec[’']?d|read|printed|endorsed)\b", text, re.I):
        return ""
    for pattern in (phrases.date(), phrases.weekday(), shapes.TIME, feasts()):
        text = pattern.sub(" ", text)
    text = re.sub(r"[\[\]()]|\b(?:1[0-9]|20)\d\d\b|\b\d+\b", " ", text)
    text = " ".join(text.split()).strip(" ,.;:—–-")
    for _ in range(2):
        text = ARTICLES.sub("", text).strip(" ,.;:—–-")
    text = re.sub(r"\s+,", ",", text)
    if (
        NO_PLACE.search(text)
        or phrases.bare(text) in phrases.sections()
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
