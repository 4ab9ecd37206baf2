"""Turtle: rdflib reads it, and SPARQL counts what the editions hold."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from teikit import tei
from teikit.corpus import Gathering
from teikit.diagnostics import Diagnostic, TeikitError
from teikit.edition import Edition
from teikit.export import export, export_all

rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed (pip install 'teikit[rdf]')")

ROOT = Path(__file__).resolve().parents[3]
BASE = "https://example.org/edition"
PREFIX = "PREFIX s: <https://schema.org/> "
LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="l1" xml:lang="de"><teiHeader><fileDesc><titleStmt>
<title>"Brief" \\ &lt;x></title></titleStmt><publicationStmt><publisher>P</publisher><availability><licence
target="https://creativecommons.org/licenses/by/4.0/"/></availability></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>
<profileDesc><langUsage><language ident="de">Deutsch</language></langUsage><correspDesc><correspAction
type="sent"><persName
ref="#p1">Rosa</persName><placeName ref="#b">Berlin</placeName><date
when="1910-05">Mai</date></correspAction><correspAction
type="received"><persName>Karl Z.</persName><date
from="1910-05-02" to="1910-05-04"/></correspAction></correspDesc></profileDesc>
</teiHeader><standOff><listPerson><person xml:id="p1"><persName>Rosa L.</persName><birth
when="1871-03-05"/><death>later</death>
<idno type="URI">https://example.org/a b"&lt;c>{x}|\\^`</idno></person></listPerson><listPlace><place
xml:id="b"><placeName>Berlin
</placeName><location><geo>52.52437 13.41053</geo></location></place></listPlace></standOff><text><body><p
><persName ref="#p1">R.</persName> was in <placeName ref="#b">Berlin</placeName>.</p></body></text></TEI>"""


def graph(*editions: Edition, base: str = "") -> tuple[object, list[Diagnostic], bytes]:
    said, data = [], b""
    for one in export_all("turtle", editions, base_url=base):
        if isinstance(one, Diagnostic):
            said.append(one)
        else:
            data = b"".join(one.pieces)
    return rdflib.Graph().parse(data=data, format="turtle"), said, data


def asked(found: object, query: str) -> list[tuple[str, ...]]:
    return sorted(tuple(str(value) for value in row) for row in found.query(PREFIX + query))  # type: ignore[attr-defined]


@functools.cache
def everything() -> tuple[Edition, ...]:
    found = []
    for path in sorted((ROOT / "encoded").glob("*.xml")) + sorted((ROOT / "../shared/tei/instances").rglob("*.xml")):
        try:
            found.append(tei.edition(path.read_bytes(), path.name))
        except TeikitError:
            continue
    return tuple(found)


@pytest.mark.parametrize("base", ["", BASE], ids=("urn", "web"))
def test_the_graph_counts_what_the_editions_hold(base: str) -> None:
    found, _, data = graph(*everything(), base=base)
    entities = Gathering(everything()).entities()
    letters = sum(len(edition.letters) for edition in everything())
    several = sum(len(edition.letters) > 1 for edition in everything())
    alone = sum(len(edition.letters) == 1 for edition in everything())
    counted = dict(asked(found, "SELECT ?t (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a ?t } GROUP BY ?t"))
    for type, kind in (("Person", "person"), ("Place", "place"), ("Organization", "org")):
        assert int(counted.get(f"https://schema.org/{type}", 0)) == sum(one.kind == kind for one in entities)
    assert int(counted["https://schema.org/Message"]) == letters
    assert int(counted["https://schema.org/CreativeWork"]) == len(everything()) - alone
    assert several <= len(everything()) - alone
    mentions = sum(len({document for document, _ in one.mentions}) for one in entities)
    assert asked(found, "SELECT (COUNT(*) AS ?n) WHERE { ?d s:mentions ?e . ?e s:name ?n }") != []
    assert asked(found, "SELECT (COUNT(*) AS ?n) WHERE { ?d s:mentions ?e }") == [(str(mentions),)]
    placed = sum(one.kind == "place" and one.entry.geo is not None for one in entities)
    assert asked(found, "SELECT (COUNT(*) AS ?n) WHERE { ?p s:geo/s:latitude ?x }") == [(str(placed),)]
    assert not [node for triple in found for node in triple if isinstance(node, rdflib.BNode)]  # type: ignore[attr-defined]
    assert graph(*everything(), base=base)[2] == data


def test_a_letter_its_people_and_what_they_are() -> None:
    found, said, data = graph(tei.edition(LETTER.encode(), "l1.xml"), base=BASE)
    own = f"<{BASE}/l1.html>"
    assert asked(found, f"SELECT ?n ?l WHERE {{ {own} s:name ?n BIND(LANG(?n) AS ?l) }}") == [('"Brief" \\ <x>', "de")]
    assert asked(found, f"SELECT ?n WHERE {{ {own} s:sender/s:name ?n }}") == [("Rosa L.",)]
    assert asked(found, f"SELECT ?n WHERE {{ {own} s:recipient/s:name ?n }}") == [("Karl Z.",)]
    assert asked(found, f"SELECT ?n WHERE {{ {own} s:locationCreated/s:name ?n }}") == [("Berlin",)]
    assert asked(found, f"SELECT ?n WHERE {{ {own} s:isPartOf ?n }}") == [(f"{BASE}/",)]
    assert 'schema:dateSent "1910-05"^^xsd:gYearMonth' in data.decode()
    assert 'schema:temporalCoverage "1910-05-02/1910-05-04"' in data.decode()
    assert 'schema:birthDate "1871-03-05"^^xsd:date' in data.decode()
    assert 'schema:deathDate "later"' in data.decode()
    assert 'schema:latitude "52.52437"^^xsd:decimal' in data.decode()
    assert [one.code for one in said] == ["X049"]
    assert "deathDate (1)" in said[0].message


def test_the_names_of_two_corpora_do_not_meet_by_chance() -> None:
    plain = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p><persName>Castro</persName></p></body></text></TEI>'
    )
    one, other = (graph(tei.edition(plain.encode(), path))[0] for path in ("a.xml", "b.xml"))
    assert not set(one.subjects()) & set(other.subjects())  # type: ignore[attr-defined]


def test_nothing_makes_an_empty_graph() -> None:
    found, said, _ = graph()
    assert len(found) == 0 and said == []  # type: ignore[arg-type]
    assert len(graph(base=BASE)[0]) == 1  # type: ignore[arg-type]


def test_a_letter_names_where_it_was_sent_from_though_a_list_has_it_under_another_name() -> None:
    letter = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><profileDesc><correspDesc><correspAction type="sent">'
        '<persName ref="#o1">The Board</persName><placeName ref="#w">Vienna</placeName></correspAction></correspDesc>'
        '</profileDesc></teiHeader><standOff><listOrg><org xml:id="o1"><orgName>Board</orgName></org></listOrg>'
        '</standOff><text><body><p><placeName ref="#w">Wien</placeName></p></body></text></TEI>'
    )
    made = export("turtle", letter.encode(), path="letter.xml").text
    assert made.count("schema:sender") == made.count("schema:locationCreated") == 1
