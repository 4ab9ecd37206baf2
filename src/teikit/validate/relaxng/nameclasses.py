"""Name classes: which names they hold (section 4.1 of the specification, "contains")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from teikit.validate.relaxng.grammar import Name, Node

SEPARATOR = "\x01"
"""Between namespace URI and local name in the names that expat gives: a character that XML cannot hold."""


def key_of(uri: str, local: str) -> str:
    """Return a name as expat gives it."""
    return f"{uri}{SEPARATOR}{local}" if uri else local


def name_of(key: str) -> Name:
    """Return namespace URI and local name of a name as expat gives it."""
    uri, _, local = key.rpartition(SEPARATOR)
    return uri, local


def finite(nodes: Sequence[Node], index: int) -> tuple[str, ...] | None:
    """Return the names that a class holds, None where it is without end."""
    node = nodes[index]
    if node[0] == "name":
        return (key_of(cast(str, node[1]), cast(str, node[2])),)
    if node[0] != "nameChoice":
        return None
    found: dict[str, None] = {}
    for kid in cast("tuple[int, ...]", node[1:]):
        names = finite(nodes, kid)
        if names is None:
            return None
        found.update(dict.fromkeys(names))
    return tuple(found)


def contains(nodes: Sequence[Node], index: int, key: str) -> bool:
    """Tell whether a class holds a name."""
    uri, local = name_of(key)
    return _contains(nodes, index, uri, local)


def _contains(nodes: Sequence[Node], index: int, uri: str, local: str) -> bool:
    node = nodes[index]
    kind = node[0]
    if kind == "name":
        return node[1] == uri and node[2] == local
    if kind == "nameChoice":
        return any(_contains(nodes, kid, uri, local) for kid in cast("tuple[int, ...]", node[1:]))
    if kind == "nsName" and node[1] != uri:
        return False
    excepted = cast(int, node[-1])
    return excepted == -1 or not _contains(nodes, excepted, uri, local)


def listed(nodes: Sequence[Node], index: int) -> tuple[Name, ...]:
    """Return the names that a class names, none for a whole namespace."""
    node = nodes[index]
    if node[0] == "name":
        return ((cast(str, node[1]), cast(str, node[2])),)
    if node[0] != "nameChoice":
        return ()
    return tuple(dict.fromkeys(name for kid in cast("tuple[int, ...]", node[1:]) for name in listed(nodes, kid)))
