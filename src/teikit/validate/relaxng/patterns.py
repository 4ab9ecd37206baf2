"""Patterns: the operands of derivatives, each made once, so that two that are equal are one object.

They are made from the nodes of a grammar when they are first needed: of tei_all's six hundred elements a letter
touches fifty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

from teikit.validate.relaxng.grammar import Grammar, Node
from teikit.validate.relaxng.nameclasses import contains, finite

if TYPE_CHECKING:
    from collections.abc import Callable

Key = str
"""An element or attribute name as expat gives it: namespace URI and local name around U+0001, or the bare name."""


UNKNOWN: frozenset[Key] = frozenset({"\x00"})
"""Of names that are not yet looked for: no name of XML."""


class Type(Protocol):
    """A datatype with its params, as ``datatypes.datatype`` makes it."""

    @property
    def needs_context(self) -> bool: ...

    @property
    def id_type(self) -> str: ...

    def allows(self, value: str, context: object) -> bool: ...

    def equal(self, schema_value: str, schema_context: object, value: str, context: object) -> bool: ...


class Pattern:
    """One pattern. Identity is equality.

    A plain class with slots, because hundreds of thousands may be made and each is compared and hashed by address.
    ``number``: in the order of making. ``node``: of an element or attribute, the index of its name class; of data,
    a value or a list, its content. ``names``: of an element or attribute, the names it takes, None where they cannot
    be counted. ``nullable``: it matches nothing at all. ``attributes``: it holds attributes, ``strings``: datatypes,
    not counting those inside elements. The others are memos of derivatives.
    """

    __slots__ = (
        "attributes",
        "closed",
        "content",
        "forgiven",
        "heads",
        "kids",
        "names",
        "node",
        "nullable",
        "number",
        "op",
        "steps",
        "strings",
        "taken",
        "texted",
        "type",
    )

    def __init__(self, op: str, kids: tuple[Pattern, ...], number: int) -> None:
        self.op = op
        self.kids = kids
        self.number = number
        self.node: tuple[object, ...] = ()
        self.names: tuple[Key, ...] | None = ()
        self.nullable = _NULLABLE[op](kids)
        self.attributes: bool
        self.strings: bool
        inside = op not in ("element", "attribute")
        self.attributes = op == "attribute" or (inside and any(kid.attributes for kid in kids))
        self.strings = op in ("data", "value", "list") or (inside and any(kid.strings for kid in kids))
        self.content: int = -1
        self.closed: Pattern | None = None
        self.forgiven: Pattern | None = None
        self.texted: Pattern | None = None
        self.heads: tuple[dict[Key, list[Pattern]], list[Pattern]] | None = None
        self.taken: frozenset[Key] | None = UNKNOWN
        self.type: Type | None = None
        self.steps: dict[Key, tuple[list[Pattern], Pattern]] = {}

    def __repr__(self) -> str:
        return f"{self.op}{self.names or ''}({', '.join(map(repr, self.kids))})"


def _never(_kids: tuple[Pattern, ...]) -> bool:
    return False


def _always(_kids: tuple[Pattern, ...]) -> bool:
    return True


def _all(kids: tuple[Pattern, ...]) -> bool:
    return all(kid.nullable for kid in kids)


def _any(kids: tuple[Pattern, ...]) -> bool:
    return any(kid.nullable for kid in kids)


_NULLABLE: dict[str, Callable[[tuple[Pattern, ...]], bool]] = {
    "empty": _always,
    "text": _always,
    "choice": _any,
    "group": _all,
    "interleave": _all,
    "oneOrMore": _all,
    **dict.fromkeys(("notAllowed", "list", "attribute", "element", "data", "value"), _never),
}


class Patterns:
    """The maker of the patterns of one grammar; it owns the table by which equal ones are one.

    ``said``: what was found out about patterns for messages, as a slip is seldom made once.
    """

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.nodes: Sequence[Node] = grammar.nodes
        self._table: dict[object, Pattern] = {}
        self._of_node: dict[int, Pattern] = {}
        self.said: dict[object, Any] = {}
        self.empty = self._intern("empty", ())
        self.never = self._intern("notAllowed", ())
        self.text = self._intern("text", ())

    def __len__(self) -> int:
        return len(self._table)

    def forget(self) -> None:
        """Drop all patterns but the three that are compared by identity; those still in use stay right."""
        self._of_node.clear()
        self.said.clear()
        self._table.clear()
        for atom in (self.empty, self.never, self.text):
            self._table[atom.op, (), None] = atom

    def start(self) -> Pattern:
        return self.of(self.grammar.start)

    def content_of(self, element: Pattern) -> Pattern:
        """Return the pattern of what an element holds, attributes included."""
        return self.of(element.content)

    def of(self, index: int) -> Pattern:
        """Return the pattern of a node of the grammar."""
        known = self._of_node.get(index)
        if known is None:
            known = self._of_node[index] = self._make(self.nodes[index], index)
        return known

    def _make(self, node: Node, index: int) -> Pattern:
        op = cast(str, node[0])
        if op in ("choice", "group", "interleave"):
            return getattr(self, op)(self.of(kid) for kid in cast("tuple[int, ...]", node[1:]))  # type: ignore[no-any-return]
        if op in ("empty", "notAllowed", "text"):
            return self._intern(op, ())
        if op == "oneOrMore":
            return self.one_or_more(self.of(cast(int, node[1])))
        if op == "element":
            return self._element(index, cast(int, node[1]), cast(int, node[2]))
        if op == "attribute":
            return self._attribute(cast(int, node[1]), self.of(cast(int, node[2])))
        if op == "list":
            return self._intern(op, (self.of(cast(int, node[1])),))
        return self._data(node)

    def _data(self, node: Node) -> Pattern:
        op = cast(str, node[0])
        excepted = cast(int, node[4]) if op == "data" else -1
        kids = (self.of(excepted),) if excepted != -1 else ()
        pattern = self._intern(op, kids, node[1:4] if op == "data" else node[1:])
        pattern.node = node
        return pattern

    def _element(self, index: int, names: int, content: int) -> Pattern:
        pattern = self._intern("element", (), index)
        pattern.node, pattern.names, pattern.content = (names,), finite(self.nodes, names), content
        return pattern

    def _attribute(self, names: int, value: Pattern) -> Pattern:
        pattern = self._intern("attribute", (value,), self.nodes[names])
        pattern.node, pattern.names = (names,), finite(self.nodes, names)
        return pattern

    def takes(self, pattern: Pattern, name: Key) -> bool:
        """Tell whether an element or attribute pattern takes a name."""
        if pattern.names is not None:
            return name in pattern.names
        return contains(self.nodes, cast(int, pattern.node[0]), name)

    def _intern(self, op: str, kids: tuple[Pattern, ...], mark: object = None, key: object = None) -> Pattern:
        key = (op, kids if key is None else key, mark)
        known = self._table.get(key)
        if known is None:
            known = self._table[key] = Pattern(op, kids, len(self._table))
        return known

    def choice(self, kids: Iterable[Pattern]) -> Pattern:
        """Return a choice, flat, without doubles, without what cannot match and what adds nothing."""
        flat: dict[Pattern, None] = {}
        for kid in kids:
            if kid.op == "choice":
                flat.update(dict.fromkeys(kid.kids))
            elif kid is not self.never:
                flat[kid] = None
        if self.empty in flat and any(kid.nullable for kid in flat if kid is not self.empty):
            del flat[self.empty]
        if len(flat) < 2:
            return next(iter(flat), self.never)
        return self._intern("choice", tuple(flat), None, frozenset(flat))

    def group(self, kids: Iterable[Pattern]) -> Pattern:
        """Return a sequence, flat; text before repeated mixed content says nothing and is dropped."""
        flat: list[Pattern] = []
        for kid in kids:
            if kid is self.never:
                return kid
            for part in kid.kids if kid.op == "group" else (kid,):
                if flat and flat[-1] is self.text and self._is_mixed(part):
                    flat.pop()
                if part is not self.empty:
                    flat.append(part)
        if len(flat) < 2:
            return flat[0] if flat else self.empty
        return self._intern("group", tuple(flat))

    def _is_mixed(self, pattern: Pattern) -> bool:
        if pattern is self.text:
            return True
        if pattern.op != "oneOrMore":
            return False
        (kid,) = pattern.kids
        return kid is self.text or (kid.op == "choice" and self.text in kid.kids)

    def interleave(self, kids: Iterable[Pattern]) -> Pattern:
        flat: list[Pattern] = []
        for kid in kids:
            if kid is self.never:
                return kid
            flat.extend(kid.kids if kid.op == "interleave" else (kid,) if kid is not self.empty else ())
        if len(flat) < 2:
            return flat[0] if flat else self.empty
        flat.sort(key=lambda kid: kid.number)
        return self._intern("interleave", tuple(flat))

    def one_or_more(self, kid: Pattern) -> Pattern:
        if kid in (self.never, self.empty, self.text) or kid.op == "oneOrMore":
            return kid
        return self._intern("oneOrMore", (kid,))

    def any_number(self, repeated: Pattern) -> Pattern:
        """Return a oneOrMore or nothing."""
        return self.choice((repeated, self.empty))
