"""Long lists in pages: rows under headings, with links that jump to each heading, on whatever page it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

Row = dict[str, Any]
MOST = 1000


@dataclass(slots=True)
class Group:
    """Rows under one heading. ``anchor``: its id; ``short``: what the link to it says, the heading if empty."""

    heading: str
    anchor: str
    rows: list[Row] = field(default_factory=list)
    short: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list. ``name``: of its file, in the folder of the list; ``groups``: what templates show."""

    name: str
    number: int
    groups: tuple[Row, ...]


def leaves(groups: Sequence[Group], stem: str, most: int = MOST) -> tuple[list[Leaf], list[Row]]:
    """Return a list in pages of at most `most` rows, and the links to its headings."""
    pages: list[list[Row]] = [[]]
    jumps: list[Row] = []
    room = most
    for group in groups:
        if room < min(len(group.rows), most // 10) or not room:
            pages.append([])
            room = most
        label = group.short or group.heading
        jumps.append({"label": label, "href": f"{_file(stem, len(pages))}#{group.anchor}", "count": len(group.rows)})
        rows, again = group.rows, False
        while rows:
            if not room:
                pages.append([])
                room = most
            part, rows = rows[:room], rows[room:]
            room -= len(part)
            pages[-1].append({"heading": group.heading, "anchor": group.anchor, "rows": part, "again": again})
            again = True
    return [Leaf(_file(stem, at), at, tuple(page)) for at, page in enumerate(pages, 1)], jumps


def _file(stem: str, number: int) -> str:
    return f"{stem}.html" if number == 1 else f"{stem}-{number}.html"


def grouped(rows: Iterable[Row], heading: Callable[[Row], tuple[str, str]]) -> list[Group]:
    """Return sorted rows under their headings. ``heading``: of a row, its heading and the id of that."""
    groups: list[Group] = []
    for row in rows:
        title, anchor = heading(row)
        if not groups or groups[-1].anchor != anchor:
            groups.append(Group(title, anchor))
        groups[-1].rows.append(row)
    return groups


def initial(name: str) -> tuple[str, str]:
    """Return the heading under which a name stands in an alphabetical list, and its id."""
    first = order(name)[0][:1]
    if first.isdigit():
        return "0–9", "digits"
    if not first.isalpha():
        return "Other", "other"
    letter = first.upper()
    return letter, f"letter-{letter.lower()}" if letter.isascii() else f"letter-u{ord(letter[0]):04x}"


@lru_cache(maxsize=100_000)
def order(name: str) -> tuple[str, str]:
    """Return by what a name is sorted: its letters and digits without case and diacritics, then as it is."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split()), name
