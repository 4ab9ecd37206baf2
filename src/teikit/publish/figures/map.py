"""Places on a map: one drawing of all, and a small one that shows where a place lies."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from teikit.diagnostics import counted
from teikit.publish.figures.outline import Place, Window, outline, path
from teikit.publish.figures.projection import Frame, framed, region
from teikit.publish.figures.svg import Dot, Room, drawing, element, haloed, labels, link

_LARGEST, _SMALLEST, _UNIT = 20.0, 4.0, 4.5
_REACH = 12.0
"""Radius in pixels of what answers to a click, however small the circle."""
_LABELS = 60
_FEW, _MOST_SHARE, _CROWDED = 20, 0.7, 4.0
"""From how many points on, for what share of them, how many times smaller: when a map of a part is drawn as well."""
_GRID = 4.0
"""The degrees to which the middle of a small map is rounded."""
_FINE_BELOW = 110.0
"""Windows of fewer degrees of longitude are drawn with the finer outline."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map. ``count``: what the size of its circle tells. Raises ValueError where it lies nowhere."""

    latitude: float
    longitude: float
    name: str
    count: int = 1
    href: str = ""

    def __post_init__(self) -> None:
        if not (abs(self.latitude) <= 90 and math.isfinite(self.longitude)):
            raise ValueError(f"{self.name}: no place on earth has latitude {self.latitude}, longitude {self.longitude}")


@dataclass(frozen=True, slots=True)
class _Circle:
    """Points that lie too close to each other to be told apart, the greatest first."""

    x: float
    y: float
    points: tuple[Point, ...]

    @property
    def count(self) -> int:
        return sum(point.count for point in self.points)


def map_svg(
    points: Iterable[Point],
    *,
    width: int = 960,
    title: str = "Map of the places",
    id: str = "map",
    noun: str = "mention",
) -> str:
    """Return the map of places. ``noun``: what the points count; ``id``: begins the ids of the drawing."""
    ordered = sorted(points, key=lambda point: (-point.count, point.name, point.latitude, point.longitude, point.href))
    frame = framed([(point.longitude, point.latitude) for point in ordered], width)
    circles = _gathered(ordered, frame)
    scale = _scale(max((circle.count for circle in circles), default=1))
    dots = [Dot(c.x, c.y, _radius(c.count, scale), _label(c)) for c in circles]
    room = Room(frame.width, frame.height)
    texts = labels(dots, room, size=12, most=_LABELS)
    links = [_link(circle, dot, noun) for circle, dot in zip(circles, dots, strict=True)]
    says = f"{counted(len(ordered), 'place')}; the area of a circle tells how often a place is named."
    if len(circles) < len(ordered):
        says += f" Places too close to be told apart share a circle: {counted(len(circles), 'circle')}."
    if not ordered:
        says = "No place has coordinates."
    return drawing(
        "map",
        *_ground(frame),
        element("g", *links, class_="points"),
        *haloed(texts, id),
        id=id,
        title=title,
        says=f"{says} The borders are those of today.",
        width=frame.width,
        height=frame.height,
    )


def crowded(points: Sequence[Point]) -> list[Point]:
    """Return the points of the part of a map where most lie, if that is so small a part that they hide each other.

    It is the smallest box around their median that holds seven of ten; else the list is empty.
    """
    if len(points) < _FEW:
        return []
    lat, lon = median(point.latitude for point in points), median(point.longitude for point in points)

    def far(point: Point) -> float:
        return max(abs(point.latitude - lat), abs(point.longitude - lon) / 2)

    reach = sorted(map(far, points))[math.ceil(len(points) * _MOST_SHARE) - 1]
    near = [point for point in points if far(point) <= reach]
    return near if reach * _CROWDED < far(max(points, key=far)) else []


def locator_svg(
    latitude: float, longitude: float, *, name: str = "", width: int = 320, span: float = 24.0, id: str = "locator"
) -> str:
    """Return a small map that shows where a place lies. ``span``: the degrees of latitude that it shows."""
    Point(latitude, longitude, name)
    # Places near each other have the same map, which then is drawn but once; the spot need not stand in its middle.
    middle, centre = (round(value / _GRID) * _GRID for value in (latitude, longitude))
    frame = region(centre, 0.0, middle, middle, width, span)
    x, y = frame.point(longitude, latitude)
    y = min(max(y, 8.0), frame.height - 8)
    north, east = "S" if latitude < 0 else "N", "W" if longitude < 0 else "E"
    where = f"{abs(latitude):.4g}° {north}, {abs(longitude):.4g}° {east}"
    mark = element("circle", class_="spot", cx=x, cy=y, r=6)
    title = f"Where {name} lies" if name else "Where the place lies"
    return drawing(
        "map locator",
        _coarse_ground(frame),
        mark,
        id=id,
        title=title,
        says=f"{where}. The borders are those of today.",
        width=frame.width,
        height=frame.height,
    )


