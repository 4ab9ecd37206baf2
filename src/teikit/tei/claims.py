"""What the tags of a mention say: value, reference, responsibility, certainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from teikit.model import Mention

# A claim of at least this score has this level of TEI's @cert.
_LEVELS = ((0.9, "high"), (0.6, "medium"), (0.0, "low"))


@dataclass(frozen=True, slots=True)
class Style:
    """How claims are signed.

    ``agent``: xml:id of the program's respStmt. ``editors``: the xml:id that signs the mentions of a source, with full
    certainty, in place of the program. ``cert``: ``number`` or ``level``.
    ``calendars``: ids that @calendar may point to.
    """

    agent: str
    editors: Mapping[str, str]
    cert: str
    calendars: frozenset[str]


def attributes(mention: Mention, pointer: str, style: Style) -> dict[str, str]:
    """Return the attributes of the tag of a mention, in the order in which they are written."""
    found = {"ref": pointer}
    if mention.value is not None:
        found |= mention.value.attributes()
        calendar = mention.value.calendar.removeprefix("#")
        if calendar in style.calendars:
            found["calendar"] = f"#{calendar}"
    editor = style.editors.get(mention.source)
    if editor:
        return found | {"resp": f"#{editor.removeprefix('#')}", "cert": "high"}
    return found | {"resp": f"#{style.agent}", "cert": certainty(mention.score, style.cert)}


def certainty(score: float, cert: str) -> str:
    """Return a score as TEI's teidata.probCert: a number with two decimals, or a level."""
    bounded = min(max(score, 0.0), 1.0)
    if cert == "level":
        return next(level for least, level in _LEVELS if bounded >= least)
    return f"{bounded:.2f}"
