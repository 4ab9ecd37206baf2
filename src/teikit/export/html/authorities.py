"""What an authority file and an identifier of it are called, from data/authorities.tsv."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from teikit.data import table

_NOT_IN_TYPE = re.compile(r"[^a-z0-9]+")
_LONGEST = 32


@cache
def _by_type() -> dict[str, str]:
    return {row["type"]: row["name"] for row in table("authorities")}


@cache
def _by_host() -> dict[str, str]:
    """Return the names of authorities by host and the folders before the identifier, the longest first."""
    found = {_place(row["uri"].partition("{")[0]): row["name"] for row in table("authorities")}
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _place(uri: str) -> str:
    parts = urlsplit(uri)
    return f"{parts.netloc.removeprefix('www.')}{parts.path}"


def name_of(type: str, uri: str) -> str:
    """Return the name of an authority and its identifier, else the address without what every address has."""
    place = _place(uri)
    for prefix, name in _by_host().items():
        if place.startswith(prefix):
            return f"{name} {place.removeprefix(prefix).strip('/')}"
    last = place.rstrip("/").rpartition("/")[2]
    known = _by_type().get(_NOT_IN_TYPE.sub("", type.casefold()))
    if known:
        return f"{known} {last}" if 0 < len(last) < _LONGEST else known
    return place.rstrip("/") or uri
