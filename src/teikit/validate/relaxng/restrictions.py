"""What a simplified grammar may not say: section 7 of the specification.

Every node knows what it contains (elements aside, which are looked at by themselves), as a set of bits made of the
bits of its operands; since operands have lower indices than what they are operands of, one pass does it all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from teikit.validate.relaxng import names
from teikit.validate.relaxng.grammar import Node
from teikit.validate.relaxng.names import Table
from teikit.validate.relaxng.reduce import operands_of
from teikit.validate.relaxng.syntax import Element

ATTRIBUTE, ELEMENT, LIST, TEXT, GROUP, INTERLEAVE, REPEATED, EMPTY, DATA = (1 << n for n in range(9))
GROUPED_ATTRIBUTE = 1 << 9
"""A group or interleave with an attribute in it (7.1.2)."""
OPEN_ATTRIBUTE = 1 << 10
"""An attribute of any name that is not within oneOrMore (7.3)."""

_WORDS = {
    ATTRIBUTE: "<attribute>", ELEMENT: "<element>", LIST: "<list>", TEXT: "<text>", GROUP: "<group>",
    INTERLEAVE: "<interleave>", REPEATED: "<oneOrMore>", EMPTY: "<empty>", DATA: "<data> or <value>",
}  # fmt: skip
_OWN = {
    "empty": EMPTY, "text": TEXT, "data": DATA, "value": DATA, "group": GROUP, "interleave": INTERLEAVE,
    "oneOrMore": REPEATED,
}  # fmt: skip

NO_TYPE, EMPTY_TYPE, COMPLEX, SIMPLE = range(4)
"""Content types (7.2), so that that of a choice is the greatest of its parts; data cannot stand beside text."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a node contains: bits, its content type, and which names its attributes and its elements have.

    ``attributes`` and ``elements`` are sets of names as bits: see `Classes`.
    """

    bits: int = 0
    content: int = EMPTY_TYPE
    attributes: int = 0
    elements: int = 0


class Classes:
    """Names and wildcards as bits, and which of them overlap. Mutable: it fills as they are met.

    ``wild``: the wildcards; two single names overlap only if they are one.
    """

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.bit: dict[int, int] = {}
        self.members: list[int] = []
        self.wild = 0
        self.everywhere = 0
        self.within: dict[str, int] = {}

    def add(self, index: int) -> int:
        """Return the bits of a name class, one for each part of a choice."""
        return reduce(or_, [self.bit.get(part) or self._new(part) for part in names.parts(index, self.nodes)])

    def _new(self, part: int) -> int:
        bit = self.bit[part] = 1 << len(self.members)
        self.members.append(part)
        node = self.nodes[part]
        if node[0] == "anyName":
            self.everywhere |= bit
        else:
            self.within[str(node[1])] = self.within.get(str(node[1]), 0) | bit
        if node[0] != "name":
            self.wild |= bit
        return bit

    def clash(self, sets: list[int]) -> bool:
        """Say whether some name belongs to two of these sets."""
        seen = reach = 0
        for bits in sets:
            own = self._reach(bits & self.wild)
            if bits & seen:
                return True
            if (bits & reach or own & seen) and (
                self._meet(bits & self.wild, seen) or self._meet(seen & self.wild, bits)
            ):
                return True
            seen |= bits
            reach |= own
        return False

    def _reach(self, wild: int) -> int:
        """Return the bits of all that wildcards may overlap with, going by namespaces alone."""
        found = 0
        for part in self._each(wild):
            node = self.nodes[part]
            found |= -1 if node[0] == "anyName" else self.within[str(node[1])] | self.everywhere
        return found

    def _meet(self, wild: int, others: int) -> bool:
        for part in self._each(wild):
            near = others & self._reach(self.bit[part])
            if any(names.overlap(part, other, self.nodes) for other in self._each(near)):
                return True
        return False

    def _each(self, bits: int) -> Iterator[int]:
        while bits:
            bit = bits & -bits
            bits ^= bit
            yield self.members[bit.bit_length() - 1]


class Checker:
    """The state of one check."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.nodes = table.nodes
        self.facts: dict[int, Facts] = {}
        self.attributes = Classes(table.nodes)
        self.elements = Classes(table.nodes)
        for node in table.nodes:
            if node[0] in ("attribute", "element"):
                named = node[1]
                assert isinstance(named, int)
                (self.attributes if node[0] == "attribute" else self.elements).add(named)

    def run(self, kept: list[int], start: int) -> None:
        """Check the nodes that matter, operands first. Raises SchemaError."""
        for index in kept:
            node = self.nodes[index]
            check = CHECKS.get(str(node[0]))
            if check is not None:
                operands = [self.facts[operand] for operand in operands_of(node) if operand in self.facts]
                self.facts[index] = check(self, self.table.origins[index], node, operands)
        for index in kept:
            if self.nodes[index][0] == "element":
                content = self.nodes[index][2]
                assert isinstance(content, int)
                self.check_content(self.table.origins[index], self.facts[content])
        el = self.table.origins[start]
        self.forbid(el, self.facts[start], "<start>", ~ELEMENT & (GROUPED_ATTRIBUTE - 1), "7.1.5")

    def check_content(self, el: Element, content: Facts) -> None:
        if content.content == NO_TYPE:
            raise el.error("Data stands beside elements, text or other data in one element.", "7.2")
        if content.bits & OPEN_ATTRIBUTE:
            raise el.error("An attribute of any name must be within <oneOrMore> or <zeroOrMore>.", "7.3")

    def forbid(self, el: Element, facts: Facts, where: str, bits: int, clause: str) -> None:
        """Raise an error if there is something in a pattern that may not be there."""
        bad = facts.bits & bits
        if bad:
            raise el.error(f"{_WORDS.get(bad & -bad, 'This')} is not allowed in {where}.", clause)

    def leaf(self, _el: Element, node: Node, _operands: list[Facts]) -> Facts:
        kind = str(node[0])
        return Facts(_OWN.get(kind, 0), {"text": COMPLEX, "value": SIMPLE}.get(kind, EMPTY_TYPE))

    def data(self, el: Element, _node: Node, operands: list[Facts]) -> Facts:
        if operands:
            bits = ATTRIBUTE | ELEMENT | LIST | TEXT | GROUP | INTERLEAVE | REPEATED | EMPTY
            self.forbid(el, operands[0], "the <except> of <data>", bits, "7.1.4")
        return Facts(DATA, SIMPLE)

    def listed(self, el: Element, _node: Node, operands: list[Facts]) -> Facts:
        self.forbid(el, operands[0], "<list>", ATTRIBUTE | ELEMENT | LIST | TEXT | INTERLEAVE, "7.1.3")
        return Facts(LIST, SIMPLE)

    def attribute(self, el: Element, node: Node, operands: list[Facts]) -> Facts:
        self.forbid(el, operands[0], "<attribute>", ATTRIBUTE | ELEMENT, "7.1.1")
        named = node[1]
        assert isinstance(named, int)
        if operands[0].content == NO_TYPE:
            raise el.error("Data stands beside text or other data in one attribute.", "7.2")
        wide = OPEN_ATTRIBUTE if names.is_infinite(named, self.nodes) else 0
        return Facts(ATTRIBUTE | wide, EMPTY_TYPE, self.attributes.add(named))

    def element(self, _el: Element, node: Node, _operands: list[Facts]) -> Facts:
        named = node[1]
        assert isinstance(named, int)
        return Facts(ELEMENT, COMPLEX, 0, self.elements.add(named))

    def repeated(self, el: Element, _node: Node, operands: list[Facts]) -> Facts:
        content = operands[0]
        if content.bits & GROUPED_ATTRIBUTE:
            raise el.error("A repeated group holds an attribute.", "7.1.2")
        kind = NO_TYPE if content.content == SIMPLE else content.content
        return Facts(content.bits & ~OPEN_ATTRIBUTE | REPEATED, kind, content.attributes, content.elements)

    def choice(self, _el: Element, _node: Node, operands: list[Facts]) -> Facts:
        kinds = [operand.content for operand in operands]
        return _union(operands, 0, NO_TYPE if NO_TYPE in kinds else max(kinds))

    def group(self, el: Element, _node: Node, operands: list[Facts]) -> Facts:
        if self.attributes.clash([operand.attributes for operand in operands]):
            raise el.error("The same attribute may be given twice.", "7.3")
        kinds = [operand.content for operand in operands if operand.content != EMPTY_TYPE]
        kind = NO_TYPE if NO_TYPE in kinds or (SIMPLE in kinds and len(kinds) > 1) else max(kinds, default=EMPTY_TYPE)
        return _union(operands, GROUP, kind)

    def interleave(self, el: Element, node: Node, operands: list[Facts]) -> Facts:
        found = self.group(el, node, operands)
        if sum(1 for operand in operands if operand.bits & TEXT) > 1:
            raise el.error("Text stands in more than one part of an <interleave>.", "7.4")
        if self.elements.clash([operand.elements for operand in operands]):
            raise el.error("An element may belong to more than one part of an <interleave>.", "7.4")
        own = _union(operands, INTERLEAVE, found.content)
        return Facts(own.bits, own.content, own.attributes, own.elements)


def _union(operands: list[Facts], own: int, content: int) -> Facts:
    bits = own
    attributes = elements = 0
    for operand in operands:
        bits |= operand.bits
        attributes |= operand.attributes
        elements |= operand.elements
    if own and bits & ATTRIBUTE:
        bits |= GROUPED_ATTRIBUTE
    return Facts(bits, content, attributes, elements)


CHECKS: Mapping[str, Callable[[Checker, Element, Node, list[Facts]], Facts]] = {
    "attribute": Checker.attribute,
    "choice": Checker.choice,
    "data": Checker.data,
    "element": Checker.element,
    "empty": Checker.leaf,
    "group": Checker.group,
    "interleave": Checker.interleave,
    "list": Checker.listed,
    "notAllowed": Checker.leaf,
    "oneOrMore": Checker.repeated,
    "text": Checker.leaf,
    "value": Checker.leaf,
}
