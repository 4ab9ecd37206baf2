"""Bytes fed to expat, once or twice over, in constant memory, with nothing read from outside.

Entities declared in the document are expanded by expat, which stops at those that swell. External entities are never
read: one that is used, and one that is not declared, are told like any other fault of the syntax.
"""

from __future__ import annotations

import codecs
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, Self, cast
from xml.parsers import expat

from teikit.validate.relaxng.nameclasses import SEPARATOR
from teikit.validate.relaxng.values import Context

CHUNK = 1 << 18
_GUARDED_CHUNK = 1 << 13
_HEAD = 1 << 12
_MOST_NESTED = 1_000
"""Entities that mention others: expat before 2.7 recurses through a chain of them until the stack overflows."""

_DECLARED = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_REFERENCE = re.compile(rb"&([^#;\s][^;\s]*);")
_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_PREDEFINED = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_UTF_32 = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    b"<\0\0\0": "utf-32-le",
    b"\0\0\0<": "utf-32-be",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """Where and why the document is not well-formed XML; ``line`` and ``column`` from 1."""

    detail: str
    line: int
    column: int
    offset: int


class Document:
    """The bytes of a document, which can be read more than once; a pipe is kept in a temporary file."""

    def __init__(self, source: bytes | BinaryIO) -> None:
        self.data = source if isinstance(source, bytes) else None
        self.file: IO[bytes] | None = None
        self._kept = not isinstance(source, bytes) and not source.seekable()
        if not isinstance(source, bytes):
            self.file = _kept(source) if self._kept else source
        self.origin = self.file.tell() if self.file is not None else 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._kept and self.file is not None:
            self.file.close()

    def head(self) -> bytes:
        return next(iter(self.chunks(_HEAD)), b"")

    def chunks(self, size: int) -> Iterator[bytes]:
        """Yield the bytes from the beginning."""
        if self.data is not None:
            for at in range(0, len(self.data), size):
                yield self.data[at : at + size]
        elif self.file is not None:
            self.file.seek(self.origin)
            while chunk := self.file.read(size):
                yield chunk


def _kept(source: BinaryIO) -> IO[bytes]:
    kept = tempfile.TemporaryFile()  # noqa: SIM115  # the document closes it
    shutil.copyfileobj(source, kept)
    kept.seek(0)
    return kept


