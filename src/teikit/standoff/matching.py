"""Which tokens of two sequences are the same, where both are versions of one text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_MOST = 4_000_000  # pairs to be compared outright: a second of work


def matches(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield runs of equal tokens: where each begins in both, and its length; in no order, never crossing.

    What begins and ends alike is taken first; then tokens that occur once in both, in the longest order that both have
    (patience); between these again, until little enough is left to compare outright. Where that never comes, as in long
    texts that have nothing in common, there are no matches.
    """
    stack = [(0, len(one), 0, len(other))]
    while stack:
        low, high, first, last = stack.pop()
        start = low
        while low < high and first < last and one[low] == other[first]:
            low, first = low + 1, first + 1
        if low > start:
            yield start, first - (low - start), low - start
        end = high
        while low < high and first < last and one[high - 1] == other[last - 1]:
            high, last = high - 1, last - 1
        if high < end:
            yield high, last, end - high
        if low == high or first == last:
            continue
        anchors = _anchors(one, other, low, high, first, last)
        if anchors:
            edges = [(low, first), *((a + 1, b + 1) for a, b in anchors)]
            for (from_one, from_other), (to_one, to_other) in zip(edges, [*anchors, (high, last)], strict=True):
                stack.append((from_one, to_one, from_other, to_other))
            yield from ((a, b, 1) for a, b in anchors)
        elif (high - low) * (last - first) <= _MOST:
            blocks = SequenceMatcher(None, one[low:high], other[first:last], autojunk=False).get_matching_blocks()
            yield from ((low + a, first + b, size) for a, b, size in blocks if size)


def _anchors(
    one: Sequence[str], other: Sequence[str], low: int, high: int, first: int, last: int
) -> list[tuple[int, int]]:
    """Return pairs of tokens that occur once in both stretches, as many as stand in the same order."""
    here, there = _single(one, low, high), _single(other, first, last)
    pairs = [(at, there[token]) for token, at in here.items() if token in there]
    ends: list[int] = []  # the least end of an order of each length
    best: list[int] = []
    before: list[int] = []
    for number, (_, at) in enumerate(pairs):
        length = bisect_left(ends, at)
        if length == len(ends):
            ends.append(at)
            best.append(number)
        else:
            ends[length], best[length] = at, number
        before.append(best[length - 1] if length else -1)
    found: list[tuple[int, int]] = []
    number = best[-1] if best else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _single(tokens: Sequence[str], low: int, high: int) -> dict[str, int]:
    """Return the tokens that occur once in a stretch, in its order, each with its place."""
    places: dict[str, int] = {}
    for at in range(low, high):
        places[tokens[at]] = -1 if tokens[at] in places else at
    return {token: at for token, at in places.items() if at >= 0}
