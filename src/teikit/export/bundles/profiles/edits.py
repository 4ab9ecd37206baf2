"""Edits of the bytes of a file: attributes of start-tags, stretches taken out, stretches put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from teikit.xmlscan import Node, Scan

_ATTRIBUTE = re.compile(r"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_END = re.compile(r"\s*/?>\Z")


class Edits:
    """What is to be changed in a file. Nothing is changed inside what is taken out."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self._edits: list[tuple[int, int, str]] = []
        self._tags: dict[int, tuple[Node, dict[str, str | None]]] = {}
        self._gone: list[tuple[int, int]] = []

    def attributes(self, node: Node, values: Mapping[str, str | None]) -> None:
        """Give attributes of a node new values; None takes one away."""
        changed = {name: value for name, value in values.items() if value is not None or name in node.attrs}
        if changed:
            self._tags.setdefault(node.start, (node, {}))[1].update(changed)

    def remove(self, node: Node) -> None:
        """Take a node out, and the line break and indentation before it."""
        start = node.start - len(self.scan.encoding.encode(self.scan.indent(node)))
        self._gone.append((start, self.scan.after(node)))

    def insert(self, at: int, text: str) -> None:
        self._edits.append((at, at, text))

    def replace_tag(self, node: Node, text: str) -> None:
        """Put a string in the place of an empty-element tag."""
        self._edits.append((node.start, self.scan.inside(node), text))

    def applied(self) -> bytes:
        data, encode = self.scan.data, self.scan.encoding.encode
        tags = [self._retagged(node, values) for node, values in self._tags.values()]
        kept = [one for one in (*self._edits, *tags) if not any(_within(one, gone) for gone in self._gone)]
        every = [(start, end, encode(text)) for start, end, text in kept] + [(*gone, b"") for gone in self._gone]
        pieces, at = [], 0
        for start, end, new in sorted(every, key=lambda one: (one[0], one[1])):
            pieces += [data[at:start], new]
            at = end
        return b"".join([*pieces, data[at:]])

    def _retagged(self, node: Node, values: Mapping[str, str | None]) -> tuple[int, int, str]:
        end = self.scan.inside(node)
        return node.start, end, retagged(self.scan.data[node.start : end].decode(self.scan.encoding.name), values)


def _within(edit: tuple[int, int, str], gone: tuple[int, int]) -> bool:
    """Tell whether an edit is inside a stretch; what is put in right before it is not."""
    return gone[0] <= edit[0] < gone[1] and edit[:2] != (gone[0], gone[0])


def retagged(tag: str, values: Mapping[str, str | None]) -> str:
    """Return a start-tag with attributes changed, those that are new last; all else stays as it is."""
    wanted = {attribute_name(name): value for name, value in values.items()}
    present = {found[1] for found in _ATTRIBUTE.finditer(tag)}

    def changed(found: re.Match[str]) -> str:
        if found[1] not in wanted:
            return found[0]
        value = wanted[found[1]]
        return "" if value is None else f"{found[0][: -len(found[2])]}{quoted(value)}"

    added = "".join(f" {name}={quoted(value)}" for name, value in wanted.items() if value and name not in present)
    rest = _ATTRIBUTE.sub(changed, tag)
    end = _END.search(rest)
    return rest[: end.start()] + added + end[0] if end else rest


def attribute_name(name: str) -> str:
    """Return the name of an attribute as it is written, from the name that a Scan gives it."""
    parts = name.split(" ")
    return f"{parts[2]}:{parts[1]}" if len(parts) == 3 else name


def quoted(value: str) -> str:
    return '"' + escape(value, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}) + '"'
