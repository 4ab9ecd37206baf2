"""Linked Places Format 1.3 and LP-TSV 0.5, against their rules (github.com/LinkedPasts/linked-places-format)."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest

from teikit.data import table
from teikit.edition import Edition, Entry
from teikit.export.linked.vocabularies import abbreviated, countries, kind_of

from .corpora import document, encoded, instances, made, place
from .test_geojson import broken_rules

BASE = "https://example.org/edition/"
PREFIXES = "bnf cerl dbp gn gnd gov loc pl tgn viaf wd wp".split()
CLASSES = set("AHLPRST")
DATE = re.compile(r"-\d{5,}|-?\d{1,4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
ADDRESS = re.compile(r"https?://[\w.-]+\.[a-z]{2,63}(/\S*)?|\w+:\S+")

MOSCOW = place("p1", "Moscow", "55.75 37.62", '<idno type="Wikidata">Q649</idno><note>A  city.</note>')
LISTS = f"<listPlace>{MOSCOW}</listPlace>"
NAMED = '<p><placeName ref="#p1">Moskau</placeName></p>'


def features(editions: list[Edition], **options: object) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(made("lpf", editions, **options)[0])["features"]
    return loaded


def rows(editions: list[Edition], **options: object) -> list[dict[str, str]]:
    text = made("lptsv", editions, **options)[0].decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t"))


def broken(feature: dict[str, Any]) -> list[str]:
    """Return what of the format's rules a feature breaks; that it has a date is a matter of its documents."""
    found = []
    if not ADDRESS.fullmatch(feature["@id"]):
        found.append("@id")
    told = feature["properties"]
    if not told["title"] or not told["fclasses"] or not set(told["fclasses"]) <= CLASSES:
        found.append("properties")
    if not all(re.fullmatch("[A-Z]{2}", code) for code in told.get("ccodes", ["XX"])):
        found.append("ccodes")
    names = feature["names"]
    if not all(name["toponym"] for name in names) or not any(name.get("citations") for name in names):
        found.append("names")
    for citation in (one for name in names for one in name.get("citations", ())):
        if not citation["label"] or not re.fullmatch(r"-?\d+", citation.get("year", "0")):
            found.append("citation")
    for when in (one["when"] for one in (feature, *names) if "when" in one):
        for span in when["timespans"]:
            if set(span) - {"start", "end"} or not all(DATE.fullmatch(date["in"]) for date in span.values()):
                found.append("when")
    for link in feature.get("links", ()):
        prefix = link["identifier"].partition(":")[0]
        if link["type"] not in ("closeMatch", "exactMatch") or prefix not in ("http", "https", "urn", *PREFIXES):
            found.append("links")
    for relation in feature.get("relations", ()):
        if relation["relationType"] != "gvp:broaderPartitive" or not ADDRESS.fullmatch(relation["relationTo"]):
            found.append("relations")
    return found


@pytest.mark.parametrize("base", ["", BASE])
def test_our_documents_keep_the_rules(base: str) -> None:
    data = json.loads(made("lpf", encoded(), base_url=base)[0])
    assert data["@context"].endswith(".jsonld")
    assert [broken(feature) for feature in data["features"] if broken(feature)] == []
    assert all("when" in feature for feature in data["features"])
    assert len({feature["@id"] for feature in data["features"]}) == len(data["features"])
    assert broken_rules(data) == []


def test_any_tei_keeps_the_rules() -> None:
    found = features(instances())
    assert found
    assert [broken(feature) for feature in found if broken(feature)] == []


