"""What the engine tells: of a schema that is none, and of a document that is not valid. Words are made elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from teikit.validate.relaxng.grammar import Name


class SchemaError(Exception):
    """A schema that cannot be used.

    ``href``, ``line``, ``column``: where. ``clause``: the section of the RELAX NG specification that it breaks.
    """

    def __init__(self, message: str, *, href: str = "", line: int = 0, column: int = 0, clause: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.href = href
        self.line = line
        self.column = column
        self.clause = clause


class Kind(StrEnum):
    """What is wrong; the names of jing's messages where it has one."""

    NOT_WELL_FORMED = "not well-formed"
    ELEMENT_UNKNOWN = "element not allowed anywhere"
    ELEMENT_MISPLACED = "element not allowed here"
    ELEMENT_EARLY = "element not allowed yet"  # something required is missing before it: see ``expected``
    ELEMENT_INCOMPLETE = "element incomplete"  # something required is missing at its end: see ``expected``
    TEXT_MISPLACED = "text not allowed here"
    CONTENT_INVALID = "character content invalid"  # of an element that holds a datatype
    ATTRIBUTE_UNKNOWN = "attribute not allowed here"
    ATTRIBUTE_MISSING = "required attribute missing"  # see ``expected``
    ATTRIBUTE_INVALID = "attribute value invalid"
    ID_TWICE = "ID not unique"
    IDREF_LOST = "IDREF without ID"


@dataclass(frozen=True, slots=True)
class Error:
    """One thing wrong in a document.

    ``line``, ``column`` count characters from 1 and ``offset`` bytes from 0; they are the place of the start-tag of the
    element at fault, of the stray text, or of the end-tag of an incomplete element. ``path``: the elements from the
    root down to the element at fault, each with its position among its siblings of the same name (from 1) and how many
    of that name there were so far. ``element``: the element at fault (whose attribute or content is wrong, or which is
    misplaced). ``parent``: the element around it, None for the root. ``before``: the sibling just before the fault.
    ``expected``: names of the elements (or attributes) that could stand at the place, in no special order; empty where
    nothing could. ``text_expected``: text could stand there. ``required``: of ``expected``, those without which it
    cannot go on. ``values``: the literal values that would be accepted; ``datatypes``: the datatypes, as
    (type, ((param, value), ...)). ``elsewhere``: the parent has a place for the misplaced element, but not here.
    ``outside``: it could stand right after the parent, were that closed.
    """

    kind: Kind
    line: int
    column: int
    offset: int
    path: tuple[tuple[Name, int], ...]
    element: Name
    parent: Name | None = None
    before: Name | None = None
    attribute: Name | None = None
    value: str = ""
    expected: tuple[Name, ...] = ()
    required: tuple[Name, ...] = ()
    text_expected: bool = False
    values: tuple[str, ...] = ()
    datatypes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    elsewhere: bool = False
    outside: bool = False
    detail: str = ""
