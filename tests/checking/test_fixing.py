"""Fixes: which are applied together, and which not at all; and the diff of what they change."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.checking.diffing import unified
from teikit.checking.fixing import chosen, fixed, spliced
from teikit.diagnostics import Diagnostic, Edit, Fix, Severity


def finding(*edits: Edit, code: str = "V070", severity: Severity = Severity.WARNING) -> Diagnostic:
    return Diagnostic(code, severity, "x", "a.xml", 1, 1, fix=Fix("Mend it", edits))


def shouting(data: bytes) -> list[Diagnostic]:
    """Find capital letters, of each the fix is the small one; of Z it is two others, of < an end of the file."""
    news = {b"Z": b"AA", b"X": b"<"}
    return [
        finding(Edit(at, at + 1, news.get(char, char.lower())))
        for at in range(len(data))
        if (char := data[at : at + 1]).isupper()
    ]


def everything(found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    return found


def test_fixes_are_applied_until_none_is_left() -> None:
    result = fixed(b"<a>ABc</a>", shouting, everything)
    assert result.data == b"<a>abc</a>"
    assert len(result.mended) == 2
    assert not result.refused


def test_what_is_not_wanted_stays() -> None:
    assert fixed(b"<a>ABc</a>", shouting, lambda found: found[1:]).data == b"<a>Abc</a>"


def test_more_findings_than_before_are_refused() -> None:
    result = fixed(b"<a>Z</a>", shouting, everything)
    assert result.data == b"<a>Z</a>"
    assert "2 findings instead of 1" in result.refused
    assert result.mended == ()


def test_a_worse_finding_is_refused_though_there_are_no_more() -> None:
    def check(data: bytes) -> list[Diagnostic]:
        return [finding(Edit(3, 4, b"y"))] if b"x" in data else [finding(code="V010", severity=Severity.ERROR)]

    assert "1 finding instead of 0 (V010)" in fixed(b"<a>x</a>", check, everything).refused


def test_what_would_not_be_well_formed_is_refused() -> None:
    result = fixed(b"<a>X</a>", shouting, everything)
    assert result.data == b"<a>X</a>"
    assert "well-formed" in result.refused


def test_what_would_join_words_is_refused() -> None:
    def check(data: bytes) -> list[Diagnostic]:
        at = data.find(b" ")
        return [finding(Edit(at, at + 1, b""))] if at >= 0 else []

    result = fixed(b"<a>x<b> y</b></a>", check, everything)
    assert result.data == b"<a>x<b> y</b></a>"
    assert "words of the text would be joined" in result.refused


def test_fixes_that_undo_each_other_come_to_an_end() -> None:
    def check(data: bytes) -> list[Diagnostic]:
        return [finding(Edit(3, 4, b"y" if b"x" in data else b"x"))]

    assert len(fixed(b"<a>x</a>", check, everything).mended) == 10


def test_of_two_that_overlap_the_first_is_taken() -> None:
    one, two, three = finding(Edit(0, 4, b"")), finding(Edit(3, 5, b"")), finding(Edit(4, 6, b""))
    assert chosen([one, two, three], 9) == [one, three]
    here, there = finding(Edit(3, 3, b"a")), finding(Edit(3, 3, b"b"))
    assert chosen([here, there], 9) == [here]
    same = finding(Edit(0, 4, b""))
    assert chosen([one, same], 9) == [one, same]
    assert spliced(b"012345", [Edit(0, 4, b""), Edit(0, 4, b"")]) == b"45"


def test_a_fix_is_applied_whole_or_not_at_all() -> None:
    one, two = finding(Edit(0, 2, b"")), finding(Edit(1, 2, b""), Edit(5, 6, b""))
    assert chosen([one, two], 9) == [one]


@pytest.mark.parametrize(
    "edits", [(), (Edit(3, 2, b""),), (Edit(-1, 2, b""),), (Edit(0, 10, b""),), (Edit(2, 2, b""),)]
)
def test_edits_that_are_none_are_left_out(edits: tuple[Edit, ...]) -> None:
    assert chosen([finding(*edits)], 9) == []


LINES = st.lists(st.sampled_from([b"a", b"b", b"", b"\xff\r", b"-- x"]), max_size=25)


@pytest.mark.skipif(not shutil.which("patch"), reason="needs the program patch")
@given(before=LINES, after=LINES, ends=st.tuples(st.booleans(), st.booleans()))
def test_patch_understands_a_diff(
    tmp_path_factory: pytest.TempPathFactory, before: list[bytes], after: list[bytes], ends: tuple[bool, bool]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "patched"
    folder.mkdir(exist_ok=True)
    old, new = (b"\n".join(lines) + b"\n" * end for lines, end in zip((before, after), ends, strict=True))
    diff = unified(old, new, "a.xml")
    assert bool(diff) == (old != new)
    (folder / "a.xml").write_bytes(old)
    if diff:
        command = ["patch", "--binary", "-s", "-p1", "--no-backup-if-mismatch"]
        subprocess.run(command, cwd=folder, input=diff, check=True, capture_output=True)
    path = folder / "a.xml"
    # patch removes a file that becomes empty
    assert (path.read_bytes() if path.exists() else b"") == new


def test_a_diff_of_a_long_file_has_a_hunk_for_each_place() -> None:
    lines = [b"line %d" % n for n in range(50_000)]
    changed = [*lines]
    for at in (5, 7, 30_000, 49_999):
        changed[at] = b"other"
    diff = unified(b"\n".join(lines), b"\n".join(changed), "a.xml")
    assert diff.count(b"\n@@ ") == 3
    assert diff.startswith(b"--- a/a.xml\n+++ b/a.xml\n@@ -3,9 +3,9 @@\n")
    assert diff.endswith(b"\\ No newline at end of file\n")


def test_a_name_of_any_bytes_stands_in_the_diff(tmp_path: Path) -> None:
    assert b"\xff.xml" in unified(b"a", b"b", f"{tmp_path.name}/\udcff.xml")
