"""Headings within the body of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from teikit.structure import markers, shapes
from teikit.structure.lines import Chunk
from teikit.structure.paragraphs import TERMINAL

DIVISION = re.compile(
    r"(?:(?:article|chapter|section|part|book|title|schedule|artikel|kapitel|abschnitt|teil|chapitre|capítulo|artículo|titre)"
    r"\s+(?:[IVXLC]+|\d{1,3})|статья\s+\d+|глава\s+[IVXLC\d]+)\b\.?(?:\W*$|\s*[.:—–-]\s*[^\W\d_a-zß-ÿ].{0,90}$)",
    re.I,
)
# A label with what it announces ("Reporter: Leuschner") is no heading.
FIELD = re.compile(r"[^\W\d_][\w ]{1,30}: (?=\S)")


def mark(chunks: list[Chunk]) -> list[Chunk]:
    """Give the kind "head" to short chunks without a stop that stand before running text."""
    total = sum(len(c.text) for c in chunks)
    shouted = sum(len(c.text) for c in chunks if c.text.isupper()) > 0.5 * total and len(chunks) > 3
    out = list(chunks)
    for at, c in enumerate(chunks):
        if _is_heading(out, at, shouted=shouted):
            out[at] = replace(c, kind="head")
    return out


def _is_heading(chunks: Sequence[Chunk], at: int, *, shouted: bool) -> bool:
    c = chunks[at]
    text = c.text
    if not c.kind and DIVISION.match(text) and len(text) < 120 and at + 1 < len(chunks):
        return True
    if FIELD.match(text) and not text.isupper():
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
