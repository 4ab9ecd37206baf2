"""From a code point of the text as read to its bytes in the file, exactly."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right

from teikit.xmlscan.encoding import Encoding

WHOLE = -1
"""The width of a run that cannot be cut: a reference, white space, a break that has no bytes."""

_PIECE = 256


class Offsets:
    """Runs of the text, each with its first code point, its bytes and the width of its characters (0: they differ)."""

    __slots__ = ("encoding", "ends", "firsts", "starts", "text", "widths")

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self.text = ""
        self.firsts = array("q")
        self.starts = array("q")
        self.ends = array("q")
        self.widths = array("b")

    def add_whole(self, first: int, start: int, end: int) -> None:
        """Add a run that cannot be cut."""
        self.firsts.append(first)
        self.starts.append(start)
        self.ends.append(end)
        self.widths.append(WHOLE)

    def add(self, first: int, start: int, text: str) -> None:
        """Add characters that stand in the file as they are. Long runs of mixed width are cut, for short look-ups."""
        width = self.encoding.width(text)
        step = len(text) if width else _PIECE
        for at in range(0, len(text), step):
            piece = text[at : at + step] if width == 0 else text
            length = len(piece) * width or self.encoding.length(piece)
            self.firsts.append(first + at)
            self.starts.append(start)
            self.ends.append(start + length)
            self.widths.append(width)
            start += length

    def start(self, offset: int) -> int:
        """Return the byte at which a character of the text begins."""
        run = bisect_right(self.firsts, offset) - 1
        return self._byte(run, offset)

    def end(self, offset: int) -> int:
        """Return the byte after the character that stands before an offset."""
        run = bisect_right(self.firsts, offset - 1) - 1
        if self.widths[run] == WHOLE:
            return self.ends[run]
        return self._byte(run, offset)

    def at_byte(self, byte: int) -> int:
        """Return the offset of the first character that begins at a byte or after it; the byte is not inside one."""
        run = bisect_left(self.starts, byte)
        return self.firsts[run] if run < len(self.firsts) else len(self.text)

    def _byte(self, run: int, offset: int) -> int:
        first, start, width = self.firsts[run], self.starts[run], self.widths[run]
        if width == WHOLE:
            return start
        if width:
            return start + (offset - first) * width
        return start + self.encoding.length(self.text[first:offset])
