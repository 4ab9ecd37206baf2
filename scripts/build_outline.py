"""Make src/teikit/data/publish/land_110m.txt.gz and land_50m.txt.gz.

    npm install world-atlas
    python scripts/build_outline.py node_modules/world-atlas

world-atlas holds the land and countries of Natural Earth (https://www.naturalearthdata.com, public domain) as TopoJSON.
A file made here has a line for each outline: ``L`` and the points of a closed ring of land, or ``B`` and those of a
border between countries. The points are pairs of whole numbers, longitude and latitude in hundredths of degrees, the
first as it is, the others as differences from the one before; a ring that crosses the 180th meridian goes on beyond it,
and one around the pole is closed below it.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parents[1] / "src" / "teikit" / "data" / "publish"
SCALE = 100
LEVELS = {"110m": 4, "50m": 2}
"""The levels of detail, and how far a point may lie from the line that leaves it out, in hundredths of degrees."""

Line = list[tuple[int, int]]


def arcs(topology: dict[str, Any]) -> list[Line]:
    """Return the arcs of a topology in hundredths of degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    made = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((round((x * sx + tx) * SCALE), round((y * sy + ty) * SCALE)))
        made.append(line)
    return made


def indices(part: Any) -> Iterator[int]:
    if isinstance(part, int):
        yield part
    else:
        for inner in part:
            yield from indices(inner)


def rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """Yield the rings of a geometry as lists of arcs."""
    if geometry["type"] == "GeometryCollection":
        for inner in geometry["geometries"]:
            yield from rings(inner)
    elif geometry["type"] == "Polygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def unwrapped(line: Line) -> Line:
    """Return a line without jumps: where it crosses the 180th meridian it goes on beyond it."""
    turn, made = 360 * SCALE, line[:1]
    for x, y in line[1:]:
        before = made[-1][0]
        made.append((x + turn * round((before - x) / turn), y))
    return made


def closed(ring: Line) -> Line:
    """Return a ring that lies in the plane; one that goes around the pole is led below it."""
    ring = unwrapped(ring)
    if abs(ring[0][0] - ring[-1][0]) > 180 * SCALE:
        ring = [*ring, (ring[-1][0], -90 * SCALE), (ring[0][0], -90 * SCALE), ring[0]]
    return ring


def simplified(line: Line, tolerance: float) -> Line:
    """Return a line without the points that lie within a tolerance of it (Douglas and Peucker)."""
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        (ax, ay), (bx, by) = line[first], line[last]
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        far, at = tolerance, -1
        for i in range(first + 1, last):
            x, y = line[i]
            if length:
                distance = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
            else:
                distance = ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
            if distance > far:
                far, at = distance, i
        if at >= 0:
            keep.add(at)
            todo += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


def encoded(kind: str, line: Line) -> str:
    x = y = 0
    cells = [kind]
    for nx, ny in line:
        cells += [str(nx - x), str(ny - y)]
        x, y = nx, ny
    return " ".join(cells)


def outlines(topology: dict[str, Any], tolerance: float) -> Iterator[str]:
    """Yield the lines of a data file."""
    known = [simplified(unwrapped(arc), tolerance) for arc in arcs(topology)]
    for ring in rings(topology["objects"]["land"]):
        line: Line = []
        for index in ring:
            arc = known[index] if index >= 0 else known[~index][::-1]
            line += arc[1:] if line else arc
        if len(line) > 3:
            yield encoded("L", closed(line))
    uses = Counter(
        i if i >= 0 else ~i for c in topology["objects"]["countries"]["geometries"] for i in indices(c["arcs"])
    )
    for index in sorted(uses):
        if uses[index] > 1:
            yield encoded("B", known[index])


def main(folder: Path) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for level, tolerance in LEVELS.items():
        topology = json.loads((folder / f"countries-{level}.json").read_text(encoding="utf-8"))
        text = "\n".join(outlines(topology, tolerance)) + "\n"
        data = gzip.compress(text.encode(), 9, mtime=0)
        (OUT / f"land_{level}.txt.gz").write_bytes(data)
        print(level, len(text), len(data))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
