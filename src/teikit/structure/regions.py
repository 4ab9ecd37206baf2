"""Tables and verse: lines that keep their ends, found before lines are joined into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from teikit.structure import markers, shapes
from teikit.structure.lines import Line

CELLS = re.compile(r"\s*\t\s*|\s*\|\s*|\s{2,}")
WIDE = re.compile(r"\S\s{3,}\S|\t")
RULE = re.compile(r"[\s|+:=_–—-]+$")


def cells(text: str) -> list[tuple[int, int]]:
    """Return the places of the cells of a line."""
    found = []
    at = 0
    for match in CELLS.finditer(text):
        if match.start() > at:
            found.append((at, match.start()))
        at = match.end()
    return [*found, (at, len(text))] if at < len(text) else found


def tables(lines: Sequence[Line], width: int) -> list[tuple[int, int]]:
    """Return where tables begin and end: three lines or more with the same columns, or two with tabs or bars."""
    return [(a, b) for a, b, counts in _runs(lines) if _is_table(lines[a:b], counts, width)]


def ragged(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return where three lines or more are set in columns that make no table."""
    found = []
    for start, end, counts in _runs(lines):
        run = lines[start:end]
        wide = sum(bool(WIDE.search(line.text)) for line in run)
        if (
            len(run) > 2
            and wide * 3 >= len(run) * 2
            and max(counts) > 2
            and not (_labels(run) or _is_table(run, counts, 0))
        ):
            found.append((start, end))
    return found


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int, list[int]]]:
    """Yield where lines with several columns stand together, and how many columns each has."""
    counts = [_columns(line) for line in lines]
    at = 0
    while at < len(lines):
        if counts[at] < 2:
            at += 1
            continue
        end = at + 1
        barred = False
        while end < len(lines) and lines[end].gap <= 1 and (counts[end] >= 2 or _bridges(lines, counts, end)):
            if barred and lines[end].gap and "|" not in lines[end].text:
                break
            barred = barred or "|" in lines[end].text
            end += 1
        while end > at and counts[end - 1] < 2:
            end -= 1
        yield at, end, counts[at:end]
        at = max(end, at + 1)


def _bridges(lines: Sequence[Line], counts: Sequence[int], at: int) -> bool:
    """Tell whether a line without columns belongs to a table: a rule, or a short heading between rows alike."""
    if _is_rule(lines[at]):
        return True
    after = next((place for place in range(at + 1, min(at + 3, len(lines))) if not _is_rule(lines[place])), None)
    before = next((place for place in range(at - 1, max(at - 3, -1), -1) if not _is_rule(lines[place])), None)
    if after is None or before is None or len(lines[at].text) > 40 or lines[after].gap > 0:
        return False
    return counts[before] == counts[after] > 2


def _labels(lines: Sequence[Line]) -> bool:
    """Tell whether most lines are a label with a colon and what it announces."""
    return sum(line.text[: cells(line.text)[0][1]].endswith(":") for line in lines) * 2 > len(lines)


def _columns(line: Line) -> int:
    text = line.text
    if "\t" not in text and "|" not in text and "  " not in text:
        return 0
    return len(cells(text))


def _is_rule(line: Line) -> bool:
    return bool(RULE.match(line.text))


def _is_table(lines: Sequence[Line], counts: Sequence[int], width: int) -> bool:
    marked = sum("\t" in line.text or "|" in line.text for line in lines) * 2 > len(lines)
    if len(lines) < (2 if marked else 3):
        return False
    if _labels(lines):
        return False
    usual = max(set(counts), key=list(counts).count)
    even = sum(count == usual for count in counts) / len(counts)
    bars = [line.text.count("|") for line in lines if "|" in line.text]
    barred = len(bars) > 2 and min(bars) == max(bars) and len(bars) * 5 >= len(lines) * 3
    if any(len(line.text) > max(200, width + 20) for line in lines) or (even < 0.6 and not barred):
        return False
    sentences = sum(
        bool(re.search(r"[a-z,;.] {2,3}[A-Za-z]", line.text)) and line.text.count("  ") == 1 for line in lines
    )
    short = sum(len(line.text[a:b]) for line in lines for a, b in cells(line.text)) / max(1, sum(counts))
    return marked or (sentences < 0.5 * len(lines) and short < 30) or _aligned(lines)


def _aligned(lines: Sequence[Line]) -> bool:
    """Tell whether second cells begin, or last cells end, in the same column."""
    starts = {line.indent + cells(line.text)[1][0] for line in lines if len(cells(line.text)) > 1}
    ends = {line.indent + len(line.text) for line in lines}
    return len(lines) >= 3 and (len(starts) <= 2 or len(ends) <= 2)


def verses(lines: Sequence[Line], width: int, *, wrapped: bool) -> list[tuple[int, int]]:
    """Return where stanzas begin and end: four short lines or more that break where no paragraph would."""
    found = []
    at = 0
    limit = min(62, 0.8 * width) if wrapped else 62
    while at < len(lines):
        end = at
        while end < len(lines) and (end == at or lines[end].gap == 0) and 8 < len(lines[end].text) <= limit:
            end += 1
        if end - at >= 4 and _is_verse(lines[at:end]):
            found.append((at, end))
        at = max(end, at + 1)
    return found


def _is_verse(lines: Sequence[Line]) -> bool:
    """Tell whether lines read like verse: capitals first, running words, and commas or nothing at most ends."""
    texts = [line.text for line in lines]
    if any(
        markers.read(text)
        or shapes.section(text)
        or shapes.stands_alone(text)
        or re.search(r"\d|:\s|\t|\||\s{3,}", text)
        for text in texts
    ):
        return False
    capitals = sum(bool(re.match(r"[\W_]*[^\W\d_a-zß-öø-ÿа-я]", text)) for text in texts)
    small = [sum(word[0].islower() for word in text.split()) for text in texts]
    running = sum(count >= 2 for count in small)
    open_ends = sum(not re.search(r"[.?!]\s?[”\"’»']*$", text) for text in texts)
    quoted = sum(text[0] in '“"‘«' for text in texts)
    if quoted > 0.3 * len(texts):
        return False
    return (
        capitals >= 0.85 * len(texts)
        and running >= 0.8 * len(texts)
        and open_ends >= 0.4 * len(texts)
        and not all(shapes.name(t) for t in texts)
    )