@lru_cache(maxsize=512)
def _coarse_ground(frame: Frame) -> str:
    return "".join(_ground(frame, level="110m"))


def _ground(frame: Frame, level: str = "") -> list[str]:
    """Return sea, land, borders and a net of degrees."""
    window = frame.window
    level = level or ("50m" if window.east - window.west < _FINE_BELOW else "110m")
    beyond = 0.0 if frame.world else (window.east - window.west) * 0.02
    cut = Window(
        window.west - beyond, max(-90.0, window.south - beyond), window.east + beyond, min(90.0, window.north + beyond)
    )
    land, borders = outline(cut, frame.project, level=level, bent=frame.world)
    edge = _edge(frame)
    return [
        element("path", class_="sea", d=edge),
        element("path", class_="net", d=_net(frame)),
        element("path", class_="land", d=land, fill_rule="evenodd") if land else "",
        element("path", class_="borders", d=borders) if borders else "",
        element("path", class_="edge", d=edge) if frame.world else "",
    ]


def _edge(frame: Frame) -> str:
    w = frame.window
    steps = [w.south + (w.north - w.south) * i / 40 for i in range(41)]
    ring: list[Place] = [*((w.west, lat) for lat in steps), *((w.east, lat) for lat in reversed(steps))]
    return path(ring if frame.world else [ring[0], ring[40], ring[41], ring[81]], frame.project, closed=True)


def _net(frame: Frame) -> str:
    """Return lines of longitude and latitude at round degrees."""
    w = frame.window
    step = next(size for size in (1, 2, 5, 10, 15, 30) if (w.east - w.west) / size <= 12 or size == 30)
    high = w.north - w.south
    parts = 24 if frame.world else 1
    lines = []
    for lon in range(math.ceil(w.west / step) * step, math.floor(w.east) + 1, step):
        lines.append([(float(lon), w.south + high * i / parts) for i in range(parts + 1)])
    for lat in range(math.ceil(w.south / step) * step, math.floor(w.north) + 1, step):
        lines.append([(w.west, float(lat)), (w.east, float(lat))])
    return "".join(path(line, frame.project, closed=False) for line in lines)


def _gathered(points: Sequence[Point], frame: Frame) -> list[_Circle]:
    """Put points that would hide each other into one circle, where the greatest of them lies."""
    scale = _scale(max((point.count for point in points), default=1))
    size = 2 * _LARGEST
    made: list[tuple[float, float, float, list[Point]]] = []
    grid: dict[tuple[int, int], list[int]] = {}
    for point in points:
        x, y = frame.point(point.longitude, point.latitude)
        y = min(max(y, _SMALLEST + 2), frame.height - _SMALLEST - 2)  # whole, at the poles too
        column, row = int(x // size), int(y // size)
        near = [
            (math.hypot(made[at][0] - x, made[at][1] - y), at)
            for c in (column - 1, column, column + 1)
            for r in (row - 1, row, row + 1)
            for at in grid.get((c, r), ())
        ]
        distance, at = min(near, default=(math.inf, -1))
        if at >= 0 and distance < max(made[at][2], 7.0):
            made[at][3].append(point)
        else:
            grid.setdefault((column, row), []).append(len(made))
            made.append((x, y, _radius(point.count, scale), [point]))
    circles = [_Circle(x, y, tuple(some)) for x, y, _, some in made]
    return sorted(circles, key=lambda circle: -circle.count)


def _scale(most: int) -> float:
    return min(_UNIT, _LARGEST / math.sqrt(max(1, most)))


def _radius(count: int, scale: float) -> float:
    return max(_SMALLEST, scale * math.sqrt(max(0, count)))


def _label(circle: _Circle) -> str:
    return circle.points[0].name


def _link(circle: _Circle, dot: Dot, noun: str) -> str:
    first, *others = circle.points
    name = f"{first.name}: {counted(first.count, noun)}" if first.count else first.name
    if others:
        shown = ", ".join(f"{point.name} ({point.count})" for point in others[:8])
        left = f" and {len(others) - 8} more" if len(others) > 8 else ""
        name += f"; close to it {shown}{left}"
    reach = element("circle", class_="reach", cx=dot.x, cy=dot.y, r=max(dot.radius, _REACH))
    mark = element("circle", class_="mark", cx=dot.x, cy=dot.y, r=dot.radius)
    return link(first.href, name, reach, mark, class_="point gathered" if others else "point")
