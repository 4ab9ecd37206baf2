"""Known findings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.findings import ERROR, FIXABLE, WARNING
from teikit.diagnostics import TeikitError, baseline

KNOWN = baseline.made([("a.xml", ERROR), ("a.xml", ERROR), ("b/ü.xml", FIXABLE), ("b.txt", WARNING)])


def test_it_is_written_the_same_and_read_back() -> None:
    shown = baseline.written(KNOWN)
    assert baseline.read(shown.encode(), "k.json") == KNOWN
    again = baseline.made([("b/ü.xml", FIXABLE), ("a.xml", ERROR), ("a.xml", ERROR)])
    assert baseline.written(again) == shown
    assert "R001" not in shown


def test_known_findings_are_known_wherever_they_have_moved() -> None:
    moved = replace(ERROR, line=700, column=1, xpath="/TEI/text/p[9]")
    assert KNOWN.new([moved, ERROR], "a.xml") == []
    assert KNOWN.new([moved, ERROR, moved], "a.xml") == [moved]
    assert KNOWN.new([moved], "other.xml") == [moved]
    other = replace(ERROR, message="<div> may not stand here")
    assert KNOWN.new([other], "a.xml") == [other]


def test_a_finding_of_many_places_is_known_until_there_are_more() -> None:
    known = baseline.made([("a.xml", replace(ERROR, message="@wit is A without a # (and in 37 more places)."))])
    for fewer in (" (and in 37 more places)", " (and in 1 more place)", ""):
        assert known.new([replace(ERROR, message=f"@wit is A without a #{fewer}.")], "a.xml") == []
    more = replace(ERROR, message="@wit is A without a # (and in 38 more places).")
    assert known.new([more], "a.xml") == [more]
    assert known.gone([replace(ERROR, message="@wit is A without a #.")], "a.xml", {"V010"}) == 37


def test_how_many_files_there_are_does_not_matter() -> None:
    said = "One of 3 entries (<person>) is mentioned nowhere in the 7 files of this run: c."
    known = baseline.made([("a.xml", replace(ERROR, message=said))])
    later = "One of 5 entries (<person>) is mentioned nowhere in the 1,000 files of this run: c."
    assert known.new([replace(ERROR, message=later.replace("1,000", "1000"))], "a.xml") == []


def test_what_is_told_once_in_a_run_is_known_in_whichever_file_comes_first() -> None:
    note = replace(ERROR, code="V099")
    assert baseline.made([("b.xml", note)]).new([note], "a.xml") == []


def test_what_could_not_be_checked_is_never_known() -> None:
    assert KNOWN.new([WARNING], "b.txt") == [WARNING]


def test_findings_that_are_gone_are_counted_if_they_were_looked_for() -> None:
    assert KNOWN.gone([ERROR], "a.xml", {"V010"}) == 1
    assert KNOWN.gone([], "a.xml", {"V041"}) == 0
    assert KNOWN.gone([], "c.xml", {"V010"}) == 0


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"teikit-baseline": 2}', b'{"teikit-baseline": 1, "findings": [1]}', b"\xff", b"[" * 100_000],
)
def test_what_is_no_baseline_is_refused(data: bytes) -> None:
    with pytest.raises(TeikitError) as caught:
        baseline.read(data, "known.json")
    assert caught.value.diagnostic.code == "C010"


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        baseline.read(data, "known.json")
    except TeikitError as error:
        assert error.diagnostic.code == "C010"
