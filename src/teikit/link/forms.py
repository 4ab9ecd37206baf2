"""The form of a mention as a register shows it: on one line, a word divided at a line end made whole."""

from __future__ import annotations

import re
from functools import cache

from teikit.data import words
from teikit.model import Document, Mention

SMALL = frozenset(
    ("of", "the", "and", "for", "on", "in", "at", "to", "de", "la", "le", "du", "des", "von", "van", "der", "und")
)


@cache
def _divided() -> re.Pattern[str]:
    return re.compile(r"-[ \t]*\n\s*(?=[^\W\d_A-Z])")


def form_of(doc: Document, mention: Mention) -> str:
    """Return the form of a mention."""
    found = mention.span.of(doc.text)
    return " ".join(_divided().sub("", found).split()) if "\n" in found else found


def shown(form: str) -> str:
    """Return a form in capitals as it would be written elsewhere: "National Assembly", but "NATO Council"."""
    return _word().sub(_cased, form) if form.isupper() and len(form) > 4 else form


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")


def _cased(match: re.Match[str]) -> str:
    word = match.group()
    small = word.lower()
    if small in SMALL and match.start():
        return small
    if word[-1] == "." or (len(word) < 4 and small not in words("names_common")):
        return word
    return re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), word)
