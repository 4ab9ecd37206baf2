"""Stretches that overlap in any way → parts that can all be tags: of any two, one holds the other or they are apart."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field

from teikit.model import Span
from teikit.tei.place import Part, Unplaceable, parts
from teikit.tei.view import View

Stretches = Mapping[int, tuple[tuple[Span, ...], str]]


@dataclass(slots=True)
class Cut:
    """The parts of a stretch in the order of the text; or why it has none, with the code of that.

    ``rival``: the number of the stretch that it crosses, -1 where that is not the reason.
    """

    parts: tuple[Part, ...] = ()
    code: str = ""
    reason: str = ""
    rival: int = -1


@dataclass(slots=True)
class _Open:
    """A part that others may lie in, and the number of its stretch."""

    end: int
    number: int


@dataclass(slots=True)
class _Sweep:
    """Goes over all parts in the order of the text, a longer one before a shorter that begins with it.

    What is open at a place is a stack, each part within the one below it: a part that would reach over the end of the
    topmost one is cut there. Both ends of two parts that cross lie in one element (else one would hold all that the
    other has), so the place where one is cut is a place for tags.
    """

    view: View
    stretches: Stretches
    split: bool
    cuts: dict[int, Cut]
    waiting: list[tuple[int, int, int, int, int, int, str]] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    placed: dict[int, list[Part]] = field(default_factory=dict)

    def run(self) -> None:
        for number, (spans, element) in self.stretches.items():
            self._begin(number, spans, element)
        while self.waiting:
            first, last, number, start, end, _, prefix = heapq.heappop(self.waiting)
            if not self.cuts[number].reason:
                self._settle(number, Part(start, end, prefix, Span(first, -last)))
        for number, found in self.placed.items():
            if not self.cuts[number].reason:
                self.cuts[number].parts = tuple(sorted(found, key=lambda part: (part.start, -part.end)))

    def _begin(self, number: int, spans: tuple[Span, ...], element: str) -> None:
        self.cuts[number] = Cut()
        found: list[Part] = []
        for span in spans:
            made = self._parts(number, span, element)
            if len(made) > 1 and not self.split:
                self._fail(number, "P006", "it crosses other elements")
            found += made
        for part in found if not self.cuts[number].reason else ():
            self._wait(number, part)

    def _parts(self, number: int, span: Span, element: str) -> list[Part]:
        try:
            return parts(self.view, span, element)
        except Unplaceable as reason:
            self._fail(number, "P002", f"no tag can stand there: {reason}")
            return []

    def _fail(self, number: int, code: str, reason: str) -> None:
        if not self.cuts[number].reason:
            self.cuts[number] = Cut((), code, reason)

    def _wait(self, number: int, part: Part) -> None:
        key = (part.span.start, -part.span.end, number, part.start, part.end, len(self.waiting), part.prefix)
        heapq.heappush(self.waiting, key)

    def _settle(self, number: int, part: Part) -> None:
        """Place a part, or cut it where the innermost part that is open ends."""
        span = part.span
        while self.open and (self.open[-1].end <= span.start or self.cuts[self.open[-1].number].reason):
            self.open.pop()
        if not self.open or span.end <= self.open[-1].end:
            self.open.append(_Open(span.end, number))
            self.placed.setdefault(number, []).append(part)
            return
        at, other = self.open[-1].end, self.open[-1].number
        if not self.split:
            quoted = " ".join(Span(self.stretches[other][0][0].start, at).of(self.view.document.text).split())
            self._fail(number, "P006", f"it crosses “{quoted}”, which is to be marked as well")
            self.cuts[number].rival = other
            return
        element = self.stretches[number][1]
        for piece in (Span(span.start, at), Span(at, span.end)):
            if piece.of(self.view.document.text).strip():
                for made in self._parts(number, piece, element):
                    self._wait(number, made)


def laminar(view: View, stretches: Stretches, *, split: bool) -> dict[int, Cut]:
    """Return what becomes of stretches, each a number, its spans and the element that shall mark it.

    ``split``: cut what crosses; else leave it out, saying so.
    """
    settled: dict[int, Cut] = {}
    while True:
        left = {number: stretch for number, stretch in stretches.items() if number not in settled}
        sweep = _Sweep(view, left, split, {})
        sweep.run()
        # A stretch of several pieces may be left out for the last of them; what crossed the first had no reason to be.
        lost = {number for number, cut in sweep.cuts.items() if cut.rival >= 0 and sweep.cuts[cut.rival].reason}
        if not lost:
            return settled | sweep.cuts
        for number, cut in sweep.cuts.items():
            if cut.reason and number not in lost and len(stretches[number][0]) > 1:
                settled[number] = cut
