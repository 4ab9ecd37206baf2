"""The pages that show the corpus as a whole: the start, the map, the timeline, the network, the search, about."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from teikit.corpus import folded
from teikit.data import table
from teikit.publish.figures.map import Point, crowded, map_svg
from teikit.publish.figures.network import Node, Tie, network_svg
from teikit.publish.figures.timeline import Moment, timeline_svg
from teikit.publish.keeping import Store
from teikit.publish.pages.documents import year_urls
from teikit.publish.rendering import Data, Page
from teikit.publish.world import FOLDERS, NOUNS, TITLES, Shown, World

_MOST_NAMED = 12
_MOST_MET = 8  # names of one document that are tied to each other, the most frequent ones
_MOST_TIES = 5000
_WIDTH = 1080


def overview_pages(world: World) -> Iterator[Page]:
    """Yield the pages of the top of the site."""
    yield Page("index.html", "index.html", _start(world))
    yield Page("search.html", "search.html", {"kinds": _kinds(world), "count": len(world.texts())})
    yield Page("about.html", "about.html", _about(world))
    yield Page("404.html", "404.html", {})
    if any(shown.lies for _, shown in world.of_kind("place")):
        yield Page("map.html", "map.html", _map(world), _drawn_map)
    if any(one.when.dated for one in world.documents):
        yield Page("timeline.html", "timeline.html", _timeline(world), _drawn_timeline)
    if has_network(world):
        yield Page("network.html", "network.html", _network(world), _drawn_network)


def has_network(world: World) -> bool:
    return world.has_letters() or any(len(present) > 1 for present in world.present)


def counts(world: World) -> list[Data]:
    """Return how many of each there are, with where to find them."""
    made = [{"label": "documents", "one": "document", "count": len(world.texts()), "url": "documents/index.html"}]
    for kind in world.kinds():
        url, label = f"{FOLDERS[kind]}/index.html", TITLES[kind].casefold()
        made.append({"label": label, "one": NOUNS[kind], "count": len(world.of_kind(kind)), "url": url})
    return made


def _start(world: World) -> Data:
    texts = world.texts()
    dated = [world.documents[at] for at in texts if world.documents[at].when.dated]
    ends = [dated[0], dated[-1]] if dated else []
    return {
        "counts": counts(world),
        "letters": sum(bool(one.senders and one.receivers) for one in world.documents),
        "mentions": sum(shown.mentions for shown in world.entities),
        "range": [one.when.label for one in ends] if len({one.when.label for one in ends}) > 1 else [],
        "ends": [
            {"url": one.url, "title": one.title, "language": one.language, "date": one.when.label, "kind": one.kind}
            for one in (ends if len(dated) > 1 else ends[:1])
        ],
        "undated": len(texts) - len(dated),
        "named": [{"title": TITLES[kind], "kind": kind, "rows": _most_named(world, kind)} for kind in world.kinds()],
        "kinds": _kinds(world),
    }


def _about(world: World) -> Data:
    machine = any(shown.named.entry.machine for shown in world.entities)
    data = [{"url": row["file"], "label": row["label"], "said": row["said"]} for row in table("publish/data_files")]
    return {"counts": counts(world), "machine": machine, "data": data}


def _most_named(world: World, kind: str) -> list[Data]:
    most = sorted(world.of_kind(kind), key=lambda one: (-one[1].mentions, one[0]))[:_MOST_NAMED]
    return [{"name": shown.name, "url": shown.url, "count": shown.mentions} for _, shown in most]


def _kinds(world: World) -> list[Data]:
    """Return the kinds of documents, the most frequent first."""
    found = Counter(world.documents[at].kind for at in world.texts())
    return [
        {"kind": kind, "count": count} for kind, count in sorted(found.items(), key=lambda p: (-p[1], p[0])) if kind
    ]


def _map(world: World) -> Data:
    """Return the places that are named; where none is, as in a register without texts, those that are listed."""
    places = [shown for _, shown in world.of_kind("place")]
    named = [shown for shown in places if shown.mentions or shown.named.letters] or places
    points = [(*shown.lies, shown.name, shown.mentions, shown.url) for shown in named if shown.lies]
    listed = sum(1 for shown in places if shown.lies) - len(points)
    return {"points": points, "without": len(places) - len(points) - listed, "listed": listed}


def _drawn_map(inputs: Data, _store: Store) -> Data:
    points = [Point(*values) for values in inputs["points"]]
    rows = [{"name": point.name, "url": point.href, "count": point.count} for point in points]
    near = crowded(points)
    detail = map_svg(near, width=_WIDTH, title="Map of where most places lie", id="detail") if near else ""
    return {**inputs, "drawing": map_svg(points, width=_WIDTH), "detail": detail, "near": len(near), "rows": rows}


def _timeline(world: World) -> Data:
    """Return the documents with their dates, and the persons of whom a year of birth or death is known."""
    dated = [world.documents[at] for at in world.texts() if world.documents[at].when.dated]
    moments = [(one.when.iso, "", one.title, one.url, "Documents") for one in dated]
    for _, shown in world.of_kind("person"):
        birth, death = shown.named.entry.birth, shown.named.entry.death
        if birth and death:
            moments.append((birth, death, shown.name, shown.url, "Lives"))
    return {"moments": moments, "years": year_urls(world), "undated": len(world.texts()) - len(dated)}


def _drawn_timeline(inputs: Data, _store: Store) -> Data:
    moments = [Moment(*values) for values in inputs["moments"]]
    years, urls = [year for year, _, _ in inputs["years"]], [url for _, _, url in inputs["years"]]

    def address(year: int) -> str:
        """Return where the documents of a year stand, or of the next that has some."""
        return str(urls[min(bisect_left(years, year), len(urls) - 1)])

    return {**inputs, "drawing": timeline_svg(moments, width=_WIDTH, year_href=address)}


def _network(world: World) -> Data:
    """Return who wrote to whom, where there are letters, and who is named with whom."""
    letters = _letter_ties(world)
    return {"letters": letters, "met": _met(world)}


def _letter_ties(world: World) -> Data:
    """Return the correspondents and the letters between them."""
    roles: dict[str, dict[int, list[int]]] = {"sent": {}, "received": {}}
    for number, shown in enumerate(world.entities):
        if shown.named.kind != "place":
            for document, action in shown.named.letters:
                if action in roles:
                    roles[action].setdefault(document, []).append(number)
    ties: Counter[tuple[int, int]] = Counter()
    for document, senders in roles["sent"].items():
        ties.update((a, b) for a in senders for b in roles["received"].get(document, []) if a != b)
    taking = Counter(number for pair, count in ties.items() for number in pair for _ in range(count))
    return {"nodes": _nodes(world, taking), "ties": _strongest(ties)}


def _met(world: World) -> Data:
    """Return the persons and organisations that are named in the same documents."""
    ties: Counter[tuple[int, int]] = Counter()
    taking: Counter[int] = Counter()
    often: dict[int, Counter[int]] = {}
    for number, shown in enumerate(world.entities):
        if shown.named.kind != "place":
            for document, _ in shown.named.mentions:
                often.setdefault(document, Counter())[number] += 1
    for _, found in sorted(often.items()):
        most = sorted(found, key=lambda number: (-found[number], number))[:_MOST_MET]
        taking.update(most)
        ties.update((a, b) for a in most for b in most if a < b)
    return {"nodes": _nodes(world, taking), "ties": _strongest(ties)}


def _strongest(ties: Counter[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Return as many ties as a drawing can use, in the order of their ends."""
    most = sorted(ties.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_TIES]
    return [(*pair, count) for pair, count in sorted(most)]


