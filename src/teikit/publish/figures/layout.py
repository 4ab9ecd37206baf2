"""Where the nodes of a graph go: as far apart as the ways between them are long, and never on each other."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence

Spot = tuple[float, float]
Lengths = Mapping[int, Mapping[int, float]]
"""The ties of each node, each with its length."""
_ROUNDS = 24
_GOLDEN = math.pi * (3 - math.sqrt(5))


def components(lengths: Lengths) -> list[list[int]]:
    """Return the parts of a graph that hang together, the largest first."""
    seen: set[int] = set()
    found = []
    for start in lengths:
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for node in part:
            for other in lengths[node]:
                if other not in seen:
                    seen.add(other)
                    part.append(other)
        found.append(part)
    return sorted(found, key=lambda part: -len(part))


def stressed(nodes: Sequence[int], lengths: Lengths) -> dict[int, Spot]:
    """Place the nodes of one component so that they lie as far apart as the shortest way between them.

    Stress is brought down pair by pair with shrinking steps (Zheng, Pawar and Goodman 2018), from a spiral, in an order
    that is mixed but always the same.
    """
    spots = [[math.sqrt(i) * math.cos(i * _GOLDEN), math.sqrt(i) * math.sin(i * _GOLDEN)] for i in range(len(nodes))]
    place = {node: i for i, node in enumerate(nodes)}
    pairs: list[tuple[int, int, float]] = []
    for node in nodes:
        i = place[node]
        pairs += [(i, place[other], far) for other, far in _ways(node, lengths).items() if place[other] > i]
    if pairs:
        longest, shortest = max(far for *_, far in pairs), min(far for *_, far in pairs)
        fall = math.log(0.1 * shortest**2 / longest**2) / (_ROUNDS - 1)
        for round_ in range(_ROUNDS):
            _relax(_mixed(pairs, round_), spots, longest**2 * math.exp(fall * round_))
    return {node: (spots[i][0], spots[i][1]) for i, node in enumerate(nodes)}


def _relax(pairs: Iterable[tuple[int, int, float]], spots: list[list[float]], step: float) -> None:
    """Move the two of each pair towards the distance that they should have."""
    for i, j, far in pairs:
        a, b = spots[i], spots[j]
        dx, dy = a[0] - b[0], a[1] - b[1]
        apart = math.sqrt(dx * dx + dy * dy) or 1e-9
        share = min(1.0, step / (far * far)) * (apart - far) / apart / 2
        dx, dy = dx * share, dy * share
        a[0] -= dx
        a[1] -= dy
        b[0] += dx
        b[1] += dy


def _mixed(pairs: Sequence[tuple[int, int, float]], round_: int) -> Iterable[tuple[int, int, float]]:
    """Yield all pairs, each time in another order: by a step that shares no factor with their number."""
    count = len(pairs)
    step = int(count * 0.618) + 1 + round_
    while math.gcd(step, count) != 1:
        step += 1
    at = round_ % count
    for _ in range(count):
        yield pairs[at]
        at = (at + step) % count


def _ways(start: int, lengths: Lengths) -> dict[int, float]:
    """Return the length of the shortest way to each node (Dijkstra)."""
    found: dict[int, float] = {}
    todo = [(0.0, start)]
    while todo:
        far, node = heapq.heappop(todo)
        if node not in found:
            found[node] = far
            for other, length in lengths[node].items():
                if other not in found:
                    heapq.heappush(todo, (far + length, other))
    return found


def levelled(spots: Mapping[int, Spot]) -> dict[int, Spot]:
    """Turn spots so that they spread most from left to right."""
    count = len(spots) or 1
    cx, cy = sum(x for x, _ in spots.values()) / count, sum(y for _, y in spots.values()) / count
    xx = sum((x - cx) ** 2 for x, _ in spots.values())
    yy = sum((y - cy) ** 2 for _, y in spots.values())
    xy = sum((x - cx) * (y - cy) for x, y in spots.values())
    angle = math.atan2(2 * xy, xx - yy) / 2
    cos, sin = math.cos(angle), math.sin(angle)
    return {n: ((x - cx) * cos + (y - cy) * sin, (y - cy) * cos - (x - cx) * sin) for n, (x, y) in spots.items()}


def packed(parts: Sequence[Mapping[int, Spot]], width: float, apart: float) -> dict[int, Spot]:
    """Put parts side by side on shelves of a width, the first part on the first.

    ``apart``: what lies between them; half of it between shelves.
    """
    made: dict[int, Spot] = {}
    x = y = shelf = 0.0
    for part in parts:
        left, top = min(p[0] for p in part.values()), min(p[1] for p in part.values())
        wide, high = max(p[0] for p in part.values()) - left, max(p[1] for p in part.values()) - top
        if x and x + wide > width:
            x, y, shelf = 0.0, y + shelf + apart / 2, 0.0
        made.update({node: (px - left + x, py - top + y) for node, (px, py) in part.items()})
        x, shelf = x + wide + apart, max(shelf, high)
    return made


def parted(
    spots: Mapping[int, Spot], radii: Mapping[int, float], gap: float = 5.0, rounds: int = 40
) -> dict[int, Spot]:
    """Push nodes apart until none lies on another."""
    nodes = list(spots)
    made = {node: list(spots[node]) for node in nodes}
    for _ in range(rounds):
        moved = False
        for at, node in enumerate(nodes):
            a, ra = made[node], radii[node]
            for other in nodes[at + 1 :]:
                b, least = made[other], ra + radii[other] + gap
                dx, dy = b[0] - a[0], b[1] - a[1]
                if abs(dx) < least and abs(dy) < least and (far := math.hypot(dx, dy)) < least - 0.01:
                    share = (least - far) / 2 / (far or 1)
                    dx, dy = (dx * share, dy * share) if far else (least / 2, at % 7 - 3.0)
                    a[0], a[1], b[0], b[1] = a[0] - dx, a[1] - dy, b[0] + dx, b[1] + dy
                    moved = True
        if not moved:
            break
    return {node: (x, y) for node, (x, y) in made.items()}
