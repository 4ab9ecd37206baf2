"""Compiled grammars kept on disk: JSON, found by the content of the schema, checked before it is used.

A file that is damaged, foreign or of another version is passed over and written again; nothing in it is ever run.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from teikit.validate.relaxng.grammar import Grammar, Node

FORMAT = 1
"""To be raised whenever what is compiled from the same schema changes."""

Resolver = Callable[[str], bytes]


def compiled(
    data: bytes, base: str, *, resolve: Resolver, directory: Path | None, compact: bool | None = None
) -> Grammar:
    """Return the grammar of a schema, from ``directory`` where it was kept there before; ``None``: keep nothing.

    The other arguments are those of ``load.load``. That the folder cannot be read or written to is no fault. Raises
    SchemaError.
    """
    if directory is None:
        from teikit.validate.relaxng.load import load

        return load(data, base, resolve=resolve, compact=compact)
    path = directory / f"{_key(data, base, compact)}.rng.json"
    kept = _read(path, base, resolve)
    if kept is not None:
        return kept
    from teikit.validate.relaxng.load import load  # what is kept needs nothing of it

    parts: dict[str, str] = {}

    def noting(href: str) -> bytes:
        part = resolve(href)
        parts[href] = _digest(part)
        return part

    grammar = load(data, base, resolve=noting, compact=compact)
    with suppress(OSError):
        _write(path, grammar, base, parts)
    return grammar


def load_file(path: Path, directory: Path | None) -> Grammar:
    """Return the grammar of a schema on disk, which may refer to files in its own folder and below it."""
    from teikit.validate.relaxng.load import folder

    path = path.resolve()
    return compiled(path.read_bytes(), path.as_uri(), resolve=folder(path.parent), directory=directory)


def _key(data: bytes, base: str, compact: bool | None) -> str:
    about = f"{FORMAT} {compact} {base.rpartition('.')[2] if compact is None else ''}\n".encode()
    return _digest(about + data)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(path: Path, grammar: Grammar, base: str, parts: dict[str, str]) -> None:
    """Write a file in one step, so that nobody ever reads half of it."""
    nodes, start, documentation = _in_order(grammar)
    body = json.dumps([nodes, start, sorted(documentation.items())], ensure_ascii=False, separators=(",", ":"))
    head = {"format": FORMAT, "base": base, "parts": parts, "digest": _digest(body.encode("utf-8", "surrogatepass"))}
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(json.dumps(head).encode() + b"\n" + body.encode("utf-8", "surrogatepass"))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _read(path: Path, base: str, resolve: Resolver) -> Grammar | None:
    """Return a grammar that was kept, None where there is none that can be used."""
    try:
        first, _, body = path.read_bytes().partition(b"\n")
        head = json.loads(first)
        if head["format"] != FORMAT or head["digest"] != _digest(body):
            return None
        parts: dict[str, str] = head["parts"]
        if parts and head["base"] != base:
            return None
        if any(_digest(resolve(href)) != digest for href, digest in parts.items()):
            return None
        nodes, start, documentation = json.loads(body.decode("utf-8", "surrogatepass"))
        return _checked(nodes, start, documentation)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        return None


def _in_order(grammar: Grammar) -> tuple[list[Node], int, dict[int, str]]:
    """Return the nodes so that all that a node holds stands before it; only elements look ahead."""
    order: dict[int, int] = {}
    waiting = [(index, False) for index in reversed(range(len(grammar.nodes)))]
    while waiting:
        index, opened = waiting.pop()
        if index in order:
            continue
        node = grammar.nodes[index]
        if opened:
            order[index] = len(order)
            continue
        waiting.append((index, True))
        waiting.extend((kid, False) for kid in _operands(node) if kid not in order)
    renumbered: list[Node] = [()] * len(order)
    for index, place in order.items():
        renumbered[place] = _moved(grammar.nodes[index], order)
    return renumbered, order[grammar.start], {order[index]: text for index, text in grammar.documentation.items()}


_ALL = -1
"""In the table below: every operand of a node is an index."""

_REFERENCES: dict[str, tuple[int, ...] | int] = {
    "empty": (),
    "notAllowed": (),
    "text": (),
    "choice": _ALL,
    "group": _ALL,
    "interleave": _ALL,
    "oneOrMore": (1,),
    "list": (1,),
    "attribute": (1, 2),
    "element": (1,),
    "data": (4,),
    "value": (),
    "name": (),
    "anyName": (1,),
    "nsName": (2,),
    "nameChoice": _ALL,
}
"""Which operands of a node are indices of nodes that stand before it; an element's content may stand anywhere."""

_CLASSES = frozenset({"name", "anyName", "nsName", "nameChoice"})
_LENGTH = {"empty": 1, "notAllowed": 1, "text": 1, "oneOrMore": 2, "list": 2, "attribute": 3, "element": 3}
_LENGTH |= {"data": 5, "value": 6, "name": 3, "anyName": 2, "nsName": 3}


def _places(node: Node) -> tuple[int, ...]:
    places = _REFERENCES[cast(str, node[0])]
    return tuple(range(1, len(node))) if isinstance(places, int) else places


def _operands(node: Node) -> list[int]:
    return [index for place in _places(node) if (index := cast(int, node[place])) != -1]


def _moved(node: Node, order: dict[int, int]) -> Node:
    places = _places(node) + ((2,) if node[0] == "element" else ())
    return tuple(order[cast(int, part)] if place in places and part != -1 else part for place, part in enumerate(node))


def _checked(nodes: list[Any], start: Any, documentation: list[Any]) -> Grammar:
    """Return a grammar of which every index leads to a node of the right sort. Raises ValueError and its like."""
    made: list[Node] = []
    for node in nodes:
        made.append(_node(node, made))
    patterns = [node[0] not in _CLASSES for node in made]
    contents = [cast(int, node[2]) for node in made if node[0] == "element"]
    if not all(type(index) is int and index >= 0 and patterns[index] for index in (start, *contents)):
        raise ValueError("a pattern is wanted")
    texts = {index: text for index, text in documentation if 0 <= index < len(made) and isinstance(text, str)}
    return Grammar(tuple(made), start, texts)


def _node(node: list[Any], before: list[Node]) -> Node:
    op = node[0]
    if len(node) != _LENGTH.get(op, max(3, len(node))):
        raise ValueError("an operator has too many operands, or too few")
    for place in _places(node):  # type: ignore[arg-type]  # it is a list as yet
        index = node[place]
        if index == -1 and op in ("anyName", "nsName", "data"):
            continue
        if type(index) is not int or not 0 <= index < len(before):
            raise ValueError("an operand that is no node")
        wants_class = op in _CLASSES or (place == 1 and op in ("element", "attribute"))
        if (before[index][0] in _CLASSES) is not wants_class:
            raise ValueError("an operand of the wrong sort")
    if op == "data":
        node[3] = _pairs(node[3])
    elif op == "value":
        node[5] = _pairs(node[5])
    for place in _STRINGS.get(op, ()):
        if type(node[place]) is not str:
            raise ValueError("a string is wanted")
    return tuple(node)


_STRINGS = {"data": (1, 2), "value": (1, 2, 3, 4), "name": (1, 2), "nsName": (1,)}


def _pairs(pairs: list[Any]) -> tuple[tuple[str, str], ...]:
    made = tuple((name, value) for name, value in pairs)
    if not all(type(part) is str for pair in made for part in pair):
        raise ValueError("pairs of strings are wanted")
    return made
