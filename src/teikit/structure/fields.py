"""Fields of a head ("TO: …", "PRESENT: …"): lines that go on with a field, and groups among the people present."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from teikit.structure import markers, shapes
from teikit.structure.lines import Chunk
from teikit.structure.paragraphs import TERMINAL

SIDE = re.compile(r"(?:for|from|on behalf of|representing) (?:the )?.{2,50}:$", re.I)


def go_on(out: list[Chunk], at: int) -> int:
    """Give the field before ``at`` the lines that go on with it; return where the next part begins.

    After a label of people every further line is a person of its own.
    """
    field = out[at - 1]
    people = field.type == "people"
    while at < len(out) and not out[at].kind and _follows(field, out[at], people=people):
        if people:
            out[at] = replace(out[at], kind="item", type="people")
            at += 1
        else:
            more = out.pop(at)
            field = replace(field, lines=field.lines + more.lines, text=f"{field.text} {more.text}")
            out[at - 1] = field
    return at


def _follows(field: Chunk, c: Chunk, *, people: bool) -> bool:
    if c.first.gap or _known(c.text):
        return False
    if people:
        return len(c.text) < 120 and not (TERMINAL.search(c.text) and len(c.text) > 60) and c.text[0].isupper()
    deeper = c.first.indent > field.first.indent + 1
    return deeper and len(c.text) < 200 and not markers.read(c.text)


def _known(text: str) -> bool:
    return bool(shapes.inline_section(text)[0] or shapes.section(text) or shapes.marking(text) or shapes.dateline(text))


def group(out: list[Chunk], start: int, end: int) -> None:
    """Make headings of the first lines of blocks among people ("For the Soviet side:"), and put the rest below them."""
    at = start
    inside = False
    while at < end:
        if out[at].kind != "item":
            at += 1
            continue
        if _heads(out, at, end):
            out[at] = replace(out[at], type="people-group", level=1)
            inside = True
        elif inside:
            out[at] = replace(out[at], level=2)
        at += 1


def _heads(out: list[Chunk], at: int, end: int) -> bool:
    """Tell whether a line is the heading of the people below it."""
    text = out[at].text
    if SIDE.match(text) or (text[-1] == ":" and at + 1 < end):
        return True
    if not _bare(text) or (at > 0 and out[at].first.gap == 0 and out[at - 1].type != "people"):
        return False
    below = [c for c in out[at + 1 : end] if c.kind == "item"]
    run = below[:1] + [b for a, b in pairwise(below) if b.first.gap == 0]
    opens = bool(below) and (below[0].first.gap == 0 or below[0].first.indent > out[at].first.indent)
    return opens and out[at].first.gap > 0 and not all(_bare(c.text) for c in run[:3])


def _bare(text: str) -> bool:
    """Tell whether a line is a name without an office or a title, as of a country or a side."""
    placed = re.match(r"[Tt]he |[A-Z/]{1,8} ?[—–-] ", text)
    named = placed or shapes.HONORIFIC.match(text)
    return len(text) < 50 and "," not in text and not named and not re.search(r"\d", text)
