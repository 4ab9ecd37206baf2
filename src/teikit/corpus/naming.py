"""How names are compared, and written in the names of files."""

from __future__ import annotations

import re
import unicodedata

_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile("['’ʹʼ`]")  # of Lloyd's, and what a soft sign becomes


def folded(name: str) -> str:
    """Return a name as it is compared: case and runs of white space do not count."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def slug(name: str, most: int = 60) -> str:
    """Return a name in the letters of file names: ASCII, lower case, words joined by hyphens; may be empty.

    Letters of other scripts are written in Latin ones, each by itself: Łódź is lodz, Письмо pismo, 北京 beijing.
    """
    plain = name.casefold()
    if not plain.isascii():
        from anyascii import anyascii  # reads its tables from disk, which most names do not need

        plain = anyascii(plain).lower()
    return _NOT_IN_ID.sub("-", _APOSTROPHES.sub("", plain)).strip("-")[:most].rstrip("-")
