"""The commands extract and apply, as they are called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from teikit.cli import main
from teikit.tei import strip

BODY = "<p>We met <hi>Premier Fidel</hi> Castro in Havana.</p>"
TEXT = "We met Premier Fidel Castro in Havana."
SPANS = [{"start": 15, "end": 27, "type": "PER", "text": "Fidel Castro"}, {"start": 31, "end": 37, "type": "GPE"}]


def tei(body: str = BODY, id: str = "") -> bytes:
    named = f' xml:id="{id}"' if id else ""
    header = (
        "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p>-</p></publicationStmt>"
        "<sourceDesc><p>-</p></sourceDesc></fileDesc></teiHeader>"
    )
    whole = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"{named}>{header}<text><body>{body}</body></text></TEI>'
    return whole.encode()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.xml").write_bytes(tei())
    (tmp_path / "letters" / "b.xml").write_bytes(tei("<p>Nobody.</p>", "letter-b"))
    (tmp_path / "a.json").write_text(json.dumps(SPANS))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_extract_gives_text_and_map(folder: Path) -> None:
    result = run("extract", "letters/a.xml", "--map", "a.offsets.json")
    assert (result.exit_code, result.stdout) == (0, TEXT)
    offsets = json.loads((folder / "a.offsets.json").read_text())
    assert offsets["format"] == "teikit-offsets"
    result = run("extract", "letters", "-o", "texts")
    assert result.stderr == "2 files extracted into texts; no faults\n"
    assert (folder / "texts" / "a.txt").read_text() == TEXT
    assert (folder / "texts" / "a.offsets.json").read_bytes() == (folder / "a.offsets.json").read_bytes()
    assert run("extract", "letters", "-o", "texts", "--map", "x").exit_code == 2


def test_apply_marks_a_file(folder: Path) -> None:
    result = run("apply", "a.json", "letters/a.xml", "-o", "tagged", "--resp", "Flair", "--report", "report.json")
    assert result.stderr == "1 file marked into tagged: 2 placed (1 split); no faults\n"
    data = (folder / "tagged" / "a.xml").read_bytes()
    assert b">Havana</placeName>" in data
    assert strip(data) == tei()
    (file,) = json.loads((folder / "report.json").read_text())["files"]
    assert file["counts"] == {"placed": 2, "split": 1}
    assert [one["text"] for one in file["placed"]] == ["Fidel Castro", "Havana"]
    assert run("apply", "a.json", "letters/a.xml").stdout_bytes.startswith(b"<TEI xmlns")


def test_what_is_not_placed_is_told(folder: Path) -> None:
    (folder / "a.csv").write_text(
        "start,end,type,text\n15,27,PER,Fidel Castro\n0,2,X,They\n90,99,X,\n31,37,LOC,Havana\n"
    )
    result = run(
        "apply", "a.csv", "letters/a.xml", "--crossing", "report", "--map", "LOC=-", "-o", "out", "--report", "r"
    )
    assert result.exit_code == 0
    assert result.stderr.splitlines()[-1].startswith("1 file marked into out: 0 placed, 4 not placed")
    assert "persName “Fidel Castro”: it crosses other elements" in result.stderr
    assert "X “They” (line 3 of the spans): at its offsets the text says “We”, and “They” is nowhere" in result.stderr
    (file,) = json.loads((folder / "r").read_text())["files"]
    assert [one["code"] for one in file["notPlaced"]] == ["P006", "P011", "P012", "P019"]
    assert (folder / "out" / "a.xml").read_bytes() == tei()
    kept = run("apply", "a.csv", "letters/a.xml", "--crossing", "standOff", "-o", "kept")
    assert "1 placed, 1 in standOff, 2 not placed" in kept.stderr


def test_spans_in_a_folder_find_their_files(folder: Path) -> None:
    (folder / "found").mkdir()
    (folder / "found" / "a.spans.json").write_text(json.dumps(SPANS))
    (folder / "found" / "a.offsets.json").write_text("{}")
    (folder / "found" / "x.json").write_text(
        json.dumps({"id": "letter-b", "ents": [{"start": 0, "end": 6, "label": "PER"}]})
    )
    (folder / "found" / "c.json").write_text(json.dumps({"id": "c", "ents": [{"start": 0, "end": 6, "label": "PER"}]}))
    result = run("apply", "found", "letters", "--in-place", "-j", "2")
    assert "c.json: warning P021 1 span is of the document “c”, which is none of the files" in result.stderr
    assert "2 files marked: 3 placed (1 split)" in result.stderr
    assert b">Nobody</persName>" in (folder / "letters" / "b.xml").read_bytes()


def test_one_file_may_have_spans_of_many(folder: Path) -> None:
    rows = "document,start,end,type\nletters/a.xml,31,37,LOC\nletter-b,0,6,PER\n"
    (folder / "all.csv").write_text(rows)
    result = run("apply", "all.csv", "letters", "-o", "out")
    assert result.stderr == "2 files marked into out: 2 placed; no faults\n"
    alone = run("apply", "a.json", "letters", "-o", "out2")
    assert "b.xml: info P021 there are no spans for this file, which stays as it is" in alone.stderr
    assert (folder / "out2" / "b.xml").read_bytes() == (folder / "letters" / "b.xml").read_bytes()


def test_the_text_of_brat_lies_beside(folder: Path) -> None:
    (folder / "a.ann").write_text("T1\tPER 16 28\tFidel Castro\n")
    (folder / "a.txt").write_text("\n" + TEXT)
    result = run("apply", "a.ann", "letters/a.xml", "-o", "out")
    assert "P017 the spans were made on a text that differs" in result.stderr
    assert "1 placed (1 split)" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("apply", "none.json", "letters/a.xml"), "there is no such file or folder"),
        (("apply", "bad.json", "letters/a.xml"), "P010 not well-formed JSON"),
        (("apply", "a.json", "letters/a.xml", "--map", "PER"), "write LABEL=ELEMENT"),
        (("apply", "a.json", "letters/a.xml", "--map", "PER=p"), "spans cannot become p"),
        (("apply", "a.json", "letters/a.xml", "--in-place", "-o", "x"), "exclude each other"),
        (("apply", "a.json", "nothing.xml"), "there is no such file"),
    ],
)
def test_a_call_that_cannot_be_meant_fails(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    (folder / "bad.json").write_text("[{")
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_file_that_is_no_tei_is_told(folder: Path) -> None:
    (folder / "letters" / "a.xml").write_text("<TEI.2><text/></TEI.2>")
    result = run("apply", "a.json", "letters/a.xml", "-o", "out")
    assert result.exit_code == 2
    assert "error P005 not TEI P5" in result.stderr
