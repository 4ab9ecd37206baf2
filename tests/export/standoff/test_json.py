"""JSON: its schema, and that the text between two offsets is what it says, for files of every make."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from teikit.diagnostics import TeikitError
from teikit.export import export, export_all
from teikit.export.report import File
from teikit.tei import edition

jsonschema = pytest.importorskip("jsonschema", reason="needs jsonschema, which the extra test installs")
ROOT = Path(__file__).resolve().parents[3]
TELEGRAM = ROOT / "encoded/telegram-alekseev-1962-10-27.xml"


@pytest.fixture(scope="module")
def schema() -> Any:
    loaded = json.loads((ROOT / "schemas/document.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(loaded)
    return jsonschema.Draft202012Validator(loaded)


def instances() -> Iterator[Path]:
    folder = ROOT.parent / "shared/tei/instances"
    if not folder.is_dir():
        pytest.skip("needs the measuring data in ../shared, which is not part of the repository")
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".csv":
            yield path


def made(data: bytes, path: str = "a.xml") -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(export("json", data, path=path).data)
    return loaded


def told(document: dict[str, Any]) -> None:
    text, entities = document["text"], {entity["id"] for entity in document["entities"]}
    for mention in document["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"] != ""
        assert mention.get("entity") is None or mention["entity"] in entities
        passage = mention.get("passage")
        if passage is not None:
            around = document["passages"][passage]
            assert around["start"] <= mention["start"] < mention["end"] <= around["end"]
    assert all(page["offset"] <= len(text) for page in document["pages"])


@pytest.mark.parametrize("path", sorted((ROOT / "encoded").glob("*.xml")), ids=lambda path: path.stem)
def test_our_files(path: Path, schema: Any) -> None:
    document = made(path.read_bytes(), path.name)
    schema.validate(document)
    told(document)
    assert document["mentions"]


def test_every_instance(schema: Any) -> None:
    count = mentions = 0
    for path in instances():
        try:
            document = made(path.read_bytes(), path.name)
        except TeikitError:
            continue
        schema.validate(document)
        told(document)
        count += 1
        mentions += len(document["mentions"])
    assert count > 100
    assert mentions > 500


def test_what_it_says_of_a_telegram() -> None:
    document = made(TELEGRAM.read_bytes(), "tei/telegram.xml")
    castro = next(one for one in document["mentions"] if one["text"] == "Fidel Castro")
    assert castro["kind"] == "persName"
    assert castro["entity"] == "person-castro"
    assert castro["ref"] == "#person-castro"
    assert castro["cert"] == 0.95
    assert castro["machine"] is True
    assert document["passages"][castro["passage"]]["xpath"] == "/TEI[1]/text[1]/body[1]/div[1]/p[1]"
    cuba = next(one for one in document["entities"] if one["id"] == "place-cuba")
    assert cuba["geo"] == {"lat": 21.5, "long": -80.0}
    assert cuba["uris"] == ["https://www.geonames.org/3562981/"]
    assert document["metadata"]["date"] == {"when": "1962-10-27"}
    assert document["metadata"]["kind"] == "telegram"
    sent, received = document["correspondence"][0]["actions"]
    assert (sent["type"], sent["agents"][0]["entity"]) == ("sent", "person-alekseev")
    assert received["agents"][0]["name"] == "USSR Foreign Ministry"


HOSTILE = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>\U0001f600 <persName>\U0001d49c "B"</persName> '
    "]]&gt; \u202e<placeName>\u05d9\u05e8\u05d5\u05e9\u05dc\u05d9\u05dd</placeName>\u2028</p></body></text></TEI>"
)


def test_characters_beyond_the_first_plane_count_one(schema: Any) -> None:
    document = made(HOSTILE.encode())
    schema.validate(document)
    told(document)
    name = document["mentions"][0]
    assert (name["start"], name["text"]) == (2, '\U0001d49c "B"')
    # What JavaScript does in Array.from(text).slice(start, end).join("").
    utf16 = document["text"].encode("utf-16-le")
    assert utf16[2 * 3 : 2 * 9].decode("utf-16-le") == name["text"]


def test_a_document_of_nothing(schema: Any) -> None:
    document = made(b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI>')
    schema.validate(document)
    assert (document["text"], document["mentions"], document["entities"]) == ("", [], [])


def test_a_line_for_each_document_made_as_it_is_read(schema: Any) -> None:
    taken: list[str] = []

    def items() -> Iterator[Any]:
        for name in ("a", "b"):
            taken.append(name)
            yield edition(HOSTILE.encode(), f"{name}.xml")

    (file,) = export_all("jsonl", items())
    assert isinstance(file, File)
    assert (file.name, taken) == ("corpus.jsonl", [])
    first = next(iter(file.pieces))
    assert (taken, first.count(b"\n"), first[-1:]) == (["a"], 1, b"\n")
    assert json.loads(first) == made(HOSTILE.encode(), "a.xml")
    assert b'"generator": "teikit' in first
    schema.validate(json.loads(first))


def test_no_documents_make_an_empty_file() -> None:
    (file,) = export_all("jsonl", [])
    assert isinstance(file, File)
    assert b"".join(file.pieces) == b""


def test_pandas_reads_the_lines(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    (file,) = export_all("jsonl", [edition(path.read_bytes(), path.name) for path in (ROOT / "encoded").glob("l*.xml")])
    assert isinstance(file, File)
    (tmp_path / "corpus.jsonl").write_bytes(b"".join(file.pieces))
    documents = pandas.read_json(tmp_path / "corpus.jsonl", lines=True)
    mentions = pandas.json_normalize(documents.to_dict("records"), "mentions", ["path"])
    assert set(mentions.columns) >= {"path", "kind", "text", "start", "end", "entity", "value.when"}
    assert len(mentions) == sum(map(len, documents.mentions)) > 10
