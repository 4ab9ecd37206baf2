"""Networks: laid out without overlaps, the same each time, in time."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from teikit.publish.figures.layout import components, stressed
from teikit.publish.figures.network import Node, Tie, network_svg

SVG = "{http://www.w3.org/2000/svg}"


def drawn(nodes: list[Node], ties: list[Tie], **options: object) -> etree._Element:
    return etree.fromstring(network_svg(nodes, ties, **options))  # type: ignore[arg-type]


def circles(root: etree._Element) -> list[tuple[float, float, float]]:
    found = root.iterfind(f".//{SVG}circle[@class='mark']")
    return [(float(one.get("cx")), float(one.get("cy")), float(one.get("r"))) for one in found]


def scattered(count: int, degree: int = 3) -> tuple[list[Node], list[Tie]]:
    nodes = [
        Node(str(i), f"Person {i}", count - i, f"{i}.html", "org" if i % 5 == 0 else "person") for i in range(count)
    ]
    ties = [Tie(str(i), str(i * (7 + k) % i), 1 + i % 4) for i in range(1, count) for k in range(degree)]
    return nodes, ties


def test_nodes_can_be_reached_and_ties_are_drawn() -> None:
    nodes = [Node("a", "Ann", 5, "a.html"), Node("b", "Bob", 2, "b.html", "org"), Node("c", "Cy", 1)]
    root = drawn(nodes, [Tie("a", "b", 3), Tie("b", "a", 1)])
    assert [(a.get("href"), a.get("aria-label"), a.get("class")) for a in root.iter(f"{SVG}a")] == [
        ("a.html", "Ann: 5 mentions", "node person"),
        ("b.html", "Bob: 2 mentions", "node org"),
    ]
    assert len(root.findall(f".//{SVG}path[@class='tie']")) == 1
    assert root.find(f"{SVG}desc").text == "2 names joined by 1 tie. Left out: 1 name."


def test_letters_have_arrows_in_both_directions() -> None:
    nodes = [Node("a", "Ann"), Node("b", "Bob")]
    root = drawn(nodes, [Tie("a", "b", 3), Tie("b", "a", 1)], directed=True, id="letters")
    ties = root.findall(f".//{SVG}path[@class='tie']")
    assert [tie.get("marker-end") for tie in ties] == ["url(#letters-arrow)"] * 2
    assert float(ties[0].get("stroke-width")) < float(ties[1].get("stroke-width"))
    assert root.find(f".//{SVG}marker").get("id") == "letters-arrow"


def test_large_networks_keep_the_strongest() -> None:
    root = drawn(*scattered(1000))
    assert len(circles(root)) <= 150
    assert "Left out: " in root.find(f"{SVG}desc").text
    assert len(list(root.iter(f"{SVG}path"))) <= 600


def test_150_nodes_take_less_than_two_seconds() -> None:
    before = time.perf_counter()
    network_svg(*scattered(150))
    assert time.perf_counter() - before < 2


@pytest.mark.parametrize(
    ("nodes", "ties"),
    [
        scattered(60),
        ([Node(str(i), f"N{i}", i) for i in range(61)], [Tie("0", str(i)) for i in range(1, 61)]),
        ([Node(str(i), f"N{i}", 9) for i in range(40)], [Tie(str(i), str(i + 1)) for i in range(0, 40, 2)]),
        ([Node(str(i), f"N{i}", 9) for i in range(30)], [Tie(str(i), str(j)) for i in range(30) for j in range(i)]),
    ],
    ids=["scattered", "star", "pairs", "clique"],
)
def test_nodes_do_not_lie_on_each_other(nodes: list[Node], ties: list[Tie]) -> None:
    root = drawn(nodes, ties)
    width, height = map(float, root.get("viewBox").split()[2:])
    found = circles(root)
    for at, (x, y, r) in enumerate(found):
        assert r <= x <= width - r and y - r >= 0 and y + r <= height
        for ox, oy, other in found[at + 1 :]:
            assert math.hypot(x - ox, y - oy) >= (r + other) * 0.95


def test_nothing_to_draw_is_an_empty_drawing() -> None:
    for ties in ([], [Tie("a", "a")], [Tie("a", "nobody")]):
        assert circles(drawn([Node("a", "Ann")], ties)) == []


def test_neighbours_lie_nearer_than_others() -> None:
    chain = {i: {j: 1.0 for j in (i - 1, i + 1) if 0 <= j < 9} for i in range(9)}
    spots = stressed(list(range(9)), chain)
    near = [math.dist(spots[i], spots[i + 1]) for i in range(8)]
    assert math.dist(spots[0], spots[8]) > 2 * max(near)


def test_what_hangs_together_is_found() -> None:
    graph = {1: {2: 1.0}, 2: {1: 1.0}, 3: {4: 1.0}, 4: {3: 1.0, 5: 1.0}, 5: {4: 1.0}}
    assert components(graph) == [[3, 4, 5], [1, 2]]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 9)), max_size=30), st.booleans())
def test_any_graph_is_drawn_the_same_each_time(pairs: list[tuple[int, int, int]], directed: bool) -> None:
    nodes = [Node(str(i), f"<{i}> & co", i) for i in range(13)]
    ties = [Tie(str(a), str(b), weight) for a, b, weight in pairs]
    svg = network_svg(nodes, ties, directed=directed)
    assert svg == network_svg(nodes, ties, directed=directed)
    assert len(circles(etree.fromstring(svg))) == len({i for a, b, _ in pairs if a != b for i in (a, b)})
