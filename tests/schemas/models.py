"""The content models of a RELAX NG grammar as plain values, with their derivatives: what is proved of our schema.

It shares nothing with the engine of the package, so that the two can be held against each other. Each element is looked
at alone, by its name: where a grammar declares one name twice, either declaration will do.

A pattern is a tuple: ``("empty",)``, ``("none",)``, ``("sym", name)``, ``("seq", a, b)``, ``("or", patterns)``,
``("star", a)``, ``("attr", name, declaration)``. Text is the starred symbol TEXT; an element of any name is ANY.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from teikit.xmlio import RNG, Element

Pattern = tuple[Any, ...]

TEXT = "#text"
DATA = "#data"
ANY = "#any"
EMPTY: Pattern = ("empty",)
NONE: Pattern = ("none",)


def q(name: str) -> str:
    """Return the Clark name of a RELAX NG element."""
    return f"{{{RNG}}}{name}"


def seq(a: Pattern, b: Pattern) -> Pattern:
    """Return a followed by b, in one shape for one meaning."""
    if NONE in (a, b):
        return NONE
    if EMPTY in (a, b):
        return b if a == EMPTY else a
    return ("seq", a[1], seq(a[2], b)) if a[0] == "seq" else ("seq", a, b)


def alt(*patterns: Pattern) -> Pattern:
    """Return the choice between patterns, flat and without repetition."""
    flat: set[Pattern] = set()
    for pattern in patterns:
        flat |= pattern[1] if pattern[0] == "or" else {pattern}
    flat.discard(NONE)
    if not flat:
        return NONE
    return next(iter(flat)) if len(flat) == 1 else ("or", frozenset(flat))


def star(a: Pattern) -> Pattern:
    """Return a, any number of times."""
    if a in (EMPTY, NONE):
        return EMPTY
    return a if a[0] == "star" else ("star", a)


@cache
def nullable(p: Pattern) -> bool:
    """Say whether nothing at all satisfies the pattern."""
    if p[0] == "seq":
        return nullable(p[1]) and nullable(p[2])
    if p[0] == "or":
        return any(nullable(x) for x in p[1])
    return p[0] in ("empty", "star")


@cache
def first(p: Pattern) -> frozenset[str]:
    """Return the symbols that can come first."""
    if p[0] == "sym":
        return frozenset([p[1]])
    if p[0] == "star":
        return first(p[1])
    if p[0] == "seq":
        return first(p[1]) | first(p[2]) if nullable(p[1]) else first(p[1])
    return frozenset[str]().union(*(first(x) for x in p[1])) if p[0] == "or" else frozenset()


@cache
def alphabet(p: Pattern) -> frozenset[str]:
    """Return every symbol of the pattern."""
    if p[0] == "sym":
        return frozenset([p[1]])
    parts = p[1] if p[0] == "or" else p[1:]
    return frozenset[str]().union(*(alphabet(x) for x in parts)) if p[0] in ("or", "seq", "star") else frozenset()


@cache
def derive(p: Pattern, symbol: str) -> Pattern:
    """Return what may follow once the symbol has been read; NONE where it may not stand (Brzozowski)."""
    if p[0] == "sym":
        return EMPTY if p[1] == symbol else NONE
    if p[0] == "star":
        return seq(derive(p[1], symbol), p)
    if p[0] == "seq":
        head = seq(derive(p[1], symbol), p[2])
        return alt(head, derive(p[2], symbol)) if nullable(p[1]) else head
    return alt(*(derive(x, symbol) for x in p[1])) if p[0] == "or" else NONE


@cache
def attributes(p: Pattern) -> tuple[dict[str, Element], frozenset[str]]:
    """Return (the declarations of all attributes that the pattern allows, by name; the names that it demands)."""
    if p[0] == "attr":
        return {p[1]: p[2]}, frozenset([p[1]])
    parts = [attributes(x) for x in (p[1] if p[0] == "or" else p[1:])] if p[0] in ("or", "seq", "star") else []
    allowed = {name: spec for names, _ in parts for name, spec in names.items()}
    demands = [demand for _, demand in parts]
    if p[0] == "seq":
        return allowed, demands[0] | demands[1]
    return allowed, frozenset.intersection(*demands) if p[0] == "or" else frozenset()


class Grammar:
    """The element declarations of one grammar file (no includes): what each element may contain and carry."""

    def __init__(self, path: Path) -> None:
        root = etree.parse(str(path)).getroot()
        self.defines: dict[str, list[Element]] = {}
        self.elements: dict[str, list[Element]] = {}
        for define in root.iter(q("define")):
            self.defines.setdefault(define.get("name", ""), []).append(define)
        for el in root.iter(q("element")):
            if el.get("name"):
                self.elements.setdefault(el.get("name", ""), []).append(el)
        self._parts: dict[tuple[str, bool], Pattern] = {}
        self._whole: dict[tuple[str, bool], Pattern] = {}

    def contents(self, name: str) -> Pattern:
        """Return what the element may contain."""
        return self._declared(name, False)

    def attributes(self, name: str) -> Pattern:
        """Return which attributes the element may carry."""
        return self._declared(name, True)

    def _declared(self, name: str, attributes: bool) -> Pattern:
        key = (name, attributes)
        if key not in self._whole:
            self._whole[key] = alt(*(self._group(el, attributes) for el in self.elements[name]))
        return self._whole[key]

    def _group(self, el: Element, attributes: bool) -> Pattern:
        out = EMPTY
        for child in reversed(_children(el)):
            out = seq(self._pattern(child, attributes), out)
        return out

    def _pattern(self, el: Element, attributes: bool) -> Pattern:
        kind = el.tag.rpartition("}")[2]
        if kind == "ref":
            return self._ref(el.get("name", ""), attributes)
        if kind == "attribute":
            return ("attr", el.get("name") or ANY, el) if attributes else EMPTY
        if kind == "element":
            return EMPTY if attributes else ("sym", el.get("name") or ANY)
        if kind in ("text", "data", "value", "list"):
            symbol = ("sym", TEXT if kind == "text" else DATA)
            return EMPTY if attributes else star(symbol) if kind == "text" else symbol
        if kind == "choice":
            return alt(*(self._pattern(child, attributes) for child in _children(el)))
        return _repeated(kind, self._group(el, attributes))

    def _ref(self, name: str, attributes: bool) -> Pattern:
        key = (name, attributes)
        if key not in self._parts:
            self._parts[key] = alt(*(self._group(define, attributes) for define in self.defines[name]))
        return self._parts[key]


def _children(el: Element) -> list[Element]:
    return [child for child in el if isinstance(child.tag, str) and child.tag.startswith(f"{{{RNG}}}")]


def _repeated(kind: str, inner: Pattern) -> Pattern:
    if kind == "optional":
        return alt(inner, EMPTY)
    if kind == "zeroOrMore":
        return star(inner)
    if kind == "oneOrMore":
        return seq(inner, star(inner))
    if kind in ("interleave", "mixed"):  # any order: a model that allows more, so that what it refuses is wrong
        return star(alt(inner, ("sym", TEXT)) if kind == "mixed" else inner)
    return NONE if kind == "notAllowed" else inner
