"""Name classes: from syntax to nodes (4.8-4.10, 4.12, 4.16), which names they hold, and whether two overlap."""

from __future__ import annotations

from teikit.validate.relaxng.grammar import Name, Node
from teikit.validate.relaxng.syntax import Element

XMLNS = "http://www.w3.org/2000/xmlns"


class Table:
    """Nodes, each written once. Mutable while a schema is simplified.

    ``origins``: the element that each node was first made of.
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.origins: list[Element] = []
        self.documentation: dict[int, str] = {}
        self._index: dict[tuple[Node, str], int] = {}

    def add(self, node: Node, el: Element, documentation: str = "") -> int:
        """Return the index of a node, the one that it has already where there is an equal one."""
        key = (node, documentation)
        index = self._index.get(key)
        if index is None:
            index = self._index[key] = self.append(node, el, documentation)
        return index

    def append(self, node: Node, el: Element, documentation: str = "") -> int:
        """Return the index of a node that is like no other."""
        self.nodes.append(node)
        self.origins.append(el)
        if documentation:
            self.documentation[len(self.nodes) - 1] = documentation
        return len(self.nodes) - 1


def expanded(el: Element, qname: str, ns: str) -> Name:
    """Return the name that a QName means; ``ns`` is that of a name without prefix (4.10)."""
    prefix, colon, local = qname.rpartition(":")
    if not colon:
        return ns, local
    if prefix not in el.namespaces:
        raise el.error(f"The prefix {prefix} of {qname} is not declared.", "4.10")
    return el.namespaces[prefix], local


def name_class(el: Element, operands: list[int], table: Table) -> int:
    """Return the node of a name class whose own parts are nodes already."""
    if el.name == "name":
        return table.add(("name", *expanded(el, el.text, el.ns)), el)
    if el.name in ("nameChoice", "nameExcept"):
        return choice(el, operands, table)
    excluded = operands[0] if operands else -1
    _check_except(el, excluded, table)
    return table.add(("anyName", excluded) if el.name == "anyName" else ("nsName", el.ns, excluded), el)


def choice(el: Element, operands: list[int], table: Table) -> int:
    """Return the node of a choice of name classes, flat and without repetition."""
    flat: dict[int, None] = {}
    for operand in operands:
        flat.update(dict.fromkeys(parts(operand, table.nodes)))
    return table.add(("nameChoice", *flat), el) if len(flat) > 1 else next(iter(flat))


def parts(index: int, nodes: list[Node]) -> tuple[int, ...]:
    """Return the name classes that one is a choice of; itself alone if it is no choice."""
    node = nodes[index]
    return node[1:] if node[0] == "nameChoice" else (index,)  # type: ignore[return-value]  # operands are indices


def _check_except(el: Element, excluded: int, table: Table) -> None:
    for part in parts(excluded, table.nodes) if excluded >= 0 else ():
        inner = table.nodes[part][0]
        if inner == "anyName" or (inner == "nsName" and el.name == "nsName"):
            raise el.error(f"The <except> of <{el.name}> holds <{inner}>.", "4.16")


def check_attribute(el: Element, index: int, table: Table) -> None:
    """Refuse name classes that would stand for declarations of namespaces (4.16)."""
    todo = list(parts(index, table.nodes))
    while todo:
        node = table.nodes[todo.pop()]
        if node[0] == "name" and node[1:] == ("", "xmlns"):
            raise el.error("An attribute cannot be called xmlns.", "4.16")
        if node[0] != "anyName" and node[1] == XMLNS:
            raise el.error(f"An attribute cannot be in the namespace {XMLNS}.", "4.16")
        excluded = node[-1]
        if isinstance(excluded, int) and excluded >= 0:
            todo.extend(parts(excluded, table.nodes))


def holds(index: int, name: Name, nodes: list[Node]) -> bool:
    """Say whether a name belongs to a name class. Nests no deeper than 4.16 lets name classes nest."""
    for part in parts(index, nodes):
        node = nodes[part]
        if node[0] == "name":
            if node[1:] == name:
                return True
        elif node[0] == "anyName" or node[1] == name[0]:
            excluded = node[-1]
            assert isinstance(excluded, int)
            if excluded < 0 or not holds(excluded, name, nodes):
                return True
    return False


_OTHER = "\x00"
"""A local name, and a namespace, that no schema can name: it stands for all the others."""


def samples(index: int, nodes: list[Node]) -> set[Name]:
    """Return names of which each stands for all that a name class does not tell apart from it."""
    found: set[Name] = set()
    todo = list(parts(index, nodes))
    while todo:
        node = nodes[todo.pop()]
        if node[0] == "name":
            found.add(node[1:])  # type: ignore[arg-type]  # namespace and local name
            continue
        found.add((_OTHER, _OTHER) if node[0] == "anyName" else (str(node[1]), _OTHER))
        excluded = node[-1]
        if isinstance(excluded, int) and excluded >= 0:
            todo.extend(parts(excluded, nodes))
    return found


def overlap(one: int, two: int, nodes: list[Node]) -> bool:
    """Say whether some name belongs to both name classes."""
    names = samples(one, nodes) | samples(two, nodes)
    return any(holds(one, name, nodes) and holds(two, name, nodes) for name in names)


def is_infinite(index: int, nodes: list[Node]) -> bool:
    """Say whether a name class holds names without end (7.3)."""
    return any(nodes[part][0] != "name" for part in parts(index, nodes))
