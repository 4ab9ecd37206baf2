"""Tell the kind of a document: from its heading or the page's title, else from its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from teikit import data
from teikit.structure import phrases
from teikit.structure.lines import Chunk

KINDS = tuple(
    name.strip()
    for name in [
        "letter",
        " telegram",
        " memorandum",
        " memorandum of conversation",
        " minutes",
        " report",
        " diary",
        " despatch",
        " airgram",
        " message",
        " note",
        " aide-mémoire",
        " estimate",
        " statement",
        " testimony",
        " editorial note",
        " agreement",
        " speech",
        " petition",
        " protocol",
        " circular",
        " policy",
        " paper",
        " prose",
    ]
)
ALIASES = {
    "cable": "telegram",
    "cablegram": "telegram",
    "memcon": "memorandum of conversation",
    "conversation": "memorandum of conversation",
    "memo": "memorandum",
    "dispatch": "despatch",
    "diary entry": "diary",
    "journal": "diary",
}
TESTIMONY = re.compile(
    r"\b(?:testimon(?:y|ies)|witness(?:es)?|deposed|deposition|statement (?:no|accepted|copied|recorded|given)"
    r"|recorded (?:by|with)|survivor|former prisoner"
    r"|protocol(?: no| number)?|born (?:on|in|\d))\b",
    re.I,
)
TELEGRAPHIC = re.compile(r"\b\d{6}Z\b|\bAMEMBASSY\b|\bSECSTATE\b")
TOLD = re.compile(r"\b(?:I|we|We|my|our|us|me)\b")
STORY = re.compile(
    r"\b(?:ghettos?|camps?|deport\w+|transport(?:ed|s)?|prisoners?|SS|Gestapo|liberat\w+|Jews?|Jewish|Germans?|barracks?|refugees?|arrested)\b"
)


def canonical(kind: str) -> str:
    """Return the name of a kind as KINDS has it. Raises ValueError where there is no such kind."""
    name = " ".join(kind.lower().replace("_", " ").replace("-", " ").split())
    name = {"aide memoire": "aide-mémoire", "aide mémoire": "aide-mémoire"}.get(name, name)
    name = ALIASES.get(name, name)
    if name not in KINDS:
        raise ValueError(f"no such kind of document: {kind!r}; known are {', '.join(KINDS)}")
    return name


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    return tuple(
        (
            row["kind"],
            re.compile(row["pattern"] if row["pattern"].startswith((r"\b", "(", "[")) else rf"\b(?:{row['pattern']})"),
            row["strength"] == "start",
        )
        for row in data.table("structure_kinds")
    )


@cache
def any_kind() -> re.Pattern[str]:
    """Match the name of any kind in a lower-case text."""
    return re.compile("|".join(row["pattern"] for row in data.table("structure_kinds")))


def named(heading: str) -> str:
    """Return the kind that a heading names, or an empty string: the earliest name in it, of equals the longest."""
    text = re.sub(r"^[\W\d]+", "", heading.lower()[:260])
    if not any_kind().search(text):
        return ""
    best: tuple[int, int, str] | None = None
    for kind, pattern, start in _patterns():
        match = pattern.match(text) if start else pattern.search(text)
        if match and (best is None or (match.start(), -match.end()) < best[:2]):
            best = (match.start(), -match.end(), kind)
    return best[2] if best and best[0] < 120 else ""


def detect(chunks: Sequence[Chunk], titles: Sequence[str]) -> str:
    """Return the kind of a document: what its headings name, then what its parts show; else "prose"."""
    heads = [c.text for c in chunks[:12] if c.kind == "head" and phrases.bare(c.text) not in phrases.sections()]
    first = [
        c.text for c in chunks[:3] if len(c.text) < 100 and c.text[-1] not in ".!?" and c.kind in ("p", "", "opener")
    ]
    for text in [*heads[:1], *titles, *heads[1:3], *first]:
        if kind := named(text):
            return _weigh(kind, chunks)
    return _by_parts(chunks)


def _weigh(kind: str, chunks: Sequence[Chunk]) -> str:
    """Prefer testimony where a report, statement or protocol is that of a witness."""
    if kind in ("statement", "protocol", "report", "minutes", "paper") and _is_testimony(chunks):
        return "testimony"
    return kind


def _is_testimony(chunks: Sequence[Chunk]) -> bool:
    edges = " ".join(c.text[:400] for c in [*chunks[:6], *chunks[-6:]])
    body = " ".join(c.text[:1500] for c in chunks[:30])
    words = {match[0].lower().split()[0] for match in TESTIMONY.finditer(edges)}
    told = len(TOLD.findall(body)) > 0.009 * len(body.split())
    story = len(STORY.findall(body)) >= max(4, 0.006 * len(body.split()))
    return len(words) >= 3 or (bool(words) and (told or story) and words != {"born"}) or (told and story)


def _by_parts(chunks: Sequence[Chunk]) -> str:
    kinds = [c.kind for c in chunks]
    types = {c.type for c in chunks}
    if "sp" in kinds or "people" in types:
        return "memorandum of conversation"
    if {"to", "from"} <= types and any(TELEGRAPHIC.search(c.text) for c in chunks[:12]):
        return "telegram"
    if {"to", "from"} <= types or ("subject" in types and "from" in types):
        return "memorandum"
    if "address" in kinds and ("dateline" in kinds or "signed" in kinds):
        return "letter"
    if "salute" in kinds or ("closer" in kinds and ("signed" in kinds or "dateline" in kinds)):
        return "letter"
    if _salutes(chunks):
        return "letter"
    if kinds.count("dateline") > 2:
        return "diary"
    if _is_testimony(chunks):
        return "testimony"
    return "prose"


def _salutes(chunks: Sequence[Chunk]) -> bool:
    running = next((c for c in chunks if c.kind in ("", "p") and len(c.text) > 60), None)
    return running is not None and bool(re.match(r"(?:my )?dear(?:est)? [\w. ]{2,40}[:,—-]", running.text, re.I))
