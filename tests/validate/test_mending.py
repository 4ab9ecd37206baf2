"""Fixes for what a schema refuses: only where one thing can have been meant, and in the bytes of the file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from teikit.diagnostics import Fix
from teikit.validate import check

ROOT = Path(__file__).resolve().parents[2]
LETTER = re.sub(r"<\?xml-model.*?\?>\n?", "", (ROOT / "tests/cases/validate/letter.xml").read_text(encoding="utf-8"))


def fixes(data: bytes) -> list[Fix]:
    return [one.fix for one in check(data, "a.xml") if one.fix and one.code in ("V010", "V011", "V012")]


def mended(data: bytes) -> bytes:
    for edit in sorted((edit for fix in fixes(data) for edit in fix.edits), key=lambda edit: -edit.start):
        data = data[: edit.start] + edit.new + data[edit.end :]
    return data


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<label>P.S.</label>", "<label><persName>E.</persName></label>|<label><persname>E.</persname></label>"),
        ('<num value="6">', "<num Value='6'>"),
        ('when="1823-11-05"', 'when="1823-11-5"'),
        ('when="1823-11-05"', 'when="1823/11/05"'),
        ('when="1823-11-05"', 'when="823"|when="0823"'),
        ('full="yes"', 'full="YES"'),
        ('ident="fr"', 'ident="fr_CA"|ident="fr-CA"'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1"])
def test_what_only_one_thing_can_have_meant_is_mended(right: str, wrong: str, encoding: str) -> None:
    first, _, second = wrong.partition("|")
    if second and first.startswith("<"):
        first, second = second, first
    text = LETTER.replace("UTF-8", encoding.removesuffix("-sig").upper())
    broken = text.replace(right, first, 1)
    wanted = text.replace(right, (second or right).replace("'", '"'), 1)
    data = broken.encode(encoding, "xmlcharrefreplace")
    assert len(fixes(data)) == 1
    assert mended(data).replace(b"'6'", b'"6"') == wanted.encode(encoding, "xmlcharrefreplace")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<label>P.S.</label>", "<label><personName>E.</personName></label>"),  # no capitals, another word
        ('<num value="6">', '<num value="6" Value="7">'),  # there is one already
        ('when="1823-11-05"', 'when="5.11.1823"'),  # day or month first
        ('when="1823-11-05"', 'when="1823-11-31"'),  # no such day
        ('when="1823-11-05"', 'when="23"'),  # of any century
        ('cert="0.9"', 'cert="hihg"'),
        ('<num value="6">', '<num value="six">'),
    ],
)
def test_what_an_editor_must_decide_is_left(right: str, wrong: str) -> None:
    assert fixes(LETTER.replace(right, wrong, 1).encode()) == []


def test_both_tags_of_a_prefixed_element_are_mended() -> None:
    text = LETTER.replace(
        "<label>P.S.</label>", '<label><t:persname xmlns:t="http://www.tei-c.org/ns/1.0"\n>E.</t:persname ></label>'
    )
    assert b">E.</t:persName >" in mended(text.encode())
    assert b"<t:persName xmlns:t" in mended(text.encode())


def test_nothing_is_mended_where_bytes_are_not_characters() -> None:
    text = LETTER.replace('encoding="UTF-8"', 'encoding="UTF-16"').replace("<num value", "<num Value")
    assert fixes(text.encode("utf-16")) == []
