"""Lines and columns of bytes, in every encoding and for every line end."""

from __future__ import annotations

import pytest

from teikit.xmlscan import Encoding, Lines

TEXT = "<?xml version='1.0'?>\r\n<a>é𝄞<b/>\r<c/>\n\n<d/></a>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-8-sig"])
def test_a_byte_has_its_line_and_column(encoding: str) -> None:
    data = TEXT.encode(encoding)
    lines = Lines(data, Encoding.of(data))
    codec = lines.encoding.name
    bom = len(data) - len(TEXT.encode(codec))
    for mark, place in {"<a>": (2, 1), "<b/>": (2, 6), "<c/>": (3, 1), "<d/>": (5, 1), "</a>": (5, 5)}.items():
        at = bom + len(TEXT[: TEXT.index(mark)].encode(codec))
        assert lines.place(at) == place
        text, column = lines.window(*place, width=80)
        assert text[column:].startswith(mark)


def test_of_a_long_line_a_window_is_shown() -> None:
    data = ("<a>" + "x" * 5000 + "<b/>" + "y" * 5000 + "</a>").encode()
    lines = Lines(data, Encoding.of(data))
    text, at = lines.window(*lines.place(5003), width=60)
    assert len(text) <= 62
    assert text.startswith("…")
    assert text.endswith("…")
    assert text[at:].startswith("<b/>")


def test_a_place_outside_is_empty() -> None:
    assert Lines(b"<a/>", Encoding.of(b"<a/>")).window(9, 1, 40) == ("", 0)
