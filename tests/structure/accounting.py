"""Check that every character of a text has exactly one place in its structure."""

from __future__ import annotations

from teikit.model import Block, Document

MIXED = frozenset(
    (
        *("p", "head", "item", "note", "cell", "l", "addrLine", "speaker"),
        *("salute", "signed", "closer", "dateline", "byline", "trailer", "opener", "label"),
    )
)


def faults(doc: Document) -> list[str]:
    """Return what is wrong: characters in no place or in two, text in blocks that only hold others."""
    count = [0] * len(doc.text)
    for block in doc.blocks:
        for at in range(block.span.start, block.span.end):
            count[at] += 1
    for aside in doc.metadata.asides:
        for at in range(aside.span.start, aside.span.end):
            count[at] += 1
    found = [
        f"character {at} {doc.text[at]!r} has {n} places"
        for at, n in enumerate(count)
        if n != 1 and not doc.text[at].isspace()
    ]
    for block in doc.walk():
        found += _own(doc, block)
    return found


def _own(doc: Document, block: Block) -> list[str]:
    if block.kind in MIXED or not block.children:
        return []
    at = block.span.start
    gaps = ""
    for child in block.children:
        gaps += doc.text[at : child.span.start]
        at = child.span.end
    gaps += doc.text[at : block.span.end]
    return [f"{block.kind} {block.span} has text of its own: {gaps!r}"] if gaps.strip() else []
