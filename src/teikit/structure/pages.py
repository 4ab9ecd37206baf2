"""Find page numbers and running heads that a typescript or a copied book has left between the lines."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from teikit.structure.lines import Line

SURE = re.compile(
    r"\[page (?:number|no\.?)\]\s*(\d{1,4})$|"
    r"[-–—]\s*(\d{1,4})\s*[-–—]$|[\[(]\s*(?:pp?\.?|page|pg\.?|seite|s\.|fol\.?|f\.)\s*(\d{1,4}[rv]?)\s*[\])]$"
    r"|(?:page|pg\.?|seite|página|pagina|стр\.?)\s+(\d{1,4})(?:\s+(?:of|von|de|из|/)\s+\d{1,4})?\.?$",
    re.I,
)
PAGED = re.compile(r"\b(?:page|pg|p|seite|s|pagina|página)\.?\s*#|^#\s{4,}\S|\S\s{4,}#$", re.I)
BARE = re.compile(r"\[?(\d{1,4})\]?\.?$")
ENDS = tuple('.!?:;"”’»)]')


def find(lines: Sequence[Line]) -> dict[int, tuple[str, str]]:
    """Return for the index of each such line its kind ("pageNum", "header") and the page number on it."""
    found = {at: ("pageNum", number) for at, number in _numbers(lines)}
    found.update(_heads(lines, found))
    return found


def _numbers(lines: Sequence[Line]) -> list[tuple[int, str]]:
    sure: list[tuple[int, str]] = []
    loose: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        if len(line.text) > 20 or line.text[-1] not in "0123456789]).-–—rv":
            continue
        match = SURE.match(line.text)
        if match:
            sure.append((at, next(group for group in match.groups() if group)))
        elif 0 < at < len(lines) - 1 and (bare := BARE.match(line.text)):
            loose.append((at, int(bare[1])))
    return sorted(sure + _counting(lines, loose))


def _counting(lines: Sequence[Line], loose: list[tuple[int, int]]) -> list[tuple[int, str]]:
    """Keep bare numbers that count upwards by one through the text and cut sentences or stand apart."""
    kept: set[tuple[int, int]] = set()
    for (at, number), (later, following) in pairwise(loose):
        if following == number + 1 and (later - at > 8 or (number > 3 and _apart(lines, at, later))):
            kept |= {(at, number), (later, following)}
    for at, number in loose:
        if not lines[at - 1].text.endswith(ENDS) and lines[at + 1].text[0].islower() and len(lines[at - 1].text) > 30:
            kept.add((at, number))
    return [(at, str(number)) for at, number in kept]


def _apart(lines: Sequence[Line], at: int, later: int) -> bool:
    """Tell whether two numbers stand between blank lines, with the text of a page between them."""
    alone = all(lines[place].gap and lines[place + 1].gap for place in (at, later))
    return alone and lines[later].start - lines[at].end > 300


def _heads(lines: Sequence[Line], numbers: dict[int, tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """Find lines that come back next to page numbers, or with a rising page number of their own."""
    same: dict[str, list[int]] = defaultdict(list)
    shapes: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        text = line.text
        if 3 < len(text) < 90 and (line.gap or at + 1 == len(lines) or lines[at + 1].gap or at in numbers):
            same[text.casefold()].append(at)
            if text[0].isdigit() != text[-1].isdigit():
                shapes[re.sub(r"\d+", "#", text)].append(at)
    near = {at + step for at in numbers for step in (-2, -1, 1, 2)}
    found: dict[int, tuple[str, str]] = {}
    for places in same.values():
        beside = [at for at in places if at in near and at not in numbers]
        if len(beside) >= 2 and len(beside) * 3 >= len(places) * 2:
            found.update((at, ("header", "")) for at in beside)
    for shape, places in shapes.items():
        enough = 2 if PAGED.search(shape) else 3
        if len(places) >= enough and shape.count("#") == 1 and " " in shape and _rises(lines, places):
            found.update((at, ("header", re.findall(r"\d+", lines[at].text)[0])) for at in places)
    return found


def _rises(lines: Sequence[Line], at_lines: list[int]) -> bool:
    values = [int(re.findall(r"\d+", lines[at].text)[0]) for at in at_lines]
    steps = Counter(b - a for a, b in pairwise(values))
    apart = min(b - a for a, b in pairwise(at_lines))
    return apart > (3 if PAGED.search(re.sub(r"\d+", "#", lines[at_lines[0]].text)) else 10) and all(
        0 < step < 4 for step in steps
    )
