"""Lines of the source and what can be measured on them; chunks, the paragraphs in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

# The gap before a line above which something was set aside: nothing is joined across it.
APART = 99


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. ``start`` and ``end`` leave out the white space around it; ``indent`` counts columns.

    ``gap``: blank lines before it. ``text``: what stands on it. ``page``: where a form feed stands before it, or -1.
    """

    start: int
    end: int
    indent: int
    gap: int
    text: str
    page: int = -1


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines that belong together. ``kind`` is empty until a step has decided it.

    ``text``: the lines joined by blanks. ``label``: how many characters at the beginning are the number or bullet of
    an item, the mark of a note or the name of a speaker. ``n``: that number or mark. ``level``: depth of an item with a
    marker, from 1. ``type``: what the label over an item announced. ``inline``: page numbers,
    running heads and page breaks between the lines.
    """

    lines: tuple[Line, ...]
    text: str
    kind: str = ""
    type: str = ""
    n: str = ""
    label: int = 0
    level: int = 0
    inline: tuple[Chunk, ...] = field(default=())

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]


def chunk(lines: list[Line] | tuple[Line, ...], kind: str = "", type: str = "") -> Chunk:
    """Make a chunk of lines that stand in the order of the text."""
    text = lines[0].text if len(lines) == 1 else " ".join(line.text for line in lines)
    return Chunk(tuple(lines), text, kind, type)


def split(text: str) -> list[Line]:
    """Return the lines of the text that are not blank."""
    found: list[Line] = []
    at = gap = 0
    feed = -1
    feeds = "\f" in text
    for raw in text.split("\n"):
        bare = raw.strip()
        if feeds and feed < 0 and "\f" in raw[: len(raw) - len(raw.lstrip())]:
            feed = at + raw.index("\f")
        if bare:
            head = len(raw) - len(raw.lstrip())
            indent = len(raw[:head].expandtabs(8)) if head else 0
            found.append(Line(at + head, at + head + len(bare), indent, gap, bare, feed))
            gap = 0
            feed = at + raw.rindex("\f") if feeds and "\f" in raw[head + len(bare) :] else -1
        else:
            gap += 1
        at += len(raw) + 1
    return found
