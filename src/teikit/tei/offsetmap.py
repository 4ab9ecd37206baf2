"""The exact text of a TEI file, and for every stretch of it the bytes it was read from: a map for other programs.

The text is that of `view`; written to a file it is UTF-8 without a byte order mark and without a line end at its end.
The map is a JSON object (schemas/offsets.schema.json):

- ``format`` is "teikit-offsets", ``version`` is 1;
- ``text``: its length in ``codePoints``, in ``utf16`` units (as JavaScript and Java count) and in ``utf8`` bytes, and
  its ``sha256`` as UTF-8;
- ``file``: the TEI file, its length in ``bytes``, its ``sha256``, and the ``encoding`` in which its bytes are read;
- ``runs``: arrays of start, end, first byte, byte after the last, kind, element. Start and end are code points of the
  text, half-open; each run begins where the one before it ends, so that together they are the whole text;
- ``elements``: arrays of number, number of the parent, step, for every element that a run stands in and all around it.
  Elements are numbered in document order, the root is 1 and its parent 0. The steps of an element and of all around it,
  joined with "/" from the root, are its XPath, with the prefixes of the file.

Kinds of runs:

- ``same``: the bytes are these characters, each of (last - first byte) / (end - start) bytes, so that any place inside
  can be computed;
- ``mixed``: the bytes are these characters, but not all of one length: decode the bytes to find a place inside;
- ``reference``: a character reference, or an entity, which stands for all characters of the run: not to be cut;
- ``space``: white space of the file that is read as one space;
- ``break``: a space or line ends with no bytes of their own, at the byte where what follows begins: where a part of the
  text ends (element 0), or where an empty element such as lb stands (its number).

Bytes between runs are markup, or characters that are not read.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from teikit.tei.offsets import WHOLE
from teikit.tei.view import View
from teikit.xmlscan.encoding import Encoding
from teikit.xmlscan.scan import Node, Scan

FORMAT, VERSION = "teikit-offsets", 1
SAME, MIXED, REFERENCE, SPACE, BREAK = "same", "mixed", "reference", "space", "break"
_LATIN = re.compile(r"iso8859-(\d+)")
_WINDOWS = re.compile(r"cp(125\d)")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text with its bytes. ``kind``: as the module says; ``element``: a number, 0 for none."""

    start: int
    end: int
    byte_start: int
    byte_end: int
    kind: str
    element: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element stands: its number, that of its parent, and its step of an XPath, such as ``p[3]``."""

    number: int
    parent: int
    step: str


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """A text and where it stands. ``encoding``: its name as IANA registers it, which Python knows too."""

    text: str = field(repr=False)
    encoding: str
    file_bytes: int
    file_sha256: str
    runs: tuple[Run, ...] = field(repr=False)
    elements: dict[int, Place] = field(repr=False)

    def xpath(self, number: int) -> str:
        """Return the path of an element from the root. Raises KeyError where no run stands in it."""
        steps = []
        while number:
            place = self.elements[number]
            steps.append(f"/{place.step}")
            number = place.parent
        return "".join(reversed(steps))

    def run_at(self, offset: int) -> Run:
        """Return the run of a code point of the text. Raises IndexError outside of it."""
        if not 0 <= offset < len(self.text):
            raise IndexError(offset)
        return self.runs[bisect_right(self.runs, offset, key=lambda run: run.start) - 1]

    def to_json(self) -> str:
        """Return the map as JSON, a run and an element a line."""
        encoded = self.text.encode()
        head = {
            "format": FORMAT,
            "version": VERSION,
            "text": {
                "codePoints": len(self.text),
                "utf16": len(self.text) + sum(char > "\uffff" for char in self.text),
                "utf8": len(encoded),
                "sha256": hashlib.sha256(encoded).hexdigest(),
            },
            "file": {"bytes": self.file_bytes, "sha256": self.file_sha256, "encoding": self.encoding},
        }
        runs = (f'[{r.start},{r.end},{r.byte_start},{r.byte_end},"{r.kind}",{r.element}]' for r in self.runs)
        places = (f"[{p.number},{p.parent},{json.dumps(p.step, ensure_ascii=False)}]" for p in self.elements.values())
        rows = (',"runs":[\n', ",\n".join(runs), '\n],"elements":[\n', ",\n".join(places), "\n]}\n")
        return json.dumps(head, separators=(",", ":"))[:-1] + "".join(rows)


def offset_map(view: View) -> OffsetMap:
    """Return the text of a view with the bytes and the element of every stretch of it."""
    encoding = view.scan.encoding
    elements = _Elements(view.scan)
    runs = tuple(_merged(_runs(view, elements)))
    return OffsetMap(
        text=view.reading.text,
        encoding=_iana(encoding.name),
        file_bytes=len(view.data),
        file_sha256=hashlib.sha256(view.data).hexdigest(),
        runs=runs,
        elements=elements.around({run.element for run in runs}),
    )


def _iana(codec: str) -> str:
    """Return the registered name of an encoding, from that of Python."""
    if codec.startswith("utf-16-"):
        return f"utf-16{codec[-2:]}"
    return _WINDOWS.sub(r"windows-\1", _LATIN.sub(r"iso-8859-\1", codec))


class _Elements:
    """The elements of a file by number, and which of them a byte stands in."""

    __slots__ = ("_at", "_bytes", "_owners", "_places", "starts")

    def __init__(self, scan: Scan) -> None:
        self._places: dict[int, Place] = {}
        self.starts: dict[int, int] = {}
        self._bytes: list[int] = []
        self._owners: list[int] = []
        self._at = 0
        self._walk(scan.root)

    def _walk(self, root: Node) -> None:
        """Number all elements, and note at which byte another begins to be the innermost."""
        stack = [(0, iter((root,)), {"": 0}, 0)]
        while stack:
            number, kids, counts, end = stack[-1]
            node = next(kids, None)
            if node is None:
                stack.pop()
                if stack:
                    self._bytes.append(end)
                    self._owners.append(stack[-1][0])
            elif not node.name.startswith("#"):
                own = len(self._places) + 1
                name = f"{node.prefix}:{node.name}" if node.prefix else node.name
                counts[name] = counts.get(name, 0) + 1
                self._places[own] = Place(own, number, f"{name}[{counts[name]}]")
                self.starts.setdefault(node.start, own)
                self._bytes.append(node.start)
                self._owners.append(own)
                stack.append((own, iter(node.children()), {}, node.end))

    def holding(self, byte: int) -> int:
        """Return the innermost element that a byte stands in. Bytes are to be asked for in their order."""
        at, places = self._at, self._bytes
        while at < len(places) and places[at] <= byte:
            at += 1
        self._at = at
        return self._owners[at - 1] if at else 0

    def around(self, numbers: set[int]) -> dict[int, Place]:
        """Return elements and all that they stand in, in document order."""
        wanted: set[int] = set()
        for number in numbers:
            while number and number not in wanted:
                wanted.add(number)
                number = self._places[number].parent
        return {number: self._places[number] for number in sorted(wanted)}


def _runs(view: View, elements: _Elements) -> Iterator[Run]:
    """Yield the runs of a reading as it made them, each with its kind and element."""
    offsets, text = view.reading.offsets, view.reading.text
    firsts = offsets.firsts
    last = len(firsts) - 1
    for at, first in enumerate(firsts):
        end = firsts[at + 1] if at < last else len(text)
        byte_start, byte_end = offsets.starts[at], offsets.ends[at]
        if offsets.widths[at] != WHOLE:
            kind = SAME if offsets.widths[at] else MIXED
        else:
            byte_end, kind = _whole(view, text[first:end], byte_start, byte_end)
        element = elements.starts.get(byte_start, 0) if kind == BREAK else elements.holding(byte_start)
        yield Run(first, end, byte_start, byte_end, kind, element)


def _whole(view: View, text: str, start: int, end: int) -> tuple[int, str]:
    """Return where the bytes of a run end that cannot be cut, and what kind it is.

    What a reading notes for a space begins with what made it, but goes on to the next character, tags included.
    """
    encoding, data = view.scan.encoding, view.data
    if text[0] == "\n":
        return start, BREAK
    reference = encoding.reference(data, start)
    if reference:
        return start + encoding.length(reference), REFERENCE
    length = _blank(data, start, end, encoding)
    if not length:
        return start, BREAK
    same = length == encoding.unit and data.startswith(encoding.encode(" "), start)
    return start + length, SAME if same else SPACE


def _blank(data: bytes, start: int, end: int, encoding: Encoding) -> int:
    """Return how many bytes of white space stand at a byte."""
    units = {encoding.encode(space) for space in " \t\r\n"}
    at = start
    while at < end and data[at : at + encoding.unit] in units:
        at += encoding.unit
    return at - start


def _merged(runs: Iterator[Run]) -> Iterator[Run]:
    """Yield runs, those of characters that follow each other in the same element as one."""
    held: Run | None = None
    for run in runs:
        if held is not None and _continues(held, run):
            kind = held.kind if held.kind == run.kind != MIXED and _width(held) == _width(run) else MIXED
            kind = REFERENCE if run.kind == REFERENCE else kind
            held = Run(held.start, run.end, held.byte_start, run.byte_end, kind, held.element)
            continue
        if held is not None:
            yield held
        held = run
    if held is not None:
        yield held


def _continues(held: Run, run: Run) -> bool:
    if held.kind == run.kind == REFERENCE:  # the pieces of what one entity stands for
        return held.byte_start == run.byte_start
    mergeable = held.kind in (SAME, MIXED) and run.kind in (SAME, MIXED)
    return mergeable and held.byte_end == run.byte_start and held.element == run.element


def _width(run: Run) -> int:
    return (run.byte_end - run.byte_start) // (run.end - run.start)
