"""Persons and organisations as a network of those that are named together, or that write to each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from teikit.diagnostics import counted
from teikit.publish.figures.layout import Spot, components, levelled, packed, parted, stressed
from teikit.publish.figures.svg import Dot, Room, drawing, element, haloed, labels, link

_LARGEST, _SMALLEST = 17.0, 4.0
_REACH = 12.0
_MARGIN, _SIDE = 30.0, 70.0
_TALLEST = 0.8
"""The greatest height for a width of 1."""
_BETWEEN = 130.0
"""Pixels between parts that do not hang together, for their labels."""
_ROOM = 90.0
"""Pixels across that each node should have, where the drawing is large enough."""
_TIES_A_NODE = 4
"""How many ties are drawn for each node at most, all in all."""
_LABELS = 150


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody in a network. ``count``: what the size of the circle tells; ``kind``: its CSS class."""

    id: str
    name: str
    count: int = 1
    href: str = ""
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class Tie:
    """What joins two nodes, by their ids; in a directed network it goes from ``source`` to ``target``."""

    source: str
    target: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class _Graph:
    """What is drawn: nodes by number, ties by pair of numbers, and how many of either are left out."""

    nodes: tuple[Node, ...]
    ties: Mapping[tuple[int, int], int]
    nodes_left: int
    ties_left: int


def network_svg(
    nodes: Iterable[Node],
    ties: Iterable[Tie],
    *,
    directed: bool = False,
    width: int = 960,
    most: int = 150,
    title: str = "Network",
    id: str = "network",
    noun: str = "mention",
) -> str:
    """Return the network of nodes that ties join. ``most``: how many nodes are drawn, those of the strongest ties.

    ``noun``: what the nodes count. Ties to unknown nodes and of a node to itself are not drawn.
    """
    graph = _chosen({node.id: node for node in nodes}, ties, directed, most)
    scale = _LARGEST / math.sqrt(max([12, *(node.count for node in graph.nodes)]))
    radii = {i: max(_SMALLEST, scale * math.sqrt(max(0, node.count))) for i, node in enumerate(graph.nodes)}
    spots, height = _placed(graph, radii, width)
    order = sorted(radii, key=lambda i: (-radii[i], graph.nodes[i].name, i))
    dots = {i: Dot(*spots[i], radii[i], graph.nodes[i].name) for i in order}
    room = Room(width, height)
    return drawing(
        "network",
        _arrowhead(id) if directed else "",
        element("g", *_lines(graph, dots, directed, id), class_="ties"),
        element("g", *(_circle(graph.nodes[i], dots[i], noun) for i in order), class_="nodes"),
        *haloed(labels(dots.values(), room, size=12, most=_LABELS, length=24), id),
        id=id,
        title=title,
        says=_says(graph, directed),
        width=width,
        height=height,
    )


def _chosen(known: Mapping[str, Node], ties: Iterable[Tie], directed: bool, most: int) -> _Graph:
    """Keep the nodes of the strongest ties; of their ties those that hold the network together, and the strongest."""
    weights: dict[tuple[str, str], int] = {}
    for tie in ties:
        if tie.source in known and tie.target in known and tie.source != tie.target:
            pair = (tie.source, tie.target)
            pair = pair if directed or pair[0] <= pair[1] else pair[::-1]
            weights[pair] = weights.get(pair, 0) + tie.weight
    strength: dict[str, int] = {}
    for pair, weight in weights.items():
        for id in pair:
            strength[id] = strength.get(id, 0) + weight
    kept = sorted(strength, key=lambda id: (-strength[id], -known[id].count, known[id].name, id))[:most]
    number = {id: i for i, id in enumerate(kept)}
    among = {(number[a], number[b]): weight for (a, b), weight in weights.items() if a in number and b in number}
    drawn = _strongest(among, len(kept))
    joined = {i for pair in drawn for i in pair}
    order = [i for i in range(len(kept)) if i in joined]
    again = {old: new for new, old in enumerate(order)}
    return _Graph(
        tuple(known[kept[i]] for i in order),
        {(again[a], again[b]): weight for (a, b), weight in drawn.items()},
        len(known) - len(order),
        len(weights) - len(drawn),
    )


def _strongest(ties: Mapping[tuple[int, int], int], nodes: int) -> dict[tuple[int, int], int]:
    """Return the ties that hold all together that hangs together (Kruskal), and as many more as can be read."""
    up = list(range(nodes))

    def root(i: int) -> int:
        while up[i] != i:
            up[i] = up[up[i]]
            i = up[i]
        return i

    ordered = sorted(ties, key=lambda pair: (-ties[pair], pair))
    tree = set()
    for pair in ordered:
        one, other = root(pair[0]), root(pair[1])
        if one != other:
            up[one] = other
            tree.add(pair)
    spare = max(0, nodes * _TIES_A_NODE - len(tree))
    others = [pair for pair in ordered if pair not in tree][:spare]
    return {pair: ties[pair] for pair in ordered if pair in tree or pair in set(others)}


