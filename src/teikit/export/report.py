"""What an exporter gives back, and what it collects on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from teikit import xmlio
from teikit.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Exported:
    """An export and what is to be said about it."""

    text: str
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class Report:
    """Collects findings while a tree is walked; each element name is reported once, at its first place."""

    tree: xmlio.Tree
    path: str = ""
    found: dict[str, Diagnostic] = field(default_factory=dict)

    def unknown(self, el: xmlio.Element) -> None:
        """Report an element that has no rendering of its own (X001); those of another vocabulary once for all of it."""
        name = etree.QName(str(el.tag))
        foreign = name.namespace not in (None, xmlio.TEI)
        key = str(name.namespace) if foreign else name.localname
        if key not in self.found:
            of = f" of {name.namespace}" if foreign else ""
            message = f"<{name.localname}>{of} has no rendering; its text is shown without one"
            self.found[key] = self._at(el, "X001", Severity.INFO, message)

    def too_deep(self, el: xmlio.Element) -> None:
        """Report elements nested so deep that only their text is shown (X004)."""
        if "X004" not in self.found:
            self.found["X004"] = self._at(
                el, "X004", Severity.WARNING, "elements are nested too deep; from here on only their text is shown"
            )

    def no_text(self) -> None:
        """Report a file without a <text> (X005)."""
        self.found["X005"] = Diagnostic(
            "X005",
            Severity.WARNING,
            "there is no <text>; what stands in the file is exported instead",
            self.path,
            line=_line(self.tree.getroot()),
        )

    def _at(self, el: xmlio.Element, code: str, severity: Severity, message: str) -> Diagnostic:
        return Diagnostic(code, severity, message, self.path, line=_line(el), xpath=self.tree.getpath(el))

    def exported(self, text: str) -> Exported:
        return Exported(text, tuple(sorted(self.found.values(), key=lambda d: (d.line, d.code, d.message))))


def _line(el: xmlio.Element) -> int:
    line: object = el.sourceline
    return line if isinstance(line, int) else 0
