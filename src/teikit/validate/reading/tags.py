"""A start-tag that no parser reads, looked at attribute by attribute. All bytes here are UTF-8."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from teikit.validate.reading.entities import is_known

NAME = re.compile(rb"[A-Za-z_:\x80-\xff][\w:.\x80-\xff-]*")
_BLANK = re.compile(rb"\s*")
_EQUALS = re.compile(rb"\s*=\s*")
_LONE = re.compile(rb"&(?!#[0-9]+;|#x[0-9A-Fa-f]+;|[A-Za-z_\x80-\xff][\w.\x80-\xff-]*;)")
_OPEN = re.compile(rb"&([A-Za-z_][\w.-]*)(?=[\s\"'])")
_ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CURLY = ("“", "”", "„", "«", "»", "‘", "’", "‚", "″", "′")

Found = tuple[str, int, dict[str, str]]


def look(data: bytes, start: int, fault: int) -> Found:
    """Tell what is wrong with the tag that starts at a byte: a row of validate_syntax.tsv, the byte, its words.

    ``fault``: the byte that the parser named.
    """
    name = NAME.match(data, start + 1)
    assert name is not None  # the caller has looked
    values, at = {"element": _shown(name[0])}, name.end()
    after_value = False
    while True:
        here = _BLANK.match(data, at).end()  # type: ignore[union-attr]  # it always matches
        char = data[here : here + 1]
        attribute = NAME.match(data, here)
        if attribute is None or (here == at and not after_value):
            return _no_attribute(data, start, here, char, fault, values)
        if here == at:
            return "tag-space", here, values
        values["attribute"] = _shown(attribute[0])
        equals = _EQUALS.match(data, attribute.end())
        if equals is None:
            ended = attribute.end() >= len(data)
            return ("tag-eof", start, values) if ended else ("no-value", here, values)
        found = _value(data, here, equals.end(), values)
        if isinstance(found, tuple):
            return found
        at, after_value = found, True


def _no_attribute(data: bytes, start: int, here: int, char: bytes, fault: int, values: dict[str, str]) -> Found:
    if not char:
        return "tag-eof", start, values
    if char == b"<":
        return "tag-open", start, values
    if char in (b">", b"/") and (char == b">" or data.startswith(b"/>", here)):
        # The tag is written rightly: it is a name that the parser does not take.
        names = [values["element"], *(_shown(one[1]) for one in _ATTRIBUTE.finditer(data, start, here))]
        odd = next((one for one in names if one.count(":") > 1 or one.startswith(":") or one.endswith(":")), "")
        return ("colons" if odd else "name"), fault, {**values, "name": odd or _name_at(data, fault)}
    if char == b"/":
        return "tag-slash", here, values
    shown = data[here : here + 4].decode("utf-8", "ignore")[:1]
    described = "a quotation mark" if shown in "\"'" else shown if shown.isprintable() else unicodedata.name(shown, "")
    return "tag-character", here, {**values, "character": described}


def _name_at(data: bytes, at: int) -> str:
    start = at
    while start and NAME.match(data[start - 1 : start + 1]) and data[start - 1] not in b" \t\r\n</":
        start -= 1
    found = NAME.match(data, start)
    return _shown(found[0]) if found else ""


def _value(data: bytes, name: int, at: int, values: dict[str, str]) -> Found | int:
    """Return the byte after a value, or what is wrong with it."""
    mark = data[at : at + 1]
    if not mark:
        return "tag-eof", name, values
    if mark not in (b'"', b"'"):
        curly = data[at : at + 4].decode("utf-8", "ignore")[:1] in _CURLY
        return ("curly-quotes" if curly else "no-quotes"), name, values
    end = data.find(mark, at + 1)
    less = data.find(b"<", at + 1, end if end >= 0 else len(data))
    last = min(one for one in (end, less, len(data)) if one >= 0)
    lone = _LONE.search(data, at + 1, last)
    if lone:
        missing = _OPEN.match(data, lone.start())
        if missing and is_known(_shown(missing[1])):
            return "reference-open", lone.start(), {**values, "name": _shown(missing[1])}
        return "ampersand-in-value", lone.start(), values
    if less >= 0:
        return "value-less", name, values
    return ("value-open", name, values) if end < 0 else end + 1


def twice(data: bytes, start: int) -> tuple[str, str]:
    """Return the element of a tag, and the attribute that stands twice in it; an empty name where none does."""
    element = NAME.match(data, start + 1)
    seen: set[bytes] = set()
    for one in _ATTRIBUTE.finditer(data, start, _end(data, start)):
        if one[1] in seen:
            return _shown(element[0] if element else b""), _shown(one[1])
        seen.add(one[1])
    return _shown(element[0] if element else b""), ""


def prefix_of(data: bytes, start: int, around: Iterable[int]) -> tuple[str, str]:
    """Return the element of a tag, and the first prefix in it that neither it nor a tag around it declares."""
    element = NAME.match(data, start + 1)
    name = element[0] if element else b""
    attributes = [one[1] for one in _ATTRIBUTE.finditer(data, start, _end(data, start))]
    known = {b"xml", b"xmlns"}
    for at in (start, *around):
        tag = _ATTRIBUTE.finditer(data, at, _end(data, at))
        known |= {one[1][6:] for one in tag if one[1].startswith(b"xmlns:")}
    used = (one.partition(b":")[0] for one in (name, *attributes) if b":" in one)
    return _shown(name), _shown(next((one for one in used if one not in known), b""))


def _end(data: bytes, start: int) -> int:
    """Return where a tag that can be read ends."""
    at = start
    for mark in re.finditer(rb"""[^"'>]*(?:"[^"]*"|'[^']*')?""", data[start:]):
        at = start + mark.end()
        if data[at : at + 1] in (b">", b""):
            break
    return at


def _shown(name: bytes) -> str:
    return name.decode("utf-8", "replace")
