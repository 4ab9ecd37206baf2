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
from typing import IO, Any, BinaryIO, Self
from xml.parsers import expat

from teikit.validate.relaxng.nameclasses import SEPARATOR
from teikit.validate.relaxng.transcode import Offsets, codec_of, decoded
from teikit.validate.relaxng.values import Context

CHUNK = 1 << 18
_HEAD = 1 << 12
_MOST_NESTED = 1_000
"""Entities that mention others: expat before 2.7 recurses through a chain of them until the stack overflows."""

_REFERENCE = re.compile(rb"&([^#;\s][^;\s]*);")
_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_PREDEFINED = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


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

    def mentions(self, word: bytes) -> bool:
        """Tell whether ASCII letters stand anywhere in the document, in an encoding of any width."""
        end = b""
        for chunk in self.chunks(CHUNK):
            letters = end + chunk.replace(b"\0", b"")
            if word in letters:
                return True
            end = letters[-len(word) :]
        return False

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
        self.codec = codec_of(head)
        self._offsets = Offsets(lambda: document.chunks(CHUNK), self.codec) if self.codec else None
        self._window, self._window_at = b"", 0
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
        try:
            for piece in self._pieces(size):
                if self.guarded:
                    self._look_at(piece)
                self.parser.Parse(piece, False)
                yield
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            self.fail(expat.ErrorString(error.code))
        except UnicodeDecodeError as error:
            self.fail(f"a byte that is not {error.encoding}")
        except (LookupError, ValueError) as error:  # an encoding that is not known, or not to be used here
            self.fail(str(error))
        yield

    def _pieces(self, size: int) -> Iterator[bytes]:
        """Yield the document in pieces for expat, each twice as long as the one before while a token goes on.

        Expat begins an unfinished token (a tag with a value of megabytes, a comment) anew with every piece.
        """
        held: list[bytes] = []
        length = least = 0
        stands = -1
        for chunk in self._bytes(size):
            held.append(chunk)
            length += len(chunk)
            if length < least:
                continue
            yield b"".join(held)
            goes_on = self.parser.CurrentByteIndex == stands
            stands = self.parser.CurrentByteIndex
            least = 2 * length if goes_on else 0
            length = 0
            held.clear()
        yield b"".join(held)

    def _bytes(self, size: int) -> Iterator[bytes]:
        chunks = self.document.chunks(size)
        return decoded(chunks, self.codec) if self.codec else chunks

    def _look_at(self, piece: bytes) -> None:
        """Keep what expat is about to read, from the token on that it is in."""
        at = max(self.parser.CurrentByteIndex, 0)
        self._window = self._window[at - self._window_at :] + piece
        self._window_at = at

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
        index = max(index, 0)
        return self._offsets.of(index) if self._offsets is not None else index

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
        tag = _TAG.match(self._window, self.parser.CurrentByteIndex - self._window_at)
        for name in _REFERENCE.findall(tag[0]) if tag and b"&" in tag[0] else ():
            if name not in self.declared:
                detail = f"undefined entity &{name.decode('utf-8', 'replace')};"
                self.failure = Failure(detail, *self.place())
                raise ValueError(detail)
