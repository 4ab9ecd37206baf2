"""For reading: one page of HTML that needs no network, with totals, a filter and every finding under its file."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from teikit import __version__
from teikit.diagnostics import pages
from teikit.diagnostics.excerpts import parted
from teikit.diagnostics.formats.lines import also
from teikit.diagnostics.report import Report, alike, counted, tally
from teikit.diagnostics.shown import flat, visible
from teikit.diagnostics.values import Diagnostic, Severity

# The page may run what stands in it and load nothing.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
)
_LEVELS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFO: "Notes"}


def html(report: Report) -> str:
    """Show the run as a self-contained, accessible page."""
    top = Element("html", lang="en")
    title = f"Validation: {counted(len(report.files), 'file')}, {tally(report.diagnostics)}"
    top.append(_head(title))
    body = SubElement(top, "body")
    main = SubElement(body, "main")
    _sub(main, "h1", title)
    with_faults = {path: found for path, found in report.by_file().items() if found}
    clean = len(report.files) - sum(path in with_faults for path in dict.fromkeys(report.files))
    _sub(main, "p", f"{counted(clean, 'file')} without findings. Made by teikit {__version__}.", {"class": "place"})
    if report.diagnostics:
        main.append(_codes(report))
        main.append(_files(with_faults))
        main.append(_filter())
        _sub(main, "h2", "Findings")
        main.extend(_section(at, path, found) for at, (path, found) in enumerate(with_faults.items()))
        SubElement(body, "script").text = _file("report_page.js")
    return "<!DOCTYPE html>\n" + ElementTree.tostring(top, encoding="unicode", method="html")


def _head(title: str) -> Element:
    head = Element("head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _sub(head, "title", title)
    SubElement(head, "style").text = _file("report_page.css")
    return head


def _file(name: str) -> str:
    return (files("teikit.data") / name).read_text(encoding="utf-8")


def _sub(parent: Element, name: str, words: str = "", attributes: dict[str, str] | None = None) -> Element:
    el = SubElement(parent, name, attributes or {})
    el.text = words
    return el


def _table(parent: Element, heads: Sequence[str]) -> Element:
    table = SubElement(parent, "table")
    row = SubElement(SubElement(table, "thead"), "tr")
    for name in heads:
        _sub(row, "th", name, {"scope": "col"} | ({"class": "number"} if name == "Findings" else {}))
    return SubElement(table, "tbody")


def _codes(report: Report) -> Element:
    section = Element("section")
    _sub(section, "h2", "By code")
    table = _table(section, ("Code", "What it means", "Findings"))
    for code, count in report.by_code():
        row = SubElement(table, "tr")
        _sub(row, "td", code)
        cell = SubElement(row, "td")
        if pages.body(code):
            details = SubElement(cell, "details")
            _sub(details, "summary", pages.title(code))
            _sub(details, "pre", pages.body(code))
        _sub(row, "td", str(count), {"class": "number"})
    return section


def _files(found: dict[str, list[Diagnostic]]) -> Element:
    section = Element("section")
    _sub(section, "h2", "By file")
    table = _table(section, ("File", "Severity", "Findings"))
    for at, (path, diagnostics) in enumerate(found.items()):
        row = SubElement(table, "tr")
        cell = SubElement(row, "td", {"class": "path"})
        _sub(cell, "a", visible(path) or "the run", {"href": f"#file-{at}"})
        _sub(row, "td", tally(diagnostics))
        _sub(row, "td", str(len(diagnostics)), {"class": "number"})
    return section


def _filter() -> Element:
    """Return the filter, hidden until the script that makes it work has run."""
    form = Element("form", {"hidden": "hidden", "role": "search"})
    label = _sub(form, "label", "Filter ", {"class": "words"})
    SubElement(label, "input", {"type": "search", "placeholder": "code, file or words"})
    for level, name in _LEVELS.items():
        label = SubElement(form, "label")
        box = SubElement(label, "input", {"type": "checkbox", "value": str(level), "checked": "checked"})
        box.tail = name
    SubElement(form, "output", {"role": "status"})
    return form


def _section(at: int, path: str, found: list[Diagnostic]) -> Element:
    section = Element("section", {"class": "file", "id": f"file-{at}"})
    _sub(section, "h3", visible(path) or "The run")
    listing = SubElement(section, "ol", {"class": "findings"})
    for one, others in alike(found):
        listing.append(_finding(one, others))
    return section


def _finding(one: Diagnostic, others: Sequence[Diagnostic]) -> Element:
    item = Element(
        "li", {"class": str(one.severity), "data-severity": str(one.severity), "data-path": visible(one.path)}
    )
    first = SubElement(item, "p")
    _sub(first, "span", str(one.severity), {"class": "severity"}).tail = f" {one.code} {flat(one.message)}"
    place = ", ".join(f"{name} {at}" for name, at in (("line", one.line), ("column", one.column)) if at)
    if place or one.xpath:
        _sub(item, "p", " · ".join(filter(None, [place, flat(one.xpath)])), {"class": "place"})
    if one.excerpt is not None:
        before, fault, after = parted(one.excerpt)
        _sub(_sub(item, "pre", before), "mark", fault or " ").tail = after
    if others:
        _sub(item, "p", f"Also in {also(others)}.", {"class": "place"})
    if one.help:
        _sub(item, "p", flat(one.help))
    if one.link.startswith(("https://", "http://")):
        _sub(SubElement(item, "p"), "a", flat(one.link), {"href": one.link, "rel": "noreferrer"})
    if one.fix:
        _sub(item, "p", f"teikit validate --fix can do this: {flat(one.fix.title)}", {"class": "fix"})
    return item
