"""A text as its parts: what a reading text and Markdown are written from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Look:
    """How words look. ``styles``: names of text_styles.tsv; ``lang``: where not that of the text; ``link``: a URL."""

    styles: tuple[str, ...] = ()
    lang: str = ""
    link: str = ""


@dataclass(slots=True)
class Words:
    """Characters of one look, white space collapsed."""

    text: str
    look: Look = Look()


@dataclass(slots=True)
class Note:
    """A note that stands apart. ``number``: that of its first mark in the order of the text, 0 before it is known."""

    content: Part
    number: int = 0


@dataclass(slots=True)
class Mark:
    """The place of a note."""

    note: Note


@dataclass(slots=True)
class Page:
    """The beginning of a page. ``label``: what is said of it, such as "p. 12"."""

    label: str


@dataclass(slots=True)
class Break:
    """The end of a line."""


Inline = Words | Mark | Page | Break


@dataclass(slots=True)
class Part:
    """A part of a text, by ``kind``.

    With ``inlines``: para, head, subhead, caption, lines (each ended by a Break), speaker, verse lines (``l``), code.
    With ``parts``: text, note, quote, list, item, verse, speech, table, row, cell, aside.
    ``level``: of a heading, from 1; of a verse, its indentation. ``lead``: the label of an item. ``marked``: of a list,
    the kind of its markers: ordered, bulleted, none, or gloss where labels are explained; of a row, that it is one of
    headings.
    """

    kind: str
    inlines: list[Inline] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    lead: list[Inline] = field(default_factory=list)
    level: int = 0
    marked: str = ""


def every(part: Part) -> Iterator[Part]:
    """Yield a part and all inside it."""
    yield part
    for inner in part.parts:
        yield from every(inner)


def all_inlines(part: Part) -> Iterator[Inline]:
    """Yield what stands in the lines of a part, in the order of the text."""
    yield from part.lead
    yield from part.inlines
    for inner in part.parts:
        yield from all_inlines(inner)


def numbered(text: Part, *, nested: bool = True) -> list[Note]:
    """Number the notes of a text in the order of their marks and return them; those within notes after these."""
    found: list[Note] = []
    _number(all_inlines(text), found)
    for note in found if nested else ():  # grows while it is read
        _number(all_inlines(note.content), found)
    return found


def _number(inlines: Iterable[Inline], found: list[Note]) -> None:
    for inline in inlines:
        if isinstance(inline, Mark) and not inline.note.number:
            found.append(inline.note)
            inline.note.number = len(found)


def line_of(part: Part) -> list[Inline]:
    """Return all that stands in a part as one line, what stood in lines of their own set off by spaces."""
    line: list[Inline] = []
    for inlines in _lines(part):
        if line and inlines:
            line.append(Words(" "))
        line += [Words(" ") if isinstance(inline, Break) else inline for inline in inlines]
    return line


def _lines(part: Part) -> Iterator[list[Inline]]:
    if part.lead:
        yield part.lead
    if part.inlines:
        yield part.inlines
    for inner in part.parts:
        yield from _lines(inner)
