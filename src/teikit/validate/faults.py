"""What a check finds: a code, words for an editor, a place in the file and, where one is safe, a fix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from teikit.diagnostics import Fix, Severity


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: ``line`` and ``column`` count characters from 1, ``offset`` bytes from 0 (-1: not known)."""

    line: int
    column: int
    offset: int = -1
    xpath: str = ""


WHOLE_FILE = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a place.

    ``element``: the local name of the element it concerns, whose page of the Guidelines is then shown.
    ``severity``: where it differs from the one that the page of the code gives.
    """

    code: str
    place: Place
    message: str
    help: str = ""
    element: str = ""
    severity: Severity | None = None
    fix: Fix | None = None


def listed(names: Iterable[str], most: int = 8) -> str:
    """Return names as "a, b and c", or "a, b … and 12 more"."""
    every = list(names)
    if len(every) > most:
        return f"{', '.join(every[:most])} and {len(every) - most} more"
    return " and ".join(filter(None, [", ".join(every[:-1]), every[-1]])) if every else ""


def quoted(text: str, most: int = 40) -> str:
    """Return a text in quotation marks, on one line and shortened."""
    flat = " ".join(text.split())
    return f"“{flat}”" if len(flat) <= most else f"“{flat[: most - 1].rstrip()}…”"
