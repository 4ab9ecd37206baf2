"""The word lists and the gazetteer are well formed, say their licence, and are read fast."""

from __future__ import annotations

from pathlib import Path

import pytest

import teikit.data
from teikit.data.places_gazetteer import lookup, sizes, weight
from teikit.recognise.evidence import weights
from teikit.recognise.lexicon import CLASSES, classes, flags

DATA = Path(teikit.data.__file__).parent


def test_geonames_is_named_with_its_licence() -> None:
    head = (DATA / "places_geonames.tsv").read_text(encoding="utf-8")[:400]
    assert "GeoNames" in head and "CC BY 4.0" in head


@pytest.mark.parametrize("name", ["places_geonames.tsv", "places_other.tsv", "places_territories.tsv"])
def test_rows_are_well_formed(name: str) -> None:
    rows = [
        line.split("\t") for line in (DATA / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    for row in rows[1:]:
        assert row[0] and len(row) <= len(rows[0]), row
        assert all(cell == cell.strip() for cell in row), row


def test_every_class_of_flags_has_words() -> None:
    assert set(CLASSES) <= {name for name, _ in classes()}


def test_words_have_flags() -> None:
    assert flags()["Fidel"] and flags()["Mr."] and flags()["Soviet"] and not flags().get("Guantanamo", 0)


@pytest.mark.parametrize(
    ("form", "ident"),
    [
        ("Cuba", "3562981"),
        ("Leningrad", "498817"),
        ("Danzig", "3099434"),
        ("Washington, D.C.", "4140963"),
        ("Lisbon", "2267057"),
    ],
)
def test_a_place_has_its_geonames_id(form: str, ident: str) -> None:
    assert lookup(form)[0].id == ident


def test_places_that_are_no_more_have_years() -> None:
    assert (lookup("Soviet Union")[0].since, lookup("Soviet Union")[0].until) == ("1922", "1991")


def test_an_unknown_form_has_no_places() -> None:
    assert lookup("Nowhereville") == () and weight("Nowhereville") == 0
    assert len(sizes()) > 50_000


def test_evidence_points_the_right_way() -> None:
    assert weights("place")["in"] > 1 > -1 > weights("person")["in"]
    assert weights("person")["then says"] + weights("person")["acts"] > 1
