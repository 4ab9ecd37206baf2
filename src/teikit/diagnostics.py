"""Diagnostics: what a stage has to tell an editor, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding, with its place. ``line`` and ``column`` count from 1; 0 means that the place is the whole file."""

    code: str
    severity: Severity
    message: str
    path: str = ""
    line: int = 0
    column: int = 0
    xpath: str = ""
    help: str = ""


class TeikitError(Exception):
    """A call that cannot be carried out. Carries the Diagnostic that says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
