"""Turns of a conversation: chunks that begin with the name of a speaker."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from teikit.structure import phrases, shapes
from teikit.structure.lines import Chunk

SIGN = re.compile(r"[:—–.]")
SPEAKER = re.compile(
    rf"((?:(?:[{shapes.CAPITAL}][\w’'.-]*|of|the|de|von|van|for|and|\([^)]{{1,40}}\))\s?){{1,6}}?)\s*(?::|\.\s?—|\s—|\.\s?–|\s–)\s*(?=\S)"
    r"|([QA])[.:]\s+(?=\S)"
)


SPOKEN = ("", "memorandum of conversation", "minutes", "testimony", "statement", "speech", "protocol")


def mark(chunks: list[Chunk], kind: str) -> list[Chunk]:
    """Give the kind "sp" to the turns of speakers, where speakers come back often enough to be speakers."""
    if kind not in SPOKEN:
        return chunks
    found: dict[int, tuple[str, int]] = {}
    for at, c in enumerate(chunks):
        if c.kind:
            continue
        head = c.text[:90]
        match = SPEAKER.match(head) if SIGN.search(head) and not head[0].islower() else None
        if match and not _label((match[1] or match[2]).strip()):
            found[at] = ((match[1] or match[2]).strip(), len(match[0].rstrip()))
    often = Counter(name for name, _ in found.values())
    turns = sum(count for count in often.values() if count > 1)
    if turns < (2 if kind else 4) or turns < 0.25 * len(chunks) or len([n for n, k in often.items() if k > 1]) < 2:
        return chunks
    return [replace(c, kind="sp", label=found[at][1]) if at in found else c for at, c in enumerate(chunks)]


def _label(name: str) -> bool:
    bare = phrases.bare(name)
    return bare in phrases.sections() or bare in phrases.labels() or shapes.marking(name)
