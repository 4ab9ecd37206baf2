"""Diagnostics: what a stage has to tell an editor, and how it is shown."""

from __future__ import annotations

from teikit.diagnostics.excerpts import excerpt
from teikit.diagnostics.formats import FORMATS, as_json, concise, github, text
from teikit.diagnostics.pages import body, codes, group, groups, page, severity, title
from teikit.diagnostics.report import Report, counted, tally
from teikit.diagnostics.shown import flat, visible
from teikit.diagnostics.values import Diagnostic, Edit, Excerpt, Fix, Severity, TeikitError, exit_code

__all__ = [
    "FORMATS",
    "Diagnostic",
    "Edit",
    "Excerpt",
    "Fix",
    "Report",
    "Severity",
    "TeikitError",
    "as_json",
    "body",
    "codes",
    "concise",
    "counted",
    "excerpt",
    "exit_code",
    "flat",
    "github",
    "group",
    "groups",
    "page",
    "severity",
    "tally",
    "text",
    "title",
    "visible",
]
