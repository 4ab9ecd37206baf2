"""A simplified grammar: what schemas are compiled to, what is kept on disk, and what documents are matched against.

It is the simple syntax of RELAX NG (section 5 of the specification) as a table of nodes that refer to one another by
index, so that it can be written as JSON and shared parts are written once. Elements are the only nodes through which
a reference may lead back to itself.

Each node is its operator and its operands; operands that are nodes are indices into ``Grammar.nodes``.

Patterns:

    ("empty",) ("notAllowed",) ("text",)
    ("choice", i, j, ...) ("group", i, j, ...) ("interleave", i, j, ...)    two operands or more
    ("oneOrMore", i) ("list", i)
    ("attribute", name class, i) ("element", name class, i)
    ("data", library, type, ((param, value), ...), except or -1)
    ("value", library, type, string, ns, ((prefix, uri), ...))              the context is for QName

Name classes:

    ("name", uri, local) ("anyName", except or -1) ("nsName", uri, except or -1) ("nameChoice", i, j, ...)
"""

from __future__ import annotations

from dataclasses import dataclass, field

Name = tuple[str, str]
"""Namespace URI and local name."""

Node = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """``start``: the index of the start pattern. ``documentation``: of some nodes, what a:documentation says."""

    nodes: tuple[Node, ...]
    start: int
    documentation: dict[int, str] = field(default_factory=dict)
