"""Documents with the structure that they should get. To add one: put NAME.txt beside them, run with --accept."""

from __future__ import annotations

from pathlib import Path

import pytest

from teikit.model import Source
from teikit.structure import analyse

from .accounting import faults
from .outline import outline

CASES = sorted((Path(__file__).resolve().parents[1] / "cases" / "structure").glob("*.txt"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_structure_is_as_expected(path: Path, request: pytest.FixtureRequest) -> None:
    doc = analyse(Source(path.name, path.read_text(encoding="utf-8")))
    assert faults(doc) == []
    expected = path.with_suffix(".outline")
    if request.config.getoption("--accept", default=False):
        expected.write_text(outline(doc), encoding="utf-8")
    assert outline(doc) == expected.read_text(encoding="utf-8")
