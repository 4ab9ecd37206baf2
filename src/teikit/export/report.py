"""What an exporter gives back, and what it collects on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from teikit import xmlio
from teikit.diagnostics import Diagnostic, Severity, TeikitError


@dataclass(frozen=True, slots=True)
class Exported:
    """An export and what is to be said about it. ``beside``: further files, by what takes the place of the suffix."""

    data: bytes
    diagnostics: tuple[Diagnostic, ...] = ()
    beside: tuple[tuple[str, bytes], ...] = ()

    @property
    def text(self) -> str:
        """The export as a string. Raises UnicodeDecodeError where the format is binary."""
        return self.data.decode()


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of a TEI file of a corpus, with its path relative to the folder that was named."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class File:
    """A file of an export of many documents. ``name``: its path in the export, with ``/``; ``pieces``: its bytes.

    The pieces may be made while they are read, so that a large file need not be in memory.
    """

    name: str
    pieces: Iterable[bytes]


def parsed(data: bytes, path: str = "") -> xmlio.Tree:
    """Parse the bytes of a file. Raises TeikitError X003 where they are not well-formed XML."""
    try:
        return xmlio.parse(data)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        message = f"not well-formed XML: {error.msg}"
        raise TeikitError(
            Diagnostic("X003", Severity.ERROR, message, path, line=line or 0, column=column or 0)
        ) from error


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

    def counted(self, first: xmlio.Element, code: str, severity: Severity, message: str) -> None:
        """Report something that was counted, at the first of its places."""
        self.found[code] = self._at(first, code, severity, message)

    def _at(self, el: xmlio.Element, code: str, severity: Severity, message: str) -> Diagnostic:
        return Diagnostic(code, severity, message, self.path, line=_line(el), xpath=self.tree.getpath(el))

    def exported(self, text: str) -> Exported:
        return Exported(text.encode(), tuple(sorted(self.found.values(), key=lambda d: (d.line, d.code, d.message))))


def _line(el: xmlio.Element) -> int:
    line: object = el.sourceline
    return line if isinstance(line, int) else 0
