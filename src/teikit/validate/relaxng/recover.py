"""The telling pass: every error of a document, each once, going on after it as jing does.

An element that may not stand where it does leaves its parent as it was, and is itself held to what elements of its
name hold elsewhere; one that no pattern knows is passed over, with all that is not known inside it. What is required
and missing is told once, then taken as given.

An element of XInclude that the schema does not allow where it stands is not told: this engine reads nothing from
outside, so it stands for whatever may be there. What it holds is passed over, and its parent is not said to lack
anything; nor is a reference to an ID said to be lost, which may be in what is included.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from teikit.validate.relaxng import expected
from teikit.validate.relaxng.automaton import ELEMENTS, LISTENING, MIXED, After, Automaton, Fork, State, Trouble
from teikit.validate.relaxng.derive import attribute_patterns, closed, forgiven, with_attribute
from teikit.validate.relaxng.errors import Error, Kind
from teikit.validate.relaxng.ids import Roles
from teikit.validate.relaxng.nameclasses import key_of, name_of
from teikit.validate.relaxng.patterns import Key, Pattern
from teikit.validate.relaxng.places import Frame, Report
from teikit.validate.relaxng.stream import Stream
from teikit.validate.relaxng.values import is_blank

XINCLUDE = key_of("http://www.w3.org/2001/XInclude", "")
_STEP = 1 << 16
_FEW = 6
"""Of the elements one of which is missing, those that are looked out for further down."""


def errors(automaton: Automaton, stream: Stream, roles: Roles | None) -> Iterator[Error]:
    """Yield the errors of a document, in the order in which a reader of the file meets them."""
    report = Report(stream, automaton.start(), roles)
    teller = _Teller(automaton, report)
    stream.on_start(teller.start)
    stream.parser.EndElementHandler = teller.end
    stream.parser.CharacterDataHandler = report.text
    for _ in stream.steps(_STEP):
        yield from report.take()
    if stream.failure is not None:
        yield report.broken(stream.failure)
    else:
        yield from report.lost_references()


class _Teller:
    """What the events of one document do; a class, as its handlers share the stack."""

    def __init__(self, automaton: Automaton, report: Report) -> None:
        self.automaton = automaton
        self.pats = automaton.pats
        self.report = report
        self.catalogue = automaton.catalogue()

    def start(self, name: Key, attributes: list[str]) -> None:
        parent = self.report.top()
        included = name.startswith(XINCLUDE)
        if included:
            self.report.ids_elsewhere = True
        if parent.skipped or (included and self._stands_in(parent, name)):
            self.report.push(name).skipped = True
            return
        self._settle(parent)
        frame = self.report.push(name)
        frame.state, frame.after = self._enter(parent, name, attributes)
        frame.first = frame.state
        self.report.note_ids(attributes)

    def _stands_in(self, parent: Frame, name: Key) -> bool:
        """Tell whether an element of XInclude stands where none of its name is allowed, for what is not known here."""
        state = parent.state
        if state is not None and self.automaton.door(state, name)[0]:
            return False
        if state is not None and any(pattern.strings for pattern in state.patterns):
            self.report.take_text()  # part of a value of which the rest is elsewhere
        else:
            self._settle(parent)
        parent.includes = True
        return True

    def _enter(self, parent: Frame, name: Key, attributes: list[str]) -> tuple[State | None, After | None]:
        state = parent.state
        if state is None:
            return self._attributes(self.catalogue.contents(name), attributes), None
        try:
            return self._pass(state, name, attributes)
        except Trouble:
            contents, after = self._place(parent, state, name)
            if after is None and not self._named(contents, attributes):
                return None, None  # with a wrong name in a wrong place, it is hardly the element that was meant
            return self._attributes(contents, attributes), after

    def _pass(self, state: State, name: Key, attributes: list[str]) -> tuple[State, After]:
        """Go on as the fast pass does. Raises Trouble."""
        child, after, checks = state[(name, *attributes[::2]) if attributes else name]
        context = self.report.stream.context
        for i, allowed in checks:
            if not self.automaton.fits(allowed.pattern, attributes[i], context):
                raise Trouble
        if isinstance(after, Fork):
            return after.take(attributes, context), after.after
        assert child is not None  # only a fork has none
        return child, after

    def _place(self, parent: Frame, state: State, name: Key) -> tuple[Sequence[Pattern], After | None]:
        """Return what an element may hold and what comes after it, and tell if it is not allowed here."""
        contents, after = self.automaton.door(state, name)
        if contents:
            return contents, after
        contents, after = self.automaton.doorway(expected.after_skipping(self.pats, state.patterns, name))
        could = expected.first_elements(self.pats, state.patterns)
        text = expected.has_text(self.pats, state.patterns)
        if contents:
            if not (parent.forgiving or parent.includes):
                missing = expected.missing_before(self.pats, state.patterns, name)
                self.report.add(Kind.ELEMENT_EARLY, expected=could, required=tuple(sorted(missing)), text_expected=text)
                parent.missing |= missing or frozenset(could[:_FEW])
            parent.forgiving = False
            return contents, after
        contents = self.catalogue.contents(name)
        if name_of(name) in parent.missing:  # here it is, too late: that is the same slip
            parent.missing -= {name_of(name)}
            return contents, None
        parent.forgiving = not contents
        self.report.add(
            Kind.ELEMENT_MISPLACED if contents else Kind.ELEMENT_UNKNOWN,
            expected=could,
            required=tuple(sorted(expected.required_elements(self.pats, state.patterns))),
            text_expected=text,
            elsewhere=parent.first is not None and expected.holds(self.pats, parent.first.patterns, name),
            outside=self._fits_outside(parent, state, name),
        )
        return contents, None

    def _named(self, contents: Sequence[Pattern], attributes: Sequence[str]) -> bool:
        """Tell whether the names of all attributes are known of elements that hold this."""
        return all(any(any(attribute_patterns(self.pats, one, name)) for one in contents) for name in attributes[::2])

    def _fits_outside(self, parent: Frame, state: State, name: Key) -> bool:
        """Tell whether an element could stand right after its parent, were that closed."""
        around = self.report.around(parent)
        if around is None or around.state is None:
            return False
        mask = state.mask or self._readings(state)
        after = around.state if parent.after is None or not mask else parent.after[mask]
        return bool(self.automaton.door(after, name)[0])

    def _readings(self, state: State) -> int:
        """Return the mask of all readings that are still possible."""
        return sum(1 << i for i, pattern in enumerate(state.patterns) if pattern is not self.pats.never)

    def _attributes(self, contents: Sequence[Pattern], attributes: Sequence[str]) -> State | None:
        """Return the state of an element that may hold this, and tell what is wrong with its attributes."""
        if not contents:
            return None
        row = tuple(contents)
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            row = self._attribute(row, name, value)
        left = tuple(closed(self.pats, content) for content in row)
        if all(pattern is self.pats.never for pattern in left):
            self._missing(row)
            left = tuple(forgiven(self.pats, content) for content in row)
        return self.automaton.state(left)

    def _missing(self, row: Sequence[Pattern]) -> None:
        """Tell which attributes are missing, or of which ones there must be one."""
        needed = tuple(sorted(expected.required_attributes(self.pats, row)))
        could = needed or expected.alternative_attributes(self.pats, row)
        accepted = expected.values_of(self.pats, row, could[0]) if len(could) == 1 else ()
        self.report.add(Kind.ATTRIBUTE_MISSING, expected=could, required=needed, accepted=accepted)

    def _attribute(self, row: tuple[Pattern, ...], name: Key, value: str) -> tuple[Pattern, ...]:
        known = list(dict.fromkeys(p for content in row for p in attribute_patterns(self.pats, content, name)))
        if not known:
            could = expected.attributes(self.pats, row)
            self.report.add(Kind.ATTRIBUTE_UNKNOWN, attribute=name, value=value, expected=could)
            return row
        context = self.report.stream.context
        met = [pattern for pattern in known if self.automaton.fits(pattern.kids[0], value, context)]
        if not met:
            values = [pattern.kids[0] for pattern in known]
            self.report.add(Kind.ATTRIBUTE_INVALID, attribute=name, value=value, accepted=values)
        return tuple(with_attribute(self.pats, content, name, met or known) for content in row)

    def _settle(self, frame: Frame) -> None:
        """Look at the text before a tag."""
        text, where = self.report.take_text()
        state = frame.state
        if state is None or state.hears == MIXED or is_blank(text):
            return
        if frame.includes and state.hears == LISTENING:
            return
        try:
            if state.hears == ELEMENTS:
                raise Trouble
            frame.state = self.automaton.told(state, text, self.report.stream.context)
        except Trouble:
            if not frame.text_told:
                frame.text_told = True
                could = expected.first_elements(self.pats, state.patterns)
                self.report.add(Kind.TEXT_MISPLACED, where=where, value=text, expected=could)

    def end(self, _name: Key) -> None:
        frame = self.report.top()
        mask = self._finish(frame)
        parent = self.report.pop()
        if frame.after is not None and mask:
            parent.state = frame.after[mask]

    def _finish(self, frame: Frame) -> int:
        """Return which readings of an element are complete, all of them where none is, and tell that."""
        state = frame.state
        if state is None:
            self.report.take_text()
            return 1
        if state.hears == LISTENING and not frame.counts and any(p.strings for p in state.patterns):
            mask = self._data(state)
        else:
            self._settle(frame)
            state = frame.state if frame.state is not None else state  # a state without transitions is false
            mask = state.mask
            stray = frame.after is None and not frame.counts  # what is wrong with it is that it stands here
            if not mask and not (frame.forgiving or frame.includes or stray):
                self._incomplete(state)
        return mask or self._readings(state)

    def _data(self, state: State) -> int:
        text, where = self.report.take_text()
        mask = self.automaton.end_mask(state, text, self.report.stream.context)
        if not mask:
            could = expected.first_elements(self.pats, state.patterns)
            self.report.add(Kind.CONTENT_INVALID, where=where, value=text, expected=could, accepted=[*state.patterns])
        return mask

    def _incomplete(self, state: State) -> None:
        could = expected.first_elements(self.pats, state.patterns)
        needed = tuple(sorted(expected.required_elements(self.pats, state.patterns)))
        text = expected.has_text(self.pats, state.patterns)
        self.report.add(Kind.ELEMENT_INCOMPLETE, expected=could, required=needed, text_expected=text)
