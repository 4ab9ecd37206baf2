"""The renderers of diagnostics, the exit code and the pages."""

from __future__ import annotations

import doctest
import json

import pytest

from teikit import diagnostics
from teikit.diagnostics import FORMATS, Diagnostic, Severity, codes, exit_code, page, severity

ERROR = Diagnostic(
    "V010", Severity.ERROR, "<div> is not\nallowed, 50%.", "a,b:c.xml", 3, 5, "/TEI/p", "Close <p> first."
)
WARNING = Diagnostic("R001", Severity.WARNING, "Decoded as Windows-1252.", "b.txt")
INFO = Diagnostic("D001", Severity.INFO, "No year.")


def test_text_is_one_line_each_and_the_advice_below() -> None:
    assert FORMATS["text"]([ERROR, WARNING, INFO]).splitlines() == [
        "a,b:c.xml:3:5: error V010 <div> is not allowed, 50%.",
        "    Close <p> first.",
        "b.txt: warning R001 Decoded as Windows-1252.",
        "info D001 No year.",
    ]


def test_json_is_one_list_of_all_fields() -> None:
    first, second = json.loads(FORMATS["json"]([ERROR, WARNING]))
    assert first["line"] == 3
    assert first["severity"] == "error"
    assert set(second) == {"code", "severity", "message", "path", "line", "column", "xpath", "help", "link"}
    assert json.loads(FORMATS["json"]([])) == []


def test_github_escapes_what_its_commands_reserve() -> None:
    assert FORMATS["github"]([ERROR, INFO]).splitlines() == [
        "::error file=a%2Cb%3Ac.xml,line=3,col=5,title=V010::<div> is not allowed, 50%25. Close <p> first.",
        "::notice title=D001::No year.",
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_any_iterable(name: str) -> None:
    assert FORMATS[name](iter([ERROR])) == FORMATS[name]((ERROR,))


def test_the_exit_code_is_never_a_count() -> None:
    assert exit_code([]) == exit_code([INFO]) == 0
    assert exit_code([WARNING]) == exit_code([ERROR] * 300) == 1
    assert exit_code([WARNING], at=Severity.ERROR) == 0


def test_pages() -> None:
    assert "V010" in codes()
    assert page("V010").startswith("# V010: ")
    assert severity("V010") is Severity.ERROR
    assert page("V999") == page("../V010") == ""
    with pytest.raises(KeyError):
        severity("V999")


def test_the_examples_in_the_module() -> None:
    assert doctest.testmod(diagnostics).failed == 0