class Stream:
    """One pass over a document. ``failure``: why it could not be read to its end.

    ``context``: the namespaces in scope, where ``scopes`` asks for them.
    """

    def __init__(self, document: Document, *, scopes: bool = False, exact_text: bool = False) -> None:
        self.document = document
        self.failure: Failure | None = None
        self.context: Context = None
        head = document.head()
        self.codec = _codec(head)
        self.wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<"))
        self.guarded = b"<!DOCTYPE" in head or b"<\0!\0D\0" in head or b"\0<\0!\0D" in head
        self.parser: Any = expat.ParserCreate("utf-8" if self.codec else None, SEPARATOR)
        self.parser.ordered_attributes = True
        self.parser.buffer_text = not exact_text
        if not exact_text:
            self.parser.buffer_size = 1 << 16
        if scopes:
            self._keep_scopes()
        if self.guarded:
            self._guard()

    def on_start(self, handler: Callable[[str, list[str]], None]) -> None:
        """Set the handler of start-tags."""

        def guarded(name: str, attributes: list[str]) -> None:
            if attributes:
                self._check_references()
            handler(name, attributes)

        self.parser.StartElementHandler = guarded if self.guarded else handler

    def run(self) -> None:
        """Read the document to its end; what handlers raise passes through."""
        for _ in self.steps(CHUNK):
            pass

    def steps(self, size: int = CHUNK) -> Iterator[None]:
        """Read the document piece by piece."""
        size = _GUARDED_CHUNK if self.guarded else size
        try:
            for chunk in self._bytes(size):
                self.parser.Parse(chunk, False)
                yield
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            self.fail(expat.ErrorString(error.code))
        except (LookupError, ValueError) as error:  # an encoding that is not known, or not to be used here
            self.fail(str(error))
        yield

    def _bytes(self, size: int) -> Iterator[bytes]:
        if not self.codec:
            yield from self.document.chunks(size)
            return
        decoder = codecs.getincrementaldecoder(self.codec)()
        for chunk in self.document.chunks(size):
            yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
        yield decoder.decode(b"", True).encode("utf-8", "surrogatepass")

    def fail(self, detail: str) -> None:
        """Note why the document cannot be read on, unless that is known."""
        if self.failure is None:
            parser = self.parser
            at = (parser.ErrorLineNumber, parser.ErrorColumnNumber + 1, self.offset(parser.ErrorByteIndex))
            self.failure = Failure(detail, *at)

    def place(self) -> tuple[int, int, int]:
        """Return line, column and byte of the event that is being handled."""
        parser = self.parser
        return parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, self.offset(parser.CurrentByteIndex)

    def offset(self, index: int) -> int:
        """Return the byte of the document for a byte of what expat reads."""
        if not self.codec or index < 0:
            return max(index, 0)
        text = b"".join(self._bytes(CHUNK))[:index].decode("utf-8", "ignore")
        return len(text.encode(self.codec, "replace"))

    def unit(self) -> int:
        """Return the bytes of an ASCII character."""
        return 1 if self.codec or not self.wide else 2

    def _keep_scopes(self) -> None:
        """Keep the namespaces in scope, for datatypes that need them (QName)."""
        bound: dict[str, list[str]] = {"xml": ["http://www.w3.org/XML/1998/namespace"]}
        current: dict[str, str] = {prefix: uris[-1] for prefix, uris in bound.items()}
        self.context = current

        def begin(prefix: str | None, uri: str | None) -> None:
            bound.setdefault(prefix or "", []).append(uri or "")
            current[prefix or ""] = uri or ""

        def finish(prefix: str | None) -> None:
            uris = bound[prefix or ""]
            uris.pop()
            if uris:
                current[prefix or ""] = uris[-1]
            else:
                current.pop(prefix or "", None)

        self.parser.StartNamespaceDeclHandler = begin
        self.parser.EndNamespaceDeclHandler = finish

    def _guard(self) -> None:
        """Watch what a document type declaration brings."""
        parser = self.parser
        self.declared = set(_PREDEFINED)
        self.open_set = False
        nested = 0

        def stop(detail: str) -> None:
            self.failure = Failure(detail, *self.place())
            raise ValueError(detail)

        def doctype(_name: str, system: str | None, _public: str | None, _internal: int) -> None:
            self.open_set = system is not None

        def entity(name: str, is_parameter: int, value: str | None, *_: object) -> None:
            nonlocal nested
            nested += value is not None and ("&" in value or "%" in value)
            if nested > _MOST_NESTED:
                stop("too many entities that mention others")
            self.open_set = self.open_set or bool(is_parameter)
            if not is_parameter:
                self.declared.add(name.encode("utf-8"))

        def skipped(name: str, is_parameter: int) -> None:
            if not is_parameter:
                stop(f"undefined entity &{name};")

        def external(context: str | None, _base: str | None, system: str | None, _public: str | None) -> int:
            if context is not None:
                stop(f"an external entity is not read: {system}")
            return 1  # the external part of the document type declaration, passed over

        parser.StartDoctypeDeclHandler = doctype
        parser.EntityDeclHandler = entity
        parser.SkippedEntityHandler = skipped
        parser.ExternalEntityRefHandler = external
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE)

    def _check_references(self) -> None:
        """Stop at an undefined entity in the start-tag that is being handled.

        Where declarations may stand in a file that is not read, expat drops such a reference without a word.
        """
        if not (self.guarded and self.open_set):
            return
        raw = cast("bytes | None", self.parser.GetInputContext()) or b""
        tag = _TAG.match(raw)
        for name in _REFERENCE.findall(tag[0] if tag else b""):
            if name not in self.declared:
                detail = f"undefined entity &{name.decode('utf-8', 'replace')};"
                self.failure = Failure(detail, *self.place())
                raise ValueError(detail)


def _codec(head: bytes) -> str:
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


_WIDE = frozenset(
    "big5 big5hkscs cp932 cp949 cp950 euc_jis_2004 euc_jisx0213 euc_jp euc_kr gb18030 gb2312 gbk hz iso2022_jp "
    "iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr johab shift_jis shift_jis_2004 "
    "shift_jisx0213".split()
)
