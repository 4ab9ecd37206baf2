"""Which schemas a file is checked against: what it names, what the caller names, what is pinned or in a catalogue."""

from __future__ import annotations

from teikit.validate.selection.choose import choose, default, unnamed
from teikit.validate.selection.reach import project_of, roots_of
from teikit.validate.selection.resolve import Found, locate, resolver
from teikit.validate.selection.values import Chosen, Kind, NotHere, Options, Origin, SchemaRef

__all__ = [
    "Chosen",
    "Found",
    "Kind",
    "NotHere",
    "Options",
    "Origin",
    "SchemaRef",
    "choose",
    "default",
    "locate",
    "project_of",
    "resolver",
    "roots_of",
    "unnamed",
]
