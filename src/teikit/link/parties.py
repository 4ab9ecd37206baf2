"""What the header and a title say of a name: the persons of the header, and whether a man or a woman is meant."""

from __future__ import annotations

import re
from functools import cache

from teikit.data import table
from teikit.model import Metadata, Party, Span


def persons_of(metadata: Metadata) -> tuple[Party, ...]:
    """Return the authors, correspondents and participants that are persons."""
    parties = [*metadata.authors, *metadata.participants]
    for action in metadata.actions:
        parties += action.who
    return tuple(
        party for party in parties if party.kind == "persName" and party.name.strip() and "&" not in party.name
    )


def bare_name(name: str) -> str:
    """Return a name of the header without its titles and what follows a comma ("Professor Dr. Anton Feldhütter")."""
    words = name.partition(",")[0].partition("(")[0].partition("&")[0].split()
    while len(words) > 1 and (words[0] in _titles() or words[0][0].islower()):
        words = words[1:]
    return " ".join(words)


@cache
def _titles() -> frozenset[str]:
    rows = [
        row["words"].split("|") for row in table("names_classes") if row["class"] in ("title", "role", "kin", "stop")
    ]
    return frozenset(word for words in rows for word in words)


def sex_at(text: str, span: Span) -> str:
    """Return ``f`` or ``m`` where a title tells it ("Mrs.", "Esqre"), an empty string elsewhere."""
    title = _title().search(text, max(0, span.start - 24), span.start) if _may_be_titled(text, span) else None
    if title:
        return "f" if title.group(1) else "m"
    return "m" if _esquire().match(text, span.end) else ""


def _may_be_titled(text: str, span: Span) -> bool:
    """Return whether the letters before a span end like a title: most do not, and the pattern is slow to say so."""
    return text[max(0, span.start - 24) : span.start].rstrip().endswith(_title_ends())


@cache
def _title_ends() -> tuple[str, ...]:
    listed = [word for row in table("names_sexes") for word in row["words"].split("|")]
    return tuple(sorted({word[-2:] for word in listed}))


def title_at(text: str, span: Span) -> str:
    """Return the title by which `sex_at` tells it."""
    title = _title().search(text, max(0, span.start - 24), span.start)
    return title.group().strip() if title else ""


@cache
def _title() -> re.Pattern[str]:
    listed = {row["class"]: row["words"] for row in table("names_sexes")}
    women, men = ("|".join(map(re.escape, listed[key].split("|"))) for key in ("women", "men"))
    return re.compile(rf"(?<!\w)(?:({women})|(?:{men}))\s+$")


@cache
def _esquire() -> re.Pattern[str]:
    return re.compile(r",?\s+Esq(?:re|r)?\b")
