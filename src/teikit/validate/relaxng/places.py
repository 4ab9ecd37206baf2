"""Where a document is wrong: the open elements, counted among their siblings, and the errors made from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from teikit.validate.relaxng import expected as accepting
from teikit.validate.relaxng.automaton import After, State
from teikit.validate.relaxng.errors import Error, Kind
from teikit.validate.relaxng.grammar import Name
from teikit.validate.relaxng.ids import Role, Roles
from teikit.validate.relaxng.nameclasses import name_of
from teikit.validate.relaxng.patterns import Key, Pattern
from teikit.validate.relaxng.stream import Failure, Stream
from teikit.validate.relaxng.values import BLANK, words

Place = tuple[int, int, int]
"""Line and column from 1, byte from 0."""

_ABOUT_CHILD = (Kind.ELEMENT_UNKNOWN, Kind.ELEMENT_MISPLACED, Kind.ELEMENT_EARLY)
_ABOUT_TAG = (Kind.ATTRIBUTE_UNKNOWN, Kind.ATTRIBUTE_MISSING, Kind.ATTRIBUTE_INVALID, Kind.ID_TWICE, Kind.IDREF_LOST)


class Frame:
    """An open element.

    ``state``: None where nothing is known of it; ``first``: what it was after the start-tag. ``after``: None where the
    parent goes on as if the element were not there. ``forgiving``: an unknown element stood in it, which may be what is
    missing now; ``includes``: an element of XInclude did, which may be all that is missing; ``skipped``: it is one, or
    inside one. ``missing``: what was told to be missing in it. ``text_told``: of stray text in it was told already.
    ``position``: among its siblings of the same name, ``before``: its sibling before.
    """

    __slots__ = (
        "after",
        "before",
        "counts",
        "first",
        "forgiving",
        "includes",
        "key",
        "last",
        "missing",
        "position",
        "skipped",
        "state",
        "text_told",
    )

    def __init__(self, key: Key, position: int, before: Key | None) -> None:
        self.key = key
        self.position = position
        self.before = before
        self.state: State | None = None
        self.first: State | None = None
        self.after: After | None = None
        self.counts: dict[Key, int] = {}
        self.last: Key | None = None
        self.forgiving = False
        self.includes = False
        self.missing: frozenset[Name] = frozenset()
        self.skipped = False
        self.text_told = False


class Report:
    """The open elements of a document, the text since the last tag, and the errors found so far."""

    def __init__(self, stream: Stream, start: State, roles: Roles | None) -> None:
        self.stream = stream
        document = Frame("", 0, None)
        document.state = start
        self.frames = [document]
        self.roles = roles
        self.ids_elsewhere = False
        self._errors: list[Error] = []
        self._texts: list[str] = []
        self._text_place: Place | None = None
        self._ids: dict[str, Place] = {}
        self._references: dict[str, list[Error]] = {}

    def top(self) -> Frame:
        return self.frames[-1]

    def around(self, frame: Frame) -> Frame | None:
        """Return the frame around the one around the innermost element, which is given."""
        return self.frames[-3] if len(self.frames) > 2 and self.frames[-2] is frame else None

    def push(self, key: Key) -> Frame:
        parent = self.frames[-1]
        position = parent.counts[key] = parent.counts.get(key, 0) + 1
        frame = Frame(key, position, parent.last)
        parent.last = key
        self.frames.append(frame)
        return frame

    def pop(self) -> Frame:
        """Close the innermost element and return the one around it."""
        self.frames.pop()
        return self.frames[-1]

    def text(self, text: str) -> None:
        """Take a piece of text, as expat gives it."""
        state = self.frames[-1].state
        if state is None or not state.hears:
            return
        self._texts.append(text)
        rest = text.lstrip(BLANK)
        if rest and self._text_place is None:
            line, column, offset = self.stream.place()
            blanks = len(text) - len(rest)
            self._text_place = line, column + blanks, offset + blanks * self.stream.unit()

    def take_text(self) -> tuple[str, Place | None]:
        """Return the text since the last tag and where its first character that is not white space stands."""
        text, where = "".join(self._texts), self._text_place
        self._texts.clear()
        self._text_place = None
        return text, where

    def take(self) -> list[Error]:
        """Return the errors since the last call."""
        found, self._errors = self._errors, []
        return found

    def add(self, kind: Kind, *, where: Place | None = None, **about: object) -> None:
        """Add an error about the innermost element."""
        self._errors.append(self._error(kind, where or self.stream.place(), **about))  # type: ignore[arg-type]

    def _error(
        self,
        kind: Kind,
        where: Place,
        *,
        attribute: Key | None = None,
        value: str = "",
        expected: tuple[Name, ...] = (),
        required: tuple[Name, ...] = (),
        text_expected: bool = False,
        accepted: Sequence[Pattern] = (),
        elsewhere: bool = False,
        outside: bool = False,
        detail: str = "",
    ) -> Error:
        frame = self.frames[-1]
        own = kind in _ABOUT_CHILD or kind in _ABOUT_TAG
        before = frame.before if own else frame.last
        line, column, offset = where
        return Error(
            kind,
            line,
            column,
            offset,
            self.path(),
            name_of(frame.key),
            parent=name_of(self.frames[-2].key) if len(self.frames) > 2 else None,
            before=name_of(before) if before is not None else None,
            attribute=name_of(attribute) if attribute is not None else None,
            value=value,
            expected=expected,
            required=required,
            text_expected=text_expected,
            values=accepting.literals(accepted),
            datatypes=accepting.datatypes(accepted),
            elsewhere=elsewhere,
            outside=outside,
            detail=detail,
        )

    def path(self) -> tuple[tuple[Name, int], ...]:
        return tuple((name_of(frame.key), frame.position) for frame in self.frames[1:])

    def note_ids(self, attributes: Sequence[str]) -> None:
        """Look at the IDs, and the references to them, on the start-tag of the innermost element."""
        if self.roles is None or not self.roles.of:
            return
        key = self.frames[-1].key
        for i in range(0, len(attributes), 2):
            role = self.roles.of.get((key, attributes[i]))
            if role is not None:
                self._note_id(role, attributes[i], attributes[i + 1])

    def _note_id(self, role: Role, attribute: Key, value: str) -> None:
        if role == "ID":
            key = " ".join(words(value))
            first = self._ids.get(key)
            if first is not None:
                self.add(Kind.ID_TWICE, attribute=attribute, value=key, detail=f"{first[0]}:{first[1]}")
                return
            self._ids[key] = self.stream.place()
            self._references.pop(key, None)
            return
        for key in words(value):
            if key not in self._ids:
                lost = self._error(Kind.IDREF_LOST, self.stream.place(), attribute=attribute, value=key)
                self._references.setdefault(key, []).append(lost)

    def lost_references(self) -> Iterator[Error]:
        """Yield the references whose ID never came, unless there is more of the document in other files."""
        if self.ids_elsewhere:
            return
        for errors in self._references.values():
            yield from errors

    def broken(self, failure: Failure) -> Error:
        """Return the error that ended the reading."""
        frame = self.frames[-1]
        return Error(
            Kind.NOT_WELL_FORMED,
            failure.line,
            failure.column,
            failure.offset,
            self.path(),
            name_of(frame.key),
            parent=name_of(self.frames[-2].key) if len(self.frames) > 2 else None,
            detail=failure.detail,
        )
