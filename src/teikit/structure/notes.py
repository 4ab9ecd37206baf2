"""Footnotes and endnotes: which chunks are notes, and where in the text their marks stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from teikit.structure import markers, phrases, shapes
from teikit.structure.lines import Chunk

MARKS = re.compile(r"\[(\d{1,3}|\*{1,3}|[a-z])\]|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|(?<=[\w.,;:!?”\"’')\]])(\*{1,3}|[†‡§¶])(?!\w)")
ROUND = re.compile(r"(?<=[\w.,;:!?”\"’')])\((\d{1,2})\)")
GLUED = re.compile(
    r"(?<=[^\W\d][^\W\d])(\d{1,2})(?![\d/\w%–-])|(?<=[.,;:!?”\"’')\]])(\d{1,2})(?=[\s\])]|$)|(?<=\b(?:1[89]|20)\d\d)(\d{1,2})(?!\d)"
)
SOURCE = re.compile(r"(?:source|quelle|archival source|fundstelle)s?\s*[:.]\s*(?=\S)", re.I)
HEADING = re.compile(
    r"\W*(?:foot|end)?notes?(?:\s*\[edit\])?\W*$"
    r"|\W*(?:anmerkungen|fußnoten|noten|notas|примечания|references)\W*$",
    re.I,
)


def mark(chunks: list[Chunk]) -> list[Chunk]:
    """Give the kind "note" to the chunks that are notes, with their marks as n and the sources among them as type."""
    out = [replace(c, kind="fw", type="ruling") if not c.kind and shapes.ruling(c.text) else c for c in chunks]
    for at, found in _marked(chunks):
        out[at] = replace(out[at], kind="note", n=found, label=_mark_length(out[at].text))
    _below_rule(out)
    if not any(c.kind == "note" and c.n.isdigit() for c in out):
        _numbered(out)
    _continue(out)
    _sources(out)
    for at, c in enumerate(out[:-1]):
        if not c.kind and out[at + 1].kind == "note" and HEADING.match(c.text):
            out[at] = replace(c, kind="head")
    return [
        replace(c, type="source") if c.kind == "note" and SOURCE.match(c.text[c.label :].strip()) else c for c in out
    ]


def _below_rule(out: list[Chunk]) -> None:
    """Make notes of the chunks "(1) …" directly below a rule, where the marks stand in the text above it."""
    for at, c in enumerate(out):
        if c.type != "ruling":
            continue
        place = at + 1
        while place < len(out) and not out[place].kind and (found := markers.read(out[place].text)):
            if found.style not in ("(1)", "1)"):
                break
            out[place] = replace(out[place], kind="note", n=str(found.values[0]), label=found.length)
            place += 1
        above = {match[1] for x in out[:at] if x.kind != "note" for match in ROUND.finditer(x.text)}
        if not all(x.n in above for x in out[at + 1 : place]):
            out[at + 1 : place] = [replace(x, kind="", n="", label=0) for x in out[at + 1 : place]]


def _mark_length(text: str) -> int:
    match = shapes.NOTE.match(text)
    return len(match[0].rstrip()) if match else 0


def _marked(chunks: Sequence[Chunk]) -> list[tuple[int, str]]:
    """Find chunks that begin with a mark which also stands within the text before them."""
    candidates = [(at, found) for at, c in enumerate(chunks) if not c.kind and (found := shapes.note_mark(c.text))]
    if not candidates:
        return []
    known: set[str] = set()
    begins = dict(candidates)
    kept: list[tuple[int, str]] = []
    for at, c in enumerate(chunks):
        if at in begins and begins[at] in known:
            kept.append((at, begins[at]))
            if not begins[at].isdigit():
                known.discard(begins[at])
        skip = _mark_length(c.text) if at in begins else 0
        known.update(_name(match) for match in MARKS.finditer(c.text, skip))
    return kept if kept else _run_at_end(chunks, candidates)


def _run_at_end(chunks: Sequence[Chunk], candidates: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Accept notes without marks in the text where they count from 1 to the end of the document."""
    numbers = [found for _, found in candidates]
    counts = numbers == [str(number + 1) for number in range(len(numbers))]
    last = candidates[-1][0] >= len(chunks) - 2
    return candidates if counts and last and candidates[0][0] > 0 else []


def _name(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group).translate(shapes.FIGURES)


