"""Tables in columns of even width."""

from __future__ import annotations

import re
from itertools import zip_longest

from teikit.export.text.width import width

_GAP = "  "
_WIDEST = 40  # a longer cell pushes the rest of its line away, and not every line of the table
_NUMBER = re.compile(r"[-–−+]?[\d.,'  ]*\d[\d.,'  ]*[%‰]?")


def aligned(rows: list[list[str]], heads: int = 0) -> list[str]:
    """Return a line for each row; the first `heads` are set off. Columns of numbers are set to the right."""
    columns = list(zip_longest(*rows, fillvalue=""))
    widths = [min(max(map(width, column)), _WIDEST) for column in columns]
    right = [are_numbers(column[heads:]) for column in columns]
    lines = [_line(row, widths, right) for row in rows]
    if heads and rows:
        lines.insert(heads, _GAP.join("-" * wide for wide in widths))
    return lines


def are_numbers(cells: tuple[str, ...]) -> bool:
    return any(cells) and all(not cell or _NUMBER.fullmatch(cell) for cell in cells)


def _line(row: list[str], widths: list[int], right: list[bool]) -> str:
    cells = []
    for cell, wide, is_right in zip(row, widths, right, strict=False):
        blank = " " * (wide - width(cell))
        cells.append(blank + cell if is_right else cell + blank)
    return _GAP.join(cells).rstrip(" ")
