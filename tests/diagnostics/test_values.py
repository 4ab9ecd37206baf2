"""The exit code, the pages of the codes, and text made safe to show."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from diagnostics.findings import ERROR, INFO, NASTY, WARNING
from teikit import diagnostics
from teikit.diagnostics import Severity, codes, exit_code, flat, group, groups, page, severity, title, visible


def test_the_exit_code_is_never_a_count() -> None:
    assert exit_code([]) == exit_code([INFO]) == 0
    assert exit_code([WARNING]) == exit_code([ERROR] * 300) == 1
    assert exit_code([WARNING], at=Severity.ERROR) == 0
    assert exit_code([INFO], at=Severity.INFO) == 1


def test_pages() -> None:
    assert "V010" in codes()
    assert page("V010").startswith("# V010: ")
    assert severity("V010") is Severity.ERROR
    assert page("V041").startswith(f"# V041: {title('V041')}\n")
    assert page("V999") == page("../V010") == title("V999") == ""
    with pytest.raises(KeyError):
        severity("V999")


def test_every_code_of_validation_has_a_group() -> None:
    assert groups() == ("reading", "schema", "schematron", "house")
    assert all(bool(group(code)) == code.startswith("V") for code in codes())
    assert (group("V001"), group("V012"), group("V020"), group("V030"), group("V041"), group("V090")) == (
        "reading",
        "schema",
        "schematron",
        "schema",
        "house",
        "schema",
    )


def test_nothing_in_a_text_moves_the_cursor_or_turns_the_writing_round() -> None:
    assert len(visible(NASTY)) == len(NASTY)
    assert flat(NASTY).isprintable() or not any(
        c in flat(NASTY) for c in "\x1b\x07\x00\u202e\u2066\r\n\u2028\ud800\x9b"
    )
    flat(NASTY).encode("utf-8")
    hebrew = "שלום\u200f, نمی\u200cخواهم, 👩\u200d🚀, e\u0301"
    assert visible(hebrew) == hebrew


@pytest.mark.parametrize(
    "name", sorted(m.name for m in pkgutil.walk_packages(diagnostics.__path__, "teikit.diagnostics."))
)
def test_the_examples_in_the_modules(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
