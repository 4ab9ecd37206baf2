"""Reading: what is wrong with XML that cannot be read, where, and in which words; what is read nevertheless."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from lxml import etree

from teikit import xmlio
from teikit.diagnostics import Severity, severity
from teikit.validate.faults import Fault
from teikit.validate.reading import not_well_formed, read
from teikit.validate.source import Parsed

TEI = xmlio.TEI
CASES = Path(__file__).resolve().parents[1] / "cases" / "validate" / "hostile" / "reading.tsv"
_ESCAPES = {rb"\n": b"\n", rb"\r": b"\r", rb"\\": b"\\"}


def document(written: str) -> bytes:
    """Return the bytes of a document in the table, where ``\\n``, ``\\r``, ``\\xHH`` and ``\\\\`` are escapes."""
    one = re.compile(rb"\\(?:x[0-9a-f]{2}|n|r|\\)")
    return one.sub(lambda m: _ESCAPES.get(m[0]) or bytes([int(m[0][2:], 16)]), written.encode())


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(CASES.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def told(data: bytes, *, any_xml: bool = False) -> tuple[Fault, ...]:
    source = read(data, "a.xml", any_xml=any_xml)
    return source.notices if isinstance(source, Parsed) else source


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["document"][:40].encode("unicode_escape").decode())
def test_what_is_told_of_a_file(row: dict[str, str]) -> None:
    faults = told(document(row["document"]), any_xml=True)
    expected = [] if row["code"] == "read" else [(row["code"], row["line"], row["column"], row["words"])]
    assert [(one.code, str(one.place.line), str(one.place.column), one.message) for one in faults] == expected
    assert all(one.help and severity(one.code) for one in faults)


@pytest.mark.parametrize(
    ("root", "words"),
    [
        ("<TEI.2/>", "This is TEI P4"),
        ("<TEI/>", "in no namespace"),
        ('<TEI xmlns="https://www.tei-c.org/ns/1.0"/>', "not that of TEI P5"),
        ('<TEI xmlns="http://www.tei-c.org/ns/1.0/"/>', "not that of TEI P5"),
        ('<html xmlns="http://www.w3.org/1999/xhtml"/>', "a page in XHTML"),
        ('<ead xmlns="urn:isbn:1-931666-22-9"/>', "a finding aid in EAD"),
        ('<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"/>', "PAGE XML"),
        ("<alto/>", "ALTO"),
        ("<anything/>", "its root is <anything>."),
    ],
)
def test_a_root_that_is_not_tei_is_recognised(root: str, words: str) -> None:
    (fault,) = told(root.encode())
    assert fault.code == "V002"
    assert words in fault.message
    assert told(root.encode(), any_xml=True) == ()


def test_tei_inside_of_other_xml_is_pointed_at() -> None:
    text = f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n<record>\n<TEI xmlns="{TEI}"/></record></OAI-PMH>'
    (fault,) = told(text.encode())
    assert (fault.code, "line 3" in fault.help) == ("V002", True)


@pytest.mark.parametrize("name", ["text", "listPerson", "div", "teiHeader"])
def test_a_part_of_a_document_is_read_and_said_to_be_one(name: str) -> None:
    source = read(f'<{name} xmlns="{TEI}"/>'.encode(), "a.xml")
    assert isinstance(source, Parsed)
    assert [(one.code, severity(one.code)) for one in source.notices] == [("V009", Severity.INFO)]


def test_a_corpus_is_read_as_a_whole() -> None:
    assert told(f'<teiCorpus xmlns="{TEI}"/>'.encode()) == ()


def test_entities_are_read_in_the_tree_and_nothing_else_is() -> None:
    source = read(b'<!DOCTYPE a [<!ENTITY e "\xc3\xa9">]><a b="&e;">x&e;y</a>', "a.xml", any_xml=True)
    assert isinstance(source, Parsed)
    assert (source.root.get("b"), source.root.text) == ("é", "xéy")


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.dtd"
    secret.write_text('<!ENTITY e "secret"><!ATTLIST a b CDATA "secret">')
    for start in (
        f'<!DOCTYPE a SYSTEM "{secret.as_uri()}"><a/>',
        f'<!DOCTYPE a SYSTEM "{secret.as_uri()}" [<!ATTLIST a c CDATA "own">]><a/>',
        f'<!DOCTYPE a SYSTEM "{secret.as_uri()}"><a>&e;</a>',
        f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{secret.as_uri()}">%p;]><a/>',
        f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}">]><a>&e;</a>',
        f'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{secret.as_uri()}" parse="text"/></a>',
    ):
        source = read(start.encode(), str(tmp_path / "a.xml"), any_xml=True)
        assert not isinstance(source, Parsed) or b'"secret"' not in etree.tostring(source.tree.getroot())
        assert not isinstance(source, Parsed) or source.root.get("b") is None


def test_undeclared_entities_can_be_mended_all_at_once() -> None:
    data = b'<a b="&eacute;">\n&nbsp;&mdash; &eacute;</a>'
    (fault,) = told(data)
    assert fault.fix is not None
    for edit in reversed(fault.fix.edits):
        data = data[: edit.start] + edit.new + data[edit.end :]
    assert data.decode() == '<a b="é">\n&#xA0;— é</a>'
    assert "— for &mdash;" in fault.help


def test_no_fix_is_offered_for_an_entity_that_nobody_knows() -> None:
    (fault,) = told(b"<a>&eacute;&nosuch;</a>")
    assert fault.fix is None


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1252", "shift_jis", "cp037"]
)
def test_the_same_is_read_in_every_encoding(encoding: str) -> None:
    declared = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<TEI xmlns="{TEI}"><p n="1">one &amp; two</p></TEI>'
    if encoding not in ("shift_jis", "cp037"):
        text = text.replace("one", "né")
    source = read(text.encode(encoding), "a.xml")
    assert isinstance(source, Parsed)
    assert source.tree.findtext(f"{{{TEI}}}p") in ("né & two", "one & two")
    assert not_well_formed(source.data) == ()
    assert source.place(source.root[0]).line == 2
    assert source.in_place == (encoding not in ("utf-32", "shift_jis", "cp037"))
    broken = read(text.replace("&amp;", "&").encode(encoding), "a.xml")
    assert isinstance(broken, tuple)
    assert [(one.code, one.place.line, one.place.column) for one in broken] == [("V001", 2, 55 - text.count("né"))]


def test_every_beginning_of_a_file_is_told_of() -> None:
    text = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- é --><!DOCTYPE TEI [<!ENTITY x "y">]>\n<TEI xmlns="'
    data = f"{text}{TEI}\"><p n='1'>a&amp;b &#233; &x;<![CDATA[ c ]]></p><?pi d?></TEI>\n".encode()
    for length in range(len(data) - 1):
        faults = read(data[:length], "a.xml")
        assert isinstance(faults, tuple), data[:length]
        assert len(faults) == 1
        assert faults[0].help, data[:length]
        assert "not well-formed XML:" not in faults[0].message, data[:length]
    assert isinstance(read(data, "a.xml"), Parsed)
