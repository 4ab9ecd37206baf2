"""Maps: what lies where, what can be reached, and what does not fit."""

from __future__ import annotations

import math
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from teikit.publish.figures.map import Point, crowded, locator_svg, map_svg
from teikit.publish.figures.outline import Window, outline
from teikit.publish.figures.projection import framed
from teikit.publish.figures.svg import printable, shortened, text_width

SVG = "{http://www.w3.org/2000/svg}"
CITIES = [
    Point(55.75, 37.6, "Moscow", 120, "places/moscow.html"),
    Point(23.1, -82.4, "Havana", 90, "places/havana.html"),
    Point(38.9, -77.0, "Washington", 60, "places/washington.html"),
]
PACIFIC = [Point(-17.7, 178.0, "Nadi"), Point(-13.8, -171.7, "Apia"), Point(-36.8, 174.7, "Auckland")]


def drawn(svg: str) -> etree._Element:
    return etree.fromstring(svg)


def marks(root: etree._Element) -> dict[str, tuple[float, float, float]]:
    """Return the circles by their names: where they are, and their radii."""
    found = {}
    for one in root.iter(f"{SVG}a", f"{SVG}g"):
        if one.get("aria-label"):
            circle = one.find(f"{SVG}circle[@class='mark']")
            found[one.get("aria-label")] = tuple(float(circle.get(key)) for key in ("cx", "cy", "r"))
    return found


def boxes(root: etree._Element) -> list[tuple[float, float, float, float]]:
    """Return what labels cover."""
    found = []
    for text in root.iterfind(f".//{SVG}g[@class='labels']/{SVG}text"):
        wide, x, y = text_width(text.text, 12), float(text.get("x")), float(text.get("y"))
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor")]
        found.append((left, y - 9.6, left + wide, y + 3))
    return found


def test_a_map_can_be_read_without_being_seen() -> None:
    root = drawn(map_svg(CITIES))
    assert (root.get("role"), root.find(f"{SVG}title").text) == ("group", "Map of the places")
    assert root.find(f"{SVG}desc").text.startswith("3 places;")
    links = [(a.get("href"), a.get("aria-label")) for a in root.iter(f"{SVG}a")]
    assert links == [
        ("places/moscow.html", "Moscow: 120 mentions"),
        ("places/havana.html", "Havana: 90 mentions"),
        ("places/washington.html", "Washington: 60 mentions"),
    ]


def test_north_is_up_and_east_is_right() -> None:
    found = {name.partition(":")[0]: at for name, at in marks(drawn(map_svg(CITIES))).items()}
    assert found["Moscow"][0] > found["Washington"][0] > found["Havana"][0]
    assert found["Moscow"][1] < found["Washington"][1] < found["Havana"][1]


def test_the_area_of_a_circle_tells_the_count() -> None:
    radii = [at[2] for at in marks(drawn(map_svg(CITIES))).values()]
    assert radii[0] / radii[1] == pytest.approx(math.sqrt(120 / 90), rel=0.02)


def test_islands_on_both_sides_of_the_antimeridian_lie_together() -> None:
    root = drawn(map_svg(PACIFIC))
    xs = [at[0] for at in marks(root).values()]
    assert max(xs) - min(xs) < 480
    assert "M" in root.find(f"{SVG}path[@class='land']").get("d")


@pytest.mark.parametrize("latitude", [90, -90])
def test_a_pole_is_on_the_map(latitude: int) -> None:
    root = drawn(map_svg([Point(latitude, 0, "Pole"), Point(latitude * 0.8, 20, "Near")]))
    height = float(root.get("viewBox").split()[3])
    assert all(0 < y < height for _, y, _ in marks(root).values())


def test_a_map_of_no_place_is_the_world() -> None:
    root = drawn(map_svg([]))
    assert root.find(f"{SVG}path[@class='edge']") is not None
    assert root.find(f"{SVG}desc").text.startswith("No place has coordinates.")


def test_places_too_close_share_a_circle() -> None:
    crowd = [Point(48.85 + i / 1e4, 2.35, f"Café {i}", 1, f"{i}.html") for i in range(20)]
    root = drawn(map_svg([*crowd, Point(50.85, 4.35, "Brussels", 3)]))
    assert len(marks(root)) == 2
    name = next(name for name in marks(root) if name.startswith("Café"))
    assert "Café 0: 1 mention; close to it Café 1 (1), " in name
    assert name.endswith(" and 11 more")
    assert "2 circles" in root.find(f"{SVG}desc").text


