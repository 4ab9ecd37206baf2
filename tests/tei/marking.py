"""Mentions made at random, for tests: every run of capitalised words, and stretches that cross whatever is there."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date

from teikit.model import MENTION_KINDS, DateValue, Document, Entity, Mention, Span

_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*)*")
_WORD = re.compile(r"\S+")


def marked(doc: Document, seed: int = 1) -> Document:
    """Return a document with mentions of all kinds added, nested properly among themselves and with its own."""
    chance = random.Random(seed)
    spans = [Span(*match.span()) for match in _NAME.finditer(doc.text)]
    words = [match.span() for match in _WORD.finditer(doc.text)]
    for _ in range(len(words) // 8):
        first = chance.randrange(len(words))
        last = min(first + chance.randrange(1, 9), len(words) - 1)
        start, end = words[first][0] + chance.randrange(2), words[last][1] - chance.randrange(2)
        if start < end:
            spans.append(Span(start, end))
    chance.shuffle(spans)
    mentions = list(doc.mentions)
    kept = [mention.span for mention in doc.mentions]
    entities = []
    for span in spans[:400]:
        if any(_cross(span, other) for other in kept) or not span.of(doc.text).strip():
            continue
        kept.append(span)
        mention, entity = _mention(span, doc, chance)
        mentions.append(mention)
        entities += [entity] if entity else []
    mentions.sort(key=lambda mention: (mention.span.start, -mention.span.end))
    known = {entity.id: entity for entity in (*doc.entities, *entities)}
    return replace(doc, mentions=tuple(mentions), entities=tuple(known.values()))


def _cross(one: Span, other: Span) -> bool:
    return one.overlaps(other) and not (one.contains(other) or other.contains(one))


def _mention(span: Span, doc: Document, chance: random.Random) -> tuple[Mention, Entity | None]:
    kind = chance.choice(MENTION_KINDS)
    score = round(chance.random(), 4)
    if kind in ("date", "time"):
        value = DateValue(when=date(1962, 10, 1 + chance.randrange(30)).isoformat()) if kind == "date" else None
        return Mention(span, kind, "test", score, value), None
    name = span.of(doc.text)
    entity_kind = {"persName": "person", "placeName": "place", "orgName": "org"}[kind]
    entity = Entity(
        f"{entity_kind}-{name.split()[0].lower()}", entity_kind, name, (name,), uri="https://example.org/?a=1&b=2"
    )
    return Mention(span, kind, "test", score, ref=entity.id), entity
