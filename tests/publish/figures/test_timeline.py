"""Timelines: names where there is room, dots, histograms; ticks from days to centuries."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from teikit.publish.figures.axis import at, span, ticks
from teikit.publish.figures.timeline import Moment, timeline_svg

SVG = "{http://www.w3.org/2000/svg}"


def drawn(moments: list[Moment], **options: object) -> etree._Element:
    return etree.fromstring(timeline_svg(moments, **options))  # type: ignore[arg-type]


def names(root: etree._Element) -> list[str]:
    return [one.get("aria-label") for one in root.iter(f"{SVG}a", f"{SVG}g") if one.get("aria-label")]


def axis(root: etree._Element) -> list[str]:
    return [text.text for text in root.iterfind(f".//{SVG}g[@class='axis']/{SVG}text")]


def test_documents_stand_with_their_names() -> None:
    root = drawn([Moment("1841-12-22", "", "Hartwell", "a.html"), Moment("1841", "1849", "Diary", "b.html")])
    assert [(a.get("href"), a.get("aria-label")) for a in root.iter(f"{SVG}a")] == [
        ("b.html", "Diary, 1841 to 1849"),
        ("a.html", "Hartwell, 1841-12-22"),
    ]
    assert root.find(f"{SVG}desc").text == "2 documents, 1841 to 1849."
    assert len(root.findall(f".//{SVG}rect[@class='mark']")) == 1


def test_names_in_rows_do_not_lie_on_each_other() -> None:
    root = drawn([Moment(f"1962-10-{i % 28 + 1:02}", "", f"Telegram {i}", "x") for i in range(30)])
    found = [
        [float(r.get(k)) for k in ("x", "y", "width", "height")] for r in root.iterfind(f".//{SVG}rect[@class='reach']")
    ]
    assert len(found) == 30
    for number, (x, y, width, height) in enumerate(found):
        for ox, oy, owidth, oheight in found[number + 1 :]:
            assert x + width <= ox or ox + owidth <= x or y + height <= oy or oy + oheight <= y


def test_many_documents_of_one_day_are_dots_or_a_bar() -> None:
    few = drawn([Moment("1962-10-27", "", f"T{i}", f"{i}.html") for i in range(50)])
    assert len(list(few.iter(f"{SVG}a"))) == 50
    many = drawn([Moment("1962-10-27", "", f"T{i}") for i in range(3000)], year_href=lambda year: f"#y{year}")
    assert [(a.get("href"), a.get("aria-label")) for a in many.iter(f"{SVG}a")] == [("#y1962", "1962-10-27: 3000")]


def test_thousands_of_documents_are_a_histogram_that_loses_none() -> None:
    root = drawn([Moment(str(1500 + i * 7 % 400), "", f"C{i}") for i in range(3000)])
    bars = [name for name in names(root) if ": " in name]
    assert sum(int(bar.rpartition(": ")[2]) for bar in bars) == 3000
    assert len(bars) == 400
    assert float(root.get("viewBox").split()[3]) < 250


def test_a_second_lane_has_the_time_of_the_first() -> None:
    documents = [Moment("1962-10-27", "", "Telegram", "a", "Documents")]
    root = drawn(
        [*documents, *(Moment(date, "", "date", "", "Dates") for date in ("1898", "1962-10-28", "1990", "1991"))]
    )
    assert [text.text for text in root.iterfind(f"{SVG}text[@class='lane']")] == ["Documents", "Dates"]
    assert [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "beyond"] == [
        "← 1 earlier",
        "2 later →",
    ]
    assert root.find(f"{SVG}desc").text == "1 document, 1962-10-27. Dates: 4."


def test_what_has_no_year_is_counted() -> None:
    root = drawn([Moment("--10-27", "", "x"), Moment("", "", "y"), Moment("1841", "", "z")])
    assert root.find(f"{SVG}desc").text == "1 document, 1841. Left out, for want of a year: 2 dates."
    assert drawn([]).find(f"{SVG}desc").text == "Nothing has a date."
    assert drawn([Moment("soon")]).find(f"{SVG}desc").text == "1 date without a year."


@pytest.mark.parametrize(
    ("moments", "said"),
    [
        (["1962-10-27"], ["25", "Oct 1962", "26"]),
        (["1962-10-01", "1963-08-01"], ["Oct", "1962"]),
        (["1841", "1913"], ["1850", "1860", "1870"]),
        (["-0480", "1453"], ["400 BC", "200 BC", "0", "200"]),
    ],
)
def test_ticks_are_round(moments: list[str], said: list[str]) -> None:
    found = axis(drawn([Moment(one, "", "x") for one in moments]))
    assert [one for one in found if one in said][: len(said)] == said


@pytest.mark.parametrize(
    ("iso", "limits"),
    [
        ("1841", (1841, 1842)),
        ("1840-02", (at(1840, 2, 1), at(1840, 3, 1))),
        ("1840-02-29", (at(1840, 2, 29), at(1840, 3, 1))),
        ("-0044", (-44, -43)),
        ("1962-10-27T14:30:00Z", (at(1962, 10, 27), at(1962, 10, 28))),
        ("1841-02-29", None),
        ("1841-13", None),
        ("41", None),
        ("", None),
    ],
)
def test_where_dates_lie(iso: str, limits: tuple[float, float] | None) -> None:
    assert span(iso) == (pytest.approx(limits) if limits else None)


@given(st.floats(-5000, 5000), st.floats(0, 8000), st.integers(2, 14))
def test_ticks_are_few_and_in_order(first: float, length: float, most: int) -> None:
    found = [tick.at for tick in ticks(first, first + length, most)]
    assert found == sorted(set(found))
    assert len(found) <= most * 2 + 2
    assert all(first <= one <= first + length for one in found)


DATES = st.builds("{:04}-{:02}-{:02}".format, st.integers(1, 2100), st.integers(1, 12), st.integers(1, 28))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(DATES | st.just("1900") | st.just("-0300"), st.just("") | DATES), max_size=100), st.booleans()
)
def test_any_dates_are_drawn(dates: list[tuple[str, str]], two: bool) -> None:
    moments = [
        Moment(first, last, f"<{i}>", "x", "b" if two and i % 2 else "a") for i, (first, last) in enumerate(dates)
    ]
    root = drawn(moments)
    height = float(root.get("viewBox").split()[3])
    assert height < 900
    assert timeline_svg(moments) == timeline_svg(moments)
