"""What stands directly before and after a place of the text: the neighbouring word, a particle, "Jr."."""

from __future__ import annotations

import re
from functools import cache

from teikit.recognise.lexicon import ROLE, TITLE, flags, word_class

REACH = 24  # so many characters before an offset are looked at
SPACES = " \n\u00a0"
QUOTES = "\"“‘'("


@cache
def _before() -> re.Pattern[str]:
    return re.compile(r"([^\W\d_]+)[ \n\u00a0]+[\"“‘'(]?$")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(r"['’]?s?[\"”)]?[ \n\u00a0]+([^\W\d_]+)")


def word_before(text: str, start: int) -> str:
    """Return the word that stands directly before an offset, an empty string where a mark or a number does."""
    shown = text[start - REACH if start > REACH else 0 : start]
    if shown[-1:] not in SPACES:  # the common cases without the expression
        if shown[-1] not in QUOTES:
            return ""
        shown = shown[:-1]
    bare = shown.rstrip(SPACES)
    if not bare or len(bare) == len(shown):
        return ""
    word = bare.rsplit(None, 1)[-1]
    if word.isalpha():
        return word
    if not bare[-1].isalnum() and bare[-1] not in QUOTES:
        return ""
    match = _before().search(shown)
    return match.group(1) if match else ""


def word_after(text: str, end: int) -> str:
    """Return the word directly after an offset."""
    match = _after().match(text, end)
    return match.group(1) if match else ""


@cache
def _particle_pattern() -> re.Pattern[str]:
    listed = "|".join(sorted(word_class("leading"), key=len, reverse=True)) + "|d['’]"
    return re.compile(rf"(?:^|(?<=[\s(“\"\[]))(?:{listed})(?:[ \u00a0]|(?<=['’]))$")


def particle_before(text: str, start: int) -> int:
    """Return where a name begins that a particle may stand before ("de" Gaulle); the start itself where none does."""
    if start < 3 or text[start - 1] not in " \u00a0'’":
        return start
    match = _particle_pattern().search(text, max(0, start - 14), start)
    if match is None:
        return start
    before = word_before(text, match.start())
    if match.group()[0].islower() and before[:1].isupper() and not flags().get(before, 0) & (TITLE | ROLE):
        return start  # "Universidade de Santa Catarina"
    return match.start()


@cache
def _suffix_pattern() -> re.Pattern[str]:
    return re.compile(r",?[ \u00a0](?:Jr\b\.?|Sr\b\.|II\b|III\b|IV\b)")


def suffix_after(text: str, end: int) -> int:
    """Return where a name ends that "Jr." may stand after, with or without a comma."""
    match = _suffix_pattern().match(text, end)
    return match.end() if match else end
