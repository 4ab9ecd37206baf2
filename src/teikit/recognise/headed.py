"""Names of places that a word shows: "Starastve Street", "rue du Mont-Blanc", "Lake Ladoga"."""

from __future__ import annotations

import re
from functools import cache

from teikit.data.places_gazetteer import known
from teikit.model import Span
from teikit.recognise.evidence import sign_before
from teikit.recognise.lexicon import (
    BEFORE,
    CALENDAR,
    COMMON,
    GIVEN,
    HEAD,
    NATION,
    PLACE,
    ROLE,
    STOP,
    SURNAME,
    THING,
    TITLE,
    word_class,
)
from teikit.recognise.runs import Run

PLAIN = GIVEN | SURNAME
Found = tuple[Span, float, str]


def with_head(text: str, run: Run, i: int) -> Found | None:
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


@cache
def _before_street() -> frozenset[str]:
    """Return the words that may stand directly before the name of a street whose head is in small letters."""
    fronts = {word.split()[-1] for word in word_class("front") if word.islower()}
    return frozenset(fronts | {"de", "la", "los", "las", "du", "des", "dei", "della", "del"})


@cache
def _streets() -> re.Pattern[str]:
    fronts = "|".join(re.escape(word) for word in word_class("front") if word.islower())
    return re.compile(rf"\b(?:{fronts}) (?:de la |de los |de las |du |des |dei |della |del |de |d['’])?$")


def street(text: str, run: Run) -> Found | None:
    """Read a street whose head is in small letters ("rue du Mont-Blanc")."""
    start = run.start
    if run.opens or not (run.before in _before_street() or text[start - 1] in "'’"):
        return None
    match = _streets().search(text, max(0, start - 24), start) if text[start - 1] in " '’" else None
    if match is None or run.tokens[0].flags & (STOP | CALENDAR):
        return None
    last = next(
        (t for t, after in zip(run.tokens, run.tokens[1:], strict=False) if after.gap.strip() or after.flags & STOP),
        None,
    )
    return Span(match.start(), (last or run.tokens[-1]).end), 0.85, "street"


def with_front(text: str, run: Run, i: int) -> Found | None:
    """Read a head that stands first ("Lake Ladoga", "Fort Knox")."""
    tokens = run.tokens
    if not tokens[i].flags & BEFORE or i + 1 >= len(tokens):
        return None
    saint = tokens[i].text in ("St.", "St", "Saint") and sign_before(text, tokens[i].start) in ("in", "from")
    if tokens[i].flags & (ROLE | TITLE) and not saint:
        return None
    after = tokens[i + 1]
    if ship(text, tokens[i].start):
        return None
    particle = bool(after.gap.strip()) and tokens[i].text not in word_class("front")
    if particle or after.flags & (STOP | CALENDAR | NATION | THING | ROLE | TITLE | PLACE) or after.initial:
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
    score = 0.95 if saint or tokens[i].text in word_class("sure front") else 0.78 - sure
    return Span(tokens[i].start, after.end), score, "front"


def ship(text: str, start: int) -> bool:
    return text[max(0, start - 5) : start].endswith(("HMS ", "USS ", "SMS ", "RMS ", "SS ", "MS ", "M.S. ", "S.S. "))
