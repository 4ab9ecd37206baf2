"""From TEI to what people read: one function for each format, in one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from teikit import xmlio
from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.export import html, text
from teikit.export.report import Exported

__all__ = ["EXPORTERS", "Exported", "Exporter", "export"]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: the suffix of its files, the function that makes it, and one line for a list of formats."""

    suffix: str
    function: Callable[[xmlio.Tree, str], Exported]
    summary: str


EXPORTERS: dict[str, Exporter] = {
    "html": Exporter(".html", html.html, "one self-contained, accessible page"),
    "text": Exporter(".txt", text.text, "plain text, exactly that of <text>"),
}


def export(name: str, data: bytes, *, path: str = "") -> Exported:
    """Export the bytes of a TEI file. ``path`` is what diagnostics call it.

    Raises TeikitError where there is no such format (X002) or where the bytes are not well-formed XML (X003).
    """
    exporter = EXPORTERS.get(name)
    if exporter is None:
        known = ", ".join(EXPORTERS)
        raise TeikitError(
            Diagnostic(
                "X002", Severity.ERROR, f"there is no export format {name!r}", path, help=f"Choose one of: {known}."
            )
        )
    return exporter.function(_parse(data, path), path)


def _parse(data: bytes, path: str) -> xmlio.Tree:
    try:
        return xmlio.parse(data)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise TeikitError(
            Diagnostic(
                "X003", Severity.ERROR, f"not well-formed XML: {error.msg}", path, line=line or 0, column=column or 0
            )
        ) from error
