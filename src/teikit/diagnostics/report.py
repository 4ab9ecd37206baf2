"""What a run has to show: the findings, the files that were read, and from which severity on it counts as failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from teikit.diagnostics.values import Diagnostic, Severity

FEW = 5
"""So many findings of one file that say the same are shown one by one."""


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


def alike(diagnostics: Sequence[Diagnostic]) -> list[tuple[Diagnostic, list[Diagnostic]]]:
    """Return findings in order; where more than a few of a file say the same, the first with all the others.

    For people, who are told once what is so in four hundred places: an element that the schema leaves out.
    """
    groups: dict[tuple[str, str, str], list[Diagnostic]] = {}
    for one in diagnostics:
        groups.setdefault((one.path, one.code, one.message), []).append(one)
    found: list[tuple[Diagnostic, list[Diagnostic]]] = []
    for group in groups.values():
        found += [(group[0], group[1:])] if len(group) > FEW else [(one, []) for one in group]
    order = {id(one): at for at, one in enumerate(diagnostics)}
    return sorted(found, key=lambda pair: order[id(pair[0])])


def lines_of(diagnostics: Iterable[Diagnostic], most: int = 10) -> str:
    """Return the lines that findings are in: "lines 3, 7 and 9", or "lines 3, 7, 9 … and 40 more"."""
    lines = list(dict.fromkeys(one.line for one in diagnostics if one.line))
    if len(lines) < 2:
        return f"line {lines[0]}" if lines else ""
    if len(lines) > most:
        return f"lines {', '.join(map(str, lines[:most]))} and {len(lines) - most} more"
    return f"lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"


def counted(number: int, name: str) -> str:
    """Return "1 file", "2 files"."""
    return f"{number} {name}{'' if number == 1 else 's'}"


def tally(diagnostics: Iterable[Diagnostic]) -> str:
    """Return "2 errors, 1 warning", or "no faults"."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    return ", ".join(counted(counts[level], name) for level, name in names.items() if counts[level]) or "no faults"
