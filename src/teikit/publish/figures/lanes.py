"""The three ways to draw what has dates along a line: by name where there is room, as dots, as a histogram."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from teikit.publish.figures.axis import at, year_name
from teikit.publish.figures.svg import element, link, shortened, text_width, written

MARGIN, _ROW, _SIZE = 18.0, 19.0, 12.0
_MOST_NAMED, _MOST_ROWS, _LONGEST_NAME = 60, 16, 44
_DOTS = ((80, 14.0), (250, 11.0), (0, 9.0))
"""How large dots are, for up to so many of them."""
_HIGHEST_STACK = 200.0
_BARS, _THINNEST = 120.0, 2.2
_DAY = 1 / 366
_BINS = (1 / 366, 1 / 12, 1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 10_000)
"""Widths of the bars of a histogram, in years; the first two are days and months of the calendar."""

YearHref = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Moment:
    """Something with a date. ``first``, ``last``: ISO, as exact as they are known (1841, 1841-12, -0044); ``last`` is
    empty where there is one date. ``kind``: the lane that it stands in, by the name that the lane shows."""

    first: str
    last: str = ""
    name: str = ""
    href: str = ""
    kind: str = ""

    @property
    def said(self) -> str:
        """The name and the dates."""
        dates = f"{self.first} to {self.last}" if self.last and self.last != self.first else self.first
        return f"{self.name}, {dates}" if self.name else dates


@dataclass(frozen=True, slots=True)
class Placed:
    moment: Moment
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Scale:
    """From years to pixels."""

    first: float
    last: float
    width: float

    def x(self, year: float) -> float:
        return MARGIN + (year - self.first) / (self.last - self.first) * (self.width - 2 * MARGIN)


@dataclass(frozen=True, slots=True)
class Lane:
    """A drawn lane: markup whose lowest line is at height 0, and how high it is."""

    markup: str
    height: float


def named(placed: Sequence[Placed], scale: Scale) -> Lane | None:
    """Draw moments with their names in rows, the lowest that is free for each; None where they are too many."""
    if len(placed) > _MOST_NAMED:
        return None
    rows: list[list[tuple[float, float]]] = []
    made = []
    for one in placed:
        left, right = _ends(one, scale)
        name = shortened(one.moment.name, _LONGEST_NAME)
        wide = text_width(name, _SIZE) + 8
        x, anchor, box = _beside(left, right, wide, scale.width)
        row = next((at for at, taken in enumerate(rows) if all(box[1] < a or b < box[0] for a, b in taken)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append(box)
        y = -(row + 0.5) * _ROW
        label = element("text", written(name), x=x, y=y + 4, text_anchor=anchor)
        reach = element("rect", class_="reach", x=box[0], y=y - _ROW / 2, width=box[1] - box[0], height=_ROW)
        made.append(link(one.moment.href, one.moment.said, reach, _mark(left, right, y, 4.5), label, class_="moment"))
    if len(rows) > _MOST_ROWS:
        return None
    return Lane("".join(made), len(rows) * _ROW + 4)


def _beside(left: float, right: float, wide: float, width: float) -> tuple[float, str, tuple[float, float]]:
    """Return where a label goes: after its mark, before it or on it; its anchor; what it covers with the mark."""
    if right + wide < width - 4:
        return right + 5, "start", (left - 4, right + wide)
    if left - wide > 4:
        return left - 5, "end", (left - wide, right + 4)
    return left + 8, "start", (left - 4, max(right, left + wide + 4))


def _ends(one: Placed, scale: Scale) -> tuple[float, float]:
    """Return where the mark of a moment begins and ends: a day is a dot, however wide, and so is what is narrower."""
    left, right = scale.x(one.start), scale.x(one.end)
    if right - left < 10 or one.end - one.start < 1.5 * _DAY:
        middle = (left + right) / 2
        return middle - 4.5, middle + 4.5
    return max(left, 2.0), min(right, scale.width - 2)


def _mark(left: float, right: float, y: float, radius: float) -> str:
    if right - left <= 2 * radius + 0.1:
        return element("circle", class_="mark", cx=(left + right) / 2, cy=y, r=radius)
    return element(
        "rect", class_="mark", x=left, y=y - radius + 1, width=right - left, height=2 * radius - 2, rx=radius - 1
    )


def dots(placed: Sequence[Placed], scale: Scale) -> Lane | None:
    """Draw each moment as a dot at its date, those of about the same date on each other; None where too many are.

    The dots of a day, month or year share the room that it has.
    """
    size = next((size for most, size in _DOTS if len(placed) <= most), _DOTS[-1][1])
    stacks: dict[int, int] = {}
    made = []
    for one in placed:
        column = _column(one, scale, size, stacks)
        height = stacks[column] = stacks.get(column, 0) + 1
        if height * size > _HIGHEST_STACK:
            return None
        x, y = (column + 0.5) * size, -(height - 0.5) * size
        reach = element("rect", class_="reach", x=x - size / 2, y=y - size / 2, width=size, height=size)
        dot = element("circle", class_="mark", cx=x, cy=y, r=size / 2 - 0.8)
        made.append(link(one.moment.href, one.moment.said, reach, dot, class_="moment"))
    return Lane("".join(made), max(stacks.values(), default=1) * size + 4)


def _column(one: Placed, scale: Scale, size: float, stacks: dict[int, int]) -> int:
    """Return the column for a dot: the lowest of those that its date covers, the middle one first."""
    middle = int(scale.x((one.start + one.end) / 2) // size)
    if one.moment.last not in ("", one.moment.first):
        return middle
    first = min(middle, -int(-scale.x(one.start) // size))
    last = max(middle, int(scale.x(one.end) // size) - 1)
    low, high = max(first, 0), min(last, int(scale.width // size) - 1)
    return min(range(low, max(low, high) + 1), key=lambda column: (stacks.get(column, 0), abs(column - middle), column))


def histogram(placed: Sequence[Placed], scale: Scale, year_href: YearHref | None) -> Lane:
    """Draw how many moments begin in each day, month, year or number of years."""
    edges, size = _edges(scale)
    counts = [0] * (len(edges) - 1)
    for one in placed:
        counts[min(max(bisect_right(edges, one.start + _DAY / 9) - 1, 0), len(counts) - 1)] += 1
    most = max(counts)
    made = []
    for (start, end), count in zip(pairwise(edges), counts, strict=True):
        if count:
            left, right = max(scale.x(start), 0.0), min(scale.x(end), scale.width)
            high = max(1.5, _BARS * count / most)
            name = f"{_bin_name(start, size)}: {count}"
            gap = 1.0 if right - left > 4 else 0.3
            bar = element("rect", class_="mark", x=left, y=-high, width=max(right - left - gap, 1.0), height=high)
            reach = element("rect", class_="reach", x=left, y=-_BARS, width=right - left, height=_BARS)
            href = year_href(int(start // 1)) if year_href is not None else ""
            made.append(link(href, name, reach, bar, class_="moment bar"))
    top = element("path", class_="net", d=f"M0 {-_BARS:g}H{scale.width:g}")
    says = element("text", str(most), class_="most", x=2, y=-_BARS - 4)
    return Lane(top + "".join(made) + says, _BARS + 16)


def _edges(scale: Scale) -> tuple[list[float], float]:
    """Return the limits of the bars, as many as are wide enough to be seen, and their width in years."""
    room = (scale.width - 2 * MARGIN) / (scale.last - scale.first)
    size = next((size for size in _BINS if size * room >= _THINNEST), _BINS[-1])
    first, last = int(scale.first // 1), int(scale.last // 1) + 1
    if size < 1 / 12:
        days = [at(year, month, 1) for year in range(first, last + 1) for month in range(1, 13)]
        edges = [a + (b - a) * i / n for a, b in pairwise(days) for n in [round((b - a) * 365.25)] for i in range(n)]
    elif size < 1:
        edges = [at(year, month, 1) for year in range(first, last + 1) for month in range(1, 13)]
    else:
        step = int(size)
        edges = [float(year) for year in range(first // step * step, last + 2 * step, step)]
    begin = max(0, bisect_right(edges, scale.first) - 1)
    end = bisect_right(edges, scale.last)
    return edges[begin : end + 1], size


def _bin_name(start: float, size: float) -> str:
    year = int((start + _DAY / 9) // 1)
    if size >= 2:
        return f"{year_name(year)} to {year_name(year + int(size) - 1)}"
    if size >= 1:
        return year_name(year)
    month = next(m for m in range(12, 0, -1) if at(year, m, 1) <= start + _DAY / 9)
    if size > _DAY * 2:
        return f"{year:04}-{month:02}"
    return f"{year:04}-{month:02}-{round((start - at(year, month, 1)) * 365.5) + 1:02}"
