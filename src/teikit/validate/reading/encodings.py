"""Bytes → bytes that every XML parser reads: what a file says of its encoding, what it is in, and what is wrong."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from teikit.diagnostics import Severity
from teikit.validate.faults import Fault, Place
from teikit.xmlscan import Encoding, Lines

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Appendix F of XML: what "<?" and "<" look like in encodings that are no extension of ASCII.
_STARTS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_DECLARATION = re.compile(r"""<\?xml\s[^>]*?(\sencoding\s*=\s*(["'])([^"'>]*)\2)""")
_HEAD = 1024
_BOTH_READ = frozenset({"utf-8", "us-ascii", "iso-8859-1"})
_NEVER = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "mbcs", "oem", "undefined"})
_ASCII = bytes(range(32, 127)) + b"\t\n\r"
_LOOK = 100_000
_ENOUGH = 12
_HIGH = re.compile(rb"[\x80-\xff]")
_WIDE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class Readable:
    """Bytes that expat reads, and those that libxml2 reads to the same characters.

    ``in_place``: their offsets are those of the file, so that fixes may be made by them.
    """

    data: bytes
    tree: bytes
    in_place: bool = True
    notices: tuple[Fault, ...] = ()


def readable(data: bytes) -> Readable | Fault:
    """Return bytes that both parsers read alike, or why nobody can tell what the file says.

    That UTF-8 and UTF-16 are well-formed is left to the parsers, who look at every byte anyway.
    """
    family = next((name for bom, name in _BOMS if data.startswith(bom)), "")
    marked = bool(family)
    family = family or next((name for start, name in _STARTS if data.startswith(start)), "")
    head = data[:_HEAD].decode(family or "latin-1", "replace").removeprefix("\ufeff")
    found = _DECLARATION.match(head)
    declared = found[3] if found else ""
    if family in ("utf-16-le", "utf-16-be"):
        return _sixteen(data, family, declared, marked=marked)
    if family.startswith("utf-32") or family == "cp037":
        return _foreign(data, (declared if family == "cp037" else family) or family, declared)
    name = _canonical(declared)
    if family == "utf-8":
        same = not declared or name == "utf-8"
        notices = () if same else (_mismatch(declared),)
        plain = data if declared.lower() in ("", "utf-8") else _undeclared(data)
        return Readable(plain, plain, notices=notices)
    return _eight(data, declared, name)


def _sixteen(data: bytes, family: str, declared: str, *, marked: bool) -> Readable | Fault:
    if not marked and not declared:
        message = "The file is in UTF-16, but has neither a byte order mark nor a declaration that says so."
        return _fault(message, "Save the file as UTF-8.")
    if declared and _canonical(declared).replace("_", "-") not in ("utf-16", family):
        message = f'The file is saved in UTF-16, but declares encoding="{declared}".'
        return _fault(message, 'Save the file as UTF-8 and declare encoding="UTF-8".')
    if declared.lower() in ("", "utf-16"):
        return Readable(data, data)
    return _foreign(data, family, declared)


def _eight(data: bytes, declared: str, name: str) -> Readable | Fault:
    """Read what begins with the bytes of ASCII."""
    if not declared or declared.lower() in _BOTH_READ:
        return Readable(data, data)
    if not name:
        advice = 'Save the file as UTF-8 and declare encoding="UTF-8".'
        return _fault(f'The file declares encoding="{declared}", which is no encoding that can be read.', advice)
    if name == "utf-8":
        plain = _undeclared(data)
        notice = _notice(f"The encoding is declared as {declared}; its name is UTF-8.", 'Write encoding="UTF-8".')
        return Readable(plain, plain, notices=(notice,))
    if name.startswith(("utf-16", "utf-32")):
        message = (
            f'The file declares encoding="{declared}", but it is not saved in it: its characters are one byte each.'
        )
        return _fault(message, 'Declare encoding="UTF-8", or the encoding that the file is in.')
    return _foreign(data, name, declared)


def _foreign(data: bytes, name: str, declared: str) -> Readable | Fault:
    """Read an encoding that parsers need not know, through the codecs of Python."""
    name = _canonical(name)
    if not name:
        return _fault(f"The file is in an encoding that cannot be read ({declared}).", "Save the file as UTF-8.")
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        return bad_bytes(data, name, error.start)
    tree = _undeclared(text.removeprefix("\ufeff").encode("utf-8", "surrogatepass"))
    if _single(name):
        return Readable(data, tree)
    message = f"The file is in {declared or name.upper()}, which XML parsers need not know."
    return Readable(tree, tree, False, (_notice(message, "Save the file as UTF-8, which all of them read."),))


def _single(name: str) -> bool:
    """Tell whether expat can be given a table of the encoding: ASCII, and one byte for each other character."""
    if _ASCII.decode(name, "replace").encode() != _ASCII:
        return False
    return len(bytes(range(256)).decode(name, "replace")) == 256 and not name.startswith("utf")


def _canonical(name: str) -> str:
    """Return Python's name of an encoding of text, an empty string for what is none."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*", name):
        return ""
    try:
        info = codecs.lookup(name)
        "".encode(name)  # refuses codecs that make bytes of bytes
    except (LookupError, UnicodeError, ImportError):
        return ""
    return "" if info.name.replace("_", "-") in {one.replace("_", "-") for one in _NEVER} else info.name


def _undeclared(data: bytes) -> bytes:
    """Blank out what an XML declaration says of the encoding, which is then UTF-8; every byte keeps its place."""
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    found = _DECLARATION.match(data[start : start + _HEAD].decode("latin-1"))
    if found is None:
        return data
    first, last = found.span(1)
    return data[: start + first] + b" " * (last - first) + data[start + last :]


def in_utf8(data: bytes) -> bytes | Fault:
    """Return what expat reads as UTF-8, undeclared, or the byte that is not in the encoding."""
    name = Encoding.of(data).name
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        return bad_bytes(data, name, error.start)
    return _undeclared(data if name == "utf-8" else text.removeprefix("\ufeff").encode("utf-8", "surrogatepass"))


def bad_bytes(data: bytes, name: str, at: int) -> Fault:
    """Return the fault of a byte that is not in an encoding."""
    encoding = Encoding(name, 2 if name.startswith("utf-16") else 1, False)
    place = Place(*Lines(data, encoding).place(at), at)
    shown = name.upper().replace("_", "-")
    message = f"The byte 0x{data[at]:02X} is not {shown}, the encoding of the file."
    if name == "utf-8":
        return Fault("V005", place, message + _seems(data, at), _advice(data))
    return Fault("V005", place, message, "Save the file as UTF-8, and declare it so.")


def _seems(data: bytes, at: int) -> str:
    """Tell what a byte that is not UTF-8 may be."""
    if re.match(rb"\xed[\xa0-\xbf][\x80-\xbf]", data[at : at + 3]):
        return " It is half of a surrogate pair, which belongs to UTF-16."
    if data[at] in (0xC0, 0xC1):
        return " It begins a character that is written with more bytes than it needs."
    try:
        char = data[at : at + 1].decode(legacy := _guess(data, at))
    except (UnicodeDecodeError, LookupError):
        return ""
    return f" In {legacy} it is {char}." if char.isprintable() else ""


def _guess(data: bytes, at: int) -> str:
    """Return the legacy encoding that bytes are probably in; Windows-1252 where there are too few of them to tell."""
    import chardet  # only where bytes are wrong, and it is not quick to load

    window = _WIDE.sub(b" ", data[max(0, at - _LOOK // 2) : at + _LOOK // 2])
    if len(_HIGH.findall(window)) < _ENOUGH:
        return "Windows-1252"
    found = chardet.detect(window)["encoding"] or ""
    return found if found.lower().startswith(("windows-", "iso-8859-", "koi8-")) else "Windows-1252"


def _advice(data: bytes) -> str:
    if _WIDE.search(data):
        return "The rest is UTF-8: type this character again, as text from elsewhere was pasted in its own encoding."
    return "Save the file as UTF-8, or declare the encoding that it is in."


def _mismatch(declared: str) -> Fault:
    message = f'The file declares encoding="{declared}", but begins with the byte order mark of UTF-8.'
    advice = 'It is read as UTF-8: write encoding="UTF-8".'
    return Fault("V007", Place(1, 1, 0), message, advice, severity=Severity.WARNING)


def _notice(message: str, advice: str) -> Fault:
    return Fault("V007", Place(1, 1, 0), message, advice)


def _fault(message: str, advice: str) -> Fault:
    return Fault("V005", Place(1, 1, 0), message, advice)
