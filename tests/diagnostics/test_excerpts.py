"""The line of the file, cut, with carets below the fault."""

from __future__ import annotations

import pytest

from teikit.diagnostics import Excerpt, excerpt
from teikit.diagnostics.excerpts import LONGEST, cut, drawn


@pytest.mark.parametrize(
    ("text", "at", "width", "pad", "carets"),
    [
        ("<p>First <div>", 9, 5, 9, 5),
        ("\t\t<p/>", 2, 4, 8, 4),
        ("日本<b/>", 2, 4, 4, 4),
        ("日本<b/>", 0, 2, 0, 4),
        ("e\u0301a\u0300<b/>", 4, 4, 2, 4),
        ("ab", 2, 1, 2, 1),
        ("ab", 99, 7, 2, 1),
        ("", 0, 1, 0, 1),
        ("\x1b[0m<b/>", 4, 4, 4, 4),
        ("\u202e<b/>", 1, 4, 1, 4),
        ("\u0301", 0, 1, 0, 1),
    ],
)
def test_carets_stand_below_the_fault(text: str, at: int, width: int, pad: int, carets: int) -> None:
    assert drawn(Excerpt(text, at, width))[1] == " " * pad + "^" * carets


def test_a_long_line_is_cut_around_the_fault() -> None:
    line = "a" * 5000 + "<b/>" + "c" * 5000
    shown = excerpt(line, 5001, 4)
    assert len(shown.text) <= LONGEST + 2
    assert shown.text[shown.at : shown.at + shown.width] == "<b/>"
    assert shown.text.startswith("…")
    assert shown.text.endswith("…")
    assert cut(shown) == shown or cut(shown).text[cut(shown).at :].startswith("<b/>")


def test_a_fault_longer_than_the_line_ends_with_it() -> None:
    assert excerpt("abc\r\n", 2, 400) == Excerpt("abc", 1, 2)
    assert excerpt("abc", 0) == Excerpt("abc", 0, 1)
