"""The bridge between text and TEI: build a file, view any file as text, splice claims into it."""

from teikit.tei.build import TEI_ALL, build, ncname
from teikit.tei.declarations import Program
from teikit.tei.edition import edition, edition_of
from teikit.tei.splice import Spliced, splice, verify
from teikit.tei.strip import strip
from teikit.tei.view import View, view

__all__ = [
    "TEI_ALL",
    "Program",
    "Spliced",
    "View",
    "build",
    "edition",
    "edition_of",
    "ncname",
    "splice",
    "strip",
    "verify",
    "view",
]
