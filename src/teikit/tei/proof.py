"""The proof that a splice changed nothing: made in every run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.tei.plain import plain_text
from teikit.tei.provenance import Insertion
from teikit.tei.reading import read
from teikit.tei.view import View
from teikit.xmlscan.scan import scan


def verify(view: View, data: bytes, insertions: Sequence[Insertion]) -> None:
    """Prove that a file with insertions is well-formed, reads as before, and without them is the input.

    Raises TeikitError P009 where it is not.
    """
    if removed(data, insertions) != view.data:
        _fail("removing what was inserted does not give back the input")
    if plain_text(data, has_text=bool(view.scan.named("text"))) == view.document.text:
        return
    try:
        again = read(scan(data))
    except TeikitError as error:
        _fail(f"the result would be {error.diagnostic.message}")
    if again.text != view.document.text:
        _fail("the text would be read differently")


def removed(data: bytes, insertions: Sequence[Insertion]) -> bytes:
    """Return bytes without the insertions that were made in them."""
    pieces: list[bytes] = []
    at = before = 0
    for insertion in insertions:
        length = insertion.offset - before
        pieces.append(data[at : at + length])
        if not data.startswith(insertion.data, at + length):
            _fail("what was inserted is not where it should be")
        at += length + len(insertion.data)
        before = insertion.offset
    pieces.append(data[at:])
    return b"".join(pieces)


def _fail(message: str) -> NoReturn:
    raise TeikitError(
        Diagnostic(
            "P009",
            Severity.ERROR,
            f"{message}; nothing was written",
            help="This is a fault of teikit. Please report it with the file.",
        )
    )
