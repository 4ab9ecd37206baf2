"""Words for what a grammar refuses: every element's content and attributes, each fault with what could stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from lxml import etree

from teikit import data
from teikit.validate.grammar import (
    ANY,
    DATA,
    NONE,
    TEXT,
    Grammar,
    Pattern,
    alphabet,
    attributes,
    derive,
    first,
    nullable,
    q,
)
from teikit.validate.treefaults import Fault, listed, quoted
from teikit.xmlio import XML, Element, Tree, local


def explain(tree: Tree, grammar: Grammar) -> Iterator[Fault]:
    """Yield all faults of content and of attribute names. Values are left to the engines.

    Of an element that stands in the wrong place nothing more is said, only of what is in it.
    """
    namespace = etree.QName(tree.getroot()).namespace
    strays: set[Element] = set()
    for el in tree.iter(etree.Element):
        name = etree.QName(el)
        if name.namespace == namespace and name.localname in grammar.elements and el not in strays:
            yield from _attributes(el, grammar)
            for fault in _content(el, grammar, namespace or ""):
                if fault.el is not el:
                    strays.add(fault.el)
                yield fault


def _attributes(el: Element, grammar: Grammar) -> Iterator[Fault]:
    allowed, demanded = attributes(grammar.attributes(local(el)))
    present = {_written(str(name)): str(name) for name in el.attrib}
    for name, clark in present.items():
        if name not in allowed and ANY not in allowed:
            help = f"<{local(el)}> may have {listed(_nearest(name, allowed))}."
            yield Fault("V011", el, el, f"The attribute @{name} is not allowed on <{local(el)}>.", help, clark)
    if "subtype" in present and "type" in allowed and "type" not in present:
        yield Fault("V011", el, el, f"<{local(el)}> has a @subtype and no @type.", "Add @type.", "subtype")
    for name in sorted(demanded - present.keys()):
        help = f"Add it: {expectation(allowed[name])}."
        yield Fault("V011", el, el, f"<{local(el)}> lacks the attribute @{name}.", help, name)


def _written(clark: str) -> str:
    return clark.replace(f"{{{XML}}}", "xml:")


def expectation(declaration: Element) -> str:
    """Return what the value of an attribute should be, in words."""
    words = {row["define"]: row["words"] for row in data.table("validate_values")}
    for el in declaration.iter(q("ref"), q("data")):
        key = el.get("name") or el.get("type") or ""
        if key in words:
            return words[key]
    values = [el.text or "" for el in declaration.iter(q("value"))]
    return f"one of {listed(values, 20)}" if values else "a value of another form"


def _content(el: Element, grammar: Grammar, namespace: str) -> Iterator[Fault]:
    """Read the children against the content model; step over what is wrong, and over what is missing."""
    model = at = grammar.contents(local(el))
    before, stepped_over = "", False
    for symbol, child, text in _symbols(el, namespace):
        after = _step(at, symbol)
        if after != NONE:
            at = after
        elif bridge := _missing(at, symbol, model):
            yield _lacks(el, bridge[0], f" before <{symbol}>")
            at = bridge[1]
        elif child is None:
            stepped_over = True
            yield _stray_text(el, text, at)
        else:
            stepped_over = True
            yield _misplaced(el, child, symbol, before, at, model, grammar)
        before = symbol if child is not None else before
    if not nullable(at) and not stepped_over:
        yield _lacks(el, first(at), f" after <{before}>" if before else "")


def _symbols(el: Element, namespace: str) -> Iterator[tuple[str, Element | None, str]]:
    if (el.text or "").strip():
        yield TEXT, None, el.text or ""
    for child in el:
        if isinstance(child.tag, str):
            name = etree.QName(child)
            yield (name.localname if name.namespace == namespace else f"{{{name.namespace}}}"), child, ""
        if (child.tail or "").strip():
            yield TEXT, None, child.tail or ""


def _step(at: Pattern, symbol: str) -> Pattern:
    after = derive(at, symbol)
    if after == NONE and symbol == TEXT:
        return derive(at, DATA)
    return derive(at, ANY) if after == NONE and symbol != TEXT else after


def _missing(at: Pattern, symbol: str, model: Pattern) -> tuple[frozenset[str], Pattern] | None:
    """Return what is missing before the symbol, and what follows then; None where that is not the fault."""
    if symbol not in alphabet(model) or nullable(at):
        return None
    fits = {name: _step(derive(at, name), symbol) for name in first(at) - {TEXT, DATA}}
    fits = {name: after for name, after in fits.items() if after != NONE}
    return (frozenset(fits), fits[min(fits)]) if fits else None


def _lacks(owner: Element, names: Iterable[str], where: str) -> Fault:
    wanted = [f"<{name}>" for name in _readable(names)] or ["text"]
    if len(wanted) == 1:
        return Fault("V010", owner, owner, f"<{local(owner)}> lacks {wanted[0]}{where}.", f"Add {wanted[0]}.")
    message = f"<{local(owner)}> is not complete: something must stand{where or ' in it'}."
    return Fault("V010", owner, owner, message, f"Here may stand {listed(wanted)}.")


def _stray_text(owner: Element, text: str, at: Pattern) -> Fault:
    places = [name for name in ("p", "item", "cell", "l", "title", "note") if name in first(at)]
    advice = f"Put it into <{places[0]}>." if places else "Put it into one of the elements inside."
    return Fault("V010", owner, owner, f"<{local(owner)}> holds text of its own, {quoted(text)}, and may not.", advice)


def _misplaced(
    owner: Element, child: Element, symbol: str, before: str, at: Pattern, model: Pattern, grammar: Grammar
) -> Fault:
    name, parent = local(child), local(owner)
    if symbol.startswith("{"):
        message = f"<{name}> is not a TEI element: it is in {etree.QName(child).namespace or 'no namespace'}."
        return Fault("V010", child, owner, message, "Use the TEI namespace, or keep other XML in <xenoData>.")
    if symbol not in grammar.elements:
        near = get_close_matches(name, grammar.elements, 2)
        meant = " or ".join(f"<{x}>" for x in near)
        advice = f"Did you mean {meant}?" if near else "Use an element that the schema has."
        return Fault("V010", child, owner, f"The schema has no element <{name}>.", advice)
    here = [f"<{x}>" for x in _nearest(name, _readable(first(at)))]
    advice = f"Here may stand {listed(here)}." if here else "Nothing more may stand here."
    if symbol in alphabet(model):
        where = f"after <{before}>" if before else "at the beginning"
        return Fault("V010", child, owner, f"<{name}> is not allowed at this place in <{parent}>, {where}.", advice)
    above = owner.getparent()
    if above is not None and local(above) in grammar.elements and symbol in alphabet(grammar.contents(local(above))):
        advice = f"Close <{parent}> first. {advice}"
    return Fault("V010", child, owner, f"<{name}> is not allowed inside <{parent}>.", advice)


def _readable(names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if not name.startswith("#"))


def _nearest(name: str, names: Iterable[str]) -> list[str]:
    every = sorted(names)
    near = get_close_matches(name, every, 3)
    return near + [x for x in every if x not in near]
