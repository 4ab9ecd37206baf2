"""Text cut into tokens and sentences, in no language in particular, with exact offsets.

A token is a run of letters and digits with the marks that stand on them, a number (``1,000.50``), an abbreviation with
its full stops (``Mr.``, ``N.S.``), an ideograph, or a sign. White space is in no token. Hyphens within words and most
apostrophes join (``vice-president``, ``don't``); the elided article and the possessive s stand apart (``l'|homme``,
``Castro|'s``), so that the same words are cut alike whether they are marked or not. No token reaches over the boundary
of a mention, and no sentence ends within one.

Sentences end at passages, and within them at a full stop or the like that is followed by white space and no lower-case
letter. That is modest: text in scripts without full stops or spaces stays long.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from teikit.data import words
from teikit.edition import Edition
from teikit.model import Span

_TOKEN = re.compile(
    r"""
    [mj]*+ (?:
        [aA][mj]*+ (?: \.[aA][mj]*+ ){1,8} \. (?![aA0])           # N.S.
      | 0[mj]*+ (?: [.,:']?0[mj]*+ )*+ (?![aA])                  # 1,000.50
      | (?: [aA0][mj]*+ )++ (?: (?: ' | _ | -(?!0) ) (?: [aA0][mj]*+ )++ )*+
      | h[mj]*+
      | [kl][klmj]*+
      | [gl][glmj]*+
      | r[mj]*+ (?: r[mj]*+ )?                                   # the two letters of a flag
      | \.++
      | -++
      | _++
      | [^\s][mj]*+ (?: (?<=j)p[mj]*+ )*+                        # signs joined into one: a family of emoji
    ) | [mj]+
    """,
    re.VERBOSE,
)
_APOSTROPHES = "'’ʼ"
_ZERO_WIDTH_SPACES = "\u200b\ufeff"
_OWN = {char: char for char in ".,:_"}
_OWN |= dict.fromkeys(_APOSTROPHES + "·׳״", "'") | dict.fromkeys("-‐‑", "-") | dict.fromkeys(_ZERO_WIDTH_SPACES, "p")
_OWN["\u200d"] = "j"
_CLITIC = re.compile(rf"[{_APOSTROPHES}][sS]$")
_ELIDED = re.compile(rf"([^{_APOSTROPHES}]+)[{_APOSTROPHES}](?=.)")
_CLOSING = frozenset(("Pe", "Pf", "Pi"))
_UNSPACED = re.compile("[。．！？]")
_MOST_CLOSING = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of a sentence, at least one. ``passage``: its place in Edition.passages, -1 for none.

    ``opens``: the passage begins with it.
    """

    tokens: tuple[Span, ...]
    passage: int = -1
    opens: bool = False

    @property
    def span(self) -> Span:
        return Span(self.tokens[0].start, self.tokens[-1].end)


class _Classes(dict[int, str]):
    """The class of each character, found when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = made = _class(chr(code))
        return made


def _class(char: str) -> str:
    category, name = unicodedata.category(char), unicodedata.name(char, "")
    if char.isspace():
        return " "
    if char in _OWN:
        return _OWN[char]
    if name.startswith(("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH", "IDEOGRAPHIC ITERATION", "IDEOGRAPHIC NUMBER")):
        return "h"
    if category[0] == "L":
        scripts = {"KATAKANA-HIRAGANA": "l", "KATAKANA": "k", "HALFWIDTH KATAKANA": "k", "HIRAGANA": "g"}
        kana = next((letter for script, letter in scripts.items() if name.startswith(script)), "")
        return kana or ("A" if category in ("Lu", "Lt") else "a")
    if category == "Nl":
        return "a"
    if category in ("Nd", "No"):
        return "0"
    if name.startswith("REGIONAL INDICATOR"):
        return "r"
    return "m" if category[0] == "M" or category == "Cf" or name.startswith("EMOJI MODIFIER") else "p"


_CLASSES = _Classes()


def tokens(text: str, bounds: Iterable[int] = ()) -> Iterator[Span]:
    """Yield the tokens of a text, none of which reaches over one of the bounds."""
    classes = text.translate(_CLASSES)
    cuts = sorted({0, len(text), *(at for at in bounds if 0 < at < len(text))})
    for start, end in pairwise(cuts):
        at = start
        for found in _TOKEN.finditer(classes, start, end):
            if found.start() >= at:
                at = found.end()
                if text[at : at + 1] == "." and at < end and _shortened(text[found.start() : at], text, at + 1, end):
                    at += 1
                yield from _apart(text, found.start(), at)


def _shortened(word: str, text: str, after: int, end: int) -> bool:
    """Tell whether the full stop after a word belongs to it: no other follows, and it is an initial or in the list."""
    if after < end and text[after] in ".…":
        return False
    return (len(word) == 1 and word.isupper()) or word.casefold() in words("export/abbreviations")


def _apart(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a token, or the two that a possessive s or an elided article makes of it."""
    word = text[start:end]
    if len(word) > 2 and (clitic := _CLITIC.search(word)):
        yield Span(start, start + clitic.start())
        start += clitic.start()
    elif (elided := _ELIDED.match(word)) and elided[1].casefold() in words("export/elisions"):
        yield Span(start, start + elided.end())
        start += elided.end()
    yield Span(start, end)


def sentences(edition: Edition) -> Iterator[Sentence]:
    """Yield the sentences of an edition; every character but white space is in one."""
    spans = [mark.span for mark in edition.marks]
    passages = [passage.span for passage in edition.passages]
    bounds = {at for span in (*spans, *passages) for at in (span.start, span.end)}
    inside = _Inside(spans)
    sentence: list[Span] = []
    passage, opens, home = -1, False, -2
    for token in tokens(edition.text, bounds):
        here = bisect_right(passages, token.start, key=lambda span: span.start) - 1
        here = here if here >= 0 and token.start < passages[here].end else -1
        if sentence and (here != home or _ends(edition.text, sentence, token)) and not inside.at(token.start):
            yield Sentence(tuple(sentence), passage, opens)
            sentence = []
        if not sentence:
            passage, opens = here, here >= 0 and here != home
        home = here
        sentence.append(token)
    if sentence:
        yield Sentence(tuple(sentence), passage, opens)


class _Inside:
    """Tells whether an offset lies within a mention. Offsets must be asked for in their order."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        self._next, self._reach = 0, 0

    def at(self, offset: int) -> bool:
        while self._next < len(self._spans) and self._spans[self._next].start < offset:
            self._reach = max(self._reach, self._spans[self._next].end)
            self._next += 1
        return offset < self._reach


def _ends(text: str, sentence: Sequence[Span], following: Span) -> bool:
    """Tell whether a sentence ends before a token."""
    at = last = len(sentence) - 1
    while (
        at > max(0, last - _MOST_CLOSING) and _closes(text, sentence[at]) and sentence[at].start == sentence[at - 1].end
    ):
        at -= 1
    end = sentence[at].of(text)
    if not words("export/sentence_ends").issuperset(end):
        return False
    before = sentence[at - 1].of(text) if at else ""
    if end == "." and (not before or (before.isdigit() and len(before) < 3)):
        return False
    spaced = following.start > sentence[-1].end
    return (spaced and not text[following.start].islower()) or (
        _UNSPACED.match(end) is not None and not _closes(text, following)
    )


def _closes(text: str, token: Span) -> bool:
    """Tell whether a token may end a quotation or a parenthesis."""
    sign = text[token.start]
    return len(token) == 1 and (sign in "\"'" or unicodedata.category(sign) in _CLOSING)
