"""Every stretch of the text of a file, and the bytes that it was read from."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from teikit import xmlio
from teikit.diagnostics import TeikitError
from teikit.tei.offsetmap import OffsetMap, offset_map
from teikit.tei.view import view

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT / "../shared/tei/instances"
TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


def mapped(body: str, before: str = "") -> OffsetMap:
    return offset_map(view(f"{before}<TEI {TEI}><text><body>{body}</body></text></TEI>".encode()))


def kinds(found: OffsetMap) -> list[tuple[str, str, str]]:
    return [
        (run.kind, found.text[run.start : run.end], found.xpath(run.element).rpartition("/")[2]) for run in found.runs
    ]


def check(data: bytes, text: str, said: dict[str, Any]) -> None:
    """Check a map as another program would: from the JSON, the text and the file alone."""
    assert hashlib.sha256(data).hexdigest() == said["file"]["sha256"]
    assert len(data) == said["file"]["bytes"]
    assert hashlib.sha256(text.encode()).hexdigest() == said["text"]["sha256"]
    assert len(text.encode("utf-16-le")) // 2 == said["text"]["utf16"]
    assert (len(text), len(text.encode())) == (said["text"]["codePoints"], said["text"]["utf8"])
    at, byte = 0, 0
    steps = {number: (parent, step) for number, parent, step in said["elements"]}
    for start, end, first, last, kind, element in said["runs"]:
        assert start == at < end
        assert byte <= first <= last
        assert element in steps or (element == 0 and kind == "break")
        raw, piece = data[first:last].decode(said["file"]["encoding"]), text[start:end]
        if kind in ("same", "mixed"):
            assert raw == piece
        if kind == "same":
            width, rest = divmod(last - first, end - start)
            assert not rest
            for place in range(start, end):
                begin = first + (place - start) * width
                assert data[begin : begin + width].decode(said["file"]["encoding"]) == text[place]
        if kind == "reference":
            assert raw[0] == "&"
            assert raw[-1] == ";"
        if kind == "space":
            assert (raw.strip(" \t\r\n"), piece) == ("", " ")
        if kind == "break":
            assert raw == ""
            assert piece in (" ", "\n", "\n\n")
        at, byte = end, last
    assert at == len(text)


def test_kinds_of_runs() -> None:
    found = mapped("<p>One <hi>twö</hi>\n three<lb/>four &amp;<![CDATA[five]]></p><p>six</p>")
    assert found.text == "One twö three four &five\n\nsix"
    assert kinds(found) == [
        ("same", "One ", "p[1]"),
        ("mixed", "twö", "hi[1]"),
        ("space", " ", "p[1]"),
        ("same", "three", "p[1]"),
        ("break", " ", "lb[1]"),
        ("same", "four ", "p[1]"),
        ("reference", "&", "p[1]"),
        ("same", "five", "p[1]"),
        ("break", "\n\n", ""),
        ("same", "six", "p[2]"),
    ]
    assert found.run_at(4) == found.run_at(6) == found.runs[1]
    with pytest.raises(IndexError):
        found.run_at(len(found.text))


def test_entities_are_one_run() -> None:
    found = mapped("<p>with &fc; here</p>", '<!DOCTYPE TEI [<!ENTITY fc "Fidel <hi>Castro</hi>">]>')
    assert kinds(found) == [
        ("same", "with ", "p[1]"),
        ("reference", "Fidel Castro", "p[1]"),
        ("same", " here", "p[1]"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "iso-8859-1", "windows-1252"])
def test_encodings(encoding: str) -> None:
    wide = "😀 Ħ " if encoding.startswith("utf") else ""
    declared = encoding.removesuffix("-sig").removesuffix("-be")
    body = f"<p n='é'>Zoë {wide}und  \r\n &#233;tc &#32; <w>x</w>.</p>"
    text = f'<?xml version="1.0" encoding="{declared}"?>\r\n<TEI {TEI}><text><body>{body}</body></text></TEI>'
    data = (b"\xfe\xff" if encoding == "utf-16-be" else b"") + text.encode(encoding)
    found = offset_map(view(data))
    check(data, found.text, json.loads(found.to_json()))


def test_empty_text_has_no_runs() -> None:
    found = mapped("")
    said = json.loads(found.to_json())
    assert (found.text, said["runs"], said["elements"]) == ("", [], [])


def test_deep_nesting_costs_no_more_than_the_file() -> None:
    depth = 20_000
    found = mapped("<p>" + "<seg>" * depth + "x" + "</seg>" * depth + "</p>")
    assert len(found.to_json()) < 30 * depth
    assert found.xpath(found.runs[0].element).count("seg[1]") == depth


@pytest.mark.skipif(not SHARED.is_dir(), reason="the TEI instances are not beside this repository")
def test_every_file_of_others() -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    schema = json.loads((ROOT / "schemas/offsets.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    seen = 0
    for path in sorted(SHARED.rglob("*.xml")):
        data = path.read_bytes()
        try:
            result = view(data)
        except TeikitError:
            continue
        found = offset_map(result)
        said = json.loads(found.to_json())
        check(data, result.reading.text, said)
        assert len(found.to_json()) < 3 * len(data) + 1000, path.name
        said["runs"] = said["runs"][:200]
        validator.validate(said)
        seen += 1
    assert seen > 50


@pytest.mark.skipif(not SHARED.is_dir(), reason="the TEI instances are not beside this repository")
def test_paths_and_numbers_are_those_of_other_tools() -> None:
    for path in sorted((SHARED / "real").glob("*.xml"))[:6]:
        data = path.read_bytes()
        found = offset_map(view(data))
        tree = xmlio.parse(data)
        numbered = dict(enumerate(tree.getroot().iter(etree.Element), 1))
        spaces = {prefix: uri for el in numbered.values() for prefix, uri in el.nsmap.items() if prefix}
        for number in list(found.elements)[::97]:
            steps = [step if ":" in step else f"t:{step}" for step in found.xpath(number).split("/")[1:]]
            assert tree.xpath("/" + "/".join(steps), namespaces={"t": xmlio.TEI} | spaces) == [numbered[number]]
