"""Texts in capitals: the same text as it would stand in small letters, so that a capital is evidence again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from teikit.data import words
from teikit.data.places_gazetteer import known, weight
from teikit.model import Document
from teikit.recognise.lexicon import (
    BEFORE,
    CALENDAR,
    COMMON,
    GIVEN,
    HEAD,
    INNER,
    KIN,
    NATION,
    PARTICLE,
    PLACE,
    ROLE,
    STOP,
    SURNAME,
    TITLE,
    flags,
    word_class,
)
from teikit.recognise.runs import Same

NAME = GIVEN | SURNAME
OFFICE = TITLE | ROLE | KIN
LINKS = frozenset(("OF", "FOR", "ON", "THE", "AND"))
CITY = 5e4  # a smaller town that is an English word as well is taken for the word
COUNTRIES_BELOW = 4.0  # sizes below are countries, regions, waters


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line in capitals. ``plain``: with one capital only. ``near``: just a space stands before it."""

    start: int
    text: str
    plain: str
    flags: int
    near: bool


def cased(doc: Document) -> Document:
    """Return the document with its lines in capitals in small letters, of the same length; names keep a capital."""
    return _cased(Same(doc))


@lru_cache(maxsize=2)
def _cased(kept: Same) -> Document:
    doc = kept.doc
    text = _lowered(doc.text)
    return doc if text is doc.text else replace(doc, text=text)


