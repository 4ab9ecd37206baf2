"""What is to be said of files that a profile changes, leaves out, or finds wanting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from teikit.diagnostics import Diagnostic, Severity
from teikit.xmlscan import Scan


def lacking(counts: Mapping[str, int], path: str, why: str) -> Iterator[Diagnostic]:
    """Tell what the program will not show of a file (X050), with numbers."""
    if any(counts.values()):
        told = ", ".join(f"{name} ({number})" for name, number in counts.items() if number)
        yield Diagnostic("X050", Severity.INFO, f"{why}: {told}", path)


def without_text(scan: Scan, path: str, program: str) -> Iterator[Diagnostic]:
    if not scan.named("text"):
        yield Diagnostic("X052", Severity.WARNING, f"no text: {program} has nothing to show of it", path)


def dissolved(path: str) -> Diagnostic:
    """Tell of a file that holds nothing but a register (X054)."""
    return Diagnostic("X054", Severity.INFO, "holds registers only: its entries are in those of the edition", path)


def renamed(path: str, name: str) -> Iterator[Diagnostic]:
    if path != name:
        yield Diagnostic("X054", Severity.INFO, f"called {name} here", path)


def left_out(counts: Mapping[str, int]) -> Iterator[Diagnostic]:
    """Tell what of the entries could not go into the registers (X053)."""
    if any(counts.values()):
        told = ", ".join(f"{name} ({number})" for name, number in sorted(counts.items()) if number)
        yield Diagnostic("X053", Severity.WARNING, f"registers leave out: {told}")
