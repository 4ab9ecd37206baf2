"""How a file writes its characters: the length of a string in bytes, and where a tag ends."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_WIDE_TAG = re.compile(r"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_REFERENCE = re.compile(rb"&[^;]*;")
_DECLARED = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_STARTS = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_WIDE_LOOK = 1 << 16
_BLANK = 256


@dataclass(frozen=True, slots=True)
class Encoding:
    """``unit``: bytes of an ASCII character, 1 or 2. ``single``: every character is one byte."""

    name: str
    unit: int
    single: bool

    @classmethod
    def of(cls, data: bytes) -> Encoding:
        """Tell the encoding of XML as a parser does: byte order mark, first bytes, declaration, else UTF-8."""
        for start, name in _BOMS + _STARTS:
            if data.startswith(start):
                return cls(name, 2 if "16" in name else 1, False)
        match = _DECLARED.match(data)
        name = match[1].decode("ascii") if match else "utf-8"
        try:
            name = codecs.lookup(name).name
        except LookupError:
            return cls("utf-8", 1, False)
        return cls(name, 1, name != "utf-8")

    def encode(self, text: str) -> bytes:
        """Return the bytes of a string; what the encoding lacks becomes a character reference."""
        return text.encode(self.name, "xmlcharrefreplace")

    def width(self, text: str) -> int:
        """Return the bytes of every character of a string, or 0 where they differ."""
        if self.unit == 2:
            return 2 if text.isascii() or max(text) <= "\uffff" else 0
        return 1 if self.single or text.isascii() else 0

    def length(self, text: str) -> int:
        return len(text.encode(self.name))

    def tag_end(self, data: bytes, start: int) -> int:
        """Return the byte after the tag that starts at a byte."""
        if self.unit == 1:
            match = _TAG.match(data, start)
            return match.end() if match else start
        look = _WIDE_LOOK
        while True:
            text = data[start : start + look].decode(self.name, "replace")
            wide = _WIDE_TAG.match(text)
            if wide or start + look >= len(data):
                return start + self.length(wide[0]) if wide else start
            look *= 4

    def reference(self, data: bytes, start: int) -> str:
        """Return the reference (``&amp;``) that stands at a byte, or an empty string."""
        if self.unit == 1:
            match = _REFERENCE.match(data, start) if data[start : start + 1] == b"&" else None
            return match[0].decode(self.name) if match else ""
        if not data.startswith(self.encode("&"), start):
            return ""
        text = data[start : start + 512].decode(self.name, "replace")
        return text[: text.find(";") + 1]

    def blank_before(self, data: bytes, end: int) -> str:
        """Return the white space that stands right before a byte; none where there is more than an indentation."""
        text = data[max(0, end - _BLANK * self.unit) : end].decode(self.name, "replace")
        blank = text[len(text.rstrip(" \t\r\n")) :]
        return blank if len(blank) < min(len(text), _BLANK) else ""

    def follows(self, data: bytes, end: int, text: str) -> bool:
        """Tell whether a string stands right before a byte."""
        raw = self.encode(text)
        return data.startswith(raw, end - len(raw)) if end >= len(raw) else False

    def line_and_column(self, data: bytes, at: int) -> tuple[int, int]:
        """Return the line and column, both from 1, of a byte."""
        newline = self.encode("\n") if self.encode("\n") in data else self.encode("\r")
        line_start = data.rfind(newline, 0, at) + len(newline) if newline in data[:at] else 0
        before = data[line_start:at].decode(self.name, "replace").removeprefix("\ufeff")
        return data.count(newline, 0, at) + 1, len(before) + 1
