"""For code scanning: SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""

from __future__ import annotations

import base64
import re
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from teikit import __version__
from teikit.diagnostics import pages
from teikit.diagnostics.formats.listing import dumped
from teikit.diagnostics.identity import fingerprints
from teikit.diagnostics.report import Report
from teikit.diagnostics.shown import flat
from teikit.diagnostics.values import Diagnostic, Edit, Fix, Severity

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# Lone surrogates that do not stand for a byte of a file's name.
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def sarif(report: Report) -> str:
    """Show all as one run of a SARIF log, with a page of help for each code and the fixes as replacements of bytes."""
    codes = sorted({one.code for one in report.diagnostics})
    marks = fingerprints(report.diagnostics)
    run = {
        "tool": {"driver": {"name": "teikit", "version": __version__, "rules": [_rule(code) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": _artifact(path)} for path in dict.fromkeys(report.files)],
        "results": [_result(one, codes.index(one.code), next(marks)) for one in report.diagnostics],
    }
    return dumped({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str) -> dict[str, Any]:
    title = pages.title(code) or code
    text = pages.body(code) or title
    level = _LEVELS[pages.severity(code)] if code in pages.codes() else "error"
    return {
        "id": code,
        "shortDescription": {"text": title},
        "fullDescription": {"text": text.partition("\n\n")[0]},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": ["TEI", *filter(None, [pages.group(code)])]},
    }


def _result(one: Diagnostic, rule: int, fingerprint: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": _LEVELS[one.severity],
        "message": {"text": "\n".join(filter(None, [flat(one.message), flat(one.help), flat(one.link)])) or one.code},
        "locations": [_location(one)] if one.path else [],
        "partialFingerprints": {"teikitFinding/v1": fingerprint},
    }
    if one.fix and one.fix.edits and one.path:
        result["fixes"] = [_fix(one.fix, one.path)]
    return result


def _location(one: Diagnostic) -> dict[str, Any]:
    # A finding about the whole file gets its first line: GitHub refuses results without one.
    region: dict[str, Any] = {"startLine": max(1, one.line)}
    if one.column:
        region["startColumn"] = one.column
        if one.excerpt is not None:
            region["endColumn"] = one.column + max(1, one.excerpt.width)
    if one.excerpt is not None and one.excerpt.text:
        region["snippet"] = {"text": one.excerpt.text}
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(one.path), "region": region}}
    if one.xpath:
        location["logicalLocations"] = [{"fullyQualifiedName": one.xpath, "kind": "element"}]
    return location


def _artifact(path: str) -> dict[str, Any]:
    name = _NO_BYTE.sub("\ufffd", PurePath(path).as_posix())
    uri = quote(name.encode("utf-8", "surrogateescape"), safe="/-._~")
    if PurePath(path).is_absolute():
        return {"uri": f"file://{uri if uri.startswith('/') else '/' + uri}"}
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _fix(fix: Fix, path: str) -> dict[str, Any]:
    changes = {"artifactLocation": _artifact(path), "replacements": [_replacement(edit) for edit in fix.edits]}
    return {"description": {"text": flat(fix.title)}, "artifactChanges": [changes]}


def _replacement(edit: Edit) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if edit.new:
        try:
            content = {"insertedContent": {"text": edit.new.decode("utf-8")}}
        except UnicodeDecodeError:  # the bytes of a file in another encoding
            content = {"insertedContent": {"binary": base64.b64encode(edit.new).decode("ascii")}}
    return {"deletedRegion": {"byteOffset": edit.start, "byteLength": edit.end - edit.start}, **content}
