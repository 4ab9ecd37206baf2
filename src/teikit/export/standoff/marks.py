"""What the stand-off formats have in common: labels, identities, nesting, names of documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from teikit.data import table
from teikit.diagnostics import Diagnostic, Severity, counted
from teikit.edition import Edition, Mark
from teikit.model import Span


@cache
def labels(column: str) -> dict[str, str]:
    """Return what a format calls the kinds of mentions. ``column``: of the table standoff_labels."""
    return {row["kind"]: row[column] for row in table("export/standoff_labels")}


def uris(edition: Edition) -> dict[str, tuple[str, ...]]:
    """Return the URIs of every entry that has any, by its id."""
    return {entry.id: entry.uris for entry in edition.entries if entry.uris}


def identities(edition: Edition) -> list[str]:
    """Return for each mark the URI of what it means, else its pointer as it stands, else an empty string."""
    known = uris(edition)
    return [known[mark.entry][0] if mark.entry in known else mark.ref for mark in edition.marks]


def levels(spans: Iterable[Span]) -> list[int]:
    """Return how deep each span lies within others: 0 for the outermost; spans that cross are on different levels.

    The spans must be sorted, of two that begin together the longer first.
    """
    ends: list[int] = []
    found = []
    for span in spans:
        level = next((at for at, end in enumerate(ends) if end <= span.start), len(ends))
        ends[level:] = [span.end]
        found.append(level)
    return found


def attributes(mark: Mark) -> dict[str, str]:
    """Return what the file says of a mark beside its kind and pointer: values of dates, certainty, who says so."""
    said = dict(mark.value.attributes()) if mark.value is not None else {}
    if mark.cert is not None:
        said["cert"] = format(mark.cert, "g")
    if mark.resp:
        said["resp"] = ", ".join(mark.resp)
    if mark.xml_id:
        said["xml:id"] = mark.xml_id
    return said


class Named:
    """Gives every document a name that no other has, told apart by more than case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}  # the number that the last document of an id got

    def unique(self, id: str) -> str:
        name, number = id, self._last.get(id, 1)
        while name.casefold() in self._taken:
            number += 1
            name = f"{id}-{number}"
        self._taken.add(name.casefold())
        self._last[id] = number
        return name


def with_text(editions: Iterable[Edition], told: list[Diagnostic]) -> Iterator[tuple[str, Edition]]:
    """Yield the editions that have a text, each with a name that no other has; tell of those without (X036)."""
    names = Named()
    for edition in editions:
        if edition.text.strip():
            yield names.unique(edition.id), edition
        else:
            message = "there is no text, so the file is left out"
            told.append(Diagnostic("X036", Severity.INFO, message, edition.path))


def too_deep(edition: Edition, number: int, why: str) -> Iterator[Diagnostic]:
    """Yield the finding that mentions lie within others deeper than a format can say (X035)."""
    if number:
        verb = "lies" if number == 1 else "lie"
        message = f"{counted(number, 'mention')} {verb} within others, and {why}"
        yield Diagnostic("X035", Severity.WARNING, message, edition.path)