def test_a_place_with_all_that_is_known_of_it() -> None:
    editions = [
        document(NAMED, LISTS, 'when="1841-12-22"', "a"),
        document(NAMED.replace("Moskau", "Moscow"), LISTS, 'from="1843" to="1844-02"', "b"),
    ]
    (feature,) = features(editions, base_url=BASE)
    cited = {"label": "a", "year": "1841", "@id": f"{BASE}a.html"}
    assert feature["@id"] == f"{BASE}#place-moscow"
    assert feature["properties"] == {"title": "Moscow", "fclasses": ["P"]}
    assert feature["when"]["timespans"] == [{"start": {"in": "1841-12-22"}, "end": {"in": "1844-02"}}]
    assert [name["toponym"] for name in feature["names"]] == ["Moscow", "Moskau"]
    assert feature["names"][1] == {
        "toponym": "Moskau",
        "citations": [cited],
        "when": {"timespans": [{"start": {"in": "1841-12-22"}}]},
    }
    assert feature["types"] == [{"identifier": "aat:300008389", "label": "city", "sourceLabels": [{"label": "city"}]}]
    assert feature["geometry"] == {"type": "Point", "coordinates": [37.62, 55.75]}
    assert feature["links"] == [{"type": "exactMatch", "identifier": "wd:Q649"}]
    assert feature["descriptions"] == [{"value": "A city."}]


def test_what_a_program_says_is_a_close_match() -> None:
    found = {feature["properties"]["title"]: feature for feature in features(encoded())}
    assert found["Guantanamo"]["links"] == [{"type": "closeMatch", "identifier": "gn:3557689"}]
    assert found["Guantanamo"]["geometry"]["certainty"] == "less-certain"
    assert found["Guantanamo"]["properties"]["ccodes"] == ["CU"]


def test_a_place_in_a_place_of_the_corpus_is_part_of_it() -> None:
    russia = f'<place xml:id="p0" type="country"><placeName>Russia</placeName>{MOSCOW}</place>'
    found = {f["properties"]["title"]: f for f in features([document(NAMED, f"<listPlace>{russia}</listPlace>")])}
    assert found["Moscow"]["relations"] == [
        {
            "relationType": "gvp:broaderPartitive",
            "relationTo": found["Russia"]["@id"],
            "label": "part of Russia",
        }
    ]
    assert found["Russia"]["properties"]["ccodes"] == ["RU"]
    (row,) = (row for row in rows([document(NAMED, f"<listPlace>{russia}</listPlace>")]) if row["title"] == "Moscow")
    assert (row["parent_name"], row["parent_id"]) == ("Russia", found["Russia"]["@id"])


def test_what_is_missing_is_told() -> None:
    lists = (
        "<listPlace>"
        + place("p1", "Amastris", type="fireHydrant")
        + "<place xml:id='p2'><idno>7</idno></place></listPlace>"
    )
    data, found = made("lpf", [document(NAMED, lists)])
    (feature,) = json.loads(data)["features"]
    assert set(feature["properties"]["fclasses"]) == CLASSES
    assert feature["types"] == [{"label": "fireHydrant", "sourceLabels": [{"label": "fireHydrant"}]}]
    assert feature["geometry"] is None
    assert "when" not in feature
    assert [one.code for one in found] == ["X040", "X041", "X042", "X044"]


def test_many_citations_are_cut_and_told() -> None:
    editions = [document(NAMED, LISTS, f'when="{1800 + number}"', f"d{number:02}") for number in range(30)]
    data, found = made("lpf", editions)
    cited = [len(name.get("citations", ())) for name in json.loads(data)["features"][0]["names"]]
    assert max(cited) == 20
    assert any(one.code == "X044" and "citations" in one.message for one in found)


def test_the_table_keeps_its_rules() -> None:
    for editions in (encoded(), instances()):
        found = rows(editions, base_url=BASE)
        assert len({row["id"] for row in found}) == len(found)
        for row in found:
            assert row["title"]
            assert row["title_source"]
            assert set(row["fclasses"].split(";")) <= CLASSES
            assert re.fullmatch(r"(-?\d+)?", row["attestation_year"])
            assert not row["aat_types"] or row["types"]
            assert not row["parent_id"] or row["parent_name"]
            assert all(match.partition(":")[0] in PREFIXES for match in row["matches"].split(";") if match)
            assert bool(row["lon"]) == bool(row["lat"])
            assert None not in row


