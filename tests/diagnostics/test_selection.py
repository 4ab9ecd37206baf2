"""Codes, prefixes and groups; severities; patterns of paths."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diagnostics.findings import ERROR, FIXABLE, WARNING
from teikit.diagnostics import Severity
from teikit.diagnostics.selection import Selection, fits, selectable, split


def test_everything_is_on_until_something_is_selected() -> None:
    assert Selection().codes() == selectable()
    assert "V010" in Selection(select=("schema",)).codes()
    assert "V041" not in Selection(select=("schema",)).codes()


def test_the_more_exact_name_wins() -> None:
    assert "V041" in Selection(select=("V041",), ignore=("V04",)).codes()
    assert "V041" in Selection(select=("V04",), ignore=("house",)).codes()
    assert "V041" not in Selection(select=("V04",), ignore=("V041",)).codes()
    assert "V041" not in Selection(select=("V041",), ignore=("V041",)).codes()
    assert "V041" not in Selection(ignore=("house",)).codes()


def test_whether_a_file_can_be_read_is_always_looked_at() -> None:
    assert "V001" in Selection(select=("house",)).codes()
    assert "V002" not in Selection(ignore=("V002",)).codes()


def test_what_is_no_finding_of_validation_cannot_be_hidden() -> None:
    assert Selection(select=("house",)).apply([ERROR, WARNING, FIXABLE]) == [WARNING, FIXABLE]


def test_severities_may_be_changed_and_codes_switched_off() -> None:
    chosen = Selection(severities={"V0": "info", "V041": "warning", "V010": "off"})
    assert chosen.apply([ERROR, FIXABLE]) == [replace(FIXABLE, severity=Severity.WARNING)]
    assert chosen.apply([replace(FIXABLE, code="V040")])[0].severity is Severity.INFO


def test_files_may_ignore_groups() -> None:
    chosen = Selection(per_file=(("drafts/*.xml", ("house",)),))
    assert "V041" not in chosen.codes("drafts/a.xml")
    assert "V041" in chosen.codes("a.xml")
    assert "V010" in chosen.codes("drafts/a.xml")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("V999", "did you mean V"),
        ("hause", "did you mean house"),
        ("R004", "cannot be switched"),
        ("", "there is no"),
        ("v04x", "did you mean V0"),
        ("\x1b[31m", "use codes, beginnings"),
    ],
)
def test_unknown_names_are_refused_with_a_hint(name: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"there is no|cannot") as caught:
        Selection(select=(name,))
    assert says in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_unknown_severities_are_refused() -> None:
    with pytest.raises(ValueError, match="must be one of error, warning, info, off"):
        Selection(severities={"V010": "fatal"})


def test_names_may_be_given_together() -> None:
    assert split(["V010, V041", "house", ""]) == ("V010", "V041", "house")


@pytest.mark.parametrize(
    ("path", "pattern", "fit"),
    [
        ("drafts/a.xml", "drafts/*", True),
        ("drafts/b/a.xml", "drafts/*", False),
        ("drafts/b/a.xml", "drafts/**", True),
        ("drafts/b/a.xml", "drafts/", True),
        ("x/drafts/a.xml", "**/drafts/*.xml", True),
        ("drafts/a.xml", "./drafts/*.xml", True),
        ("x/a[1].xml", "a[1].xml", True),
        ("x/ab.xml", "a?.xml", True),
        ("", "*", False),
    ],
)
def test_patterns(path: str, pattern: str, fit: bool) -> None:
    assert fits(path, pattern) is fit
