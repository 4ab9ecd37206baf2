"""What could stand at a place: names of elements and attributes, literal values and datatypes, for messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from teikit.validate.relaxng.derive import attribute_patterns, closed, opens
from teikit.validate.relaxng.grammar import Grammar, Name
from teikit.validate.relaxng.nameclasses import contains, finite, key_of, listed, name_of
from teikit.validate.relaxng.patterns import Key, Pattern, Patterns

DatatypeName = tuple[str, tuple[tuple[str, str], ...]]
MOST_SAID = 5_000
P = ParamSpec("P")
Found = TypeVar("Found")
About = Callable[Concatenate[Patterns, Iterable[Pattern], P], Found]


def _remembered(function: About[P, Found]) -> About[P, Found]:
    """Make a function remember what it said of the same patterns."""

    @wraps(function)
    def said(pats: Patterns, patterns: Iterable[Pattern], /, *rest: P.args, **named: P.kwargs) -> Found:
        row = tuple(patterns)
        key = (function, row, rest)
        if key not in pats.said:
            if len(pats.said) >= MOST_SAID:
                pats.said.clear()
            pats.said[key] = function(pats, row, *rest, **named)
        return pats.said[key]  # type: ignore[no-any-return]

    return said


@_remembered
def first_elements(pats: Patterns, patterns: Iterable[Pattern]) -> tuple[Name, ...]:
    """Return the names of the elements that may come next, as far as the grammar names them."""
    return tuple(dict.fromkeys(name for pattern in patterns for name in _first(pats, pattern)))


def _first(pats: Patterns, pattern: Pattern) -> Iterator[Name]:
    if pattern.op == "element":
        yield from _names(pats, pattern)
    elif pattern.op == "group":
        for kid in pattern.kids:
            yield from _first(pats, kid)
            if not kid.nullable:
                return
    elif pattern.op in ("choice", "interleave", "oneOrMore"):
        for kid in pattern.kids:
            yield from _first(pats, kid)


def _names(pats: Patterns, pattern: Pattern) -> tuple[Name, ...]:
    return listed(pats.nodes, cast(int, pattern.node[0]))


@_remembered
def has_text(pats: Patterns, patterns: Iterable[Pattern]) -> bool:
    """Tell whether text, or data, may come next."""
    return any(_has_text(pats, pattern) for pattern in patterns)


def _has_text(pats: Patterns, pattern: Pattern) -> bool:
    if pattern.op == "group":
        for kid in pattern.kids:
            if _has_text(pats, kid):
                return True
            if not kid.nullable:
                return False
    if pattern.op in ("choice", "interleave", "oneOrMore"):
        return any(_has_text(pats, kid) for kid in pattern.kids)
    return pattern.op in ("text", "data", "value", "list")


@_remembered
def required_elements(pats: Patterns, patterns: Iterable[Pattern]) -> frozenset[Name]:
    """Return the elements that every way of going on needs."""
    return _shared(_required(pats, pattern, "element") for pattern in patterns if pattern is not pats.never)


def required_attributes(pats: Patterns, patterns: Iterable[Pattern]) -> frozenset[Name]:
    """Return the attributes that every way of going on needs."""
    return _shared(_required(pats, pattern, "attribute") for pattern in patterns if pattern is not pats.never)


def _shared(sets: Iterable[frozenset[Name]]) -> frozenset[Name]:
    every = list(sets)
    return frozenset.intersection(*every) if every else frozenset()


def _required(pats: Patterns, pattern: Pattern, op: str) -> frozenset[Name]:
    if pattern.op == op:
        names = _names(pats, pattern)
        return frozenset(names) if pattern.names is not None and len(names) == 1 else frozenset()
    if pattern.op == "choice":
        return _shared(_required(pats, kid, op) for kid in pattern.kids)
    if pattern.op in ("group", "interleave", "oneOrMore"):
        return frozenset().union(*(_required(pats, kid, op) for kid in pattern.kids))
    return frozenset()


@_remembered
def missing_before(pats: Patterns, patterns: Iterable[Pattern], name: Key) -> frozenset[Name]:
    """Return the elements that must come before an element of a name can."""
    found = [_missing(pats, pattern, name) for pattern in patterns]
    return _shared(names for names in found if names is not None)


def _missing(pats: Patterns, pattern: Pattern, name: Key) -> frozenset[Name] | None:
    """Return what is missing before the nearest place of an element; None: it has no place."""
    if pattern.op == "element":
        return frozenset() if pats.takes(pattern, name) else None
    if pattern.op == "group":
        skipped: frozenset[Name] = frozenset()
        for kid in pattern.kids:
            inside = _missing(pats, kid, name)
            if inside is not None:
                return skipped | inside
            skipped |= _required(pats, kid, "element")
        return None
    if pattern.op in ("choice", "interleave", "oneOrMore"):
        found = [names for kid in pattern.kids if (names := _missing(pats, kid, name)) is not None]
        return _shared(found) if found else None
    return None


@_remembered
def holds(pats: Patterns, patterns: Iterable[Pattern], name: Key) -> bool:
    """Tell whether an element of a name has a place anywhere in patterns."""
    return any(_holds(pats, pattern, name) for pattern in patterns)


def _holds(pats: Patterns, pattern: Pattern, name: Key) -> bool:
    if pattern.op == "element":
        return pats.takes(pattern, name)
    return pattern.op in ("choice", "group", "interleave", "oneOrMore") and holds(pats, pattern.kids, name)


def values_of(pats: Patterns, patterns: Iterable[Pattern], name: Name) -> list[Pattern]:
    """Return the patterns of the values that an attribute may have."""
    key = key_of(*name)
    return [found.kids[0] for pattern in patterns for found in attribute_patterns(pats, pattern, key)]


def alternative_attributes(pats: Patterns, patterns: Iterable[Pattern]) -> tuple[Name, ...]:
    """Return the attributes of which one is needed, where no single one is."""
    found = (name for pattern in patterns for name in _alternatives(pats, pattern))
    return tuple(dict.fromkeys(found))


def _alternatives(pats: Patterns, pattern: Pattern) -> Iterator[Name]:
    if pattern.op == "attribute":
        yield from _names(pats, pattern)
    elif pattern.attributes and not _closes(pats, pattern):
        for kid in pattern.kids:
            yield from _alternatives(pats, kid)


def _closes(pats: Patterns, pattern: Pattern) -> bool:
    """Tell whether a pattern needs no attribute."""
    return closed(pats, pattern) is not pats.never


def attributes(pats: Patterns, patterns: Iterable[Pattern]) -> tuple[Name, ...]:
    """Return the names of the attributes that may still come."""
    return tuple(dict.fromkeys(name for pattern in patterns for name in _attributes(pats, pattern)))


def _attributes(pats: Patterns, pattern: Pattern) -> Iterator[Name]:
    if pattern.op == "attribute":
        yield from _names(pats, pattern)
    elif pattern.attributes:
        for kid in pattern.kids:
            yield from _attributes(pats, kid)


def literals(patterns: Iterable[Pattern]) -> tuple[str, ...]:
    """Return the literal values that patterns of values accept."""
    every = (part for pattern in patterns for part in _parts(pattern))
    return tuple(dict.fromkeys(cast(str, part.node[3]) for part in every if part.op == "value"))


def datatypes(patterns: Iterable[Pattern]) -> tuple[DatatypeName, ...]:
    """Return the datatypes that patterns of values accept, with their params."""
    every = (part for pattern in patterns for part in _parts(pattern))
    found = (
        (cast(str, part.node[2]), cast("tuple[tuple[str, str], ...]", part.node[3]))
        for part in every
        if part.op == "data"
    )
    return tuple(dict.fromkeys(found))


def _parts(pattern: Pattern) -> Iterator[Pattern]:
    if pattern.op in ("data", "value"):
        yield pattern
    elif pattern.op not in ("element", "attribute"):
        for kid in pattern.kids:
            yield from _parts(kid)


class Catalogue:
    """The elements of a grammar by name: for what stands where it may not, and for "did you mean"."""

    def __init__(self, pats: Patterns) -> None:
        self.pats = pats
        self.by_name: dict[Key, list[int]] = {}
        self.wild: list[int] = []
        for index, node in enumerate(pats.nodes):
            if node[0] == "element":
                names = finite(pats.nodes, cast(int, node[1]))
                for name in names or ():
                    self.by_name.setdefault(name, []).append(index)
                if names is None:
                    self.wild.append(index)

    def contents(self, name: Key) -> tuple[Pattern, ...]:
        """Return what elements of a name hold anywhere; wildcards count only where none is named so."""
        found = self.by_name.get(name) or self._wild(name)
        every = dict.fromkeys(self.pats.content_of(self.pats.of(index)) for index in found)
        return tuple(content for content in every if content is not self.pats.never)

    def _wild(self, name: Key) -> list[int]:
        nodes = self.pats.nodes
        found = [index for index in self.wild if contains(nodes, cast(int, nodes[index][1]), name)]
        near = [index for index in found if _in_namespace(self.pats, cast(int, nodes[index][1]), name)]
        return near or found


def _in_namespace(pats: Patterns, index: int, name: Key) -> bool:
    node = pats.nodes[index]
    if node[0] == "nameChoice":
        return any(_in_namespace(pats, kid, name) for kid in cast("tuple[int, ...]", node[1:]))
    return node[0] in ("name", "nsName") and contains(pats.nodes, index, name)


def element_names(grammar: Grammar) -> frozenset[Name]:
    """Return the names of all elements of a grammar, as far as it names them."""
    return _all_names(grammar, "element")


def attribute_names(grammar: Grammar) -> frozenset[Name]:
    """Return the names of all attributes of a grammar."""
    return _all_names(grammar, "attribute")


def _all_names(grammar: Grammar, op: str) -> frozenset[Name]:
    classes = {cast(int, node[1]) for node in grammar.nodes if node[0] == op}
    return frozenset(name_of(key) for index in classes for key in finite(grammar.nodes, index) or ())


def after_skipping(pats: Patterns, patterns: Iterable[Pattern], name: Key) -> list[list[tuple[Pattern, Pattern]]]:
    """Return how an element could come next if nothing before it were required."""
    return [opens(pats, pattern, name, skipping=True) for pattern in patterns]
