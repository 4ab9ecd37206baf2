"""Words for what the RELAX NG engine refuses: one message for each kind of error, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from teikit.validate.faults import listed, quoted
from teikit.validate.relaxng.errors import Error, Kind
from teikit.validate.relaxng.grammar import Name
from teikit.validate.wording.expectation import expectation, shortlist, suggestion
from teikit.validate.wording.guidelines import is_tei
from teikit.validate.wording.near import FEW, meant, nearest, specific
from teikit.xmlio import TEI, XML

Said = tuple[str, str]
"""A message, and what to do."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names of elements that a schema has; "" stands for a wildcard, where any name will do."""

    elements: frozenset[Name]

    def knows(self, namespace: str) -> bool:
        """Tell whether the schema names an element of a namespace."""
        return bool(self.locals(namespace))

    def locals(self, namespace: str) -> frozenset[str]:
        """Return the local names in a namespace."""
        return _locals(self.elements, namespace)


@lru_cache(64)
def _locals(elements: frozenset[Name], namespace: str) -> frozenset[str]:
    return frozenset(name for uri, name in elements if uri == namespace and name)


CODES = {
    Kind.ELEMENT_UNKNOWN: "V010",
    Kind.ELEMENT_MISPLACED: "V010",
    Kind.ELEMENT_EARLY: "V010",
    Kind.ELEMENT_INCOMPLETE: "V010",
    Kind.TEXT_MISPLACED: "V010",
    Kind.ATTRIBUTE_UNKNOWN: "V011",
    Kind.ATTRIBUTE_MISSING: "V011",
    Kind.ATTRIBUTE_INVALID: "V012",
    Kind.CONTENT_INVALID: "V012",
    Kind.ID_TWICE: "V014",
    Kind.IDREF_LOST: "V015",
    Kind.NOT_WELL_FORMED: "V001",
}


def message(error: Error, vocabulary: Vocabulary) -> Said:
    """Return the message on an error and what to do about it."""
    if error.kind in (Kind.ELEMENT_UNKNOWN, Kind.ELEMENT_MISPLACED):
        # A wildcard somewhere in a schema allows any name there; elsewhere such an element is still a stranger.
        if not vocabulary.knows(error.element[0]):
            return _foreign(error, vocabulary)
        twin = next((name for name in error.expected if name[1] == error.element[1] != ""), None)
        if twin is not None and twin != error.element:
            return _elsewhere_named(error, twin)
        if error.kind is Kind.ELEMENT_UNKNOWN:
            return _unknown(error, vocabulary)
    return SAYING[error.kind](error)


def either(names: Sequence[str]) -> str:
    """Return names as "a, b or c"."""
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def _tag(name: Name) -> str:
    return f"<{name[1]}>"


def attribute_name(name: Name) -> str:
    """Return an attribute as it is written in a file: xml:id, not its namespace."""
    return f"xml:{name[1]}" if name[0] == XML else name[1]


def _unknown(error: Error, vocabulary: Vocabulary) -> Said:
    namespace, name = error.element
    near = meant(name, vocabulary.locals(namespace))
    help = f"Did you mean {either([f'<{one}>' for one in near])}?" if near else _here(error, "")
    if namespace == TEI and is_tei(name):
        return f"TEI has <{name}>, but the schema of this file leaves it out.", _here(error, "Use one that it has. ")
    return f"The schema has no element <{name}>.", help or "Use an element that the schema has."


def _foreign(error: Error, vocabulary: Vocabulary) -> Said:
    namespace, name = error.element
    where = f"in the namespace {namespace}" if namespace else "in no namespace"
    if not vocabulary.knows(TEI):
        return f"<{name}> is {where}, which the schema does not know.", _here(error, "")
    if error.parent is None:
        return f"The root <{name}> is {where}, not in that of TEI.", f'Write xmlns="{TEI}" in it, if this is TEI.'
    return (
        f"<{name}> is not a TEI element: it is {where}.",
        "Use the TEI namespace, or keep other XML in <xenoData>.",
    )


def _elsewhere_named(error: Error, twin: Name) -> Said:
    """Speak of an element whose name is right, but not its namespace."""
    namespace, name = error.element
    meant_in = f"in that of {_tag(error.parent)}" if error.parent and error.parent[0] == twin[0] else ""
    said = f"This <{name}> is in {f'the namespace {namespace}' if namespace else 'no namespace'}"
    if not twin[0]:
        return f"{said}, where one in no namespace may stand.", 'Write xmlns="" on it, or leave out its prefix.'
    where = meant_in or f"in {twin[0]}"
    return f"{said}, where one {where} may stand.", f"Let xmlns, or the prefix, on it stand for {twin[0]}."


def _misplaced(error: Error) -> Said:
    name = error.element[1]
    if error.parent is None:
        return f"A file of this schema cannot begin with <{name}>.", _roots(error)
    parent = _tag(error.parent)
    if error.elsewhere and error.before == error.element:
        return f"Another <{name}> is not allowed in {parent}.", "Remove one, or put together what they hold."
    if error.elsewhere:
        where = f"after {_tag(error.before)}" if error.before else "at the beginning"
        return f"<{name}> is not allowed at this place in {parent}, {where}.", _here(error, "")
    if error.outside and not (error.expected or error.text_expected):
        return f"<{name}> is not allowed inside {parent}.", f"Close {parent} first."
    close = f"Close {parent} first. " if error.outside else ""
    return f"<{name}> is not allowed inside {parent}.", _here(error, close)


def _roots(error: Error) -> str:
    roots = _tags(error.element[1], error.expected)
    if not roots:
        return "Nothing may stand there." if not error.expected else "It begins with another element."
    more = f" or one of {len(roots) - FEW} more" if len(roots) > FEW else ""
    return f"It begins with {either(roots[:FEW])}{more}."


