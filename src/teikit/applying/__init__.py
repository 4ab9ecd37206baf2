"""Spans made elsewhere put into TEI: found again in its text, made claims of, and inserted without touching a byte."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from teikit import __version__, files, standoff, tei
from teikit.applying.claiming import Claimed, claimed, doubts
from teikit.diagnostics import Diagnostic, Severity, TeikitError, severity
from teikit.export.characters import legal
from teikit.files import Job
from teikit.model import Finding, Span
from teikit.pipeline import Encoded, guarded, written
from teikit.standoff import Located, Spans
from teikit.tei.overlay import APART, TAGS, Overlaid, overlay
from teikit.tei.pathing import stretch_of
from teikit.xmlscan import Lines


@dataclass(frozen=True, slots=True)
class Settings:
    """How spans are applied.

    ``labels``: by label, ``ELEMENT``, ``ELEMENT@type=WORD`` or ``-`` to leave out. ``unit``: what offsets count, where
    not what the format of the spans says. ``crossing``: what becomes of a span that crosses markup or another span:
    ``split``, ``standOff`` or ``report``. ``keep``: what gets no tags is kept in standOff. ``resp``: who made the
    spans. ``registers``: where entities that the spans bring along are listed. ``date``: the day, for the header.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    crossing: str = "split"
    keep: bool = False
    resp: str = ""
    registers: str = "standOff"
    date: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A span with the place that it got: tags in so many ``parts``, or none and a place in standOff.

    ``spans``: its characters in the text of the file. ``reason``: why it is in standOff.
    """

    label: str
    element: str
    spans: tuple[Span, ...]
    text: str
    parts: int
    where: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """A span that got no place: the code and the reason; ``line`` and ``column`` of the file where that is known."""

    label: str
    code: str
    reason: str
    text: str = ""
    where: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of spans: the new bytes, and for each span what became of it."""

    data: bytes
    placed: tuple[Placed, ...] = ()
    not_placed: tuple[NotPlaced, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many spans were placed, how many of these in several parts, in standOff, not at all."""
        tagged = [one for one in self.placed if one.parts]
        return {
            "placed": len(tagged),
            "split": sum(one.parts > 1 for one in tagged),
            "in standOff": len(self.placed) - len(tagged),
            "not placed": len(self.not_placed),
        }


def apply(data: bytes, spans: Spans, *, path: str = "", **settings: Any) -> Applied:
    """Put spans into the bytes of a TEI file; every byte of it stays. ``path``: what diagnostics call it.

    Further keywords are the fields of Settings. Raises TeikitError where it is not well-formed (P001) or not TEI P5
    (P005), and where the proof that nothing else changed fails (P009); ValueError for settings that cannot be meant.
    """
    return apply_all(data, (spans,), Settings(**settings), path)


def apply_all(data: bytes, spans: Iterable[Spans], settings: Settings, path: str = "") -> Applied:
    """Put spans from several sources into the bytes of a TEI file, as `apply`."""
    seen = tei.view(data)
    text = seen.document.text
    element = functools.cache(functools.partial(stretch_of, seen))
    located: list[tuple[Spans, list[Located]]] = [
        (one, standoff.locate(one, text, unit=settings.unit, element=element)) for one in spans
    ]
    made = claimed(located, text, frozenset(seen.scan.ids), settings.labels)
    made.findings += [doubt for one, _ in located for doubt in doubts(one, text, settings.unit or one.unit)]
    result = overlay(
        seen,
        [one.claim for one in made.claims],
        version=__version__,
        date=settings.date,
        maker=legal(settings.resp),
        crossing=settings.crossing,
        keep=settings.keep,
        entities=made.entities,
        registers=settings.registers,
    )
    return _report(seen, made, result, text, path)


def _report(seen: tei.View, made: Claimed, result: Overlaid, text: str, path: str) -> Applied:
    """Tell of every span what became of it, in the order in which they were given."""
    place = _Places(seen, result)
    placed: list[tuple[int, Placed]] = []
    left = [(one.number, _not_placed(one.located, one.finding, place)) for one in made.left]
    findings = [one.finding for one in made.left]
    for one, fate in zip(made.claims, result.fates, strict=True):
        finding = fate.finding
        if fate.what in (TAGS, APART):
            annotation, spans = one.located.annotation, one.claim.spans
            quoted = " … ".join(span.of(text) for span in spans)
            why = finding.message if finding is not None else ""
            shown = Placed(annotation.label, one.claim.element, spans, quoted, fate.parts, annotation.where, why)
            placed.append((one.number, shown))
        elif finding is not None:
            left.append((one.number, _not_placed(one.located, finding, place)))
            findings.append(finding)
    findings = [*made.findings, *result.spliced.findings, *sorted(findings, key=lambda finding: finding.span)]
    return Applied(
        result.spliced.data,
        tuple(one for _, one in sorted(placed, key=lambda pair: pair[0])),
        tuple(one for _, one in sorted(left, key=lambda pair: pair[0])),
        tuple(place.diagnostic(finding, path) for finding in findings),
    )


def _not_placed(located: Located, finding: Finding, place: _Places) -> NotPlaced:
    annotation = located.annotation
    line, column = place.of(finding.span)
    return NotPlaced(
        annotation.label, finding.code, finding.message, annotation.quote or "", annotation.where, line, column
    )


class _Places:
    """Where stretches of the text stand in the file that was made."""

    def __init__(self, seen: tei.View, result: Overlaid) -> None:
        self.seen = seen
        insertions = result.spliced.insertions
        self.offsets = [insertion.offset for insertion in insertions]
        self.added = [0, *accumulate(len(insertion.data) for insertion in insertions)]
        self.lines = Lines(result.spliced.data, seen.scan.encoding)

    def of(self, span: Span) -> tuple[int, int]:
        """Return line and column, from 1; zeros for the empty span, which stands for the whole file."""
        if not len(span):
            return 0, 0
        at = self.seen.byte_of(span.start)
        return self.lines.place(at + self.added[bisect_right(self.offsets, at)])

    def diagnostic(self, finding: Finding, path: str) -> Diagnostic:
        line, column = self.of(finding.span)
        level = Severity(severity(finding.code))
        return Diagnostic(finding.code, level, finding.message, path=path, line=line, column=column, help=finding.help)


@dataclass(frozen=True, slots=True)
class Task(Job):
    """A file to put spans into, and the spans."""

    spans: tuple[Spans, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome(Encoded):
    """What came of one file, with what became of each span."""

    placed: tuple[Placed, ...] = ()
    not_placed: tuple[NotPlaced, ...] = ()


def apply_file(task: Job, *, settings: Settings, force: bool = False) -> Encoded:
    """Put spans into one file and write the result. A bad document is told of in the outcome, never raised."""
    path = str(task.source)

    def work() -> Encoded:
        given = task.spans if isinstance(task, Task) else ()
        done = apply_all(files.read(task.source), given, settings, path)
        counts = {name: count for name, count in done.counts.items() if count}
        made = written(Encoded(path, done.data, done.diagnostics, counts), task, force)
        return Outcome(made.path, made.data, made.diagnostics, made.counts, done.placed, done.not_placed)

    return guarded(work, path)


def read_spans(path: Path, format: str = "") -> tuple[Spans, ...]:
    """Read a file of spans; for brat's .ann the text is that of the .txt beside it.

    Raises TeikitError as `standoff.read_all` does, and R004.
    """
    beside = path.with_suffix(".txt")
    text = None
    if path.suffix.lower() == ".ann" and beside.is_file():
        text = files.read(beside).decode("utf-8-sig", "replace")
    try:
        return standoff.read_all(files.read(path), format=format, name=str(path), text=text)
    except TeikitError as error:
        raise TeikitError(replace(error.diagnostic, path=str(path))) from error
