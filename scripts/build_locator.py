"""Make src/teikit/data/export/world.txt, the outline of land behind the dot that shows where a place lies.

    npm install world-atlas
    python scripts/build_locator.py node_modules/world-atlas

world-atlas holds Natural Earth (https://www.naturalearthdata.com, public domain). The outline is an SVG path on a plain
grid of degrees, 360 by 180, without small islands and without every point that lies close to the line beside it.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from math import hypot
from pathlib import Path

from build_outline import arcs, rings

OUT = Path(__file__).resolve().parents[1] / "src" / "teikit" / "data" / "export" / "world.txt"
NEAR, SMALLEST = 1.1, 12.0  # degrees; square degrees
HEAD = "# Land on a grid of 360 by 180 degrees, as an SVG path: Natural Earth, by scripts/build_locator.py."
Line = list[tuple[float, float]]


def simplified(line: Line) -> Line:
    """Return a line without the points that lie nearer to it than NEAR (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    length = hypot(bx - ax, by - ay)

    def far(point: tuple[float, float]) -> float:
        x, y = point
        if not length:
            return hypot(x - ax, y - ay)
        return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length

    at = max(range(1, len(line) - 1), key=lambda index: far(line[index]))
    if far(line[at]) < NEAR:
        return [line[0], line[-1]]
    return simplified(line[: at + 1])[:-1] + simplified(line[at:])


def area(ring: Line) -> float:
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def path(ring: Line) -> str:
    """Return a ring as an SVG path of whole degrees, all points but the first relative to the one before."""
    points = [(round(x + 180), round(90 - y)) for x, y in ring]
    steps = [(u - x, v - y) for (x, y), (u, v) in pairwise(points) if (x, y) != (u, v)]
    return f"M{points[0][0]} {points[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps[:-1]).replace(" -", "-") + "z"


def main(folder: str) -> None:
    topology = json.loads((Path(folder) / "land-110m.json").read_text(encoding="utf-8"))
    lines = arcs(topology)
    made = []
    for indices in rings(topology["objects"]["land"]):
        ring: Line = []
        for index in indices:
            line = lines[index] if index >= 0 else lines[~index][::-1]
            for x, y in line[1 if ring else 0 :]:
                last = ring[-1][0] if ring else x / 100
                ring.append((x / 100 + 360 * round((last - x / 100) / 360), y / 100))  # on beyond the 180th meridian
        turns = 360 * round(sum(x for x, _ in ring) / len(ring) / 360)
        ring = [(x - turns, y) for x, y in ring]
        if area(ring) >= SMALLEST:
            made.append(path(simplified(ring)))
    OUT.write_text(f"{HEAD}\n" + "\n".join(made) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
