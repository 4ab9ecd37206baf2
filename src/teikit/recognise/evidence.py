"""What a whole document says of a word: how its uses stand, and the weights that make a probability of that."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from math import exp

from teikit.data import table
from teikit.data.places_gazetteer import weight
from teikit.model import Document, Span
from teikit.recognise.around import word_after, word_before
from teikit.recognise.lexicon import (
    COMMON,
    FAMOUS,
    GIVEN,
    HEAD,
    INNER,
    PLACE,
    ROLE,
    SURNAME,
    THING,
    classes,
    flags,
    verbs,
    word_class,
)
from teikit.recognise.runs import Run, Token

NOUNS = HEAD | THING | PLACE | INNER
MOST = 25  # so many uses tell enough
LINKS = (", ", " and ", " or ", " & ")
LINKS_BEFORE = (*LINKS, ", and ", ", \n", " and \n", " or \n", " & \n")


@dataclass(slots=True, eq=False)
class Use:
    """A stretch of a run that no other rule has read: tokens ``first`` to ``last``, half-open.

    Compared by identity, so that what is found out about it can be kept.
    """

    run: Run
    first: int
    last: int
    tokens: tuple[Token, ...] = field(init=False)
    form: str = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = self.run.tokens[self.first : self.last]
        self.form = " ".join([token.text for token in self.tokens])


@dataclass(slots=True)
class Group:
    """All loose uses of one form in a document."""

    form: str
    uses: list[Use] = field(default_factory=list)


def groups(uses: Sequence[Use]) -> dict[str, Group]:
    """Group uses by their form."""
    found: dict[str, Group] = {}
    for use in uses:
        group = found.get(use.form)
        if group is None:
            group = found[use.form] = Group(use.form)
        group.uses.append(use)
    return found


def features(text: str, group: Group) -> dict[str, float]:
    """Return the evidence as features between 0 and 1."""
    found: dict[str, float] = defaultdict(float)
    tokens = group.uses[0].tokens
    head = tokens[-1]
    found["bias"] = 1.0
    kind = "surname" if head.flags & SURNAME else "given" if head.flags & GIVEN else "unknown"
    found[f"{kind} several" if len(tokens) > 1 else kind] = 1.0
    if len(tokens) > 1 and tokens[0].flags & GIVEN:
        found["given first"] = 1.0
    if head.flags & FAMOUS:
        found["famous"] = 1.0
    if head.flags & COMMON:
        found["common"] = 1.0
    if group.form.isupper():
        found["capitals"] = 1.0
    if len(head.text) < 4:
        found["short"] = 1.0
    if kind == "unknown" and (ending := endings().search(head.text)):
        found["surname ending" if ending.group(1) else "place ending"] = 1.0
    size = weight(group.form)
    if size and not (head.flags & FAMOUS and size >= 4):
        found["known place" if size < 4 else "large city" if size > 3e5 else "small city"] = 1.0
    uses = group.uses[:MOST]
    share = 1.0 / len(uses)
    for use in uses:
        for name in _signs(text, use):
            found[name] += share
    if found["in"] or found["from"]:
        found["lies"] = 0.0 if found["then says"] else 1.0
    elif found["then says"] or found["relative"] or found["that"]:
        found["acts"] = 1.0
    found["many"] = min(1.0, (len(group.uses) - 1) / 8)
    return found


@lru_cache(maxsize=4096)
def _signs(text: str, use: Use) -> tuple[str, ...]:
    """Name what stands around one use; persons and places ask for the same ones."""
    strong, weak = verbs()
    tokens, run = use.tokens, use.run
    start, end = tokens[0].start, tokens[-1].end
    signs = []
    after = word_after(text, end) if end < len(text) and text[end] in " \n'’\u00a0" else ""
    if after in word_class("ground"):
        signs.append("then ground")
    elif after in strong:
        signs.append("then says")
    elif after in weak:
        signs.append("then is")
    if text.startswith(("'s", "’s"), end):
        signs.append("possessive")
    elif text[end : end + 1] == ",":
        signs.append("then comma")
    if use.last < len(run.tokens) and not run.tokens[use.last].gap.strip():
        following = run.tokens[use.last].flags
        signs.append("then noun" if following & NOUNS else "then capital")
    if _beside_place(text, start, end):
        signs.append("beside place")
    if use.first:
        signs.append("after office" if run.tokens[use.first - 1].flags & ROLE else "after capital")
    elif run.opens:
        signs.append("line" if run.line_start else "opens")
    else:
        signs.append(sign_before(text, start))
    return tuple(signs)


def sails(text: str, group: Group) -> bool:
    """Return whether a form names a ship: "the barque Lydia"."""
    return any(word_before(text, use.tokens[0].start) in word_class("vessel") for use in group.uses[:MOST])


def person_of_place(text: str, group: Group) -> bool:
    """Return whether a form that is a city as well is shown to be a person: "an orderly called Milan"."""
    shown = False
    for use in group.uses[:MOST]:
        sign = sign_before(text, use.tokens[0].start)
        if sign in ("in", "from", "to"):
            return False
        shown = shown or (sign == "relative" and use.first == 0)
    return shown


def _beside_place(text: str, start: int, end: int) -> bool:
    """Return whether a use stands in a list with a well-known place: "Mwanza and Bukoba"."""
    after = _next().match(text, end) if text.startswith(LINKS, end) else None
    if after and weight(after.group(1)) and not flags().get(after.group(1), 0) & (COMMON | GIVEN | SURNAME):
        return True
    if not text.endswith(LINKS_BEFORE, 0, start):
        return False
    before = _previous().search(text, max(0, start - 30), start)
    return bool(before and weight(before.group(1)) and not flags().get(before.group(1), 0) & (COMMON | GIVEN | SURNAME))


@cache
def _next() -> re.Pattern[str]:
    return re.compile(r"(?:, (?:and )?| and | or | & )([^\W\d_]{4,})")


@cache
def _previous() -> re.Pattern[str]:
    return re.compile(r"\b([^\W\d_]{4,})(?:, (?:and )?| and | or | & )$")


def sign_before(text: str, start: int) -> str:
    """Name what stands before a word: "in", "from", "the", "relative", "that", "of", "other word", or a mark."""
    before = word_before(text, start)
    if not before:
        return "after comma" if text[max(0, start - 2) : start] in (", ", ",\n") else "after mark"
    lower = before.lower()
    if lower == "to":
        return "to"
    if lower == "of":
        settled = word_before(text, text.rfind(before, 0, start)).lower() in word_class("settlement")
        return "in" if settled else "of"
    return _openers().get(lower, "other word")


@cache
def _openers() -> dict[str, str]:
    """Map the words that open a place for a name to their sign; a word of two classes has the first."""
    named = (("in", "in"), ("from", "from"), ("the", "article"), ("relative", "relative"))
    listed = [*((sign, word_class(name)) for sign, name in named), ("that", word_class("somebody") | verbs()[0])]
    return {word: sign for sign, words in reversed(listed) for word in words}


@cache
def endings() -> re.Pattern[str]:
    """Return a pattern of word endings: its group matches those of surnames, the rest are those of places."""
    listed = dict(classes())
    names, towns = "|".join(listed["surname ending"]), "|".join(listed["place ending"])
    return re.compile(f"(?:({names})|{towns})$")


@cache
def weights(kind: str) -> dict[str, float]:
    """Return the weights of the features for a kind of name, as measured by scripts/fit_evidence.py."""
    return {row["feature"]: float(row[kind]) for row in table("names_evidence")}


def threshold(kind: str) -> float:
    """Return the probability from which a form is a name of this kind."""
    return weights(kind).get("threshold", 0.5)


def probability(kind: str, found: dict[str, float]) -> float:
    """Return the probability that a form with these features is a name of this kind."""
    return probability_of(weights(kind), found)


def probability_of(weight_of: Mapping[str, float], found: Mapping[str, float]) -> float:
    total = sum(weight_of.get(name, 0.0) * value for name, value in found.items())
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def datelines(doc: Document) -> list[Span]:
    """Return where the datelines of a document stand."""
    return [block.span for block in doc.walk() if block.kind == "dateline"]


def in_a_dateline(lines: Sequence[Span], group: Group) -> bool:
    """Return whether a word stands in a dateline: there "Wellington" is the town, and so in the whole document."""
    return any(line.start <= use.tokens[0].start < line.end for line in lines for use in group.uses)
