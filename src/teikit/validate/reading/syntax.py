"""XML that cannot be read: the first fault, where it is, and what an editor should do about it.

Expat says where; what is wrong is found by looking at the bytes. All bytes here are UTF-8.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from xml.parsers import expat

from teikit import data as tables
from teikit.validate.faults import Fault, Place
from teikit.validate.reading.entities import is_known
from teikit.validate.reading.tags import NAME, look, prefix_of, twice
from teikit.xmlscan import Encoding, Lines

_UTF8 = Encoding("utf-8", 1, False)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_REFERENCE = re.compile(rb"&(#[0-9]+|#x[0-9A-Fa-f]+|[^\s&;<>\"'#]+)?(;)?")
_ALIKE = 0.6
_SYNTAX = 2
_UNFINISHED = 5
_ENTITIES = frozenset({12, 13, 15, 16, 43})  # numbers of expat's errors; those of V003
_BEFORE_TAG = frozenset({8, 27, 28, 38, 39, 40})  # it stands at the start-tag that is at fault


@dataclass(slots=True)
class Fallen:
    """Where expat stopped: the number of its error, the byte of it, that of the token, and the elements open there."""

    code: int
    at: int
    token: int = 0
    open: list[tuple[str, int]] = field(default_factory=list)
    rooted: bool = False


class _Stop(Exception):
    """The place that was looked for is reached."""


def fallen(data: bytes) -> Fallen | None:
    """Return where expat stops; None where it reads all."""
    reader = expat.ParserCreate("UTF-8", namespace_separator=" ")
    try:
        reader.Parse(data, True)
    except expat.ExpatError as error:
        found = Fallen(error.code, reader.ErrorByteIndex)
        _walk(data, found)
        return found
    return None


def _walk(data: bytes, found: Fallen) -> None:
    """Find the token at fault, and the elements open there, in a second pass."""
    reader = expat.ParserCreate("UTF-8", namespace_separator=" ")
    reader.namespace_prefixes = True
    last = (0, 0)  # byte of the last event, its length: -1 where it is a tag

    def start(name: str, _attributes: Mapping[str, str]) -> None:
        nonlocal last
        if reader.CurrentByteIndex >= found.at:
            raise _Stop
        last = (reader.CurrentByteIndex, -1)
        found.open.append((_as_written(name), reader.CurrentByteIndex))
        found.rooted = True

    def end(_name: str) -> None:
        nonlocal last
        at = reader.CurrentByteIndex
        if at >= found.at:
            raise _Stop
        # The end of an empty-element tag is told at the byte after it.
        empty = data.endswith(b"/>", 0, at) and last[1] < 0 and _UTF8.tag_end(data, last[0]) == at
        last = last if empty else (at, -1)
        found.open.pop()

    def other(text: str) -> None:
        nonlocal last
        if reader.CurrentByteIndex >= found.at:
            raise _Stop
        last = (reader.CurrentByteIndex, len(text.encode("utf-8", "surrogatepass")))

    reader.StartElementHandler, reader.EndElementHandler, reader.DefaultHandlerExpand = start, end, other
    with suppress(_Stop, expat.ExpatError):
        reader.Parse(data, True)
    at, length = last
    found.token = min(found.at, _UTF8.tag_end(data, at) if length < 0 else at + length)


def _as_written(name: str) -> str:
    """Return the name of an element with its prefix; expat gives namespace, name and prefix."""
    parts = name.split(" ")
    return f"{parts[2]}:{parts[1]}" if len(parts) > 2 else parts[-1]


Found = tuple[str, int, dict[str, str]]
"""A row of the table, the byte of the fault, and what to fill into the words."""


def explain(data: bytes, fall: Fallen, *, in_place: bool) -> Fault:
    """Return the fault at a place where expat stopped."""
    key, at, values = _control(data, fall) or _CODES.get(fall.code, _by_number)(data, fall)
    line, column = Lines(data, _UTF8).place(at)
    message, advice = words(key, **values)
    code = "V003" if fall.code in _ENTITIES and fall.code != 13 else "V001"
    return Fault(code, Place(line, column, at if in_place else -1), message, advice)


def words(key: str, **values: str) -> tuple[str, str]:
    """Return message and advice of a row of the table, filled in."""
    row = _table().get(key)
    if row is None:
        return f"This is not well-formed XML: {values.get('detail', key)}.", ""
    return row["message"].format_map(values), row["help"].format_map(values)


def explained(key: str) -> bool:
    """Tell whether the table has a row."""
    return key in _table()


@cache
def _table() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in tables.table("validate_syntax")}


def _control(data: bytes, fall: Fallen) -> Found | None:
    """Tell a character that XML forbids; expat stops right at it, or at the token that ends before it."""
    here = _CONTROL.match(data, fall.at)
    if here is None or fall.code not in (2, 4, 5):
        return None
    char = here[0].decode()
    name = unicodedata.name(char, _CONTROLS.get(char, "a control character"))
    return "control", fall.at, {"number": f"{ord(char):04X}", "name": name}


_CONTROLS = {"\0": "NUL", "\b": "backspace", "\v": "vertical tab", "\f": "form feed", "\x1b": "escape"}


def _token(data: bytes, fall: Fallen) -> Found:
    """Tell what is wrong with a token that expat cannot read, or that the file ends in."""
    token = fall.token
    unfinished = fall.code == _UNFINISHED
    for start, what in _STARTS:
        if data.startswith(start, token):
            return what(data, fall, unfinished)
    if fall.code == _UNFINISHED and data[token:].strip() == b"<":
        return _ends(data, fall)
    if data.startswith(b"<", token) and fall.code == _SYNTAX:
        return "namespace", token, {}
    if data.startswith(b"<", token):
        return look(data, token, fall.at) if NAME.match(data, token + 1) else ("less", token, {})
    if data.startswith(b"&", token):
        return _reference(data, token)
    if fall.code == _UNFINISHED and fall.open:
        return _ends(data, fall)
    if not fall.rooted:
        return ("doctype" if b"<!DOCTYPE" in data[: fall.at] else "before-root"), token, {}
    gap = data.rfind(b"]]>", token, fall.at + 3)
    return ("greater", gap, {}) if gap >= 0 else _by_number(data, fall)


def _comment(data: bytes, fall: Fallen, unfinished: bool) -> Found:
    hyphens = data.find(b"--", fall.token + 4)
    return ("comment-open", fall.token, {}) if unfinished or hyphens < 0 else ("comment-hyphens", hyphens, {})


def _section(data: bytes, fall: Fallen, _unfinished: bool) -> Found:
    closed = max(0, data.rfind(b"]]>", 0, fall.at))
    return "cdata-open", max(closed, data.find(b"<![CDATA[", closed)), {}


def _instruction(data: bytes, fall: Fallen, unfinished: bool) -> Found:
    if re.match(rb"<\?xml\s", data[fall.token : fall.token + 6]) and not unfinished:
        return ("declaration-late" if fall.token else "declaration"), fall.token, {}
    return ("instruction-open" if unfinished else "instruction"), fall.token, {}


def _declaration(_data: bytes, fall: Fallen, _unfinished: bool) -> Found:
    return "doctype", fall.at, {}


def _end_tag(data: bytes, fall: Fallen, unfinished: bool) -> Found:
    if not fall.open:
        return _mismatch(data, fall)
    name = NAME.match(data, fall.token + 2)
    shown = name[0].decode("utf-8", "replace") if name else ""
    values = {"name": shown, "suggested": fall.open[-1][0] if fall.open else shown}
    return ("end-tag-open" if unfinished else "end-tag"), fall.token, values


_STARTS: tuple[tuple[bytes, Callable[[bytes, Fallen, bool], Found]], ...] = (
    (b"<!--", _comment),
    (b"<![CDATA[", _section),
    (b"<!", _declaration),
    (b"<?", _instruction),
    (b"</", _end_tag),
)


def _reference(data: bytes, at: int) -> Found:
    found = _REFERENCE.match(data, at)
    name = (found[1] or b"").decode("utf-8", "replace") if found else ""
    if name.startswith("#") and found and found[2]:
        return "expat-14", at, {"name": found[0].decode()}
    # What is no name of an entity that anybody knows was hardly meant as one: AT&T.
    missing = bool(name) and not (found and found[2]) and is_known(name)
    return ("reference-open", at, {"name": name}) if missing else ("ampersand", at, {})


def _mismatch(data: bytes, fall: Fallen) -> Found:
    at = data.rfind(b"<", 0, fall.at + 1)
    name = NAME.match(data, at + 2)
    found = name[0].decode("utf-8", "replace") if name else ""
    if not fall.open:
        return "end-of-nothing", at, {"found": found}
    expected, opened = fall.open[-1]
    values = {"found": found, "expected": expected, "line": str(_line(data, opened))}
    if any(found == outer for outer, _ in fall.open):
        return "mismatch", at, values
    alike = found.lower() == expected.lower() or difflib.SequenceMatcher(None, found, expected).ratio() > _ALIKE
    return ("mismatch-spelling" if alike else "mismatch-none"), at, values


def _line(data: bytes, at: int) -> int:
    return Lines(data[: at + 1], _UTF8).place(at)[0]


def _ends(data: bytes, fall: Fallen) -> Found:
    """Tell of a file that ends too early; with no element found, expat has read every token."""
    if not fall.open:
        return ("no-root" if not data[fall.token :].strip() or not fall.rooted else "after-root"), fall.at, {}
    expected, opened = fall.open[-1]
    more = f", and {len(fall.open) - 1} more around it" if len(fall.open) > 1 else ""
    return "file-ends", fall.at, {"expected": expected, "line": str(_line(data, opened)), "more": more}


def _twice(data: bytes, fall: Fallen) -> Found:
    at = data.rfind(b"<", 0, fall.at + 1)
    element, attribute = twice(data, at)
    return ("twice" if attribute else "twice-namespaced"), at, {"element": element, "attribute": attribute}


def _prefix(data: bytes, fall: Fallen) -> Found:
    element, prefix = prefix_of(data, fall.at, [at for _, at in fall.open])
    return "prefix", fall.at, {"element": element, "prefix": prefix}


def _after(data: bytes, fall: Fallen) -> Found:
    if data.startswith(b"</", fall.at):
        return _mismatch(data, Fallen(fall.code, fall.at))
    if data.startswith(b"<?xml", fall.at):
        return "declaration-late", fall.at, {}
    root = NAME.match(data, fall.at + 1) if data.startswith(b"<", fall.at) else None
    return ("second-root", fall.at, {"element": root[0].decode()}) if root else ("after-root", fall.at, {})


def _by_number(data: bytes, fall: Fallen) -> Found:
    found = _REFERENCE.match(data, fall.at) or _REFERENCE.search(data, fall.at)
    name = (found[1] or b"").decode("utf-8", "replace") if found else ""
    if fall.code == 14:
        name = found[0].decode("utf-8", "replace") if found else ""
    key = f"expat-{fall.code}"
    return (key if explained(key) else ""), fall.at, {"name": name, "detail": expat.ErrorString(fall.code) or ""}


_CODES: dict[int, Callable[[bytes, Fallen], Found]] = {
    **dict.fromkeys((_SYNTAX, 4, 5, 6), _token),
    3: _ends,
    7: _mismatch,
    8: _twice,
    9: _after,
    20: lambda data, fall: _section(data, fall, True),
    17: lambda _data, fall: ("declaration-late", fall.at, {}),
    27: _prefix,
    30: lambda _data, fall: ("declaration", fall.at, {}),
}
