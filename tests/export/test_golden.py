"""Golden exports: ``tests/cases/export/NAME/source.xml`` and what becomes of it; a case may lack an expected file.

``expected.html`` holds the body of the page only, because head and style sheet are the same in all.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from teikit.export import export

CASES = Path(__file__).resolve().parents[1] / "cases/export"


def body(page: str) -> str:
    return page[page.index("<body>") :]


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
@pytest.mark.parametrize("format_", ["html", "text"])
def test_golden(name: str, format_: str, request: pytest.FixtureRequest) -> None:
    made = export(format_, (CASES / name / "source.xml").read_bytes()).text
    made = body(made) if format_ == "html" else made
    expected = CASES / name / ("expected.html" if format_ == "html" else "expected.txt")
    if request.config.getoption("--accept", default=False):
        expected.write_text(made, encoding="utf-8")
    if not expected.exists():
        pytest.skip(f"{name} has no {expected.name}")
    assert made == expected.read_text(encoding="utf-8")
