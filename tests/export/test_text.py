"""The characters of a text (--plain), and the exact text with its map (--offsets)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from teikit import xmlio
from teikit.diagnostics import TeikitError
from teikit.export import export
from teikit.tei import view

SHARED = Path(__file__).resolve().parents[2] / "../shared/tei/instances"
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{}</body></text></TEI>'


def plain_of(body: str) -> str:
    return export("text", TEI.format(body).encode(), plain=True).text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One  two\n three.</p><p>Four.</p>", "One two three.\n\nFour.\n"),
        ("<p>wonder<lb break='no'/>\n ful</p>", "wonderful\n"),
        ("<p>wonder <pb n='2' break='no'/> ful</p>", "wonderful\n"),
        ("<p>one<pb/>two</p>", "one two\n"),
        ("<p>one<lb/>two</p>", "one\ntwo\n"),
        ("<p>I <choice>\n<sic>wos</sic>\n<corr>was</corr>\n</choice>, yes</p>", "I wos, yes\n"),
        ("<p><choice><reg>was</reg><orig>vvas</orig></choice>!</p>", "vvas!\n"),
        ("<p><app><rdg>a</rdg><lem>b</lem></app>c</p>", "bc\n"),
        ("<lg><l>First</l><l>Second</l></lg><lg><l>Third</l></lg>", "First\nSecond\n\nThird\n"),
        ("<list><label>a)</label><item><p>Apples.</p></item><item>Pears</item></list>", "a) Apples.\n\nPears\n"),
        ("<sp><speaker>Lear</speaker><p>Howl!</p></sp>", "Lear\nHowl!\n"),
        ("<p>The end.<note>So far.</note> Then</p>", "The end.\n\nSo far.\n\nThen\n"),
        (
            "<table><row><cell/><cell>b</cell><cell/></row><row><cell><p>c</p><p>d</p></cell></row></table>",
            "\tb\t\nc d\n",
        ),
        ('<p xml:space="preserve">a  b\n c</p>', "a  b\n c\n"),
        ("<p>a<!-- no -->b<?no x?>c</p>", "abc\n"),
        ("<p><persName><forename>Ann</forename> <surname>Lee</surname></persName>’s hat</p>", "Ann Lee’s hat\n"),
        ("<castList><castItem><role>Ann</role><roleDesc>, a maid</roleDesc></castItem></castList>", "Ann, a maid\n"),
        ("", ""),
    ],
)
def test_rules(body: str, expected: str) -> None:
    assert plain_of(body) == expected


def read(el: etree._Element) -> str:
    """Read a text by the simplest means, as the oracle: every reading that the source has, no layout."""
    if not isinstance(el.tag, str):
        return el.text or "" if el.tag is etree.Entity else ""
    name = xmlio.local(el) if el.tag in (xmlio.tei("choice"), xmlio.tei("app"), "choice", "app") else ""
    parts = [el.text or ""]
    picked = None
    if name in ("choice", "app") and not any((part.tail or "").strip() for part in el) and not (el.text or "").strip():
        order = ("orig", "sic", "abbr", "am") if name == "choice" else ("lem", "rdg", "rdgGrp")
        children = [part for part in el if isinstance(part.tag, str)]
        picked = next(
            (part for want in order for part in children if xmlio.local(part) == want), next(iter(children), None)
        )
        return "" if picked is None else read(picked)
    for part in el:
        parts += [read(part), part.tail or ""]
    return "".join(parts)


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.skipif(not SHARED.is_dir(), reason="the TEI instances are not beside this repository")
def test_nothing_is_lost_in_files_of_others() -> None:
    for path in sorted(SHARED.rglob("*.xml")):
        data = path.read_bytes()
        root = xmlio.parse(data).getroot()
        texts = [el for el in root.iter("{*}text") if not any(xmlio.local(up) == "text" for up in el.iterancestors())]
        texts = [el for el in texts if el.tag in (xmlio.tei("text"), "text")]
        if texts:
            assert bare(export("text", data, plain=True).text) == bare("".join(map(read, texts))), path.name


NAMES = (
    "p",
    "hi",
    "choice",
    "sic",
    "corr",
    "note",
    "list",
    "item",
    "label",
    "lb",
    "pb",
    "table",
    "row",
    "cell",
    "l",
    "x",
    "app",
    "lem",
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 0) -> str:
    name = draw(st.sampled_from(NAMES))
    content = st.sampled_from(("", " ", "word", " two words ", "\n", "."))
    parts = [draw(content)]
    if depth < 4:
        for _ in range(draw(st.integers(0, 3))):
            parts += [draw(trees(depth + 1)), draw(content)]
    return f"<{name}>{''.join(parts)}</{name}>"


@settings(max_examples=150, deadline=None)
@given(trees())
def test_every_character_once_and_in_order(body: str) -> None:
    data = TEI.format(body).encode()
    root = xmlio.parse(data).getroot()
    assert bare(export("text", data, plain=True).text) == bare(read(root.find(xmlio.tei("text"))))


def test_deep_nesting_is_read() -> None:
    body = "<p>" + "<seg>" * 200 + "deep" + "</seg>" * 200 + "</p>"
    assert plain_of(body) == "deep\n"


def test_file_without_text() -> None:
    exported = export("text", b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><facsimile/></TEI>')
    assert exported.text == ""
    assert [found.code for found in exported.diagnostics] == ["X005"]


def test_exact_text_and_its_map() -> None:
    data = TEI.format("<p>One  <hi>two</hi></p><p>three</p>").encode()
    made = export("text", data, offsets=True)
    assert made.text == view(data).reading.text == "One two\n\nthree"
    [(suffix, written)] = made.beside
    assert suffix == ".offsets.json"
    said = json.loads(written)
    assert said["text"]["codePoints"] == len(made.text)
    assert [run[4] for run in said["runs"]] == ["same", "space", "same", "break", "same"]


def test_exact_text_is_of_tei_p5_only() -> None:
    with pytest.raises(TeikitError) as caught:
        export("text", b"<TEI.2><text><body><p>P4</p></body></text></TEI.2>", offsets=True)
    assert caught.value.diagnostic.code == "P005"
    assert export("text", b"<TEI.2><text><body><p>P4</p></body></text></TEI.2>").text == "P4\n"
