"""Derivatives: what is left of a pattern after an element, an attribute or text (J. Clark, An algorithm for RELAX NG).

An element is not entered here: ``opens`` gives the element patterns that take a name, each with what is left after it,
so that what follows in the parent never becomes part of what an element holds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from teikit.validate.relaxng.patterns import UNKNOWN, Key, Pattern, Patterns
from teikit.validate.relaxng.values import Context, accepts, is_blank, words

Opening = tuple[Pattern, Pattern]
"""An element pattern and the pattern of what may come after the element."""


def opens(pats: Patterns, pattern: Pattern, name: Key, *, skipping: bool = False) -> list[Opening]:
    """Return every way in which an element of a name can come next.

    ``skipping``: also where something required before it is missing.
    """
    found: dict[Pattern, list[Pattern]] = {}
    for element, rest in _opens(pats, pattern, name, skipping):
        found.setdefault(element, []).append(rest)
    return [(element, pats.choice(rests)) for element, rests in found.items()]


def _opens(pats: Patterns, pattern: Pattern, name: Key, skipping: bool) -> Iterator[Opening]:
    op = pattern.op
    if op == "element":
        if pats.takes(pattern, name):
            yield pattern, pats.empty
    elif op == "choice":
        for kid in _candidates(pattern, name):
            yield from _opens(pats, kid, name, skipping)
    elif op == "group":
        for i, kid in enumerate(pattern.kids):
            for element, rest in _opens(pats, kid, name, skipping):
                yield element, pats.group((rest, *pattern.kids[i + 1 :]))
            if not (kid.nullable or skipping):
                break
    elif op == "interleave":
        for i, kid in enumerate(pattern.kids):
            for element, rest in _opens(pats, kid, name, skipping):
                yield element, pats.interleave((*pattern.kids[:i], rest, *pattern.kids[i + 1 :]))
    elif op == "oneOrMore":
        for element, rest in _opens(pats, pattern.kids[0], name, skipping):
            yield element, pats.group((rest, pats.any_number(pattern)))


def _candidates(choice: Pattern, name: Key) -> Iterator[Pattern]:
    """Yield the operands of a choice that may take a name: an index, as a choice may have hundreds."""
    if choice.heads is None:
        by_name: dict[Key, list[Pattern]] = {}
        others: list[Pattern] = []
        for kid in choice.kids:
            if kid.op == "element" and kid.names is not None:
                for one in kid.names:
                    by_name.setdefault(one, []).append(kid)
            elif kid.op not in ("text", "empty", "data", "value", "list", "attribute"):
                others.append(kid)
        choice.heads = by_name, others
    yield from choice.heads[0].get(name, ())
    yield from choice.heads[1]


def attribute_patterns(pats: Patterns, pattern: Pattern, name: Key) -> Iterator[Pattern]:
    """Yield the attribute patterns inside a pattern that take a name."""
    if pattern.op == "attribute":
        if pats.takes(pattern, name):
            yield pattern
    elif pattern.attributes:
        for kid in pattern.kids:
            if may_take(kid, name):
                yield from attribute_patterns(pats, kid, name)


def may_take(pattern: Pattern, name: Key) -> bool:
    """Tell quickly that a pattern has no attribute of a name: of an element's fifty, one has it."""
    if pattern.taken is UNKNOWN:
        pattern.taken = _taken(pattern)
    return pattern.taken is None or name in pattern.taken


def _taken(pattern: Pattern) -> frozenset[Key] | None:
    if not pattern.attributes:
        return frozenset()
    if pattern.op == "attribute":
        return None if pattern.names is None else frozenset(pattern.names)
    found: set[Key] = set()
    for kid in pattern.kids:
        names = _taken(kid)
        if names is None:
            return None
        found |= names
    return frozenset(found)


def step(pats: Patterns, content: Pattern, name: Key) -> tuple[list[Pattern], Pattern]:
    """Return the attribute patterns that take a name, and what is left after one of a right value.

    It is remembered for names that the grammar has, so that attributes in another order cost nothing again.
    """
    known = content.steps.get(name)
    if known is None:
        met = list(dict.fromkeys(attribute_patterns(pats, content, name)))
        known = met, with_attribute(pats, content, name, met)
        if all(pattern.names is not None for pattern in met) and met:
            content.steps[name] = known
    return known