def _early(error: Error) -> Said:
    if error.parent is None:
        return _misplaced(error)
    what, help = _lacks(error, error.parent, f" before {_tag(error.element)}")
    # It may stand further down already, which is not told again.
    return what, f"Put {_tag(error.required[0])} there." if len(error.required) == 1 else help


def _incomplete(error: Error) -> Said:
    return _lacks(error, error.element, f" after {_tag(error.before)}" if error.before else "")


def _lacks(error: Error, owner: Name, where: str) -> Said:
    wanted = _tags("", error.required or error.expected)
    if not wanted and error.expected:
        return f"{_tag(owner)} lacks an element{where}.", "Add one that the schema allows there."
    wanted = wanted or ["text"]
    if len(wanted) == 1:
        return f"{_tag(owner)} lacks {wanted[0]}{where}.", f"Add {wanted[0]}."
    what = "Add" if len(error.required) > 1 and set(error.required) == set(error.expected) else "Here may stand"
    choice = f"one of {listed(wanted, FEW)}" if what == "Add" else listed(wanted, FEW)
    return f"{_tag(owner)} is not complete: something must stand{where or ' in it'}.", f"{what} {choice}."


def _text(error: Error) -> Said:
    places = [
        one
        for one in ("p", "para", "item", "cell", "l", "title", "note", "ab")
        if one in {x for _, x in error.expected}
    ]
    help = f"Put it into <{places[0]}>." if places else "Put it into one of the elements inside."
    if not error.expected:
        help = "Take it out; the element stays empty."
    return f"{_tag(error.element)} holds text of its own, {quoted(error.value)}, and may not.", help


def _content(error: Error) -> Said:
    return (
        f"<{error.element[1]}> may not hold {_value(error.value)}.",
        _write(error),
    )


def _attribute_unknown(error: Error) -> Said:
    name, owner = _attribute(error), _tag(error.element)
    allowed = frozenset(map(attribute_name, error.expected))
    near = meant(name, allowed)
    said = f"The attribute @{name} is not allowed on {owner}."
    if near:
        return said, f"Did you mean {either(['@' + one for one in near])}?"
    if not allowed:
        return said, "Remove it: the element takes no further attributes."
    return said, f"{owner} may have {listed(['@' + one for one in specific(allowed)], FEW)}."


def _attribute_missing(error: Error) -> Said:
    every = sorted(f"@{attribute_name(name)}" for name in error.required or error.expected)
    owner = _tag(error.element)
    if not any(name for _, name in error.expected):
        return f"{owner} lacks an attribute.", "Add one that the schema allows there."
    if len(every) == 1:
        wanted = expectation(error.values, error.datatypes)
        return f"{owner} lacks the attribute {every[0]}.", f"Add it: {wanted}." if wanted else "Add it."
    if error.required:
        return f"{owner} lacks the attributes {listed(every)}.", "Add them."
    return f"{owner} lacks one of the attributes {listed(every)}.", "Add one of them."


def _attribute_invalid(error: Error) -> Said:
    said = f"@{_attribute(error)} on {_tag(error.element)} may not be {_value(error.value)}."
    near = suggestion(error.value, error.values)
    meaning = f"Did you mean {either([quoted(one) for one in near])}? " if near else ""
    return said, meaning + _write(error)


def _id_twice(error: Error) -> Said:
    return (
        f"The {_attribute(error)} {error.value} stands on {_tag(error.element)} here and on another element before it.",
        f"Give one of them another {_attribute(error)}, and correct what points to it.",
    )


def _idref_lost(error: Error) -> Said:
    return (
        f"@{_attribute(error)} names {error.value}, and no element of this file has that identifier.",
        "Correct it, or give it to the element that is meant.",
    )


def _not_well_formed(error: Error) -> Said:
    return f"This is not well-formed XML: {error.detail}.", "Correct it: until then nothing after it can be checked."


def _attribute(error: Error) -> str:
    return attribute_name(error.attribute) if error.attribute else ""


def _value(value: str) -> str:
    return quoted(value) if value.strip() else "empty"


def _write(error: Error) -> str:
    wanted = expectation(shortlist(error.value, error.values), error.datatypes)
    return f"Write {wanted}." if wanted else "Write a value of the form that the schema asks for."


def _here(error: Error, before: str, lead: str = "Here may stand") -> str:
    names = _tags(error.element[1], error.expected)
    if not names:
        return f"{before}{'Here may stand text only.' if error.text_expected else 'Nothing more may stand here.'}"
    also = " or text" if error.text_expected and len(names) <= FEW else ""
    return f"{before}{lead} {listed(names, FEW)}{also}."


def _tags(name: str, names: Iterable[Name]) -> list[str]:
    return [f"<{one}>" for one in nearest(name, {local for _, local in names if local})]


SAYING: Mapping[Kind, Callable[[Error], Said]] = {
    Kind.ELEMENT_MISPLACED: _misplaced,
    Kind.ELEMENT_EARLY: _early,
    Kind.ELEMENT_INCOMPLETE: _incomplete,
    Kind.TEXT_MISPLACED: _text,
    Kind.CONTENT_INVALID: _content,
    Kind.ATTRIBUTE_UNKNOWN: _attribute_unknown,
    Kind.ATTRIBUTE_MISSING: _attribute_missing,
    Kind.ATTRIBUTE_INVALID: _attribute_invalid,
    Kind.ID_TWICE: _id_twice,
    Kind.IDREF_LOST: _idref_lost,
    Kind.NOT_WELL_FORMED: _not_well_formed,
}
