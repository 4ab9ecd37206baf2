"""The values that every stage passes on: spans, blocks, mentions, entities, metadata, the document.

Everything here is frozen. Offsets are code points of ``Document.text``, half-open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

MENTION_KINDS = ("persName", "placeName", "orgName", "date", "time")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of the text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text. ``kind`` is the name of the TEI element that it becomes.

    Containers: ``div``, ``opener``, ``closer``, ``postscript``, ``list``, ``item``, ``sp``, ``table``, ``row``, ``lg``,
    ``address``, ``note``. Leaves: ``head``, ``dateline``, ``salute``, ``signed``, ``p``, ``speaker``, ``label``,
    ``cell``, ``l``, ``addrLine``, ``byline``, ``trailer``, ``item``, ``note``. Points and marks inside a leaf:
    ``ref`` (the mark of a note; ``n`` names the note), ``lb`` (the line break that its span covers; ``type`` is
    ``"hyphen"`` where a hyphen before it only marks the division of a word, ``"no"`` where a word goes on after a
    hyphen of its own, empty where lines matter), ``pb`` (a page begins; ``n`` its number), ``fw`` (a running head or
    page number in the text).

    ``n``: the number of a note, a page or a list item, as found. ``type``: the TEI @type. ``place``: the TEI @place.
    """

    kind: str
    span: Span
    children: tuple[Block, ...] = ()
    n: str = ""
    type: str = ""
    place: str = ""

    def walk(self) -> Iterator[Block]:
        """Yield this block and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class DateValue:
    """What a date means: Gregorian ISO 8601 values for the TEI att.datable attributes, as exact as they are known.

    ``reason`` tells how a part that the text does not state was inferred; it is empty where all was stated.
    """

    when: str = ""
    from_: str = ""
    to: str = ""
    not_before: str = ""
    not_after: str = ""
    calendar: str = ""
    reason: str = ""

    def attributes(self) -> dict[str, str]:
        """Return the TEI attributes, ``when`` never beside the others."""
        pairs = {
            "when": self.when,
            "from": self.from_,
            "to": self.to,
            "notBefore": self.not_before,
            "notAfter": self.not_after,
        }
        return {name: value for name, value in pairs.items() if value}

    @property
    def first(self) -> str:
        """The earliest value named, or an empty string."""
        return self.when or self.from_ or self.not_before or self.to or self.not_after


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the text that names or dates something.

    ``kind``: one of MENTION_KINDS. ``source``: the recogniser that found it, or ``"document"`` where the file had it
    marked already. ``score``: how sure, 0 to 1. ``ref``: the id of an Entity.
    """

    span: Span
    kind: str
    source: str
    score: float
    value: DateValue | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, place or organisation. ``forms``: every string that names it in the document, most frequent first."""

    id: str
    kind: str
    name: str
    forms: tuple[str, ...] = ()
    role: str = ""
    type: str = ""
    uri: str = ""
    geo: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in the header: ``kind`` is persName, orgName or name; ``role`` as found ("Ambassador to Cuba")."""

    name: str
    kind: str = "persName"
    role: str = ""


@dataclass(frozen=True, slots=True)
class CorrespAction:
    """A TEI correspAction: ``kind`` is ``sent`` or ``received``; ``date_text`` is the date as it stands."""

    kind: str
    who: tuple[Party, ...] = ()
    place: str = ""
    date: DateValue | None = None
    date_text: str = ""


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who did what for the text: ``resp`` ("translation", "transcription"), the name, the institution."""

    resp: str
    name: str
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of the source that is not the document's text and goes into the header instead.

    ``role``: ``furniture`` (of a web page), ``source``, ``rights``, ``abstract``, ``identifier``, ``url``, ``date``
    (of the page, not of the document), ``title``, ``responsibility``, ``keywords``.
    """

    span: Span
    role: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about the document. All strings are as found or as given; empty means unknown.

    ``kind``: the kind of document in the words of the field ("telegram", "memorandum of conversation").
    ``language``: BCP 47. ``source``: provenance notes. ``asides``: what was set aside from the text, in its order.
    ``extra``: what a sidecar gave that has no field here.
    """

    title: str = ""
    kind: str = ""
    language: str = ""
    date: DateValue | None = None
    date_text: str = ""
    place: str = ""
    actions: tuple[CorrespAction, ...] = ()
    classification: tuple[str, ...] = ()
    authors: tuple[Party, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    participants: tuple[Party, ...] = ()
    source: tuple[str, ...] = ()
    settlement: str = ""
    repository: str = ""
    idno: str = ""
    url: str = ""
    retrieved: str = ""
    publisher: str = ""
    rights: tuple[str, ...] = ()
    licence: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    asides: tuple[Aside, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an editor should know about a place of the text. The pipeline makes a Diagnostic of it."""

    code: str
    message: str
    span: Span
    help: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A plain-text file as read: decoded, line ends made ``\\n``, forbidden characters replaced.

    ``changes``: what was changed on reading, with counts. ``sha256``: of the bytes of the file.
    """

    name: str
    text: str
    encoding: str = "utf-8"
    sha256: str = ""
    changes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what is claimed about it.

    Raises ValueError where a span leaves the text, blocks do not nest, or mentions are unsorted or cross.
    """

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    blocks: tuple[Block, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        _check_blocks(self.blocks, Span(0, len(self.text)))
        _check_mentions(self.mentions, len(self.text))

    def with_findings(self, *findings: Finding) -> Document:
        return replace(self, findings=self.findings + findings)

    def walk(self) -> Iterator[Block]:
        """Yield every block, outer before inner, in the order of the text."""
        for block in self.blocks:
            yield from block.walk()


def _check_blocks(blocks: tuple[Block, ...], within: Span) -> None:
    at = within.start
    for block in blocks:
        if block.span.start < at or block.span.end > within.end:
            raise ValueError(f"block {block.kind} {block.span} overlaps its neighbour or leaves {within}")
        at = block.span.end
        _check_blocks(block.children, block.span)


def _check_mentions(mentions: tuple[Mention, ...], length: int) -> None:
    stack: list[Span] = []
    before = (-1, 0)
    for mention in mentions:
        span = mention.span
        key = (span.start, -span.end)
        if span.end > length or len(span) == 0:
            raise ValueError(f"mention {mention.kind} {span} is empty or leaves the text")
        if key < before:
            raise ValueError(f"mention {mention.kind} {span} is out of order")
        before = key
        while stack and stack[-1].end <= span.start:
            stack.pop()
        if stack and span.end > stack[-1].end:
            raise ValueError(f"mention {mention.kind} {span} crosses {stack[-1]}")
        stack.append(span)
