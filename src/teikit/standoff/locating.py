"""Where annotations stand in the text of a file: by offsets, by what they quote, by the element they name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from teikit.model import Span
from teikit.standoff.bridge import Bridge, Quotes
from teikit.standoff.drift import Anchor, moved_alike
from teikit.standoff.folding import folded
from teikit.standoff.spans import Annotation, Range, Spans
from teikit.standoff.units import to_code_points

Elements = Callable[[str], Span | None]
_CONTEXT = 32


@dataclass(frozen=True, slots=True)
class Located:
    """Where an annotation stands, or with no spans why it has no place: a code and the reason.

    ``moved``: its place was found by what it quotes, and why. ``doubt``: its selectors disagree, and how.
    ``pathless``: its XPath leads to no text.
    """

    annotation: Annotation
    spans: tuple[Span, ...] = ()
    code: str = ""
    reason: str = ""
    moved: str = ""
    doubt: str = ""
    pathless: bool = False


class _Nowhere(Exception):
    """There is no place for an annotation. The arguments: a code, and why."""


@dataclass(frozen=True, slots=True)
class _Found:
    spans: tuple[Span, ...]
    moved: str = ""
    doubt: str = ""


def _no_element(_path: str) -> Span | None:
    return None


def locate(given: Spans, text: str, *, unit: str = "", element: Elements = _no_element) -> list[Located]:
    """Return every annotation with its place in a text, in the order in which they are given.

    ``unit``: what offsets count, where the maker of the spans knows better than their file. ``element``: the stretch
    of the text that an XPath stands for.
    """
    locator = _Locator(given, text, unit or given.unit, element)
    found = [locator.located(annotation) for annotation in given.annotations]
    if not any(one.code == "P013" for one in found):
        return found
    anchors = sorted(locator.anchors(found), key=lambda anchor: anchor.start)
    return [locator.between(one, anchors) if one.code == "P013" else one for one in found]


def _trimmed(spans: tuple[Span, ...], text: str) -> tuple[Span, ...]:
    """Return spans in order without the white space at their ends; those that touch or overlap are one."""
    kept: list[Span] = []
    for span in sorted(spans):
        surface = span.of(text)
        start = span.start + len(surface) - len(surface.lstrip())
        end = span.end - (len(surface) - len(surface.rstrip()))
        if start >= end:
            continue
        if kept and start <= kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(end, kept[-1].end))
        else:
            kept.append(Span(start, end))
    return tuple(kept)


class _Locator:
    """Finds the places of the annotations of one document."""

    def __init__(self, given: Spans, text: str, unit: str, element: Elements) -> None:
        self.text = text
        self.theirs = text if given.text is None else given.text
        self.element = element
        self.quotes = Quotes(text)
        self.bridge = None if self.theirs == text else Bridge(self.theirs, text)
        self.unit = unit
        self.to_code_point = to_code_points(self.theirs, unit)

    def located(self, annotation: Annotation) -> Located:
        try:
            found = self.place(annotation)
        except _Nowhere as reason:
            code, why = reason.args
            return Located(annotation, code=code, reason=why)
        spans = _trimmed(found.spans, self.text)
        pathless = bool(annotation.xpath) and self.element(annotation.xpath) is None
        return Located(annotation, spans, moved=found.moved, doubt=found.doubt, pathless=pathless)

    def anchors(self, found: Iterable[Located]) -> Iterator[Anchor]:
        """Yield how far spans moved, of those that have a place."""
        for one in found:
            if len(one.annotation.ranges) == len(one.spans) == 1:
                start = self.to_code_point(one.annotation.ranges[0][0])
                if start is not None:
                    yield Anchor(start, one.spans[0].start - start)

    def between(self, one: Located, anchors: Sequence[Anchor]) -> Located:
        """Return an annotation that could stand at several places with the one where its neighbours say it is."""
        span = moved_alike(one.annotation, anchors, self.text, self.to_code_point)
        if span is None:
            return one
        words = "at its offsets the text says something else; it stands as far from them as the span beside it"
        return Located(one.annotation, _trimmed((span,), self.text), moved=words)

    def place(self, annotation: Annotation) -> _Found:
        if annotation.fault:
            raise _Nowhere("P012", annotation.fault)
        around = self._around(annotation)
        if annotation.ranges:
            return self._by_offsets(annotation, around)
        if annotation.quote is not None:
            return self._by_quote(annotation, around, "")
        if around is not None:
            return self._within(annotation, around)
        raise _Nowhere("P012", "it says neither where it stands nor what it quotes")

    def _around(self, annotation: Annotation) -> Span | None:
        """Return the stretch of the element that an annotation names, None where it names none."""
        if not annotation.xpath:
            return None
        around = self.element(annotation.xpath)
        if around is None and not annotation.ranges and annotation.quote is None:
            raise _Nowhere("P011", f"the text has no element {annotation.xpath}")
        return around

    def _by_offsets(self, annotation: Annotation, around: Span | None) -> _Found:
        """Go by offsets, as far as they fit the quotation; where they do not, by the quotation alone."""
        try:
            spans = tuple(self._span(one) for one in annotation.ranges)
        except _Nowhere as reason:
            if annotation.quote is None or not annotation.quote.strip():
                raise
            return self._by_quote(annotation, around, reason.args[1])
        surface = " ".join(span.of(self.theirs) for span in spans)
        if annotation.quote is not None and folded(annotation.quote) != folded(surface):
            shown = _shown(surface)
            return self._by_quote(annotation, around, f"at its offsets the text says “{shown}”")
        if not surface.strip():
            raise _Nowhere("P012", "it covers nothing but white space")
        placed = spans
        if self.bridge is not None:
            placed = tuple(self._across(span, self.bridge) for span in spans)
        return _Found(placed, doubt=self._doubt(annotation, placed, around))

    def _doubt(self, annotation: Annotation, spans: tuple[Span, ...], around: Span | None) -> str:
        if around is None:
            return ""
        hull = Span(spans[0].start, spans[-1].end)
        if around.contains(hull):
            return ""
        if annotation.quote is None:
            raise _Nowhere("P018", f"its offsets lie outside of {annotation.xpath}, and it quotes nothing")
        return f"its offsets lie outside of {annotation.xpath}; it stands where offsets and quotation agree"

    def _span(self, given: Range) -> Span:
        """Return a range as code points of the text that it was made on. Raises _Nowhere where it is none."""
        start, end = (self.to_code_point(offset) for offset in given)
        shown = f"{given[0]} to {given[1]}"
        if start is None or end is None:
            raise _Nowhere("P012", f"its offsets, {shown}, do not lie between characters (counted in {self.unit})")
        if start > end:
            raise _Nowhere("P012", f"it ends before it begins ({shown})")
        if start < 0 or end > len(self.theirs):
            raise _Nowhere("P012", f"its offsets, {shown}, leave the text, which has {len(self.theirs)} characters")
        if start == end:
            raise _Nowhere("P012", f"it is empty ({shown})")
        return Span(start, end)

    def _across(self, span: Span, bridge: Bridge) -> Span:
        """Return where a span of their text stands in ours: in line with it, else with the same before or after it."""
        there = bridge.span(span)
        if there is not None:
            return there
        before = self.theirs[max(0, span.start - _CONTEXT) : span.start]
        after = self.theirs[span.end : span.end + _CONTEXT]
        for prefix, suffix in ((before, after), (before, ""), ("", after)):
            found = self.quotes.find(span.of(self.theirs), prefix, suffix) if (prefix + suffix).strip() else []
            if len(found) == 1:
                return found[0]
        shown = _shown(span.of(self.theirs))
        raise _Nowhere("P011", f"“{shown}” does not stand where it stood in the text that the spans were made on")

    def _by_quote(self, annotation: Annotation, around: Span | None, moved: str) -> _Found:
        quote = annotation.quote or ""
        if not quote.strip():
            raise _Nowhere("P012", "it quotes nothing but white space")
        doubt = ""
        if around is not None and not self.quotes.find(quote, annotation.prefix, annotation.suffix, around):
            doubt = f"it does not stand in {annotation.xpath}"
            around = None
        span = self._only(annotation, around, moved)
        return _Found((span,), moved=moved, doubt=doubt)

    def _only(self, annotation: Annotation, around: Span | None, why: str) -> Span:
        """Return the one place of a quotation. Raises _Nowhere where there is none, or several with no telling."""
        told = f"{why}, and " if why else ""
        quote, prefix, suffix = annotation.quote or "", annotation.prefix, annotation.suffix
        found = self.quotes.find(quote, prefix, suffix, around)
        if len(found) == 1:
            return found[0]
        shown = _shown(quote)
        anywhere = found or self.quotes.find(quote)
        if not anywhere:
            raise _Nowhere("P011", f"{told}“{shown}” is nowhere in the text")
        if not found:
            raise _Nowhere("P011", f"{told}“{shown}” stands nowhere between what is said to stand around it")
        raise _Nowhere("P013", f"{told}“{shown}” stands at {len(anywhere)} places of the text")

    def _within(self, annotation: Annotation, around: Span) -> _Found:
        """Go by an element alone, or by offsets in its text."""
        if annotation.within is None:
            return _Found((around,))
        inside = around.of(self.text)
        convert = to_code_points(inside, self.unit)
        start, end = (convert(offset) for offset in annotation.within)
        if start is None or end is None or not 0 <= start < end <= len(inside):
            shown = f"{annotation.within[0]} to {annotation.within[1]}"
            raise _Nowhere("P012", f"{annotation.xpath} has no characters {shown}")
        if not inside[start:end].strip():
            raise _Nowhere("P012", "it covers nothing but white space")
        return _Found((Span(around.start + start, around.start + end),))


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:59]}…"
