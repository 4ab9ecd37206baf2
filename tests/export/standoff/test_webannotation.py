from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import etree

from export.standoff.editions import TEI, edited, hard, sources
from teikit import tei
from teikit.edition import Edition, Mark
from teikit.export import export
from teikit.export.standoff.webannotation import webannotation
from teikit.model import Span

BASE = "https://example.org/tei/"
PARSER = {"huge_tree": True, "collect_ids": False, "resolve_entities": False, "load_dtd": False, "no_network": True}


def page(edition: Edition, **options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(webannotation(edition, **options).data)
    return found


def selectors(annotation: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    return tuple(annotation["target"]["selector"])


def test_selectors_find_every_mention_of_real_files() -> None:
    for data, edition in sources():
        root = etree.fromstring(data, etree.XMLParser(**PARSER))
        items = page(edition)["items"]
        assert len({item["id"] for item in items}) == len(items) == len(edition.marks)
        for mark, item in zip(edition.marks, items, strict=True):
            path, quotation, position = selectors(item)
            (el,) = root.xpath(path["value"])
            assert etree.QName(el).localname == mark.tag
            assert "".join(el.xpath("string()").split()) == "".join(quotation["exact"].split())
            assert edition.text[position["start"] : position["end"]] == quotation["exact"]
            around = quotation["prefix"] + quotation["exact"] + quotation["suffix"]
            assert edition.text.find(around) == position["start"] - len(quotation["prefix"])
            assert edition.text.find(around, position["start"] - len(quotation["prefix"]) + 1) < 0


def test_an_annotation() -> None:
    body = (
        "<p xml:id='p'>To <persName xml:id='n' resp='#e' cert='high' ref='http://viaf.org/viaf/9847974'>Victor Hugo"
        "</persName></p>"
    )
    found = page(edited(body), base_url=BASE)
    assert found["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (found["type"], found["partOf"]["type"], found["partOf"]["total"]) == (
        "AnnotationPage",
        "AnnotationCollection",
        1,
    )
    (item,) = found["items"]
    assert item["type"] == "Annotation"
    assert item["id"].startswith("urn:uuid:")
    assert item["motivation"] == "identifying"
    assert item["tei:cert"] == 0.9
    assert item["target"]["source"] == "https://example.org/tei/x.xml"
    assert item["body"] == [
        {"type": "TextualBody", "purpose": "classifying", "value": "persName"},
        {"type": "SpecificResource", "purpose": "identifying", "source": "http://viaf.org/viaf/9847974"},
        {"type": "TextualBody", "purpose": "tagging", "value": "Victor Hugo"},
    ]
    path, quotation, position = selectors(item)
    assert path["value"].endswith("/*[local-name()='body'][1]/*[local-name()='p'][1]/*[local-name()='persName'][1]")
    assert quotation == {"type": "TextQuoteSelector", "exact": "Victor Hugo", "prefix": "To ", "suffix": ""}
    assert position == {"type": "TextPositionSelector", "start": 3, "end": 14}


def test_values_and_pointers_are_not_lost() -> None:
    found = page(edited("<p><date from='1962' to='1963'>then</date> <placeName key='k7'>there</placeName></p>"))
    date, place = found["items"]
    assert [(body["tei:att"], body["value"]) for body in date["body"][1:]] == [("from", "1962"), ("to", "1963")]
    assert date["motivation"] == "classifying"
    assert {"type": "TextualBody", "purpose": "identifying", "value": "k7"} in place["body"]


def test_an_entry_of_the_file_is_named_by_its_id() -> None:
    data = (
        b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff><listPerson><person xml:id="h"><persName>Hugo'
        b'</persName></person></listPerson></standOff><text><body><p><persName ref="#h">he</persName></p></body></text>'
        b"</TEI>"
    )
    (item,) = page(tei.edition(data, "sub/a b.xml"), base_url=BASE)["items"]
    assert item["body"][1]["source"] == "https://example.org/tei/sub/a%20b.xml#h"
    assert item["body"][2] == {"type": "TextualBody", "purpose": "tagging", "value": "Hugo"}


def test_without_an_address_the_checksum_names_the_file() -> None:
    made = webannotation(hard())
    assert [one.code for one in made.diagnostics] == ["X039"]
    source = json.loads(made.data)["items"][0]["target"]["source"]
    assert source.startswith("ni:///sha-256;")
    assert len(source) == len("ni:///sha-256;") + 43


def test_where_a_file_lies_on_the_disk_is_not_told() -> None:
    found = webannotation(
        tei.edition(TEI.format("a", "en", "<p><name type='person'>x</name></p>").encode(), "/home/me/a.xml")
    )
    assert b"/home" not in found.data


def test_prefixes_of_the_file_do_not_matter() -> None:
    data = (
        b'<t:TEI xmlns:t="http://www.tei-c.org/ns/1.0"><t:teiHeader/><t:text><t:body><t:p><t:name/><t:persName>x'
        b"</t:persName></t:p></t:body></t:text></t:TEI>"
    )
    (item,) = page(tei.edition(data))["items"]
    (el,) = etree.fromstring(data).xpath(selectors(item)[0]["value"])
    assert el.text == "x"


@pytest.mark.parametrize("text", ["ab " * 3000, "a" * 5000, "x", ("one two three " * 7 + "four ") * 400])
def test_quotations_of_a_text_that_repeats_itself(text: str) -> None:
    spans = [Span(at, at + 1) for at in range(0, len(text), 997)]
    marks = tuple(Mark(span, "persName", element=number) for number, span in enumerate(spans, 2))
    for item in page(Edition("a.xml", "a", "00" * 32, text, marks=marks))["items"]:
        _, quotation, position = selectors(item)
        around = quotation["prefix"] + quotation["exact"] + quotation["suffix"]
        start = position["start"] - len(quotation["prefix"])
        assert text.find(around) == start
        assert text.find(around, start + 1) < 0


def test_same_bytes_twice_and_nothing_for_nothing() -> None:
    assert export("webannotation", b"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text/></TEI>").data
    assert webannotation(hard()) == webannotation(hard())


TERMS = {
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcterms": "http://purl.org/dc/terms/",
    "id": "@id",
    "type": "@type",
    "AnnotationPage": "as:OrderedCollectionPage",
    "AnnotationCollection": "as:OrderedCollection",
    "Software": "as:Application",
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "partOf": {"@type": "@id", "@id": "as:partOf"},
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "identifying": "oa:identifying",
    "classifying": "oa:classifying",
    "exact": "oa:exact",
    "start": "oa:start",
    "value": "rdf:value",
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "XPathSelector": "oa:XPathSelector",
}
"""Those terms of the context that the test asks for; the context itself is on the web, where no test goes."""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_reads_it_as_rdf() -> None:
    rdflib = pytest.importorskip("rdflib", reason="needs rdflib, which the extra 'rdf' installs")
    made = page(hard(), base_url=BASE)
    made["@context"][0] = TERMS
    graph = rdflib.Graph().parse(data=json.dumps(made), format="json-ld")
    query = """PREFIX oa: <http://www.w3.org/ns/oa#>
    SELECT ?exact ?start WHERE { ?a a oa:Annotation ; oa:hasBody ?b ; oa:hasTarget ?t .
    ?b oa:hasPurpose oa:classifying . ?t oa:hasSource ?s ; oa:hasSelector [oa:exact ?exact] , [oa:start ?start] . }"""
    found = {(str(row.exact), int(row.start)) for row in graph.query(query)}
    assert found == {(hard().surface(mark), mark.span.start) for mark in hard().marks}
