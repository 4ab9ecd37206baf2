"""Names of persons: the names that show themselves, then the words that the document as a whole shows to be names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from teikit.data.places_gazetteer import known, weight
from teikit.model import Document, Mention, Span
from teikit.recognise.casing import cased
from teikit.recognise.evidence import Use
from teikit.recognise.fullnames import NEVER, NOUN, Candidate, initialled, named, ranked, titled
from teikit.recognise.lexicon import COMMON, KIN, ROLE, STOP, SUFFIX, TITLE
from teikit.recognise.runs import Run, Runs, Token, particle_before, scan, suffix_after
from teikit.recognise.standing import judge, places_of_names


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
        end = suffix_after(doc.text, span.end) if len(candidate.tokens) > 1 else span.end
        yield Mention(Span(start, end), "persName", f"persons:{candidate.rule}", round(candidate.score, 2))


def read(doc: Document) -> tuple[tuple[Candidate, ...], tuple[Use, ...]]:
    """Return the names that their own words show, and the other capitals, for `standing` to judge."""
    return _read(scan(doc))


@lru_cache(maxsize=2)
def _read(runs: Runs) -> tuple[tuple[Candidate, ...], tuple[Use, ...]]:
    candidates: list[Candidate] = []
    uses: list[Use] = []
    for run in runs.all:
        if len(run.tokens) == 1 and run.tokens[0].flags & STOP:
            continue
        _read_run(runs.text, run, candidates, uses)
    return tuple(candidates), tuple(uses)


def _read_run(text: str, run: Run, candidates: list[Candidate], uses: list[Use]) -> None:
    tokens, i, count = run.tokens, 0, len(run.tokens)
    loose = -1  # where a stretch of loose words began
    while i < count:
        token = tokens[i]
        candidate = (not i and ranked(text, run)) or titled(tokens, i) or initialled(run, i) or named(run, i)
        plain = candidate is None and _loose(token) and not (loose >= 0 and token.gap.strip(" \n\u00a0"))
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
