"""Golden exports: ``tests/cases/export/NAME/source.xml`` and what becomes of it; a case may lack an expected file.

``expected.html`` holds the body of the page only, without its script, because the rest is the same in all.
``expected.txt`` is the reading text, ``expected.plain.txt`` that of --plain, ``expected.md`` Markdown.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from teikit.export import export

CASES = Path(__file__).resolve().parents[1] / "cases/export"
FORMATS: dict[str, tuple[str, dict[str, object]]] = {
    "expected.html": ("html", {}),
    "expected.txt": ("text", {"wrap": 72}),
    "expected.plain.txt": ("text", {"plain": True}),
    "expected.md": ("markdown", {"wrap": 72}),
}


def body(page: str) -> str:
    return page[page.index("<body") : page.rindex("<script>")]


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
@pytest.mark.parametrize("file", FORMATS)
def test_golden(name: str, file: str, request: pytest.FixtureRequest) -> None:
    style, options = FORMATS[file]
    made = export(style, (CASES / name / "source.xml").read_bytes(), **options).text
    made = body(made) if style == "html" else made
    expected = CASES / name / file
    if request.config.getoption("--accept", default=False):
        expected.write_text(made, encoding="utf-8")
    if not expected.exists():
        pytest.skip(f"{name} has no {expected.name}")
    assert made == expected.read_text(encoding="utf-8")
