"""What a document type declaration declares, which of it is read, and the names of entities that nobody declared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from html.entities import html5
from itertools import islice
from xml.parsers import expat

from teikit.diagnostics import Edit, Fix, Severity
from teikit.validate.faults import Fault, Place, listed
from teikit.xmlscan import Encoding, Lines

_REFERENCE = re.compile(r"&([^\s&;#<>\"']+);")
_BYTES_REFERENCE = re.compile(rb"&([^\s&;#<>\"']+);")
PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_STANDALONE = re.compile(rb"""(<\?xml[^>?]*\sstandalone\s*=\s*["'])yes(["'])""")
_DEEPEST = 2  # an entity of entities is read, an entity of entities of entities is not
_UTF8 = Encoding("utf-8", 1, False)
_SHOWN = 8
_MOST_NESTED = 1000  # entities that mention others: expat before 2.7 goes down a chain of them till the stack overflows
_FEEDING = 1 << 16


class _Enough(Exception):
    """No more declarations need to be read: the root has begun, or there are too many."""


@dataclass(slots=True)
class Doctype:
    """``internal``: replacement texts by name. ``external``: system ids. ``unparsed``: images and the like, by name.

    ``root``: the byte where the root begins, 0 where none does. ``swarm``: the byte of the entity at which those that
    mention others became too many.
    """

    system: str = ""
    internal: dict[str, str] = field(default_factory=dict)
    external: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    unparsed: set[str] = field(default_factory=set)
    root: int = 0
    swarm: int = -1
    nested: int = 0

    def declare(self, name: str, value: str | None, system: str, notation: str | None) -> None:
        """Note an entity; the first declaration of a name holds."""
        if notation:
            self.unparsed.add(name)
        elif value is None:
            self.external.setdefault(name, system)
        elif name not in self.internal:
            self.internal[name] = value
            self.nested += "&" in value


def doctype(data: bytes) -> Doctype:
    """Read the declarations at the head of a file, up to its root or its first fault."""
    found = Doctype()
    reader = expat.ParserCreate()

    def begin(_name: str, system: str | None, _public: str | None, _internal: bool) -> None:
        found.system = system or ""

    def entity(name: str, is_parameter: bool, value: str | None, *rest: str | None) -> None:
        _base, system, _public, notation = rest
        if is_parameter:
            found.parameters.setdefault(name, system or "")
            return
        found.declare(name, value, system or "", notation)
        if found.nested > _MOST_NESTED:
            found.swarm = reader.CurrentByteIndex
            raise _Enough

    def root(*_: object) -> None:
        found.root = reader.CurrentByteIndex
        raise _Enough

    reader.StartDoctypeDeclHandler, reader.EntityDeclHandler, reader.StartElementHandler = begin, entity, root
    with suppress(_Enough, expat.ExpatError, LookupError, ValueError):
        # In pieces, as the root mostly follows soon; they double, as expat begins a token anew with every piece.
        start, size = 0, _FEEDING
        while start < len(data):
            reader.Parse(data[start : start + size], False)
            start, size = start + size, size * 2
    return found


def towers(declared: Doctype) -> list[str]:
    """Return the entities that stand for entities of entities: of such, bombs are made."""
    parts = {
        name: set(_REFERENCE.findall(value)) & declared.internal.keys() for name, value in declared.internal.items()
    }
    heights = dict.fromkeys(parts, 0)
    for _ in range(_DEEPEST):
        heights = {name: 1 + max((heights[part] for part in inner), default=-1) for name, inner in parts.items()}
    return [name for name, height in heights.items() if height >= _DEEPEST]


def refused(declared: Doctype, data: bytes, encoding: Encoding, *, in_place: bool) -> Fault | None:
    """Return the fault (V003) of entities that are not expanded, where one of them is used.

    Those that stand for elements are among them: libxml2 gives these no namespace (2.14), so they would seem no TEI.
    """
    markup = [name for name, value in declared.internal.items() if "<" in value and name not in PREDEFINED]
    reasons = dict.fromkeys(markup, "elements or other markup")
    reasons |= dict.fromkeys(towers(declared), "entities that stand for entities, or for itself")
    name, at = _used(data, declared.root, reasons, encoding) if reasons else ("", -1)
    if at < 0 and declared.swarm >= 0:
        name, at = next(reversed(declared.internal)), declared.swarm
        reasons[name] = "others, as a thousand more do"
    if at < 0:
        return None
    advice = "Such entities are not read, for safety: write out what it stands for."
    place = Place(*Lines(data, encoding).place(at), at if in_place else -1)
    return Fault("V003", place, f"The entity &{name}; stands for {reasons[name]}.", advice)


def _used(data: bytes, start: int, names: Container[str], encoding: Encoding) -> tuple[str, int]:
    """Return the first of some entities that is referred to behind a byte, and where; -1 where none is."""
    if encoding.unit == 1:
        found = (
            (one[1].decode(encoding.name, "replace"), one.start()) for one in _BYTES_REFERENCE.finditer(data, start)
        )
    else:
        text = data[start:].decode(encoding.name, "replace")
        found = (
            (one[1], start + encoding.length(text[: one.start()]))
            for one in _REFERENCE.finditer(text)
            if one[1] in names
        )
    return next(((name, at) for name, at in found if name in names), ("", -1))


def outside(declared: Doctype, place: Place) -> Iterable[Fault]:
    """Yield the notices of what a document type declaration names outside the file, and nothing in it needs."""
    if declared.system:
        message = f"The DOCTYPE names the file “{declared.system}”, which is not read."
        advice = "TEI P5 needs no DOCTYPE: remove it, and name the schema with <?xml-model?>."
        yield Fault("V008", place, message, advice)
    if declared.external:
        names = listed((f"&{name};" for name in declared.external), _SHOWN)
        message = f"The file declares, but does not use, {names} for other files, which are not read."
        yield Fault("V008", place, message, "Remove the declarations.", severity=Severity.WARNING)


@dataclass(slots=True)
class Undeclared:
    """References to entities that nobody declared, with their bytes in UTF-8, in the order of the file."""

    names: list[tuple[str, int]] = field(default_factory=list)

    def fault(self, data: bytes, *, in_place: bool) -> Fault:
        """Return one fault (V006) for all of them, at the first, with the characters to write."""
        names = list(dict.fromkeys(name for name, _ in self.names))
        first, at = self.names[0]
        many = len(self.names)
        message = f"The entity &{first}; is not declared"
        rest = [f"&{name};" for name in names[1:]]
        message += f", nor {'is' if len(rest) == 1 else 'are'} {listed(rest, _SHOWN)}" if rest else ""
        message += f" ({many} references in the file)." if many > 1 else "."
        line, column = Lines(data, _UTF8).place(at)
        advice = _advice(names)
        return Fault(
            "V006", Place(line, column, at if in_place else -1), message, advice, fix=self._fix(names, in_place)
        )

    def _fix(self, names: list[str], in_place: bool) -> Fix | None:
        if not in_place or any(character(name) is None for name in names):
            return None
        edits = [Edit(at, at + len(name.encode()) + 2, _written(name).encode()) for name, at in self.names]
        return Fix("Write the characters themselves", tuple(edits))


def character(name: str) -> str | None:
    """Return what an entity stands for in HTML and in the sets of ISO, by name."""
    return html5.get(f"{name};")


def is_known(name: str) -> bool:
    """Tell whether a name is one of XML's or HTML's entities."""
    return name in PREDEFINED or character(name) is not None


def _written(name: str) -> str:
    """Write a character so that an editor sees it, and XML does not take it for markup."""
    return "".join(
        f"&#x{ord(char):X};" if char in "&<>\"'" or unicodedata.category(char)[0] in "CZM" else char
        for char in character(name) or ""
    )


def _advice(names: list[str]) -> str:
    known = [f"{_written(name)} for &{name};" for name in islice(names, _SHOWN) if character(name)]
    if not known:
        return "Write the character itself, or &#x…; with its number: XML knows only &amp; &lt; &gt; &quot; &apos;."
    return f"Write {listed(known)}. XML knows only &amp; &lt; &gt; &quot; and &apos; by name."


def undeclared(data: bytes) -> Undeclared:
    """Return all references to undeclared entities before the first fault of another kind. ``data`` is UTF-8."""
    found = Undeclared()
    reader = expat.ParserCreate("UTF-8")
    reader.UseForeignDTD(True)  # makes expat go on: the entity might be declared elsewhere
    declared = doctype(data)
    known = PREDEFINED | declared.internal.keys() | declared.external.keys() | declared.unparsed

    def skipped(name: str, is_parameter: bool) -> None:
        at = reader.CurrentByteIndex
        if not is_parameter and name not in known and data.startswith(b"&", at):
            found.names.append((name, at))

    def start(_name: str, attributes: list[str]) -> None:
        at = reader.CurrentByteIndex
        if attributes and data.startswith(b"<", at):
            end = _UTF8.tag_end(data, at)
            if data.find(b"&", at, end) >= 0:
                found.names += [
                    (name, one.start())
                    for one in _BYTES_REFERENCE.finditer(data, at, end)
                    if (name := one[1].decode()) not in known
                ]

    reader.ordered_attributes = True
    reader.SkippedEntityHandler = skipped
    reader.StartElementHandler = start
    with suppress(expat.ExpatError):
        reader.Parse(_STANDALONE.sub(rb"\1no\2 ", data, count=1), True)
    return found
