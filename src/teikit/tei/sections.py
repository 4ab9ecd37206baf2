"""Arrange a flat run of blocks the way a TEI div allows: wrappers on top, content, divisions, wrappers at the bottom.

TEI P5 Guidelines, DS (default text structure): inside a div, heads and openers come first, then paragraphs and the
like, then nested divs, and closers, signatures and postscripts last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from teikit.model import Block

TOP = frozenset({"head", "opener", "dateline", "salute", "byline"})
BOTTOM = frozenset({"closer", "signed", "trailer", "postscript"})
GLOBAL = frozenset({"note", "pb", "fw"})  # may stand anywhere in a div
EITHER = frozenset({"dateline", "salute", "byline", "address"})  # above a text or below it


@dataclass(slots=True)
class Division:
    """A div in the making: the blocks of each zone, in the order of the text."""

    type: str = ""
    top: list[Block] = field(default_factory=list)
    content: list[Block] = field(default_factory=list)
    divisions: list[Division] = field(default_factory=list)
    bottom: list[Block] = field(default_factory=list)


def arrange(blocks: Sequence[Block], kind: str = "") -> list[Division]:
    """Return the divisions of a text: one for the document, more where content goes on below its end."""
    divisions: list[Division] = []
    entries = kind == "diary" and sum(1 for block in blocks if block.kind == "dateline") > 1
    arranger = _Arranger(kind, sectioned=_has_sections(blocks), entries=entries)
    for block, at_end in zip(blocks, _ends(blocks), strict=True):
        finished = arranger.add(block, at_end)
        if finished is not None:
            divisions.append(finished)
    divisions.append(arranger.main)
    return divisions


def _has_sections(blocks: Sequence[Block]) -> bool:
    """Tell whether headings stand in mid-text."""
    begun = False
    for block in blocks:
        if block.kind == "head" and begun:
            return True
        begun = begun or block.kind not in TOP | BOTTOM | GLOBAL | {"label", "address", "div"}
    return False


def _ends(blocks: Sequence[Block]) -> Iterator[bool]:
    """Tell for each block whether nothing but endings follows it before the next content or heading.

    A dateline belongs below the text when a signature or the end of the document is next, else it opens a new part.
    """
    ending = True
    reverse: list[bool] = []
    for block in reversed(blocks):
        reverse.append(ending)
        if block.kind in BOTTOM:
            ending = True
        elif block.kind not in EITHER | GLOBAL:
            ending = False
    yield from reversed(reverse)


class _Arranger:
    """Puts one block after the other into the zone that is open to it."""

    def __init__(self, kind: str, *, sectioned: bool, entries: bool) -> None:
        self.kind = kind
        self.sectioned = sectioned
        self.entries = entries
        self.main = Division(type=kind)
        self.current = self.main

    def add(self, block: Block, at_end: bool) -> Division | None:
        """Place a block. Return the document's division where this block opens a second one."""
        finished = None
        zone = self._zone(block, at_end)
        if zone != "bottom" and zone != "global" and self.main.bottom:
            finished, self.main = self.main, Division(type="enclosure" if block.kind == "div" else "part")
            self.current = self.main
        getattr(self, f"_{zone}")(block)
        return finished

    def _zone(self, block: Block, at_end: bool) -> str:
        begun = bool(self.main.content or self.main.divisions)
        if block.kind == "div":
            return "div"
        if block.kind == "label" and not begun and self.current is self.main:
            return "top"  # a classification or a precedence above the heading
        if block.kind in EITHER:
            return "bottom" if begun and at_end else "content" if block.kind == "address" and begun else "top"
        if block.kind in TOP:
            return "top"
        if block.kind in BOTTOM:
            return "bottom"
        return "global" if block.kind in GLOBAL else "content"

    def _top(self, block: Block) -> None:
        begun = self.current.content or self.current.divisions  # a heading or dateline in mid-text begins a part
        first_entry = self.entries and block.kind == "dateline" and self.current is self.main
        if begun or first_entry or (block.kind == "head" and self._below_the_title()):
            self.current = Division(type="entry" if self.kind == "diary" else "section")
            self.main.divisions.append(self.current)
        self.current.top.append(block)

    def _below_the_title(self) -> bool:
        """Tell whether a heading is that of the first section: title and dateline are done, other sections follow."""
        kinds = [block.kind for block in self.current.top]
        return self.sectioned and self.current is self.main and "head" in kinds and kinds[-1] not in ("head", "label")

    def _content(self, block: Block) -> None:
        self.current.content.append(block)

    def _div(self, block: Block) -> None:
        inner = arrange(block.children, block.type or "enclosure")
        self.main.divisions.extend(inner)
        self.current = self.main

    def _bottom(self, block: Block) -> None:
        # A signature below the last part signs the whole, except in a diary, where each entry is its own.
        target = self.current if self.kind == "diary" else self.main
        target.bottom.append(block)

    def _global(self, block: Block) -> None:
        target = self.current
        zones: Iterable[list[Block]] = (self.main.bottom, target.bottom, target.content, target.top)
        next((zone for zone in zones if zone), target.content).append(block)
