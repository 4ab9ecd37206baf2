"""The office or rank that stands with a person's name: "Soviet Ambassador to Cuba", "President"."""

from __future__ import annotations

import re
from functools import cache

from teikit.data import table
from teikit.model import Metadata, Party, Span

NO_OFFICE = frozenset(
    [
        "Great",
        "Old",
        "Young",
        "Little",
        "Poor",
        "Dear",
        "Dearest",
        "Honest",
        "Blessed",
        "Late",
        "Former",
        "Acting",
        "Prime",
        "Foreign",
        "Deputy",
        "Assistant",
        "Vice",
        "Defense",
        "Defence",
        "Widow",
        "Brother",
        "Sister",
        "Mother",
        "Father",
        "Private",
    ]
)


@cache
def _offices() -> str:
    listed = [word for row in table("names_classes") if row["class"] == "role" for word in row["words"].split("|")]
    return "|".join(sorted((re.escape(word) for word in listed if word not in NO_OFFICE), key=len, reverse=True))


@cache
def _office() -> re.Pattern[str]:
    """Return a pattern of an office anywhere: the quick question before the long ones."""
    return re.compile(_offices())


@cache
def _before() -> re.Pattern[str]:
    """Return a pattern of an office directly before a name."""
    word = r"(?:(?:[A-Z]\.)+|[A-Z][\w’'-]*)"
    place = rf"(?: (?:of|to|for|in|at) (?:the )?{word}(?: (?:of |and )?{word}){{0,4}}?)?"
    return re.compile(rf"(?:^|(?<=[\s(“\"]))((?:{word} ){{0,4}}(?:{_offices()})(?: {word}){{0,2}}?{place})[,:]? \(?$")


@cache
def _after() -> re.Pattern[str]:
    """Return a pattern of an office in apposition: ", President of the United States,"."""
    return re.compile(
        rf",\s(?:the |an? )?((?:[A-Z][\w’'-]* ){{0,4}}(?:{_offices()})"
        r"(?: (?:of|to|for|in|at) (?:the )?[A-Z][\w’' -]{2,50}?)?)"
        r"(?=[,.;)\n]|$| and | at | on )"
    )


def role_at(text: str, span: Span) -> str:
    """Return the office that stands with a mention, an empty string where none does."""
    line = text.rfind("\n", 0, span.start) + 1
    low = max(line, span.start - 90)
    near = text[span.start - 1 : span.start] in (" ", "(") and _office().search(text, low, span.start)
    match = _before().search(text, low, span.start) if near else None
    match = match or _after().match(text, span.end, span.end + 90)
    if match is None:
        return ""
    role = " ".join(match.group(1).split())
    first, _, rest = role.partition(" ")
    return (
        rest
        if first in ("The", "From", "To", "And", "By", "With", "Letter", "Telegram", "Memorandum") and rest
        else role
    )


def role_given(metadata: Metadata, surname: str) -> str:
    """Return the role that the header has for a surname, where it names only one such person with a role."""
    parties: list[Party] = [*metadata.authors, *metadata.participants]
    for action in metadata.actions:
        parties += action.who
    words = {
        p.role
        for p in parties
        if p.role and p.kind == "persName" and p.name.split() and p.name.split()[-1].lower() == surname
    }
    return words.pop() if len(words) == 1 else ""
