"""The automaton that derivatives make, built as documents need it: a state for what an open element may still hold.

A state is a row of patterns, one for each way of reading the element that is still possible; it is nearly always one.
An open element costs a document one entry on a stack: what its parent becomes when it ends (``After``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from teikit.validate.relaxng import values
from teikit.validate.relaxng.derive import (
    Opening,
    attribute_patterns,
    closed,
    fits,
    opens,
    step,
    with_attribute,
    with_text,
)
from teikit.validate.relaxng.expected import Catalogue
from teikit.validate.relaxng.grammar import Grammar
from teikit.validate.relaxng.patterns import Key, Pattern, Patterns
from teikit.validate.relaxng.values import Allowed

MOST_STATES = 20_000
MOST_EDGES = 50_000
"""More states or transitions than these are forgotten, all at once, and built again when needed."""

MIXED, ELEMENTS, LISTENING = 0, 1, 2
"""What text does to a state: nothing; it may be white space only; it must be read."""


class Trouble(Exception):
    """The document is not valid here."""


class State(dict[Any, Any]):
    """A state; as a dictionary, its transitions, by the name of an element and those of its attributes.

    The key is the bare name where there are no attributes. What is missing is worked out once: a lookup in C is all
    that most start-tags of a document cost. ``mask``: a bit for each pattern that may end here. ``hears``: what text
    does. ``ends``: the mask by the text of an element without children, where that counts; ``keeps``: it is the same
    everywhere. ``doors``: what elements of a name would hold.
    """

    __slots__ = ("doors", "ends", "hears", "keeps", "mask", "owner", "patterns")

    def __init__(self, patterns: tuple[Pattern, ...], owner: Automaton) -> None:
        self.patterns = patterns
        self.owner = owner
        self.mask = sum(1 << i for i, pattern in enumerate(patterns) if pattern.nullable)
        self.hears = _hears(owner.pats, patterns)
        self.keeps = self.hears == LISTENING and not any(map(values.needs_context, patterns))
        self.ends: dict[str, int] = {}
        self.doors: dict[Key, Door] = {}

    def __missing__(self, key: Any) -> Edge:
        edge = self[key] = self.owner.edge(self, key)
        return edge

    def end_mask(self, text: str, context: values.Context) -> int:
        """Return which readings are complete where an element ends whose text, all that it holds, must be read."""
        return self.owner.end_mask(self, text, context)

    def told(self, text: str, context: values.Context) -> State:
        """Return the state after text that is not only white space. Raises Trouble."""
        return self.owner.told(self, text, context)

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none; states are one each, so that their address will do
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


class After(dict[int, State]):
    """What a state becomes when a child ends, by the mask of the child's readings that are complete.

    ``ways``: for each pattern of the state, the number of the child's reading and what is left after it.
    """

    __slots__ = ("owner", "ways")

    def __init__(self, owner: Automaton, ways: tuple[tuple[tuple[int, Pattern], ...], ...]) -> None:
        self.owner = owner
        self.ways = ways

    def __missing__(self, mask: int) -> State:
        if not mask:
            raise Trouble
        choice = self.owner.pats.choice
        state = self.owner.state(tuple(choice(rest for i, rest in way if mask >> i & 1) for way in self.ways))
        self[mask] = state
        return state


Checks = tuple[tuple[int, Allowed], ...]
Edge = tuple["State | None", "After | Fork", Checks]
"""The state of the child, what the parent becomes, and the values to check, by their place in expat's list.

