"""For test reports: JUnit's XML as Jenkins, GitLab and others read it; a file is a test case."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from teikit.diagnostics.formats.lines import text
from teikit.diagnostics.report import Report, counted
from teikit.diagnostics.shown import flat, visible
from teikit.diagnostics.values import Diagnostic


def junit(report: Report) -> str:
    """Show the run as a test suite in which every file is a case: passed, failed, or in error where it was not read."""
    cases = report.by_file()
    suite = ElementTree.Element("testsuite", name="teikit validate", skipped="0")
    for path, found in cases.items():
        case = ElementTree.SubElement(suite, "testcase", name=visible(path) or "teikit", classname="teikit.validate")
        _outcome(case, found, report)
    counts = {"tests": len(cases), "failures": len(suite.findall("*/failure")), "errors": len(suite.findall("*/error"))}
    top = ElementTree.Element("testsuites", name="teikit validate")
    for name, count in counts.items():
        suite.set(name, str(count))
        top.set(name, str(count))
    top.append(suite)
    ElementTree.indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(top, encoding="unicode")


def _outcome(case: ElementTree.Element, found: Sequence[Diagnostic], report: Report) -> None:
    """Add one element for all findings of a file: of several, most readers show the first only."""
    failing = [one for one in found if report.fails(one)]
    if not failing:
        if found:
            ElementTree.SubElement(case, "system-out").text = _words(found)
        return
    # A code of validation says that the file is at fault; any other that it could not be looked at.
    outcome = "failure" if any(one.code.startswith("V") for one in failing) else "error"
    message = flat(failing[0].message) if len(failing) == 1 else counted(len(failing), "finding")
    kinds = " ".join(dict.fromkeys(one.code for one in failing))
    ElementTree.SubElement(case, outcome, type=kinds, message=message).text = _words(found)


def _words(found: Sequence[Diagnostic]) -> str:
    return f"\n{text(Report(found))}\n"
