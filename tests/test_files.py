"""Finding inputs, planning results, writing them whole."""

from __future__ import annotations

import os
import socket
import stat
import sys
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

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(TeikitError) as caught:
        files.write(tmp_path / "letter.xml", b"whole")
    assert "No space left" in caught.value.diagnostic.message
    assert list(tmp_path.iterdir()) == []


def names(found: list[tuple[Path, Path]]) -> list[str]:
    return [str(relative) for _, relative in found]


def test_links_that_go_in_circles_come_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/x.xml").write_text("x")
    for i in range(5):
        (tmp_path / f"a/up{i}").symlink_to(tmp_path)
        (tmp_path / f"a/self{i}").symlink_to(".")
    (tmp_path / "itself.xml").symlink_to("itself.xml")
    found, faults = files.find([str(tmp_path)], files.XML_SUFFIXES)
    assert names(found) == ["a/x.xml"]
    assert [(fault.code, fault.message) for fault in faults] == [("R004", "is a link that leads nowhere")]
    found, faults = files.find([str(tmp_path / "**/*.xml")], files.XML_SUFFIXES)
    assert names(found) == ["x.xml"]


def test_a_file_with_several_names_is_taken_once_under_its_own(tmp_path: Path) -> None:
    (tmp_path / "letter.xml").write_text("x")
    (tmp_path / "a.xml").symlink_to("letter.xml")
    (tmp_path / ".store").mkdir()
    (tmp_path / ".store/1").write_text("y")
    (tmp_path / "kept.xml").symlink_to(".store/1")
    found, faults = files.find(
        [str(tmp_path), str(tmp_path / "a.xml"), f"{tmp_path}/../{tmp_path.name}/letter.xml"], (".xml",)
    )
    assert sorted(names(found)) == ["kept.xml", "letter.xml"]
    assert not faults


def test_links_that_lead_out_of_the_folder_are_counted_and_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.xml").write_text("x")
    (inside / "one.xml").symlink_to(outside / "secret.xml")
    (inside / "all").symlink_to(outside)
    (inside / "own.xml").write_text("x")
    found, faults = files.find([str(inside)], files.XML_SUFFIXES)
    assert names(found) == ["own.xml"]
    assert [(fault.code, fault.severity) for fault in faults] == [("R006", "info")]
    assert faults[0].message.startswith("2 links lead out of this folder")
    found, faults = files.find([str(inside / "one.xml"), str(inside / ".." / "out")], files.XML_SUFFIXES)
    assert len(found) == 1, "a link that is named is followed, and so is .."
    assert not faults


def test_pipes_sockets_and_devices_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xml")
    with socket.socket(socket.AF_UNIX) as listener:
        monkey = Path.cwd()
        os.chdir(tmp_path)
        listener.bind("socket.xml")
        os.chdir(monkey)
        found, faults = files.find([str(tmp_path), str(tmp_path / "pipe.xml"), "/dev/null"], files.XML_SUFFIXES)
    assert not found
    assert [fault.message for fault in faults] == [
        "is a named pipe, not a file",
        "is a socket, not a file",
        "is a named pipe, not a file",
        "is a device, not a file",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_said(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    (shut / "a.xml").write_text("x")
    shut.chmod(0)
    try:
        found, faults = files.find([str(tmp_path), str(shut / "a.xml")], files.XML_SUFFIXES)
    finally:
        shut.chmod(stat.S_IRWXU)
    assert not found
    assert ["Permission denied" in fault.message for fault in faults] == [True, True]


def test_a_folder_that_cannot_be_listed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    _, faults = files.find([str(tmp_path)], files.XML_SUFFIXES)
    assert [fault.message for fault in faults] == ["cannot be read: Permission denied"]


@pytest.mark.skipif(sys.platform == "darwin", reason="the file system takes UTF-8 only")
def test_odd_names_are_read_and_shown(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path)
    for name in (b"\xe9.xml", b"two\nlines.xml", b"-rf.xml", b"a*b[1].xml", "ü 漢.xml".encode()):
        Path(os.fsdecode(raw + b"/" + name)).write_text("x")
    found, faults = files.find([str(tmp_path)], files.XML_SUFFIXES)
    assert len(found) == 5
    assert not faults
    assert [files.read(path) for path, _ in found] == [b"x"] * 5
    assert sorted(files.shown(relative) for _, relative in found) == [
        "-rf.xml",
        "a*b[1].xml",
        "two?lines.xml",
        "ü 漢.xml",
        "�.xml",
    ]
    found, _ = files.find([str(tmp_path / "a*b[1].xml")], files.XML_SUFFIXES)
    assert len(found) == 1, "a file of that name is no pattern"


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "y/" * 3000])
def test_names_that_no_system_takes_are_said(name: str) -> None:
    found, faults = files.find([name], files.XML_SUFFIXES)
    assert not found
    assert [fault.code for fault in faults] == ["R004"]


def test_folders_within_folders_as_deep_as_the_system_takes(tmp_path: Path) -> None:
    made, here = list[Path](), tmp_path
    try:
        for _ in range(1200):
            here = here / "d"
            here.mkdir()
            made.append(here)
        (here / "a.xml").write_text("x")
        found, _ = files.find([str(tmp_path)], files.XML_SUFFIXES)
        assert len(found) == 1
    except OSError:
        pytest.skip("the file system takes no such paths")
    finally:  # pytest removes what is left by recursion, and would not get down there
        (here / "a.xml").unlink(missing_ok=True)
        for folder in reversed(made):
            folder.rmdir()


def test_more_than_one_document_can_be_is_not_read(tmp_path: Path) -> None:
    big = tmp_path / "big.xml"
    with big.open("wb") as stream:
        stream.truncate(10**12)
    with pytest.raises(TeikitError, match="more than 500 MB"):
        files.read(big)


def test_a_device_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.writing, "MOST_BYTES", 3_000_000)
    with pytest.raises(TeikitError, match="more than 3 MB"):
        files.read(Path("/dev/zero"))