def _nodes(world: World, taking: Counter[int]) -> list[tuple[str, str, int, str, str]]:
    return [_node(number, world.entities[number], count) for number, count in sorted(taking.items())]


def _node(number: int, shown: Shown, count: int) -> tuple[str, str, int, str, str]:
    return str(number), shown.name, count, shown.url, shown.named.kind


def _drawn_network(inputs: Data, _store: Store) -> Data:
    made = dict(inputs)
    for name, directed, noun, title in (
        ("letters", True, "letter", "Letters between correspondents"),
        ("met", False, "document", "Named in the same documents"),
    ):
        nodes = [Node(*values) for values in inputs[name]["nodes"]]
        ties = [Tie(str(a), str(b), count) for a, b, count in inputs[name]["ties"]]
        svg = network_svg(nodes, ties, directed=directed, width=_WIDTH, title=title, id=name, noun=noun) if ties else ""
        made[f"{name}_drawing"] = svg
        known = {node.id: node for node in nodes}
        strongest = sorted(ties, key=lambda tie: (-tie.weight, folded(known[tie.source].name), tie.target))[:50]
        made[f"{name}_rows"] = [
            {"source": _end(known[tie.source]), "target": _end(known[tie.target]), "count": tie.weight}
            for tie in strongest
        ]
    return made


def _end(node: Node) -> Data:
    return {"name": node.name, "url": node.href}
