"""The lines of a file: from a byte to line and column and back, for as many places as one likes."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from teikit.xmlscan.encoding import Encoding


class Lines:
    """The lines of the bytes of an XML file; lines and columns count from 1, columns in characters.

    A line ends at LF, CR or CR LF, as XML has it (section 2.11).
    """

    def __init__(self, data: bytes, encoding: Encoding) -> None:
        self.data = data
        self.encoding = encoding
        self._last = (0, 0, 1)
        self._shown = (0, "")

    @cached_property
    def starts(self) -> list[int]:
        """The byte with which each line begins."""
        if self.encoding.unit == 1:
            lines = self.data.splitlines(keepends=True)  # of bytes, it knows the breaks of XML and no others
            last = lines and not lines[-1].endswith((b"\n", b"\r"))
            return [0, *accumulate(map(len, lines[:-1] if last else lines))]
        # Every unit of the encoding is two bytes; a break is looked for at even places only.
        breaks = re.compile(b"|".join(re.escape(self.encoding.encode(end)) for end in ("\r\n", "\n", "\r")))
        found = (found for found in breaks.finditer(self.data) if found.start() % 2 == 0)
        return [0, *(one.end() for one in found)]

    def place(self, at: int) -> tuple[int, int]:
        """Return the line and the column of a byte."""
        line = bisect_right(self.starts, at)
        # Places are mostly asked for in the order of the file: on one long line the count goes on from the last.
        last_line, start, column = self._last
        if last_line != line or start > at:
            start, column = self.starts[line - 1], 1
        column += len(self._decoded(start, at))
        self._last = (line, at, column)
        return line, column

    def window(self, line: int, column: int, width: int) -> tuple[str, int]:
        """Return up to `width` characters of a line around a column, and where in them the column is, from 0."""
        if not 1 <= line <= len(self.starts):
            return "", 0
        text = self._text(line)
        if len(text) <= width:
            return text, column - 1
        first = max(0, min(column - 1 - width // 3, len(text) - width))
        left, right = "…" if first else "", "…" if first + width < len(text) else ""
        return f"{left}{text[first : first + width]}{right}", column - 1 - first + len(left)

    def _text(self, line: int) -> str:
        # A file may be one line of megabytes, with thousands of places asked for in it.
        if self._shown[0] != line:
            end = self.starts[line] if line < len(self.starts) else len(self.data)
            self._shown = (line, self._decoded(self.starts[line - 1], end).rstrip("\r\n"))
        return self._shown[1]

    def _decoded(self, start: int, end: int) -> str:
        return self.data[start:end].decode(self.encoding.name, "replace").removeprefix("\ufeff")
