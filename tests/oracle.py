"""The reference validator, where this machine has it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest


def jing(schema: Path, files: Iterable[Path]) -> list[str]:
    """Return jing's complaints about files; skips the test where jing or the schema is missing."""
    if shutil.which("jing") is None:
        pytest.skip("needs jing (Debian: apt-get install jing)")
    if not schema.is_file():
        pytest.skip(f"needs {schema.name}, which is not part of the repository")
    names = [str(path) for path in files]
    complaints: list[str] = []
    for start in range(0, len(names), 1000):
        run = subprocess.run(
            ["jing", str(schema), *names[start : start + 1000]], capture_output=True, text=True, check=False
        )
        complaints += [line for line in (run.stdout + run.stderr).splitlines() if line.strip()]
    return complaints
