"""Names of organisations: known ones, and head words ("Ministry", "Committee") with the capitals around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from teikit.data import words
from teikit.model import Document, Mention, Span
from teikit.recognise.casing import cased
from teikit.recognise.lexicon import (
    BEFORE,
    CALENDAR,
    COMMON,
    HEAD,
    INNER,
    KIN,
    NATION,
    ROLE,
    STOP,
    TITLE,
    flags,
    word_class,
)
from teikit.recognise.runs import Run, Token, capitals, scan


def recognise_orgs(doc: Document) -> Iterable[Mention]:
    """Recognise names of organisations."""
    doc = cased(doc)
    first = known_names()[1].keys()
    for run in scan(doc).all:
        if run.flags & HEAD or not first.isdisjoint([token.text for token in run.tokens]):
            yield from _in_run(doc.text, run)
    if "&" in doc.text:
        for match in _firm().finditer(doc.text):
            yield Mention(Span(match.start(1), match.end(1)), "orgName", "orgs:firm", 0.98)


def _in_run(text: str, run: Run) -> Iterable[Mention]:
    tokens, i = run.tokens, 0
    while i < len(tokens):
        end, rule, score = _known(text, run, i) or 0, "known", 0.9
        if end:
            found = text[tokens[i].start : end]
            score = 0.96 if "'" in found or " " in found else 0.9
            last = next((k for k in range(i, len(tokens)) if tokens[k].end >= end), i)
            if tokens[last].end == end and tokens[last].flags & HEAD:
                end = _complement(text, tokens, last)
        elif run.flags & HEAD and (head := _head(run, i)) is not None:
            end, rule = _complement(text, tokens, head), "head"
            if end == tokens[head].end and (head == i or not _proper(tokens[i:head])):
                end = 0
            score = 0.85 if head > i + 1 or end > tokens[head].end else 0.8
        if not end:
            i += 1
            continue
        yield Mention(Span(tokens[i].start, end), "orgName", f"orgs:{rule}", score)
        while i < len(tokens) and tokens[i].start < end:
            i += 1


def _known(text: str, run: Run, i: int) -> int | None:
    """Return the end of a known name that begins at a token."""
    tokens = run.tokens
    names, first = known_names()
    limit = first.get(tokens[i].text, 0)
    if not limit or (tokens[i].flags & STOP and tokens[i].caps):
        return None
    if tokens[i].text == "SS" and i + 1 < len(tokens) and (not tokens[i + 1].flags or tokens[i + 1].flags & BEFORE):
        return None  # a steamship
    for count in range(limit, 0, -1):
        match = _phrase(count).match(text, tokens[i].start)
        form = " ".join(match.group().split()) if match else ""
        if match and (form in names or form.rstrip(".") in names):
            return match.end() - (form not in names)
    return None


@cache
def known_names() -> tuple[frozenset[str], dict[str, int]]:
    """Return the known names, and for each first word the number of words of its longest name."""
    names = words("orgs_known")
    first: dict[str, int] = {}
    for name in names:
        word = name.split()[0].removesuffix("'s").removesuffix("’s")
        word = word if not re.fullmatch(r"(?:[A-Z]\.)+", word) else word[:2]
        first[word] = max(first.get(word, 0), len(name.split()))
    return names, first


@cache
def _phrase(count: int) -> re.Pattern[str]:
    return re.compile(
        r"(?:[^\W_]|[-.'’&](?=[^\W_]))+\.?" + r"[ \n\u00a0](?:[^\W_]|[-.'’](?=[^\W_]))+" * (count - 1) + r"(?![^\W_])"
    )


def _head(run: Run, i: int) -> int | None:
    """Return the index of the head that ends the name begun at a token, or None where none does."""
    tokens, token = run.tokens, run.tokens[i]
    if (
        token.flags & (STOP | CALENDAR | TITLE | KIN)
        or token.initial
        or (token.flags & ROLE and not token.flags & (INNER | HEAD))
    ):
        return None
    if i == 0 and run.opens and token.flags & COMMON and not token.flags & (INNER | HEAD | NATION):
        return None
    found = None
    for k in range(i, min(i + 7, len(tokens))):
        part = tokens[k]
        if k > i and (part.gap.strip() or (part.flags & (STOP | TITLE) and not part.flags & INNER)):
            break
        if part.flags & CALENDAR or (part.flags & ROLE and not part.flags & (INNER | HEAD)):
            break
        if part.flags & HEAD:
            found = k
    return found


def _proper(words_before: tuple[Token, ...]) -> bool:
    """Return whether the words before a head make a name of it: "Moscow Narodny" does, "First" and "New" do not."""
    return any(
        not t.flags & COMMON or (t.flags & (INNER | NATION) and t.text not in word_class("vague")) for t in words_before
    )


@cache
def _firm() -> re.Pattern[str]:
    """Return a pattern of a firm's name: "Turnbull, Scott & Co."."""
    word = rf"(?!Messrs)[{capitals()}][\w.'’-]*"
    ends = "|".join(re.escape(word) for word in sorted(word_class("firm"), key=len, reverse=True))
    name = rf"{word}(?: {word}){{0,2}}"
    return re.compile(rf"(?:Messrs\.? )?\b({name}(?:, {name}){{0,3}},? & (?:{ends}))(?!\w)")


@cache
def _of() -> re.Pattern[str]:
    upper = f"[{capitals()}]"
    word = rf"{upper}(?:[^\W_]|[-.'’&](?=[^\W_]))+"
    link = r"[ \u00a0\n](?:of the|of|on|for the|for|de la|de l['’]|des|de|du|für|der|della|di)[ \u00a0\n]?"
    return re.compile(rf"{link}({word}(?:(?:[ \u00a0]|,[ ](?={word} and )| and (?:the )?){word}){{0,3}})")


def _complement(text: str, tokens: tuple[Token, ...], head: int) -> int:
    """Return where the name ends, with "of State", "on Foreign Relations" and the like."""
    end = tokens[head].end
    if head + 1 < len(tokens) and not tokens[head + 1].gap.strip() and tokens[head + 1].start - end < 2:
        return end
    match = _of().match(text, end)
    known = flags()
    if match is None:
        return end
    last = end
    for word in re.finditer(r"[^\s,]+", match.group(1)):
        flag = known.get(word.group(), 0)
        if word.group() in ("Ministers", "Deputies", "Representatives", "Governors", "Directors", "Elders"):
            flag = 0
        if word.group()[0].isupper() and (
            flag & (CALENDAR | STOP | TITLE) or (flag & ROLE and not flag & (INNER | HEAD))
        ):
            break
        if word.group()[0].isupper():
            last = match.start(1) + word.end()
    possessive = text[last - 2 : last] in ("'s", "’s")
    return last - 2 if possessive else last
