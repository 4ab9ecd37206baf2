"""The register: who and what is named, with every place where that happens."""

from __future__ import annotations

from dataclasses import dataclass, field

from teikit.xmlio import Element


@dataclass(slots=True)
class Entry:
    """An entity or a date.

    ``el``: its description; ``forms``: how the text names it, in order; ``mentions``: ids; ``unsure``: those of them
    that are in doubt; ``claims``: who says so and how sure that is, with the numbers of the mentions, from 1;
    ``links``: pages of a site that are about it.
    """

    kind: str
    id: str
    el: Element | None = None
    uri: str = ""
    pointer: str = ""
    value: str = ""
    datetime: str | None = None
    links: dict[str, None] = field(default_factory=dict)
    forms: dict[str, None] = field(default_factory=dict)
    mentions: list[str] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)
    claims: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return next(iter(self.forms), "")


@dataclass(slots=True)
class Register:
    """All entries by key: an xml:id, a URI, or kind and form where the file does not say who is meant."""

    entries: dict[str, Entry] = field(default_factory=dict)
    count: int = 0

    def of_kind(self, kind: str) -> list[Entry]:
        """Return the entries of a kind in the order of the alphabet (of the calendar for dates)."""
        found = [entry for entry in self.entries.values() if entry.kind == kind]
        return sorted(found, key=lambda entry: (entry.value or entry.name).casefold())
