"""The opening of a document: headings, markings of secrecy, dateline, address, salutation, lists of participants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from teikit.structure import fields, markers, phrases, shapes
from teikit.structure.lines import Chunk
from teikit.structure.paragraphs import TERMINAL

LIMIT = 30
PAIR = re.compile(r"\w\.?\)? to (?:the )?[A-Z][^,]*$")
FINITE = re.compile(r"\b(?:I|[Ww]e|s?he|it|they|[Mm]y|[Tt]hy|[Yy]our|was|were|is|are|has|have|had|will|came)\b")
SHELFMARK = re.compile(r"[A-Z]{1,6}[ /.]{0,2}\d+(?:[/.,-]\d+)*$|(?=\S*\d)\S+$")
LISTS = ("people", "subject", "list", "people-weak", "to", "from", "through")


def mark(chunks: list[Chunk]) -> list[Chunk]:
    """Decide the chunks before the first running paragraph."""
    out = list(chunks)
    at = 0
    headed = False
    while at < min(len(out), LIMIT):
        c = out[at]
        if c.kind:
            headed = headed or c.kind == "head"
            at += 1
            continue
        kind, type_ = _kind(out, at, headed)
        if not kind:
            kind = _before(out, at)
            if not kind:
                break
        out[at] = replace(c, kind=kind, type=type_, label=_label(c) if kind == "item" else 0)
        headed = headed or kind == "head"
        at += 1
        if type_ in LISTS and kind == "head":
            at = _items(out, at, type_)
        elif kind == "item":
            at = fields.go_on(out, at)
    return _merge(out)


def _before(chunks: Sequence[Chunk], at: int) -> str:
    """Return what a short line is that no rule knows, where more of an opening follows; empty where none does."""
    c = chunks[at]
    if prose(c) or len(c.text) > 120 or (TERMINAL.search(c.text) and len(c.text) > 40):
        return ""
    if (
        len(c.text) < 90
        and PAIR.search(c.text)
        and chunks[at].text[0].isupper()
        and any(x.kind == "head" for x in chunks[:at])
    ):
        return "head"
    for after in chunks[at + 1 : at + 9]:
        if after.kind in ("salute", "dateline", "address"):
            return "head" if shapes.capitals(c.text) else "p" if c.text[0] in "[(" else "opener"
        if after.kind not in ("", "fw") or prose(after) or len(after.text) > 160 or markers.read(after.text):
            return ""
        role, start = shapes.inline_section(after.text)
        if (role or shapes.section(after.text)) and start < len(after.text):
            return "head" if shapes.capitals(c.text) else "p"
    return ""


def _label(c: Chunk) -> int:
    end = shapes.inline_section(c.text)[1]
    return len(c.text[:end].rstrip())


def _kind(chunks: Sequence[Chunk], at: int, headed: bool) -> tuple[str, str]:
    """Return the kind and type of a chunk of the opening, empty for the first running paragraph."""
    c = chunks[at]
    text = c.text
    if shapes.marking(text):
        return "label", "classification"
    if shapes.precedence(text):
        return "label", "precedence"
    if role := shapes.section(text):
        return "head", role
    role, start = shapes.inline_section(text)
    if role and len(text) < 400 and (start < len(text)) and (role != "list" or len(text) < 200):
        return "item", role
    if shapes.dateline(text) and (headed or at or not shapes.heading_words(text)):
        return "dateline", ""
    if shapes.salute(text):
        return "salute", ""
    if (
        len(text) < 200
        and shapes.HONORIFIC.match(text)
        and not prose(c)
        and not shapes.heading_words(text)
        and len(c.lines) < 6
        and not re.search(r"\s{4}", text)
    ):
        return ("head" if PAIR.search(text) else "address"), ""
    if not headed and is_title(chunks, at):
        return "head", ""
    named = shapes.heading_words(text) and len(text) < 60 and not TERMINAL.search(text) and not prose(c)
    if headed and named and at and chunks[at - 1].kind == "head" and text[0].isupper() and ":" not in text:
        return "head", ""
    if headed and shapes.byline(text):
        return "byline", ""
    return _loose(chunks, at, headed)


def _loose(chunks: Sequence[Chunk], at: int, headed: bool) -> tuple[str, str]:
    """Decide a short chunk that is none of the usual parts: a heading of its own, a foliation, or plain text."""
    c = chunks[at]
    if prose(c) or markers.read(c.text) or len(c.text) > 120:
        return "", ""
    ahead = chunks[at + 1 : at + 4]
    awaits = any(shapes.dateline(x.text) or shapes.salute(x.text) for x in ahead)
    if _leads(chunks, at):
        return "dateline", ""
    if awaits and (not headed or not any(char.isalpha() for char in c.text)):
        return "opener", ""
    if awaits or any(shapes.section(x.text) for x in ahead):
        return ("head", "") if shapes.capitals(c.text) else ("p", "")
    return "", ""


def _leads(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether a line is the place over a date: names directly above a dateline."""
    for step in range(4):
        if at + step + 1 >= len(chunks) or chunks[at + step + 1].first.gap or not shapes.name(chunks[at + step].text):
            return False
        if shapes.dateline(chunks[at + step + 1].text):
            return True
    return False