Without a state, it depends on the values, and the fork tells.
"""
Door = tuple[tuple[Pattern, ...], After]


class Fork:
    """A start-tag of which the values of attributes decide what the element may hold.

    ``roles``: those of its attributes that are IDs or refer to them, by their place in expat's list.
    """

    __slots__ = ("after", "children", "contents", "names", "owner", "roles")

    def __init__(self, owner: Automaton, contents: tuple[Pattern, ...], names: tuple[Key, ...], after: After) -> None:
        self.owner = owner
        self.contents = contents
        self.names = names
        self.after = after
        self.roles = tuple(
            (2 * i + 1, role)
            for i, name in enumerate(names)
            for role in {
                owner.allowed(p.kids[0]).role for c in contents for p in attribute_patterns(owner.pats, c, name)
            }
            if role is not None
        )
        self.children: dict[tuple[frozenset[Pattern], ...], State] = {}

    def take(self, attributes: Sequence[str], context: values.Context) -> State:
        """Return the state of the child. Raises Trouble."""
        pats = self.owner.pats
        met = tuple(
            frozenset(
                attribute
                for content in self.contents
                for attribute in attribute_patterns(pats, content, name)
                if self.owner.fits(attribute.kids[0], value, context)
            )
            for name, value in zip(self.names, attributes[1::2], strict=True)
        )
        if met not in self.children:
            row = self.contents
            for name, patterns in zip(self.names, met, strict=True):
                row = tuple(with_attribute(pats, content, name, patterns) for content in row)
            self.children[met] = self.owner.entered(row)
        return self.children[met]


class Automaton:
    """The states of one grammar. It serves any number of documents, one after the other, and learns from each."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.pats = Patterns(grammar)
        self._states: dict[tuple[Pattern, ...], State] = {}
        self._plans: dict[tuple[tuple[Pattern, ...], tuple[Key, ...]], tuple[State | None, Checks]] = {}
        self._allowed: dict[Pattern, Allowed] = {}
        self._edges = 0
        self._catalogue: Catalogue | None = None

    def catalogue(self) -> Catalogue:
        """Return the elements of the grammar by name."""
        if self._catalogue is None:
            self._catalogue = Catalogue(self.pats)
        return self._catalogue

    def start(self) -> State:
        """Return the state of the document, before its root."""
        return self.state((self.pats.start(),))

    def state(self, patterns: tuple[Pattern, ...]) -> State:
        known = self._states.get(patterns)
        if known is None:
            if len(self._states) >= MOST_STATES:
                self.forget()
            known = self._states[patterns] = State(patterns, self)
        return known

    def forget(self) -> None:
        """Drop what was worked out; states that are in use go on from where they are."""
        for state in self._states.values():
            state.clear()
            state.doors.clear()
        self._states.clear()
        self._plans.clear()
        self._allowed.clear()
        self.pats.forget()
        self._edges = 0

    def door(self, state: State, name: Key) -> Door:
        """Return what elements of a name would hold next, and what comes after them. Nothing: they may not come."""
        known = state.doors.get(name)
        if known is None:
            known = state.doors[name] = self.doorway([opens(self.pats, p, name) for p in state.patterns])
        return known

    def doorway(self, openings: Sequence[Sequence[Opening]]) -> Door:
        """Return the contents of the elements that a row of patterns offers, each once, and what comes after."""
        numbers: dict[Pattern, int] = {}
        ways = tuple(
            tuple((numbers.setdefault(content, len(numbers)), rest) for content, rest in self._contents(ways))
            for ways in openings
        )
        return tuple(numbers), After(self, ways)

    def _contents(self, openings: Sequence[Opening]) -> Iterator[tuple[Pattern, Pattern]]:
        for element, rest in openings:
            content = self.pats.content_of(element)
            if content is not self.pats.never:  # such an element can never be
                yield content, rest

    def entered(self, contents: Sequence[Pattern]) -> State:
        """Return the state after a start-tag. Raises Trouble where attributes are missing in every reading."""
        row = tuple(closed(self.pats, content) for content in contents)
        if all(pattern is self.pats.never for pattern in row):
            raise Trouble
        return self.state(row)

    def edge(self, state: State, key: Any) -> Edge:
        """Work out a transition. Raises Trouble where the start-tag is not valid whatever its values are."""
        name, names = (key, ()) if isinstance(key, str) else (key[0], key[1:])
        if self._edges >= MOST_EDGES:
            self.forget()
        self._edges += 1
        contents, after = self.door(state, name)
        if not contents:
            raise Trouble
        plan = self._plans.get((contents, names))
        if plan is None:
            plan = self._plans[contents, names] = self._plan(contents, names)
        child, checks = plan
        return child, (after if child is not None else Fork(self, contents, names, after)), checks

    def _plan(self, contents: tuple[Pattern, ...], names: tuple[Key, ...]) -> tuple[State | None, Checks]:
        row = contents
        checks = []
        for i, name in enumerate(names):
            steps = [step(self.pats, content, name) for content in row]
            met = {pattern for patterns, _ in steps for pattern in patterns}
            if not met:
                raise Trouble
            if len(met) > 1:
                return None, ()
            row = tuple(left for _, left in steps)
            allowed = self.allowed(met.pop().kids[0])
            if allowed.role or not values.is_any(allowed.pattern):
                checks.append((2 * i + 1, allowed))
        return self.entered(row), tuple(checks)

    def allowed(self, pattern: Pattern) -> Allowed:
        known = self._allowed.get(pattern)
        if known is None:
            known = self._allowed[pattern] = Allowed(pattern)
        return known

    def fits(self, pattern: Pattern, value: str, context: values.Context) -> bool:
        """Tell whether the value of an attribute fits, from memory where it was seen before."""
        allowed = self.allowed(pattern)
        if value in allowed:
            return True
        if not fits(self.pats, pattern, value, context):
            return False
        allowed.note(value)
        return True

    def end_mask(self, state: State, text: str, context: values.Context) -> int:
        """Return which readings of an element are complete whose text, all that it holds, must be read."""
        known = state.ends.get(text)
        if known is not None:
            return known
        mask = sum(1 << i for i, pattern in enumerate(state.patterns) if fits(self.pats, pattern, text, context))
        if len(text) <= values.LONGEST_VALUE and state.keeps:
            if len(state.ends) >= values.MOST_VALUES:
                state.ends.clear()
            state.ends[text] = mask
        return mask

    def told(self, state: State, text: str, context: values.Context) -> State:
        """Return the state after text that is not only white space. Raises Trouble."""
        row = tuple(with_text(self.pats, pattern, text, context) for pattern in state.patterns)
        if all(pattern is self.pats.never for pattern in row):
            raise Trouble
        return self.state(row)


def _hears(pats: Patterns, patterns: Sequence[Pattern]) -> int:
    if any(pattern.strings for pattern in patterns):
        return LISTENING
    texted = [with_text(pats, pattern, None, None) for pattern in patterns]
    if all(left is pattern for left, pattern in zip(texted, patterns, strict=True)):
        return MIXED
    return ELEMENTS if all(left is pats.never for left in texted) else LISTENING