def test_the_table_as_pandas_reads_it_for_the_gazetteer(tmp_path: Any) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    lists = (
        f"<listPlace>{MOSCOW}{place('p2', '&quot;Casa&quot;; =1+1', '-1.5 -2.25')}{place('p3', '=SUM(A1)')}</listPlace>"
    )
    data, found = made("lptsv", [document(NAMED, lists, 'when="-0044"')])
    (tmp_path / "places.tsv").write_bytes(data)
    frame = pandas.read_csv(tmp_path / "places.tsv", sep="\t", dtype=str, skipinitialspace=True)
    assert sorted(frame["title"]) == ['"Casa"; =1+1', "'=SUM(A1)", "Moscow"]
    casa = frame[frame["title"].str.startswith('"')].iloc[0]
    assert (casa["lon"], casa["lat"], casa["attestation_year"]) == ("-2.25", "-1.5", "-44")
    assert any(one.code == "X044" and "spreadsheet" in one.message for one in found)


def test_variants_are_without_semicolons_and_the_title() -> None:
    lists = '<listPlace><place xml:id="p1"><placeName>A</placeName><placeName>B; C</placeName></place></listPlace>'
    (row,) = rows([document('<p><placeName ref="#p1">a b\tc</placeName></p>', lists)])
    assert row["variants"] == "a b c;B, C"


def test_the_same_corpus_gives_the_same_bytes() -> None:
    for style in ("lpf", "lptsv"):
        assert made(style, encoded())[0] == made(style, encoded())[0]


@pytest.mark.parametrize(
    ("uri", "short"),
    [
        ("http://www.wikidata.org/entity/Q649", "wd:Q649"),
        ("https://www.wikidata.org/wiki/Q649", "wd:Q649"),
        ("https://www.geonames.org/524901/moscow.html", "gn:524901"),
        ("https://sws.geonames.org/524901/", "gn:524901"),
        ("http://vocab.getty.edu/page/tgn/7012974", "tgn:7012974"),
        ("https://pleiades.stoa.org/places/393488", "pl:393488"),
        ("http://d-nb.info/gnd/4074987-6", "gnd:4074987-6"),
        ("https://data.bnf.fr/ark:/12148/cb119329384", "bnf:ark:/12148/cb119329384"),
        ("https://example.org/places/1", ""),
        ("https://www.wikidata.org.evil.example/wiki/Q1", ""),
    ],
)
def test_authorities_have_prefixes(uri: str, short: str) -> None:
    assert abbreviated(uri) == short


@pytest.mark.parametrize(
    ("type", "label"),
    [
        ("City", "city"),
        ("US state", "state"),
        ("Fluß", "river"),
        ("fire hydrant", None),
        ("rivers", "river"),
        ("château", "castle"),
        ("", None),
    ],
)
def test_words_for_kinds(type: str, label: str | None) -> None:
    kind = kind_of(type)
    assert (kind.label if kind else None) == label


def test_each_kind_has_a_class_of_the_format() -> None:
    kinds = table("export/place_types")
    assert {row["class"] for row in kinds} <= CLASSES
    assert all(re.fullmatch(r"(300\d{6})?", row["aat"]) for row in kinds)
    assert len({row["type"] for row in kinds}) == len(kinds)


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        (Entry("a", "place", ("Boston",), country="USA"), ["US"]),
        (Entry("a", "place", ("Boston",), country="us"), ["US"]),
        (Entry("a", "place", ("Berlin",), country="Bohemia"), []),
        (Entry("a", "place", ("Cuba",), type="country"), ["CU"]),
        (Entry("a", "place", ("Cuba",), type="city"), []),
        (Entry("a", "place", ("X",), uris=("https://www.geonames.org/3557689/",)), ["CU"]),
    ],
)
def test_countries_are_those_that_are_said(entry: Entry, codes: list[str]) -> None:
    assert countries(entry) == codes