def _merge(chunks: list[Chunk]) -> list[Chunk]:
    """Put the lines of one dateline together: a place, or a day of the week, directly above the date."""
    out: list[Chunk] = []
    for c in chunks:
        above = out[-1] if out else None
        if above and (_goes_on(above, c) or _under(above, c)):
            out[-1] = replace(above, lines=above.lines + c.lines, text=f"{above.text} {c.text}")
        else:
            out.append(c)
    return out


def _under(above: Chunk, c: Chunk) -> bool:
    """Tell whether a date stands directly below its place."""
    return above.kind == "dateline" == c.kind and c.first.gap == 0 and not phrases.date().search(above.text)


def _goes_on(above: Chunk, c: Chunk) -> bool:
    """Tell whether a line directly below an address belongs to it."""
    text = c.text
    free = c.kind in ("", "p", "address") and c.first.gap == 0 and len(text) < 80 and not prose(c)
    told = shapes.salute(text) or shapes.dateline(text) or shapes.section(text) or shapes.inline_section(text)[0]
    open_ = above.text[-1] in ",-—" or c.first.indent > above.last.indent
    return above.kind == "address" and free and open_ and not told and not markers.read(text) and not text[0].islower()


def prose(c: Chunk) -> bool:
    """Tell whether a chunk is running text."""
    if len(c.text) > 250:
        return True
    if len(c.text) < 18 or not TERMINAL.search(c.text, max(0, len(c.text) - 12)):
        return False
    words = c.text.split()
    return len(words) > 8 and sum(word[0].islower() for word in words) * 2 > len(words)


def is_title(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether a chunk at the beginning of a document is its title."""
    c = chunks[at]
    text = c.text
    if (
        len(text) > 320
        or len(c.lines) > 6
        or text[0].islower()
        or text[0] in "[("
        or (markers.FIRST and markers.read(text) and not shapes.heading_words(text))
    ):
        return False
    if not any(char.isalpha() for char in text) or text[-1] in ",;-—" or SHELFMARK.match(text):
        return False
    if (
        shapes.heading_words(text)
        and (len(text) < 160 or not TERMINAL.search(text) or len(c.lines) < 4)
        and not _sentence(text)
        and not (prose(c) and FINITE.search(text))
    ):
        return True
    if prose(c) or _sentence(text):
        return False
    if shapes.capitals(text):
        return True
    if re.search(r"[.:]\W*\d*$", text):
        return False
    after = next((x for x in chunks[at + 1 :] if x.kind != "fw"), None)
    return (
        after is not None
        and (after.first.gap > 0 or len(after.text) > 2 * len(text))
        and len(text) < 200
        and not shapes.name(text[:61])
    )


def _sentence(text: str) -> bool:
    """Tell whether a text is a whole sentence with a finite look: many small words and a stop."""
    words = text.split()
    small = sum(word[0].islower() and len(word) > 3 for word in words)
    return bool(re.search(r"[.!]$", text)) and len(words) > 10 and small > 0.5 * len(words)


def _items(out: list[Chunk], at: int, role: str) -> int:
    """Make items of what follows a label: one thing after SUBJECT, short lines after PARTICIPANTS; return the end."""
    start = at
    bullet = None
    while at < len(out) and (out[at].kind in ("", "fw")):
        c = out[at]
        if c.kind == "fw":
            at += 1
            continue
        if not _continues(out, start, at, role, bullet):
            break
        found = markers.read(c.text)
        if at == start:
            bullet = found.style if found else None
        out[at] = replace(c, kind="item", type=role, label=found.length if found else 0, level=1)
        at += 1
        if role == "subject" and bullet is None:
            break
    if role.startswith("people"):
        fields.group(out, start, at)
    return at


def _continues(out: Sequence[Chunk], start: int, at: int, role: str, bullet: str | None) -> bool:
    c = out[at]
    role_of = shapes.section(c.text) or shapes.inline_section(c.text)[0]
    if role_of and role_of not in ("people-weak", "people"):
        return False
    if at == start:
        return len(c.text) < 400
    found = markers.read(c.text)
    if bullet is not None:
        return found is not None
    if found or shapes.marking(c.text) or (shapes.dateline(c.text) and c.text[-1] == ".") or shapes.salute(c.text):
        return False
    if c.first.gap > out[start].first.gap or c.first.indent > out[start].first.indent + 3:
        return False
    return role != "subject" and len(c.text) < 200 and not prose(c)
