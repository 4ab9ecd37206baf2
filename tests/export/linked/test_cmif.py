"""CMIF: valid against tei_all, and against its own schema where CMIF_SCHEMA names it; the rules of its documentation.

correspSearch itself cannot be asked from here. Its schema: github.com/TEI-Correspondence-SIG/CMIF, schema/*.rng.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from teikit import tei
from teikit.diagnostics import Diagnostic, TeikitError
from teikit.edition import Edition
from teikit.export import File, export, export_all
from teikit.export.dates import common_date
from teikit.export.linked.standards import authority

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT / "../shared/tei"
ENCODED = sorted((ROOT / "encoded").glob("*.xml"))
NS = {"t": "http://www.tei-c.org/ns/1.0"}
GIVEN = {
    "base_url": "https://example.org/letters",
    "title": "Letters & <more>",
    "publisher": "An Academy",
    "licence": "http://creativecommons.org/licenses/by/4.0",
    "editor": "Ada Editor <ada@example.org>",
    "date": "2026-02-01",
}
LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="l1"><teiHeader><fileDesc><titleStmt><title>T</title>
</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc><profileDesc>%s</profileDesc></teiHeader>
<standOff><listPerson><person xml:id="p1"><persName>Rosa L.</persName><idno
type="VIAF">44301347</idno><idno type="GND"
>118575503</idno></person></listPerson><listPlace><place xml:id="b"><placeName>Berlin</placeName>
<idno type="GeoNames">2950159</idno></place></listPlace></standOff>
<text><body><p>%s</p></body></text></TEI>"""


def index(*editions: Edition, given: dict[str, str] = GIVEN) -> tuple[etree._Element, list[Diagnostic], bytes]:
    said, data = [], b""
    for one in export_all("cmif", editions, **given):
        if isinstance(one, Diagnostic):
            said.append(one)
        else:
            assert one.name == "cmif.xml"
            data = b"".join(one.pieces)
    return etree.fromstring(data), said, data


def letter(desc: str, text: str = "") -> Edition:
    return tei.edition((LETTER % (desc, text)).encode(), "letters/l1.xml")


@functools.cache
def everything() -> tuple[Edition, ...]:
    found = []
    for path in (*ENCODED, *sorted((SHARED / "instances").rglob("*.xml"))):
        try:
            found.append(tei.edition(path.read_bytes(), path.name))
        except TeikitError:
            continue
    return tuple(found)


def rules(root: etree._Element) -> list[str]:
    """Return what breaks a rule of the documentation or of its Schematron (E0001 to E0004, W0001)."""
    found = []
    source = root.xpath("string(//t:bibl/@xml:id)", namespaces=NS)
    if not re.fullmatch(r"[a-f][0-9a-f]{7}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", source):
        found.append("bibl/@xml:id")
    for desc in root.iterfind(".//t:correspDesc", NS):
        types = [action.get("type") for action in desc.iterfind("t:correspAction", NS)]
        if set(types) != {"sent", "received"}:
            found.append(f"actions {types}")
        if desc.get("source") != f"#{source}":
            found.append("source")
        if any(action.find("t:persName", NS) is None and action.find("t:orgName", NS) is None for action in desc[:2]):
            found.append("nobody")
    for date in root.iterfind(".//t:correspAction/t:date", NS):
        if not date.attrib or any(not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value) for value in date.attrib.values()):
            found.append(f"date {dict(date.attrib)}")
    return found


def test_every_letter_of_every_file_is_in_the_index() -> None:
    root, said, data = index(*everything())
    descs = root.findall(".//t:correspDesc", NS)
    assert len(descs) == sum(len(edition.letters) for edition in everything()) > 5
    assert rules(root) == []
    without = sum(not edition.letters for edition in everything())
    assert [one.message.split()[0] for one in said if one.code == "X045"] == ([str(without)] if without else [])
    assert index(*everything())[2] == data


