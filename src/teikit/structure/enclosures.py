"""Enclosures, attachments and annexes: texts of their own below the text that they came with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from teikit.structure.lines import Chunk
from teikit.structure.opening import prose

TITLE = re.compile(
    r"\W*(?P<kind>[ei]nclosure|[ei]ndorsement|attachment|annexe?|appendix|tab"
    r"|anlage|beilage|pièce jointe|allegato|anexo|приложение)"
    r"\s*(?:no\.?\s*|nr\.?\s*)?(?:[A-Z]|\d{1,2}|[IVX]{1,5})?(?:\s+(?:in|to|zu)\s+(?:no\.?\s*|nr\.?\s*)?\d+)?\W*$",
    re.I,
)
KINDS = {"attachment": "attachment", "tab": "attachment", "annex": "annex", "annexe": "annex", "appendix": "appendix"}
ENDORSED = ("endorsement", "indorsement")


def split(chunks: Sequence[Chunk]) -> list[tuple[str, list[Chunk]]]:
    """Cut a document into its parts: the text itself (its type is empty), what is enclosed, the notes below all."""
    end = len(chunks)
    while end and chunks[end - 1].kind in ("note", "note-more", "fw"):
        end -= 1
    starts = [at for at in range(1, end) if _begins(chunks, at, end)]
    cuts = [0, *starts, end]
    parts = [
        (_type(chunks[a]) if a else "", _headed(chunks[a:b]) if a else list(chunks[a:b])) for a, b in pairwise(cuts)
    ]
    if not starts:
        return [("", list(chunks))]
    return [*parts, ("", list(chunks[end:]))] if end < len(chunks) else parts


def _headed(part: Sequence[Chunk]) -> list[Chunk]:
    return [replace(part[0], kind="head"), *part[1:]] if part else []


def _begins(chunks: Sequence[Chunk], at: int, end: int) -> bool:
    """Tell whether a chunk is the title of an enclosure: the word alone, and running text after it."""
    c = chunks[at]
    if c.kind or len(c.text) > 40 or not TITLE.match(c.text) or c.text[-1] in ",;:":
        return False
    if re.search(r"\bin no", c.text, re.I) or (c.text[0] == "[" and "ndorse" in c.text):
        return True
    return sum(prose(x) for x in chunks[at + 1 : min(end, at + 8)]) >= 1


def _type(c: Chunk) -> str:
    match = TITLE.match(c.text)
    kind = match["kind"].lower() if match else ""
    return "endorsement" if kind in ENDORSED else KINDS.get(kind, "enclosure")
