"""When a document was written: how that is sorted, and how it is said in English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from teikit.data import lines
from teikit.edition import Edition
from teikit.model import DateValue

_ISO = re.compile(r"(-?\d{1,6})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")
_DATED = ("dateline", "opener", "docDate", "closer")


@dataclass(frozen=True, slots=True)
class When:
    """``iso``: year, or year and month, or day, of the earliest that is known, empty where no year is.

    ``order``: year, month, day, 0 for what is not known. ``label``: in words.
    """

    iso: str = ""
    order: tuple[int, int, int] = (0, 0, 0)
    label: str = ""

    @property
    def dated(self) -> bool:
        return bool(self.iso)

    @property
    def year(self) -> int:
        return self.order[0]


UNDATED = When()


def when(edition: Edition) -> When:
    """Return the date of a document: as its header says, as its letter was sent, or as its own dateline says."""
    values = [edition.metadata.date]
    values += [action.date for letter in edition.letters for action in letter.of("sent")]
    values += [mark.value for mark in edition.marks if _is_dateline(edition, mark.passage)]
    return next((made for value in values if value is not None and (made := of(value)).dated), UNDATED)


def _is_dateline(edition: Edition, passage: int) -> bool:
    return passage >= 0 and edition.passages[passage].kind in _DATED


def of(value: DateValue) -> When:
    """Return a value as a When; nothing where it has no year."""
    first = _parts(value.first)
    if first is None:
        return UNDATED
    year, month, day = first
    iso = "-".join([f"{year:05d}" if year < 0 else f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part)])
    return When(iso, first, _label(value))


def _parts(text: str) -> tuple[int, int, int] | None:
    found = _ISO.match(text)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    return (year, month, day) if month <= 12 and day <= 31 else (year, 0, 0)


def _label(value: DateValue) -> str:
    start, end = spoken(value.from_ or value.not_before), spoken(value.to or value.not_after)
    if value.when:
        return spoken(value.when)
    if start and end:
        return start if start == end else f"{start} – {end}" if value.from_ else f"between {start} and {end}"
    if start:
        return f"from {start}" if value.from_ else f"not before {start}"
    return f"until {end}" if value.to else f"not after {end}"


def spoken(iso: str) -> str:
    """Return an ISO date in words: 1962-10-27 is 27 October 1962, -0044 is 44 BC; what is none of this as it stands."""
    parts = _parts(iso)
    if parts is None:
        return iso
    year, month, day = parts
    said = str(year) if year > 0 else f"{-year or 1} BC"
    return " ".join(filter(None, (str(day) if day else "", months()[month - 1] if month else "", said)))


@cache
def months() -> tuple[str, ...]:
    """Return the English names of the months."""
    return lines("publish/months")
