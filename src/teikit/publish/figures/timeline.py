"""Documents and dates along an axis: each by name where there is room, as dots, or as a histogram."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from teikit.diagnostics import counted
from teikit.publish.figures.axis import span, ticks
from teikit.publish.figures.lanes import MARGIN, Lane, Moment, Placed, Scale, YearHref, dots, histogram, named
from teikit.publish.figures.svg import drawing, element, written

__all__ = ["Moment", "timeline_svg"]

_HEADING = 20.0
_DAY = 1 / 366


def timeline_svg(
    moments: Iterable[Moment],
    *,
    width: int = 960,
    title: str = "Timeline",
    id: str = "timeline",
    noun: str = "document",
    year_href: YearHref | None = None,
) -> str:
    """Return the timeline of moments, one lane for each kind in the order of their first.

    The first lane settles how much time is shown; of the others, what lies beyond is counted. ``noun``: what the first
    lane holds. ``year_href``: where the bars of a histogram lead.
    """
    lanes, dateless = _lanes(moments)
    if not lanes:
        says = "Nothing has a date." if not dateless else f"{counted(dateless, 'date')} without a year."
        return drawing("timeline", id=id, title=title, says=says, width=width, height=1)
    scale = _domain(next(iter(lanes.values())), width)
    drawn, top = [], 6.0
    for kind, placed in lanes.items():
        lane = _lane(placed, scale, year_href)
        if len(lanes) > 1:
            drawn.append(element("text", written(kind), class_="lane", x=MARGIN, y=top + 12))
            top += _HEADING
        top += lane.height
        drawn.append(element("g", lane.markup, class_="moments", transform=f"translate(0 {top:g})"))
        drawn.append(element("path", class_="base", d=f"M0 {top:g}H{width}"))
        top += 6
    axis = _axis(scale, top)
    return drawing(
        "timeline",
        *axis,
        *drawn,
        id=id,
        title=title,
        says=_says(lanes, dateless, noun),
        width=width,
        height=top + 34,
    )


def _lanes(moments: Iterable[Moment]) -> tuple[dict[str, list[Placed]], int]:
    """Return what can be placed, by kind and in order of time, and the number of those without a year."""
    lanes: dict[str, list[Placed]] = {}
    dateless = 0
    for moment in moments:
        first, last = span(moment.first or moment.last), span(moment.last or moment.first)
        if first is None or last is None:
            dateless += 1
        else:
            start, end = min(first[0], last[0]), max(first[1], last[1])
            lanes.setdefault(moment.kind, []).append(Placed(moment, start, end))
    for placed in lanes.values():
        placed.sort(key=lambda one: (one.start, one.end, one.moment.name, one.moment.href))
    return lanes, dateless


def _domain(placed: Sequence[Placed], width: float) -> Scale:
    first, last = min(one.start for one in placed), max(one.end for one in placed)
    around = max((last - first) * 0.02, 3 * _DAY if last - first < 30 * _DAY else 0.0)
    return Scale(first - around, last + around, width)


def _says(lanes: dict[str, list[Placed]], dateless: int, noun: str) -> str:
    placed = next(iter(lanes.values()))
    first, last = placed[0].moment, max(placed, key=lambda one: one.end).moment
    end = last.last or last.first
    begin = first.first or first.last
    says = f"{counted(len(placed), noun)}, {begin}" + (f" to {end}." if end != begin else ".")
    for kind, others in list(lanes.items())[1:]:
        says += f" {kind}: {len(others)}."
    return says + (f" Left out, for want of a year: {counted(dateless, 'date')}." if dateless else "")


def _axis(scale: Scale, top: float) -> list[str]:
    marks, lines = [], []
    for tick in ticks(scale.first, scale.last, max(2, int(scale.width // 76))):
        x = scale.x(tick.at)
        lines.append(f"M{x:.1f} 0V{top:g}")
        marks.append(element("text", written(tick.label), x=x, y=top + 13, text_anchor="middle"))
        if tick.below:
            marks.append(element("text", written(tick.below), class_="below", x=x, y=top + 28, text_anchor="middle"))
    return [element("path", class_="net", d="".join(lines)), element("g", *marks, class_="axis", aria_hidden="true")]


def _lane(placed: Sequence[Placed], scale: Scale, year_href: YearHref | None) -> Lane:
    """Draw a lane as exactly as there is room for."""
    shown = [one for one in placed if one.start < scale.last and one.end > scale.first]
    lane = named(shown, scale) or dots(shown, scale) or histogram(shown, scale, year_href)
    earlier = sum(one.end <= scale.first for one in placed)
    later = sum(one.start >= scale.last for one in placed)
    beyond = ""
    if earlier:
        beyond += element("text", f"← {earlier} earlier", class_="beyond", x=MARGIN, y=-lane.height - 8)
    if later:
        x = scale.width - MARGIN
        beyond += element("text", f"{later} later →", class_="beyond", x=x, y=-lane.height - 8, text_anchor="end")
    return Lane(lane.markup + beyond, lane.height + (20 if beyond else 0))
