"""The register beside the text, and the layers that a reader can switch off."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree, html

from export.test_html import in_body, page_of
from teikit.data import table
from teikit.export.html.authorities import name_of
from teikit.export.html.locator import coordinates, degrees
from teikit.export.html.page import styles

CASES = Path(__file__).resolve().parents[2] / "cases/export"


def page(case: str) -> html.HtmlElement:
    return page_of((CASES / case / "source.xml").read_bytes())


def words(el: html.HtmlElement) -> str:
    return " ".join(el.text_content().split())


def test_a_person_with_all_that_is_known() -> None:
    entry = page("hebrew").get_element_by_id("moshe")
    assert words(entry.find_class("forms")[0]) == "also Moshe Cohen, משה"
    facts = dict(zip(map(words, entry.iter("dt")), map(words, entry.iter("dd")), strict=True))
    assert facts == {"Born": "חיפה (1880)", "Occupation": "סופר", "Identifier (house)": "MC 1"}
    assert entry.xpath(".//dd/a/@href") == ["#haifa"]
    assert [(a.text, a.get("href")) for a in entry.xpath(".//p[@class='links']/a")] == [
        ("VIAF 12345", "http://viaf.org/viaf/12345")
    ]


def test_a_place_on_the_map() -> None:
    made = page("hebrew")
    entry = made.get_element_by_id("haifa")
    assert entry.xpath(".//a[starts-with(@href, 'geo:')]")[0].get("href") == "geo:32.8184,34.9885"
    circle = entry.xpath(".//*[local-name() = 'circle']")[0]
    assert (float(circle.get("cx")), float(circle.get("cy"))) == (214.99, 57.18)
    assert not made.get_element_by_id("nowhere").xpath(".//*[local-name() = 'svg']")
    assert "991 2" in made.get_element_by_id("nowhere").text_content()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("52.63 1.30", (52.63, 1.3)),
        ("52.63, 1.30", (52.63, 1.3)),
        ("52,63 1,30", (52.63, 1.3)),
        ("52,1", (52, 1)),
        ("-33.9 151.2", (-33.9, 151.2)),
        ("91 0", None),
        ("north", None),
        ("1 2 3", None),
        ("", None),
        ("nan nan", None),
    ],
)
def test_coordinates(text: str, found: tuple[float, float] | None) -> None:
    assert coordinates(etree.fromstring(f"<place><geo>{text}</geo></place>")) == found


def test_degrees() -> None:
    assert degrees(-33.9, 151.20931234) == "33.9° S, 151.209312° E"


def test_names_of_authorities() -> None:
    assert name_of("", "https://www.geonames.org/2641181/norwich.html").startswith("GeoNames 2641181")
    assert name_of("", "https://www.wikidata.org/wiki/Q130191") in ("Wikidata Q130191", "wikidata.org/wiki/Q130191")
    assert name_of("GND", "https://example.org/118540238") == "GND 118540238"
    assert name_of("", "https://example.org/people/12") == "example.org/people/12"


def test_correspondents_lead_to_the_register() -> None:
    made = page("hebrew")
    route = made.find_class("route")[0]
    assert words(route) == "From משה כהן, חיפה To Goethe, Weimar, 11 June"
    for href in route.xpath(".//a/@href"):
        assert "entry" in made.get_element_by_id(href[1:]).get("class")


def test_many_mentions_are_folded() -> None:
    made = in_body("<p>" + "<persName ref='#a'>A</persName> " * 30 + "</p>")
    fold = made.xpath("//aside//details[@class='many']")[0]
    assert words(fold.find("summary")) == "30 mentions in the text"
    assert len(fold.xpath(".//a")) == 30


def test_only_layers_that_there_are_can_be_switched() -> None:
    ids = page("letter").xpath("//fieldset//input/@id")
    layers = "person place org date editor machine unsure note sign".split()
    assert ids == [f"tk-show-{layer}" for layer in layers]
    assert page("hebrew").xpath("//fieldset//input/@id")[-1] == "tk-show-page"
    assert not in_body("<p>bare</p>").xpath("//fieldset")


def test_every_layer_has_a_rule() -> None:
    for row in table("export/layers"):
        assert f"#tk-show-{row['layer']}:not(:checked)" in styles(), row["layer"]


def test_words_stay_apart_where_lines_run_on() -> None:
    made = in_body("<p>one<lb/>two<lb break='no'/>fold <lb/>three</p>")
    assert made.find(".//p").text_content() == "one twofold three"
    assert len(made.xpath("//br[@class='lb']")) == 2


def test_verses_are_numbered() -> None:
    made = page("verse")
    numbers = [(el.get("data-n"), words(el)) for el in made.find_class("l") if el.get("data-n")]
    assert numbers == [
        ("5", "He called,"),
        ("100", "and this one is a hundred,"),
        ("100a", "with one that came too late, too bad,"),
    ]


def test_readings_of_an_apparatus() -> None:
    made = page("verse")
    first, second = made.xpath("//section[@id='tk-notes']//li[@class='note']")
    assert [words(li) for li in first.xpath(".//li")] == [
        "lead A B",
        "tin C",
        "omitted D",
        "lost E",
        "Both are metals.",
    ]
    assert [words(li) for li in second.xpath(".//li")] == ["two words", "too worlds A"]


def test_images_of_pages_are_linked() -> None:
    links = page("hebrew").find_class("facs")
    assert [link.get("href") for link in links] == ["https://example.org/p1.jpg", "https://example.org/p2.jpg"]
    assert links[0].get("aria-label") == "Image of page 1"


def test_directions() -> None:
    made = page("hebrew")
    assert (made.get("lang"), made.get("dir")) == ("he", "rtl")
    assert made.find_class("foreign")[0].get("dir") == "ltr"
    assert made.xpath("//p[@lang='ar']/@dir") == ["rtl"]


def test_pointers_that_are_no_links_are_told() -> None:
    from teikit.export import export

    body = '<p><ref target="javascript:alert(1)">a</ref> <ref target="b.xml">b</ref></p>'
    tei = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{body}</body></text></TEI>'
    found = export("html", tei.encode()).diagnostics
    assert [(one.code, one.message.partition(" ")[0]) for one in found] == [("X010", "2")]
