"""Objects kept on disk between runs, and taken back only where nobody else can have written them.

They are pickles, and whoever reads a pickle runs it. So each is signed with a secret of the user's own, and what has no
right signature is never unpickled.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import pickle
import secrets
import stat
import tempfile
from pathlib import Path
from typing import Any

_MAGIC = b"teikit sealed 1\n"
_KEY = "secret.key"
_LONG = 200_000_000

_UNREADABLE = (
    pickle.UnpicklingError,
    AttributeError,
    ImportError,
    IndexError,
    EOFError,
    TypeError,
    ValueError,
    KeyError,
)


def load(folder: Path, name: str, context: str) -> Any:
    """Return the object kept under a name for a context (contents, versions); None where none is to be trusted."""
    key = _key(folder)
    if key is None:
        return None
    try:
        with (folder / name).open("rb") as file:
            data = file.read(_LONG)
    except OSError:
        return None
    head, body = data[: len(_MAGIC) + 32], data[len(_MAGIC) + 32 :]
    if not hmac.compare_digest(head, _MAGIC + _signature(key, name, context, body)):
        return None
    try:
        return pickle.loads(body)
    except _UNREADABLE:
        return None  # written by us, for these versions, and still not to be read: it is made again


def save(folder: Path, name: str, context: str, value: Any) -> bool:
    """Keep an object; tell whether that was possible. Another process may do the same at the same time."""
    try:
        body = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        _private(folder)
        key = _key(folder, make=True)
        if key is None:
            return False
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(_MAGIC + _signature(key, name, context, body) + body)
        Path(file.name).replace(folder / name)
    except (OSError, pickle.PicklingError, TypeError, AttributeError, RecursionError):
        return False
    return True


def _signature(key: bytes, name: str, context: str, body: bytes) -> bytes:
    said = f"{name}\n{context}\n{len(body)}\n".encode()
    return hmac.digest(key, said + hashlib.sha256(body).digest(), "sha256")


def _private(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def _key(folder: Path, *, make: bool = False) -> bytes | None:
    """Return the secret; None where there is none, or where it is not the user's alone."""
    path = folder / _KEY
    if make and not path.is_symlink() and not path.exists():
        _make(path)
    try:
        with path.open("rb") as file:
            known = os.fstat(file.fileno())
            key = file.read(33)
        mine = not path.is_symlink() and stat.S_ISREG(known.st_mode)
    except OSError:
        return None
    if hasattr(os, "getuid"):  # Windows keeps what is in a user's folder to the user by other means
        shared = stat.S_IMODE(known.st_mode) & 0o077
        mine = mine and known.st_uid == os.getuid() and not shared and _guarded(folder)
    return key if mine and len(key) == 32 else None


def _guarded(folder: Path) -> bool:
    """Tell whether only the user can put files into a folder."""
    known = folder.stat()
    return known.st_uid == os.getuid() and not stat.S_IMODE(known.st_mode) & 0o022


def _make(path: Path) -> None:
    """Write a new secret, whole or not at all; where another process was first, its secret stands."""
    fresh = path.with_name(f"{_KEY}.{secrets.token_hex(8)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
        _put(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _put(fresh: Path, path: Path) -> None:
    """Give a file its name, unless another has it."""
    try:
        os.link(fresh, path)
    except OSError as error:
        if not isinstance(error, FileExistsError):  # a file system without links
            fresh.replace(path)
