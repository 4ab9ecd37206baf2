"""The index that the search page reads: scripts that each give it a part, because a page on disk may load no data.

Words are kept in shards by their first letters, of which a search loads those that it needs; so that a shard stays
small however large the corpus, one that grows beyond a size is divided by the next letter.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from teikit.corpus import Named
from teikit.data import table
from teikit.publish.beside.words import folded, ranges
from teikit.publish.reading import script
from teikit.publish.summary import Summary

_LARGEST = 200_000  # characters of a shard, about
_DEEPEST = 8
_MOST_TIMES = 15  # how often a word occurs is kept in four bits


class Index:
    """The words of a corpus and the documents that have them, added in order."""

    def __init__(self) -> None:
        self._places: dict[str, array[int]] = {}
        self._count = 0

    def add(self, words: Mapping[str, int]) -> None:
        """Add the words of the next document."""
        number = self._count << 4
        for word, times in words.items():
            self._places.setdefault(word, array("Q")).append(number | min(times, _MOST_TIMES))
        self._count += 1

    def scripts(self) -> Iterator[tuple[str, bytes]]:
        """Yield the shards, and last the list of them."""
        words = sorted(self._places)
        names = []
        for prefix, part in _shards(words, {word: _size(word, self._places[word]) for word in words}):
            names.append(prefix)
            data = {word: _delta(self._places[word]) for word in part}
            yield f"search/words/{_file(prefix)}.js", script("words", _json([prefix, data]))
        yield "search/shards.js", script("shards", _json([[prefix, _file(prefix)] for prefix in names]))


def _size(word: str, places: Sequence[int]) -> int:
    return len(word) + 6 + 5 * len(places)


def _shards(words: Sequence[str], sizes: Mapping[str, int], depth: int = 1) -> Iterator[tuple[str, list[str]]]:
    """Yield prefixes and the words that begin with each; a word that is a prefix itself stands first in its own."""
    for prefix, some in groupby(words, key=lambda word: word[:depth]):
        part = list(some)
        whole = [word for word in part if len(word) <= depth]
        small = sum(sizes[word] for word in part) <= _LARGEST or len(part) == 1 or depth == _DEEPEST
        if small or len(whole) == len(part):
            yield prefix, part
            continue
        if whole:
            yield prefix, whole
        yield from _shards([word for word in part if len(word) > depth], sizes, depth + 1)


def _file(prefix: str) -> str:
    """Return the name of a shard: letters and digits of ASCII as they are, others as their numbers."""
    return "-".join(char if char.isascii() and char.isalnum() else f"{ord(char):04x}" for char in prefix)


def _delta(places: Iterable[int]) -> list[int]:
    """Return documents and counts as pairs in one list: how far it is from the document before, and how often."""
    made, before = [], 0
    for place in places:
        number, times = place >> 4, place & 15
        made += [number - before, times]
        before = number
    return made


def documents(items: Iterable[Summary]) -> bytes:
    """Return what is shown of each document that is found, in the order of the index."""
    rows = [
        [
            one.slug,
            one.title,
            one.when.label,
            one.when.year if one.when.dated else None,
            one.kind,
            one.language,
            one.words,
        ]
        for one in items
    ]
    return script("documents", _json(rows))


def entities(items: Iterable[tuple[Named, str, str]]) -> bytes:
    """Return the names of entities with the addresses of their pages, to be found beside documents."""
    rows = []
    for named, name, url in items:
        forms = {folded(form): None for form in (name, *named.entry.names, *(form for form, _ in named.forms))}
        rows.append([name, named.kind, url, len(named.mentions), " | ".join(forms)])
    return script("entities", _json(rows))


def rules() -> bytes:
    """Return how words are told from text, by the same tables as here."""
    letters = {row["letter"]: row["plain"] for row in table("publish/search_letters")}
    return script("rules", _json([letters, ranges("diacritic"), ranges("unspaced")]))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
