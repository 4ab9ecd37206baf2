"""Metadata from outside the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from teikit import sidecar
from teikit.diagnostics import TeikitError
from teikit.model import CorrespAction, DateValue, Document, Metadata, Party, Responsibility

FOUND = Metadata(
    title="Found",
    kind="letter",
    date=DateValue(when="1921-05-03"),
    actions=(CorrespAction("sent", (Party("Smith"),), "London", DateValue(when="1921-05-03")),),
)


def merged(given: sidecar.Given, found: Metadata = FOUND) -> Document:
    return sidecar.merge(Document("text", metadata=found), given, "letter.yaml")


def test_yaml_and_json_say_the_same() -> None:
    yaml = b"title: A letter\nlanguage: no\ndate: 1921-05-04\nsender:\n  name: A. Smith\n  role: Consul\n"
    text = b"""{"title": "A letter", "language": "no", "date": "1921-05-04",
                "sender": {"name": "A. Smith", "role": "Consul"}}"""
    assert sidecar.parse_sidecar(yaml, "a.yaml") == sidecar.parse_sidecar(text, "a.json")


def test_given_wins_over_found() -> None:
    meta = merged({"title": "Given", "sender": "Jones", "recipient": [{"name": "FO", "kind": "org"}]}).metadata
    assert meta.title == "Given"
    assert meta.kind == "letter"
    assert [(action.kind, action.who) for action in meta.actions] == [
        ("sent", (Party("Jones"),)),
        ("received", (Party("FO", "orgName"),)),
    ]
    assert meta.actions[0].place == "London"


def test_a_contradiction_is_told_and_agreement_is_not() -> None:
    assert [f.code for f in merged({"date": "1921-05-04"}).findings] == ["M001"]
    assert merged({"date": "1921-05", "kind": "Letter"}).findings == ()


def test_the_given_date_is_the_letters() -> None:
    doc = merged({"date": "1921-06-01/1921-06-03"})
    assert doc.metadata.actions[0].date == DateValue(from_="1921-06-01", to="1921-06-03")


def test_an_unknown_key_is_kept_and_told() -> None:
    doc = merged({"shelf": "B 12"})
    assert doc.metadata.extra == (("shelf", "B 12"),)
    assert [f.code for f in doc.findings] == ["M003"]


def test_who_did_what_for_the_text() -> None:
    found = Metadata(responsibilities=(Responsibility("translation", "X"), Responsibility("transcription", "Y")))
    people = merged({"translator": "J. Henriksen"}, found).metadata.responsibilities
    assert people == (Responsibility("translation", "J. Henriksen"), Responsibility("transcription", "Y"))


@pytest.mark.parametrize(
    ("data", "path", "line"),
    [
        (b"title: [unclosed\n", "a.yaml", 2),
        (b'{"title": }', "a.json", 1),
        (b"- a\n- b\n", "a.yaml", 0),
        (b"\xff\xfe\x00", "a.yaml", 0),
        (b"x: !!python/object/apply:os.system [ls]\n", "a.yml", 1),
    ],
)
def test_a_bad_sidecar_is_an_error_with_its_place(data: bytes, path: str, line: int) -> None:
    try:
        loaded = sidecar.parse_sidecar(data, path)
    except TeikitError as error:
        assert (error.diagnostic.code, error.diagnostic.path) == ("M002", path)
        assert error.diagnostic.line == line
    else:
        assert loaded == {"x": ["ls"]}  # tags mean nothing: nothing is ever executed


@pytest.mark.parametrize(
    "given",
    [
        {"date": "May 1921"},
        {"date": "1921-02-30"},
        {"date": "0000"},
        {"language": "Old French"},
        {"sender": [{"role": "x"}]},
        {"title": []},
    ],
)
def test_a_value_of_the_wrong_kind_is_an_error(given: sidecar.Given) -> None:
    with pytest.raises(TeikitError) as caught:
        merged(given)
    assert caught.value.diagnostic.code == "M002"


def test_a_table_gives_each_document_its_row() -> None:
    data = "\ufefffile;title;date\nletters/a.txt;First;1921\nb;Second;\n".encode()
    table = sidecar.parse_table(data, "t.csv")
    assert sidecar.row_for(table, Path("x/letters/a.txt")) == {"title": "First", "date": "1921"}
    assert sidecar.row_for(table, Path("b.txt")) == {"title": "Second"}
    assert [d.path for d in sidecar.unused_rows(table, [Path("b.txt")])] == ["letters/a.txt"]


@pytest.mark.parametrize("data", [b"name,title\na,b\n", b"file,title\na,b\na,c\n"])
def test_a_bad_table_is_an_error(data: bytes) -> None:
    with pytest.raises(TeikitError) as caught:
        sidecar.parse_table(data, "t.csv")
    assert caught.value.diagnostic.code == "M002"


def test_another_sender_is_a_contradiction_and_a_fuller_name_is_not() -> None:
    assert [f.code for f in merged({"sender": "Jones"}).findings] == ["M001"]
    assert merged({"sender": "Adam Smith"}).findings == ()


def test_one_person_may_be_written_as_a_mapping_without_a_list() -> None:
    given = sidecar.parse_sidecar(b"sender:\n  name: Wilhelm Osterloh\n  role: Professor\n", "letter.yaml")
    merged = sidecar.merge(Document("Text."), given, "letter.yaml")
    assert merged.metadata.actions[0].who == (Party("Wilhelm Osterloh", "persName", "Professor"),)
