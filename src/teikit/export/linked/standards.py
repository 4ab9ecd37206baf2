"""Language tags and the addresses of authority files in the forms that others expect."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from teikit.data import table

LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z\d]{1,8})*", re.ASCII)
"""A language tag as it may stand in RDF and in CMIF (the grammar of Turtle; BCP 47 is narrower)."""


@cache
def _authorities() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    rows = table("export/cmif_authorities")
    return tuple((row["kind"], re.compile(row["pattern"]), row["uri"]) for row in rows)


def authority(uris: Iterable[str], kind: str) -> str:
    """Return the URI of the authority that correspSearch prefers, in the form that it expects; else nothing."""
    every = tuple(uris)
    for of, pattern, form in _authorities():
        if of == ("place" if kind == "place" else "person"):
            for uri in every:
                if found := pattern.match(uri):
                    return form.format(found[1])
    return ""
