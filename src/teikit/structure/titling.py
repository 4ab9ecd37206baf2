"""The title of a document: its heading, the catalogue's, one made of kind and correspondents, else first words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from teikit.model import CorrespAction, DateValue
from teikit.structure import correspondence, phrases, shapes
from teikit.structure.lines import Chunk

SILENT = ("fw", "label", "dateline", "opener", "salute", "address", "item", "closer", "signed")
MADE = ("letter", "telegram", "message", "memorandum", "airgram", "despatch", "note", "circular", "petition")
WORDS = 12
MONTHS = (
    *("", "January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def title(
    chunks: Sequence[Chunk],
    titles: Sequence[str],
    kind: str,
    actions: Sequence[CorrespAction],
    when: DateValue | None,
) -> str:
    """Return a title, never empty for a document with text."""
    head = _heading(chunks)
    poor = bool(head) and kind in MADE and not _says(head)
    made = _made(kind, actions, when) if not head or poor else ""
    return (head if not poor else "") or next(iter(titles), "") or made or head or _first_words(chunks)


def _heading(chunks: Sequence[Chunk]) -> str:
    """Return the first heading among the first chunks, where it is no label; after a letterhead what names the kind."""
    heads: list[str] = []
    for at, c in enumerate(chunks[:9]):
        if c.kind == "head" and shapes.section(c.text):
            break
        if c.kind == "head" and (at < 6 or heads):
            heads.append(correspondence.MARK.sub("", joined(c)).strip() or joined(c))
        elif c.kind in ("salute", "p", "", "item", "sp") and (at > 2 or heads):
            break
    if not heads:
        return ""
    named = next((head for head in heads if shapes.heading_words(head)), heads[0])
    letterhead = heads[0].isupper() and not shapes.heading_words(heads[0]) and named is not heads[0]
    return f"{heads[0].rstrip('.')}: {named}" if letterhead and len(heads[0]) + len(named) < 160 else heads[0]


def _says(head: str) -> bool:
    """Tell whether a heading says what the document is, and is no letterhead."""
    return shapes.heading_words(head) or any(correspondence.parties(head)) or not head.isupper()


def _made(kind: str, actions: Sequence[CorrespAction], when: DateValue | None) -> str:
    """Make "Letter from A to B, 22 December 1841", where the kind and a correspondent are known."""
    if kind not in MADE:
        return ""
    names = {action.kind: ", ".join(party.name for party in action.who) for action in actions}
    parts = [f"{word} {names[role]}" for role, word in (("sent", "from"), ("received", "to")) if names.get(role)]
    if not parts:
        return ""
    day = _day(when)
    return " ".join([kind.capitalize(), *parts]) + (f", {day}" if day else "")


def _day(when: DateValue | None) -> str:
    """Return a date in words, as exact as it is known."""
    value = when.first if when else ""
    if not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", value):
        return ""
    year, *rest = value.split("-")
    month = MONTHS[int(rest[0])] if rest else ""
    return " ".join(part for part in (rest[1].lstrip("0") if len(rest) > 1 else "", month, year) if part)


def _first_words(chunks: Sequence[Chunk]) -> str:
    turn = next((at for at, c in enumerate(chunks) if c.kind == "sp"), len(chunks))
    before = [c for c in chunks[: turn or None] if c.kind not in SILENT]
    told = [c for c in before if re.search(r"\w", c.text) and not shapes.section(c.text)]
    some = [c for c in chunks if c.kind != "fw"] or list(chunks)
    plain = [c for c in told if c.text[0] not in "[("] or told or some
    first = joined(plain[0]) if plain else ""
    words = first.split()
    return " ".join(words) if len(words) <= WORDS else " ".join(words[:WORDS]).rstrip(",;:—–-") + " …"


def joined(c: Chunk) -> str:
    """Return the text of a chunk on one line, words that a line end divides joined again."""
    lines = "\n".join(line.text for line in c.lines)
    return " ".join(re.sub(r"(?<=[^\W\d_])[-‐¬\xad]\n(?=[a-zß-öø-ÿ])", "", lines).split()) or phrases.bare(c.text)
