"""What elements are called by where they stand: their number in document order, and their path from the root."""

from __future__ import annotations

from teikit.xmlscan.scan import Node, Scan


class Numbering:
    """The elements of a file by number, the root 1, and by path. Elements that an entity stands for do not count."""

    __slots__ = ("_numbers", "_paths", "_positions")

    def __init__(self, scan: Scan) -> None:
        elements = (node for node in scan.root.walk() if not node.name.startswith("#"))
        self._numbers = {id(node): number for number, node in enumerate(elements, 1)}
        self._positions: dict[int, dict[int, int]] = {}
        self._paths: dict[int, str] = {}

    def number(self, node: Node) -> int:
        return self._numbers.get(id(node), 0)

    def path(self, node: Node) -> str:
        """Return a path such as /TEI[1]/text[1]/body[1]/p[3], with the prefixes of the file."""
        parent = node.parent
        if parent is None:
            return ""
        known = self._paths.get(id(parent))
        if known is None:
            above = [parent, *parent.ancestors()]
            known = self._paths[id(parent)] = "".join(self._step(one) for one in reversed(above))
        return known + self._step(node)

    def _step(self, node: Node) -> str:
        if node.parent is None:
            return ""
        name = f"{node.prefix}:{node.name}" if node.prefix else node.name
        return f"/{name}[{self._position(node.parent, node)}]"

    def _position(self, parent: Node, node: Node) -> int:
        """Return the position of an element among its siblings of the same name, from 1."""
        known = self._positions.get(id(parent))
        if known is None:
            known = self._positions[id(parent)] = {}
            counts: dict[tuple[str, bool], int] = {}
            for kid in parent.children():
                key = (kid.name, kid.tei)
                counts[key] = counts.get(key, 0) + 1
                known[id(kid)] = counts[key]
        return known[id(node)]
