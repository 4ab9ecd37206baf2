"""Every diagnostic code has a page, and every page a code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from teikit.diagnostics import page, severity

SRC = Path(__file__).resolve().parent.parent / "src" / "teikit"
CODE = re.compile(r'"([RMSDNPVXC]\d{3})"')


def used() -> set[str]:
    return {code for path in SRC.rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}


def pages() -> set[str]:
    return {path.stem for path in (SRC / "data" / "codes").glob("*.md")}


def test_codes_and_pages_are_the_same() -> None:
    assert used() == pages()


@pytest.mark.parametrize("code", sorted(pages()))
def test_a_page_says_what_why_and_what_to_do(code: str) -> None:
    text = page(code)
    assert text.startswith(f"# {code}: ")
    assert severity(code) in ("error", "warning", "info")
    assert "## Example" in text
    assert "## What to do" in text
