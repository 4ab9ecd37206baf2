"""teikit schema: add, list, path, remove."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from teikit.cli.schemas import cache_folder, schema

RNG = '<element name="TEI" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>'


def run(*arguments: object) -> Result:
    return CliRunner().invoke(schema, [str(argument) for argument in arguments])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "teikit.toml").write_text("")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "letters.rng"
    path.write_text(RNG)
    return path


def test_a_schema_is_added_listed_used_and_removed(project: Path, mine: Path) -> None:
    added = run("add", mine)
    assert added.exit_code == 0, added.output
    assert "letters: pinned, rng, schemas/letters/letters.rng" in added.output
    assert run("add", mine).output.startswith("letters: unchanged")
    listed = run("list")
    assert listed.exit_code == 0
    assert listed.output.split()[:2] == ["letters", "ok"]
    assert Path(run("path", "letters").output.strip()) == project / "schemas" / "letters" / "letters.rng"
    assert run("remove", "letters").output == "letters: removed\n"
    assert not (project / "schemas" / "letters").exists()
    assert run("list").exit_code == 0


def test_a_changed_copy_shows_in_the_list(project: Path, mine: Path) -> None:
    run("add", mine)
    copy = project / "schemas" / "letters" / "letters.rng"
    copy.write_text("changed")
    assert run("list").exit_code == 1
    assert json.loads(run("list", "--format", "json").output)[0]["state"] == "changed"
    failed = run("path", "letters")
    assert failed.exit_code == 2
    assert "V095" in failed.stderr and "teikit schema add" in failed.stderr
    copy.unlink()
    assert json.loads(run("list", "--format", "json").output)[0]["state"] == "missing"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("add", "missing.rng"), "V092"),
        (("add", "notes.xml"), "V090"),
        (("add", "http://127.0.0.1:9/a.rng"), "V097"),
        (("remove", "nothing"), "V098"),
        (("path", "nothing"), "V090"),
    ],
)
def test_what_cannot_be_done_says_why(arguments: tuple[str, ...], code: str, project: Path) -> None:
    (project / "notes.xml").write_text("<notes/>")
    result = run(*arguments)
    assert result.exit_code == 2
    assert code in result.stderr
    assert not (project / "schemas.lock").exists()


def test_the_projects_own_schema_has_a_place() -> None:
    assert Path(run("path", "teikit").output.strip()).name == "teikit.rng"


def test_a_project_can_be_named(tmp_path: Path, mine: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert run("add", mine, "--project", other, "--name", "mine").exit_code == 0
    assert (other / "schemas.lock").is_file()


def test_the_cache_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder().name == "teikit"


def test_the_teis_own_schema_is_pinned_as_it_is(shared: Path, project: Path) -> None:
    folder = shared / "tei" / "4.12.0" / "tei_all"
    if not folder.is_dir():
        pytest.skip("needs the TEI's schemas in ../shared/tei, which are not part of the repository")
    added = run("add", folder / "tei_all.xsd")
    assert added.exit_code == 0, added.output
    assert "and 2 more" in added.output  # xml.xsd and teix.xsd, by their relative names
    assert (project / "schemas" / "tei_all" / "xml.xsd").is_file()
    shutil.rmtree(project / "schemas")
