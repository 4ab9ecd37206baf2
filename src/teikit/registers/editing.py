"""Edits of bytes that put one value in the place of another: within the characters of elements, and in attributes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import unescape

from teikit.diagnostics import Edit
from teikit.tei.markup import attribute, escape
from teikit.xmlscan.scan import Node, Scan

_PLAIN = ("&amp;", "&lt;", "&gt;", "&quot;", "&apos;")
_QUOTES = {"&quot;": '"', "&apos;": "'"}


class NoPlace(ValueError):
    """A value stands where bytes cannot be changed safely; the message says why."""


@dataclass(frozen=True, slots=True)
class _Char:
    """A character of an element's text as read: where its bytes stand, and the node whose content it is."""

    text: str
    start: int
    end: int
    node: Node


def text_edit(scan: Scan, node: Node, new: str) -> Edit:
    """Return the edit that gives an element another text; only the characters that differ are touched.

    Raises NoPlace where these do not stand together in the content of one element.
    """
    chars = _collapsed(_characters(scan, node))
    old = "".join(char.text for char in chars)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle, written = chars[head : len(chars) - tail], new[head : len(new) - tail]
    if not middle:
        if not chars:
            raise NoPlace("there is no text to change")
        beside = chars[head - 1] if head else chars[0]
        at = beside.end if head else beside.start
        _check(scan, [beside])
        return Edit(at, at, scan.encoding.encode(escape(written)))
    _check(scan, middle)
    return Edit(middle[0].start, middle[-1].end, scan.encoding.encode(escape(written)))


def _check(scan: Scan, chars: list[_Char]) -> None:
    holder = chars[0].node
    if holder.name.startswith("#"):
        raise NoPlace("it stands in a CDATA section")
    if any(char.end < char.start for char in chars):
        raise NoPlace("it comes from an entity")
    less = scan.encoding.encode("<")
    gaps = (scan.data[one.end : other.start] for one, other in itertools.pairwise(chars))
    if any(char.node is not holder for char in chars) or any(less in gap for gap in gaps):
        raise NoPlace("there are tags or comments within what changes")


def _characters(scan: Scan, node: Node) -> Iterator[_Char]:
    """Yield the characters below a node. What an entity stands for has no bytes of its own: its end is before it."""
    stack: list[tuple[Node, Node | tuple[int, str]]] = [(node, kid) for kid in reversed(node.kids)]
    while stack:
        holder, kid = stack.pop()
        if isinstance(kid, Node):
            stack.extend((kid, below) for below in reversed(kid.kids))
            continue
        at, text = kid
        reference = "" if holder.name == "#cdata" else scan.encoding.reference(scan.data, at)
        if reference:
            own = len(text) == 1 and (reference in _PLAIN or reference[1] == "#")
            end = at + scan.encoding.length(reference) if own else -1
            yield from (_Char(char, at, end, holder) for char in text)
            continue
        for char in text:
            width = scan.encoding.length(char)
            if char == "\n" and scan.data.startswith(scan.encoding.encode("\r\n"), at):
                width = scan.encoding.length("\r\n")
            yield _Char(char, at, at + width, holder)
            at += width


def _collapsed(chars: Iterator[_Char]) -> list[_Char]:
    """Return characters as Node.text collapses them: a run of white space is one space, none at the ends."""
    found: list[_Char] = []
    blank: _Char | None = None
    for char in chars:
        if char.text.isspace():
            joins = blank is not None and blank.node is char.node and blank.end == char.start
            blank = _Char(" ", blank.start, char.end, char.node) if blank is not None and joins else blank or char
            continue
        if blank is not None and found:
            found.append(_Char(" ", blank.start, blank.end, blank.node))
        blank = None
        found.append(char)
    return found


def _common(one: str, other: str) -> int:
    """Return how many characters two strings share at their beginning."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def attribute_edit(scan: Scan, node: Node, name: str, old: str, new: str) -> Edit:
    """Return the edit that replaces a part of an attribute's value. Raises NoPlace where it is not found there."""
    start, raw = _raw_attribute(scan, node, name)
    if unescape(raw, _QUOTES) != raw or raw.count(old) != 1:
        raise NoPlace(f"@{name} is written in a way that cannot be changed safely")
    at = start + scan.encoding.length(raw[: raw.index(old)])
    written = attribute("x", new)[4:-1]
    return Edit(at, at + scan.encoding.length(old), scan.encoding.encode(written))


def _raw_attribute(scan: Scan, node: Node, name: str) -> tuple[int, str]:
    """Return the byte at which the value of an attribute begins, and the value as it is written."""
    tag = scan.data[node.start : scan.inside(node)].decode(scan.encoding.name)
    for found in re.finditer(r"""\s([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag):
        if found[1] == name:
            group = 2 if found[2] is not None else 3
            return node.start + scan.encoding.length(tag[: found.start(group)]), found[group]
    raise NoPlace(f"@{name} was not found")


def signature(scan: Scan, node: Node, resp: str) -> Edit | None:
    """Return the edit that lets somebody sign an element, None where it is signed so already."""
    if "resp" in node.attrs:
        start, raw = _raw_attribute(scan, node, "resp")
        if raw == resp:
            return None
        return Edit(start, start + scan.encoding.length(raw), scan.encoding.encode(attribute("x", resp)[4:-1]))
    end = scan.inside(node)
    tag = scan.data[node.start : end].decode(scan.encoding.name)
    at = node.start + scan.encoding.length(tag[: len(tag.removesuffix(">").removesuffix("/").rstrip())])
    return Edit(at, at, scan.encoding.encode(attribute("resp", resp)))


def removal(scan: Scan, node: Node) -> Edit:
    """Return the edit that takes out an element, with the space that it stands behind where it begins a line."""
    blank = scan.indent(node)
    return Edit(node.start - scan.encoding.length(blank), scan.after(node), b"")


def insertion(scan: Scan, entry: Node, after: Node | None, markup: str) -> Edit:
    """Return the edit that puts markup behind a child of an entry, or before all its children."""
    if after is not None:
        at = scan.after(after)
        return Edit(at, at, scan.encoding.encode(scan.indent(after) + markup))
    if scan.is_empty_tag(entry):
        start = entry.end - scan.encoding.length("/>")
        name = f"{entry.prefix}:{entry.name}" if entry.prefix else entry.name
        return Edit(start, entry.end, scan.encoding.encode(f">{markup}</{name}>"))
    children = entry.children()
    indent = scan.indent(children[0]) if children else ""
    at = scan.inside(entry)
    return Edit(at, at, scan.encoding.encode(indent + markup))
