"""Reading files, and writing these whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from teikit.diagnostics import TeikitError
from teikit.files.faults import fault, shown

MOST_BYTES = 500_000_000
# What a file of ours says of itself: TEI, HTML, JSON, anything with comments. One that says it may be made anew, any
# other is somebody's work.
_MARKS = (b'ident="teikit"', b'name="generator" content="teikit', b'"generator": "teikit', b"made by teikit")
_PIECE = 1 << 20


def read(path: Path) -> bytes:
    """Read a file. Raises TeikitError R004 with the system's reason, or where it has more than `MOST_BYTES`."""
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            # A device has no size and no end, so the bytes are counted as well.
            data = b"" if size > MOST_BYTES else b"".join(_pieces(stream, max(size + 1, _PIECE)))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise TeikitError(
            fault("R004", shown(path), f"cannot be read: {reason}", "check its name and rights")
        ) from error
    if max(size, len(data)) > MOST_BYTES:
        message = f"has more than {MOST_BYTES // 10**6} MB, which is too much for one document"
        raise TeikitError(fault("R004", shown(path), message, "split it"))
    return data


def _pieces(stream: BinaryIO, size: int) -> Iterator[bytes]:
    total = 0
    while total <= MOST_BYTES and (piece := stream.read(size)):
        total += len(piece)
        yield piece


def write(target: Path, data: bytes, *, force: bool = False) -> None:
    """Write a result whole, or leave the folder as it was.

    A file that is there and was not made by teikit is only replaced with `force`. Raises TeikitError C004 or C005.
    """
    write_pieces(target, (data,), force=force)


def write_pieces(target: Path, pieces: Iterable[bytes], *, force: bool = False) -> None:
    """Write a result as `write`, from pieces that may be made while they are written."""
    if not force and target.exists() and not _is_ours(target):
        message = "a file of this name is there already, and does not say that teikit made it"
        raise TeikitError(
            fault("C004", str(target), message, "choose another folder with -o, or replace it with --force")
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, pieces)
    except OSError as error:
        raise TeikitError(
            fault("C005", str(target), f"cannot be written: {error.strerror}", "check the folder")
        ) from error


def _is_ours(path: Path) -> bool:
    data = read(path)
    return any(mark in data for mark in _MARKS)


def rewrite(path: Path, data: bytes, *, was: bytes | None = None) -> None:
    """Write a file anew, whole or not at all, with the rights it had; through a link to the file that it names.

    ``was``: what the file held when it was read; where somebody has changed it since, it is left alone (C005). What is
    no regular file, such as a device, is written to as it is. Raises TeikitError C005 or R004.
    """
    if was is not None and read(path) != was:
        message = "has been changed by another program in the meantime, and was left alone"
        raise TeikitError(fault("C005", str(path), message, "run the command again"))
    try:
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target, (data,), mode=target.stat().st_mode & 0o7777 if target.exists() else None)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise TeikitError(fault("C005", str(path), f"cannot be written: {reason}", "check the folder")) from error


def _replace(target: Path, pieces: Iterable[bytes], *, mode: int | None = None) -> None:
    """Write to a temporary name in the same folder, then rename: the rename happens whole or not at all."""
    handle, temporary = tempfile.mkstemp(prefix=".teikit-", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(
            0o666 & ~mask if mode is None else mode
        )  # a temporary file is private; the result is a file like any other
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink()
        raise
