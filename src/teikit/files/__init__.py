"""Which files a call means, where their results go, and writing these whole or not at all."""

from __future__ import annotations

from teikit.files.faults import shown
from teikit.files.finding import TEXT_SUFFIXES, XML_SUFFIXES, Job, find, plan
from teikit.files.writing import read, rewrite, write, write_pieces

__all__ = [
    "TEXT_SUFFIXES",
    "XML_SUFFIXES",
    "Job",
    "find",
    "plan",
    "read",
    "rewrite",
    "shown",
    "write",
    "write_pieces",
]
