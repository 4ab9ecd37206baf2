"""Find the places of a text that are worth the grammar's attention, cheaply.

Three quick searches, because one regular expression over all of it is ten times slower: digits, capitalised
words, and small words
by ``str.find``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from teikit.dates import lexer

ALONE = ("month", "weekday", "season", "deictic", "instant", "century", "decade", "hundred", "fiscal")
STEM = 4
BEFORE, AFTER = 40, 56  # how far around a trigger the grammar reads, in characters


def windows(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches around triggers; overlapping ones are joined, borders stand between words."""
    start = end = -1
    for place in sorted({*_numbers(text), *_capitals(text, language), *_small(text, language)}):
        left, right = max(0, place - BEFORE), min(len(text), place + AFTER)
        if left <= end:
            end = right
            continue
        if end >= 0:
            yield _between_words(text, start, end)
        start, end = left, right
    if end >= 0:
        yield _between_words(text, start, end)


def _between_words(text: str, start: int, end: int) -> tuple[int, int]:
    limit = min(end, start + 40)
    while 0 < start < limit and not text[start - 1].isspace():
        start += 1
    limit = min(len(text), end + 40)
    while end < limit and not text[end - 1].isspace():
        end += 1
    return start, end


DIGITS = re.compile(r"[0-9]+")
NUMBER = re.compile(
    r"""(?:1[0-9]{3}|20[0-9]{2})(?:['’]?s\b|(?![0-9]))|[0-9]{1,2}\s?(?:st|nd|rd|th|d|ST|ND|RD|TH|er|º|°)(?![^\W\d_])
    |[0-9]{1,2}(?:\.\s?|[/-])(?:[0-9]{1,2}|[IVX]+)(?:[./-]|\b)|[0-9]{2}['’]?s\b|[0-9]{1,4}\s?(?:AD|BC|CE)|[0-9]{6}[A-Z]\b
    |(?:7|8|9|10)b(?:e?r|re)
    |1[0-9]\[[0-9]{2}\]|1[0-9]{2}\[[0-9]\]""",
    re.VERBOSE,
)


def _numbers(text: str) -> Iterator[int]:
    """Yield where numbers stand that may belong to a date."""
    for match in DIGITS.finditer(text):
        at = match.start()
        if NUMBER.match(text, at) or text[max(0, at - 1) : at] in ("'", "’", "‘", "]"):
            yield at


@cache
def _names(language: str) -> re.Pattern[str]:
    """Return the pattern of capitalised words; each alternative begins with a letter, which makes the search fast."""
    forms = [form for form, entry in lexer.lexicon(language).items() if entry[2].removesuffix("-short") in ALONE]
    forms += ["last", "next", "this", "previous", "following", "same", "ago", "to-day", "to-night", "to-morrow", "xber"]
    names = {variant for form in forms for variant in (form.capitalize(), form.upper())}
    names |= {variant for name in lexer.feasts() for variant in (name.capitalize(), name.split()[0].capitalize())}
    names |= {"Kal", "Kalendis", "Kalendas", "Calendis", "Non.", "Nonis", "Nonas", "Id.", "Idus", "Idibus", "Anno"}
    names |= {"FY", "A.D", "AD", "B.C", "BC", "Q1", "Q2", "Q3", "Q4", "O.S", "Jänner"}
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))


def _capitals(text: str, language: str) -> Iterator[int]:
    for match in _names(language).finditer(text):
        at, end = match.span()
        if at and text[at - 1].isupper():
            continue
        if end < len(text) and text[end].islower():
            continue
        yield at


@cache
def _small_words(language: str) -> tuple[str, ...]:
    """Return the small words to look for; English months are not written small, those of other languages are."""
    kinds = {"season", "deictic", "instant", "century", "decade", "hundred", "fiscal", "last", "same", "ago"}
    if language != "en":
        kinds |= {"month", "month-short", "weekday"}
    forms = {form for form, entry in lexer.lexicon(language).items() if entry[2] in kinds and entry[0] != "e"}
    if language != "en":
        forms |= set(lexer.instants(language))
    forms |= {form for form, entry in lexer.lexicon("en").items() if entry[2] == "month" and len(form) > 4}
    return tuple(
        sorted((forms - lexer.COMMON_WORDS if language == "en" else forms) | {"to-day", "to-night", "to-morrow"})
    )


@cache
def _stems(language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the small words by their first letters: one search serves all that begin alike."""
    words = _small_words(language)
    stems = sorted({word[:STEM] for word in words}, key=len)
    kept = [stem for i, stem in enumerate(stems) if not stem.startswith(tuple(stems[:i]))]
    return tuple((stem, tuple(word for word in words if word.startswith(stem))) for stem in kept)


def _small(text: str, language: str) -> Iterator[int]:
    for stem, words in _stems(language):
        at = text.find(stem)
        while at >= 0:
            if not (at and text[at - 1].isalpha()) and _is_trigger(text, at, words, language):
                yield at
            at = text.find(stem, at + len(stem))


def _is_trigger(text: str, at: int, words: tuple[str, ...], language: str) -> bool:
    known = lexer.lexicon(language)
    for word in words:
        end = at + len(word)
        if not text.startswith(word, at) or (end < len(text) and text[end].isalpha()):
            continue
        kind = known.get(word, ("", 0, ""))[2]
        if kind not in ("last", "same", "ago") or _with_unit(text, at, end, kind, language):
            return True
    return False


def _with_unit(text: str, start: int, end: int, kind: str, language: str) -> bool:
    """Tell whether a word of time stands beside "last", "same" or "ago"."""
    pieces = text[max(0, start - 14) : start].split() if kind == "ago" else text[end : end + 14].split()
    if not pieces:
        return False
    word = (pieces[-1] if kind == "ago" else pieces[0]).strip(".,;:").lower()
    return lexer.lexicon(language).get(word, ("", 0, ""))[0] in tuple("PNMWST") or (
        kind == "last" and word in ("past", "easter", "christmas")
    )
