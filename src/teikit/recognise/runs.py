"""Runs of words in capitals, the raw material of names: one pass over the text that all recognisers share."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from teikit.model import Document
from teikit.recognise.around import word_before
from teikit.recognise.lexicon import COMMON, ROLE, SURNAME, TITLE, flags, maybe_shortened, shortened, word_class

SOFT_LINE = 40  # a line end after at least so many characters is a line end inside a paragraph


class Token(NamedTuple):
    """A word that begins with a capital. A tuple, since there is one for every fifth word of a text.

    ``gap``: what stands between it and the token before it in its run. ``initial``: whether it is one ("F.", "Th.").
    ``caps``: whether it has several letters, all of them capitals.
    """

    start: int
    end: int
    text: str
    flags: int
    gap: str
    initial: bool
    caps: bool


class Run(NamedTuple):
    """Tokens with nothing but a space, a line end or particles ("de", "van der") between them.

    ``before``: the word that stands directly before them. ``flags``: those of all tokens together.
    """

    tokens: tuple[Token, ...]
    opens: bool
    line_start: bool
    before: str
    flags: int

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """All runs of a text. Compared by identity, so that what is found out about them can be kept."""

    text: str
    all: tuple[Run, ...]


class Same:
    """A document as the key of what is kept of it: by identity, since to compare two is to compare their texts."""

    __slots__ = ("doc",)

    def __init__(self, doc: Document) -> None:
        self.doc = doc

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.doc is other.doc

    def __hash__(self) -> int:
        return id(self.doc)


@cache
def capitals() -> str:
    """Return a character class of all capital letters of the alphabets below U+2C00, and the Latin ones above."""
    found = [c for c in range(0x2C00) if chr(c).isupper()]
    found += [c for c in range(0xA722, 0xA7C0) if chr(c).isupper()]
    parts: list[list[int]] = []
    for code in found:
        if parts and code == parts[-1][1] + 1:
            parts[-1][1] = code
        else:
            parts.append([code, code])
    return "".join(re.escape(chr(a)) if a == b else f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in parts)


@cache
def patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of a word in capitals and that of what may stand between two of them.

    The first begins with its capital, and only then looks back, so that the search runs from capital to capital.
    """
    upper = f"[{capitals()}]"
    word = re.compile(
        rf"{upper}(?<![^\W_]{upper})"
        r"[^\W\d_]*(?:(?:[-‐'’](?=[^\W\d_])|-\n[ \t]*(?=[^\W\d_A-Z]))[^\W\d_]*)*"
        rf"(?:\.(?!\.)|:(?= {upper}))?"
    )
    particle = "|".join(word_class("between")) + "|d['’]"
    gap = re.compile(
        rf"[ \t\u00a0]*\n?[ \t\u00a0]*(?:(?:(?:{particle})[ \u00a0\n]|d['’]|['’]t )*(?:{particle})[ \u00a0\n]|d['’])?"
    )
    return word, gap


ARABIC = frozenset(("al", "el", "an", "ar", "as", "ash", "at", "ad", "ul"))  # articles: "al-Hasan" is one word


def _word_start(text: str, start: int) -> int:
    """Return where the word of a capital begins, an article and hyphen before it included."""
    for at in (start - 3, start - 4):
        if at >= 0 and text[at : start - 1] in ARABIC and not text[at - 1 : at].isalnum():
            return at
    return start


@lru_cache(maxsize=2)
def _scan(kept: Same) -> Runs:
    text, bounds = kept.doc.text, iter((*edges(kept.doc), sys.maxsize))
    word, gap = patterns()
    monsieur = monsieurs(text)
    edge = next(bounds)
    runs: list[Run] = []
    tokens: list[Token] = []
    end = 0
    for match in word.finditer(text):
        start, stop = match.span()
        if start and text[start - 1] == "-":
            start = _word_start(text, start)
        between = text[end:start]
        joined = bool(tokens) and (between == " " or (len(between) < 20 and gap.fullmatch(between) is not None))
        while edge <= start:
            joined = joined and edge <= end - 1
            edge = next(bounds)
        if joined and "\n" in between:
            joined = end - (text.rfind("\n", 0, end) + 1) >= SOFT_LINE
        if not joined and tokens:
            runs.append(_run(text, tokens))
            tokens = []
        if start in monsieur and not joined:
            tokens.append(Token(start, stop, "M.", TITLE, "", False, True))
        else:
            tokens.append(_token(text, start, stop, between if joined else ""))
        end = tokens[-1].end
        if text.startswith(("'s", "’s"), end) or text[stop - 2 : stop] in ("'s", "’s"):
            runs.append(_run(text, tokens))
            tokens = []
    if tokens:
        runs.append(_run(text, tokens))
    return Runs(text, tuple(runs))


def _token(text: str, start: int, end: int, between: str) -> Token:
    """Make a token of a word: the full stop stays with an abbreviation or an initial, the possessive ending goes."""
    word = text[start:end]
    if "\n" in word:  # divided at a line end
        word = re.sub(r"-\n[ \t]*", "", word)
    if word[-1] in ".:" and not _keeps_stop(text, end, word):
        word, end = word[:-1], end - 1
    cut, shown, flag, initial, caps = _read_word(word)
    return Token(start, end - cut, shown, flag, between, initial, caps)


