"""Coasts and borders: the outline shipped with the package (Natural Earth), cut to a map and drawn as paths."""

from __future__ import annotations

import gzip
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

Place = tuple[float, float]
"""Longitude and latitude in degrees, or x and y of a drawing."""
Project = Callable[[float, float], Place]
_STEP = 4.0
"""The longest edge in degrees that is drawn straight where the projection bends it."""
_THIN = 0.8
"""How far points of a path lie apart at least, in pixels."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the earth in degrees; ``east`` is above ``west``, and may be beyond 180."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A closed ring of land, or a border. ``bounds``: west, south, east, north."""

    closed: bool
    points: tuple[Place, ...]
    bounds: tuple[float, float, float, float]


@cache
def _lines(level: str) -> tuple[_Line, ...]:
    data = (files("teikit.data") / "publish" / f"land_{level}.txt.gz").read_bytes()
    made = []
    for line in gzip.decompress(data).decode().splitlines():
        kind, *cells = line.split(" ")
        values = list(map(int, cells))
        xs = [x / 100 for x in accumulate(values[::2])]
        ys = [y / 100 for y in accumulate(values[1::2])]
        made.append(_Line(kind == "L", tuple(zip(xs, ys, strict=True)), (min(xs), min(ys), max(xs), max(ys))))
    return tuple(made)


def outline(window: Window, project: Project, *, level: str, bent: bool = False) -> tuple[str, str]:
    """Return the paths of the land and of the borders in a window. ``level``: 110m or 50m; ``bent``: straight lines
    of longitude are not straight in the projection."""
    land: list[str] = []
    borders: list[str] = []
    for line in _lines(level):
        for turn in _turns(line, window):
            points = [(x + turn, y) for x, y in line.points]
            if line.closed:
                cut = _clipped(points, window)
                land.append(path(_bent(cut) if bent else cut, project, closed=True))
            else:
                borders += [path(part, project, closed=False) for part in _inside(points, window)]
    return "".join(land), "".join(borders)


def _turns(line: _Line, window: Window) -> Iterator[float]:
    """Yield the whole turns by which a line comes to lie in a window."""
    west, south, east, north = line.bounds
    if south > window.north or north < window.south:
        return
    for turn in (-720.0, -360.0, 0.0, 360.0, 720.0):
        if west + turn <= window.east and east + turn >= window.west:
            yield turn


def _clipped(points: Sequence[Place], window: Window) -> list[Place]:
    """Return the part of a ring within a window (Sutherland and Hodgman)."""
    sides = ((0, window.west, 1), (0, window.east, -1), (1, window.south, 1), (1, window.north, -1))
    ring = list(points)
    for axis, limit, sign in sides:
        if all((point[axis] - limit) * sign >= 0 for point in ring):
            continue
        made: list[Place] = []
        for before, here in zip([ring[-1], *ring[:-1]], ring, strict=True):
            was, is_ = (before[axis] - limit) * sign, (here[axis] - limit) * sign
            if (was >= 0) != (is_ >= 0):
                share = was / (was - is_)
                made.append((before[0] + (here[0] - before[0]) * share, before[1] + (here[1] - before[1]) * share))
            if is_ >= 0:
                made.append(here)
        ring = made
        if not ring:
            break
    return ring


def _inside(points: Sequence[Place], window: Window) -> Iterator[list[Place]]:
    """Yield the stretches of a line that touch a window, each with one point beyond at either end."""
    stretch: list[Place] = []
    before: Place | None = None
    for point in points:
        x, y = point
        if window.west <= x <= window.east and window.south <= y <= window.north:
            if not stretch and before is not None:
                stretch.append(before)
            stretch.append(point)
        elif stretch:
            yield [*stretch, point]
            stretch = []
        before = point
    if stretch:
        yield stretch


def _bent(ring: Sequence[Place]) -> list[Place]:
    """Return a ring with points on its long edges."""
    made: list[Place] = []
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        parts = max(1, math.ceil(max(abs(bx - ax), abs(by - ay)) / _STEP))
        made += [(ax + (bx - ax) * i / parts, ay + (by - ay) * i / parts) for i in range(parts)]
    return made


def path(points: Sequence[Place], project: Project, *, closed: bool) -> str:
    """Return the commands of a path through places, in tenths of pixels, without points that nobody could tell apart.

    A ring smaller than a pixel is an empty string.
    """
    steps: list[str] = []
    at: tuple[int, int] | None = None
    last = len(points) - 1
    for i, (lon, lat) in enumerate(points):
        x, y = project(lon, lat)
        here = round(x * 10), round(y * 10)
        if at is None:
            steps.append(f"M{here[0] / 10:g} {here[1] / 10:g}")
        elif max(abs(here[0] - at[0]), abs(here[1] - at[1])) >= _THIN * 10 or (i == last and not closed and here != at):
            steps.append(f"{'l' if len(steps) == 1 else ' '}{(here[0] - at[0]) / 10:g} {(here[1] - at[1]) / 10:g}")
        else:
            continue
        at = here
    if len(steps) < (3 if closed else 2):
        return ""
    return "".join(steps) + ("z" if closed else "")
