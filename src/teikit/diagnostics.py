"""Diagnostics: what a stage has to tell an editor, and how it is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes ``start`` to ``end`` of a file (half-open, from 0) become ``new``."""

    start: int
    end: int
    new: bytes


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction that cannot change what the document says: a title in the imperative, and the edits that make it."""

    title: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The line of the file that a diagnostic is about, or the part of a long one around it.

    ``at``, ``width``: where in ``text`` the fault stands, in characters from 0.
    """

    text: str
    at: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding, with its place. ``line`` and ``column`` count from 1; 0 means that the place is the whole file.

    ``link``: the page on the web that explains the element (the TEI Guidelines).
    """

    code: str
    severity: Severity
    message: str
    path: str = ""
    line: int = 0
    column: int = 0
    xpath: str = ""
    help: str = ""
    link: str = ""
    excerpt: Excerpt | None = None
    fix: Fix | None = None


class TeikitError(Exception):
    """A call that cannot be carried out. Carries the Diagnostic that says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def exit_code(diagnostics: Iterable[Diagnostic], *, at: Severity = Severity.WARNING) -> int:
    """Return 1 where a diagnostic is as severe as ``at`` or worse, else 0."""
    order = list(Severity)
    return int(any(order.index(diagnostic.severity) <= order.index(at) for diagnostic in diagnostics))


@cache
def page(code: str) -> str:
    """Return the page on a code, in Markdown; an empty string for a code that does not exist."""
    return (files("teikit.data") / "codes" / f"{code}.md").read_text(encoding="utf-8") if code in codes() else ""


@cache
def codes() -> tuple[str, ...]:
    """Return every code that has a page, sorted."""
    folder = files("teikit.data") / "codes"
    return tuple(sorted(file.name.removesuffix(".md") for file in folder.iterdir() if file.name.endswith(".md")))


@cache
def severity(code: str) -> Severity:
    """Return the severity that the page of a code gives it. Raises KeyError for a code that does not exist."""
    for line in page(code).splitlines():
        if line.startswith("severity:"):
            return Severity(line.partition(":")[2].strip())
    raise KeyError(code)


def text(diagnostics: Iterable[Diagnostic]) -> str:
    """Show one diagnostic a line, as compilers do, with its advice on a line below.

    >>> print(text([Diagnostic("V010", Severity.ERROR, "<div> is not allowed inside <p>.", "a.xml", 3, 5)]))
    a.xml:3:5: error V010 <div> is not allowed inside <p>.
    """
    lines = []
    for one in diagnostics:
        lines.append(f"{_place(one)}{one.severity} {one.code} {_flat(one.message)}")
        if one.help:
            lines.append(f"    {_flat(one.help)}")
    return "\n".join(lines)


def _place(one: Diagnostic) -> str:
    """Return "path:line:column: ", without what is not known."""
    parts = [one.path, *(str(number) for number in (one.line, one.column) if number)]
    return ":".join(filter(None, parts)) + ": " if any(parts) else ""


def _flat(words: str) -> str:
    return " ".join(words.split())


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Show all as one JSON list of objects."""
    names = ("path", "line", "column", "code", "severity", "message", "xpath", "help", "link")
    rows = [{name: getattr(one, name) for name in names} for one in diagnostics]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def github(diagnostics: Iterable[Diagnostic]) -> str:
    """Show as workflow commands, which GitHub sets beside the line of the file."""
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    lines = []
    for one in diagnostics:
        place = {"file": one.path, "line": one.line, "col": one.column, "title": one.code}
        properties = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in place.items() if value)
        message = _escaped(" ".join(filter(None, [_flat(one.message), _flat(one.help)])))
        lines.append(f"::{level[one.severity]} {properties}::{message}")
    return "\n".join(lines)


def _escaped(value: str, also: str = "") -> str:
    for char in "%\r\n" + also:
        value = value.replace(char, f"%{ord(char):02X}")
    return value


FORMATS: dict[str, Callable[[Iterable[Diagnostic]], str]] = {"text": text, "json": as_json, "github": github}
