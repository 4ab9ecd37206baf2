"""Patterns made of the word lists, each compiled once, when it is first needed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from teikit import data

EDGE = " \t.,;:!?*-–—_=~·•|[](){}<>«»‹›\"'→←↑↓▲▼©#"


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first, grouped by first letters so that it fails early."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "(?:" + "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items()) + ")"


@cache
def months() -> str:
    """Return a pattern for the names of months, for use inside another."""
    return one_of(row["name"] for row in data.table("structure_months"))


@cache
def date() -> re.Pattern[str]:
    """Match what makes a line a date line: day and month, month and year, or figures with a year."""
    name = rf"{months()}\b\.?"
    day = r"\d{1,2}(?:(?:st|nd|rd|th|d)\.?|\.|er|º|ª|-го)?"
    year = r"(?:1[0-9]|20)\d\d"
    return re.compile(
        rf"(?:\b|(?<=[a-z])){name},?\s*(?:the\s+|ye\s+)?{day}(?:\s*(?:and|-|–|/)\s*{day})?(?:\s*\[\d+\])?,?\s*(?:{year})?(?!\d)"
        rf"|\b{day}(?:\s*(?:and|&|-|–|/|\[\d+\])\s*{day})?\s*(?:(?:day\s+)?of\s+|de\s+|di\s+)?{name}(?:\s*(?:de\s+|,\s*)?{year})?"
        rf"|\b{name},?\s+(?:de\s+)?{year}\b"
        rf"|\b\d{{1,2}}\s*[./-]\s*(?:\d{{1,2}}|[IVX]{{1,4}}|{name})\s*[./-]\s*(?:{year}|\d\d)\b"
        rf"|\b{year}[-/.]\d{{1,2}}[-/.]\d{{1,2}}\b|\b\d{{6}}Z?\s+{name}\s+\d\d\b",
        re.I,
    )


@cache
def weekday() -> re.Pattern[str]:
    """Match a day of the week or a season with nothing more exact."""
    return re.compile(
        r"\b(?:sun|mon|tues|wednes|thurs|fri|satur)day\b|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)\b"
        r"|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|\bundated\b|\bn\.\s?d\."
        r"|\bno date\b|\bohne datum\b|\bsans date\b"
        r"|\b(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica)\b",
        re.I,
    )


@cache
def closing() -> re.Pattern[str]:
    """Match a closing formula at the beginning of a line."""
    return re.compile("(?:" + "|".join(data.lines("structure_closings")) + ")", re.I)


@cache
def salute() -> re.Pattern[str]:
    """Match a salutation at the beginning of a line."""
    return re.compile("(?:" + "|".join(data.lines("structure_salutes")) + ")", re.I)


@cache
def navigation() -> frozenset[str]:
    return data.words("structure_navigation")


@cache
def page_line() -> re.Pattern[str]:
    """Match a whole line of a web page in lower case."""
    return re.compile("(?:" + "|".join(data.lines("structure_page_lines")) + ")")


@cache
def labels() -> dict[str, tuple[str, bool]]:
    """Return for every label of a catalogue record its role, and whether it stands for a record by itself."""
    return {row["label"]: (row["role"], row["alone"] == "yes") for row in data.table("structure_labels")}


@cache
def sections() -> dict[str, str]:
    return {row["label"]: row["role"] for row in data.table("structure_sections")}


@cache
def vocabulary(name: str) -> re.Pattern[str]:
    """Match any entry of a word list as a whole word."""
    return re.compile(rf"(?<!\w){one_of(data.lines(name))}(?!\w)", re.I)


@cache
def marking() -> re.Pattern[str]:
    """Match a line that consists of markings of secrecy and precedence only, at least one of secrecy."""
    secret, other = (one_of(data.lines(name)) for name in ("structure_classification", "structure_precedence"))
    between = r"[\s;,./()\[\]|–—-]*"
    secret = rf"(?:(?-i:[A-Z/.]{{2,8}})\s)?{secret}"
    return re.compile(rf"[\W_]*(?:{other}{between})*{secret}(?:{between}(?:{secret}|{other}))*[\W_]*", re.I)


@cache
def precedence() -> re.Pattern[str]:
    """Match a line that consists of words of precedence only."""
    word = one_of(data.lines("structure_precedence"))
    return re.compile(rf"[\W_]*{word}(?:[\s;,./()|–—-]+{word})*[\W_]*", re.I)


def bare(text: str) -> str:
    """Return the text in lower case without punctuation at its ends."""
    return text.strip(EDGE).lower()
