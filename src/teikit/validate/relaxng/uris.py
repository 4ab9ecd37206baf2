"""anyURI as jing takes it: characters that URIs cannot have are escaped, and what is left must be a URI reference.

That is the reading of XML Schema 1.0 (XLink 5.4), and the grammar that of RFC 2396 with addresses of RFC 2732.
"""

from __future__ import annotations

import re

_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})").search
_PARTS = re.compile(r"(?:([^:/?#]*):)?(//[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL).fullmatch
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*").fullmatch
_SERVER = re.compile(r"//(?:[^\[\]@]*@)?\[([^\[\]]*)\](?::[0-9]*)?").fullmatch


def is_uri(text: str) -> bool:
    """Say whether a string is a URI reference."""
    if _BROKEN_ESCAPE(text):
        return False
    found = _PARTS(text)
    if found is None:
        return False
    scheme, authority, path, query, fragment = found.groups()
    if fragment and "#" in fragment[1:]:
        return False
    if scheme is not None:
        if not _SCHEME(scheme):
            return False
        if authority is None and not path.startswith("/"):
            return bool(path or query)  # opaque: anything goes, but something must
    if authority is not None and not _authority(authority, bool(path or query or fragment)):
        return False
    return "[" not in path and "]" not in path


def _authority(text: str, followed: bool) -> bool:
    if text == "//":
        return followed
    if "[" not in text and "]" not in text:
        return True
    found = _SERVER(text)
    if found is None:
        return False
    from ipaddress import AddressValueError, IPv6Address  # few URIs have one

    try:
        IPv6Address(found[1])
    except AddressValueError:
        return False
    return True
