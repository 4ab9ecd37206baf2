"""The text of a file alone, in one pass without a tree: the quick half of the proof.

The rules are those of `teikit.tei.reading`. Files for which one pass is not enough are told apart, not guessed at.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.parsers import expat

from teikit.tei.flow import LINE, SEPARATORS, SPACE, UNEVEN
from teikit.tei.reading import CHOICES, LEVELS, SOURCE_DOC, framework, treatments
from teikit.xmlio import TEI
from teikit.xmlscan.encoding import Encoding

_WS = " \t\n\r"
_SPACE = re.compile(r"[ \t\n\r]+")
_BEYOND = ("<!DOCTYPE", "<![CDATA[")

# What was read around an element, the break that it makes, whether its children stand apart.
Frame = tuple[bool, int, bool]


class _Beyond(Exception):
    """The text of a file cannot be told in one pass."""


def plain_text(data: bytes, *, has_text: bool) -> str | None:
    """Return the text that `read` finds; None where only a tree can tell, or where the bytes are not well-formed.

    ``has_text``: the file has an element ``text``, so that nothing is read outside of it.
    """
    encoding = Encoding.of(data)
    if any(encoding.encode(markup) in data for markup in _BEYOND):
        return None
    reader = _Reader(has_text)
    parser = reader.parser
    parser.buffer_text = True
    parser.specified_attributes = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(data, True)
    except (_Beyond, expat.ExpatError, LookupError, ValueError):
        return None  # the one who asks reads again, with a tree, and that tells what is wrong
    return "".join(reader.out) if reader.seen_text == has_text else None


class _Reader:
    """The handlers of one parse.

    ``hidden``: how many elements are open from one on that is left out. ``pending`` and ``glue`` are those of `Flow`.
    """

    def __init__(self, has_text: bool) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.reads_root = not has_text
        self.seen_text = False
        self.reading = False
        self.hidden = 0
        self.stack: list[Frame] = [(False, 0, False)]
        self.out: list[str] = []
        self.pending = 0
        self.glue = False

    def start(self, name: str, attrs: dict[str, str]) -> None:
        is_tei, local, is_skipped, level, is_framework = _rules(name)
        if is_tei and local == "text":
            self.seen_text = True
        if is_skipped and local == SOURCE_DOC and self.reads_root:
            is_skipped = False
        if self.hidden or (len(self.stack) > 1 and self.is_left_out(is_tei, local, is_skipped, attrs)):
            self.hidden += 1
            self.parser.CharacterDataHandler = None
            return
        was_reading = self.reading
        if is_tei and (local == "text" or (self.reads_root and len(self.stack) == 1)):
            self.reading = True
        if not self.reading:
            level = 0
        elif level < 0:
            level = LINE if self.stack[-1][2] else 0
        if level == SPACE:
            self.space(attrs)
        elif level:
            self.part(level)
        self.stack.append((was_reading, level, is_framework))

    def is_left_out(self, is_tei: bool, local: str, is_skipped: bool, attrs: dict[str, str]) -> bool:
        if not is_tei:
            return self.reading
        if is_skipped or not self.reading:
            return is_skipped
        if local in CHOICES or (local == "pc" and "force" in attrs):
            raise _Beyond
        return local == "ref" and attrs.get("type") == "noteAnchor"

    def end(self, _name: str) -> None:
        if self.hidden:
            self.hidden -= 1
            if not self.hidden:
                self.parser.CharacterDataHandler = self.characters
            return
        was_reading, level, _ = self.stack.pop()
        if level > SPACE:
            self.part(level)
        self.reading = was_reading

    def part(self, level: int) -> None:
        if level > self.pending:
            self.pending = level
        self.glue = False

    def space(self, attrs: dict[str, str]) -> None:
        if attrs.get("break") != "no":
            self.pending = self.pending or SPACE
            return
        self.glue = True
        if self.pending == SPACE:
            self.pending = 0

    def characters(self, text: str) -> None:
        if not self.reading:
            return
        core = text.strip(_WS)
        if not core:
            self.pending = self.pending or SPACE
            return
        if text[0] in _WS:
            self.pending = self.pending or SPACE
        if self.pending and self.out and not (self.glue and self.pending == SPACE):
            self.out.append(SEPARATORS[self.pending])
        self.glue = False
        self.out.append(_SPACE.sub(" ", core) if any(space in core for space in UNEVEN) else core)
        self.pending = SPACE if text[-1] in _WS else 0


@lru_cache(4096)
def _rules(name: str) -> tuple[bool, str, bool, int, bool]:
    """Return of an element's name with its namespace: whether it is TEI, the name, whether it is left out, the break
    that it makes (-1: its parent decides), whether its children stand apart.
    """
    namespace, _, local = name.rpartition(" ")
    is_tei = namespace == TEI
    known = treatments().get(local)
    level = -1 if known is None else LEVELS.get(known, 0)
    return is_tei, local, is_tei and known == "skip", level, is_tei and local in framework()
