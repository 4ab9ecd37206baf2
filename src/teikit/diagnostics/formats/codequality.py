"""For GitLab: a Code Quality report (https://docs.gitlab.com/ci/testing/code_quality/)."""

from __future__ import annotations

from teikit.diagnostics.formats.listing import dumped
from teikit.diagnostics.identity import fingerprints
from teikit.diagnostics.pages import group
from teikit.diagnostics.report import Report
from teikit.diagnostics.shown import flat
from teikit.diagnostics.values import Diagnostic, Severity


def gitlab(report: Report) -> str:
    """Show all as GitLab's widget for merge requests reads it."""
    rows = []
    for one, fingerprint in zip(report.diagnostics, fingerprints(report.diagnostics), strict=True):
        rows.append(
            {
                "description": " ".join(filter(None, [flat(one.message), flat(one.help)])),
                "check_name": one.code,
                "fingerprint": fingerprint,
                "severity": _severity(one),
                "location": {"path": one.path, "lines": {"begin": max(1, one.line)}},
            }
        )
    return dumped(rows)


def _severity(one: Diagnostic) -> str:
    """Return GitLab's word: worst is what keeps a file from being read at all, then what a schema refuses."""
    if one.severity is not Severity.ERROR:
        return "minor" if one.severity is Severity.WARNING else "info"
    return {"schema": "critical", "schematron": "critical", "house": "major"}.get(group(one.code), "blocker")
