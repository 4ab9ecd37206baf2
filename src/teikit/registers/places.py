"""Where a fact of an entry stands in a file, and where a new one goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from teikit.data import table
from teikit.export.standoff.tables_ids import Authority, authorities
from teikit.registers.editing import NoPlace
from teikit.tei.entrydata import (
    BIRTH,
    DEATH,
    KINDS,
    POINTERS,
    descendants,
    expanded,
    geo_node,
    idno_uri,
    is_uri,
    listed,
    name_nodes,
    prefixes,
    role_node,
)
from teikit.xmlscan.scan import Node, Scan

_PROSE = ("p", "ab")  # an entry in prose holds nothing else (TEI P5: content of person; place, org)
_DATED = {"birth": BIRTH, "death": DEATH}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: in the text of an element, or in its attribute. ``old``: what it is there."""

    node: Node
    old: str
    attribute: str = ""


class Register:
    """The entries of a file, and how the file writes what they say."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.entries = listed(scan)
        self.known = prefixes(scan)
        self._styles: dict[str, tuple[str, bool]] = {}

    def places(self, entry: Node, column: str, old: str) -> list[Place]:
        """Return where an entry has a value of a column; nowhere where it has none."""
        kind = KINDS[entry.name]
        if column in ("name", "other_names"):
            return [Place(node, old) for node in name_nodes(entry, kind) if node.text() == old]
        if column == "role":
            return _role(entry, old)
        if column in _DATED:
            return _date(entry, column, old)
        if column == "geo":
            geo = geo_node(entry)
            return [Place(geo, geo.text())] if geo is not None else []
        if column == "other_idnos":
            idnos = descendants(entry, "idno")
            return [Place(node, node.text()) for node in idnos if f"{node.attrs.get('type', '')}:{node.text()}" == old]
        return list(self._identified(entry, authorities()[column], old))

    def _identified(self, entry: Node, authority: Authority, old: str) -> Iterator[Place]:
        """Yield the idnos and pointers that hold an identifier."""
        for node in descendants(entry, "idno"):
            if authority.identifier(idno_uri(node.attrs.get("type", ""), node.text())) == old:
                yield Place(node, old)
        for node in (entry, *name_nodes(entry, KINDS[entry.name])):
            for name in POINTERS:
                yield from self._pointers(node, name, authority, old)
        for name in ("ptr", "ref"):
            for node in descendants(entry, name):
                yield from self._pointers(node, "target", authority, old)

    def _pointers(self, node: Node, name: str, authority: Authority, old: str) -> Iterator[Place]:
        for pointer in node.attrs.get(name, "").split():
            uri = expanded(pointer, self.known)
            if is_uri(uri) and authority.identifier(uri) == old:
                yield Place(node, old, name)

    def idno(self, authority: Authority, identifier: str) -> tuple[str, str]:
        """Return the type and the text of a new idno, written as the file writes those of this authority."""
        if authority.column not in self._styles:
            self._styles[authority.column] = self._style(authority)
        type, as_uri = self._styles[authority.column]
        return type, authority.address(identifier) if as_uri else identifier

    def _style(self, authority: Authority) -> tuple[str, bool]:
        """Return the type that idnos of an authority have in the file, and whether they are URIs."""
        for entry in self.entries.values():
            for node in descendants(entry, "idno"):
                type, text = node.attrs.get("type", ""), node.text()
                if authority.identifier(idno_uri(type, text)):
                    return type or authority.type, is_uri(text)
        return authority.type, True

    def behind(self, entry: Node, element: str) -> Node | None:
        """Return the child of an entry that a new element goes behind, None where it is the first.

        Raises NoPlace where the entry can have no such element.
        """
        rule = _rules().get((entry.name, element))
        if rule is None:
            raise NoPlace(f"<{entry.name}> can hold no <{element}>")
        children = entry.children()
        if any(child.name in _PROSE for child in children) and not (entry.name == "place" and element == "idno"):
            raise NoPlace(f"this <{entry.name}> is written in prose")
        same = [child for child in children if child.name in rule["behind"].split()]
        if same:
            return same[-1]
        later = rule["before"].split()
        free = [child for child in children if "*" not in later and child.name not in later]
        return free[-1] if free else None


def _rules() -> Mapping[tuple[str, str], Mapping[str, str]]:
    return {(row["entry"], row["element"]): row for row in table("register_places")}


def _role(entry: Node, old: str) -> list[Place]:
    node = role_node(entry)
    if node is not None:
        return [Place(node, old)] if node.text() == old else []
    return [Place(entry, old, "role")] if entry.attrs.get("role") == old else []


def _date(entry: Node, column: str, old: str) -> list[Place]:
    node = entry.child(column)
    if node is None:
        return []
    name = next((name for name in _DATED[column] if node.attrs.get(name)), "")
    return [Place(node, old, name)] if (node.attrs[name] if name else node.text()) == old else []
