"""The frame of a letter: the lines over the salutation, taken block by block, and cells that share a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from teikit.structure import dating, phrases, shapes
from teikit.structure.lines import Chunk, Line, chunk
from teikit.structure.opening import PAIR, is_title, prose

REACH = 24
WIDE = re.compile(r"\s{4,}|\t+")
EDGES = 10
ADDRESSEE = re.compile(
    r"for\s+(?:my|the|mr|mrs|sr|his|her)\b|(?:to|an|à|alla|all[’']|ai|al?)\s+(?:the\s+|my\s+)?(?=[A-ZÀ-Þ])|(?:herrn?|frau|monsieur|messrs|excmo|exmo|ilmo|illmo)\b|à$",
    re.I,
)
NUMBERS = re.compile(r"\W*(?:nos?|nr|n°|núm|ref|tel|your ref|our ref|file|feldpostn(?:umme)?r)\b\.?", re.I)


def divide(chunks: list[Chunk]) -> list[Chunk]:
    """Cut lines near the edges that hold two things side by side: a date, a salutation or a marking, and another."""
    out: list[Chunk] = []
    for at, c in enumerate(chunks):
        near = at < EDGES or at >= len(chunks) - EDGES
        out += _cells(c) if near and not c.kind and len(c.text) < 300 else [c]
    return out


def _cells(c: Chunk) -> list[Chunk]:
    if not any("    " in line.text or "\t" in line.text for line in c.lines):
        return [c]
    cut = [_cut(line) for line in c.lines]
    apart = [parts for parts in cut if len(parts) > 1 and parts[0].text[-1] != ":"]
    told = [x for parts in apart for x in parts if _tells(x.text)]
    return [chunk([x]) for parts in cut for x in parts] if told else [c]


def _tells(text: str) -> bool:
    return shapes.dateline(text) or shapes.marking(text) or shapes.salute(text)


def _cut(line: Line) -> list[Line]:
    """Return the cells of a line as lines of their own, the later ones without a gap."""
    out: list[Line] = []
    at = 0
    for match in [*WIDE.finditer(line.text), None]:
        end = match.start() if match else len(line.text)
        text = line.text[at:end]
        indent = line.indent + at
        out.append(Line(line.start + at, line.start + end, indent, 0 if out else line.gap, text))
        at = match.end() if match else end
    return out if 1 < len(out) < 4 else [line]


def mark(chunks: list[Chunk], kind: str) -> list[Chunk]:
    """Decide the salutation and the datelines and addresses over it, which may run over several lines."""
    at = _salutation(chunks, kind)
    if at is None:
        return chunks
    out = list(chunks[:at])
    kept: list[Chunk] = []
    for block in _blocks(out):
        kept += _decide(block, last=block[-1] is out[-1], headed=bool(kept))
    return [*kept, replace(chunks[at], kind="salute"), *chunks[at + 1 :]]


def _salutation(chunks: Sequence[Chunk], kind: str) -> int | None:
    """Return where the salutation stands: the last before the first running paragraph."""
    found = None
    for at, c in enumerate(chunks[:REACH]):
        if c.kind not in ("", "fw"):
            continue
        if prose(c) or len(c.text) > 160:
            break
        after = next((x for x in chunks[at + 1 :] if x.kind != "fw"), None)
        if after is None:
            break
        loose = kind == "letter" and c.text[-1] in ",:!" and len(c.text) < 60 and after.first.gap > 0 and prose(after)
        given = at and phrases.bare(chunks[at - 1].text) in ("à", "an", "to", "a")
        if (shapes.salute(c.text) or loose) and not _addresses(c, after) and not given:
            found = at
    return found


def _addresses(c: Chunk, after: Chunk) -> bool:
    """Tell whether what looks like a salutation is the first line of an address: another short line goes on with it."""
    short = after.first.gap == 0 and len(after.text) < 60 and not prose(after) and not shapes.salute(after.text)
    return c.text[-1] not in "!:" and short and after.text[-1] in ",." and bool(re.match(r"\d|[A-Z]", after.text))


def _blocks(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    """Return the runs of chunks without blank lines between them; what is decided already stays alone."""
    out: list[list[Chunk]] = []
    for c in chunks:
        alone = c.kind or not out or out[-1][-1].kind or shapes.marking(c.text) or shapes.marking(out[-1][-1].text)
        if alone or c.first.gap > 0:
            out.append([c])
        else:
            out[-1].append(c)
    return out


def _decide(block: list[Chunk], *, last: bool, headed: bool) -> list[Chunk]:
    """Decide one block: a date makes it a dateline, a person addressed an address, from that line on."""
    lines = [line for c in block for line in c.lines]
    if block[0].kind or any(len(line.text) > 100 for line in lines) or len(lines) > 9 or _told(block):
        return block
    texts = [line.text for line in lines]
    dated = next((at for at, text in enumerate(texts) if shapes.dateline(text)), None)
    if dated is not None:
        return _dated(lines, dated)
    start = next((at for at, text in enumerate(texts) if _addressed(text)), None)
    if start is None and last and len(lines) > 1 and headed and all(_plain(text) for text in texts):
        start = 0
    if start is None or (start and not _plain(texts[0])):
        return block
    before = [chunk([line]) for line in lines[:start]]
    return [*before, chunk(lines[start:], "address")]


def _told(block: Sequence[Chunk]) -> bool:
    """Tell whether the block is one that the usual steps know: labels, markings, a title."""
    first = block[0]
    return any(shapes.inline_section(c.text)[0] or shapes.section(c.text) or shapes.marking(c.text) for c in block) or (
        len(block) == 1 and is_title(block, 0) and shapes.heading_words(first.text) and not _addressed(first.text)
    )


def _dated(lines: list[Line], at: int) -> list[Chunk]:
    """Make the dateline of a block: the lines of a place over the date, those of a street below it."""
    start = at
    while start and _over(lines[start - 1].text, lines[start].text):
        start -= 1
    end = at + 1
    while end < len(lines) and _street(lines[end].text):
        end += 1
    below = end
    while below < len(lines) and not _addressed(lines[below].text):
        below += 1
    out = [chunk([line], "opener") for line in lines[:start]]
    out.append(chunk(lines[start:end], "dateline"))
    out += [chunk([line], "opener") for line in lines[end:below]]
    return [*out, chunk(lines[below:], "address")] if below < len(lines) else out


def _over(text: str, below: str) -> bool:
    """Tell whether a line over a date belongs to its place: the date has none, or the line is not complete."""
    open_ = not dating.place(below) or text[-1] == ","
    return open_ and _plain(text) and not _letterhead(text) and not re.search(r":\s", text)


def _street(text: str) -> bool:
    told = NUMBERS.match(text) or _addressed(text) or shapes.salute(text)
    return shapes.dateline(text) or (bool(re.search(r"\d", text)) and _plain(text) and not told)


def _letterhead(text: str) -> bool:
    return shapes.capitals(text) or bool(NUMBERS.match(text)) or shapes.salute(text) or _addressed(text)


def _addressed(text: str) -> bool:
    honoured = shapes.HONORIFIC.match(text) and not re.search(r"\s{3}", text)
    named = ADDRESSEE.match(text) and not text.isupper()
    return bool(honoured or named) and not shapes.heading_words(text) and not PAIR.search(text)


def _plain(text: str) -> bool:
    """Tell whether a line may belong to an address: short, not a sentence, beginning with a capital or a number."""
    words = text.split()
    small = sum(word[0].islower() for word in words)
    free = not (phrases.bare(text) in phrases.sections() or text[0] in "[(")
    return (
        free and len(text) < 90 and not text[0].islower() and small <= max(3, len(words) // 2) and text[-1] not in "?!:"
    )
