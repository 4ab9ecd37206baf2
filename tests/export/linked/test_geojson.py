"""GeoJSON of places: the rules of RFC 7946, and GDAL (the reader of QGIS) as the judge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.edition import Edition
from teikit.export.dates import iso_date, order
from teikit.export.linked.attested import dated
from teikit.export.linked.geojson import bounds

from .corpora import document, encoded, instances, made, place


def collection(editions: list[Edition], **options: object) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(made("geojson", editions, **options)[0])
    return loaded


def broken_rules(data: dict[str, Any]) -> list[str]:
    """Return the rules of RFC 7946 that a collection breaks."""
    found = []
    if data["type"] != "FeatureCollection" or not isinstance(data["features"], list):
        found.append("3.3")
    if "crs" in data:
        found.append("4")
    for feature in data["features"]:
        if feature["type"] != "Feature" or not {"geometry", "properties"} <= set(feature):
            found.append("3.2")
        if not isinstance(feature.get("id", ""), str | int | float):
            found.append("3.2 id")
        geometry = feature["geometry"]
        if geometry is not None:
            longitude, latitude = geometry["coordinates"]
            if geometry["type"] != "Point" or abs(longitude) > 180 or abs(latitude) > 90:
                found.append("3.1")
        if {"coordinates", "geometries", "features"} & set(feature):
            found.append("7.1")
    box = data.get("bbox")
    if box is not None and (len(box) != 4 or box[1] > box[3]):
        found.append("5")
    return found


LISTS = (
    "<listPlace>"
    + place("p1", "Moscow", "55.75222 37.61556", '<idno type="Wikidata">Q649</idno>')
    + place("p2", "Nowhere")
    + "</listPlace>"
)


def test_longitude_comes_first() -> None:
    feature = collection([document('<p>To <placeName ref="#p1">Moskau</placeName>.</p>', LISTS)])["features"][0]
    assert feature["geometry"] == {"type": "Point", "coordinates": [37.61556, 55.75222]}


def test_a_place_says_how_often_where_and_when_it_is_named() -> None:
    body = (
        '<p><placeName ref="#p1" cert="0.8">Moskau</placeName>, <placeName ref="#p1" cert="low">Moscow</placeName></p>'
    )
    editions = [
        document(body, LISTS, 'when="1841-12-22"', "a"),
        document('<p><placeName ref="#p1">Moscow</placeName></p>', LISTS, 'notBefore="1840" notAfter="1843"', "b"),
        document("<p>Nothing.</p>", LISTS, 'when="1700"', "c"),
    ]
    told = collection(editions)["features"][0]["properties"]
    assert (told["name"], told["forms"], told["mentions"], told["documents"]) == ("Moscow", "Moscow; Moskau", 3, 2)
    assert (told["first"], told["last"], told["document_ids"]) == ("1840", "1843", "a; b")
    assert (told["certainty"], told["least_certainty"]) == (0.55, 0.3)
    assert (told["uri"], told["basis"]) == ("http://www.wikidata.org/entity/Q649", "authority")


def test_a_place_without_coordinates_is_kept_and_told_of() -> None:
    data, found = made("geojson", [document('<p><placeName ref="#p2">Nowhere</placeName></p>', LISTS)])
    assert [feature["geometry"] is None for feature in json.loads(data)["features"]] == [False, True]
    assert [(one.code, "Nowhere" in one.message) for one in found] == [("X040", True)]


def test_a_corpus_without_places_is_an_empty_collection() -> None:
    for editions in ([], [document("<p/>")]):
        data, found = made("geojson", editions)
        assert json.loads(data) == {"type": "FeatureCollection", "name": "places", "features": []}
        assert [one.code for one in found] == ["X040"]


def test_a_name_in_parts_is_one_mention() -> None:
    body = (
        '<p><placeName xml:id="m1" next="#m2" ref="#p1">Mos</placeName></p>'
        '<p><placeName xml:id="m2" prev="#m1" ref="#p1">cow</placeName></p>'
    )
    assert collection([document(body, LISTS)])["features"][0]["properties"]["mentions"] == 1
    assert len(collection([document(body, LISTS)], per="mention")["features"]) == 1


def test_a_mention_stands_where_it_stands_in_the_text() -> None:
    editions = [document('<p>𝒜 in <placeName ref="#p1">Moskau</placeName> \u05d0</p>', LISTS, 'when="1841"')]
    feature = collection(editions, per="mention", base_url="https://example.org/e")["features"][0]
    told = feature["properties"]
    assert editions[0].text[told["start"] : told["end"]] == told["surface"] == "Moskau"
    assert (told["before"], told["after"], told["first"]) == ("𝒜 in ", " \u05d0", "1841")
    assert told["url"].startswith("https://example.org/e/d1.html#tk-e")


def test_mentions_of_our_documents_are_exact() -> None:
    editions = encoded()
    texts = {edition.id: edition.text for edition in editions}
    features = collection(editions, per="mention")["features"]
    assert features
    for feature in features:
        told = feature["properties"]
        assert " ".join(texts[told["document"]][told["start"] : told["end"]].split()) == told["surface"]
    assert len(features) == sum(mark.kind == "placeName" and not mark.follows for e in editions for mark in e.marks)


@pytest.mark.parametrize("per", ["place", "mention"])
def test_our_documents_keep_the_rules_of_the_rfc(per: str) -> None:
    assert broken_rules(collection(encoded(), per=per)) == []


def test_any_tei_keeps_the_rules_of_the_rfc() -> None:
    assert broken_rules(collection(instances())) == []


def test_gdal_reads_points_rows_without_geometry_and_types(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas", reason="geopandas is not installed")
    pytest.importorskip("pyogrio", reason="pyogrio is not installed")
    editions = encoded()
    for per in ("place", "mention"):
        path = tmp_path / f"{per}.geojson"
        path.write_bytes(made("geojson", editions, per=per)[0])
        table = geopandas.read_file(path, engine="pyogrio")
        features = json.loads(path.read_bytes())["features"]
        assert len(table) == len(features)
        assert list(table["id"]) == [feature["properties"]["id"] for feature in features]
        assert list(table.geometry.isna()) == [feature["geometry"] is None for feature in features]
        assert table.crs.to_epsg() == 4326
    assert table["start"].dtype.kind == "i"


@pytest.mark.parametrize(
    ("geos", "box"),
    [
        ([], []),
        ([(10.0, 20.0)], [20.0, 10.0, 20.0, 10.0]),
        ([(1.0, -77.0), (2.0, 37.5)], [-77.0, 1.0, 37.5, 2.0]),
        ([(-17.7, 178.0), (-13.8, -171.7)], [178.0, -17.7, -171.7, -13.8]),
    ],
)
def test_bounds_go_the_shorter_way_around(geos: list[tuple[float, float]], box: list[float]) -> None:
    assert bounds(geos) == box


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=8))
def test_bounds_hold_all_places(geos: list[tuple[float, float]]) -> None:
    west, south, east, north = bounds(geos)
    for lat, lon in geos:
        inside = west - 1e-6 <= lon <= east + 1e-6 if west <= east else lon >= west - 1e-6 or lon <= east + 1e-6
        assert inside
        assert south - 1e-6 <= lat <= north + 1e-6


@pytest.mark.parametrize(
    ("date", "limits"),
    [
        ('when="1841-12-22T10:00:00Z"', ("1841-12-22", "1841-12-22")),
        ('from="1841" to="1843-02"', ("1841", "1843-02")),
        ('notAfter="-0044"', ("-0044", "-0044")),
        ('when="--10-27"', ("", "")),
        ("", ("", "")),
    ],
)
def test_the_date_of_a_document(date: str, limits: tuple[str, str]) -> None:
    assert dated(document("<p>x</p>", date=date)) == limits


def test_a_letter_is_dated_by_its_sending() -> None:
    letter = '<correspDesc><correspAction type="sent"><date when="1900-01"/></correspAction></correspDesc>'
    assert dated(document("<p>x</p>", profile=letter)) == ("1900-01", "1900-01")


def test_dates_are_compared_by_what_they_may_mean() -> None:
    assert order("1841", last=True) > order("1841-12-22", last=True) > order("1841")
    assert order("-0100") < order("-0044") < order("0014")
    assert [iso_date(text) for text in ("1841-13", "1841-02-30", "next year", " 1841 ")] == ["", "", "", "1841"]
