"""A TEI file as data: what exports of names, dates, places and letters are made from.

Offsets are code points of ``Edition.text``, half-open; ``text[span.start:span.end]`` is the surface of every mark.
``element`` numbers the elements of a file in document order: the root is 1. Elements that an entity stands for are
not counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from teikit.model import DateValue, Metadata, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A name or date as it is marked in the file.

    ``kind``: one of model.MENTION_KINDS. ``ref``: what @ref or @key says, of several pointers the first, as it stands.
    ``entry``: the id of the Entry that it means, empty where the file does not say. ``cert``: 0 to 1, None where the
    file does not say; TEI's levels high, medium, low, unknown count as 0.9, 0.6, 0.3, 0.5.
    ``resp``: who says so, by name where the file names them. ``machine``: a program does.
    ``element``: the number of its element; ``xml_id``: its xml:id; ``xpath``: its path from the root, by position.
    ``follows``: the number of the element that holds the part of this name before it (@prev), 0 where it is whole.
    ``passage``: the place in Edition.passages of the one that it stands in, -1 in none.
    """

    span: Span
    kind: str
    ref: str = ""
    entry: str = ""
    value: DateValue | None = None
    cert: float | None = None
    resp: tuple[str, ...] = ()
    machine: bool = False
    element: int = 0
    tag: str = ""
    xml_id: str = ""
    xpath: str = ""
    follows: int = 0
    passage: int = -1


@dataclass(frozen=True, slots=True)
class Passage:
    """A lowest part of the text that reads as one: a paragraph, a heading, a verse, an item.

    ``kind`` is its TEI name. ``element``, ``xml_id``, ``xpath``: as in Mark.
    """

    span: Span
    kind: str
    element: int = 0
    xml_id: str = ""
    xpath: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A person, place or organisation that a file lists or points to.

    ``id``: its xml:id, or the pointer of the file where that leads elsewhere. ``kind``: person, place or org.
    ``listed``: the file describes it. ``names``: all names, the main one first. ``idnos``: pairs of type and value,
    GeoNames and the like; ``uris``: everything that names it on the web, the first being the best. ``geo``: latitude
    and longitude in degrees, WGS 84. ``birth``, ``death``: as @when says (ISO), else as it stands. ``country``,
    ``within``: what a place lies in, as found. ``machine``: a program listed it.
    """

    id: str
    kind: str
    names: tuple[str, ...] = ()
    listed: bool = True
    role: str = ""
    type: str = ""
    sex: str = ""
    birth: str = ""
    death: str = ""
    note: str = ""
    within: str = ""
    country: str = ""
    idnos: tuple[tuple[str, str], ...] = ()
    uris: tuple[str, ...] = ()
    geo: tuple[float, float] | None = None
    machine: bool = False

    @property
    def name(self) -> str:
        """The main name, an empty string where there is none."""
        return self.names[0] if self.names else ""

    @property
    def uri(self) -> str:
        """The best URI, an empty string where there is none."""
        return self.uris[0] if self.uris else ""


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody or some place in a correspAction. ``entry``, ``ref``, ``cert``: as in Mark; ``uris``: as in Entry.

    ``evidence``: as @evidence says: internal, external, conjecture.
    """

    name: str
    kind: str = "persName"
    ref: str = ""
    entry: str = ""
    uris: tuple[str, ...] = ()
    cert: float | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A correspAction. ``type`` is as the file has it: sent, received, transmitted, redirected, forwarded.

    ``date_cert``, ``date_evidence``: of its date, as in Agent.
    """

    type: str
    agents: tuple[Agent, ...] = ()
    places: tuple[Agent, ...] = ()
    date: DateValue | None = None
    date_text: str = ""
    date_cert: float | None = None
    date_evidence: str = ""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """A correspDesc: ``ref``, ``key`` and ``source`` are its attributes, ``xml_id`` its xml:id."""

    actions: tuple[Action, ...] = ()
    ref: str = ""
    key: str = ""
    source: str = ""
    xml_id: str = ""

    def of(self, type: str) -> tuple[Action, ...]:
        """Return the actions of a type."""
        return tuple(action for action in self.actions if action.type == type)


@dataclass(frozen=True, slots=True)
class Page:
    """The beginning of a page (pb): ``offset`` of the first character on it, @n, @facs."""

    offset: int
    n: str = ""
    facs: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A TEI file as data.

    ``path``: the file, relative to the folder that was named, with ``/``. ``id``: the xml:id of its root, else the
    file's name without suffix, made a legal name. ``sha256``: of the bytes. ``uri``: where the edition itself can be
    had (publicationStmt, idno of a type URI, URL, DOI …). ``metadata``: as tei.view reads it.
    """

    path: str
    id: str
    sha256: str
    text: str
    uri: str = ""
    metadata: Metadata = field(default_factory=Metadata)
    marks: tuple[Mark, ...] = ()
    entries: tuple[Entry, ...] = ()
    passages: tuple[Passage, ...] = ()
    pages: tuple[Page, ...] = ()
    letters: tuple[Correspondence, ...] = ()

    def entry(self, id: str) -> Entry | None:
        """Return the entry of an id."""
        return next((entry for entry in self.entries if entry.id == id), None) if id else None

    def surface(self, mark: Mark) -> str:
        """Return the characters that a mark covers."""
        return mark.span.of(self.text)

    def context(self, mark: Mark, width: int = 60) -> tuple[str, str]:
        """Return up to `width` characters before and after a mark, within its passage, cut between words."""
        around = self.passages[mark.passage].span if mark.passage >= 0 else Span(0, len(self.text))
        start, end = mark.span.start, mark.span.end
        before = self.text[max(around.start, start - width) : start]
        after = self.text[end : min(around.end, end + width)]
        if start - width > around.start and not self.text[start - width - 1].isspace() and " " in before:
            before = before[before.index(" ") + 1 :]
        if end + width < around.end and not self.text[end + width].isspace() and " " in after:
            after = after[: after.rindex(" ")]
        return before, after
