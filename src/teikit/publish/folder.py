"""The folder of a site: which files in it are ours, and what becomes of those that are no longer made."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from teikit import __version__, files
from teikit.diagnostics import Diagnostic, Severity, TeikitError

MANIFEST = "teikit-site.json"
_SHOWN = 3
_BATCH = 200
_PIECE = 1 << 20
_BELOW = re.compile(r"(?!/)(?!(?:.*/)?\.\.(?:/|$))[^\\:\0\n]+")


class Folder:
    """A folder that a site is written to. Raises TeikitError C004 where its manifest is not one of ours.

    The manifest lists every file of the site with its hash; a file that it does not list is somebody else's. What is
    about to be written is listed before, without a hash, so that a build that was stopped can be taken up.
    """

    def __init__(self, root: Path, *, force: bool = False) -> None:
        self.root, self._force = root, force
        self._old: dict[str, str] = self._load()
        self.files: dict[str, str] = {}

    def _load(self) -> dict[str, str]:
        path = self.root / MANIFEST
        if not path.exists():
            return {}
        try:
            data = json.loads(files.read(path))
            found = data["files"] if data["generator"] == "teikit" else None
        except (ValueError, KeyError, TypeError):
            found = None
        if not isinstance(found, dict) or not all(_is_below(name) for name in found):
            message = "is no list of the files of a site that teikit made"
            help = "choose another folder with -o, or remove this file"
            raise TeikitError(Diagnostic("C004", Severity.ERROR, message, path=str(path), help=help))
        return {name: str(sha) for name, sha in found.items()}

    def claim(self, names: Iterable[str]) -> None:
        """Say what will be written. Raises TeikitError C004 where somebody else's file is in the way."""
        names = [name for name in names if name not in self.files]
        taken = [name for name in names if name not in self._old and self._is_there(name)]
        if taken and not self._force:
            shown = ", ".join(files.shown(name) for name in taken[:_SHOWN]) + (" …" if len(taken) > _SHOWN else "")
            message = f"holds files that are not of this site and would be overwritten: {shown}"
            help = "choose another folder with -o, or replace them with --force"
            raise TeikitError(Diagnostic("C004", Severity.ERROR, message, path=str(self.root), help=help))
        new = [name for name in names if name not in self._old]
        self.files.update(dict.fromkeys(names, ""))
        if new:
            self._save({**dict.fromkeys(self.files, ""), **self._old})

    def _is_there(self, name: str) -> bool:
        return (self.root / name).exists() or (self.root / name).is_symlink()

    def note(self, name: str, sha256: str) -> None:
        """Note that a file that was claimed is written."""
        self.files[name] = sha256

    def put(self, name: str, data: bytes) -> bool:
        """Write a file, if it is not there as it should be. Return whether it was not."""
        self.claim([name])
        sha = hashlib.sha256(data).hexdigest()
        new = not self.holds(name, sha)
        if new:
            files.write(self.root / name, data, force=True)
        self.note(name, sha)
        return new

    def put_all(self, made: Iterable[tuple[str, bytes]]) -> int:
        """Write files, as they are made, and return how many were not there so."""
        waiting, new = iter(made), 0
        while batch := list(islice(waiting, _BATCH)):
            self.claim(name for name, _ in batch)
            new += sum(self.put(name, data) for name, data in batch)
        return new

    def put_pieces(self, name: str, pieces: Iterable[bytes]) -> bool:
        """Write a file from pieces, which may be more than fit in memory. Return whether it was not there so."""
        self.claim([name])
        before, digest = file_sha256(self.root / name), hashlib.sha256()

        def hashed() -> Iterator[bytes]:
            for piece in pieces:
                digest.update(piece)
                yield piece

        files.write_pieces(self.root / name, hashed(), force=True)
        self.note(name, digest.hexdigest())
        return before != digest.hexdigest()

    def holds(self, name: str, sha256: str) -> bool:
        """Tell whether a file is there with the content of a hash."""
        return holds(self.root / name, sha256)

    def is_whole(self) -> bool:
        """Tell whether all that the last build made is there as it should be; it is noted then."""
        rest = {name: sha for name, sha in self._old.items() if not self.files.get(name)}
        whole = all(self.holds(name, sha) for name, sha in rest.items())
        if whole:
            self.files.update(rest)
        return whole

    def drop(self, names: Iterable[str]) -> None:
        """Take back a claim: these files are not written after all."""
        for name in names:
            self.files.pop(name, None)

    def abandon(self) -> None:
        """Take back all claims of a build that wrote nothing."""
        if self._old:
            self._save(self._old)
        else:
            (self.root / MANIFEST).unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # what is not empty, or not there, stays so
                self.root.rmdir()

    def finish(self) -> list[Diagnostic]:
        """Remove what earlier builds made and this one did not, and write the manifest.

        A file that was changed since it was made is left and told of (X017).
        """
        told = []
        for name in sorted(self._old.keys() - self.files.keys()):
            path = self.root / name
            if self._old[name] and self._is_there(name) and not self.holds(name, self._old[name]):
                message = "is no longer part of the site, but was changed by hand, and was left"
                told.append(Diagnostic("X017", Severity.WARNING, message, path=str(path), help="Remove it if you can."))
                continue
            path.unlink(missing_ok=True)
            _remove_empty(path.parent, self.root)
        self._save(self.files)
        return told

    def _save(self, listed: dict[str, str]) -> None:
        data = {"generator": "teikit", "version": __version__, "files": dict(sorted(listed.items()))}
        text = json.dumps(data, ensure_ascii=False, indent=0) + "\n"
        files.write(self.root / MANIFEST, text.encode("utf-8", "surrogatepass"), force=True)


def holds(path: Path, sha256: str) -> bool:
    """Tell whether a file is there, is no link, and has the content of a hash."""
    return bool(sha256) and file_sha256(path) == sha256


def file_sha256(path: Path) -> str:
    """Return the hash of a file, an empty string where there is none or it is a link."""
    if path.is_symlink():
        return ""
    try:
        with path.open("rb", buffering=0) as stream:
            digest = hashlib.sha256()
            while piece := stream.read(_PIECE):
                digest.update(piece)
            return digest.hexdigest()
    except OSError:
        return ""


def _is_below(name: object) -> bool:
    """Tell whether a manifest names a file within the site, and not one outside, which it must never lead to."""
    return isinstance(name, str) and _BELOW.fullmatch(name) is not None


def _remove_empty(folder: Path, root: Path) -> None:
    with contextlib.suppress(OSError):  # what is not empty stays
        while folder != root:
            folder.rmdir()
            folder = folder.parent
