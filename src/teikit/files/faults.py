"""What is told of files that cannot be read or written."""

from __future__ import annotations

import os
from pathlib import Path

from teikit.diagnostics import Diagnostic, Severity


def shown(path: Path | str) -> str:
    """Return a path as it can be printed: bytes that are no UTF-8, and line ends, become a question mark."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "?" for char in text)


def fault(code: str, path: str, message: str, help: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, path=path, help=help)
