"""Runs of words in capitals, the raw material of names: one pass over the text that all recognisers share."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache, lru_cache

from teikit.model import Document
from teikit.recognise.lexicon import COMMON, ROLE, SURNAME, TITLE, flags, maybe_shortened, shortened, word_class

SOFT_LINE = 40  # a line end after at least so many characters is a line end inside a paragraph


@dataclass(frozen=True, slots=True)
class Token:
    """A word that begins with a capital. ``gap``: what stands between it and the token before it in its run."""

    start: int
    end: int
    text: str
    flags: int
    gap: str = ""

    @property
    def initial(self) -> bool:
        return self.text[-1] == "." and len(self.text) <= 3 and not self.flags

    @property
    def caps(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens with nothing but a space, a line end or particles ("de", "van der") between them."""

    tokens: tuple[Token, ...]
    opens: bool
    line_start: bool

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
    upper = f"[{capitals()}]"
    word = re.compile(
        rf"(?<![^\W_])(?:(?:al|el|an|ar|as|ash|at|ad|ul)-)?{upper}"
        rf"(?:[^\W\d_]|[-‐'’](?=[^\W\d_])|-\n[ \t]*(?=[^\W\d_A-Z]))*(?:\.(?!\.)|:(?= {upper}))?"
    )
    particle = "|".join(word_class("between")) + "|d['’]"
    gap = re.compile(
        rf"[ \t\u00a0]*\n?[ \t\u00a0]*(?:(?:(?:{particle})[ \u00a0\n]|d['’]|['’]t )*(?:{particle})[ \u00a0\n]|d['’])?"
    )
    return word, gap


@lru_cache(maxsize=2)
def _scan(text: str, breaks: tuple[int, ...]) -> Runs:
    word, gap = patterns()
    known, edges = flags(), iter((*breaks, sys.maxsize))
    monsieur = monsieurs(text)
    edge = next(edges)
    runs: list[Run] = []
    tokens: list[Token] = []
    end = 0
    for match in word.finditer(text):
        start = match.start()
        between = text[end:start]
        joined = bool(tokens) and len(between) < 20 and gap.fullmatch(between) is not None
        while edge <= start:
            joined = joined and edge <= end - 1
            edge = next(edges)
        if joined and "\n" in between:
            joined = end - (text.rfind("\n", 0, end) + 1) >= SOFT_LINE
        if not joined and tokens:
            runs.append(_run(text, tokens))
            tokens = []
        if start in monsieur and not joined:
            tokens.append(Token(start, match.end(), "M.", TITLE))
        else:
            tokens.append(_token(match, known, between if joined else ""))
        end = tokens[-1].end
        if text.startswith(("'s", "’s"), end) or (match.group()[-2:] in ("'s", "’s")):
            runs.append(_run(text, tokens))
            tokens = []
    if tokens:
        runs.append(_run(text, tokens))
    return Runs(text, tuple(runs))


def _token(match: re.Match[str], known: dict[str, int], between: str) -> Token:
    """Make a token of a match: the full stop stays with an abbreviation or an initial, the possessive ending goes."""
    word, start, end = match.group(), match.start(), match.end()
    if "\n" in word:  # divided at a line end
        word = re.sub(r"-\n[ \t]*", "", word)
    if word[-1] in ".:" and not _keeps_stop(match, word, known):
        word, end = word[:-1], end - 1
    if word[-2:] in ("'s", "’s", "'S", "’S") and len(word) > 3:
        word, end = word[:-2], end - 2
    if word[-1] == ":":
        word = word[:-1] + "."
    flag = known.get(word, 0)
    if len(word) > 3 and not flag and word.isupper():
        flag = known.get(word.capitalize(), flag)
    elif not flag and word.endswith(tuple(word_class("title ending"))):
        flag = TITLE
    elif not flag and "-" in word:
        flag = known.get(word[word.rindex("-") + 1 :], 0) & (ROLE | TITLE)  # "Vice-Consul"
    return Token(start, end, word, flag | (known.get(word.lower(), 0) & COMMON), between)


@cache
def _m() -> re.Pattern[str]:
    word = rf"[{capitals()}](?:['’][{capitals()}])?[^\W\d_]+"
    return re.compile(rf"(?<!\b\w\.)(?<!\b\w\. )(?<!\w)M\. (?:(?:le|la|de|du|d['’]) ?)*({word})")


def monsieurs(text: str) -> frozenset[int]:
    """Return where "M." is Monsieur: in French, and in other languages where it stands before several names."""
    found = list(_m().finditer(text)) if "M. " in text else []
    names = {match.group(1) for match in found}
    french = sum(text.count(f" {word} ") for word in ("le", "les", "et", "dans", "une", "Mme", "MM."))
    beside = any(title in text for title in ("Mr. ", "Herr ", "Dr. "))  # other men have a title as well
    if len(names) < 2 and not (found and (french > 4 or beside)):
        return frozenset()
    return frozenset(match.start() for match in found)


def _keeps_stop(match: re.Match[str], word: str, known: dict[str, int]) -> bool:
    """Return whether a full stop, or a colon in its place, belongs to the word."""
    stopped = word[:-1] + "."
    if stopped in maybe_shortened():
        following = _following().match(match.string, match.end())
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
OPENERS = frozenset(".!?:;|—–•*\t")


def _run(text: str, tokens: list[Token]) -> Run:
    start = tokens[0].start
    at = start - 1
    while at >= 0 and text[at] in " \u00a0“”\"‘'(«[_":
        at -= 1
    line_start = at < 0 or text[at] == "\n"
    return Run(tuple(tokens), line_start or text[at] in OPENERS, line_start)


def edges(doc: Document) -> tuple[int, ...]:
    """Return the offsets that no mention may cross: the bounds of the blocks."""
    found = {0}
    for block in doc.walk():
        if block.kind not in ("ref", "lb", "pb", "fw"):
            found.add(block.span.start)
            found.add(block.span.end)
    return tuple(sorted(found))


def scan(doc: Document) -> Runs:
    """Return the runs of a document."""
    return _scan(doc.text, edges(doc))


@cache
def before_pattern() -> re.Pattern[str]:
    return re.compile(r"([^\W\d_]+)[ \n\u00a0]+[\"“‘'(]?$")


@cache
def after_pattern() -> re.Pattern[str]:
    return re.compile(r"['’]?s?[\"”)]?[ \n\u00a0]+([^\W\d_]+)")


def word_before(text: str, start: int) -> str:
    """Return the word that stands directly before an offset, an empty string where a mark or a number does."""
    match = before_pattern().search(text, max(0, start - 24), start)
    return match.group(1) if match else ""


def word_after(text: str, end: int) -> str:
    """Return the word directly after an offset."""
    match = after_pattern().match(text, end)
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


@lru_cache(maxsize=2)
def capitals_mean_nouns(text: str) -> bool:
    """Return whether a text is German, where a capital says nothing."""
    start = f" {text[:20000]} "
    german = sum(start.count(f" {word} ") for word in ("der", "und", "die", "das", "ist", "zu", "nach", "nicht", "ein"))
    other = sum(start.count(f" {word} ") for word in ("the", "of", "and", "van", "le", "la"))
    return german > 2 + 2 * other