def test_labels_do_not_collide_and_stay_inside() -> None:
    points = [Point(40 + i * 7 % 23, i * 13 % 37, f"Place with a name {i}", i + 1) for i in range(120)]
    root = drawn(map_svg(points))
    width, height = map(float, root.get("viewBox").split()[2:])
    found = boxes(root)
    assert len(found) > 10
    for at, (left, top, right, bottom) in enumerate(found):
        assert left >= 0 and top >= 0 and right <= width and bottom <= height
        for other in found[at + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_names_cannot_be_markup() -> None:
    root = drawn(map_svg([Point(1, 1, '<script>"&\x00\ud800', 1, 'javascript:"')]))
    assert next(iter(marks(root))) == '<script>"&: 1 mention'


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (math.nan, 0), (0, math.inf)])
def test_places_off_the_earth_are_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="no place on earth"):
        Point(latitude, longitude, "X")


def test_thousands_of_points_are_drawn_in_time() -> None:
    points = [Point(i * 37 % 160 - 75, i * 73 % 360 - 180, f"P{i}", i % 50, "x") for i in range(2000)]
    before = time.perf_counter()
    svg = map_svg(points)
    assert time.perf_counter() - before < 3
    assert len(svg) < 600_000
    assert sum(map(int, re.findall(r"^(\d+) places", drawn(svg).find(f"{SVG}desc").text))) == 2000


def test_points_that_hide_each_other_are_drawn_again_larger() -> None:
    vienna = [Point(48 + n / 100, 16 + n / 100, f"Street {n}") for n in range(30)]
    assert 0.7 * len(vienna) <= len(crowded([*vienna, *CITIES])) <= len(vienna)
    assert set(crowded([*vienna, *CITIES])) <= set(vienna)
    assert not crowded(vienna)
    assert not crowded(CITIES)


def test_near_places_share_the_ground_of_their_locators() -> None:
    one, other = (drawn(locator_svg(48.2, lon)) for lon in (16.3, 16.9))
    land = [svg.find(f"{SVG}path[@class='land']").get("d") for svg in (one, other)]
    spots = [float(svg.find(f"{SVG}circle").get("cx")) for svg in (one, other)]
    assert land[0] == land[1]
    assert spots[0] < spots[1]


def test_a_locator_is_small_and_says_where() -> None:
    svg = locator_svg(-33.9, 151.2, name="Sydney", id="l1")
    assert len(svg) < 20_000
    root = drawn(svg)
    assert root.find(f"{SVG}title").text == "Where Sydney lies"
    assert root.find(f"{SVG}desc").text.startswith("33.9° S, 151.2° E.")
    assert root.find(f"{SVG}title").get("id") == "l1-title"


def test_the_same_points_give_the_same_bytes() -> None:
    assert map_svg(CITIES) == map_svg(reversed(CITIES))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180), st.integers(0, 10**6)), max_size=6))
def test_every_circle_is_on_the_map(places: list[tuple[float, float, int]]) -> None:
    root = drawn(map_svg([Point(lat, lon, f"P{i}", count) for i, (lat, lon, count) in enumerate(places)]))
    width, height = map(float, root.get("viewBox").split()[2:])
    for x, y, _ in marks(root).values():
        assert -0.1 <= x <= width + 0.1
        assert 0 <= y <= height


def test_land_is_where_it_is() -> None:
    """Paths through a window of land, of sea, and across the antimeridian."""
    for window, is_land in (((20, 50, 21, 51), True), ((-40, 30, -39, 31), False), ((539, 66, 541, 67), True)):
        land, _ = outline(
            Window(window[0], window[1], window[2], window[3]), lambda x, y: (x * 10, y * 10), level="50m"
        )
        assert bool(land) == is_land


def test_the_window_holds_all_places_with_a_margin() -> None:
    window = framed([(2.0, 48.0), (13.0, 52.0)], 960).window
    assert window.west < 2 < 13 < window.east
    assert window.south < 48 < 52 < window.north


def test_texts_are_cut_after_words() -> None:
    assert shortened("Letter from Harriet Boulcott, Wellington", 30) == "Letter from Harriet Boulcott…"
    assert shortened("  a\n b ", 30) == "a b"
    assert len(shortened("x" * 100, 30)) == 30
    assert printable("a\x0b\ufffe\ud800b") == "ab"
    assert text_width("北京", 12) > text_width("ab", 12) > text_width("il", 12) > text_width("\u0301", 12) == 0
