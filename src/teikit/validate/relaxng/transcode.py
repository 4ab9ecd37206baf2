"""Encodings that expat does not know: documents in them are decoded for it, and places found in their own bytes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator

_DECLARED = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_UTF_32 = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    b"<\0\0\0": "utf-32-le",
    b"\0\0\0<": "utf-32-be",
}
_WIDE = frozenset(
    "big5 big5hkscs cp932 cp949 cp950 euc_jis_2004 euc_jisx0213 euc_jp euc_kr gb18030 gb2312 gbk hz iso2022_jp "
    "iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr johab shift_jis shift_jis_2004 "
    "shift_jisx0213".split()
)


def codec_of(head: bytes) -> str:
    """Return the codec by which a document must be decoded, as expat does not know its encoding; else nothing."""
    for start, name in _UTF_32.items():
        if head.startswith(start):
            return name
    match = _DECLARED.match(head)
    name = match[1].decode("ascii") if match else ""
    try:
        info = codecs.lookup(name) if name else None
    except LookupError:
        return ""  # expat tells
    return info.name if info is not None and info.name in _WIDE else ""


def decoded(chunks: Iterator[bytes], codec: str) -> Iterator[bytes]:
    """Yield the text of bytes as UTF-8. Raises UnicodeDecodeError."""
    decoder = codecs.getincrementaldecoder(codec)()
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
    yield decoder.decode(b"", True).encode("utf-8", "surrogatepass")


class Offsets:
    """The byte of a document for a byte of its text in UTF-8.

    What was asked for last is kept, as places are asked for in the order of the file, or nearly so: of a million
    errors none reads the document from its beginning.
    """

    def __init__(self, chunks: Callable[[], Iterator[bytes]], codec: str) -> None:
        self._chunks = chunks
        self._codec = codec
        self._begin()

    def _begin(self) -> None:
        self._text = decoded(self._chunks(), self._codec)
        self._encoder = codecs.getincrementalencoder(self._codec)("replace")
        self._piece = b""
        self._at = self._offset = 0

    def of(self, index: int) -> int:
        if index < self._at:
            self._begin()
        while index > self._at and (self._piece or self._read()):
            part, self._piece = self._piece[: index - self._at], self._piece[index - self._at :]
            self._at += len(part)
            self._offset += len(self._encoder.encode(part.decode("utf-8", "ignore")))
        return self._offset

    def _read(self) -> bool:
        try:
            while not self._piece:
                self._piece = next(self._text)
        except (StopIteration, UnicodeDecodeError):  # the document is known up to here
            return False
        return True
