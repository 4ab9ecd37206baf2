"""What git says has changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from teikit.checking.changes import changed_since
from teikit.diagnostics import TeikitError

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="needs git")


def git(folder: Path, *arguments: str) -> None:
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    names = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main")
    command = ["git", "-C", str(folder), *names, *arguments]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **settings})


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "of letters"
    (folder / "sub").mkdir(parents=True)
    for name in ("same.xml", "sub/edited.xml", "renamed.xml", "gone.xml", "staged.xml"):
        (folder / name).write_text(name)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    return folder


def test_edited_renamed_new_and_staged_files_have_changed(repository: Path) -> None:
    (repository / "sub/edited.xml").write_text("other")
    git(repository, "mv", "renamed.xml", "renämed 'x'\".xml")
    (repository / "gone.xml").unlink()
    (repository / "new\nline.xml").write_text("new")
    (repository / "staged.xml").write_text("other")
    git(repository, "add", "staged.xml")
    (repository / ".gitignore").write_text("ignored.xml")
    (repository / "ignored.xml").write_text("x")
    paths = sorted(repository.rglob("*.xml"))
    found = {path.name for path in changed_since("HEAD", paths)}
    assert found == {"edited.xml", "renämed 'x'\".xml", "new\nline.xml", "staged.xml"}


def test_paths_are_found_from_anywhere(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (repository / "sub/edited.xml").write_text("other")
    monkeypatch.chdir(repository / "sub")
    assert changed_since("HEAD", [Path("edited.xml"), Path("../same.xml")]) == [Path("edited.xml")]
    (tmp_path / "way").symlink_to(repository)
    way = tmp_path / "way/sub/edited.xml"
    assert changed_since("main", [way, tmp_path / "way/same.xml"]) == [way]


def test_a_repository_within_another_is_asked_itself(repository: Path) -> None:
    inner = repository / "inner"
    inner.mkdir()
    (inner / "a.xml").write_text("a")
    git(inner, "init", "-q")
    git(inner, "add", ".")
    git(inner, "commit", "-qm", "one")
    assert changed_since("HEAD", [inner / "a.xml", repository / "same.xml"]) == []


@pytest.mark.parametrize("rev", ["", "-x", "--output=/tmp/x", "no-such", "HEAD..HEAD", "a\0b"])
def test_what_is_no_revision_is_refused(repository: Path, rev: str) -> None:
    with pytest.raises(TeikitError) as caught:
        changed_since(rev, [repository / "same.xml"])
    assert caught.value.diagnostic.code == "C011"


def test_outside_a_repository_nothing_can_be_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(TeikitError) as caught:
        changed_since("HEAD", [tmp_path / "a.xml"])
    assert "not a git repository" in caught.value.diagnostic.message


def test_without_git_nothing_can_be_said(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(TeikitError) as caught:
        changed_since("HEAD", [repository / "same.xml"])
    assert "git cannot be run" in caught.value.diagnostic.message


def test_a_revision_that_is_not_there_is_named(repository: Path) -> None:
    with pytest.raises(TeikitError) as caught:
        changed_since("no-such-branch", [repository / "same.xml"])
    assert "it knows no revision no-such-branch" in caught.value.diagnostic.message
