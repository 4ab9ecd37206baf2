"""Text to the words that are searched: the same rules as search.js, which must find what was indexed."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from functools import cache

from teikit.data import table

_PLAIN = re.compile("[a-z0-9]+")
_LONGEST = 64  # as in search.js
_TITLE = 8


def folded(text: str) -> str:
    """Return a text as it is searched: no case, no diacritics, letters such as ß and ø in two or plain ones.

    Vowel signs of Indian scripts stay: there they make the word.
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.lower())
    return _marks().sub("", plain).translate(_letters())


def words(text: str) -> list[str]:
    """Return the words of a text, folded; of scripts that put no space between words each letter is one."""
    plain = folded(text)
    return [word[:_LONGEST] for word in (_PLAIN if plain.isascii() else _word()).findall(plain)]


def counted(passages: list[str], title: str) -> dict[str, int]:
    """Return how often each word occurs; those of the title weigh eight times."""
    counts: Counter[str] = Counter()
    for passage in passages:
        counts.update(words(passage))
    for word in words(title):
        counts[word] += _TITLE
    return dict(sorted(counts.items()))


@cache
def _letters() -> dict[int, str]:
    return {ord(row["letter"]): row["plain"] for row in table("publish/search_letters")}


@cache
def ranges(name: str) -> str:
    """Return the characters of a class, as the inside of a regular expression's brackets."""
    rows = (row for row in table("publish/search_ranges") if row["class"] == name)
    return "".join(f"\\u{row['first']}-\\u{row['last']}" for row in rows)


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(f"[{ranges('diacritic')}]+")


@cache
def _word() -> re.Pattern[str]:
    """Return what is a word: one character of an unspaced script, or a run of letters, digits and vowel signs."""
    signs = "".join(char for char in map(chr, range(sys.maxunicode)) if unicodedata.category(char)[0] == "M")
    alone = ranges("unspaced")
    return re.compile(f"[{alone}]|(?:(?![{alone}])(?:[^\\W_]|[{re.escape(signs)}]))+")
