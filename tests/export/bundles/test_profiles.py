"""TEI for TEI Publisher, DSE-Static and EVT: still the same text, still valid, every pointer leads somewhere."""

from __future__ import annotations

import functools
import json
import posixpath
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from teikit import tei
from teikit.diagnostics import Diagnostic, TeikitError
from teikit.export import Original, export_all
from teikit.xmlscan import Node, Scan, scan
from teikit.xmlscan.scan import XML_ID

ROOT = Path(__file__).resolve().parents[3]
ENCODED = sorted((ROOT / "encoded").glob("*.xml"))
SHARED = ROOT / "../shared/tei"
INSTANCES = sorted((SHARED / "instances").rglob("*.xml"))
PROFILES = ("tei-publisher", "dse-static", "evt")

LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}"><teiHeader><fileDesc><titleStmt><title>{id}</title>
</titleStmt><publicationStmt><p>p</p></publicationStmt><sourceDesc><p>s</p></sourceDesc></fileDesc></teiHeader>
{lists}<text><body><p>{text}</p></body></text></TEI>"""


def made(profile: str, files: dict[str, bytes]) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Return the files of an export and what was said of it."""
    out, said = {}, []
    for one in export_all(profile, [Original(path, data) for path, data in files.items()]):
        if isinstance(one, Diagnostic):
            said.append(one)
        else:
            assert one.name not in out
            out[one.name] = b"".join(one.pieces)
    return out, said


def letter(id: str, text: str, lists: str = "") -> bytes:
    return LETTER.format(id=id, text=text, lists=f"<standOff>{lists}</standOff>" if lists else "").encode()


@functools.cache
def encoded() -> dict[str, bytes]:
    if not ENCODED:
        pytest.skip("there is no folder encoded/")
    return {path.name: path.read_bytes() for path in ENCODED}


@functools.cache
def instances() -> dict[str, bytes]:
    if not INSTANCES:
        pytest.skip("../shared/tei/instances is not here")
    found = {}
    for path in INSTANCES:
        data = path.read_bytes()
        try:
            tei.edition(data)
        except TeikitError:
            continue
        found[path.relative_to(SHARED / "instances").as_posix()] = data
    return found


