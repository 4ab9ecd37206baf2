"""Mixed content: the text of a block with the marks inside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from teikit.model import Block, Document
from teikit.xmlio import Element, sub

_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_UNEVEN = ("  ", "\n", "\t", "\r", "\f", "\v")

# Blocks that begin a line of their own: white space beside them is layout, not text.
_OWN_LINE = frozenset({"list", "p", "table", "lg", "item", "address", "sp", "row"})
_MARKS = frozenset({"ref", "pb", "fw", "label"})


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a document by place and by number, so that marks in the text find theirs."""

    ids: dict[int, str]
    places: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, doc: Document) -> Notes:
        """Number the notes: ``note-N`` after the mark as found, made unique where numbering starts again."""
        ids: dict[int, str] = {}
        places: dict[str, tuple[int, ...]] = {}
        taken: set[str] = set()
        for block in doc.walk():
            if block.kind == "note" and block.n:
                name = re.sub(r"[^A-Za-z0-9]+", "", block.n) or "mark"
                unique = f"note-{name}"
                again = 2
                while unique in taken:
                    unique = f"note-{name}-{again}"
                    again += 1
                taken.add(unique)
                ids[block.span.start] = unique
                places[block.n] = (*places.get(block.n, ()), block.span.start)
        return cls(ids, places)

    def id_of(self, note: Block) -> str:
        return self.ids.get(note.span.start, "") if note.n else ""

    def target(self, ref: Block) -> str:
        """Return the pointer of a mark: the next note of its number, else the one before it."""
        places = self.places.get(ref.n, ())
        if not places:
            return ""
        start = next((place for place in places if place > ref.span.start), places[-1])
        return f"#{self.ids[start]}"


@dataclass(frozen=True, slots=True)
class Context:
    """What every writer needs: the text, its notes, and the function that writes a block of any kind."""

    text: str
    notes: Notes
    write_block: Callable[[Context, Element, Block], None]


def collapse(text: str) -> str:
    """Make every run of white space one space, as XML readers show it."""
    return _SPACE.sub(" ", text) if any(space in text for space in _UNEVEN) else text


def write_mixed(ctx: Context, el: Element, block: Block, *, leave_out: Sequence[Block] = ()) -> None:
    """Fill `el` with the text of `block` and the elements of its children, in the order of the text."""
    flow = _Flow(el)
    at = block.span.start
    for child in (*block.children, *leave_out):
        if child.span.start > at:
            flow.text(ctx.text[at : child.span.start])
        at = max(at, child.span.end)
        if child in leave_out:
            continue
        if child.kind in _OWN_LINE:
            flow.trim()
            ctx.write_block(ctx, el, child)
            flow.at_start = True
        elif child.kind == "lb":
            flow.line_break(child)
        elif child.kind in _MARKS:
            write_mark(ctx, el, child)
            flow.at_start = child.kind in ("pb", "fw") and flow.at_start
        else:
            ctx.write_block(ctx, el, child)
            flow.at_start = False
    flow.text(ctx.text[at : block.span.end])
    flow.trim()


def write_mark(ctx: Context, el: Element, block: Block) -> None:
    """Append a mark with its text; a page break is empty and has its number beside it in an fw."""
    text = collapse(block.span.of(ctx.text)).strip()
    if block.kind == "ref":
        sub(el, "ref", text, type="noteAnchor", target=ctx.notes.target(block))
    elif block.kind == "pb":
        sub(el, "pb", n=block.n)
        if text:
            sub(el, "fw", text, type="pageNum")
    else:
        sub(el, block.kind, text, type=block.type, place=block.place)


class _Flow:
    """Appends text to an element behind whatever it holds, without white space at its edges."""

    def __init__(self, el: Element) -> None:
        self.el = el
        self.at_start = True

    def text(self, raw: str) -> None:
        text = collapse(raw)
        if self.at_start:
            text = text.lstrip(" ")
        if not text:
            return
        self.at_start = False
        if len(self.el):
            self.el[-1].tail = (self.el[-1].tail or "") + text
        else:
            self.el.text = (self.el.text or "") + text

    def line_break(self, child: Block) -> None:
        self.trim()
        if child.type == "hyphen":
            sub(self.el, "lb", **{"break": "no"}, rend="hyphen")
        elif child.type == "no":
            sub(self.el, "lb", **{"break": "no"})
        else:
            sub(self.el, "lb")
        self.at_start = True

    def trim(self) -> None:
        if len(self.el):
            self.el[-1].tail = (self.el[-1].tail or "").rstrip(" ") or None
        elif self.el.text:
            self.el.text = self.el.text.rstrip(" ") or None
