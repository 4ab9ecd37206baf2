"""A light vote on the language of a text, by its small words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from teikit import data

SAMPLE = 1_600
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@cache
def _words() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in data.table("structure_stopwords"):
        for word in row["words"].split():
            found[word] = (*found.get(word, ()), row["language"])
    return found


def vote(text: str) -> str:
    """Return the language (BCP 47) whose small words are far the most frequent, or an empty string."""
    votes: Counter[str] = Counter()
    words = WORD.findall(text[:SAMPLE].lower())
    known = _words()
    for word, count in Counter(word for word in words if word in known).items():
        for language in known[word]:
            votes[language] += count
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < max(3, 0.06 * len(words)):
        return ""
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] > 1.5 * ranked[1][1] else ""
