"""For GitHub: workflow commands, which it sets beside the lines of a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from teikit.diagnostics.formats.lines import headline
from teikit.diagnostics.report import Report, counted
from teikit.diagnostics.shown import flat, visible
from teikit.diagnostics.values import Diagnostic, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
# GitHub shows so many annotations of each type for one step, and drops the others without a word:
# https://docs.github.com/actions ("Annotations" under the limits of workflow commands).
MOST = 10


def github(report: Report) -> str:
    """Show the most severe findings as annotations, as many as GitHub takes, the others in a folded part of the log."""
    chosen = _chosen(report.diagnostics)
    kept = {id(one) for one in chosen}
    others = [one for one in report.diagnostics if id(one) not in kept]
    lines = [_annotation(one) for one in chosen]
    if others:
        place = report.rest or "the log of this step"
        lines.append(f"::notice title=teikit::{counted(len(others), 'more finding')}: see {_escaped(flat(place))}")
        lines.append(f"::group::{counted(len(others), 'finding')} without an annotation")
        # GitHub obeys ##[…] anywhere in a line.
        lines += [f"- {headline(one).replace('##[', '# #[')}" for one in others]
        lines.append("::endgroup::")
    return "\n".join(lines)


def _chosen(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return those that become annotations; where some are left out, one notice is kept free to say so."""
    of = {level: [one for one in diagnostics if one.severity is level] for level in Severity}
    if all(len(of[level]) <= MOST for level in Severity):
        return [one for level in Severity for one in of[level]]
    room = dict.fromkeys(Severity, MOST) | {Severity.INFO: MOST - 1}
    return [one for level in Severity for one in sorted(of[level], key=_repeats(of[level]))[: room[level]]]


def _repeats(diagnostics: Sequence[Diagnostic]) -> Callable[[Diagnostic], int]:
    """Return by what to sort: how often a file has said the same before, so that nothing is crowded out."""
    seen: Counter[tuple[str, str, str]] = Counter()
    times = {}
    for one in diagnostics:
        key = (one.path, one.code, one.message)
        times[id(one)] = seen[key]
        seen[key] += 1
    return lambda one: times[id(one)]


def _annotation(one: Diagnostic) -> str:
    place = {"file": visible(one.path), "line": one.line, "col": one.column, "title": one.code}
    properties = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in place.items() if value)
    message = _escaped(" ".join(filter(None, [flat(one.message), flat(one.help)])))
    return f"::{_COMMANDS[one.severity]} {properties}::{message}"


def _escaped(value: str, also: str = "") -> str:
    for char in "%\r\n" + also:  # the percent sign first
        value = value.replace(char, f"%{ord(char):02X}")
    return value
