"""`teikit export` as it is called: each format has its command, its help with an example, and its place for results."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from teikit.cli import main
from teikit.diagnostics import TeikitError
from teikit.export import EXPORTERS

LETTER = "encoded/letter-hartwell-1841-12-22.xml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("style", EXPORTERS)
def test_every_format_has_help_with_an_example(style: str) -> None:
    result = run("export", style, "--help")
    assert result.exit_code == 0
    assert f"teikit export {style} tei/ -o " in result.stdout


def test_a_format_that_is_not_there_names_those_that_are() -> None:
    result = run("export", "docx", "x.xml")
    assert result.exit_code == 2
    assert "geojson" in result.stderr


@pytest.mark.parametrize("style", EXPORTERS)
def test_a_folder_of_tei_becomes_each_format(style: str, root: Path, tmp_path: Path) -> None:
    try:
        EXPORTERS[style].load()
    except TeikitError as error:
        pytest.skip(error.diagnostic.message)
    chosen = EXPORTERS[style]
    single = chosen.gathers and not chosen.bundle
    target = tmp_path / (f"corpus{chosen.suffix}" if single else "out")
    result = run("export", style, root / LETTER, root / "encoded/telegram-alekseev-1962-10-27.xml", "-o", target)
    assert result.exit_code == 0, result.output
    assert target.stat().st_size if single else [path for path in target.rglob("*") if path.is_file()]
    again = run("export", style, root / LETTER, "-o", target, "--force", "-q")
    assert (again.exit_code, again.stderr) == (0, "")


def test_one_file_goes_to_standard_output(root: Path) -> None:
    made = json.loads(run("export", "geojson", root / LETTER).stdout)
    assert made["type"] == "FeatureCollection"


def test_a_bundle_wants_a_folder(root: Path) -> None:
    result = run("export", "csv", root / LETTER)
    assert result.exit_code == 2
    assert "name a folder with -o" in result.stderr


def test_a_file_of_somebody_else_is_left_alone(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "places.geojson"
    target.write_text("mine")
    result = run("export", "geojson", root / LETTER, "-o", target)
    assert result.exit_code == 2
    assert "C004" in result.stderr
    assert target.read_text() == "mine"


def test_what_the_configuration_says_of_the_edition_is_used(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "teikit.toml").write_text('[export]\nbase-url = "https://example.org/edition/"\n')
    monkeypatch.chdir(tmp_path)
    assert "https://example.org/edition/" in run("export", "cmif", root / LETTER).stdout
    assert "https://other.org/" in run("export", "cmif", root / LETTER, "--base-url", "https://other.org/").stdout


def test_a_file_that_is_no_tei_costs_itself_only(root: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_text("<a>")
    result = run("export", "jsonl", tmp_path / "bad.xml", root / LETTER)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "P001" in result.stderr


def test_of_no_files_nothing_is_made(tmp_path: Path) -> None:
    result = run("export", "geojson", tmp_path, "-o", tmp_path / "places.geojson")
    assert result.exit_code == 2
    assert "there is no .xml or .tei file" in result.stderr
    assert not (tmp_path / "places.geojson").exists()