@pytest.mark.parametrize("schema", ["tei_all", "cmif"])
def test_the_index_is_valid(schema: str, tmp_path: Path) -> None:
    path = os.environ.get("CMIF_SCHEMA", "") if schema == "cmif" else str(SHARED / "4.9.0a/tei_all/tei_all.rng")
    if shutil.which("jing") is None or not Path(path).is_file():
        pytest.skip(f"jing or the schema {schema} is not here")
    for name, given in (("given", GIVEN), ("nothing", {})):
        (tmp_path / f"{name}.xml").write_bytes(index(*everything(), given=given)[2])
    done = subprocess.run(["jing", path, *map(str, tmp_path.glob("*.xml"))], capture_output=True, text=True)
    assert done.stdout + done.stderr == ""


def test_the_header_says_what_was_given() -> None:
    root, said, _ = index(letter(""))
    text = functools.partial(root.xpath, namespaces=NS)
    assert text("string(//t:titleStmt/t:title)") == "Letters & <more>"
    assert text("string(//t:editor)") == "Ada Editor ada@example.org"
    assert text("string(//t:email)") == "ada@example.org"
    assert text("string(//t:publisher/t:ref/@target)") == "https://example.org/letters/"
    assert text("string(//t:idno[@type='url'])") == "https://example.org/letters/cmif.xml"
    assert text("string(//t:publicationStmt/t:date/@when)") == "2026-02-01T00:00:00Z"
    assert text("string(//t:licence/@target)") == GIVEN["licence"]
    assert [one.code for one in said] == ["X045"]


def test_a_letter_with_all_that_it_says() -> None:
    desc = """<correspDesc key="7"><correspAction type="sent"><persName ref="#p1">Luxemburg, Rosa</persName>
    <persName>Somebody</persName><orgName>SPD</orgName><placeName ref="#b">Berlin</placeName><date notBefore="1910-05"
    notAfter="1910-06-01">early summer</date></correspAction><correspAction type="received"><persName
    ref="https://viaf.org/viaf/9">K. Z.</persName></correspAction></correspDesc>"""
    root, said, data = index(letter(desc, 'To <placeName ref="#b">B.</placeName>, <placeName ref="#b">B.</placeName>'))
    made = root.find(".//t:correspDesc", NS)
    assert made is not None
    assert (made.get("ref"), made.get("key")) == ("https://example.org/letters/l1.html", "7")
    sent = made[0]
    assert [(el.tag.partition("}")[2], el.text, el.get("ref")) for el in sent[:4]] == [
        ("persName", "Luxemburg, Rosa", "http://d-nb.info/gnd/118575503"),
        ("persName", "Somebody", None),
        ("orgName", "SPD", None),
        ("placeName", "Berlin", "http://www.geonames.org/2950159"),
    ]
    assert dict(sent[4].attrib) == {"notBefore": "1910-05", "notAfter": "1910-06-01"}
    assert sent[4].text == "early summer"
    assert made[1][0].get("ref") == "http://viaf.org/viaf/9"
    assert data.count(b"cmif:mentionsPlace") == 1
    assert said == [] and rules(root) == []


def test_what_is_unknown_is_said() -> None:
    desc = '<correspDesc><correspAction type="sent"><date when="--10-27">27 Oct.</date></correspAction><correspAction type="forwarded"><persName>X</persName></correspAction></correspDesc>'  # noqa: E501
    root, said, _ = index(letter(desc))
    assert [el.text for el in root.iterfind(".//t:correspAction/*", NS)] == ["Unknown", "Unknown"]
    assert [(one.code, one.path) for one in said] == [("X047", "letters/l1.xml"), ("X048", "letters/l1.xml")]
    assert "sender (1), recipient (1), date (1)" in said[0].message
    assert "'forwarded' (1)" in said[1].message and "date" in said[1].message
    assert rules(root) == []


def test_what_was_not_given_is_told_and_no_date_is_invented() -> None:
    root, said, _ = index(letter(""), given={"licence": "https://example.org/mine", "date": "yesterday"})
    date = root.find(".//t:publicationStmt/t:date", NS)
    assert date is not None and not date.attrib
    message = next(one.message for one in said if one.code == "X046")
    for name in ("--base-url", "--title", "--publisher", "--editor", "--date (not 'yesterday'", "CC BY 4.0 or CC0"):
        assert name in message


