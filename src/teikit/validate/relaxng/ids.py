"""IDs and references to them, as RELAX NG DTD Compatibility says (sections 3 and 5), and as jing checks them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from teikit.validate.relaxng.grammar import Grammar, Name, Node
from teikit.validate.relaxng.nameclasses import contains, finite, key_of, name_of
from teikit.validate.relaxng.values import words

Role = str
"""``ID``, ``IDREF`` or ``IDREFS``."""


class Ids:
    """The IDs of one document. They are all that grows with a file."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.wanted: set[str] = set()

    def note(self, role: Role, value: str) -> bool:
        """Remember the value of an attribute; return False for an ID that was there before."""
        if role != "ID":
            self.wanted.update(words(value))
            return True
        if value in self.seen:
            return False
        key = " ".join(words(value))
        if key in self.seen:
            return False
        self.seen.add(key)
        return True

    def complete(self) -> bool:
        """Tell whether every reference has its ID."""
        return self.wanted <= self.seen


@dataclass(frozen=True, slots=True)
class Roles:
    """Which attributes of which elements are IDs or refer to them; ``conflict``: why the grammar leaves that open."""

    of: dict[tuple[str, str], Role]
    conflict: str = ""


def roles(grammar: Grammar) -> Roles:
    """Return the ID-types of a grammar. One that is not compatible with the feature has none."""
    typed = _typed(grammar.nodes)
    if not typed:
        return Roles({})
    inside = _misplaced(grammar.nodes, typed)
    if inside:
        return Roles({}, inside)
    attributes = {i: typed.get(cast(int, node[2])) for i, node in enumerate(grammar.nodes) if node[0] == "attribute"}
    names = {finite(grammar.nodes, cast(int, grammar.nodes[i][1])) for i, role in attributes.items() if role}
    if any(name is None or len(name) != 1 for name in names):
        return Roles({}, "an attribute of an ID-type must have one name")
    known = {name[0] for name in names if name}
    watched = {
        i: role
        for i, role in attributes.items()
        if role or any(contains(grammar.nodes, cast(int, grammar.nodes[i][1]), name) for name in known)
    }
    return _table(grammar.nodes, _holders(grammar.nodes, watched), watched)


def _typed(nodes: tuple[Node, ...]) -> dict[int, Role]:
    """Return the data and values whose datatype has an ID-type."""
    from teikit.validate.relaxng.datatypes import datatype

    known: dict[object, Role | None] = {}
    found: dict[int, Role] = {}
    for i, node in enumerate(nodes):
        if node[0] not in ("data", "value"):
            continue
        key = node[1:3]
        if key not in known:
            known[key] = datatype(cast(str, node[1]), cast(str, node[2]), ()).id_type
        role = known[key]
        if role:
            found[i] = role
    return found


def _misplaced(nodes: tuple[Node, ...], typed: dict[int, Role]) -> str:
    for node in nodes:
        if node[0] != "attribute" and any(kid in typed for kid in children(node)):
            return "a value of an ID-type must be all that an attribute holds"
    return ""


def children(node: Node) -> Iterator[int]:
    """Yield the patterns that a node of the simple syntax holds directly."""
    op = node[0]
    if op in ("choice", "group", "interleave", "oneOrMore", "list"):
        yield from cast("tuple[int, ...]", node[1:])
    elif op in ("attribute", "element"):
        yield cast(int, node[2])
    elif op == "data" and node[4] != -1:
        yield cast(int, node[4])


def _holders(nodes: tuple[Node, ...], watched: dict[int, Role | None]) -> dict[int, set[int]]:
    """Return the elements that may have watched attributes, each with those attributes."""
    parents: dict[int, list[int]] = {}
    for i, node in enumerate(nodes):
        if node[0] in ("choice", "group", "interleave", "oneOrMore", "element"):
            for kid in children(node):
                parents.setdefault(kid, []).append(i)
    found: dict[int, set[int]] = {}
    for attribute in watched:
        waiting, done = [attribute], {attribute}
        while waiting:
            for parent in parents.get(waiting.pop(), ()):
                if nodes[parent][0] == "element":
                    found.setdefault(parent, set()).add(attribute)
                elif parent not in done:
                    done.add(parent)
                    waiting.append(parent)
    return found


def _table(nodes: tuple[Node, ...], holders: dict[int, set[int]], watched: dict[int, Role | None]) -> Roles:
    table: dict[tuple[str, str], Role] = {}
    loose: set[tuple[int, int]] = set()
    for element, attributes in holders.items():
        class_ = cast(int, nodes[element][1])
        names = finite(nodes, class_)
        for attribute in attributes:
            role, attribute_class = watched[attribute], cast(int, nodes[attribute][1])
            if role is None:
                loose.add((class_, attribute_class))
            elif names is None:
                return Roles({}, "an element that has an attribute of an ID-type must have a name")
            else:
                (name,) = finite(nodes, attribute_class) or ("",)
                for one in names:
                    if table.setdefault((one, name), role) != role:
                        return Roles({}, _conflict(one, name))
    for element_class, attribute_class in loose:
        for owner, name in table:
            if contains(nodes, attribute_class, name) and contains(nodes, element_class, owner):
                return Roles({}, _conflict(owner, name))
    return Roles(table)


def _conflict(element: str, attribute: str) -> str:
    return f"the attribute {name_of(attribute)[1]} of the element {name_of(element)[1]} has several ID-types"


def role_of(table: Roles, element: Name, attribute: Name) -> Role | None:
    """Return the ID-type of an attribute of an element."""
    return table.of.get((key_of(*element), key_of(*attribute)))
