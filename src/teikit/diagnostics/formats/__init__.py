"""One renderer for each output format, in one table. Each makes one string of a `Report`, without a line end."""

from __future__ import annotations

from collections.abc import Callable

from teikit.diagnostics.formats.codequality import gitlab
from teikit.diagnostics.formats.commands import github
from teikit.diagnostics.formats.lines import concise, text
from teikit.diagnostics.formats.listing import as_json
from teikit.diagnostics.formats.staticanalysis import sarif
from teikit.diagnostics.formats.tables import markdown
from teikit.diagnostics.formats.testcases import junit
from teikit.diagnostics.formats.webpage import html
from teikit.diagnostics.report import Report

Format = Callable[[Report], str]

FORMATS: dict[str, Format] = {
    "text": text,
    "concise": concise,
    "json": as_json,
    "github": github,
    "gitlab": gitlab,
    "sarif": sarif,
    "junit": junit,
    "html": html,
    "markdown": markdown,
}

__all__ = ["FORMATS", "Format", "as_json", "concise", "github", "gitlab", "html", "junit", "markdown", "sarif", "text"]
