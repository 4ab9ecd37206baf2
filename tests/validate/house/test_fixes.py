"""Fixes change what they say and nothing else, and leave nothing to fix."""

from __future__ import annotations

import itertools
import re
import unicodedata

import pytest

from teikit.diagnostics import Edit
from teikit.validate.faults import Fault
from teikit.validate.house import check_house
from teikit.validate.source import Parsed
from teikit.xmlio import TEI, parse

CASES = {
    "V049": ('<p xml:id="a" corresp="b a"/><p xml:id="b" corresp="a"/>', 'corresp="#b #a"'),
    "V051": ('<p id="x" lang="de">One</p>', '<p xml:id="x" lang="de">'),
    "V070": ("<p>a<name> b </name>c <name> d</name>, <name>e\t</name>\n</p>", "<p>a <name>b</name> c <name>d</name>, "),
    "V072": ("<p>cafe\u0301 na\u0308her</p>", "<p>caf\u00e9 n\u00e4her</p>"),
    "V077": ('<p xml:lang="en_US">One</p>', 'xml:lang="en-US"'),
}


def checked(data: bytes, code: str) -> list[Fault]:
    return list(check_house(Parsed(data, "a.xml", parse(data)), codes={code}))


def applied(data: bytes, faults: list[Fault]) -> bytes:
    edits: list[Edit] = sorted(
        (edit for fault in faults if fault.fix for edit in fault.fix.edits), key=lambda edit: (edit.start, edit.end)
    )
    assert all(one.end <= two.start for one, two in itertools.pairwise(edits))
    for edit in reversed(edits):
        data = data[: edit.start] + edit.new + data[edit.end :]
    return data


def plain(data: bytes) -> str:
    text = "".join(str(part) for part in parse(data).getroot().itertext())
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-15"])
@pytest.mark.parametrize("code", CASES)
def test_a_fix_mends_what_was_told(code: str, encoding: str) -> None:
    body, expected = CASES[code]
    text = f'<?xml version="1.0" encoding="{encoding}"?><!-- é --><TEI xmlns="{TEI}"><text>{body}</text></TEI>'
    data = text.encode(encoding, "xmlcharrefreplace")
    found = checked(data, code)
    if code == "V072" and encoding != "utf-8":
        # A combining accent is a character reference there, and references are left as they are.
        assert [fault.fix for fault in found] == [None]
        return
    rest = found
    for _ in range(3):
        if any(fault.fix for fault in rest):
            data = applied(data, rest)
            rest = checked(data, code)
    assert plain(data) == plain(text.encode(encoding, "xmlcharrefreplace"))
    assert not rest
    if code != "V051":
        assert expected in data.decode(encoding)


def test_an_id_that_cannot_be_kept_is_not_renamed() -> None:
    for body in ('<p id="1"/>', '<p id="a"/><p id="a"/>', '<p id="a"/><p xml:id="a"/>'):
        data = f'<TEI xmlns="{TEI}"><text>{body}</text></TEI>'.encode()
        assert [fault.fix for fault in checked(data, "V051")] == [None]


def test_no_fix_where_the_bytes_are_not_those_of_the_file() -> None:
    data = f'<TEI xmlns="{TEI}"><text><name>a </name></text></TEI>'.encode()
    doc = Parsed(data, "a.xml", parse(data), (), False)
    assert [fault.fix for fault in check_house(doc, codes={"V070"})] == [None]


def test_utf16_is_told_but_not_mended() -> None:
    data = f'<TEI xmlns="{TEI}"><text><name>a </name><p>\u0421astro</p></text></TEI>'.encode("utf-16")
    found = list(check_house(Parsed(data, "a.xml", parse(data)), codes={"V070", "V074"}))
    assert [(fault.code, fault.fix) for fault in found] == [("V070", None), ("V074", None)]