def new_names(profile: str, files: dict[str, bytes], out: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield each document with its new name, in order."""
    folder = {"tei-publisher": "data/", "dse-static": "data/editions/", "evt": "assets/data/"}[profile]
    if profile != "dse-static":
        yield from ((path, folder + path) for path in files if folder + path in out)
        return
    _, said = made(profile, files)
    gone = {one.path for one in said if one.code in ("X051", "X054") and "called" not in one.message}
    yield from zip((path for path in files if path not in gone), (n for n in out if n.startswith(folder)), strict=True)


def pointers(scanned: Scan) -> Iterator[tuple[Node, str, str]]:
    for node in scanned.root.walk():
        for name, value in node.attrs.items():
            if "#" in value and "://" not in value and name not in ("n", "rend", "style"):
                yield from ((node, name, token) for token in value.split() if "#" in token)


def dangling(files: dict[str, bytes]) -> set[tuple[str, str, str]]:
    """Return the pointers of a folder that lead nowhere."""
    scans = {name: scan(data) for name, data in files.items() if name.endswith(".xml")}
    found = set()
    for name, scanned in scans.items():
        for node, attribute, token in pointers(scanned):
            file, _, id = token.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name
            if target not in scans or id not in scans[target].ids:
                found.add((name, f"{node.name}/@{attribute}", token))
    return found


def invalid(folder: Path, files: dict[str, bytes]) -> set[str]:
    """Return the files that are not valid against tei_all."""
    schema = SHARED / "4.9.0a/tei_all/tei_all.rng"
    if shutil.which("jing") is None or not schema.is_file():
        pytest.skip("jing or ../shared/tei/4.9.0a is not here")
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    paths = [str(folder / name) for name in files if name.endswith(".xml")]
    done = subprocess.run(["jing", str(schema), *paths], capture_output=True, text=True)
    return {name for name in files if f"{folder / name}:" in done.stdout + done.stderr}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "corpus", [encoded, pytest.param(instances, marks=pytest.mark.slow)], ids=("encoded", "instances")
)
def test_the_text_stays_and_pointers_lead_where_they_led(profile: str, corpus: functools._lru_cache_wrapper) -> None:  # type: ignore[type-arg]
    files = corpus()
    out, _ = made(profile, files)
    before = {name for name, *_ in dangling(files)}
    for path, name in new_names(profile, files, out):
        assert tei.view(out[name]).document.text == tei.view(files[path]).document.text, path
    lost = {token for _, _, token in dangling(files)}
    assert {one for one in dangling(out) if not any(one[2].endswith(token) for token in lost)} == set(), before
    assert made(profile, files)[0] == out


@pytest.mark.parametrize(
    "corpus", [encoded, pytest.param(instances, marks=pytest.mark.slow)], ids=("encoded", "instances")
)
def test_what_was_valid_stays_valid(corpus: functools._lru_cache_wrapper, tmp_path: Path) -> None:  # type: ignore[type-arg]
    files, every, came = corpus(), {}, {}
    for profile in PROFILES:
        out, _ = made(profile, files)
        every |= {f"{profile}/{name}": data for name, data in out.items()}
        came |= {f"{profile}/{name}": f"before/{path}" for path, name in new_names(profile, files, out)}
    found = invalid(tmp_path, {f"before/{path}": data for path, data in files.items()} | every)
    assert {name for name in found if name in every and came.get(name) not in found} == set()


@pytest.mark.parametrize("profile", PROFILES)
def test_names_lead_to_an_entry(profile: str) -> None:
    out, _ = made(profile, encoded())
    ids = {id for name, data in out.items() if name.endswith(".xml") for id in scan(data).ids if profile != "evt"}
    for name, data in out.items():
        if not name.endswith(".xml"):
            continue
        scanned = scan(data)
        for tag in ("persName", "placeName", "orgName"):
            for node in scanned.named(tag):
                assert "key" not in node.attrs or node.attrs["key"] in ids
                assert not node.attrs.get("ref", "").startswith("#") or node.attrs["ref"][1:] in scanned.ids


def test_tei_publisher_has_one_register_of_all_files() -> None:
    gnd = '<idno type="GND">118575503</idno>'
    one = f'<listPerson><person xml:id="p1"><persName>Rosa Luxemburg</persName>{gnd}</person></listPerson>'
    two = '<listPerson><person xml:id="p1"><persName>Jean Jaurès</persName></person>'
    two += f'<person xml:id="x"><persName>R. Luxemburg</persName>{gnd}</person></listPerson>'
    files = {
        "a.xml": letter("a", '<persName ref="#p1">Rosa</persName>', one),
        "sub/b.xml": letter(
            "b", '<persName ref="#p1">Jean</persName> and <persName ref="#x" corresp="#x">R.</persName>', two
        ),
    }
    out, said = made("tei-publisher", files)
    persons = out["data/registers/persons.xml"].decode()
    assert b'<persName key="x">Rosa</persName>' in out["data/a.xml"]
    assert b"standOff" not in out["data/a.xml"] + out["data/sub/b.xml"]
    assert b'<persName corresp="../registers/persons.xml#x" key="x">R.</persName>' in out["data/sub/b.xml"]
    assert b'<persName key="person-jean-jaures">Jean</persName>' in out["data/sub/b.xml"]
    assert persons.count("<person ") == 2 and persons.count("118575503") == 1
    assert '<persName type="main">Rosa Luxemburg</persName><persName>R. Luxemburg</persName>' in persons
    assert said == []


def test_an_authority_is_an_entry_too_and_its_uri_is_kept() -> None:
    files = {"a.xml": letter("a", '<placeName ref="https://www.geonames.org/2950159/">Berlin</placeName>')}
    out, _ = made("tei-publisher", files)
    assert (
        b'<placeName ref="https://www.geonames.org/2950159/" key="place-berlin">Berlin</placeName>' in out["data/a.xml"]
    )
    assert (
        b'<placeName type="main">Berlin</placeName><idno type="URI">https://www.geonames.org/2950159/</idno>'
        in (out["data/registers/places.xml"])
    )
    out, _ = made("evt", files)
    assert b'</teiHeader><standOff><listPlace><place xml:id="place-berlin">' in out["assets/data/a.xml"]
    assert b'<placeName ref="#place-berlin">Berlin</placeName>' in out["assets/data/a.xml"]


def test_a_file_of_registers_goes_into_those_of_the_edition() -> None:
    register = letter("people", "", '<listPerson><person xml:id="p12"><persName>Ada</persName></person></listPerson>')
    register = register.replace(b"<text><body><p></p></body></text>", b"")
    files = {"people.xml": register, "a.xml": letter("a", '<persName ref="people.xml#p12">A.</persName>')}
    for profile, name in (("tei-publisher", "data/a.xml"), ("dse-static", "data/editions/a.xml")):
        out, said = made(profile, files)
        assert [one.code for one in said if one.path == "people.xml"] == ["X054"]
        assert b'"p12"' in out[name]
        assert not dangling(out)


def test_dse_static_knows_files_by_their_names() -> None:
    files = {"x/1.xml": letter("one", 'See <ref target="#one">this</ref>, <ref target="../2.xml#two">that</ref>.')}
    files["2.xml"] = letter("two", "<persName>Nobody known</persName>")
    out, said = made("dse-static", files)
    assert list(out)[:2] == ["data/editions/x_1.xml", "data/editions/d-2.xml"]
    first, second = out["data/editions/x_1.xml"], out["data/editions/d-2.xml"]
    assert b'xml:id="x_1.xml" next="d-2.xml">' in first
    assert b'xml:id="d-2.xml" prev="x_1.xml">' in second
    assert b'target="#x_1.xml"' in first
    assert b'target="d-2.xml#d-2.xml"' in first
    assert b"<persName>Nobody known</persName>" in second
    assert [one.code for one in said] == ["X054", "X054"]
    assert {"data/indices/listperson.xml", "data/indices/listplace.xml", "data/indices/listorg.xml"} <= out.keys()
    assert {"data/indices/listbibl.xml", "data/meta/about.xml"} <= out.keys()


def test_dse_static_wraps_names_and_says_where_they_are_mentioned() -> None:
    name = "<persName><forename>Ada</forename> <surname>B</surname></persName>"
    people = f'<listPerson><person xml:id="p">{name}</person></listPerson>'
    out, _ = made("dse-static", {"a.xml": letter("a", '<persName ref="#p">Ada &amp; co</persName>', people)})
    text = out["data/editions/a.xml"].decode()
    assert '<p><rs type="person" ref="#p"><persName ref="#p">Ada &amp; co</persName></rs></p>' in text
    assert '</body><back><listPerson><person xml:id="p">' in text
    assert '<note type="mentions" target="a.xml">a</note>' in out["data/indices/listperson.xml"].decode()


def test_evt_is_told_of_its_files() -> None:
    out, said = made("evt", {"b & c.xml": letter("a", "<rs ref='#nobody'>x</rs><pb/>"), "a.xml": letter("b", "y")})
    assert json.loads(out["assets/config/file_config.json"])["editionUrls"] == [
        "assets/data/b & c.xml",
        "assets/data/a.xml",
    ]
    assert any("pb without @facs (1)" in one.message for one in said)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_every_encoding_and_prefix_is_kept(profile: str, encoding: str) -> None:
    text = """<?xml version="1.0" encoding="%s"?><!DOCTYPE t:TEI [<!ENTITY who "Ádám">]><t:TEI
xmlns:t="http://www.tei-c.org/ns/1.0"
    ><t:teiHeader><t:fileDesc><t:titleStmt><t:title>T</t:title></t:titleStmt><t:publicationStmt><t:p>p</t:p
    ></t:publicationStmt><t:sourceDesc><t:p>s</t:p></t:sourceDesc></t:fileDesc></t:teiHeader><t:standOff
    ><t:listPerson><t:person xml:id='p'
    ><t:persName>&who; &lt;\u00e9></t:persName></t:person></t:listPerson></t:standOff><t:text><t:body><t:p>]]&gt;
    <t:persName
    ref = '#p'  n="&quot;" >\u00c1d\u00e1m</t:persName></t:p></t:body></t:text></t:TEI>"""
    data = (text % encoding).encode(encoding)
    out, _ = made(profile, {"a.xml": data})
    name = next(name for name in out if name.endswith("/a.xml"))
    assert tei.view(out[name]).document.text == tei.view(data).document.text
    assert not dangling(out)
    files = [data for data in out.values() if b"TEI" in data] if encoding != "utf-16" else []
    listed = [entry.names for one in files for entry in tei.edition(one).entries if entry.listed]
    assert all(names == ("Ádám <é>",) for names in listed)


def test_nothing_and_what_is_no_tei_are_told() -> None:
    for profile in PROFILES:
        out, said = made(profile, {"a.xml": b"<html/>", "b.xml": b"no xml"})
        assert [one.code for one in said] == ["X051", "X051"]
        assert all(XML_ID and scan(data) for name, data in out.items() if name.endswith(".xml"))
        assert made(profile, {})[1] == []
