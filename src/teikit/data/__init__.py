"""Word lists and tables shipped with the package, and their one loader.

A list is a UTF-8 text file with one entry a line; ``#`` begins a comment line. A table is a TSV file with a header
line.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of ``data/NAME.txt``."""
    return frozenset(lines(name))


@cache
def lines(name: str) -> tuple[str, ...]:
    """Return the entries of ``data/NAME.txt`` in the order of the file."""
    text = (files(__name__) / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``data/NAME.tsv`` as dictionaries keyed by the header line."""
    text = (files(__name__) / f"{name}.tsv").read_text(encoding="utf-8")
    rows = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))
