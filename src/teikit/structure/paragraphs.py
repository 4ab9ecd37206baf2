"""Find out how the paragraphs of a text are set, and join its lines into chunks accordingly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from teikit.structure import markers, shapes
from teikit.structure.lines import APART, Chunk, Line, chunk

DIVIDED = re.compile(r"[^\W\d_][-‐¬\xad]$")
UNBROKEN = 130
TERMINAL = re.compile(r"[.!?:…]\s?[\"”’»'*)\]\d¹²³⁴-⁹]*$")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines are set. ``wrapped``: paragraphs run over several lines. ``width``: columns of a full line.

    ``indent``: columns before most lines. ``spaced``: a blank line stands between the lines of a paragraph.
    ``greedy``: lines are filled as far as words fit, so that a short line ends something. ``first``: columns before the
    first lines of paragraphs, 0 where they are not indented.
    """

    wrapped: bool
    width: int
    indent: int = 0
    spaced: bool = False
    greedy: bool = True
    first: int = 0


def measure(lines: Sequence[Line]) -> Layout:
    """Measure the layout of the lines of a document."""
    if len(lines) < 2:
        return Layout(False, len(lines[0].text) if lines else 0)
    total = sum(len(line.text) for line in lines)
    ends = sorted(line.indent + len(line.text) for line in lines)
    if sum(len(line.text) for line in lines if len(line.text) > UNBROKEN) > 0.3 * total:
        return Layout(False, ends[-1])
    width = ends[min(len(ends) - 1, int(len(ends) * 0.97))]
    spaced = _double_spaced(lines, width)
    pairs = [(a, b) for a, b in pairwise(lines) if b.gap <= spaced]
    running = sum(a.indent + len(a.text) > 0.7 * width and _goes_on(a, b) for a, b in pairs)
    if not pairs or running < max(1, 0.08 * len(pairs)):
        return Layout(False, width)
    full = [(a, b) for a, b in pairs if _goes_on(a, b)]
    forced = sum(_room(a, b, width) < 6 for a, b in full)
    usual = Counter(line.indent for line in lines if len(line.text) > 0.5 * width).most_common(1)
    indent = usual[0][0] if usual else 0
    return Layout(True, width, indent, spaced, forced >= 0.8 * len(full), _first_indent(pairs, indent))


def _first_indent(pairs: Sequence[tuple[Line, Line]], indent: int) -> int:
    """Return the indent of lines that are followed by lines without it, where it comes back."""
    steps = Counter(a.indent for a, b in pairs if indent + 2 <= a.indent <= indent + 14 and b.indent == indent)
    found = steps.most_common(1)
    return found[0][0] if found and found[0][1] >= 2 else 0


def _goes_on(line: Line, after: Line) -> bool:
    """Tell whether a sentence goes on to the next line; in capitals, where there is no stop and no number follows."""
    if after.text[0].islower():
        return not TERMINAL.search(line.text)
    capitals = line.text.isupper() and after.text.isupper() and len(line.text) > 40
    return capitals and line.text[-1].isalpha() and after.text[0].isalpha()


def _double_spaced(lines: Sequence[Line], width: int) -> bool:
    """Tell whether nearly every line is followed by one blank line although sentences run on."""
    inner = lines[1:]
    single = sum(line.gap == 1 for line in inner)
    if len(inner) < 4 or single < 0.5 * len(inner):
        return False
    full = [(a, b) for a, b in pairwise(lines) if b.gap == 1 and len(a.text) > 0.7 * width]
    running = sum(_goes_on(a, b) for a, b in full)
    open_ = sum(not TERMINAL.search(a.text) for a, _ in full)
    if running >= 3 and running >= 0.4 * len(full) and open_ >= 0.7 * len(full):
        return True
    often = single >= 0.7 * len(inner)
    return often and (running > 0.25 * len(inner) or (len(full) >= 5 and running > 0.6 * len(full)))


def _room(line: Line, after: Line, width: int) -> int:
    """Return how many columns would have been left had the first word of the next line stood on this one."""
    indent = line.indent if line.indent < 20 else 0  # what is set to the right is not full
    return width - (indent + len(line.text) + 1 + len(after.text.split(None, 1)[0]))


