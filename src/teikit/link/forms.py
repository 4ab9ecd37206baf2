"""The form of a mention as a register shows it: on one line, a word divided at a line end made whole."""

from __future__ import annotations

import re
from functools import cache

from teikit.model import Document, Mention


@cache
def _divided() -> re.Pattern[str]:
    return re.compile(r"-[ \t]*\n\s*(?=[^\W\d_A-Z])")


def form_of(doc: Document, mention: Mention) -> str:
    """Return the form of a mention."""
    found = mention.span.of(doc.text)
    return " ".join(_divided().sub("", found).split()) if "\n" in found else found
