"""Names of persons that show themselves: a title, initials or a given name, and a surname after it."""

from __future__ import annotations

from dataclasses import dataclass

from teikit.data.places_gazetteer import known, weight
from teikit.model import Span
from teikit.recognise.lexicon import (
    CALENDAR,
    COMMON,
    GIVEN,
    HEAD,
    KIN,
    NAMED,
    NATION,
    PARTICLE,
    PLACE,
    ROLE,
    STOP,
    SUFFIX,
    SURNAME,
    THING,
    TITLE,
    word_class,
)
from teikit.recognise.posts import posted
from teikit.recognise.runs import Run, Token

NAME = GIVEN | SURNAME
NEVER = CALENDAR | NATION | STOP
NOUN = HEAD | THING | PLACE
LONGEST = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may name a person. ``rule``: why. ``sure``: whether it may teach the rest of the document."""

    tokens: tuple[Token, ...]
    score: float
    rule: str
    sure: bool = False

    @property
    def span(self) -> Span:
        return Span(self.tokens[0].start, self.tokens[-1].end)


def titled(tokens: tuple[Token, ...], i: int) -> Candidate | None:
    """Read a name after a title ("Mr. Dean Rusk"), a role ("President Kennedy") or a word for a relative."""
    flag = tokens[i].flags
    if (
        not flag & (TITLE | ROLE | KIN)
        or i + 1 >= len(tokens)
        or (tokens[i].text in word_class("adjective") and not flag & TITLE)
    ):
        return None
    if tokens[i].text in ("Dean", "Earl") and not (i and tokens[i - 1].text == "The"):
        return None
    first = i + 1
    while first < len(tokens) and _also_title(tokens, first):
        first += 1
    strong = bool(tokens[first - 1].flags & TITLE)
    last = _name_end(tokens, first, strong)
    if last == first and strong and first < len(tokens) and tokens[first].initial and not tokens[first].gap.strip():
        last = first + 1
        while last < len(tokens) and tokens[last].initial and not tokens[last].gap:
            last += 1
    if last == first:
        return None
    name = tokens[first:last]
    head = name[-1]
    if f"{tokens[i].text} {head.text}" in word_class("feast"):
        return None
    if len(name) == 1 and posted(tokens, first):
        return None
    if len(name) == 1 and not strong:
        if (head.flags & (ROLE | NOUN | COMMON) and not head.flags & NAME) or head.flags & (ROLE | HEAD):
            return None
        if (head.caps and (not tokens[i].caps or head.flags & COMMON)) or len(head.text) < 3:
            return None
    score = 0.97 if strong else 0.93
    if head.flags & COMMON and len(name) == 1:
        score -= 0.04 if strong else 0.13
    if last < len(tokens) and tokens[last].flags & (HEAD | THING) and not strong and len(name) == 1:
        score -= 0.2
    return Candidate(name, score, "title", score > 0.78)


def ranked(run: Run) -> Candidate | None:
    """Read a name after an office in small letters ("le colonel Tchoubarov", "don Carlo")."""
    first = run.tokens[0]
    if run.before not in word_class("rank") or first.flags & (NEVER | ROLE | TITLE | KIN | NOUN):
        return None
    if (first.flags & COMMON and not first.flags & NAME) or first.caps:
        return None
    last = _name_end(run.tokens, 0, False)
    return Candidate(run.tokens[:last], 0.88, "rank", True) if last else None


def _also_title(tokens: tuple[Token, ...], i: int) -> bool:
    """Return whether a word after a title is one more title ("Major General", "Herr Doktor")."""
    token = tokens[i]
    if token.gap.strip() or token.text in ("Dean", "Earl"):
        return False
    return bool(token.flags & TITLE) or (i + 1 < len(tokens) and bool(token.flags & ROLE))


def initialled(run: Run, i: int) -> Candidate | None:
    """Read initials and a surname ("N.S. Khrushchev", "J. B. Priestley", "U Thant")."""
    tokens = run.tokens
    burmese = (
        tokens[i].text == "U" and i + 1 < len(tokens) and not tokens[i + 1].flags & COMMON and not tokens[i + 1].caps
    )
    double = len(tokens[i].text) == 2 and tokens[i].caps and i + 1 < len(tokens) and not known(tokens[i].text)
    if double:
        double = (
            bool(tokens[i + 1].flags & SURNAME) and not tokens[i + 1].flags & (COMMON | GIVEN) and not tokens[i].flags
        )
    if not (tokens[i].initial or burmese or double) or (i and tokens[i - 1].initial and not tokens[i].gap):
        return None
    last = i + 1 if burmese or double else i
    while last < min(len(tokens), i + 6) and tokens[last].initial:
        last += 1
    count = last - i
    if count == 2 and run.line_start and not i and tokens[0].text + tokens[1].text in ("P.S.", "N.B.", "N.S."):
        return None
    end = _name_end(tokens, last, False) if last < len(tokens) else last
    if end == last or (tokens[i].text == "U." and count > 1 and tokens[i + 1].text == "S."):
        return None
    surname = tokens[end - 1]
    if (
        count == 1
        and not burmese
        and (
            (surname.flags & COMMON and not surname.flags & NAME)
            or (run.line_start and i == 0 and not _signs(tokens, last, end))
        )
    ):
        return None
    if surname.flags & (NOUN | ROLE) and not surname.flags & NAME:
        return None
    score = 0.95 if surname.flags & SURNAME else 0.9
    return Candidate(tokens[i:end], score - (0.1 if surname.flags & COMMON else 0), "initials", True)


def _signs(tokens: tuple[Token, ...], first: int, end: int) -> bool:
    """Return whether words after an initial at the head of a line are a name rather than a heading ("A. Poland")."""
    name = tokens[first:end]
    return (
        (end == len(tokens) or bool(tokens[end].flags & (ROLE | STOP)))
        and (len(name) > 1 or bool(name[0].gap.strip()) or not known(name[0].text.title()))
        and all(t.flags & NAME or not t.flags for t in name)
    )


def named(run: Run, i: int) -> Candidate | None:
    """Read a given name and what follows it ("Fidel Castro")."""
    tokens = run.tokens
    token = tokens[i]
    if not token.flags & GIVEN or i + 1 >= len(tokens) or token.text in word_class("front"):
        return None
    particle = token.text[-1] == "." and bool(tokens[i + 1].gap.strip())  # "Aug. de Lamberville"
    if token.flags & NEVER and not tokens[i + 1].initial and not particle:
        return None
    if token.flags & COMMON and run.opens and i == 0 and not run.line_start and not _surname(tokens[i + 1]):
        return None
    if i + 2 < len(tokens) and tokens[i + 1].initial and tokens[i + 2].initial and 0 < weight(token.text) < 4:
        return None
    last = _name_end(tokens, i + particle, False)
    if last - i < 2 or weight(" ".join(t.text for t in tokens[i:last])):
        return None
    score = _named_score(tokens, i, last)
    return Candidate(tokens[i:last], score, "given", score > 0.8) if score >= 0.72 else None


def _surname(token: Token) -> bool:
    return bool(token.flags & SURNAME) and not token.flags & (COMMON | NEVER) and not token.gap.strip()


def _named_score(tokens: tuple[Token, ...], i: int, last: int) -> float:
    token, surname = tokens[i], tokens[last - 1]
    score = 0.95 if surname.flags & SURNAME else 0.88
    if surname.flags & COMMON:
        score -= 0.05 if surname.flags & SURNAME else 0.18
    if token.text[-1] == ".":  # "Thos. Orchard"
        score += 0.25
    if token.flags & COMMON:
        score -= 0.2
    if surname.flags & (NOUN | ROLE):
        score -= 0.25
    if token.caps != surname.caps and not surname.initial:
        score -= 0.3
    if 0 < weight(token.text) < 4:
        score -= 0.3
    if last < len(tokens) and not tokens[last].gap.strip():
        score -= 0.5 if tokens[last].flags & (NAMED | PLACE) else 0.15 if tokens[last].flags & NOUN else 0.0
    return score


def _name_end(tokens: tuple[Token, ...], first: int, strong: bool) -> int:
    """Return where a name that begins at a token ends: after initials, given names, a surname, "Jr."."""
    at = first
    while at < len(tokens) and at - first < LONGEST:
        token = tokens[at]
        if token.flags & SUFFIX and at > first:
            at += 1
            break
        if at > first and token.gap.strip() in ("der", "den", "des"):  # "Tal der Saale"
            break
        particle = token.flags & PARTICLE and at + 1 < len(tokens) and _nameable(tokens[at + 1], False, False)
        if at > first and token.flags & NEVER and token.flags & NAME and _inside(tokens, at):
            at += 1
            continue
        if at > first and _place_next(tokens, at):
            break
        if not particle and not _nameable(token, _bold(tokens[first:at], strong), at > first):
            break
        at += 1
    while at > first + 1 and (tokens[at - 1].initial or tokens[at - 1].flags == PARTICLE):
        at -= 1
    if at - first == 1 and (
        tokens[first].initial or (tokens[first].flags & PARTICLE and not tokens[first].flags & NAME)
    ):
        return first
    return at


def _place_next(tokens: tuple[Token, ...], at: int) -> bool:
    """Return whether a place of two words begins here: "Franklin New York"."""
    pair = f"{tokens[at].text} {tokens[at + 1].text}" if at + 1 < len(tokens) else ""
    return bool(tokens[at].flags & COMMON) and known(pair)


def _bold(before: tuple[Token, ...], strong: bool) -> bool:
    """Return whether even a common word goes on with a name: "Mr. W. C. Battle", "Sir John Hall", "Thos. Orchard"."""
    given = len(before) == 1 and bool(before[0].flags & GIVEN)
    return (strong and (given or all(t.initial for t in before))) or (given and before[0].text[-1] == ".")


def _inside(tokens: tuple[Token, ...], at: int) -> bool:
    """Return whether a month or a people is a name here: "Karl August Meyer", "Jane Finn"."""
    before = tokens[at - 1]
    if not before.flags & GIVEN or before.flags & COMMON or tokens[at].flags & STOP:
        return False
    return bool(tokens[at].flags & NATION) or (at + 1 < len(tokens) and _surname(tokens[at + 1]))


def _nameable(token: Token, strong: bool, inside: bool) -> bool:
    flag = token.flags
    if token.initial or (len(token.text) == 1 and inside and token.text not in "IAO"):
        return True
    if len(token.text) == 1 or (
        flag & NEVER and not (flag & NAME and inside and not token.caps and not flag & (CALENDAR | NATION))
    ):
        return False
    if flag & NAME:
        return not (flag & (TITLE | KIN) or (inside and flag & (THING | HEAD) and flag & COMMON and not strong))
    if flag & (TITLE | ROLE | KIN | NOUN):
        return strong and not flag & (TITLE | ROLE)
    if flag & COMMON:
        return strong or (inside and not token.caps)
    return not (inside and token.caps and len(token.text) < 5)
