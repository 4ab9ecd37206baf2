"""Which part of the earth a map shows, and where a place lies on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from teikit.publish.figures.outline import Place, Window

_WORLD_SPAN, _WORLD_HEIGHT = 170.0, 100.0
"""From these spans of longitude and latitude on a map shows the whole earth."""
_SLIMMEST, _TALLEST = 0.45, 0.7
"""The least and the greatest height of a map, for a width of 1."""
_LEAST, _LEAST_OF_ONE = 6.0, 26.0
"""The degrees of latitude that a map shows at least; nearer, the outline would be too coarse."""
_SEAM = 4.0
"""Degrees that points keep from the edge of a world map."""
_STEEPEST = 70.0
"""The highest latitude that sets the scale of a map; beyond, countries would be drawn out too thin to know."""
_EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)


@dataclass(frozen=True, slots=True)
class Frame:
    """A map: its size in pixels and what it shows.

    A ``world`` map is in the Equal Earth projection (Šavrič, Patterson and Jenny 2018); every other one is
    equirectangular, its standard parallel in the middle of the window.
    """

    window: Window
    width: float
    height: float
    world: bool = False

    def project(self, lon: float, lat: float) -> Place:
        """Return where a place lies; its longitude is taken as it is, so that lines may leave the window."""
        if self.world:
            return self._equal_earth(lon, lat)
        x = (lon - self.window.west) / (self.window.east - self.window.west) * self.width
        y = (self.window.north - lat) / (self.window.north - self.window.south) * self.height
        return x, y

    def point(self, lon: float, lat: float) -> Place:
        """Return where a place lies, after the whole turns that bring it into the window."""
        middle = (self.window.west + self.window.east) / 2
        return self.project(middle + _apart(lon, middle), lat)

    def _equal_earth(self, lon: float, lat: float) -> Place:
        middle = (self.window.west + self.window.east) / 2
        x, y = _equal_earth(math.radians(lon - middle), math.radians(lat))
        scale = self.width / (2 * _equal_earth(math.pi, 0)[0])
        return self.width / 2 + x * scale, self.height / 2 - y * scale


def _equal_earth(lon: float, lat: float) -> Place:
    a, b, c, d = _EQUAL_EARTH
    t = math.asin(math.sqrt(3) / 2 * math.sin(lat))
    t2 = t * t
    t6 = t2**3
    y = t * (a + b * t2 + t6 * (c + d * t2))
    x = 2 / 3 * math.sqrt(3) * lon * math.cos(t) / (a + 3 * b * t2 + t6 * (7 * c + 9 * d * t2))
    return x, y


def _apart(lon: float, other: float) -> float:
    """Return the way from one longitude to another, -180 to 180."""
    return (lon - other + 180) % 360 - 180


def framed(places: Sequence[Place], width: float) -> Frame:
    """Return the map that shows places with a margin, a place alone with the countries around it."""
    if not places:
        return world(places, width)
    west, span = _arc([lon for lon, _ in places])
    south, north = min(lat for _, lat in places), max(lat for _, lat in places)
    if span > _WORLD_SPAN or north - south > _WORLD_HEIGHT:
        return world(places, width)
    return region(west, span, south, north, width, _LEAST if len(set(places)) > 1 else _LEAST_OF_ONE)


def region(
    west: float, span: float, south: float, north: float, width: float, least: float, margin: float = 0.08
) -> Frame:
    """Return the map of a part of the earth, as large as it must be and as wide as it may be."""
    middle, centre = (south + north) / 2, west + span / 2
    shrunk = math.cos(math.radians(min(_STEEPEST, abs(middle))))
    high = max((north - south) * (1 + 2 * margin), least)
    wide = span * (1 + 2 * margin) * shrunk
    wide = max(wide, high / _TALLEST)
    high = min(max(high, wide * _SLIMMEST), wide * _TALLEST, 180.0)
    wide = min(wide, 360 * shrunk)
    middle = min(max(middle, high / 2 - 90), 90 - high / 2)
    window = Window(centre - wide / shrunk / 2, middle - high / 2, centre + wide / shrunk / 2, middle + high / 2)
    return Frame(window, width, round(width * high / wide))


def world(places: Sequence[Place], width: float) -> Frame:
    """Return the map of the earth, turned where its edge would run through places."""
    middle = 11.0  # leaves the Bering Strait whole
    if any(abs(_apart(lon, middle + 180)) < _SEAM for lon, _ in places):
        west, span = _arc([lon for lon, _ in places])
        middle = _apart(west + span / 2, 0)
    height = width * _equal_earth(0, math.pi / 2)[1] / _equal_earth(math.pi, 0)[0]
    return Frame(Window(middle - 180, -90, middle + 180, 90), width, round(height), world=True)


def _arc(longitudes: Sequence[float]) -> tuple[float, float]:
    """Return where the shortest arc begins that holds all longitudes, and its length."""
    ordered = sorted({lon % 360 for lon in longitudes})
    gaps = [(after - before) % 360 for before, after in zip(ordered, [*ordered[1:], *ordered[:1]], strict=True)]
    if len(ordered) == 1:
        return _apart(ordered[0], 0), 0.0
    widest = max(range(len(gaps)), key=lambda at: gaps[at])
    west = ordered[(widest + 1) % len(ordered)]
    return _apart(west, 0), 360 - gaps[widest]
