"""Make blocks of decided chunks: group items into lists and turns into speeches, set marks and line breaks in place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from teikit.model import Block, Span
from teikit.structure import hyphens, notes, regions
from teikit.structure.lines import Chunk, Line


@dataclass(frozen=True, slots=True)
class Inline:
    """What stands within leaves: the words for judging hyphens and the marks of notes (start, end, n)."""

    words: hyphens.Words
    marks: tuple[tuple[int, int, str], ...]


def blocks(text: str, parts: Sequence[tuple[str, Sequence[Chunk]]]) -> tuple[Block, ...]:
    """Make the blocks of a document of its parts; a part with a type becomes a div of this type."""
    chunks = [c for _, part in parts for c in part]
    named = [(c.first.start, c.n) for c in chunks if c.kind == "note" and c.n]
    rounded = any(c.kind == "note" and c.text[0] == "(" for c in chunks)
    spans = [_running(c) for c in chunks]
    marks = notes.references(text, [span for span in spans if span[0] < span[1]], named, rounded=rounded)
    inline = Inline(hyphens.Words(text), tuple(marks))
    out: list[Block] = []
    for type_, part in parts:
        found = _part(part, inline)
        if type_ and found:
            whole = Span(found[0].span.start, found[-1].span.end)
            found = [Block("div", whole, tuple(found), type=type_)]
        out += found
    return tuple(out)


def _part(chunks: Sequence[Chunk], inline: Inline) -> list[Block]:
    out: list[Block] = []
    at = 0
    while at < len(chunks):
        make, member = GROUPS.get(chunks[at].kind, (_single, "none"))
        end = at + 1
        while end < len(chunks) and chunks[end].kind == member:
            end += 1
        out += make(chunks[at:end], inline)
        at = end
    return out


def _running(c: Chunk) -> tuple[int, int]:
    return c.first.start + (c.label if c.kind in ("note", "item") else 0), c.last.end


def span(c: Chunk) -> Span:
    return Span(c.first.start, c.last.end)


def _within(c: Chunk, inline: Inline, start: int | None = None) -> list[Block]:
    """Make the blocks inside a leaf, from a place on: line breaks in words, marks of notes, page numbers."""
    begin = c.first.start if start is None else start
    found = [b for b in _breaks(c, inline.words) if b.span.start >= begin]
    found += [page(x) for x in c.inline]
    found += [Block("ref", Span(a, b), n=n) for a, b, n in _marks(inline, begin, c.last.end)]
    return _disjoint(sorted(found, key=lambda b: (b.span.start, b.span.end)))


def page(c: Chunk) -> Block:
    """Make the block of a page break, a page number or a running head."""
    return Block("pb", span(c)) if c.type == "pb" else Block("fw", span(c), n=c.n, type=c.type)


def _breaks(c: Chunk, words: hyphens.Words) -> Iterator[Block]:
    """Yield the line breaks within words; one before a page number ends where the number begins."""
    starts = [x.first.start for x in c.inline]
    for found in hyphens.breaks(c.lines, words):
        between = [at for at in starts if found.span.start < at < found.span.end]
        yield replace(found, span=Span(found.span.start, min(between))) if between else found


def _marks(inline: Inline, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for mark in inline.marks[bisect_left(inline.marks, (start, 0, "")) :]:
        if mark[0] >= end:
            return
        yield mark


def _disjoint(found: list[Block]) -> list[Block]:
    out: list[Block] = []
    for block in found:
        if not out or block.span.start >= out[-1].span.end:
            out.append(block)
    return out


def leaf(c: Chunk, kind: str, inline: Inline, type: str = "") -> Block:
    return Block(kind, span(c), tuple(_within(c, inline)), type=type)


def _single(chunks: Sequence[Chunk], inline: Inline) -> list[Block]:
    c = chunks[0]
    kind = c.kind or "p"
    if kind == "fw":
        return [page(c)]
    return [leaf(c, kind, inline, c.type if kind == "label" else "")]


def _lines(chunks: Sequence[Chunk], _inline: Inline) -> list[Block]:
    """Make an address or a stanza: every line is a block of its own."""
    c = chunks[0]
    part = "addrLine" if c.kind == "address" else "l"
    return [Block(c.kind, span(c), tuple(Block(part, Span(line.start, line.end)) for line in c.lines))]


def _table(chunks: Sequence[Chunk], _inline: Inline) -> list[Block]:
    c = chunks[0]
    rows = []
    for line in c.lines:
        places = regions.cells(line.text) if not regions.RULE.match(line.text) else [(0, len(line.text))]
        cut = _cover(line, places)
        rows.append(Block("row", Span(line.start, line.end), tuple(Block("cell", s) for s in cut)))
    return [Block("table", span(c), tuple(rows))]


def _cover(line: Line, places: list[tuple[int, int]]) -> list[Span]:
    """Return the spans of cells so that every character of the line, bars included, lies in one."""
    starts = [0, *(a for a, _ in places[1:])]
    ends = [*starts[1:], len(line.text)]
    return [
        Span(line.start + a, line.start + a + len(line.text[a:b].rstrip())) for a, b in zip(starts, ends, strict=True)
    ]


def _postscript(chunks: Sequence[Chunk], inline: Inline) -> list[Block]:
    return [
        Block(
            "postscript", Span(chunks[0].first.start, chunks[-1].last.end), tuple(leaf(c, "p", inline) for c in chunks)
        )
    ]


def _speech(chunks: Sequence[Chunk], inline: Inline) -> list[Block]:
    c = chunks[0]
    start, end = c.first.start, c.last.end
    at = _after(c)
    speaker = Block("speaker", Span(start, start + c.label))
    if at >= end:
        return [Block("sp", span(c), (speaker,))]
    said = Block("p", Span(at, end), tuple(_within(c, inline, at)))
    return [Block("sp", span(c), (speaker, said))]


def _after(c: Chunk) -> int:
    """Return where the text after the label of a chunk begins."""
    rest = c.first.text[c.label :]
    if rest.strip():
        return c.first.start + c.label + len(rest) - len(rest.lstrip())
    return c.lines[1].start if len(c.lines) > 1 else c.last.end


def _note(chunks: Sequence[Chunk], inline: Inline) -> list[Block]:
    c, more = chunks[0], chunks[1:]
    label = [Block("label", Span(c.first.start, c.first.start + c.label))] if c.label else []
    at = _after(c) if c.label else c.first.start
    inner = _within(c, inline, at)
    if more:
        first = Block("p", Span(at, c.last.end), tuple(inner))
        inner = [first, *(leaf(x, "p", inline) for x in more)]
    whole = Span(c.first.start, chunks[-1].last.end)
    return [Block("note", whole, (*label, *inner), n=c.n, type=c.type, place="bottom")]


def _list(chunks: Sequence[Chunk], inline: Inline) -> list[Block]:
    """Make a list of items; items of a deeper level become a list inside the item before them."""
    items: list[Block] = []
    at = 0
    base = chunks[0].level
    while at < len(chunks):
        end = at + 1
        while end < len(chunks) and chunks[end].level > base:
            end += 1
        item = _item(chunks[at], inline)
        if end > at + 1:
            deeper = _list(chunks[at + 1 : end], inline)
            item = replace(item, span=Span(item.span.start, deeper[-1].span.end), children=(*item.children, *deeper))
        items.append(item)
        at = end
    return [Block("list", Span(items[0].span.start, items[-1].span.end), tuple(items), type=_list_type(chunks[0]))]


def _list_type(c: Chunk) -> str:
    """Return the type of the list that an item belongs to: what the label over it announced."""
    if c.type.startswith("people"):
        return "participants"
    return c.type if c.type in ("subject", "to", "from") and (c.level or not c.label) else ""


def _same_list(first: Chunk, c: Chunk) -> bool:
    return _list_type(first) == _list_type(c) and bool(first.level) == bool(c.level)


def _item(c: Chunk, inline: Inline) -> Block:
    start = c.first.start
    label = [Block("label", Span(start, start + c.label))] if c.label else []
    inner = _within(c, inline, _after(c) if c.label else start)
    n = c.text[: c.label].strip("().[]/ ") if c.label and c.level else ""
    return Block("item", span(c), (*label, *inner), n=n if n.isalnum() else "")


def _lists(chunks: Sequence[Chunk], inline: Inline) -> list[Block]:
    """Cut a row of items where the role of the list changes or the level falls below that of the first."""
    out: list[Block] = []
    at = 0
    while at < len(chunks):
        end = at + 1
        while end < len(chunks) and _same_list(chunks[at], chunks[end]) and chunks[end].level >= chunks[at].level:
            end += 1
        out += _list(chunks[at:end], inline)
        at = end
    return out


Make = Callable[[Sequence[Chunk], Inline], list[Block]]

# How chunks of a kind become blocks, and the kind of the chunks after them that go into the same block.
GROUPS: dict[str, tuple[Make, str]] = {
    "item": (_lists, "item"),
    "note": (_note, "note-more"),
    "postscript": (_postscript, "postscript"),
    "sp": (_speech, "none"),
    "address": (_lines, "none"),
    "lg": (_lines, "none"),
    "table": (_table, "none"),
}
