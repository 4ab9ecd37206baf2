"""teikit register import, as it is called."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from teikit.cli import main

CASES = Path(__file__).resolve().parent / "cases/registers"
TABLE = str(CASES / "persons-openrefine-3.8.tsv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tei = tmp_path / "tei"
    tei.mkdir()
    shutil.copy(CASES / "letters.xml", tei)
    (tei / "other.xml").write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI>')
    return tei


def call(*words: object, input: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["register", "import", *map(str, words)], input=input)


def test_files_are_changed_where_they_stand(folder: Path) -> None:
    other = folder / "other.xml"
    before, stamp = (folder / "letters.xml").read_bytes(), other.stat().st_mtime_ns
    result = call(TABLE, folder, "--in-place", "--resp", "jd")
    assert result.exit_code == 0
    assert "1 file written: 2 birth, 1 death, 1 name, 2 other_names, 2 role, 1 viaf, 2 wikidata" in result.stderr
    after = (folder / "letters.xml").read_bytes()
    assert after != before
    assert b'<death notAfter="1955-04-18" resp="#jd">' in after
    assert other.stat().st_mtime_ns == stamp
    again = call(TABLE, folder, "--in-place", "--resp", "jd", "-q")
    assert (again.exit_code, again.stderr) == (0, "")
    assert (folder / "letters.xml").read_bytes() == after


def test_a_folder_gets_all_files(folder: Path, tmp_path: Path) -> None:
    result = call(TABLE, folder, "-o", tmp_path / "new", "-j", "2", "--force")
    assert result.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["letters.xml", "other.xml"]
    assert (tmp_path / "new/other.xml").read_bytes() == (folder / "other.xml").read_bytes()
    assert b"Michele Besso" in (tmp_path / "new/letters.xml").read_bytes()
    assert b"Michele Besso" not in (folder / "letters.xml").read_bytes()


@pytest.mark.parametrize("option", ["--diff", "--dry-run"])
def test_one_may_look_first(folder: Path, option: str) -> None:
    before = (folder / "letters.xml").read_bytes()
    result = call(TABLE, folder, option)
    assert result.exit_code == 0
    assert "1 file to change" in result.stderr
    assert ("+++ b/letters.xml" in result.stdout) == (option == "--diff")
    assert (folder / "letters.xml").read_bytes() == before


def test_export_and_import_are_a_circle(folder: Path, tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["export", "tsv", str(folder), "-o", str(tmp_path / "tables")])
    assert made.exit_code == 0, made.output
    for table in ("persons", "places", "orgs"):
        result = call(tmp_path / f"tables/{table}.tsv", folder, "--in-place")
        assert result.exit_code == 0
        assert "nothing to change" in result.stderr


def test_the_table_may_come_from_standard_input(folder: Path) -> None:
    result = call("-", folder / "letters.xml", "-o", "-", input=b"members\tbirth\nletters.xml#p5\t1878\n")
    assert result.exit_code == 0
    assert '<birth when="1878"/>' in result.stdout


def test_impossible_values_are_findings(folder: Path) -> None:
    result = call("-", folder, "--in-place", input=b"members\tbirth\nletters.xml#p5\t1878-02-30\n")
    assert result.exit_code == 1
    assert "-:2: error X027" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "say where the result goes"),
        (("--in-place", "--diff"), "say where the result goes"),
        (("-o", "-"), "several files cannot all go to standard output"),
    ],
)
def test_calls_that_cannot_be_meant(folder: Path, words: tuple[str, ...], message: str) -> None:
    result = call(TABLE, folder, *words)
    assert result.exit_code == 2
    assert message in result.stderr


def test_no_table_and_no_files(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text("id\tname\n")
    assert "X025" in call(tmp_path / "t.tsv", folder, "--dry-run").stderr
    assert call(tmp_path / "none.tsv", folder, "--dry-run").exit_code == 2
    assert call(TABLE, tmp_path / "none", "--dry-run").exit_code == 2


def test_two_files_of_one_path_are_left_alone(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "more")
    result = call(TABLE, folder, tmp_path / "more", "--in-place")
    assert "another file has the path 'letters.xml'" in result.stderr
    assert result.exit_code == 1
    assert (folder / "letters.xml").read_bytes() == (CASES / "letters.xml").read_bytes()


def test_unsigned_changes_in_lists_of_a_program_are_told_of(root: Path, tmp_path: Path) -> None:
    shutil.copy(root / "encoded/telegram-alekseev-1962-10-27.xml", tmp_path / "a.xml")
    table = b"members\twikidata\na.xml#place-cuba\tQ241\n"
    result = call("-", tmp_path / "a.xml", "--dry-run", input=table)
    assert "X034 1 change in lists that a program signs" in result.stderr
    assert "X034" not in call("-", tmp_path / "a.xml", "--dry-run", "--resp", "https://orcid.org/1", input=table).stderr
