"""Names of places: from the gazetteer, from words such as "Street" and "Lake", and from "in", "at" and "near"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from teikit.data.places_gazetteer import COUNTRY, known, longer, pairs, sizes, weight
from teikit.model import Document, Mention, Span
from teikit.recognise.around import word_after, word_before
from teikit.recognise.casing import cased
from teikit.recognise.evidence import (
    Use,
    datelines,
    features,
    groups,
    in_a_dateline,
    probability,
    sails,
    sign_before,
    threshold,
)
from teikit.recognise.headed import Found, ship, street, with_front, with_head
from teikit.recognise.lexicon import (
    BEFORE,
    CALENDAR,
    COMMON,
    GIVEN,
    HEAD,
    INNER,
    KIN,
    NATION,
    PLACE,
    ROLE,
    STOP,
    SURNAME,
    THING,
    TITLE,
    verbs,
    word_class,
)
from teikit.recognise.persons import read
from teikit.recognise.posts import posted
from teikit.recognise.runs import SPANISH_ARTICLES, Run, Token, articles_mean_nouns, capitals_mean_nouns, scan

PLAIN = GIVEN | SURNAME
OTHER = CALENDAR | NATION | STOP | TITLE | ROLE | KIN | HEAD | THING | COMMON | INNER
FRAMES = PLACE | BEFORE
LISTED_BELOW = 4.0  # sizes below are no numbers of people
ARTICLE = frozenset(("the", "The"))
LONGEST_ACRONYM = 8  # letters; a page of initials must not be tried in all lengths
MARKS = ",;:!?)]”\"’'"
ENDS = MARKS + "."
POSSESSIVE = ("'s", "’s")


def recognise_places(doc: Document) -> Iterable[Mention]:
    """Recognise names of places."""
    doc = cased(doc)
    text = doc.text
    taken = bytearray(len(text) + 1)
    at = 0
    for run in scan(doc).all:
        first = run.tokens[0]
        if len(run.tokens) == 1 and run.opens and not (first.initial or _begins(first.text)):
            continue  # as most runs are
        for span, score, rule in _in_run(text, run, at):
            at = span.end
            taken[span.start : span.end] = b"\x01" * len(span)
            if score >= 0.5:
                yield _mention(text, span, rule, min(score, 0.99))
    yield from _judged(doc, taken)


def _mention(text: str, span: Span, rule: str, score: float) -> Mention:
    if text.startswith((" ghetto", " Ghetto"), span.end) and not text[span.end + 7 : span.end + 8].isalpha():
        span = Span(span.start, span.end + 7)
    return Mention(span, "placeName", f"places:{rule}", round(score, 2))


def _in_run(text: str, run: Run, at: int) -> Iterator[Found]:
    """Yield the places that begin in a run, none before the offset ``at``."""
    for i, token in enumerate(run.tokens):
        if token.start >= at and (token.initial or not i or run.flags & FRAMES or _begins(token.text)):
            found = (
                (street(text, run) if not i else None)
                or (with_head(text, run, i) if run.flags & PLACE else None)
                or _listed(text, run, i)
                or (with_front(text, run, i) if token.flags & BEFORE else None)
            )
            if found is not None:
                at = found[0].end
                yield found


@lru_cache(maxsize=1 << 14)
def _begins(word: str) -> bool:
    """Return whether any form of the gazetteer, or a quarter of the sky, may begin with a word."""
    listed, several = sizes(), longer()
    if word in listed or word in several or f"{word}," in several or word in word_class("direction"):
        return True
    return word.isupper() and word.title() in listed


def _judged(doc: Document, taken: bytearray) -> Iterator[Mention]:
    """Judge the words that no list decides, and the names of small towns, by the evidence of the whole document."""
    _, uses = read(doc)
    free = [use for use in uses if not taken[use.tokens[0].start] and (not use.tokens[-1].flags & OTHER or _town(use))]
    german = capitals_mean_nouns(doc.text)
    sure = threshold("place")
    lines = datelines(doc)
    for group in groups(free).values():
        if german and weight(group.form) < 1e5:
            continue
        if (group.form.isupper() and not known(group.form.title())) or len(group.form) < 4:
            continue
        found = features(doc.text, group)
        named = group.uses[0].tokens[-1].flags & GIVEN and not weight(group.form) and not found.get("in")
        score = 0.0 if named or sails(doc.text, group) else probability("place", found)
        if weight(group.form) and in_a_dateline(lines, group):
            score = max(score, 0.9)
        for use in group.uses if score >= sure else ():
            start, end = use.tokens[0].start, use.tokens[-1].end
            if articles_mean_nouns(doc.text) and word_before(doc.text, start) in SPANISH_ARTICLES:
                continue
            if not taken[start] and not taken[end - 1] and not ship(doc.text, start):
                yield _mention(doc.text, Span(start, end), "evidence", min(score, 0.95))


def _town(use: Use) -> bool:
    size = weight(use.form)
    return not use.tokens[0].flags & (STOP | CALENDAR | NATION) and size > (1e5 if use.tokens[0].flags & COMMON else 0)


def _listed(text: str, run: Run, i: int) -> Found | None:
    """Look the longest name that begins at a token up in the gazetteer."""
    token = run.tokens[i]
    span = _acronym(run.tokens, i) if token.initial else _longest(text, token)
    if span is None or span.end == token.end:
        span = _directed(run, i) or span
    if span is None:
        return None
    form = " ".join(text[span.start : span.end].split())
    size = weight(form) or weight(form.title())
    if " " not in form and (size >= LISTED_BELOW and (token.flags & (PLAIN | COMMON) or size < 1e5)):
        return None
    return span, _score(text, run, i, span, size), "gazetteer"


def _directed(run: Run, i: int) -> Span | None:
    """Read a quarter of the sky and a place: "West Oakland", "Upper Manhattan"."""
    if run.tokens[i].text not in word_class("direction") or i + 1 >= len(run.tokens):
        return None
    after = run.tokens[i + 1]
    listed = known(after.text) and not after.gap.strip() and not after.flags & (STOP | CALENDAR | NATION | COMMON)
    return Span(run.tokens[i].start, after.end) if listed else None


def _acronym(tokens: tuple[Token, ...], i: int) -> Span | None:
    end = i + 1
    while end < min(len(tokens), i + LONGEST_ACRONYM) and tokens[end].initial and tokens[end].gap in ("", " "):
        end += 1
    for last in range(end, i + 1, -1):
        apart = last == end or tokens[last].gap  # "D.C." is no part of "D.C.O."
        if apart and "".join(t.text for t in tokens[i:last]) in sizes():
            return Span(tokens[i].start, tokens[last - 1].end)
    return None


def _longest(text: str, token: Token) -> Span | None:
    word, start, listed = token.text, token.start, sizes()
    limit = longer().get(word, 0)
    if text.startswith(",", token.end):
        limit = longer().get(word + ",", 0)
    end = _several(text, start, limit) if limit else 0
    if end:
        return Span(start, end)
    if word in listed or (word.isupper() and len(word) > 3 and word.title() in listed and not token.flags & COMMON):
        return Span(start, token.end)
    return None


def _several(text: str, start: int, most: int) -> int:
    """Return the end of the longest listed form of several words, at most so many; 0 where there is none."""
    words = text[start : start + 60].split(None, most)[:most]
    if len(words) < 2:
        return 0
    # the marks that are taken off may stand after the second word of two, so that two are always tried
    most = min(pairs().get(f"{words[0]} {words[1]}", 2), len(words))
    for count in range(most, 1, -1):
        form = " ".join(words[:count])
        shapes: tuple[str, ...] = (form,)
        if form[-1] in ENDS or form.endswith(POSSESSIVE):
            bare = form.rstrip(ENDS)
            shapes = (form, form.rstrip(MARKS), bare, bare.removesuffix("'s").removesuffix("’s"))
        for shape in shapes:
            end = _end(text, start, shape) if shape in sizes() else 0
            if end:
                return end
    return 0


def _end(text: str, start: int, form: str) -> int:
    """Return where a form that begins at an offset ends in the text; 0 where it does not stand in one paragraph."""
    if text.startswith(form, start):
        end = start + len(form)
    else:
        match = re.compile(r"[ \t\u00a0]*\n?[ \t\u00a0]*".join(map(re.escape, form.split(" ")))).match(text, start)
        end = match.end() if match else 0
    return 0 if text[end : end + 1].isalnum() else end


def _score(text: str, run: Run, i: int, span: Span, size: float) -> float:
    tokens, token = run.tokens, run.tokens[i]
    several = span.end > token.end
    flag = 0 if several else token.flags
    if flag & (STOP | CALENDAR | NATION | TITLE | KIN) or ship(text, span.start) or text.startswith("$", span.end):
        return 0.0
    if _territorial().search(text, max(0, span.start - 16), span.start):
        return 0.0
    if size >= LISTED_BELOW and word_before(text, span.start) in ARTICLE | word_class("vessel"):
        verb = word_after(text, span.end)
        if verb in verbs()[0] | verbs()[1] or word_before(text, span.start) in word_class("vessel"):
            return 0.0  # a ship, as a rule
    listed = size < LISTED_BELOW
    score = 0.95 if listed or size > 1e6 else 0.9 if size > 2e5 else 0.85 if size > 5e4 or several else 0.75
    if flag & (ROLE | HEAD | THING):
        score -= 0.55
    elif flag & COMMON:
        score -= 0.2 if listed else 0.55
    elif flag & PLAIN:
        score -= 0.05 if listed else 0.35
    score += _context(text, run, i, span)
    last = next((k for k in range(i, len(tokens)) if tokens[k].end >= span.end), i)
    if last + 1 < len(tokens) and not tokens[last + 1].gap.strip():
        score -= _spoiled(text, span.start, tokens[last + 1], size == COUNTRY)
    if i and not token.gap.strip() and not posted(tokens, i):
        before = tokens[i - 1].flags
        if tokens[i - 1].text in word_class("peer") and word_before(text, tokens[i - 1].start) != "the":
            score -= 0.7
        elif before & (TITLE | GIVEN | ROLE) and not before & COMMON and tokens[i - 1].text != "St.":
            score -= 0.5
        elif not before & (STOP | NATION | ROLE | TITLE | COMMON) and not listed:
            score -= 0.3
    return score


def _spoiled(text: str, start: int, after: Token, country: bool) -> float:
    """Return how much the next word speaks against a place: "Moscow Treaty" is none, "USSR Foreign Ministry" is one."""
    if country or after.flags & (NATION | CALENDAR | STOP):
        return 0.0
    the = 0.3 if word_before(text, start) in ("the", "The") else 0.0
    if after.flags & (HEAD | THING | INNER):
        return 0.5 + the
    return 0.25 + the if not after.flags & ROLE else 0.0


def _context(text: str, run: Run, i: int, span: Span) -> float:
    sign = sign_before(text, span.start)
    score = 0.35 if sign == "in" else 0.15 if sign in ("from", "to", "of") else 0.0
    after = text[span.end : span.end + 2]
    if after == ", " and text[span.end + 2 : span.end + 3].isupper():
        follow = _follow().match(text, span.end + 2)
        if follow and (known(follow.group()) or known(follow.group().split(" ")[0])):
            score += 0.3
    elif run.line_start and i == 0 and after in (", ", ",\n"):
        score += 0.3
    if text[span.start - 2 : span.start] == ", " and sign == "after comma":
        score += 0.05
    if word_after(text, span.end) in verbs()[0]:
        score -= 0.1
    return score


@cache
def _follow() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?")


@cache
def _territorial() -> re.Pattern[str]:
    """Return a pattern of what makes a title of a place: "Duke of" Cumberland."""
    return re.compile(rf"\b(?:{'|'.join(word_class('territorial'))}) (?:of|de|von) $")
