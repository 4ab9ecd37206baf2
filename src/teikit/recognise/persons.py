"""Names of persons: the names that show themselves, then the words that the document as a whole shows to be names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from teikit.data.places_gazetteer import known, weight
from teikit.model import Document, Mention, Span
from teikit.recognise.around import particle_before, suffix_after, word_before
from teikit.recognise.casing import cased
from teikit.recognise.evidence import Use
from teikit.recognise.fullnames import NEVER, NOUN, Candidate, initialled, named, ranked, titled
from teikit.recognise.lexicon import COMMON, GIVEN, KIN, ROLE, STOP, SUFFIX, TITLE, word_class
from teikit.recognise.posts import posted
from teikit.recognise.runs import SPANISH_ARTICLES, Run, Runs, Token, articles_mean_nouns, scan
from teikit.recognise.standing import judge, places_of_names

OFFICE = TITLE | ROLE | KIN


def recognise_persons(doc: Document) -> Iterable[Mention]:
    """Recognise names of persons."""
    doc = cased(doc)
    found, uses = read(doc)
    candidates = [*found, *places_of_names(doc, uses)]
    taken = {token.start for candidate in candidates for token in candidate.tokens}
    candidates += judge(doc, candidates, [use for use in uses if use.tokens[0].start not in taken])
    for candidate in candidates:
        span = candidate.span
        start = particle_before(doc.text, span.start)
        if candidate.rule == "alone" and articles_mean_nouns(doc.text) and _article(doc.text, start, span.start):
            continue
        end = suffix_after(doc.text, span.end) if len(candidate.tokens) > 1 else span.end
        yield Mention(Span(start, end), "persName", f"persons:{candidate.rule}", round(candidate.score, 2))


def _article(text: str, start: int, name: int) -> bool:
    """Return whether a noun with its article is meant, no name: "de la Bandera", but "el general de la Torre"."""
    before = text[start:name].split()
    return bool(before) and before[-1] in SPANISH_ARTICLES and word_before(text, start) not in word_class("rank")


def read(doc: Document) -> tuple[tuple[Candidate, ...], tuple[Use, ...]]:
    """Return the names that their own words show, and the other capitals, for `standing` to judge."""
    return _read(scan(doc))


@lru_cache(maxsize=2)
def _read(runs: Runs) -> tuple[tuple[Candidate, ...], tuple[Use, ...]]:
    candidates: list[Candidate] = []
    uses: list[Use] = []
    for run in runs.all:
        if len(run.tokens) > 1:
            _read_run(run, candidates, uses)
        elif not run.flags & STOP:
            _read_word(run, candidates, uses)
    return tuple(candidates), tuple(uses)


def _read_word(run: Run, candidates: list[Candidate], uses: list[Use]) -> None:
    """Read a run of one word, as most are: no name shows itself in it but after an office in small letters."""
    candidate = ranked(run)
    if candidate is not None:
        candidates.append(candidate)
    elif _loose(run.tokens[0]):
        uses.append(Use(run, 0, 1))


def _shown(run: Run, i: int) -> Candidate | None:
    """Return the name that shows itself at a token; the flags tell most tokens that none does."""
    token = run.tokens[i]
    return (
        (ranked(run) if not i else None)
        or (titled(run.tokens, i) if token.flags & OFFICE else None)
        or (initialled(run, i) if token.initial or len(token.text) < 3 else None)
        or (named(run, i) if token.flags & GIVEN else None)
    )


def _read_run(run: Run, candidates: list[Candidate], uses: list[Use]) -> None:
    tokens, i, count = run.tokens, 0, len(run.tokens)
    loose = -1  # where a stretch of loose words began
    while i < count:
        token = tokens[i]
        candidate = _shown(run, i)
        plain = (
            candidate is None
            and _loose(token)
            and not posted(tokens, i)
            and not (loose >= 0 and token.gap.strip(" \n\u00a0"))
        )
        if loose >= 0 and not (plain and _joins(tokens[i - 1], token)):
            uses.append(Use(run, loose, i))
            loose = -1
        if candidate is not None:
            candidate = _leftward(run, i, candidate, uses)
            candidates.append(candidate)
            last = candidate.tokens[-1].start
            while tokens[i].start < last:
                i += 1
        elif plain and loose < 0:
            loose = i
        i += 1
    if loose >= 0:
        uses.append(Use(run, loose, count))


def _leftward(run: Run, i: int, candidate: Candidate, uses: list[Use]) -> Candidate:
    """Take an unknown word before a given name into it ("Braj" before "Kumar Nehru")."""
    last = uses[-1] if uses else None
    if last is None or last.run is not run or last.last != i or candidate.rule != "given" or last.first + 1 != i:
        return candidate
    first = run.tokens[last.first]
    if first.flags or first.caps or known(first.text) or run.tokens[i].gap != " ":
        return candidate
    uses.pop()
    return replace(candidate, tokens=(first, *candidate.tokens))


def _loose(token: Token) -> bool:
    if token.flags & (NEVER | TITLE | KIN) or len(token.text) < 2 or token.initial:
        return False
    return not token.flags & SUFFIX


def _joins(left: Token, right: Token) -> bool:
    """Return whether two loose words may be one name: neither is an English word, a noun of names or a known place."""
    barred = COMMON | NOUN | ROLE
    return not (left.flags | right.flags) & barred and left.caps == right.caps and not 0 < weight(left.text) < 4
