"""Bytes to text: decode, normalise once, note what was changed. No later stage changes a character."""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata

from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.model import Source

# What XML 1.0 forbids (production 2, Char), but for form feed and vertical tab, which are white space here.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LINE_END = re.compile("\r\n|\r|\x0b|\u2028|\u2029|\x85")

# The first bytes of what is often handed over by mistake, and what to do about it.
_SIGNATURES = (
    (b"%PDF", "a PDF", "extract its text first, for instance with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive or a word processor's document", "save it as plain text, or convert it with pandoc"),
    (b"\xd0\xcf\x11\xe0", "an old word processor's document", "save it as plain text"),
    (b"{\\rtf", "an RTF document", "save it as plain text"),
    (b"\x89PNG", "a PNG image", "transcribe it or run an OCR program first"),
    (b"\xff\xd8\xff", "a JPEG image", "transcribe it or run an OCR program first"),
    (b"GIF8", "a GIF image", "transcribe it or run an OCR program first"),
    (b"II*\x00", "a TIFF image", "transcribe it or run an OCR program first"),
    (b"MM\x00*", "a TIFF image", "transcribe it or run an OCR program first"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"\x7fELF", "a program", "give a plain-text file"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Windows-1252 holds all that these hold, and is what files that claim them are in.
_WESTERN = ("ascii", "iso-8859-1", "iso-8859-15", "utf-8")


_NOTHING = "\ufffd\ufeff\u200b"  # what is neither white space nor anything that can be seen


def read(data: bytes, name: str, *, encoding: str = "") -> tuple[Source, tuple[Diagnostic, ...]]:
    """Return the Source and what is to be told of the reading (a guessed encoding, replaced characters).

    ``name``: the file's name, for messages and the header. ``encoding``: the editor's word for it, not detected then.
    Raises TeikitError for what is not plain text: R001 another format, R002 nothing in it, R003 XML or HTML,
    R005 an encoding that is unknown or does not fit.
    """
    _refuse(data, name)
    raw, used, guessed, changes = _decode(data, name, encoding)
    if _is_markup(raw):
        _fail(
            "R003",
            name,
            "this is XML or HTML, not plain text",
            "for TEI use `teikit annotate`; for a web page save its text",
        )
    text, normalised = _normalise(raw)
    changes.update(normalised)
    if all(char.isspace() or char in _NOTHING for char in text):
        _fail("R002", name, "there is no text in this file", "check that it was saved and transferred whole")
    # A file name that is not text in the system's encoding must not break the header that states it.
    source = Source(
        _FORBIDDEN.sub("\ufffd", name), text, used, hashlib.sha256(data).hexdigest(), tuple(changes.items())
    )
    return source, tuple(_reports(source, guessed))


def _fail(code: str, name: str, message: str, help: str) -> None:
    raise TeikitError(Diagnostic(code, Severity.ERROR, message, path=name, help=help))


def _refuse(data: bytes, name: str) -> None:
    if not data.strip(b" \t\r\n\x00"):
        _fail("R002", name, "this file is empty", "check that it was saved and transferred whole")
    for signature, what, advice in _SIGNATURES:
        if data.startswith(signature):
            _fail("R001", name, f"this is {what}, not plain text", advice)


def _decode(data: bytes, name: str, wanted: str) -> tuple[str, str, bool, dict[str, int]]:
    """Return text, encoding, whether that was guessed, and the changes made so far."""
    for bom, codec in _BOMS:
        if data.startswith(bom) and (not wanted or wanted.lower().replace("_", "-").startswith(codec[:5])):
            return *_lenient(data[len(bom) :], codec), False, {"byte order mark": 1}
    if wanted:
        return _decode_as(data, name, wanted), codecs.lookup(wanted).name, False, {}
    if b"\x00" in data:
        codec = _utf16_without_mark(data)
        if codec:
            return *_lenient(data, codec), True, {}
        if data.count(0) > len(data) // 100:  # a stray one is damage; it is replaced and reported below
            _fail("R001", name, "this is a binary file, not plain text", "give a plain-text file")
    try:
        return data.decode("utf-8"), "utf-8", False, {}
    except UnicodeDecodeError:
        return _guess(data, name)


def _decode_as(data: bytes, name: str, wanted: str) -> str:
    try:
        return data.decode(wanted)
    except LookupError:
        _fail(
            "R005",
            name,
            f"there is no encoding named {wanted!r}",
            "common names: utf-8, utf-16, windows-1252, iso-8859-1",
        )
    except UnicodeDecodeError as error:
        message = f"this file is not in {wanted}: byte {error.start + 1} does not fit"
        _fail("R005", name, message, "leave the encoding out to have it detected")
    raise AssertionError("unreachable")


def _lenient(data: bytes, codec: str) -> tuple[str, str]:
    return data.decode(codec, errors="replace"), codec


def _utf16_without_mark(data: bytes) -> str:
    """Tell UTF-16 without a mark by where the zero bytes of Latin letters stand; empty where it is not that."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if len(data) % 2 == 0 and odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if len(data) % 2 == 0 and even > 0.7 * half and odd < 0.05 * half else ""


def _guess(data: bytes, name: str) -> tuple[str, str, bool, dict[str, int]]:
    # A single broken byte in a long UTF-8 file is damage, not another encoding.
    damaged = data.decode("utf-8", errors="replace")
    broken = damaged.count("\ufffd") - data.count("\ufffd".encode())
    multibyte = sum(1 for c in damaged if c > "\x7f") - broken
    if multibyte > 10 * broken:
        return damaged, "utf-8", True, {"undecodable bytes": broken}
    codec = _detect(data)
    if not codec or _control_share(data) > 0.02:
        _fail(
            "R001",
            name,
            "this is not text in any encoding known here",
            "give its encoding with --encoding if it is text",
        )
    return data.decode(codec, errors="replace"), codec, True, {}


def _detect(data: bytes) -> str:
    """Return the encoding that the bytes are most likely in.

    Windows-1252, the encoding of most files of western editors, wherever the evidence for another is weak: a pound sign
    must not become a Polish letter.
    """
    import chardet  # slow to import, and seldom needed

    found = chardet.detect(data)
    encoding = (found["encoding"] or "").lower().replace("iso8859", "iso-8859")
    if not encoding or found["confidence"] < 0.09 or encoding in _WESTERN:
        return "windows-1252"
    return encoding


def _control_share(data: bytes) -> float:
    sample = data[:65536]
    return sum(1 for byte in sample if byte < 32 and byte not in b"\t\n\r\f\v\x1a\x1b") / len(sample)


def _is_markup(text: str) -> bool:
    start = text.lstrip()[:200].lower()
    return bool(re.match(r"<\?xml|<!doctype|<html|<tei[\s>:.]|<!--", start))


def _normalise(text: str) -> tuple[str, dict[str, int]]:
    changes: dict[str, int] = {}
    text, changes["line ends"] = _LINE_END.subn("\n", text)
    text, changes["forbidden characters"] = _FORBIDDEN.subn("\ufffd", text)
    if not unicodedata.is_normalized("NFC", text):
        composed = unicodedata.normalize("NFC", text)
        changes["composed characters"] = max(1, len(text) - len(composed))
        text = composed
    return text, {name: count for name, count in changes.items() if count}


def _reports(source: Source, guessed: bool) -> list[Diagnostic]:
    reports = []
    if guessed:
        message = f"the encoding was not stated; read as {source.encoding}"
        help = "check accents and quotation marks; give the right one with --encoding if they look wrong"
        reports.append(Diagnostic("R010", Severity.INFO, message, path=source.name, help=help))
    for name, count in source.changes:
        if name in ("forbidden characters", "undecodable bytes"):
            message = f"{count} {name} were replaced by U+FFFD"
            at = source.text.find("\ufffd")
            line = source.text.count("\n", 0, at) + 1
            help = "look for the replacement character and correct the source"
            reports.append(
                Diagnostic("R011", Severity.WARNING, message, path=source.name, line=line, column=1, help=help)
            )
    return reports