@lru_cache(maxsize=1 << 15)
def _read_word(word: str) -> tuple[int, str, int, bool, bool]:
    """Return how much is cut off a word, then what is left, its flags, whether an initial, whether in capitals."""
    cut, known = 0, flags()
    if word[-2:] in ("'s", "’s", "'S", "’S") and len(word) > 3:
        word, cut = word[:-2], 2
    if word[-1] == ":":
        word = word[:-1] + "."
    flag = known.get(word, 0)
    if len(word) > 3 and not flag and word.isupper():
        flag = known.get(word.capitalize(), flag)
    elif not flag and word.endswith(tuple(word_class("title ending"))):
        flag = TITLE
    elif not flag and "-" in word:
        flag = known.get(word[word.rindex("-") + 1 :], 0) & (ROLE | TITLE)  # "Vice-Consul"
    flag |= known.get(word.lower(), 0) & COMMON
    return cut, word, flag, word[-1] == "." and len(word) <= 3 and not flag, len(word) > 1 and word.isupper()


@cache
def _m() -> re.Pattern[str]:
    word = rf"[{capitals()}](?:['’][{capitals()}])?[^\W\d_]+"
    return re.compile(rf"(?<!\b\w\.)(?<!\b\w\. )(?<!\w)M\. (?:(?:le|la|de|du|d['’]) ?)*({word})")


def monsieurs(text: str) -> frozenset[int]:
    """Return where "M." is Monsieur: in French, and in other languages where it stands before several names."""
    if "M. " not in text:
        return frozenset()
    found = list(_m().finditer(text))
    names = {match.group(1) for match in found}
    french = sum(text.count(f" {word} ") for word in ("le", "les", "et", "dans", "une", "Mme", "MM."))
    beside = any(title in text for title in ("Mr. ", "Herr ", "Dr. "))  # other men have a title as well
    if len(names) < 2 and not (found and (french > 4 or beside)):
        return frozenset()
    return frozenset(match.start() for match in found)


def _keeps_stop(text: str, end: int, word: str) -> bool:
    """Return whether a full stop, or a colon in its place, belongs to the word."""
    stopped, known = word[:-1] + ".", flags()
    if stopped in maybe_shortened():
        following = _following().match(text, end)
        if following is None or not following.group(1)[0].isupper():
            return False
        flag = known.get(following.group(1), 0)
        return not known.get(following.group(1).lower(), 0) & COMMON and (not flag or bool(flag & SURNAME))
    if word[-1] == ":":
        return stopped in shortened()
    return word in known or len(word) < 3 or word[:-1] in TWO


@cache
def _following() -> re.Pattern[str]:
    return re.compile(r" ([^\W\d_]+)")


TWO = frozenset(("Yu", "Ya", "Ye", "Ch", "Ph", "Th", "Sh", "Zh", "Kh", "Wm", "Ed", "Jo"))
SPANISH_ARTICLES = frozenset(("la", "el", "los", "las", "del"))
NEAR = 10
MARKS_BEFORE = " \u00a0“”\"‘'(«[_"
OPENERS = frozenset(".!?:;|—–•*\t")


def _run(text: str, tokens: list[Token]) -> Run:
    start, flag = tokens[0].start, 0
    for token in tokens:
        flag |= token.flags
    shown = text[start - NEAR if start > NEAR else 0 : start].rstrip(MARKS_BEFORE) or text[:start].rstrip(MARKS_BEFORE)
    line_start = not shown or shown[-1] == "\n"
    return Run(tuple(tokens), line_start or shown[-1] in OPENERS, line_start, word_before(text, start), flag)


def edges(doc: Document) -> tuple[int, ...]:
    """Return the offsets that no mention may cross: the bounds of the blocks."""
    found, blocks = {0}, list(doc.blocks)
    while blocks:
        block = blocks.pop()
        if block.kind not in ("ref", "lb", "pb", "fw"):
            found.add(block.span.start)
            found.add(block.span.end)
        blocks += block.children
    return tuple(sorted(found))


def scan(doc: Document) -> Runs:
    """Return the runs of a document."""
    return _scan(Same(doc))


@lru_cache(maxsize=2)
def capitals_mean_nouns(text: str) -> bool:
    """Return whether a text is German, where a capital says nothing."""
    start = f" {text[:20000]} "
    german = sum(start.count(f" {word} ") for word in ("der", "und", "die", "das", "ist", "zu", "nach", "nicht", "ein"))
    other = sum(start.count(f" {word} ") for word in ("the", "of", "and", "van", "le", "la"))
    return german > 2 + 2 * other


@lru_cache(maxsize=2)
def articles_mean_nouns(text: str) -> bool:
    """Return whether a text is Spanish, where an honoured noun has a capital and an article: "la Republica"."""
    start = f" {text[:20000]} "
    spanish = sum(start.count(f" {word} ") for word in ("que", "el", "los", "las", "del", "una"))
    return spanish > 1 + 2 * sum(start.count(f" {word} ") for word in ("the", "of", "and", "le", "les", "di", "che"))