def with_attribute(pats: Patterns, pattern: Pattern, name: Key, met: Collection[Pattern]) -> Pattern:
    """Return what is left after an attribute. ``met``: the attribute patterns that take its name and its value."""
    if not may_take(pattern, name):
        return pats.never
    if pattern.op == "attribute":
        return pats.empty if pattern in met else pats.never
    if pattern.op == "choice":
        return pats.choice(with_attribute(pats, kid, name, met) for kid in pattern.kids)
    if pattern.op == "oneOrMore":
        return pats.group((with_attribute(pats, pattern.kids[0], name, met), pats.any_number(pattern)))
    join = pats.group if pattern.op == "group" else pats.interleave
    ways = []
    for i, kid in enumerate(pattern.kids):
        if may_take(kid, name) and (left := with_attribute(pats, kid, name, met)) is not pats.never:
            ways.append(join((*pattern.kids[:i], left, *pattern.kids[i + 1 :])))
    return pats.choice(ways)


def closed(pats: Patterns, pattern: Pattern) -> Pattern:
    """Return what is left at the end of the start-tag: attributes still wanted cannot come any more."""
    if not pattern.attributes:
        return pattern
    if pattern.closed is None:
        pattern.closed = pats.never if pattern.op == "attribute" else _rebuilt(pats, pattern, closed)
    return pattern.closed


def forgiven(pats: Patterns, pattern: Pattern) -> Pattern:
    """Return what is left at the end of the start-tag as if all attributes still wanted had come."""
    if not pattern.attributes:
        return pattern
    if pattern.forgiven is None:
        pattern.forgiven = pats.empty if pattern.op == "attribute" else _rebuilt(pats, pattern, forgiven)
    return pattern.forgiven


def _rebuilt(pats: Patterns, pattern: Pattern, change: Callable[[Patterns, Pattern], Pattern]) -> Pattern:
    kids = (change(pats, kid) for kid in pattern.kids)
    if pattern.op == "choice":
        return pats.choice(kids)
    if pattern.op == "group":
        return pats.group(kids)
    return pats.interleave(kids) if pattern.op == "interleave" else pats.one_or_more(next(kids))


def with_text(pats: Patterns, pattern: Pattern, text: str | None, context: Context) -> Pattern:
    """Return what is left after text; ``None`` stands for any text, which no datatype accepts."""
    if pattern.strings and text is not None:
        return _with_text(pats, pattern, text, context)
    if pattern.texted is None:
        pattern.texted = _with_text(pats, pattern, None, None)
    return pattern.texted


def _with_text(pats: Patterns, pattern: Pattern, text: str | None, context: Context) -> Pattern:
    op = pattern.op
    if op == "text":
        return pattern
    if op == "choice":
        return pats.choice(with_text(pats, kid, text, context) for kid in pattern.kids)
    if op == "oneOrMore":
        return pats.group((with_text(pats, pattern.kids[0], text, context), pats.any_number(pattern)))
    if op in ("group", "interleave"):
        return pats.choice(_after_text(pats, pattern, text, context))
    if op in ("data", "value"):
        return pats.empty if text is not None and _accepts(pats, pattern, text, context) else pats.never
    if op == "list" and text is not None:
        return pats.empty if _lists(pats, pattern.kids[0], words(text), context) else pats.never
    return pats.never


def _after_text(pats: Patterns, pattern: Pattern, text: str | None, context: Context) -> Iterator[Pattern]:
    ordered = pattern.op == "group"
    join = pats.group if ordered else pats.interleave
    for i, kid in enumerate(pattern.kids):
        left = with_text(pats, kid, text, context)
        if left is not pats.never:
            yield join((left, *pattern.kids[i + 1 :]) if ordered else (*pattern.kids[:i], left, *pattern.kids[i + 1 :]))
        if ordered and not kid.nullable:
            return


def _accepts(pats: Patterns, pattern: Pattern, text: str, context: Context) -> bool:
    if not accepts(pattern, text, context):
        return False
    return not any(fits(pats, excepted, text, context) for excepted in pattern.kids)


def _lists(pats: Patterns, pattern: Pattern, tokens: list[str], context: Context) -> bool:
    for token in tokens:
        pattern = with_text(pats, pattern, token, context)
        if pattern is pats.never:
            return False
    return pattern.nullable


def fits(pats: Patterns, pattern: Pattern, text: str, context: Context) -> bool:
    """Tell whether a whole value, of an attribute or of an element without children, matches (section 6.2.8)."""
    op = pattern.op
    if op == "choice":
        return any(fits(pats, kid, text, context) for kid in pattern.kids)
    if op in ("data", "value"):
        return _accepts(pats, pattern, text, context)
    if pattern.nullable and is_blank(text):
        return True
    return with_text(pats, pattern, text, context).nullable