def _placed(graph: _Graph, radii: Mapping[int, float], width: int) -> tuple[dict[int, Spot], float]:
    """Return where the nodes lie, and the height of the drawing."""
    if not graph.nodes:
        return {}, 1.0
    heaviest = max(graph.ties.values())
    lengths: dict[int, dict[int, float]] = {i: {} for i in range(len(graph.nodes))}
    for (a, b), weight in graph.ties.items():
        length = 1.5 - 0.8 * math.log1p(weight) / math.log1p(heaviest)
        lengths[a][b] = lengths[b][a] = min(length, lengths[a].get(b, length))
    unit = 62.0 if len(graph.nodes) < 60 else 48.0
    parts = []
    for part in components(lengths):
        spots = {i: (x * unit, y * unit) for i, (x, y) in levelled(stressed(part, lengths)).items()}
        parts.append(parted(spots, radii))
    spots = packed(parts, width - 2 * _SIDE, _BETWEEN)
    return _fitted(spots, radii, width)


def _fitted(spots: dict[int, Spot], radii: Mapping[int, float], width: int) -> tuple[dict[int, Spot], float]:
    """Stretch or shrink spots to the width, and to no more height than a screen has."""
    wide = max(x for x, _ in spots.values()) or 1.0
    high = max(y for _, y in spots.values()) or 1.0
    wished = math.sqrt(len(spots)) * _ROOM
    across = min(width - 2 * _SIDE, max(wished * 1.3, wide)) / wide
    down = min(width * _TALLEST - 2 * _MARGIN, max(wished, high)) / high
    across, down = min(across, down * 1.6), min(down, across * 1.3)
    left = (width - wide * across) / 2
    fitted = parted({i: (left + x * across, _MARGIN + y * down) for i, (x, y) in spots.items()}, radii, 3.0)
    top = min(y - radii[i] for i, (_, y) in fitted.items()) - 14
    clear = {i: (min(max(x, radii[i] + 4), width - radii[i] - 4), y - top) for i, (x, y) in fitted.items()}
    return clear, max(y + radii[i] for i, (_, y) in clear.items()) + 22


def _lines(graph: _Graph, dots: Mapping[int, Dot], directed: bool, id: str) -> list[str]:
    """Draw ties, the strongest last; those in both directions beside each other."""
    heaviest = max(graph.ties.values(), default=1)
    made = []
    for (a, b), weight in sorted(graph.ties.items(), key=lambda item: (item[1], item[0])):
        wide = 0.7 + 4.3 * math.sqrt(weight / heaviest) if heaviest > 1 else 1.0
        one, other = dots[a], dots[b]
        far = math.hypot(other.x - one.x, other.y - one.y) or 1.0
        ux, uy = (other.x - one.x) / far, (other.y - one.y) / far
        bow = 0.14 * far if directed and (b, a) in graph.ties else 0.0
        tip = other.radius + (2 + 2.2 * math.sqrt(wide) if directed else 0)
        x1, y1, x2, y2 = one.x, one.y, other.x - ux * tip, other.y - uy * tip
        if bow:
            mx, my = (one.x + other.x) / 2 - uy * bow, (one.y + other.y) / 2 + ux * bow
            turn = math.hypot(other.x - mx, other.y - my) or 1.0
            x2, y2 = other.x - (other.x - mx) / turn * tip, other.y - (other.y - my) / turn * tip
            d = f"M{x1:.1f} {y1:.1f}Q{mx:.1f} {my:.1f} {x2:.1f} {y2:.1f}"
        else:
            d = f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"
        end = f"url(#{id}-arrow)" if directed else None
        made.append(element("path", class_="tie", d=d, stroke_width=wide, marker_end=end))
    return made


def _arrowhead(id: str) -> str:
    head = element("path", class_="head", d="M0 0L7 3.5L0 7z")
    marker = element(
        "marker",
        head,
        id=f"{id}-arrow",
        viewBox="0 0 7 7",
        refX=3.0,
        refY=3.5,
        markerWidth=8.0,
        markerHeight=8.0,
        markerUnits="userSpaceOnUse",
        orient="auto",
    )
    return element("defs", marker)


def _circle(node: Node, dot: Dot, noun: str) -> str:
    reach = element("circle", class_="reach", cx=dot.x, cy=dot.y, r=max(dot.radius, _REACH))
    mark = element("circle", class_="mark", cx=dot.x, cy=dot.y, r=dot.radius)
    return link(node.href, f"{node.name}: {counted(node.count, noun)}", reach, mark, class_=f"node {node.kind}")


def _says(graph: _Graph, directed: bool) -> str:
    says = f"{counted(len(graph.nodes), 'name')} joined by {counted(len(graph.ties), 'tie')}"
    says += ", with arrows from sender to receiver." if directed else "."
    left: Sequence[str] = [
        counted(number, noun)
        for number, noun in ((graph.nodes_left, "name"), (graph.ties_left, "weaker tie"))
        if number
    ]
    return says + (f" Left out: {' and '.join(left)}." if left else "")
