"""What a run has to show: the findings, the files that were read, and from which severity on it counts as failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from teikit.diagnostics.values import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Report:
    """``files``: all that were checked, also those without a finding. ``fail_at``: the least severity that fails a run.

    ``rest``: where a format that may not show everything says that the whole can be read.
    """

    diagnostics: Sequence[Diagnostic] = ()
    files: Sequence[str] = ()
    fail_at: Severity = Severity.WARNING
    rest: str = ""

    def by_file(self) -> dict[str, list[Diagnostic]]:
        """Return the findings of each file, files without one included, in the order of the run."""
        found: dict[str, list[Diagnostic]] = {path: [] for path in self.files}
        for diagnostic in self.diagnostics:
            found.setdefault(diagnostic.path, []).append(diagnostic)
        return found

    def by_code(self) -> list[tuple[str, int]]:
        """Return how often each code was found, the most frequent first."""
        counts = Counter(diagnostic.code for diagnostic in self.diagnostics)
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    def fails(self, diagnostic: Diagnostic) -> bool:
        """Tell whether a finding is severe enough to fail the run."""
        return diagnostic.severity.rank <= self.fail_at.rank


def counted(number: int, name: str) -> str:
    """Return "1 file", "2 files"."""
    return f"{number} {name}{'' if number == 1 else 's'}"


def tally(diagnostics: Iterable[Diagnostic]) -> str:
    """Return "2 errors, 1 warning", or "no faults"."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    return ", ".join(counted(counts[level], name) for level, name in names.items() if counts[level]) or "no faults"
