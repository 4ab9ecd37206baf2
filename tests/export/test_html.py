from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from teikit.diagnostics import TeikitError
from teikit.export import export
from teikit.export.html.markup import external, language_tag
from teikit.export.html.names import html_date
from teikit.export.html.page import script

CASES = Path(__file__).resolve().parents[1] / "cases/export"
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{}</body></text></TEI>'
PHRASING = ("p", "span", "h1", "h2", "h3", "h4", "h5", "h6", "em", "i", "b", "q", "cite", "code", "time", "sup", "pre")
BLOCKS = [
    "div",
    "p",
    "ul",
    "ol",
    "dl",
    "table",
    "section",
    "article",
    "blockquote",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "aside",
    "details",
]
ALLOWED = re.compile(r"https?|mailto|")


def page_of(data: bytes) -> html.HtmlElement:
    return html.document_fromstring(export("html", data).text)


def in_body(body: str) -> html.HtmlElement:
    return page_of(TEI.format(body).encode())


def check(page: html.HtmlElement, source: str) -> None:
    """Check what holds for every page: legal nesting, unique ids, links that lead somewhere, nothing loaded or run."""
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)), source
    for href in page.xpath("//a/@href"):
        assert (
            unquote(href[1:]) in set(ids)
            if href.startswith("#")
            else urlsplit(href).scheme in ("http", "https", "mailto", "geo")
        ), (source, href)
    assert not page.xpath("//link | //iframe | //object | //embed | //base | //form"), source
    assert [el.get("type") for el in page.iter("script")] == ["application/ld+json", None], source
    assert not page.xpath("//script/@src"), source
    assert page.xpath("//script")[1].text == script(), source
    json.loads(page.xpath("//script")[0].text)
    assert all(src.startswith("data:image/") for src in page.xpath("//@src")), source
    assert not [
        name for el in page.iter(etree.Element) for name in el.attrib if name.startswith("on") or name == "style"
    ], source
    assert not page.xpath("//a//a"), source
    for name in PHRASING:
        for el in page.iter(name):
            assert not [block for block in el.iter(*BLOCKS) if block is not el], (source, etree.tostring(el)[:200])
    levels = [int(el.tag[1]) for el in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1, source
    assert levels.count(1) == 1, source


@pytest.mark.parametrize("path", sorted(CASES.rglob("source.xml")), ids=lambda path: path.parent.name)
def test_pages_of_cases_are_sound(path: Path) -> None:
    check(page_of(path.read_bytes()), path.parent.name)


BLOCK_NAMES = (
    "p",
    "list",
    "item",
    "head",
    "div",
    "note",
    "quote",
    "hi",
    "persName",
    "ref",
    "table",
    "row",
    "cell",
    "lg",
    "l",
    "figure",
    "date",
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 0) -> str:
    name = draw(st.sampled_from(BLOCK_NAMES))
    attributes = {"ref": ' target="https://example.org/"', "date": ' when="1843-05-02"', "persName": ' ref="#a"'}.get(
        name, ""
    )
    parts = [draw(st.sampled_from(("", "word ", " two words ")))]
    if depth < 4:
        parts += [
            draw(trees(depth + 1)) + draw(st.sampled_from(("", " tail "))) for _ in range(draw(st.integers(0, 3)))
        ]
    return f"<{name}{attributes}>{''.join(parts)}</{name}>"


@settings(max_examples=100, deadline=None)
@given(trees())
def test_any_nesting_becomes_a_sound_page(body: str) -> None:
    page = in_body(body)
    check(page, body)
    words = etree.fromstring(f"<x>{body}</x>").xpath("string()").split()
    assert all(word in page.find("body").text_content() for word in words)


def test_name_leads_to_its_entry_and_back() -> None:
    page = page_of((CASES / "letter/source.xml").read_bytes())
    mention = next(el for el in page.iter("a") if el.text_content() == "A. W." and "person" in el.get("class"))
    entry = page.get_element_by_id(mention.get("href")[1:])
    assert entry.find_class("entry-name")[0].text_content() == "Anna Whitlock"
    assert f"#{mention.get('id')}" in entry.xpath(".//a/@href")


def test_claims_of_programs_and_doubts_are_told() -> None:
    page = page_of((CASES / "letter/source.xml").read_bytes())
    classes = {el.text_content(): el.get("class") for el in page.find_class("name")}
    assert "machine" in classes["the 31st"]
    assert "unsure" in classes["the 31st"]
    assert "machine" not in classes["2 May 1843"]


def test_note_and_mark_lead_to_each_other() -> None:
    page = in_body(
        '<p>Dredging<ref target="#n1">†</ref><note>plain</note></p>'
        '<note xml:id="n1" place="foot"><p>Adjourned.</p></note>'
    )
    marks = page.xpath("//*[@role='doc-noteref']")
    assert [mark.text_content() for mark in marks] == ["†", "1"]
    for mark in marks:
        note = page.get_element_by_id(mark.get("href")[1:])
        assert f"#{mark.get('id')}" in note.xpath(".//*[@role='doc-backlink']/@href")


def test_machine_readable_date_only_where_html_has_one() -> None:
    assert html_date("1962-10-27") == "1962-10-27"
    assert html_date("1962-10") == "1962-10"
    assert html_date("--10-27") == "--10-27"
    assert html_date("1962-02-30") is None
    assert html_date("-0044-03-15") is None
    assert html_date("0000") is None


def test_only_harmless_addresses_become_links() -> None:
    assert external("https://example.org/a b") == "https://example.org/a%20b"
    assert external("mailto:a@example.org") == "mailto:a@example.org"
    for target in (
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//x.example",
        "a.xml",
        "https:",
    ):
        assert external(target) is None, target


def test_language_tags() -> None:
    assert language_tag("deu") == "de"
    assert language_tag("grc-Latn") == "grc-Latn"
    assert language_tag("el-grc") == ""
    assert language_tag('en" onload="x') == ""


def test_headings_follow_the_sections_that_have_one() -> None:
    page = in_body("<div><div><head>One</head><div><p/><div><head>Two</head></div></div></div></div>")
    assert [(el.tag, el.text_content()) for el in page.find("body").iter("h2", "h3", "h4")][:2] == [
        ("h2", "One"),
        ("h3", "Two"),
    ]


def test_deep_nesting_is_flattened_and_reported() -> None:
    data = TEI.format("<p>" + "<hi>" * 200 + "deep" + "</hi>" * 200 + "</p>").encode()
    exported = export("html", data)
    assert "deep" in exported.text
    assert [found.code for found in exported.diagnostics] == ["X004"]


def test_unknown_elements_are_reported_once() -> None:
    exported = export("html", TEI.format("<p><odd>a</odd><odd>b</odd></p>").encode())
    assert [(found.code, found.line) for found in exported.diagnostics] == [("X001", 1)]
    assert '<span data-tei="odd">a</span>' in exported.text


def test_bad_calls() -> None:
    with pytest.raises(TeikitError) as unknown:
        export("docx", b"<TEI/>")
    assert unknown.value.diagnostic.code == "X002"
    with pytest.raises(TeikitError) as broken:
        export("html", b"<TEI>\n<p></TEI>")
    assert (broken.value.diagnostic.code, broken.value.diagnostic.line) == ("X003", 2)


def test_same_input_same_page() -> None:
    data = (CASES / "letter/source.xml").read_bytes()
    assert export("html", data) == export("html", data)
