"""A TEI tree → the parts of its text, without recursion: XML from elsewhere may be nested deeper than Python's stack.

Of a ``choice`` the reading of the source is taken, of an ``app`` the lemma; what is not taken is counted (X021).
Running heads are left out (X020), pictures and formulas of other notations too (X022). Elements that are not known are
read as if they were not there (X001).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from teikit.data import table
from teikit.export.report import Report
from teikit.export.rules import as_written, flow, has_words, rules, tei_name
from teikit.export.text.composer import Composer
from teikit.export.text.looks import Looks
from teikit.export.text.losses import Losses
from teikit.export.text.notes import Apart, apart
from teikit.export.text.parts import Look, Part
from teikit.xmlio import Element, xml

MAX_HOLDERS = 40
MAX_DEPTH = 300
MAX_NOTES = 8
_SPACE = xml("space")


@dataclass(slots=True)
class Frame:
    """An element whose children are being read. ``after``: what is to be done when they were."""

    el: Element
    children: Iterator[Element]
    look: Look
    preserve: bool
    choosing: bool = False
    after: list[Callable[[], object]] = field(default_factory=list)


# Returns False where the content of the element is not to be read.
Handler = Callable[["Reader", Element, Frame], "bool | None"]


@dataclass(slots=True)
class Reader:
    """One walk over the text of a file. ``lines``: the line ends of the source are kept."""

    report: Report
    looks: Looks
    losses: Losses
    handlers: Mapping[str, Handler]
    lines: bool = False
    composer: Composer = field(default_factory=Composer)
    notes: Apart = field(default_factory=Apart)
    depth: int = 0
    sections: int = 0
    running: int = 0
    within_notes: int = 0
    headed: set[Element] = field(default_factory=set)

    def read(self, roots: list[Element]) -> Part:
        """Return the text of some elements."""
        self.notes = apart(roots)
        for root in roots:
            self._walk(root)
            self.composer.end_group()
        self.composer.write_pages()
        return self.composer.holders[0]

    def _walk(self, root: Element) -> None:
        frame = self._enter(root, False)
        stack = [frame] if frame else []
        while stack:
            top = stack[-1]
            child = next(top.children, None)
            self.depth = len(stack)
            if child is None:
                stack.pop()
                for after in reversed(top.after):
                    after()
                self.composer.look = top.look
                if stack:
                    self._tail(top.el, stack[-1])
            elif isinstance(child.tag, str):
                frame = self._enter(child, top.preserve)
                if frame is None:
                    self._tail(child, top)
                else:
                    stack.append(frame)
            else:
                if child.tag is etree.Entity:
                    self.composer.words(child.text or "", preserve=top.preserve)
                self._tail(child, top)

    def _tail(self, el: Element, parent: Frame) -> None:
        if el.tail and not parent.choosing:
            self.composer.words(el.tail, preserve=parent.preserve)

    def _enter(self, el: Element, preserve: bool) -> Frame | None:
        """Begin an element; None where its content is not read."""
        name = tei_name(el.tag)
        if name not in rules() and kinds().get(name) is None and not _is_example(el):
            self.report.unknown(el)
        space = el.get(_SPACE)
        frame = Frame(el, iter(el), self.composer.look, preserve if space is None else space == "preserve")
        kind = self._kind(el, name)
        handler = self.handlers.get(kind)
        if handler is not None and handler(self, el, frame) is False:
            self.composer.look = frame.look
            return None
        self._dress(el, name, frame)
        if el.text and not frame.choosing:
            self.composer.words(el.text, preserve=frame.preserve)
        return frame

    def _kind(self, el: Element, name: str) -> str:
        """Return what an element becomes."""
        if self.depth > MAX_DEPTH:
            self.report.too_deep(el)
            return ""
        if _is_example(el):
            return "example"
        kind = kinds().get(name)
        rule = rules().get(name)
        if self.running and rule is not None and rule.flow == "either":
            return "run"
        if kind is not None:
            return kind
        how = flow(el)
        if how == "inline":
            return "record"
        return {"leaf": "para", "line": "line", "container": "block"}.get(how, "")

    def _dress(self, el: Element, name: str, frame: Frame) -> None:
        """Let the words of an element look as it asks for, or stand in the marks that say so."""
        look, before, after = self.looks.of(el, name, self.composer.look)
        if before:
            self.composer.words(before)
        if after:
            frame.after.append(lambda: self.composer.end_with(after))
        self.composer.look = look

    def too_deep(self, el: Element) -> bool:
        """Tell whether no more parts may be opened inside parts; it is reported."""
        if len(self.composer.holders) < MAX_HOLDERS:
            return False
        self.report.too_deep(el)
        return True

    def choose(self, el: Element, frame: Frame) -> None:
        """Read one of the readings of an element."""
        if has_words(el):
            return
        chosen = as_written(el)
        frame.choosing = True
        frame.children = iter(() if chosen is None else (chosen,))
        self.losses.readings(el, chosen)


@cache
def kinds() -> dict[str, str]:
    """Return what elements become, by name; see text_parts.tsv."""
    return {row["element"]: row["part"] for row in table("export/text_parts")}


def _is_example(el: Element) -> bool:
    return str(el.tag).startswith("{http://www.tei-c.org/ns/Examples}")


def in_record(el: Element) -> bool:
    """Tell whether an element stands beside others as in a record, where nothing says how they are set apart."""
    parent = el.getparent()
    if parent is None or el.getprevious() is None or has_words(parent):
        return False
    above = tei_name(parent.tag)
    rule = rules().get(above)
    is_record = above == "castItem" or kinds().get(above) == "record" or (rule is not None and rule.flow == "container")
    return (is_record or kinds().get(tei_name(el.tag)) == "record") and not _begins_with_point(el)


def _begins_with_point(el: Element) -> bool:
    first = next((str(piece).lstrip()[0] for piece in el.itertext() if str(piece).strip()), "")
    return first in tuple(",.;:)]!?")
