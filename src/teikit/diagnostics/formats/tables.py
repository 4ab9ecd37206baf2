"""For job summaries and merge requests: a table in Markdown."""

from __future__ import annotations

import re

from teikit.diagnostics.report import Report, counted, tally
from teikit.diagnostics.shown import flat, visible
from teikit.diagnostics.values import Diagnostic

# What GitHub and GitLab would make a mention, an issue or a label of, and elements: shown as code, they leave it alone.
_CODE = re.compile(r"[@#!~$%&][\w:.-]+|</?[^<>\s]{1,80}/?>|https?://\S+")
_SPECIAL = re.compile(r"[\\`*_\[\]{}<>|&~^=$#@!:]")


def markdown(report: Report, *, most: int | None = None) -> str:
    """Show the totals and a table. ``most``: bytes it may take; rows that would be too many are counted instead."""
    lines = [f"**{counted(len(report.files), 'file')} checked: {tally(report.diagnostics)}**"]
    if report.diagnostics:
        lines += ["", "| Severity | Place | Code | Message |", "| --- | --- | --- | --- |"]
    left = (most - 200 if most is not None else 0) - sum(len(line.encode()) + 1 for line in lines)
    for at, one in enumerate(report.diagnostics):
        row = f"| {one.severity} | {_place(one)} | {one.code} | {_message(one)} |"
        left -= len(row.encode()) + 1
        if most is not None and left < 0:
            lines += ["", f"… and {len(report.diagnostics) - at} more, for which there is no room here."]
            break
        lines.append(row)
    return "\n".join(lines)


def _place(one: Diagnostic) -> str:
    numbers = [str(number) for number in (one.line, one.column) if number]
    path = _code(visible(one.path)) if one.path else ""
    return ":".join(filter(None, [path, *numbers]))


def _message(one: Diagnostic) -> str:
    return " ".join(_escaped(flat(words)) for words in (one.message, one.help) if words)


def _escaped(words: str) -> str:
    parts, at = [], 0
    for match in _CODE.finditer(words):
        parts += [_entities(words[at : match.start()]), _code(match[0])]
        at = match.end()
    return "".join([*parts, _entities(words[at:])])


def _code(words: str) -> str:
    # An element, not backticks, because these cannot hold a backtick and a bar at once.
    return f"<code>{_entities(words)}</code>"


def _entities(words: str) -> str:
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", words)
