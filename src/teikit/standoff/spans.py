"""The values: spans that another program made, as its file gives them, and where a file gives more than spans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.model import Entity

UNITS = ("char", "utf16", "byte")
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A span as it was made elsewhere.

    ``label``: what the maker calls it. ``ranges``: its offsets, as given, in the unit of the Spans; several where it is
    discontinuous, none where the file says only what it quotes, or in which element it stands. ``quote``: the
    characters that it covers, ``prefix`` and ``suffix`` those around it; None and empty where the file does not say.
    ``xpath``: the element that it stands in, and ``within`` its offsets there, else it is all of that element.
    ``value``: a date as a string or by the names of TEI's attributes. ``ref``: an entity, a pointer or a URI.
    ``cert``: a number or one of TEI's levels, as given. ``where``: its place in the file of spans. ``fault``: why it
    cannot be read.
    """

    label: str
    ranges: tuple[Range, ...] = ()
    quote: str | None = None
    prefix: str = ""
    suffix: str = ""
    xpath: str = ""
    within: Range | None = None
    value: str | Mapping[str, str] = ""
    ref: str = ""
    cert: str = ""
    where: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Spans:
    """The spans of one document.

    ``text``: the text that they were made on, None where the file does not carry it. ``unit``: what offsets count:
    ``char`` (code points), ``utf16`` (units, as JavaScript and Java count) or ``byte`` (of UTF-8). ``loose``: the text
    was put together from tokens, so that white space in it means nothing. ``names``: what the file calls the document:
    an id, a path; none where it does not say. ``entities``: what they point to, where the file describes that.
    ``skipped``: what the file says beside spans, and how often.
    """

    annotations: tuple[Annotation, ...] = ()
    text: str | None = None
    unit: str = "char"
    loose: bool = False
    names: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"the unit of offsets must be one of {', '.join(UNITS)}, not {self.unit!r}")


def unreadable(message: str, *, line: int = 0, column: int = 0, help: str = "") -> TeikitError:
    """Return the error that says why a file of spans cannot be read (P010)."""
    help = help or "Check the file, and name its format with --from."
    return TeikitError(Diagnostic("P010", Severity.ERROR, message, line=line, column=column, help=help))
