"""What a reading text leaves out, counted and told once for each kind."""

from __future__ import annotations

from dataclasses import dataclass, field

from teikit.diagnostics import Diagnostic, Severity
from teikit.export.report import Report
from teikit.export.rules import tei_name
from teikit.xmlio import Element

_SAID = {
    "X020": ("running heads, page numbers and catchwords (fw) are", "{} running head or page number (fw) is"),
    "X021": ("other readings (of choice and app) are", "{} other reading (of choice or app) is"),
    "X022": ("pictures and formulas are", "{} picture or formula is"),
    "X023": ("cells that go over several columns or rows are", "{} cell that goes over several columns or rows is"),
}
_END = {"X023": "shown in the first of them"}


@dataclass(slots=True)
class Losses:
    """Counts by code, each with the first element that it was."""

    report: Report
    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, Element] = field(default_factory=dict)

    def add(self, code: str, el: Element, count: int = 1) -> None:
        """Count something that is left out."""
        self.counts[code] = self.counts.get(code, 0) + count
        self.first.setdefault(code, el)

    def readings(self, el: Element, chosen: Element | None) -> None:
        """Count the readings of an element that are not the chosen one."""
        names = ("note", "witDetail", "wit")
        others = [
            one for one in el if isinstance(one.tag, str) and one is not chosen and tei_name(one.tag) not in names
        ]
        if others:
            self.add("X021", el, len(others))

    def told(self) -> None:
        """Put a diagnostic for each kind into the report."""
        for code, count in sorted(self.counts.items()):
            many, one = _SAID[code]
            said = one.format("one") if count == 1 else f"{count:,} {many}"
            el = self.first[code]
            line = el.sourceline if isinstance(el.sourceline, int) else 0
            self.report.found[code] = Diagnostic(
                code,
                Severity.INFO,
                f"{said} {_END.get(code, 'left out')}",
                self.report.path,
                line=line,
                xpath=self.report.tree.getpath(el),
            )
