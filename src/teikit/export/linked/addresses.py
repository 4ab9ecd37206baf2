"""Where things stand on the web, and what they are called where they stand nowhere."""

from __future__ import annotations

import re
import uuid
from pathlib import PurePosixPath
from urllib.parse import quote

from teikit.edition import Edition

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://pypi.org/project/teikit/")
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f\ud800-\udfff]")  # RFC 3987, 2.2, and the grammar of Turtle
_WEB = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)


def identifier(*parts: str) -> uuid.UUID:
    """Return a UUID that is always the same for the same strings (RFC 9562, version 5)."""
    return uuid.uuid5(_NAMESPACE, "\0".join(parts))


def is_address(text: str) -> bool:
    """Tell whether a string is an address on the web."""
    return _WEB.fullmatch(text) is not None


def folder(base_url: str) -> str:
    """Return the address below which pages stand, with a slash at its end; empty where there is none."""
    return iri(base_url.strip().rstrip("/")) + "/" if base_url.strip() else ""


def page(edition: Edition, base_url: str) -> str:
    """Return where an edition can be read: what it says itself, else its page below an address, else nothing."""
    if is_address(edition.uri):
        return iri(edition.uri)
    stem = PurePosixPath(edition.path).stem or edition.id
    return f"{folder(base_url)}{quote(stem)}.html" if base_url.strip() else ""


def iri(text: str) -> str:
    """Return a string with the characters escaped that no IRI may have."""
    return _NOT_IN_IRI.sub(lambda found: quote(found[0], errors="replace"), text)
