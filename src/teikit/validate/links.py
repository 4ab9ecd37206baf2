"""Pointers of TEI: which attributes hold them, and what a URI in one means (TEI P5 Guidelines, chapter 16).

Nothing is read here: a pointer is taken apart, and its private prefix resolved by the prefixDef of its file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import unquote

from teikit import data

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(.*)", re.DOTALL)
_GROUP = re.compile(r"\$(\d)")
_NESTED = re.compile(r"\)[*+{]")
_CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]")
_LOOSE = re.compile(r"[*+]|\{\d*,\d*\}")
_XSD_ONLY = re.compile(r"\\[iIcCpP]|-\[")
_MOST_STEPS = 200_000
_READABLE = (".xml", ".tei", ".odd")


@dataclass(frozen=True, slots=True)
class Link:
    """A pointer taken apart.

    ``file``: a relative path, empty where it points into its own file. ``fragment``: the xml:id, decoded; empty where
    it means the whole file. ``prefix``: the prefix that nothing explains. All are empty where there is nothing
    to check: an address on the web, an XPointer. ``bare``: the file may be an id without its #. ``loose``: the pattern
    of its prefix fits only a part of it.
    """

    file: str = ""
    fragment: str = ""
    prefix: str = ""
    bare: bool = False
    loose: bool = False


NOTHING = Link()


@dataclass(frozen=True, slots=True)
class Prefix:
    """A prefixDef. ``match``: None where its pattern cannot be used, or not within bounded time."""

    match: re.Pattern[str] | None
    replacement: str


Prefixes = Mapping[str, tuple[Prefix, ...]]


@cache
def attributes() -> Mapping[str, frozenset[str] | None]:
    """Return the attributes that are pointers: on which elements, None for all."""
    rows = data.table("validate_house_pointers")
    return {row["attribute"]: None if row["elements"] == "*" else frozenset(row["elements"].split()) for row in rows}


def is_pointer(attribute: str, element: str) -> bool:
    """Tell whether an attribute (by its local name) of a TEI element is a pointer."""
    elements = attributes().get(attribute, frozenset())
    return elements is None or element in elements


def prefixes(definitions: Iterable[Mapping[str, str]]) -> Prefixes:
    """Read the attributes of prefixDef elements."""
    found: dict[str, tuple[Prefix, ...]] = {}
    for one in definitions:
        ident = one.get("ident", "")
        made = Prefix(_compiled(one.get("matchPattern", "")), one.get("replacementPattern", ""))
        found[ident] = (*found.get(ident, ()), made)
    return found


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """Compile the XSD regular expression of a prefixDef.

    A pattern comes from the file: one in which a repeated group could take exponential time is not used.
    """
    if not pattern or _NESTED.search(_CLASS.sub("x", pattern)):
        return None
    try:
        if _XSD_ONLY.search(pattern):
            from elementpath.regex import RegexError, translate_pattern  # needed for one pattern in a hundred

            try:
                pattern = translate_pattern(pattern)
            except RegexError:
                return None
        return re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return None


def _affordable(pattern: re.Pattern[str], length: int) -> bool:
    """Tell whether a search takes bounded time: k loose quantifiers in a row try all ways to cut a text in k + 1."""
    loose = len(_LOOSE.findall(_CLASS.sub("x", pattern.pattern)))
    return math.comb(length + loose + 1, loose + 1) <= _MOST_STEPS


def _replaced(rest: str, definition: Prefix) -> str | None:
    """Return what a prefixed pointer stands for: None where it does not match, "" where that cannot be told."""
    if definition.match is None or not _affordable(definition.match, len(rest)):
        return ""
    found = definition.match.fullmatch(rest) or definition.match.search(rest)
    if found is None:
        return None
    groups = [found[0], *found.groups("")]

    def group(reference: re.Match[str]) -> str:
        number = int(reference[1])
        return groups[number] if number < len(groups) else ""

    return rest[: found.start()] + _GROUP.sub(group, definition.replacement) + rest[found.end() :]


def _fits(rest: str, definition: Prefix) -> bool:
    return definition.match is not None and definition.match.fullmatch(rest) is not None


def resolve(token: str, known: Prefixes) -> tuple[Link, ...]:
    """Return what a pointer may mean, by each definition of its prefix; none where no definition matches it."""
    scheme = _SCHEME.match(token) if ":" in token else None
    if scheme is None:
        return (_plain(token),)
    definitions = known.get(scheme[1])
    if definitions is None:
        # One letter before a slash is the drive of a path, which is no URI.
        drive = len(scheme[1]) == 1 and scheme[2][:1] in ("/", "\\")
        foreign = drive or scheme[1].lower() in data.words("validate_house_schemes") or scheme[2].startswith("//")
        return (NOTHING if foreign or not scheme[2] else Link(prefix=scheme[1], fragment=scheme[2]),)
    found = []
    for one in definitions:
        target = _replaced(scheme[2], one)
        if target is not None:
            link = NOTHING if not target or _SCHEME.match(target) else _plain(target)
            found.append(replace(link, loose=True) if link.file and not _fits(scheme[2], one) else link)
    return tuple(found)


def _plain(token: str) -> Link:
    """Take a relative reference apart (RFC 3986, 4.2)."""
    path, mark, fragment = token.partition("#")
    if "(" in fragment:
        return NOTHING
    if not path:
        return Link(fragment=unquote(fragment) or "#") if mark else NOTHING
    if path.startswith("/") or "?" in path or "\\" in path:
        return NOTHING
    if not path.lower().endswith(_READABLE):
        return Link(file=path, bare=True) if not mark and "." not in path and "/" not in path else NOTHING
    return Link(file=unquote(path), fragment=unquote(fragment))
