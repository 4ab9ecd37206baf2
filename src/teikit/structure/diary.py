"""Entries of diaries and logs: the dates over them, or at the beginning of their first lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from teikit.structure import dating, phrases, shapes
from teikit.structure.lines import Chunk, Line, chunk

AFTER = re.compile(r"\.?\s*[—–]+\s*|[.:]\s+|\s{2,}")
DAY = re.compile(r"(?:the\s+)?\d{1,2}(?:st|nd|rd|th|d)\b[.,\s]*", re.I)
REACH = 60


def entries(chunks: list[Chunk], kind: str) -> list[Chunk]:
    """Give the kind "dateline" to the dates over the entries of a diary, and cut off those within entries."""
    over = [at for at, c in enumerate(chunks[:-1]) if c.kind in ("", "dateline") and _over(c, chunks[at + 1])]
    if sum(len(chunks[at + 1].text) > 60 for at in over) >= (1 if kind == "diary" else 2):
        chunks = [replace(c, kind="dateline") if at in set(over) else c for at, c in enumerate(chunks)]
    return _within(chunks, kind)


def _over(c: Chunk, after: Chunk) -> bool:
    short = len(c.text) < 60 and after.kind == "" and len(after.text) > 15
    return short and (shapes.dateline(c.text) or _weekday(c.text)) and not shapes.dateline(after.text)


def _weekday(text: str) -> bool:
    """Tell whether a line is a day of the week and of the month ("Monday the 15th.")."""
    return bool(phrases.weekday().match(text)) and _dated(text.strip(" ."))


def _within(chunks: list[Chunk], kind: str) -> list[Chunk]:
    """Cut the dates off the beginnings of entries, where enough paragraphs begin so."""
    if kind not in ("", "diary"):
        return chunks
    found = {at: end for at, c in enumerate(chunks) if not c.kind and (end := _date_at_start(c))}
    running = sum(not c.kind and len(c.text) > 20 for c in chunks)
    if len(found) < (1 if kind else 3) or (not kind and len(found) * 2 < running):
        return chunks
    out: list[Chunk] = []
    for at, c in enumerate(chunks):
        out += _cut(c, found[at]) if at in found else [c]
    return out


def _date_at_start(c: Chunk) -> int:
    """Return where the date at the beginning of an entry ends, its sign included; 0 where there is none."""
    line = c.first.text
    head = line[:REACH]
    if not re.search(r"\d", head) and not dating.feasts().match(head):
        return 0
    for match in AFTER.finditer(head):
        if match.start() < 3 or match.end() >= len(line):
            continue
        if _dated(head[: match.start()]):
            return match.end()
    return 0


def _dated(text: str) -> bool:
    rest = phrases.weekday().sub("", text)
    rest = re.sub(r"^(?:mon|tues?|wed|thurs?|fri|sat|sun)\.?,?\s+", "", rest, flags=re.I)
    return (
        shapes.dateline(text) or bool(DAY.fullmatch(rest.strip(" ,.") + " ")) or bool(dating.feasts().fullmatch(text))
    )


def _cut(c: Chunk, end: int) -> Sequence[Chunk]:
    line = c.first
    date = line.text[:end].rstrip()
    left = Line(line.start, line.start + len(date), line.indent, line.gap, date, line.page)
    right = Line(line.start + end, line.end, line.indent, 0, line.text[end:])
    return [chunk([left], "dateline"), replace(chunk([right, *c.lines[1:]]), inline=c.inline)]
