"""Tables of Markdown: a line for each row with pipes, or a grid where cells hold several blocks."""

from __future__ import annotations

from itertools import zip_longest

from teikit.export.text.tables import are_numbers
from teikit.export.text.width import width

_WIDEST = 40
_WIDEST_GRID = 600
_SURE = frozenset("‘’“”„–—…•†‡§")

Cells = list[list[list[str]]]


def pipe(rows: list[list[str]], heads: int) -> list[str]:
    """Return a table with a row a line; without a row of headings that of the table is empty, as pandoc asks for."""
    columns = max((len(row) for row in rows), default=0)
    if not columns:
        return []
    body = [[*row, *[""] * (columns - len(row))] for row in rows]
    head = body.pop(0) if heads else [""] * columns
    every = list(zip(head, *body, strict=True))
    widths = [min(max(3, *map(width, column)), _WIDEST) for column in every]
    right = [are_numbers(column[1:]) for column in every]
    rule = [("-" * (wide - 1) + ":") if is_right else "-" * wide for wide, is_right in zip(widths, right, strict=True)]
    return [_row(row, widths) for row in (head, rule, *body)]


def _row(cells: list[str], widths: list[int]) -> str:
    padded = (cell + " " * (wide - width(cell)) for cell, wide in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def is_simple(rows: Cells) -> bool:
    """Tell whether a grid of these cells would not be too wide, and is made of characters of one sure width."""
    total = sum(max((len(line) for cell in column for line in cell), default=0) for column in _columns(rows))
    lines = (line for row in rows for cell in row for line in cell)
    return total <= _WIDEST_GRID and all(_is_sure(line) for line in lines)


def _is_sure(line: str) -> bool:
    return all((" " <= char < "\u0300" and char != "\u00ad") or char in _SURE for char in line)


def _columns(rows: Cells) -> list[tuple[list[str], ...]]:
    return list(zip_longest(*rows, fillvalue=[]))


def grid(rows: Cells, heads: int) -> list[str]:
    """Return a table of cells with several lines each."""
    widths = [max(3, *(len(line) for cell in column for line in cell or [""])) for column in _columns(rows)]
    rule = f"+{'+'.join('-' * (wide + 2) for wide in widths)}+"
    lines = [rule]
    for at, row in enumerate(rows):
        filled = [*row, *[[] for _ in range(len(widths) - len(row))]]
        for pieces in zip_longest(*filled, fillvalue="") if any(filled) else [("",) * len(widths)]:
            cells = (f" {piece:<{wide}} " for piece, wide in zip(pieces, widths, strict=True))
            lines.append(f"|{'|'.join(cells)}|")
        lines.append(rule.replace("-", "=") if heads and not at else rule)
    return lines
