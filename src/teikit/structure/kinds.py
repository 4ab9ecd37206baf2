"""Tell the kind of a document: from its heading or the page's title, else from its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from teikit import data
from teikit.structure import dating, notes, phrases
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
    r"\b(?:testimon(?:y|ies)|witness(?:es)?|depos(?:ed|ition|eth|ent)"
    r"|statement (?:no|accepted|copied|recorded|given|by|of|made)"
    r"|(?:recorded|taken|written) (?:by|with|from|down)|interview(?:ed|er)?|survivors?|eye-?witness|evidence of|sworn"
    r"|affidavit|questioned"
    r"|protocol(?: no| number)?|born (?:on|in|at|\d)|date of birth|aged? (?:about )?\d\d"
    r"|read (?:over|aloud) to (?:me|him|her))\b",
    re.I,
)
TELEGRAPHIC = re.compile(
    r"\b\d{6}Z\b|\bAMEMBASSY\b|\bSECSTATE\b|\b(?:OUR|YOUR)TEL\b|\bDecypher|\b[Ee]n clair\b|\b(?:My|Your) telegram No"
    r"|\bTELEGRAPHS\b|\bSTOP\b.*\bSTOP\b"
)
# What a witness tells: the first person with a verb of the past.
TOLD = re.compile(
    r"\b(?:I|[Ww]e) (?:\w+ly |also |then |never |myself )?(?:was|were|had|saw|heard|went|came"
    r"|could|knew|remember\w*|lived|worked|got|took"
    r"|did|told|found|left|stayed|met|stood|ran|hid|slept|managed|learned"
    r"|learnt|arrived|returned|escaped|decided|\w{3,}ed)\b"
)
OWN_LIFE = re.compile(r"\b(?:I was born|[Mm]y name is|I, the undersigned|I come from|I am \d\d years)\b")
MEETING = re.compile(
    r"\b(?:resolved|ordered|orderd|adjourned|minuted?|minutes|motion|carried|seconded"
    r"|agenda|in the chair|meeting (?:rose|was fixed))\b",
    re.I,
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
    at = 0
    while (hit := any_kind().search(text, at)) and hit.start() < 120:
        place = hit.start()
        found = [
            (-match.end(), kind)
            for kind, pattern, start in _patterns()
            if not (start and place) and (match := pattern.match(text, place))
        ]
        if found:
            return min(found, key=lambda pair: pair[0])[1]
        at = place + 1
    return ""


def detect(chunks: Sequence[Chunk], titles: Sequence[str]) -> str:
    """Return the kind of a document: what its headings name, then what its parts show; else "prose"."""
    heads = [c.text for c in chunks[:12] if c.kind == "head" and not _announces(c.text)]
    first = [
        c.text for c in chunks[:3] if len(c.text) < 100 and c.text[-1] not in ".!?" and c.kind in ("p", "", "opener")
    ]
    first += [c.text[:60] for c in chunks[:3] if c.kind in ("p", "") and re.match(r"[A-Z]{4,} |At a \w+ ", c.text)]
    for text in [*heads[:1], *titles, *heads[1:3], *first]:
        if kind := named(text):
            spoke = kind == "diary" and any(named(head) == "memorandum of conversation" for head in heads[1:3])
            return "memorandum of conversation" if spoke else _weigh(kind, chunks)
    return _by_parts(chunks)


def _announces(text: str) -> bool:
    """Tell whether a heading names a part of a document, and not the document."""
    return phrases.bare(text) in phrases.sections() or bool(notes.HEADING.match(text))


def _weigh(kind: str, chunks: Sequence[Chunk]) -> str:
    """Prefer testimony where a report, statement or protocol is that of a witness."""
    if kind in ("statement", "protocol", "report", "paper") and _is_testimony(chunks):
        return "testimony"
    return kind


def _is_testimony(chunks: Sequence[Chunk]) -> bool:
    """Tell whether somebody tells what he saw: words of a protocol at the edges, or a life in the first person."""
    edges = " ".join(c.text[:400] for c in [*chunks[:6], *chunks[-6:]])
    body = " ".join(c.text[:1500] for c in chunks[:30])
    words = {match[0].lower().split()[0] for match in TESTIMONY.finditer(edges)}
    number = len(TOLD.findall(body))
    told = number >= 5 and number > 0.006 * len(body.split())
    much = number >= 10 and number > 0.02 * len(body.split())
    return (len(words) >= 3 and number > 1) or (told and (bool(words) or bool(OWN_LIFE.search(body)))) or much


def _by_parts(chunks: Sequence[Chunk]) -> str:
    kinds = [c.kind for c in chunks]
    types = {c.type for c in chunks}
    top = " ".join(c.text[:400] for c in chunks[:12])
    if TELEGRAPHIC.search(top) and "sp" not in kinds:
        return "telegram"
    if "sp" in kinds:
        return _spoken(chunks)
    if "people" in types:
        return (
            "minutes"
            if len(MEETING.findall(" ".join(c.text[:300] for c in chunks))) >= 2
            else "memorandum of conversation"
        )
    if {"to", "from"} <= types or ("subject" in types and "from" in types):
        return "memorandum"
    if _is_letter(chunks, kinds):
        return "letter"
    dates = [c for c in chunks if c.kind == "dateline"]
    if len(dates) > 2 and sum(not dating.place(c.text) for c in dates) * 3 >= 2 * len(dates):
        return "diary"
    return "testimony" if _is_testimony(chunks) else "prose"


def _spoken(chunks: Sequence[Chunk]) -> str:
    """Tell an examination by question and answer from a conversation."""
    names = [c.text[: c.label].strip(" .:") for c in chunks if c.kind == "sp"]
    asked = sum(name in ("Q", "A") for name in names) * 2 > len(names)
    return "testimony" if asked else "memorandum of conversation"


def _is_letter(chunks: Sequence[Chunk], kinds: Sequence[str]) -> bool:
    if "address" in kinds and ("dateline" in kinds or "signed" in kinds):
        return True
    return "salute" in kinds or ("closer" in kinds and ("signed" in kinds or "dateline" in kinds)) or _salutes(chunks)


def _salutes(chunks: Sequence[Chunk]) -> bool:
    running = next((c for c in chunks if c.kind in ("", "p") and len(c.text) > 60), None)
    return running is not None and bool(re.match(r"(?:my )?dear(?:est)? [\w. ]{2,40}[:,—-]", running.text, re.I))
