"""Headings within the body of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from teikit.structure import markers, shapes
from teikit.structure.lines import Chunk
from teikit.structure.opening import SHELFMARK
from teikit.structure.paragraphs import TERMINAL

DIVISION = re.compile(
    r"(?:(?:article|chapter|section|part|book|title|schedule|artikel|kapitel|abschnitt|teil|chapitre|capítulo|artículo|titre)"
    r"\s+(?:[IVXLC]+|\d{1,3})|статья\s+\d+|глава\s+[IVXLC\d]+)\b\.?(?:\W*$|\s*[.:—–-]\s*(?-i:[^\W\d_a-zß-ÿ]).{0,90}$)",
    re.I,
)
# A label with what it announces ("Reporter: Leuschner") is no heading.
PERSON = re.compile(r"(?:[A-Z]\. ?){1,3}[A-Z][a-zß-ÿ]+(?:-[A-Z][a-z]+)?\.?$")
FIELD = re.compile(r"[^\W\d_][\w ]{1,30}: (?=\S)")


def mark(chunks: list[Chunk]) -> list[Chunk]:
    """Give the kind "head" to short chunks without a stop that stand before running text."""
    total = sum(len(c.text) for c in chunks)
    shouted = sum(len(c.text) for c in chunks if c.text.isupper()) > 0.5 * total and len(chunks) > 3
    out = list(chunks)
    last = max((at for at, c in enumerate(chunks) if _runs(c)), default=len(chunks))
    for at, c in enumerate(chunks[:last]):
        if _is_heading(out, at, shouted=shouted):
            if at < 15 and shapes.marking(c.text):
                out[at] = replace(c, kind="label", type="classification")
                continue
            dated = shapes.dateline(c.text) and len(c.text) < 60
            out[at] = replace(c, kind="dateline" if dated and at < 12 else "" if dated else "head")
    return out


def _runs(c: Chunk) -> bool:
    """Tell whether a chunk may stand below a heading: running text, an item, a table, a turn of a speaker."""
    parts = ("item", "table", "lg", "sp", "dateline", "label")
    return c.kind in parts or (
        c.kind in ("", "p") and (len(c.text) > 60 or bool(TERMINAL.search(c.text) or re.search(r"\d", c.text)))
    )


def _is_heading(chunks: Sequence[Chunk], at: int, *, shouted: bool) -> bool:
    c = chunks[at]
    text = c.text
    if not c.kind and DIVISION.match(text) and len(text) < 120 and at + 1 < len(chunks):
        return True
    if not c.kind and SHELFMARK.match(text):
        return False
    if (FIELD.match(text) and not text.isupper()) or (len(text) < 40 and PERSON.match(text)):
        return False
    if c.kind or len(text) > 120 or len(c.lines) > 2 or text[0] in '[(“"' or text[0].islower():
        return False
    if (TERMINAL.search(text) and text[-1] != ":") or text[-1] in ",;-—–" or sum(ch.isalpha() for ch in text) < 3:
        return False
    if text[-1] == ":" and len(text.split()) > 4:
        return False
    later = at + 1
    while later < len(chunks) and chunks[later].kind == "fw":
        later += 1
    after = chunks[later] if later < len(chunks) else None
    if after is None or after.kind in ("note", "signed", "closer", "dateline", "postscript", "trailer"):
        return False
    if text[-1] == ":" and " " in text and after.kind == "item" and not text.isupper() and not shapes.section(text):
        return False
    if shapes.capitals(text) and not shouted:
        return True
    if at and chunks[at - 1].kind == "head" and len(text) < 90 and TERMINAL.search(after.text) and len(after.text) > 40:
        return True
    follows = len(after.text) > max(90, len(text)) or after.kind == "head" or _headish(chunks, later)
    marked = markers.read(text) is not None
    return follows and (after.first.gap > 0 or marked or len(text) < 60) and len(text) < 90


def _headish(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether a chunk might be a heading below another: short, without a stop, and running text after it."""
    text = chunks[at].text
    runs = at + 1 < len(chunks) and len(chunks[at + 1].text) > 120
    return runs and len(text) < 70 and not TERMINAL.search(text) and text[0].isupper()
