"""A Schematron schema as values, with everything included, abstract or extended already put in place."""

from __future__ import annotations

from dataclasses import dataclass, field

from teikit.xmlio import Element

Part = str | tuple[str, str]
"""A piece of a message: text, or what is filled in: ("value-of" or "name", expression)."""


@dataclass(frozen=True, slots=True)
class Let:
    """A variable: an expression, or XML given as its content, or neither (a parameter that the caller must give)."""

    name: str
    value: str | None = None
    content: Element | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """What sqf:fix offers; it is told, never carried out."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """An assert, or a report (``report``). ``line``: where it stands in the schema."""

    test: str
    report: bool
    message: tuple[Part, ...]
    role: str = ""
    flag: str = ""
    id: str = ""
    see: str = ""
    icon: str = ""
    subject: str = ""
    diagnostics: tuple[tuple[Part, ...], ...] = ()
    fixes: tuple[Fix, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    context: str
    assertions: tuple[Assertion, ...]
    lets: tuple[Let, ...] = ()
    role: str = ""
    flag: str = ""
    id: str = ""
    see: str = ""
    icon: str = ""
    subject: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """``documents``: an expression for the URIs of other documents to which it applies instead."""

    id: str
    rules: tuple[Rule, ...]
    lets: tuple[Let, ...] = ()
    role: str = ""
    see: str = ""
    documents: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Phase:
    id: str
    active: tuple[str, ...]
    lets: tuple[Let, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Key:
    """xsl:key: the nodes that ``match``, found again by the values of ``use``."""

    name: str
    match: str
    use: str


@dataclass(frozen=True, slots=True)
class Function:
    """xsl:function: ``lets`` are the xsl:variables of its body; ``body`` is None where it does more than select."""

    name: str
    params: tuple[str, ...]
    lets: tuple[Let, ...]
    body: str | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Schema:
    """``binding``: the query language as it is declared, in lower case; empty where none is."""

    binding: str
    namespaces: dict[str, str]
    patterns: tuple[Pattern, ...]
    phases: dict[str, Phase] = field(default_factory=dict)
    default_phase: str = ""
    lets: tuple[Let, ...] = ()
    keys: tuple[Key, ...] = ()
    functions: tuple[Function, ...] = ()
    title: str = ""
