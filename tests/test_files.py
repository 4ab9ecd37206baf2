"""Finding inputs, planning results, writing them whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from teikit import files
from teikit.diagnostics import TeikitError


def test_a_folder_means_its_documents_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.TXT", ".hidden.txt", "scan.pdf", ".git/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found, faults = files.find([str(tmp_path)], files.TEXT_SUFFIXES)
    assert [str(relative) for _, relative in found] == ["a.txt", "b.txt", "sub/c.TXT"]
    assert faults == []


def test_patterns_are_expanded_and_files_taken_once(tmp_path: Path) -> None:
    for name in ("a1.txt", "a2.txt", "b.txt"):
        (tmp_path / name).write_text("x")
    found, _ = files.find([str(tmp_path / "a*.txt"), str(tmp_path / "a1.txt")], files.TEXT_SUFFIXES)
    assert [relative.name for _, relative in found] == ["a1.txt", "a2.txt"]


@pytest.mark.parametrize("name", ["missing.txt", "*.nothing", "."])
def test_what_means_no_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    found, faults = files.find([name], files.TEXT_SUFFIXES)
    assert not found
    assert [(fault.code, fault.path) for fault in faults] == [("R004", name)]


def test_two_files_never_share_a_result(tmp_path: Path) -> None:
    found = [(tmp_path / "a/x.txt", Path("x.txt")), (tmp_path / "b/x.txt", Path("x.txt"))]
    jobs, faults = files.plan(found, tmp_path / "out", ".xml")
    assert [job.target for job in jobs] == [tmp_path / "out/x.xml"]
    assert [fault.code for fault in faults] == ["C003"]


def test_somebodys_file_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "letter.xml"
    target.write_bytes(b"<TEI>by hand</TEI>")
    with pytest.raises(TeikitError) as caught:
        files.write(target, b"new")
    assert caught.value.diagnostic.code == "C004"
    assert target.read_bytes() == b"<TEI>by hand</TEI>"
    files.write(target, b'<application ident="teikit"/>', force=True)
    files.write(target, b"newer")
    assert target.read_bytes() == b"newer"


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", fail)
    with pytest.raises(TeikitError) as caught:
        files.write(tmp_path / "letter.xml", b"whole")
    assert "No space left" in caught.value.diagnostic.message
    assert list(tmp_path.iterdir()) == []
