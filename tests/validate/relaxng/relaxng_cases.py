"""Where the cases of RELAX NG lie, and how their tables are read."""

from __future__ import annotations

import csv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HERE = ROOT / "tests" / "cases" / "validate" / "relaxng"
SHARED = ROOT.parent / "shared"


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of cases; lines that begin with # are comments."""
    lines = (HERE / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    kept = [line for line in lines if line and not line.startswith("#")]
    return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))
