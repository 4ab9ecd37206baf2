"""The order of the steps from a source to a document with blocks and metadata."""

from __future__ import annotations

from collections.abc import Callable

from teikit.model import Document, Finding, Metadata, Source, Span
from teikit.structure import (
    assemble,
    diary,
    enclosures,
    frame,
    furniture,
    header,
    headings,
    kinds,
    lists,
    notes,
    opening,
    pages,
    paragraphs,
    regions,
    signing,
    speech,
)
from teikit.structure.lines import Chunk, Line, chunk, split

Step = Callable[[list[Chunk], str], list[Chunk]]


def _for_any(step: Callable[[list[Chunk]], list[Chunk]]) -> Step:
    """Make a step of one that does the same whatever the kind."""
    return lambda chunks, _kind: step(chunks)


# Every step is given the kind that the caller names, or an empty string.
STEPS: tuple[tuple[str, Step], ...] = (
    ("columns", _for_any(frame.divide)),
    ("frame", frame.mark),
    ("opening", _for_any(opening.mark)),
    ("entries", diary.entries),
    ("signing", _for_any(signing.mark)),
    ("speech", speech.mark),
    ("lists", _for_any(lists.mark)),
    ("headings", _for_any(headings.mark)),
)


def analyse(source: Source, *, kind: str = "", language: str = "") -> Document:
    """Find the structure and the metadata of a plain text.

    ``kind``: one of KINDS, instead of what would be detected. Raises ValueError for an unknown kind.
    """
    wanted = kinds.canonical(kind) if kind else ""
    lines = split(source.text)
    if not lines:
        return Document(source.text, Metadata(kind=wanted, language=language))
    rest, aside = furniture.split(lines)
    parts = [(type_, decide(part, wanted)) for type_, part in enclosures.split(notes.mark(cut(rest)))]
    below = [c for _, part in parts[1:] for c in part if c.kind == "note"]
    found = header.metadata([*parts[0][1], *below], aside, kind=wanted, language=language)
    findings = tuple(_ragged(rest[a], rest[b - 1]) for a, b in regions.ragged(rest))
    return Document(source.text, found, assemble.blocks(source.text, parts), findings=findings)


def _ragged(first: Line, last: Line) -> Finding:
    return Finding(
        "S001",
        "these lines are set in columns, but not so evenly that they make a table; they became paragraphs",
        Span(first.start, last.end),
        "separate the columns with tabs or |, or mark the table by hand",
    )


def decide(chunks: list[Chunk], kind: str) -> list[Chunk]:
    """Take the chunks of one text through the steps."""
    for _, step in STEPS:
        chunks = step(chunks, kind)
    return chunks


def cut(lines: list[Line]) -> list[Chunk]:
    """Cut the lines of a document into chunks: tables and stanzas as they stand, the rest joined into paragraphs."""
    if not lines:
        return []
    numbers = pages.find(lines)
    layout = paragraphs.measure([line for at, line in enumerate(lines) if at not in numbers])
    kept = _regions(lines, layout.width, numbers, wrapped=layout.wrapped)
    out: list[Chunk] = []
    at = 0
    for start, end, kind in [*kept, (len(lines), len(lines), "")]:
        shifted = {place - at: page for place, page in numbers.items() if at <= place < start}
        out += paragraphs.join(lines[at:start], layout, shifted)
        if kind:
            out += [paragraphs.page_break(lines[start])] if lines[start].page >= 0 else []
            out.append(chunk(lines[start:end], kind))
        at = end
    return out


def _regions(
    lines: list[Line], width: int, numbers: dict[int, tuple[str, str]], *, wrapped: bool
) -> list[tuple[int, int, str]]:
    found = [(a, b, "table") for a, b in regions.tables(lines, width)]
    found += [(a, b, "lg") for a, b in regions.verses(lines, width, wrapped=wrapped)]
    out: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(found):
        free = not out or start >= out[-1][1]
        if free and not any(start <= place < end for place in numbers):
            out.append((start, end, kind))
    return out
