"""A TEI file as data: marks, entries, passages, letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from teikit import xmlio
from teikit.diagnostics import TeikitError
from teikit.edition import Mark
from teikit.tei import edition
from teikit.tei.entrydata import coordinates

SHARED = Path(__file__).resolve().parents[2] / "../shared/tei/instances"

HEAD = """<teiHeader><fileDesc><titleStmt><title>T</title>
<respStmt xml:id="ed"><resp>editing</resp><persName>Ada Editor</persName></respStmt>
<respStmt xml:id="tool"><resp>marking</resp><name>tagger 2.0</name></respStmt></titleStmt>
<publicationStmt><publisher>P</publisher><idno type="DOI">10.5555/x.1</idno></publicationStmt>
<sourceDesc><p/></sourceDesc></fileDesc>
<encodingDesc><listPrefixDef><prefixDef ident="gnd" matchPattern="([0-9X-]+)"
replacementPattern="https://d-nb.info/gnd/$1"/></listPrefixDef>
<appInfo><application ident="tagger" version="2"><label>Tagger</label></application></appInfo></encodingDesc>
<profileDesc><correspDesc ref="https://example.org/l/1"><correspAction type="sent">
<persName ref="#hugo">Hugo</persName><placeName ref="https://www.geonames.org/2988507/">Paris</placeName>
<date when="1851-12-02">2 Dec.</date></correspAction>
<correspAction type="received"><persName ref="gnd:118540238">Goethe</persName></correspAction></correspDesc>
</profileDesc>
</teiHeader>"""
LISTS = """<standOff><listPerson><person xml:id="hugo" sex="M"><persName type="alt">V. H.</persName>
<persName type="main">Victor Hugo</persName><birth when="1802-02-26"/><death when="1885"/><occupation>poet</occupation>
<idno type="VIAF">9847974</idno><idno type="shelf">12 b</idno></person></listPerson>
<listPlace resp="#tool"><place xml:id="paris"><placeName>Paris</placeName><location><geo>48.85 2.35</geo></location>
<place xml:id="marais"><placeName>Le Marais</placeName></place></place>
<place xml:id="bad"><placeName>Nowhere</placeName><location><geo>448.85 2.35</geo></location></place></listPlace>
</standOff>"""
TEI = """<?xml version="1.0"?>
<!-- a comment --><TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="l1">{}{}<text><body>{}</body></text></TEI>"""


def made(body: str, path: str = "a/b.xml") -> list[Mark]:
    return list(edition(TEI.format(HEAD, LISTS, body).encode(), path).marks)


def test_a_mark_says_where_it_stands_and_who_says_so() -> None:
    data = TEI.format(
        HEAD,
        LISTS,
        '<p>I met <!-- x --><persName ref="#hugo" resp="#ed" cert="high">M. Hugo</persName> in '
        '<placeName ref="gnd:4044660-8" resp="#tool" cert="0.25">𝔓aris &amp; so</placeName>.</p>',
    ).encode()
    found = edition(data, "a/b.xml")
    person, place = found.marks
    assert [found.surface(mark) for mark in found.marks] == ["M. Hugo", "𝔓aris & so"]
    assert (person.entry, person.resp, person.machine, person.cert) == ("hugo", ("Ada Editor",), False, 0.9)
    assert (place.resp, place.machine, place.cert) == (("tagger 2.0",), True, 0.25)
    assert place.xpath == "/TEI[1]/text[1]/body[1]/p[1]/placeName[1]"
    elements = list(xmlio.parse(data).getroot().iter(etree.Element))
    assert xmlio.local(elements[place.element - 1]) == "placeName"
    pointed = found.entry(place.entry)
    assert pointed is not None
    assert (pointed.listed, pointed.uri, pointed.kind) == (False, "https://d-nb.info/gnd/4044660-8", "place")
    assert found.context(place) == ("I met M. Hugo in ", ".")


def test_an_entry_has_all_that_the_list_says() -> None:
    found = edition(TEI.format(HEAD, LISTS, "<p/>").encode(), "b.xml")
    hugo, marais, bad = (found.entry(id) for id in ("hugo", "marais", "bad"))
    assert hugo is not None
    assert marais is not None
    assert bad is not None
    assert hugo.names == ("Victor Hugo", "V. H.")
    assert (hugo.sex, hugo.birth, hugo.death, hugo.role) == ("M", "1802-02-26", "1885", "poet")
    assert hugo.uris == ("http://viaf.org/viaf/9847974",)
    assert hugo.idnos == (("VIAF", "9847974"), ("shelf", "12 b"))
    assert (marais.within, marais.geo, marais.machine) == ("Paris", None, True)
    assert bad.geo is None


def test_a_letter_has_its_correspondents_with_what_names_them() -> None:
    found = edition(TEI.format(HEAD, LISTS, "<p/>").encode())
    (letter,) = found.letters
    (sent,), (received,) = letter.of("sent"), letter.of("received")
    assert letter.ref == "https://example.org/l/1"
    assert (sent.agents[0].entry, sent.agents[0].uris) == ("hugo", ("http://viaf.org/viaf/9847974",))
    assert sent.places[0].uris == ("https://www.geonames.org/2988507/",)
    assert sent.date is not None
    assert sent.date.when == "1851-12-02"
    assert received.agents[0].uris == ("https://d-nb.info/gnd/118540238",)
    assert found.uri == "https://doi.org/10.5555/x.1"


def test_parts_of_a_name_know_the_part_before() -> None:
    first, second = made(
        '<p><persName xml:id="n1" next="#n2">Vic</persName></p><p><persName xml:id="n2" prev="#n1">tor</persName></p>'
    )
    assert (first.follows, second.follows) == (0, first.element)


def test_text_between_blocks_is_a_passage_of_its_own() -> None:
    found = edition(TEI.format(HEAD, "", "<p>One <list><item>two</item></list> three <date>1900</date></p>").encode())
    assert [found.text[p.span.start : p.span.end] for p in found.passages] == ["One", "two", "three 1900"]
    assert found.marks[0].passage == 2


def test_what_is_no_tei_is_told() -> None:
    with pytest.raises(TeikitError, match="not TEI P5"):
        edition(b"<html/>")


def test_the_id_of_a_file_without_one_comes_from_its_name() -> None:
    assert edition(b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI>', "x/1st letter.xml").id


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/tei/instances is not here")
def test_every_mark_of_the_instances_is_its_surface() -> None:
    count = 0
    for path in sorted(SHARED.rglob("*")):
        if not path.is_file():
            continue
        try:
            found = edition(path.read_bytes(), path.name)
        except TeikitError:
            continue
        elements = list(xmlio.parse(path.read_bytes()).getroot().iter(etree.Element))
        for mark in found.marks:
            count += 1
            assert xmlio.local(elements[mark.element - 1]) == mark.tag
            assert found.surface(mark).strip() == found.surface(mark) != ""
            if mark.passage >= 0:
                assert found.passages[mark.passage].span.contains(mark.span)
    assert count > 500


@pytest.mark.parametrize(
    ("body", "surfaces"),
    [
        ("<orgName>Board of the <orgName>Bank</orgName></orgName>", ["Board of the Bank", "Bank"]),
        ('<placeName>York, <country ref="#gb">England</country></placeName>', ["York, England", "England"]),
        ("<placeName><settlement>York</settlement>, <country>England</country></placeName>", ["York, England"]),
        ("<persName><name type='person'>Ann</name></persName>", ["Ann"]),
        ("<country>England, <placeName><country>GB</country></placeName></country>", ["England, GB", "GB"]),
        ('<date from="1900" to="1901"><date when="1900">1900</date>-1</date>', ["1900-1", "1900"]),
        ("<date from='1900'>in <time when='10:00'>ten</time></date>", ["in ten", "ten"]),
        ("<persName>A</persName><persName>B <persName>C</persName></persName>", ["A", "B C", "C"]),
    ],
)
def test_a_name_in_a_name_counts_where_it_is_a_claim_of_its_own(body: str, surfaces: list[str]) -> None:
    data = TEI.format(HEAD, LISTS, f"<p>{body}</p>").encode()
    found = edition(data)
    assert [found.surface(mark) for mark in found.marks] == surfaces
    assert list(found.marks) == sorted(found.marks, key=lambda mark: (mark.span.start, -mark.span.end))


def test_names_nested_without_end_are_counted_to_a_depth() -> None:
    deep = 3000
    body = "<p>" + "<orgName>o " * deep + "</orgName>" * deep + "</p>"
    assert len(edition(TEI.format(HEAD, LISTS, body).encode()).marks) == 64


def test_places_in_places_know_what_they_lie_in_however_many_they_are() -> None:
    towns = "".join(f'<place xml:id="t{at}"><placeName>Town {at}</placeName></place>' for at in range(3000))
    nested = "".join(f'<place xml:id="n{at}"><placeName>N{at}</placeName>' for at in range(3000)) + "</place>" * 3000
    lists = (
        '<standOff><listPlace><place xml:id="c"><placeName>Shire</placeName><country>England</country>'
        f"<listPlace>{towns}</listPlace>{nested}</place></listPlace></standOff>"
    )
    found = {entry.id: entry for entry in edition(TEI.format(HEAD, lists, "<p>x</p>").encode()).entries}
    assert (found["t2999"].within, found["t2999"].country) == ("Shire", "England")
    assert (found["n2999"].within, found["n2999"].country) == ("N2998", "England")


def test_letters_say_how_sure_they_are() -> None:
    letter = (
        '<teiHeader><profileDesc><correspDesc><correspAction type="sent"><persName cert="low" evidence="conjecture">A'
        '</persName><date when="1900" cert="0.5" evidence="internal">?</date></correspAction></correspDesc>'
        "</profileDesc></teiHeader>"
    )
    action = edition(TEI.format(letter, "", "<p>x</p>").encode()).letters[0].actions[0]
    assert (action.agents[0].cert, action.agents[0].evidence) == (0.3, "conjecture")
    assert (action.date_cert, action.date_evidence) == (0.5, "internal")


@pytest.mark.parametrize(
    ("geo", "pair"),
    [
        ("48.2 16.37", (48.2, 16.37)),
        ("48.2, 16.37", (48.2, 16.37)),
        ("48,2083 16,373", (48.2083, 16.373)),
        ("-33,9; 18,4", (-33.9, 18.4)),
        ("48,2, 16,3", (48.2, 16.3)),
        ("91 0", None),
        ("nan nan", None),
        ("48.2", None),
    ],
)
def test_coordinates_have_a_decimal_point_or_comma(geo: str, pair: tuple[float, float] | None) -> None:
    assert coordinates(geo) == pair


def test_a_location_that_points_to_another_place_says_where_that_is() -> None:
    lists = (
        '<standOff><listPlace><place xml:id="p"><placeName>Inn</placeName><location type="located_in_place">'
        '<placeName key="w">Wien</placeName><geo>48,2 16,3</geo></location></place></listPlace></standOff>'
    )
    entry = edition(TEI.format(HEAD, lists, "<p>x</p>").encode()).entries[0]
    assert (entry.within, entry.geo) == ("Wien", None)


def test_numbers_of_the_place_of_birth_are_not_those_of_the_person() -> None:
    lists = """<standOff><listPerson><person xml:id="p"><persName>Beer</persName><idno type="GND">1</idno><birth>
<date when="1866-07-11">11. Juli 1866</date><settlement>Wien<idno type="geonames">2761369</idno></settlement></birth>
</person></listPerson></standOff>"""
    beer = edition(TEI.format(HEAD, lists, "<p/>").encode()).entry("p")
    assert beer is not None
    assert (beer.uris, beer.birth) == (("https://d-nb.info/gnd/1",), "1866-07-11")


def test_the_title_of_a_series_gives_way() -> None:
    head = HEAD.replace("<title>T</title>", '<title level="s">Series</title><title level="a">Letter</title>')
    assert edition(TEI.format(head, "", "<p/>").encode()).metadata.title == "Letter"
