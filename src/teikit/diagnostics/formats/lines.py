"""For people: findings as compilers show them, with the line of the file; and one a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from teikit.diagnostics.excerpts import drawn
from teikit.diagnostics.report import Report, alike, counted, lines_of
from teikit.diagnostics.shown import flat, visible
from teikit.diagnostics.values import Diagnostic

# Paints words for a role: a severity, "place", "code" or "faint".
Paint = Callable[[str, str], str]

_INDENT = "    "


def plain(words: str, role: str) -> str:  # noqa: ARG001  (the role is for those who have colours)
    """Leave words as they are."""
    return words


def text(report: Report, *, paint: Paint = plain) -> str:
    """Show each finding with the line it is about, a caret below the fault, and what to do.

    Where many of a file say the same, the first is shown so, with the lines of the others.

    >>> from teikit.diagnostics.values import Excerpt, Severity
    >>> shown = Excerpt("<p>First <div>", 9, 5)
    >>> one = Diagnostic("V010", Severity.ERROR, "<div> is not allowed inside <p>.", "a.xml", 3, 10, excerpt=shown)
    >>> print(text(Report([one])))
    a.xml:3:10: error V010 <div> is not allowed inside <p>.
        3 | <p>First <div>
          |          ^^^^^
    """
    return "\n".join(line for one, others in alike(report.diagnostics) for line in _lines(one, others, paint))


def concise(report: Report, *, paint: Paint = plain) -> str:
    """Show one finding a line, for editors, grep and people in a hurry."""
    return "\n".join(headline(one, paint) for one in report.diagnostics)


def headline(one: Diagnostic, paint: Paint = plain) -> str:
    """Return a finding on one line: "path:line:column: error V010 message"."""
    return f"{_place(one, paint)}{paint(one.severity, one.severity)} {paint(one.code, 'code')} {flat(one.message)}"


def _place(one: Diagnostic, paint: Paint) -> str:
    """Return "path:line:column: ", without what is not known."""
    parts = [visible(one.path), *(str(number) for number in (one.line, one.column) if number)]
    place = ":".join(filter(None, parts))
    return f"{paint(place, 'place')}: " if place else ""


def also(others: Sequence[Diagnostic]) -> str:
    """Return where others that say the same stand, in words; nothing where there are none."""
    where = f", in {lines_of(others)}" if lines_of(others) else ""
    return f"{counted(len(others), 'more place')}{where}" if others else ""


def _lines(one: Diagnostic, others: Sequence[Diagnostic], paint: Paint) -> Iterator[str]:
    yield headline(one, paint)
    if one.excerpt is not None:
        line, carets = drawn(one.excerpt)
        number = str(one.line) if one.line else ""
        bar = paint("|", "faint")
        yield f"{_INDENT}{paint(number, 'faint')} {bar} {line}"
        marks = carets.lstrip()
        pad = carets[: -len(marks)]
        yield f"{_INDENT}{' ' * len(number)} {bar} {pad}{paint(marks, one.severity)}"
    fix = one.fix.title if one.fix else ""
    for label, words in (("also", also(others)), ("help", one.help), ("see", one.link), ("fix", fix)):
        if words:
            offer = " (teikit validate --fix makes it)" if label == "fix" else ""
            yield f"{_INDENT}{paint(label + ':', 'faint')} {flat(words)}{offer}"