def test_hostile_strings_do_no_harm() -> None:
    given = {
        "title": "<profileDesc/> ]]> \x01",
        "publisher": "\u202eevil",
        "base_url": 'https://x.org/"><a b',
        "editor": "<a@b>",
    }
    desc = '<correspDesc ref="javascript:alert(1)"><correspAction type="sent"><persName ref="http://x y">&lt;b> \U0001f600</persName></correspAction></correspDesc>'  # noqa: E501
    root, _, _ = index(letter(desc), given=given)
    assert root.xpath("string(//t:title)", namespaces=NS) == "<profileDesc/> ]]> \ufffd"
    made = root.find(".//t:correspDesc", NS)
    assert made is not None and made.get("ref") == "https://x.org/%22%3E%3Ca%20b/l1.html"
    assert made[0][0].text == "<b> \U0001f600"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1962-10-27", "1962-10-27"), ("1962-10", "1962-10"), ("1962", "1962"), ("1962-10-27T10:00:00Z", "1962-10-27"),
     ("1962-02-30", ""), ("1962-13", ""), ("0000", ""), ("-0044", ""), ("--10-27", ""), ("١٩٦٢", ""), ("", "")],
)  # fmt: skip
def test_dates(value: str, expected: str) -> None:
    assert common_date(value) == expected


def test_the_authority_that_is_preferred() -> None:
    uris = (
        "https://viaf.org/viaf/1/",
        "https://id.loc.gov/authorities/names/n79",
        "https://data.bnf.fr/ark:/12148/cb11d",
    )
    assert authority(uris, "person") == "http://viaf.org/viaf/1"
    assert authority((*uris, "https://d-nb.info/gnd/118-X"), "org") == "http://d-nb.info/gnd/118-X"
    assert authority(uris[1:], "person") == "http://catalogue.bnf.fr/ark:/12148/cb11d"
    assert authority(("https://sws.geonames.org/12/",), "place") == "http://www.geonames.org/12"
    assert authority(("https://sws.geonames.org/12/",), "person") == authority((), "place") == ""


def test_one_file_alone() -> None:
    assert b"<correspDesc" in export("cmif", (LETTER % ("<correspDesc/>", "")).encode(), path="a.xml").data


def test_who_a_register_of_its_own_describes_has_its_authority_in_the_index() -> None:
    register = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff><listPerson><person xml:id="p1"><persName>Ada'
        '</persName><idno type="GND">118540238</idno></person></listPerson></standOff></TEI>'
    )
    letter = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><profileDesc><correspDesc><correspAction type="sent">'
        '<persName ref="persons.xml#p1">A.</persName></correspAction><correspAction type="received">'
        '<persName key="Doe, John">J.</persName></correspAction></correspDesc></profileDesc></teiHeader>'
        '<text><body><p><rs type="person" ref="persons.xml#p1">she</rs></p></body></text></TEI>'
    )
    editions = [tei.edition(letter.encode(), "letter.xml"), tei.edition(register.encode(), "persons.xml")]
    made = b"".join(b"".join(one.pieces) for one in export_all("cmif", editions) if isinstance(one, File)).decode()
    assert '<persName ref="http://d-nb.info/gnd/118540238">A.</persName>' in made
    assert '<ref type="cmif:mentionsPerson" target="http://d-nb.info/gnd/118540238">' in made
    assert editions[0].letters[0].actions[1].agents[0].ref == "Doe, John"


def test_what_is_doubted_is_so_in_the_index() -> None:
    letter = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><profileDesc><correspDesc><correspAction type="sent">'
        '<persName cert="medium" evidence="conjecture">A.</persName><date when="1900" cert="high">?</date>'
        "</correspAction></correspDesc></profileDesc></teiHeader><text><body><p>x</p></body></text></TEI>"
    )
    made = b"".join(
        b"".join(one.pieces)
        for one in export_all("cmif", [tei.edition(letter.encode(), "a.xml")])
        if isinstance(one, File)
    ).decode()
    assert '<persName evidence="conjecture" cert="low">A.</persName>' in made
    assert '<date when="1900">?</date>' in made
