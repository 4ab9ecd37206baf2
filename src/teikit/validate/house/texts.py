"""Text as characters: which there are in a file, the runs of text they stand in, and their places in the bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

from teikit.validate.faults import Place
from teikit.validate.house.index import EXAMPLES, SHOWN, index
from teikit.validate.source import Parsed
from teikit.xmlio import Element
from teikit.xmlscan import Encoding

_REFERENCE = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}));")
_ASCII = bytes(range(127))
_LAST = 0x10FFFF


class Run(NamedTuple):
    """A run of text: at the beginning of ``el``, or right after its child ``after``."""

    el: Element
    after: Element | None
    text: str


@dataclass(frozen=True, slots=True)
class Find:
    """A character or word of a run, and where in the run it stands."""

    run: Run
    at: int
    what: str


_CHARACTERS: WeakKeyDictionary[Parsed, frozenset[str]] = WeakKeyDictionary()
_RUNS: WeakKeyDictionary[Parsed, list[Run]] = WeakKeyDictionary()


def characters(doc: Parsed) -> frozenset[str]:
    """Return the characters beyond ASCII in the bytes of a file, which spare most files a walk through their text."""
    if doc not in _CHARACTERS:
        _CHARACTERS[doc] = frozenset(_characters(doc.data))
    return _CHARACTERS[doc]


def _characters(data: bytes) -> Iterator[str]:
    encoding = Encoding.of(data)
    # Of UTF-8 and of one-byte encodings the ASCII can be thrown away before decoding, which is ten times as fast.
    rest = data.translate(None, _ASCII) if encoding.unit == 1 else data
    yield from set(rest.decode(encoding.name, "replace").removeprefix("\ufeff"))
    for found in _REFERENCE.finditer(data) if b"&#" in data else ():
        number = int(found[1], 16) if found[1] else int(found[2])
        if 127 <= number <= _LAST:
            yield chr(number)


def runs(doc: Parsed) -> list[Run]:
    """Return the runs of text with characters beyond ASCII, but not what egXML and xenoData show."""
    if doc not in _RUNS:
        _RUNS[doc] = [run for run in _runs(doc) if not _is_shown(doc, run.el)]
    return _RUNS[doc]


def _runs(doc: Parsed) -> Iterator[Run]:
    for el in doc.root.iter():
        text, tail = el.text, el.tail
        # The text of a comment is none of the document's; the text of an entity is its name.
        if text and not _is_plain(text) and isinstance(el.tag, str):
            yield Run(el, None, text)
        if tail and not _is_plain(tail):
            parent = el.getparent()
            if parent is not None:
                yield Run(parent, el, tail)


def _is_plain(text: str) -> bool:
    return text.isascii() and "\x7f" not in text


def _is_shown(doc: Parsed, el: Element) -> bool:
    return el.tag in SHOWN or el.tag.startswith(EXAMPLES) or el in index(doc).shown


def finds(doc: Parsed, pattern: re.Pattern[str]) -> Iterator[Find]:
    """Yield what a pattern of characters beyond ASCII finds in text."""
    for run in runs(doc):
        for found in pattern.finditer(run.text):
            yield Find(run, found.start(), found[0])


def place(doc: Parsed, find: Find) -> Place:
    """Return where a find stands, to the character where it is written as itself."""
    around = doc.place(find.run.el)
    node = doc.node(find.run.el)
    before = doc.node(find.run.after) if find.run.after is not None else None
    if node is None:
        return around
    start = doc.scanned.after(before) if before is not None else doc.scanned.inside(node)
    offset = doc.data.find(doc.encoding.encode(find.what), start, max(node.end, start))
    return around if offset < 0 else Place(*doc.lines.place(offset), offset, around.xpath)
