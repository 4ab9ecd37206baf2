"""The command line as an editor uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from teikit.cli import main
from teikit.xmlio import NS

LETTER = """Valparaiso, 22d December 1841

My dear Sir,

I have yours of the 14th inst. and thank you for it. Mr. Henry Alcott has sailed for Liverpool.

I remain, dear Sir,
Your obedient servant,

Thomas Hartwell
"""


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "hartwell.txt").write_text(LETTER, encoding="utf-8")
    return folder


def test_a_folder_becomes_tei(letters: Path, tmp_path: Path) -> None:
    result = run("encode", letters, "-o", tmp_path / "tei")
    assert result.exit_code == 0, result.output
    root = etree.parse(tmp_path / "tei/hartwell.xml").getroot()
    assert root.findtext(".//tei:closer/tei:signed", namespaces=NS) is not None
    assert root.find(".//tei:profileDesc//tei:date[@when='1841-12-22']", NS) is not None
    assert "1 file encoded" in result.stderr


def test_standard_input_goes_to_standard_output() -> None:
    result = run("encode", "-", stdin=LETTER.encode())
    assert result.exit_code == 0
    assert etree.fromstring(result.stdout_bytes).tag.endswith("TEI")


def test_several_files_do_not_go_to_one_standard_output(root: Path) -> None:
    for command in (["encode", root / "seeds", "-o", "-"], ["export", "text", root / "encoded"]):
        result = run(*command)
        assert result.exit_code == 2
        assert "standard output" in result.stderr


def test_bad_files_are_told_and_the_others_done(letters: Path, tmp_path: Path) -> None:
    (letters / "scan.txt").write_bytes(b"%PDF-1.4\n")
    (letters / "empty.txt").write_bytes(b"")
    result = run("encode", letters, "missing", "-o", tmp_path / "tei")
    assert result.exit_code == 1
    assert [path.name for path in (tmp_path / "tei").iterdir()] == ["hartwell.xml"]
    for code in ("R001", "R002", "R004"):
        assert result.stderr.count(f" {code} ") == 1
    assert "Traceback" not in result.output


def test_nothing_done_is_a_failure(tmp_path: Path) -> None:
    assert run("encode", tmp_path).exit_code == 2
    assert run("validate", tmp_path).exit_code == 2


def test_results_stand_beside_the_files_and_are_never_anothers(letters: Path) -> None:
    (letters / "hartwell.xml").write_text("<TEI>by hand</TEI>")
    result = run("encode", letters / "hartwell.txt")
    assert result.exit_code == 2
    assert "C004" in result.stderr
    assert (letters / "hartwell.xml").read_text() == "<TEI>by hand</TEI>"
    assert run("encode", letters / "hartwell.txt", "--force").exit_code == 0


def test_a_sidecar_and_the_configuration_speak_in_the_header(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (letters / "hartwell.yaml").write_text("title: Hartwell to Grey\nrecipient: Edward Grey\nidno: H 12\n")
    (tmp_path / "teikit.toml").write_text(
        '[encode]\nschema = "s.rng"\n[metadata]\npublisher = "The Press"\nidno = "none"\n'
    )
    monkeypatch.chdir(tmp_path)
    assert run("encode", letters, "-o", "tei").exit_code == 0
    text = (tmp_path / "tei/hartwell.xml").read_text(encoding="utf-8")
    root = etree.fromstring(text.encode())
    assert root.findtext(".//tei:titleStmt/tei:title", namespaces=NS) == "Hartwell to Grey"
    assert root.findtext(".//tei:publicationStmt/tei:publisher", namespaces=NS) == "The Press"
    assert root.findtext(".//tei:publicationStmt/tei:idno", namespaces=NS) == "H 12"
    assert root.findtext(".//tei:correspAction[@type='received']/tei:persName", namespaces=NS) == "Edward Grey"
    assert 'href="s.rng"' in text


def test_a_table_gives_metadata_for_a_corpus(letters: Path, tmp_path: Path) -> None:
    table = tmp_path / "corpus.csv"
    table.write_text("file,title\nhartwell,From the table\nother,x\n")
    result = run("encode", letters, "-o", tmp_path / "tei", "--metadata", table)
    assert result.exit_code == 0
    assert "M004" in result.stderr
    assert "<title>From the table</title>" in (tmp_path / "tei/hartwell.xml").read_text(encoding="utf-8")


def test_parallel_is_serial(root: Path, tmp_path: Path) -> None:
    one = run("encode", root / "seeds", "-o", tmp_path / "one")
    two = run("encode", root / "seeds", "-o", tmp_path / "two", "-j", 2)
    assert one.exit_code == two.exit_code == 0
    assert one.stderr.replace(str(tmp_path / "one"), "") == two.stderr.replace(str(tmp_path / "two"), "")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_annotating_and_stripping_give_the_file_back(tmp_path: Path) -> None:
    source = tmp_path / "edition.xml"
    source.write_bytes(
        b"<?xml version='1.0'?>\r\n<!-- ours --><TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><fileDesc><titleStmt>"
        b"<title>T</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>"
        b"</teiHeader><text><body><p  rend = 'x'>Mr. John Hay wrote from Paris on 3 May 1901 &amp; left.</p></body>"
        b"</text></TEI>\n"
    )
    result = run("annotate", source)
    assert result.exit_code == 0, result.stderr
    annotated = tmp_path / "annotated.xml"
    annotated.write_bytes(result.stdout_bytes)
    root = etree.fromstring(result.stdout_bytes)
    assert [el.get("when") for el in root.iterfind(".//tei:body//tei:date", NS)] == ["1901-05-03"]
    assert root.findtext(".//tei:body//tei:persName", namespaces=NS) == "John Hay"
    assert run("strip", annotated).stdout_bytes == source.read_bytes()


def test_validate_tells_line_column_and_what(tmp_path: Path, root: Path) -> None:
    assert run("validate", root / "encoded").exit_code == 0
    bad = tmp_path / "bad.xml"
    good = (root / "encoded/telegram-alekseev-1962-10-27.xml").read_bytes()
    bad.write_bytes(good.replace(b"<p>", b"<paragraph>", 1).replace(b"</p>", b"</paragraph>", 1))
    result = run("validate", bad, "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found
    assert all(item["path"] == str(bad) and item["line"] > 0 and item["message"] for item in found)


def test_export_makes_pages_and_text(tmp_path: Path, root: Path) -> None:
    result = run("export", "html", root / "encoded", "-o", tmp_path)
    assert result.exit_code == 0, result.stderr
    assert len(list(tmp_path.glob("*.html"))) == len(list((root / "encoded").glob("*.xml")))
    text = run("export", "text", root / "encoded/telegram-alekseev-1962-10-27.xml").stdout
    assert "We have met with Fidel Castro and Dorticos" in text
    assert "Skip to content" not in text


@pytest.mark.parametrize("option", [["--date", "yesterday"], ["--language", "Old French"]])
def test_an_option_that_would_make_an_invalid_file_is_refused(letters: Path, option: list[str]) -> None:
    result = run("encode", letters, *option)
    assert result.exit_code == 2
    assert option[0][2:] in result.stderr
    assert not list(letters.glob("*.xml"))


def test_every_command_shows_an_example() -> None:
    for name, command in main.commands.items():
        assert "Example" in (command.help or ""), name
        assert run(name, "--help").exit_code == 0


def test_explain_shows_the_page_of_a_code() -> None:
    assert "plain text" in run("explain", "r001").stdout
    assert run("explain", "Z999").exit_code == 2
