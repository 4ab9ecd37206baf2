"""Pages in parts: anchors are those of the contract, a site can link entities, everything is in one file."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from export.html.test_instances import SHARED, instances
from teikit import tei, xmlio
from teikit.diagnostics import TeikitError
from teikit.edition import Edition
from teikit.export import export
from teikit.export.html.page import Parts, address, parts, styles

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT / "tests/cases/export"
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{}</body></text></TEI>'


def in_body(body: str, **options: object) -> Parts:
    return parts(xmlio.parse(TEI.format(body).encode()), **options)  # type: ignore[arg-type]


def expected_anchor(xml_id: str, element: int, made: Parts) -> bool:
    return made.anchors.get(element) in (xml_id, f"tk-e{element}") and bool(made.anchors.get(element))


def check_anchors(edition: Edition, made: Parts, name: str) -> None:
    ids = set(html.fromstring(made.main).xpath("//@id"))
    for mark in edition.marks:
        assert expected_anchor(mark.xml_id, mark.element, made), (name, mark)
        assert made.anchors[mark.element] in ids, (name, mark)
    for passage in edition.passages:
        if passage.kind in ("p", "head", "l", "item", "sp", "note", "u", "salute", "signed", "dateline"):
            assert expected_anchor(passage.xml_id, passage.element, made), (name, passage)


@pytest.mark.parametrize("path", sorted((ROOT / "encoded").glob("*.xml")), ids=lambda path: path.stem)
def test_every_mark_and_passage_has_its_anchor(path: Path) -> None:
    data = path.read_bytes()
    check_anchors(tei.edition(data), parts(xmlio.parse(data)), path.name)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the TEI instances are not beside this repository")
def test_marks_in_files_of_others_have_anchors() -> None:
    marks = shown = 0
    for path in instances():
        data = path.read_bytes()
        try:
            edition = tei.edition(data)
        except TeikitError:
            continue
        made = parts(xmlio.parse(data))
        marks += len(edition.marks)
        shown += sum(expected_anchor(mark.xml_id, mark.element, made) for mark in edition.marks)
    assert shown == marks > 500


def test_an_xml_id_stays_unless_it_cannot() -> None:
    made = in_body('<p xml:id="a">1</p><p xml:id="a">2</p><p xml:id="b c">3</p><p xml:id="tk-e5">4</p><p>5</p>')
    assert html.fromstring(made.main).xpath("//p/@id") == ["a", "tk-e6", "tk-e7", "tk-e8", "tk-e9"]
    assert [(found.code, found.message.partition(" ")[0]) for found in made.diagnostics] == [("X011", "3")]


def test_every_part_of_a_text_can_be_linked_to_by_keyboard() -> None:
    made = in_body(
        "<div><head>One</head><p>Two</p><list><item>Three</item><label>x</label><item>Four</item></list>"
        "<lg><l>Five</l></lg><sp><speaker>S</speaker><p>Six</p></sp></div>"
    )
    links = html.fromstring(made.main).find_class("here")
    assert [link.get("aria-label") for link in links] == [
        "Heading 1", "Paragraph 1", "Item 1", "Item 2", "Line 1", "Paragraph 2", "Speech 1",
    ]  # fmt: skip
    assert all(link.getparent().get("id") == link.get("href")[1:] or "labelled" in link.getparent().get("class")
               for link in links)  # fmt: skip


def test_a_site_links_its_pages_of_entities() -> None:
    made = in_body(
        '<p><persName ref="#x">Ann</persName> <placeName>Ely</placeName></p>', entity_links={6: "../p/ann.html"}
    )
    register = html.fromstring(made.register)
    assert register.xpath("//a[@class='edition']/@href") == ["../p/ann.html"]
    assert "Ann" in register.xpath("//a[@class='edition']/ancestor::li")[0].text_content()


def test_parts_are_without_styles_unless_asked() -> None:
    assert (in_body("<p/>").styles, in_body("<p/>").script) == ("", "")
    assert in_body("<p/>", css=True).styles == styles()
    assert in_body("<p/>").register == ""


def test_address_of_a_page() -> None:
    assert address("", "tei/a.xml") == ""
    assert address("https://example.org/letters", "1841/a.xml") == "https://example.org/letters/1841/a.html"
    assert address("https://example.org", "Briefe 1841/ä.b.tei") == "https://example.org/Briefe%201841/%C3%A4.b.html"
    assert address("https://example.org", "/home/me/a.xml") == "https://example.org/a.html"
    assert address("https://example.org", "../a.xml") == "https://example.org/a.html"
    assert address("https://example.org/", "-") == "https://example.org/"
    assert address("https://example.org/letters/", "a.xml") == "https://example.org/letters/a.html"
    assert address("https://example.org/x.html", "tei/a.xml") == "https://example.org/x.html"
    assert address("https://example.org/x/", "") == "https://example.org/x/"
    page = export("html", TEI.format("<p/>").encode(), path="a.xml", base_url="https://example.org").text
    assert '<link rel="canonical" href="https://example.org/a.html">' in page


def test_style_sheet_and_script_are_light() -> None:
    made = in_body("<p/>", css=True)
    assert len(made.styles.encode()) + len(made.script.encode()) < 30_000
    assert "url(" not in made.styles
    assert "@import" not in made.styles
    assert not any(word in made.script for word in ("fetch(", "XMLHttpRequest", "localStorage", "cookie", "http"))
