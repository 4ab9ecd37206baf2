"""Addresses of schemas: relative to absolute, file URIs to paths, and the many addresses of one TEI schema."""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from teikit import data as tables

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def join(base: str, href: str) -> str:
    """Return an address as an absolute URI without its fragment; a path on a drive becomes a file URI."""
    href = href.strip().partition("#")[0]
    if _DRIVE.match(href):
        return "file:///" + href.replace("\\", "/")
    if not _SCHEME.match(href):
        href = href.replace("\\", "/")  # written on Windows, and meant as a path
    try:
        return urljoin(base, href)
    except ValueError:  # an address such as http://[x
        return href


def base_of(path: Path) -> str:
    """Return the file URI of a path."""
    return path.absolute().as_uri()


def is_web(uri: str) -> bool:
    return uri[:8].lower().startswith(("http://", "https://"))


def _path(url: str) -> str:
    if os.name != "nt":
        return unquote(url)
    from urllib.request import url2pathname  # which imports all that fetches

    return url2pathname(url)


def local_path(uri: str) -> Path | None:
    """Return the path that a file URI names; None for any other URI, and for a file on another machine."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme != "file" or parts.netloc.lower() not in ("", "localhost") or parts.path.startswith("//"):
        return None
    path = _path(parts.path)
    return None if "\0" in path else Path(path)


@lru_cache(4096)
def key(uri: str) -> str:
    """Return what is the same for all addresses of one schema.

    http and https are one; the addresses of the TEI's own schemas are one for each version.
    """
    try:
        parts = urlsplit(uri.strip())
    except ValueError:
        return uri
    if parts.scheme.lower() not in ("http", "https"):
        return uri.partition("#")[0]
    host = (parts.hostname or "").lower() + (f":{parts.port}" if _odd_port(parts.netloc) else "")
    address = f"{host}{parts.path}" + (f"?{parts.query}" if parts.query else "")
    return tei_key(address) or f"//{address}"


def _odd_port(netloc: str) -> bool:
    port = netloc.rpartition("@")[2].rpartition("]")[2].partition(":")[2]
    return bool(port) and port not in ("80", "443") and port.isdecimal() and int(port) < 1 << 16


def tei_key(address: str) -> str:
    """Return ``tei:VERSION:FILE`` for an address, without scheme, of a schema that the TEI Consortium publishes."""
    for pattern, version in _tei_patterns():
        match = pattern.fullmatch(address)
        if match:
            return f"tei:{version or match['version']}:{match['file']}"
    return ""


def is_teis(uri: str) -> bool:
    """Tell whether the TEI Consortium publishes a schema at an address."""
    return key(uri).startswith("tei:")


@cache
def _tei_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), row["version"] or "") for row in tables.table("validate_schemas_tei"))
