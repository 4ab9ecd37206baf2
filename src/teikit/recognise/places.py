"""Names of places: from the gazetteer, from words such as "Street" and "Lake", and from "in", "at" and "near"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from teikit.data.places_gazetteer import COUNTRY, known, longer, sizes, weight
from teikit.model import Document, Mention, Span
from teikit.recognise.evidence import Use, features, groups, probability, sign_before
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
from teikit.recognise.runs import Run, Token, capitals_mean_nouns, scan, word_after, word_before

PLAIN = GIVEN | SURNAME
OTHER = CALENDAR | NATION | STOP | TITLE | ROLE | KIN | HEAD | THING | COMMON | INNER
SURE = 0.58  # below it evidence is right less often than in three cases of four
LISTED_BELOW = 4.0  # sizes below are no numbers of people
MARKS = ",;:!?)]”\"’'"
ENDS = MARKS + "."
Found = tuple[Span, float, str]


def recognise_places(doc: Document) -> Iterable[Mention]:
    """Recognise names of places."""
    text = doc.text
    taken = bytearray(len(text) + 1)
    at = 0
    for run in scan(doc).all:
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
        if token.start >= at:
            found = _with_head(text, run, i) or _listed(text, run, i) or _with_front(text, run, i)
            if found is not None:
                at = found[0].end
                yield found


def _judged(doc: Document, taken: bytearray) -> Iterator[Mention]:
    """Judge the words that no list decides, and the names of small towns, by the evidence of the whole document."""
    _, uses = read(doc)
    free = [use for use in uses if not taken[use.tokens[0].start] and (not use.tokens[-1].flags & OTHER or _town(use))]
    german = capitals_mean_nouns(doc.text)
    for group in groups(free).values():
        if german and weight(group.form) < 1e5:
            continue
        if (group.form.isupper() and not known(group.form.title())) or len(group.form) < 4:
            continue
        score = probability("place", features(doc.text, group))
        for use in group.uses if score >= 0.3 else ():
            start, end = use.tokens[0].start, use.tokens[-1].end
            here = score + (0.25 if sign_before(doc.text, start) == "in" else 0.0)
            if here >= SURE and not taken[start] and not taken[end - 1] and not _ship(doc.text, start):
                yield _mention(doc.text, Span(start, end), "evidence", min(here, 0.95))


def _town(use: Use) -> bool:
    return not use.tokens[0].flags & (STOP | CALENDAR | NATION) and weight(" ".join(t.text for t in use.tokens)) > 0


def _ship(text: str, start: int) -> bool:
    return text[max(0, start - 5) : start].endswith(("HMS ", "USS ", "SMS ", "RMS ", "SS ", "MS ", "M.S. ", "S.S. "))


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
    if i + 1 >= len(run.tokens) or run.tokens[i].text not in word_class("direction"):
        return None
    after = run.tokens[i + 1]
    listed = known(after.text) and not after.gap.strip() and not after.flags & (STOP | CALENDAR | NATION | COMMON)
    return Span(run.tokens[i].start, after.end) if listed else None


def _acronym(tokens: tuple[Token, ...], i: int) -> Span | None:
    end = i + 1
    while end < len(tokens) and tokens[end].initial and tokens[end].gap in ("", " "):
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
    if limit:
        words = text[start : start + 60].split(None, limit)[:limit]
        for count in range(len(words), 1, -1):
            form = " ".join(words[:count])
            bare = form.rstrip(ENDS)
            for shown in (form, form.rstrip(MARKS), bare, bare.removesuffix("'s").removesuffix("’s")):
                if shown in listed:
                    end = _end(text, start, shown)
                    if end:
                        return Span(start, end)
    if word in listed or (word.isupper() and len(word) > 3 and word.title() in listed and not token.flags & COMMON):
        return Span(start, token.end)
    return None


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
    if flag & (STOP | CALENDAR | NATION | TITLE | KIN) or _ship(text, span.start):
        return 0.0
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
    if i and not token.gap.strip():
        before = tokens[i - 1].flags
        if before & (TITLE | GIVEN | ROLE) and not before & COMMON and tokens[i - 1].text != "St.":
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


def _with_head(text: str, run: Run, i: int) -> Found | None:
    """Read capitals that end in the head of a place's name ("Starastve Street", "12 Wąska Street")."""
    tokens = run.tokens
    if (
        i + 1 >= len(tokens)
        or tokens[i].flags & (STOP | CALENDAR | TITLE | NATION)
        or (run.opens and i == 0 and tokens[0].flags & COMMON)
    ):
        return None
    for last in range(i + 1, min(i + 4, len(tokens))):
        token = tokens[last]
        if token.gap.strip() or (token.flags & (STOP | CALENDAR) and not token.flags & PLACE):
            return None
        if token.flags & PLACE and not tokens[last - 1].flags & TITLE:
            following = tokens[last + 1] if last + 1 < len(tokens) else None
            if following and not following.gap.strip() and following.flags & (PLACE | HEAD | THING):
                return None
            if all(t.flags & COMMON and not t.flags & PLAIN for t in tokens[i:last]) and token.text not in word_class(
                "road"
            ):
                return None
            return Span(_number(text, tokens[i].start, token.text), token.end), 0.75, "head"
    return None


def _number(text: str, start: int, head: str) -> int:
    """Return where an address begins, its house number included."""
    if head not in word_class("road") or not text[max(0, start - 2) : start - 1].isdigit():
        return start
    match = re.compile(
        r"(?<![\w.,-])(?<![A-Za-z] )(?:\d{1,3}[-–])?\d{1,3} $|(?<=\b[aiou][tnf] )\d{1,3}(?:[-–]\d{1,3})? $"
    ).search(text, max(0, start - 10), start)
    return match.start() if match else start


def _with_front(text: str, run: Run, i: int) -> Found | None:
    """Read a head that stands first ("Lake Ladoga", "Fort Knox")."""
    tokens = run.tokens
    if not tokens[i].flags & BEFORE or i + 1 >= len(tokens) or tokens[i].flags & (ROLE | TITLE):
        return None
    after = tokens[i + 1]
    if _ship(text, tokens[i].start):
        return None
    if after.gap.strip() or after.flags & (STOP | CALENDAR | NATION | THING | ROLE | TITLE | PLACE) or after.initial:
        return None
    if (tokens[i].text in ("Camp", "Ghetto", "River") and known(after.text)) or (
        after.flags & COMMON and not after.flags & PLAIN
    ):
        return None
    sure = (
        0.3
        if tokens[i].text in ("Place", "Point", "Villa", "Via", "Port", "Tell", "Sea")
        and sign_before(text, tokens[i].start) != "in"
        else 0
    )
    return Span(tokens[i].start, after.end), 0.78 - sure, "front"
