"""The values: one finding, how severe it is, what would mend it; and the error that carries one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Return 0 for the most severe."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes ``start`` to ``end`` of a file (half-open, from 0) become ``new``."""

    start: int
    end: int
    new: bytes


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction that cannot change what the document says: a title in the imperative, and the edits that make it."""

    title: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The line of the file that a diagnostic is about, or the part of a long one around it.

    ``at``, ``width``: where in ``text`` the fault stands, in characters from 0.
    """

    text: str
    at: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding, with its place. ``line`` and ``column`` count from 1; 0 means that the place is the whole file.

    ``link``: the page on the web that explains the element (the TEI Guidelines).
    """

    code: str
    severity: Severity
    message: str
    path: str = ""
    line: int = 0
    column: int = 0
    xpath: str = ""
    help: str = ""
    link: str = ""
    excerpt: Excerpt | None = None
    fix: Fix | None = None


class TeikitError(Exception):
    """A call that cannot be carried out. Carries the Diagnostic that says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def exit_code(diagnostics: Iterable[Diagnostic], *, at: Severity = Severity.WARNING) -> int:
    """Return 1 where a diagnostic is as severe as ``at`` or worse, else 0."""
    return int(any(diagnostic.severity.rank <= at.rank for diagnostic in diagnostics))
