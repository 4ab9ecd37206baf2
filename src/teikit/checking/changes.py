"""What git says has changed: added, modified, renamed and untracked files."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from teikit.diagnostics import Diagnostic, Severity, TeikitError

# A repository may name programs to be run; for asking what has changed none is needed.
_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-optional-locks")


def changed_since(rev: str, paths: Iterable[Path]) -> list[Path]:
    """Return those of the paths that have changed since a revision, in the order given.

    Raises TeikitError C011 where git cannot tell: no repository, no such revision.
    """
    if not rev or rev.startswith("-") or "\0" in rev:
        raise _error(f"{rev!r} is no revision", "name a commit, a branch or a tag, such as origin/main")
    known: dict[Path, set[bytes]] = {}
    tops: dict[Path, Path] = {}
    found = []
    for path in paths:
        # The folder with its links followed, but not the file: to git a link is a file of its own.
        folder = Path(os.path.realpath(path.parent))
        if folder not in tops:
            tops[folder] = _top(folder)
        top = tops[folder]
        if top not in known:
            known[top] = _changed(top, rev)
        names = {folder / path.name, Path(os.path.realpath(path))}
        if any(os.fsencode(name) in known[top] for name in names):
            found.append(path)
    return found


def _top(folder: Path) -> Path:
    said = _git(folder, "rev-parse", "--show-toplevel")
    return Path(os.path.realpath(os.fsdecode(said.rstrip(b"\n"))))


def _changed(top: Path, rev: str) -> set[bytes]:
    """Return the full names of the files in a repository that differ from a revision."""
    commit = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}", missing=rev)
    named = commit.strip().decode("ascii")
    differ = _git(top, "diff", "--name-only", "-z", "--no-ext-diff", "--diff-filter=d", named, "--")
    others = _git(top, "ls-files", "-z", "--others", "--exclude-standard", "--")
    return {os.path.join(os.fsencode(top), name) for name in (differ + others).split(b"\0") if name}  # noqa: PTH118


def _git(folder: Path, *arguments: str, missing: str = "") -> bytes:
    """Return what git says. ``missing``: the revision that is not there where it fails without a word."""
    command = [*_GIT, "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError as error:
        raise _error(f"git cannot be run: {error.strerror}", "install git, or leave out --changed-since") from error
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        words = words or [f"it knows no revision {missing}" if missing else "it gave no reason"]
        reason = words[-1].removeprefix("fatal: ")
        help = "run it in a git repository and name a revision that is in it; a shallow clone may lack it"
        raise _error(f"git cannot tell what has changed: {reason}", help)
    return done.stdout


def _error(message: str, help: str) -> TeikitError:
    return TeikitError(Diagnostic("C011", Severity.ERROR, message, help=help))
