"""For programs: one JSON list of objects."""

from __future__ import annotations

import json
import re
from typing import Any

from teikit.diagnostics.report import Report
from teikit.diagnostics.values import Diagnostic, Fix

# What JSON allows in a string and a terminal or a line-reading program may not bear.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def as_json(report: Report) -> str:
    """Show all as one JSON list of objects, an empty list where there is nothing to tell."""
    return dumped([_row(one) for one in report.diagnostics])


def dumped(value: Any) -> str:
    """Return JSON that is safe to print: no lone surrogates, nothing that turns the writing round."""
    text = _SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False, indent=2))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _row(one: Diagnostic) -> dict[str, Any]:
    return {
        "path": one.path,
        "line": one.line,
        "column": one.column,
        "code": one.code,
        "severity": str(one.severity),
        "message": one.message,
        "xpath": one.xpath,
        "help": one.help,
        "link": one.link,
        "fix": _fix(one.fix) if one.fix else None,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{"start": e.start, "end": e.end, "new": e.new.decode("utf-8", "replace")} for e in fix.edits]
    return {"title": fix.title, "edits": edits}