def join(lines: Sequence[Line], layout: Layout, pages: dict[int, tuple[str, str]]) -> list[Chunk]:
    """Join lines into chunks. A page number within a paragraph becomes an inline line of its chunk."""
    chunks: list[Chunk] = []
    current: list[Line] = []
    held: list[tuple[Line, tuple[str, str]]] = []
    inline: list[Chunk] = []
    label = False

    def close() -> None:
        nonlocal current, inline
        if current:
            made = chunk(current)
            if inline:
                made = Chunk(made.lines, made.text, inline=tuple(inline))
            chunks.append(made)
        current, inline = [], []

    for at, line in enumerate(lines):
        if line.page >= 0:
            held.append((Line(line.page, line.page, 0, 0, ""), ("pb", "")))
        if at in pages:
            held.append((line, pages[at]))
            continue
        if current and held and _goes_over(current[-1], line, held, layout):
            inline += [_page(found, page) for found, page in held]
        elif (
            held
            or not current
            or _breaks(current, line, layout)
            or (label and _room(current[-1], line, layout.width) > 0)
        ):
            label = bool(current) and (shapes.section(current[0].text) != "" or (label and line.gap <= layout.spaced))
            close()
            chunks += [_page(found, page) for found, page in held]
        held = []
        current.append(line)
    close()
    return chunks + [_page(found, page) for found, page in held]


def page_break(line: Line) -> Chunk:
    """Return the chunk of the form feed before a line."""
    return _page(Line(line.page, line.page, 0, 0, ""), ("pb", ""))


def _page(line: Line, page: tuple[str, str]) -> Chunk:
    if page[0] == "pb":
        return Chunk((line,), "\f", "fw", "pb")
    return Chunk((line,), line.text, "fw", page[0], page[1])


def _goes_over(above: Line, line: Line, held: Sequence[tuple[Line, tuple[str, str]]], layout: Layout) -> bool:
    """Tell whether a paragraph goes on over the page numbers and page breaks held back."""
    near = all(x.gap < APART for x in (line, *(found for found, _ in held)))
    return near and (layout.wrapped or bool(DIVIDED.search(above.text))) and _runs_on(above, line)


def _runs_on(line: Line, after: Line) -> bool:
    return after.text[0].islower() or (
        not TERMINAL.search(line.text) and len(line.text) > 30 and not markers.read(after.text)
    )


def _breaks(current: list[Line], line: Line, layout: Layout) -> bool:
    """Tell whether a new chunk begins with this line."""
    if not layout.wrapped or line.gap > layout.spaced:
        return True
    above = current[-1]
    if DIVIDED.search(above.text) and line.text[0].isalpha():
        return False
    return any(rule(current, above, line, layout) for rule in BREAKS)


def _by_indent(current: list[Line], above: Line, line: Line, layout: Layout) -> bool:
    """Break at an indented first line, and after a block that was indented as a whole; not at a hanging indent."""
    step = line.indent - above.indent
    if step == 0 and layout.first and line.indent == layout.first:
        return bool(TERMINAL.search(above.text)) or _room(above, line, layout.width) >= 3
    if step >= 2:
        if len(current) == 1 and markers.read(above.text) and step <= 8 and above.text[-1] != ":":
            return False
        hanging = len(current) == 1 and line.text[0].islower() and _room(above, line, layout.width) < 6
        return not hanging
    if step <= -2 and len(current) > 1:
        return current[-2].indent == above.indent
    return step <= -20


def _by_shortness(_current: list[Line], above: Line, line: Line, layout: Layout) -> bool:
    """Break after a line with room for the next word: a little where a sentence ends, much where none does."""
    room = _room(above, line, layout.width)
    if room < 4 or line.text[0].islower():
        return False
    if TERMINAL.search(above.text):
        return room > (0.15 if layout.greedy else 0.4) * layout.width
    return room > (0.3 if layout.greedy else 0.55) * layout.width


def _by_marker(current: list[Line], above: Line, line: Line, layout: Layout) -> bool:
    """Break before an item or a note: after a short line or a stop, or where the number before it has been seen."""
    note = shapes.note_mark(line.text)
    found = markers.read(line.text)
    if not (found or note):
        return False
    first = markers.read(current[0].text)
    if note and (shapes.note_mark(current[0].text) or _room(above, line, layout.width) > 6):
        return True
    if not found:
        return False
    if first and first.style == found.style:
        return found.bullet or any(value + 1 in found.values for value in first.values)
    return (
        bool(TERMINAL.search(above.text) or above.text[-1] in ";,")
        and (found.bullet or 1 in found.values)
        and found.style[0] in "(1•*-a"
    )


def _by_shape(_current: list[Line], above: Line, line: Line, layout: Layout) -> bool:
    """Break before and after lines that are something by themselves: datelines, markings, labels, formulas."""
    if _room(above, line, layout.width) < 3:
        return False
    return (
        shapes.stands_alone(above.text) or shapes.stands_alone(line.text) or above.text.isupper() != line.text.isupper()
    )


BREAKS = (_by_indent, _by_shortness, _by_marker, _by_shape)
