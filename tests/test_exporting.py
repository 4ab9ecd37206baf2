"""Exports of many files: one bad one does not stop the rest, parallel equals serial."""

from __future__ import annotations

from pathlib import Path

import pytest

from teikit.diagnostics import Diagnostic, TeikitError
from teikit.export import EXPORTERS, File
from teikit.exporting import Given, gather


def sources(folder: Path) -> list[Given]:
    return [Given(path, Path(path.name)) for path in sorted(folder.glob("*.xml"))]


def collected(style: str, given: list[Given], **more: int) -> tuple[list[tuple[str, bytes]], list[Diagnostic]]:
    made, told = [], []
    for one in gather(style, given, **more):
        if isinstance(one, File):
            made.append((one.name, b"".join(one.pieces)))
        else:
            told.append(one)
    return made, told


def test_a_bad_file_is_told_of_and_the_others_are_exported(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<TEI>")
    (tmp_path / "b.xml").write_bytes((root / "encoded/telegram-alekseev-1962-10-27.xml").read_bytes())
    made, told = collected("geojson", sources(tmp_path))
    assert b"Cuba" in made[0][1]
    assert [(one.code, Path(one.path).name) for one in told if one.severity == "error"] == [("P001", "a.xml")]


@pytest.mark.parametrize("style", [name for name, one in EXPORTERS.items() if one.gathers and not one.extra])
def test_parallel_equals_serial(style: str, root: Path) -> None:
    given = sources(root / "encoded")
    assert collected(style, given) == collected(style, given, workers=2)


@pytest.mark.parametrize("style", [name for name, one in EXPORTERS.items() if one.gathers])
def test_a_corpus_without_names_is_no_failure(style: str, tmp_path: Path) -> None:
    try:
        EXPORTERS[style].load()
    except TeikitError as error:
        pytest.skip(error.diagnostic.message)
    (tmp_path / "a.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><p>nothing</p></body></text></TEI>'
    )
    made, told = collected(style, sources(tmp_path))
    assert made
    assert not [one for one in told if one.severity == "error"]
