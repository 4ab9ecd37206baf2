"""What the pages of documents are called."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from teikit.corpus import slug

# Names of our own pages, and those that no file may have on Windows.
_TAKEN = frozenset(("index", "a-z", "undated", "con", "prn", "aux", "nul"))
_MOST = 80


def slugs(paths: Sequence[str]) -> list[str]:
    """Return a name for the page of each file, from its path alone, so that links live as long as the file's name.

    Where two would be called alike, each has some letters of a hash of its path.
    """
    stems = [PurePosixPath(path).with_suffix("").as_posix() for path in paths]
    bases = [slug(stem.replace("/", " "), most=_MOST) or "document" for stem in stems]
    counts = Counter(bases)
    made = [
        base if counts[base] == 1 and base not in _TAKEN and not _is_page(base) else f"{base}-{_hash(path)}"
        for base, path in zip(bases, paths, strict=True)
    ]
    again = Counter(made)
    return [f"{name}-{_hash(path, 16)}" if again[name] > 1 else name for name, path in zip(made, paths, strict=True)]


def _is_page(base: str) -> bool:
    """Tell whether a further page of a list is called so."""
    stem, _, number = base.rpartition("-")
    return stem in ("index", "a-z") and number.isdigit()


def _hash(path: str, most: int = 6) -> str:
    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:most]
