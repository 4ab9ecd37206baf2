"""The network: the one place where a schema is fetched, and only where the caller asked for it."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import time
import urllib.error
import urllib.request
from email.message import Message
from typing import IO
from urllib.parse import quote, urlsplit

from teikit.validate.selection import uris
from teikit.validate.selection.reach import LIMIT
from teikit.validate.selection.values import NotHere

TIMEOUT = 20.0
"""Seconds without an answer."""

DEADLINE = 60.0
"""Seconds for one file."""

_REDIRECTS = 5
_BLOCK = 1 << 16
_FAILURES = (OSError, http.client.HTTPException, ValueError)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects; never to a file, from https to http, or from the web into the local network."""

    max_redirections = _REDIRECTS

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        try:
            _refuse_redirect(req.full_url, newurl)
        except ValueError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _refuse_redirect(old: str, new: str) -> None:
    if not uris.is_web(new):
        raise ValueError(f"it leads to {new[:80]}, which is not on the web")
    if old.lower().startswith("https:") and not new.lower().startswith("https:"):
        raise ValueError(f"it leads from https to {new[:80]}, which is not secure")
    _refuse_special(new)
    if _is_private(new) and not _is_private(old):
        raise ValueError("it leads into the local network")


def fetch(uri: str, *, timeout: float = TIMEOUT, deadline: float = DEADLINE, limit: int = LIMIT) -> bytes:
    """Return the bytes at an address of http or https. Raises NotHere V097.

    https is tried first where http is written and the host is not of the local network.
    """
    if not uris.is_web(uri):
        raise NotHere(
            "V097", f"{uri} cannot be fetched: it is not an address of http or https.", "Name a file instead."
        )
    failure: Exception | None = None
    for secure in (True, False):
        try:
            if not secure or (uri[:5].lower() == "http:" and not _is_private(uri)):
                address = "https" + uri[4:] if secure else uri
                return _fetch(address, timeout, time.monotonic() + deadline, limit)
        except _FAILURES as error:
            failure = error
            if isinstance(error, urllib.error.HTTPError):
                error.close()
    message = f"{uri} could not be fetched: {_reason(failure)}."
    raise NotHere("V097", message, "Try again later, or name a file that you have.") from failure


def _fetch(uri: str, timeout: float, until: float, limit: int) -> bytes:
    _refuse_special(uri)
    request = urllib.request.Request(quote(uri, safe="%/:=&?~#+!$,;'@()*[]"), headers={"User-Agent": "teikit"})
    chunks: list[bytes] = []
    size = 0
    with _opener().open(request, timeout=timeout) as answer:
        while True:
            # read1 gives what is there, so that a server which drips cannot go on past the deadline.
            chunk = answer.read1(_BLOCK)
            size += len(chunk)
            if size > limit:
                raise ValueError(f"it is longer than {limit // 1_000_000} MB")
            if time.monotonic() > until:
                raise TimeoutError("it takes too long")
            if not chunk:
                break
            chunks.append(chunk)
        if answer.length:
            raise ValueError("the connection ended before the file did")
    if not size:
        raise ValueError("nothing is there")
    return b"".join(chunks)


def _opener() -> urllib.request.OpenerDirector:
    """Return an opener that knows http and https alone: build_opener would read files and FTP as well."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    return opener


def _addresses(uri: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    host = urlsplit(uri).hostname or ""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []  # a name that only a proxy knows, or nobody: the opening will tell
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def _is_private(uri: str) -> bool:
    return any(not one.is_global for one in _addresses(uri))


def _refuse_special(uri: str) -> None:
    """Refuse link-local addresses, where the services of cloud machines give out secrets, and those of no machine."""
    if any(one.is_link_local or one.is_multicast or one.is_unspecified for one in _addresses(uri)):
        raise ValueError("its address is of the local link only")


def _reason(error: Exception | None) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"the server says {error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, Exception):
        return _reason(error.reason)
    if isinstance(error, TimeoutError):
        return "the server does not answer in time"
    return str(getattr(error, "strerror", None) or error or "nothing came").rstrip(".")
