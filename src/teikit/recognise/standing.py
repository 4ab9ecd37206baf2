"""Words that stand alone: whether they name a person, from their place in the text and all uses in the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from teikit.data.places_gazetteer import weight
from teikit.model import Document, Metadata, Span
from teikit.recognise.around import word_after, word_before
from teikit.recognise.evidence import (
    Group,
    Use,
    datelines,
    features,
    groups,
    in_a_dateline,
    person_of_place,
    probability,
    sails,
    threshold,
)
from teikit.recognise.fullnames import Candidate
from teikit.recognise.lexicon import (
    ADDRESS,
    COMMON,
    FAMOUS,
    GIVEN,
    HEAD,
    INNER,
    KIN,
    PLACE,
    ROLE,
    STOP,
    SURNAME,
    THING,
    TITLE,
    flags,
    verbs,
    word_class,
)
from teikit.recognise.runs import capitals_mean_nouns

SIGNED = ("(Signed) ", "(signed) ", "(Sgd.) ", "(Sgd) ", "(s.) ", "(SIGNED) ", "[signature] ")
ADDRESSED = frozenset(",:!-— .")
DEAR = frozenset(("dear", "dearest", "cher", "chère", "lieber", "liebe", "querido", "querida", "caro", "cara"))
NOUN = HEAD | THING | PLACE | INNER


def judge(doc: Document, candidates: Sequence[Candidate], uses: Sequence[Use]) -> list[Candidate]:
    """Return the loose words that name persons: those that a full name taught, and those with enough evidence."""
    taught = _taught(candidates) | _header(doc.metadata)
    german = capitals_mean_nouns(doc.text)
    sure = threshold("person")
    found: list[Candidate] = []
    lines = datelines(doc)
    for group in groups(uses).values():
        score, rule = _known(taught, group.form), "document"
        if not score and weight(group.form) and in_a_dateline(lines, group):
            continue
        famous = group.uses[0].tokens[-1].flags & FAMOUS
        if not score and not _hopeless(group) and (famous or not german):
            score, rule = probability("person", features(doc.text, group)), "alone"
        if not score and weight(group.form) and group.uses[0].tokens[-1].flags & (GIVEN | SURNAME):
            score = 0.98 if person_of_place(doc.text, group) else 0.0  # more than the gazetteer gives
        if rule == "alone" and sails(doc.text, group):
            continue
        if score >= sure:
            for use in group.uses:
                here = _here(doc.text, use, score)
                if here >= sure:
                    found.append(Candidate(use.tokens, here, rule))
    return found


def _taught(candidates: Sequence[Candidate]) -> dict[str, float]:
    """Return the surnames and given names of the names that are certain, with the score that they give elsewhere."""
    taught: dict[str, float] = {}
    for candidate in candidates:
        names = [t for t in candidate.tokens if not t.initial and len(t.text) > 2] if candidate.sure else []
        if not names:
            continue
        taught[" ".join(t.text for t in candidate.tokens)] = 0.93
        for token in (names[0], names[-1]):
            if not token.flags & (STOP | TITLE | KIN):
                score = (0.93 if token is names[-1] else 0.85) - (0.1 if token.flags & (COMMON | ROLE) else 0)
                taught[token.text] = max(taught.get(token.text, 0), score)
    return taught


def _header(metadata: Metadata) -> dict[str, float]:
    """Return the names and surnames of the correspondents, authors and participants that the header names."""
    parties = [
        *metadata.authors,
        *metadata.participants,
        *(party for action in metadata.actions for party in action.who),
    ]
    given = [party.name.partition(",")[0].split() for party in parties if party.kind == "persName"]
    office = ROLE | TITLE | HEAD | STOP  # "The Secretary", "Soviet Ambassador"
    names = [words for words in given if words and words[0][0].isupper() and not flags().get(words[-1], 0) & office]
    known = {" ".join(words): 0.95 for words in names}
    return known | {words[-1]: 0.93 for words in names if len(words[-1]) > 2 and words[-1][0].isupper()}


def _known(taught: dict[str, float], form: str) -> float:
    if form in taught:
        return taught[form]
    plain = form.replace("-", "")
    return taught.get(plain, 0.0) or (taught.get(form.title(), 0.0) - 0.05 if form.isupper() and len(form) > 3 else 0.0)


def _hopeless(group: Group) -> bool:
    """Return whether a form is an English word, a noun of names, a well-known place or an acronym."""
    tokens = group.uses[0].tokens
    flag = tokens[-1].flags | tokens[0].flags
    if flag & (TITLE | ROLE | KIN | NOUN) or 0 < weight(group.form) < 4:
        return True
    plain = not tokens[-1].flags & (GIVEN | SURNAME)
    return (
        bool(flag & ADDRESS)
        or (plain and bool(flag & COMMON))
        or (plain and group.form.isupper())
        or len(group.form) < 3
    )


def _here(text: str, use: Use, score: float) -> float:
    """Return the score of one use of a word that names a person elsewhere."""
    run, token = use.run, use.tokens[0]
    common = bool(token.flags & (COMMON | ROLE)) and len(use.tokens) == 1
    if use.last < len(run.tokens) and not run.tokens[use.last].gap.strip():
        following = run.tokens[use.last]
        if following.flags & NOUN:
            score -= 0.4 if common or weight(token.text) else 0.1
        elif not following.flags & (TITLE | ROLE | STOP):
            score -= 0.25
    if common and run.opens and use.first == 0:
        strong, weak = verbs()
        after = word_after(text, token.end)
        score -= 0.05 if after in strong or after in weak else 0.1 if text.startswith(("’s", "'s"), token.end) else 0.4
    elif common and word_before(text, token.start) in ("the", "a", "an", "this"):
        score -= 0.4
    if weight(token.text) and word_before(text, token.start) in word_class("in"):
        score -= 0.5
    return score


def places_of_names(doc: Document, uses: Sequence[Use]) -> Iterator[Candidate]:
    """Yield the words that stand where only a person does: after "Dear", signed, in brackets after an office."""
    text = doc.text
    signed = [block.span for block in doc.walk() if block.kind in ("signed", "speaker")]
    end = len(text.rstrip())
    for use in uses:
        first, last = use.tokens[0], use.tokens[-1]
        if last.flags & (NOUN | TITLE | ROLE) and not last.flags & (GIVEN | SURNAME):
            continue
        whole = use.first == 0 and use.last == len(use.run.tokens)
        before = use.run.tokens[use.first - 1].text if use.first else use.run.before
        if before.lower() in DEAR and _addressed(text, first.start, last.end):
            free = not last.flags & (ADDRESS | STOP) and (not last.flags & COMMON or last.flags & (GIVEN | SURNAME))
            found = (0.88, "salutation") if free else None
        else:
            found = _placed(text, use, end, signed) if whole else None
        if found is not None and not 0 < weight(use.form) < 4:
            yield Candidate(use.tokens, *found, True)


def _addressed(text: str, start: int, end: int) -> bool:
    """Return whether a name is that of a salutation: "Dear Bob," at the head of a letter."""
    return text[end : end + 1] in ADDRESSED and _dear().search(text, max(0, start - 60), start) is not None


def _placed(text: str, use: Use, end: int, signed: Sequence[Span]) -> tuple[float, str] | None:
    """Return the score and rule of a whole run that stands where a name is signed, explained or listed."""
    first, last, at = use.tokens[0], use.tokens[-1], use.tokens[0].start
    shown = text[last.end : last.end + 2]
    if (
        use.run.line_start
        and shown.strip(" .") in ("", "\n")
        and _ends_letter(text[max(0, at - 60) : at], last.end, end)
        and (not last.caps or last.flags & SURNAME)
    ):
        return 0.85, "signature"
    plain = not last.flags & (COMMON | ROLE)
    if plain and not last.flags & STOP and text.endswith(SIGNED, 0, at):
        return 0.9, "signature"
    if text.endswith("(", 0, at) and shown[:1] == ")" and not first.caps:
        return (0.9, "office") if _office().search(text, max(0, at - 60), at) else None
    if plain and not last.flags & STOP and _listed(text, at, last.end):
        return 0.85, "present"
    if plain and any(span.start <= at and last.end <= span.end for span in signed):
        return 0.8, "signature"
    return None


def _listed(text: str, start: int, end: int) -> bool:
    """Return whether a name stands in a list of those present ("Members present: Ulbricht, Ebert")."""
    if text[max(0, start - 2) : start] not in (", ", ": ", ",\n", ":\n") or text[end : end + 1] not in (
        ",",
        ".",
        "\n",
        "",
        " ",
    ):
        return False
    label = text.rfind(":", max(0, start - 400), start)
    if (
        label < 0
        or "\n\n" in text[label:start]
        or not text[label + 1 : start].replace(",", "").replace(" ", "").isalpha()
    ):
        return label >= 0 and not text[label + 1 : start].strip() and _present(text, label)
    return _present(text, label)


def _present(text: str, label: int) -> bool:
    return any(word in word_class("present") for word in text[max(0, label - 40) : label].split("\n")[-1].split()[-4:])


def _ends_letter(before: str, at: int, end: int) -> bool:
    """Return whether a line is where a letter is signed: after "Yours sincerely", or the last line of a longer text."""
    return (at >= end - 1 and at > 200) or _closing().search(before) is not None


@cache
def _dear() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:[Dd]ear(?:est)?|DEAR|[Cc]her|[Cc]hère|[Ll]ieber|[Ll]iebe|[Qq]uerido|[Qq]uerida|[Cc]aro|[Cc]ara)[ \n]$"
    )


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(
        r"(?:[Ss]incerely|[Ff]aithfully|[Tt]ruly|[Rr]espectfully|[Cc]ordially|[Aa]ffectionately|[Rr]egards|[Ww]ishes|[Yy]ours|[Ll]ove"
        r"|[Ss]ervant|[Ff]riend|Grüßen|salutations|/s/)[^\n]{0,20}[,.]?\s*$"
    )


@cache
def _office() -> re.Pattern[str]:
    return re.compile(
        r"(?:Secretary|Director|Administrator|Ambassador|Chairman|Minister|President|Assistant|Representative|Counsel|Chief|Affairs"
        r"|Adviser|Advisor|Commissioner|Delegate|Officer|State|Defense|Agency|Administration|Staff|Council|Planning|Intelligence"
        r"|Treasury|Commerce|Security|Counselor|Office|Legation|Consul|Chargé)\s*\($"
    )
