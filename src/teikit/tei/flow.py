"""Characters on their way into the text: white space collapsed, breaks made, every run with its bytes."""

from __future__ import annotations

import re

from teikit.tei.offsets import Offsets
from teikit.xmlscan.encoding import Encoding
from teikit.xmlscan.scan import Node

SPACE, LINE, PARA = 1, 2, 3
SEPARATORS = ("", " ", "\n", "\n\n")

_WS = " \t\n\r"
_RUN = re.compile(r"[^ \t\n\r]+(?: [^ \t\n\r]+)*")
_WORD = re.compile(r"[^ \t\n\r]+")
UNEVEN = ("  ", "\n", "\t", "\r")


class Flow:
    """The text so far.

    ``at``: its length. ``pending``: the break that is due before the next character. ``fresh``: the nodes that begin
    with that character. ``glue``: a break inside a word came last, so that white space after it means nothing.
    """

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self.offsets = Offsets(encoding)
        self.out: list[str] = []
        self.at = 0
        self.pending = 0
        self.glue = False
        self.fresh: list[Node] = []
        self._space_at = -1

    def part(self, level: int) -> None:
        """Begin or end a part of the text that is set off."""
        self.pending = max(self.pending, level)
        self.glue = False

    def join(self) -> None:
        """Note a break inside a word."""
        self.glue = True
        if self.pending == SPACE:
            self.pending = 0

    def whitespace(self, at: int) -> None:
        """Note white space that begins at a byte."""
        if not self.pending:
            self.pending, self._space_at = SPACE, at

    def collapsed(self, at: int, text: str) -> None:
        """Append characters with every run of white space as one space."""
        core = text.strip(_WS)
        if not core:
            self.whitespace(at)
            return
        if len(core) != len(text):
            lead = len(text) - len(text.lstrip(_WS))
            if lead:
                self.whitespace(at)
                at += lead * self.encoding.unit
        if any(space in core for space in UNEVEN):
            self._irregular(at, core)
        else:
            self.emit(core, at)
        if text[-1] in _WS:
            self.whitespace(self.offsets.ends[-1])

    def _irregular(self, at: int, core: str) -> None:
        done = 0
        for match in _RUN.finditer(core):
            at += self.encoding.length(core[done : match.start()])
            done = match.start()
            if done:
                self.whitespace(self.offsets.ends[-1])
            self.emit(match[0], at)

    def piece(self, node: Node, text: str) -> None:
        """Append characters that a node without an inside stands for."""
        words = _WORD.findall(text)
        if not words or text[0] in _WS:
            self.whitespace(node.start)
        if not words:
            return
        if node.first < 0:
            self.fresh.append(node)
        self.emit(" ".join(words), node.start, node.end)
        node.last = self.at
        if text[-1] in _WS:
            self.whitespace(node.start)

    def reference(self, text: str, start: int, end: int) -> None:
        """Append the character of a reference."""
        if text in _WS:
            self.whitespace(start)
        else:
            self.emit(text, start, end)

    def emit(self, text: str, at: int, end: int = -1) -> None:
        """Append characters that begin at a byte, after the break that is due. With ``end``, they cannot be cut."""
        if self.glue and self.pending == SPACE:
            self.pending = 0
        if self.pending:
            if self.at:
                self.offsets.add_whole(self.at, self._space_at if self.pending == SPACE else at, at)
                separator = SEPARATORS[self.pending]
                self.out.append(separator)
                self.at += len(separator)
            self.pending = 0
        self.glue = False
        if self.fresh:
            for node in self.fresh:
                node.first = self.at
            self.fresh.clear()
        if end < 0:
            self.offsets.add(self.at, at, text)
        else:
            self.offsets.add_whole(self.at, at, end)
        self.out.append(text)
        self.at += len(text)
