"""brat's .ann files: text-bound annotations (T), also discontinuous ones, and what these are normalised to (N)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from teikit.standoff.formats.objects import decoded
from teikit.standoff.spans import Annotation, Spans, unreadable

_BOUND = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_OTHERS = {"R": "relations", "E": "events", "A": "attributes", "M": "attributes", "#": "notes", "*": "equivalences"}


def read(data: bytes) -> Iterator[Spans]:
    """Yield the one document of an .ann file. Raises TeikitError P010 where no line of it is one of brat's."""
    bound: dict[str, Annotation] = {}
    refs: dict[str, str] = {}
    skipped: Counter[str] = Counter()
    for number, line in enumerate(decoded(data).splitlines(), 1):
        id, _, rest = line.partition("\t")
        if not line.strip():
            continue
        if id.startswith("T"):
            bound[id] = _bound(rest, number)
        elif id.startswith("N"):
            said = rest.partition("\t")[0].split(" ", 2)
            if len(said) == 3:
                refs.setdefault(said[1], said[2])
        elif id[:1] in _OTHERS:
            skipped[_OTHERS[id[:1]]] += 1
        else:
            raise unreadable(f"not a line of brat: {line[:40]!r}", line=number)
    made = tuple(replace(annotation, ref=refs.get(id, "")) for id, annotation in bound.items())
    yield Spans(made, skipped=dict(skipped))


def _bound(rest: str, number: int) -> Annotation:
    where = f"line {number}"
    said, _, quote = rest.partition("\t")
    match = _BOUND.fullmatch(said.strip())
    if match is None:
        return Annotation(said.split(" ")[0], where=where, fault="it is no type with offsets")
    pairs = (pair.split(" ") for pair in match[2].split(";"))
    ranges = tuple((int(start), int(end)) for start, end in pairs)
    return Annotation(match[1], ranges, quote or None, where=where)
