"""Where the project's own schema is."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def default() -> Path:
    """Return the project's own grammar: in ``teikit/schemas`` of an installed package, ``schemas`` of a source tree."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "schemas", package.parents[1] / "schemas"):
        if (folder / "teikit.rng").is_file():
            return folder / "teikit.rng"
    raise FileNotFoundError("teikit was installed without its schemas: install it again")
