"""Bytes to text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from teikit.diagnostics import TeikitError
from teikit.reader import read

ENGLISH = "Dear Sir — I have “received” yours of the 3rd; the bill of £40 is unpaid. It’s fine.\n"
FRENCH = "Monsieur l’Ambassadeur,\nJ’ai l’honneur de vous faire connaître que le traité a été signé à Genève.\n"


@pytest.mark.parametrize(
    ("text", "codec", "named"),
    [
        (ENGLISH, "utf-8", "utf-8"),
        (ENGLISH, "utf-8-sig", "utf-8"),
        (ENGLISH, "utf-16", "utf-16-le"),
        (ENGLISH, "utf-16-be", "utf-16-be"),
        (ENGLISH, "utf-32", "utf-32-le"),
        (ENGLISH, "cp1252", "windows-1252"),
        (FRENCH, "cp1252", "windows-1252"),
        (
            "Vážený pane, děkuji Vám za dopis ze dne 3. září. Přišli vojáci a všechno odvezli.\n",
            "cp1250",
            "windows-1250",
        ),
        ("Уважаемый товарищ! Мы получили Вашу телеграмму от 27 октября.\n", "koi8-r", "koi8-r"),
    ],
)
def test_encodings_are_found(text: str, codec: str, named: str) -> None:
    source, _ = read(text.encode(codec), "letter.txt")
    assert (source.text, source.encoding) == (text, named)


def test_a_guess_is_reported_and_a_statement_is_not() -> None:
    data = FRENCH.encode("cp1252")
    assert [d.code for d in read(data, "a.txt")[1]] == ["R010"]
    assert read(data, "a.txt", encoding="windows-1252")[1] == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "R002"),
        (b" \r\n\t\n", "R002"),
        ("\ufeff \n".encode("utf-16"), "R002"),
        (b"%PDF-1.7\n%\xe2\xe3", "R001"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "R001"),
        (b"PK\x03\x04\x14\x00", "R001"),
        (b"{\\rtf1\\ansi", "R001"),
        (bytes(range(256)) * 8, "R001"),
        (b'<?xml version="1.0"?>\n<TEI/>', "R003"),
        (b"<!DOCTYPE html><html></html>", "R003"),
    ],
)
def test_what_is_no_plain_text_is_refused_in_one_line(data: bytes, code: str) -> None:
    with pytest.raises(TeikitError) as caught:
        read(data, "scan.txt")
    diagnostic = caught.value.diagnostic
    assert diagnostic.code == code
    assert diagnostic.path == "scan.txt"
    assert diagnostic.help
    assert "\n" not in diagnostic.message


def test_an_encoding_that_does_not_fit_or_exist_is_refused() -> None:
    for encoding in ("ascii", "klingon-1"):
        with pytest.raises(TeikitError) as caught:
            read(FRENCH.encode("utf-8"), "a.txt", encoding=encoding)
        assert caught.value.diagnostic.code == "R005"


def test_a_file_name_that_is_no_text_can_be_stated() -> None:
    assert read(b"Dear Jones,\n", "caf\udce9.txt")[0].name == "caf\ufffd.txt"


def test_what_is_changed_is_counted() -> None:
    source, reports = read(b"One\r\nTwo\rThree \x07bell e\xcc\x81\n", "a.txt")
    assert source.text == "One\nTwo\nThree \ufffdbell é\n"
    assert dict(source.changes) == {"line ends": 2, "forbidden characters": 1, "composed characters": 1}
    assert [d.code for d in reports] == ["R011"]


def test_a_damaged_utf8_file_stays_utf8() -> None:
    data = (FRENCH * 20).encode() + b"\xff\n"
    source, reports = read(data, "a.txt")
    assert source.encoding == "utf-8"
    assert source.text.startswith(FRENCH)
    assert "R011" in [d.code for d in reports]


@example(b"\xa0")
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        source, _ = read(data, "a.txt")
    except TeikitError:
        return
    assert source.text.strip()
    assert "\r" not in source.text