def _lowered(text: str) -> str:
    lines = _lines(text)
    if not lines:
        return text
    found = [list(_words(text, start, end)) for start, end in lines]
    learned = _learned(text, lines, found)
    pieces: list[str] = []
    at = 0
    for line in found:
        for word, written in zip(line, _written(line, learned), strict=True):
            if len(written) == len(word.text):  # some letters have no small form of the same length
                pieces += (text[at : word.start], written)
                at = word.start + len(word.text)
    return "".join((*pieces, text[at:]))


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the bounds of the lines in capitals; lines of one word only where most of the text is in capitals."""
    found: list[tuple[int, int]] = []
    single: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        if line.isupper():
            (found if " " in line.strip() else single).append((at, at + len(line)))
        at += len(line) + 1
    return sorted([*found, *single]) if 2 * sum(b - a for a, b in found) > len(text) else found


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")


def _words(text: str, start: int, end: int) -> Iterator[Word]:
    listed, last = flags(), start
    for match in _word().finditer(text, start, end):
        shown = match.group()
        plain = _plain(shown)
        flag = listed.get(plain, 0) or listed.get(plain.rstrip("."), 0)
        flag |= listed.get(shown.rstrip(".").lower(), 0) & COMMON
        yield Word(match.start(), shown, plain, flag, text[last : match.start()] == " ")
        last = match.end()


def _plain(shown: str) -> str:
    """Return a word with one capital, and one after each hyphen or apostrophe ("Jean-Paul", "O'Neill")."""
    if shown.rstrip(".").isalpha():
        return shown.capitalize()
    plain = "".join(part.capitalize() for part in re.split(r"(['’-])", shown))
    return re.sub(r"['’]S\b", lambda m: m.group().lower(), plain)


def _learned(text: str, lines: list[tuple[int, int]], found: list[list[Word]]) -> frozenset[str]:
    """Return the words that a title, an initial or the rest of the text shows to be names."""
    learned: set[str] = set()
    for line in found:
        for before, word in zip((None, *line), line, strict=False):
            bare = word.plain.rstrip(".")
            if word.flags & (STOP | OFFICE | COMMON) and not (before and before.flags & TITLE and _surname(word)):
                continue
            lone = len(line) == 1 and len(bare) > 3 and not word.flags
            titled = before and word.near and (before.flags & OFFICE or _initial(before)) and len(bare) > 2
            unknown = not word.flags and len(bare) > 3 and len(lines) < 40
            if lone or titled or (unknown and bare in text and re.search(rf"\b{re.escape(bare)}\b", text)):
                learned.add(bare)
    return frozenset(learned)


def _surname(word: Word) -> bool:
    return not word.flags & (STOP | OFFICE) and bool(word.flags & SURNAME)


def _initial(word: Word) -> bool:
    return len(word.text) == 2 and word.text[-1] == "."


def _written(line: list[Word], learned: frozenset[str]) -> list[str]:
    chained = _chained(line)
    written: list[str] = []
    for i, word in enumerate(line):
        before = line[i - 1] if i and word.near else None
        after = line[i + 1] if i + 1 < len(line) and line[i + 1].near else None
        raised = bool(before and written and written[-1] == before.plain and len(before.text) > 1)
        if i in chained or word.plain.rstrip(".") in learned:
            written.append(word.plain)
        else:
            written.append(_one(word, before, after, raised))
    return written


def _one(word: Word, before: Word | None, after: Word | None, raised: bool) -> str:
    """Return a word as it would stand in small letters. ``raised``: the word before it has a capital."""
    flag, bare = word.flags, word.text.rstrip(".")
    if len(bare) == 1:
        return "a" if word.text == "A" else word.text
    if bare == "US" and not (before and before.text in ("OF", "TO", "FOR", "WITH", "LET", "TELL", "TOLD", "GIVE")):
        return word.text
    if flag & OFFICE and not flag & STOP:
        return word.plain if after is not None and _follows(after) else word.text.lower()
    if flag & (NATION | CALENDAR) and not flag & STOP:
        return word.plain
    if flag & STOP or (flag & PARTICLE and word.text.lower() in word_class("between")):
        return word.text.lower()
    if flag & PLACE and (raised or (after is None and before is not None and _addressed(before))):
        return word.plain
    size = weight(word.plain.rstrip("."))
    if not flag & COMMON:
        acronym = bare in words("orgs_known") or (known(bare) and len(bare) < 6)
        return word.text if acronym or not (flag or size or _placed(before)) else word.plain
    named = flag & SURNAME and before and (before.flags & TITLE or (before.flags & ROLE and flag & NAME))
    placed = _placed(before) and size > CITY and not (after and after.flags & (HEAD | PLACE))
    return (
        word.plain if named or 0 < size < COUNTRIES_BELOW or placed or _initialled(word, before) else word.text.lower()
    )


def _follows(word: Word) -> bool:
    """Return whether a word can stand after a title or an office."""
    if word.flags & OFFICE or _initial(word):
        return True
    return not word.flags & STOP and (not word.flags & COMMON or bool(word.flags & NAME))


def _initialled(word: Word, before: Word | None) -> bool:
    return before is not None and _initial(before) and bool(word.flags & NAME)


def _addressed(before: Word) -> bool:
    return not before.flags & (STOP | COMMON)


def _placed(before: Word | None) -> bool:
    return before is not None and before.text.lower() in word_class("in") | word_class("from")


def _chained(line: list[Word]) -> frozenset[int]:
    """Return the indices of words that make a name of an organisation together: "NATIONAL ASSEMBLY"."""
    found = _listed(line)
    chain: list[int] = []
    for i, word in enumerate((*line, None)):
        following = line[i + 1] if i + 1 < len(line) else None
        proper = following is not None and bool(following.flags & HEAD) and word is not None and not word.flags
        part = proper or (word is not None and bool(word.flags & (INNER | HEAD | NATION)) and not word.flags & STOP)
        linked = word is not None and bool(chain) and word.text in LINKS and bool(line[chain[0]].flags & HEAD)
        if word is not None and (part or linked) and (word.near or not chain):
            if part:
                chain.append(i)
            continue
        if len(chain) > 1 and any(line[k].flags & HEAD for k in chain):
            found.update(chain)
        chain = [i] if part else []
    return frozenset(found)


def _listed(line: list[Word]) -> set[int]:
    """Return the indices of words that make the name of a place together: "DAR ES SALAAM", "CAPE CHIGNECTO"."""
    found: set[int] = set()
    for i, word in enumerate(line):
        end = i + 1
        while end < min(i + 4, len(line)) and line[end].near:
            end += 1
        for last in range(end, i + 1, -1):
            if i not in found and known(" ".join(w.plain for w in line[i:last])):
                found.update(range(i, last))
        front = word.flags & BEFORE and not word.flags & OFFICE and end > i + 1
        if front and not line[i + 1].flags & (COMMON | STOP):
            found.update((i, i + 1))
    return found