def _numbered(out: list[Chunk]) -> None:
    """Find a run of chunks "1. …" to the end whose numbers are glued to words of the text ("Dulles3")."""
    start = _last_run(out)
    if start is None:
        return
    count = 0
    places = []
    for at in range(start, len(out)):
        found = markers.read(out[at].text)
        if found and found.values and found.values[0] == count + 1:
            count += 1
            places.append((at, found))
    before = " ".join(c.text for c in out[:start])
    seen = _ascending([int(next(g for g in m.groups() if g)) for m in GLUED.finditer(before)], count)
    heading = start > 0 and bool(HEADING.match(out[start - 1].text))
    source = bool(SOURCE.match(out[start].text[places[0][1].length :].strip())) if places else False
    if not places or not (heading or source or (seen and seen * 5 >= count * 3)):
        return
    for at, found in places:
        out[at] = replace(out[at], kind="note", n=str(found.values[0]), label=found.length)


def _last_run(chunks: Sequence[Chunk]) -> int | None:
    """Return where the last chunk stands that is numbered 1 and begins a run that reaches the end."""
    last = next((at for at in range(len(chunks) - 1, -1, -1) if chunks[at].kind not in ("fw", "note")), -1)
    if last < 0 or not _plain(chunks[last]):
        return None
    for at in range(last, 0, -1):
        found = _plain(chunks[at])
        if found == 1:
            return at
        if not found and last - at > 60:
            return None
    return None


def _plain(c: Chunk) -> int:
    if c.kind:
        return 0
    found = markers.read(c.text)
    return found.values[0] if found and found.values and found.style in ("1.", "1)", "1/") else 0


def _ascending(numbers: list[int], count: int) -> int:
    """Return how many of 1 … count stand in this order among the numbers."""
    wanted = 1
    for number in numbers:
        if number == wanted and wanted <= count:
            wanted += 1
    return wanted - 1


def _continue(out: list[Chunk]) -> None:
    """Give chunks between two notes at the end of the document to the first of them."""
    places = [at for at, c in enumerate(out) if c.kind == "note"]
    for here, after in pairwise(places):
        follows = out[here].n.isdigit() and out[after].n.isdigit() and int(out[after].n) == int(out[here].n) + 1
        between = range(here + 1, after)
        if follows and 0 < len(between) <= 3 and here > len(out) / 2 and not any(out[at].kind for at in between):
            for at in between:
                out[at] = replace(out[at], kind="note-more")


def _sources(out: list[Chunk]) -> None:
    """Make a note of an unmarked source line at the end of the document, or just below its heading."""
    for at, c in enumerate(out):
        near = at > len(out) * 0.6 or at >= len(out) - 4 or at <= 3
        if (
            not c.kind
            and near
            and SOURCE.match(c.text)
            and (len(c.text) > 30 or phrases.vocabulary("structure_archives").search(c.text))
        ):
            out[at] = replace(c, kind="note")


def references(
    text: str, spans: Sequence[tuple[int, int]], named: Sequence[tuple[int, str]], *, rounded: bool = False
) -> list[tuple[int, int, str]]:
    """Return start, end and name of the marks of the named notes within the spans of running text.

    ``named``: where each note begins, and its mark. ``rounded``: marks may stand in round brackets.
    """
    if not named:
        return []
    places: dict[str, list[int]] = {}
    for start, name in named:
        places.setdefault(name, []).append(start)
    found = [
        (match.start(), match.end(), _name(match))
        for pattern in ((MARKS, ROUND) if rounded else (MARKS,))
        for start, end in spans
        for match in pattern.finditer(text, start, end)
        if _name(match) in places
    ]
    found = _first_of_each(sorted(found), places)
    seen = {name for _, _, name in found}
    missing = [name for _, name in named if name.isdigit() and name not in seen]
    return sorted(found + _glued(text, spans, missing)) if missing else found


def _first_of_each(found: list[tuple[int, int, str]], places: dict[str, list[int]]) -> list[tuple[int, int, str]]:
    """Keep of several marks with the same number before one note the first; asterisks and daggers come back."""
    seen: set[tuple[str, int]] = set()
    known: set[str] = set()
    out = []
    for mark in found:
        name = mark[2]
        below = bisect_right(places[name], mark[0])
        told = (name, below) in seen or (below == len(places[name]) and name in known)
        if not name.isdigit() or not told:
            out.append(mark)
        seen.add((name, below))
        known.add(name)
    return out


def _glued(text: str, spans: Sequence[tuple[int, int]], names: list[str]) -> list[tuple[int, int, str]]:
    """Find figures glued to words that count through the names in their order."""
    out = []
    wait = [*names]
    for start, end in spans:
        for match in GLUED.finditer(text, start, end):
            group = next(index for index in (1, 2, 3) if match[index])
            if wait and match[group] == wait[0]:
                out.append((match.start(group), match.end(group), wait.pop(0)))
    return out
