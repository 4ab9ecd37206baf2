"""Turns of a conversation: chunks that begin with the name of a speaker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from teikit import data
from teikit.structure import phrases, shapes
from teikit.structure.lines import Chunk, Line, chunk

SIGN = re.compile(r"[:—–.]")
WORD = rf"(?:[{shapes.CAPITAL}][\w’'.-]*|of|the|de|von|van|for|and|\([^()]{{1,60}}\))"
SPEAKER = re.compile(
    rf"(?:\d{{1,4}}\.\s+)?({WORD}(?:\s+{WORD}){{0,7}}?(?:, [A-Z][^:;.—–,]{{2,60}}(?=\. ?—))?)"
    r"\s*(?::|\.\s?—|\s—|\.\s?–|\s–)\s*(?=\S)|([QA])[.:]\s+(?=\S)"
)
# A name that is surely a speaker's: with a title and in capitals, or with what he stands for in brackets.
SURE = re.compile(
    rf"(?:[Tt]he|Mr\.?|Mrs\.?|Miss|Ms\.?|Dr\.?|Sir(?: \w+)?|Lord|M\.|Mme\.?|Herr|General|Senator|Mr\. Justice) "
    rf"(?:[{shapes.CAPITAL}]\. ?)*"
    rf"[{shapes.CAPITAL}][{shapes.CAPITAL}’'-]+(?:[ -][{shapes.CAPITAL}’'-]+)*(?: \(.*\))?$"
)
TITLED = re.compile(r"(?:the|mr|mrs|miss|ms|dr|sir|lord|general|senator|president|secretary|m)\b\.?\s", re.I)
# An answer on the line of its question.
ANSWER = re.compile(r"(?<=[.?!”\"—–-])\s+(?=A[.:]\s+\S)")
QUESTION = re.compile(r"Q[.:]\s+\S")
REACH = 160
SPOKEN = ("", "memorandum of conversation", "minutes", "testimony", "statement", "speech", "protocol")


def mark(chunks: list[Chunk], kind: str) -> list[Chunk]:
    """Give the kind "sp" to the turns of speakers, where speakers come back often enough to be speakers."""
    if kind not in SPOKEN:
        return chunks
    chunks = [piece for c in chunks for piece in _answers(c)]
    found = {at: turn for at, c in enumerate(chunks) if not c.kind and (turn := _turn(c.text))}
    often = Counter(name for name, _ in found.values())
    if not _is_spoken(often, len(chunks), kind):
        return chunks
    return [
        replace(c, kind="sp", label=found[at][1]) if at in found and _speaks(found[at][0], often) else c
        for at, c in enumerate(chunks)
    ]


def _turn(text: str) -> tuple[str, int] | None:
    """Return the name at the beginning of a turn and where it ends."""
    head = text[:REACH]
    match = SPEAKER.match(head) if SIGN.search(head) and not head[0].islower() else None
    if not match:
        return None
    name = (match[1] or match[2]).strip()
    return None if _label(name) else (name, len(match[0].rstrip()))


def _is_spoken(often: Counter[str], total: int, kind: str) -> bool:
    """Tell whether the names found are those of speakers: several that come back, or some that are sure."""
    sure = [name for name in often if SURE.match(name)]
    if len(sure) >= 2 and sum(often[name] for name in sure) >= 3:
        return True
    titled = [name for name in often if TITLED.match(name)]
    if len(titled) >= 3 and sum(often[name] for name in titled) >= 5:
        return True
    back = [name for name, count in often.items() if count > 1]
    turns = sum(often[name] for name in back)
    return turns >= (2 if kind else 4) and turns >= 0.25 * total and len(back) >= 2


def _speaks(name: str, often: Counter[str]) -> bool:
    """Tell whether a name in a conversation is a speaker's: it comes back, has a title, or looks like those that do."""
    if often[name] > 1 or TITLED.match(name) or "(" in name:
        return True
    alike = sum(count for other, count in often.items() if count > 1 and _shape(other) == _shape(name))
    return alike >= 2 and len(name.split()) <= (6 if name.isupper() else 3)


def _shape(name: str) -> tuple[bool, bool]:
    return name.isupper(), bool(TITLED.match(name))


def _label(name: str) -> bool:
    bare = phrases.bare(name)
    known = bare in phrases.sections() or bare in phrases.labels() or bare in data.words("structure_results")
    return known or shapes.marking(name)


def _answers(c: Chunk) -> Iterator[Chunk]:
    """Cut an answer off its question where both stand on the same line or were joined."""
    if c.kind or c.text[0] != "Q" or not QUESTION.match(c.text):
        yield c
        return
    for at, line in enumerate(c.lines):
        begins = at > 0 and re.match(r"A[.:]\s+\S", line.text)
        match = None if begins else ANSWER.search(line.text)
        if not (begins or match):
            continue
        above, below = [*c.lines[:at]], [line, *c.lines[at + 1 :]]
        if match:
            head = line.text[: match.start()]
            above.append(replace(line, end=line.start + len(head), text=head))
            below[0] = Line(line.start + match.end(), line.end, line.indent, 0, line.text[match.end() :])
        border = below[0].start
        yield replace(chunk(above), inline=tuple(x for x in c.inline if x.first.start < border))
        yield replace(chunk(below), inline=tuple(x for x in c.inline if x.first.start >= border))
        return
    yield c
