"""The reading text: how the parts of a text are laid out, and that nothing of it is lost."""

# ruff: noqa: E501  # tables of cases, a case a line

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikit import xmlio
from teikit.export import export
from teikit.export.report import Report
from teikit.export.text import plain_text
from teikit.export.text.width import width, wrapped

SHARED = Path(__file__).resolve().parents[2] / "../shared/tei/instances"
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{}</body></text></TEI>'


def text_of(body: str, **options: object) -> str:
    return export("text", TEI.format(body).encode(), **options).text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One  two\n three.</p><p>Four.</p>", "One two three.\n\nFour.\n"),
        ("<div><head>Title</head><div><head>漢字</head><p>x</p></div></div>", "Title\n=====\n\n\n漢字\n----\n\nx\n"),
        ("<p>won<pc force='weak'>-</pc><lb break='no'/>\n der<lb/>ful</p>", "wonder ful\n"),
        ("<p>well-<lb break='no'/>known</p>", "well-known\n"),
        ("<p>one<pb n='2'/>two</p>", "one [p. 2] two\n"),
        ("<p>o<pb n='2r' break='no'/>ne</p>", "o[p. 2r]ne\n"),
        ("<p>one</p><pb n='Page 7'/><p>two</p>", "one\n\n[p. 7]\n\ntwo\n"),
        ("<list><item>a</item><pb n='3'/><item>b</item></list>", "– a\n– [p. 3] b\n"),
        ("<p>one<pb/>two</p>", "one [page] two\n"),
        ("<p><choice><sic>wos</sic><corr>was</corr></choice> <app><lem>a</lem><rdg>b</rdg></app></p>", "wos a\n"),
        ("<p><del>a</del> <supplied>b</supplied> <gap/> <gap><desc>two words</desc></gap></p>", "⟦a⟧ [b] […] [… two words]\n"),
        ("<p>so <q>well</q>, <q>“no”</q>, “<quote>yes</quote>”</p>", "so “well”, “no”, “yes”\n"),
        ("<lg><l>a</l><l rend='indent(2)'>b</l></lg><lg><l>c</l></lg>", "    a\n        b\n\n    c\n"),
        ("<sp><speaker>Lear</speaker><p>Howl!</p><l>Howl!</l></sp>", "Lear\n    Howl!\n\n    Howl!\n"),
        ("<list type='ordered'><item>a</item><item>b<list><item>c</item></list></item></list>", "1. a\n2. b\n   – c\n"),
        ("<list><label>a)</label><item>x</item><item n='2'>y</item></list>", "a) x\n2. y\n"),
        ("<list type='gloss'><label>Salt</label><item>of the sea</item></list>", "Salt\n    of the sea\n"),
        ("<list rend='inline'><item>a,</item><item>b</item></list>", "a,\nb\n"),
        ("<p>See <list type='inline'><item>a,</item> <item>b</item></list>.</p>", "See a, b.\n"),
        (
            "<table><head>T</head><row role='label'><cell>A</cell><cell>漢字</cell></row>"
            "<row><cell>long</cell><cell>7</cell></row></table>",
            "T\n\nA     漢字\n----  ----\nlong     7\n",
        ),
        ("<opener><dateline>Paris, <date>1 May</date></dateline><salute>Sir,</salute></opener><p>x</p>", "Paris, 1 May\nSir,\n\nx\n"),
        ("<p>a<note>b<note>c</note></note> d <note>e</note></p>", "a[1] d[2]\n\n——————————\n\n[1] b[3]\n[2] e\n[3] c\n"),
        ("<p>a<ref target='#n'>*</ref> b</p><note xml:id='n' place='end'>x</note>", "a[1] b\n\n——————————\n\n[1] x\n"),
        ("<p>a<anchor xml:id='p'/> b</p><div><note target='#p'>x</note></div>", "a[1] b\n\n——————————\n\n[1] x\n"),
        ("<entry><form><orth>girl</orth></form><gramGrp><pos>n.</pos></gramGrp><sense><def>lass</def></sense></entry>", "girl n.\n\nlass\n"),
        ("<p><placeName><settlement>Vejle</settlement><country>Denmark</country></placeName></p>", "Vejle Denmark\n"),
        ("<p>a<w>b</w><w>c</w></p>", "abc\n"),
        ("<eg>  x\n    y</eg>", "      x\n        y\n"),
        ("<p>x</p><fw>head</fw>", "x\n"),
        ("<p>see <ptr target='https://example.org/'/>.</p>", "see https://example.org/.\n"),
        ("<l/><p/><list/><table><row/></table><quote/><note/>", ""),
    ],
)  # fmt: skip
def test_layout(body: str, expected: str) -> None:
    assert text_of(body) == expected


def test_room_in_a_line_is_a_space_and_a_page_stands_before_its_heading() -> None:
    body = '<div><head><pb n="7"/> One</head><p>arbeite<space quantity="1"/><c>s</c>ehr</p></div>'
    assert text_of(body) == "[p. 7]\n\n\nOne\n===\n\narbeite sehr\n"
    assert text_of(body, plain=True) == "One\n\narbeite sehr\n"


def test_a_plain_name_is_known() -> None:
    for options in ({}, {"plain": True}):
        assert not export("text", TEI.format("<p><name>X</name></p>").encode(), **options).diagnostics


def test_where_notes_go() -> None:
    body = "<p>a<note>b <hi>c</hi></note> d</p><note><p>e</p></note>"
    assert text_of(body, notes="inline") == "a [b c] d\n\ne\n"
    assert text_of(body, notes="none") == "a d\n"


def test_lines_of_the_source() -> None:
    body = "<p>one<lb/>two won<lb break='no'/>der, won-<lb break='no'/>der</p><p><lb/>three</p>"
    assert text_of(body, lines=True) == "one\ntwo won-\nder, won-\nder\n\nthree\n"
    assert text_of(body) == "one two wonder, won-der\n\nthree\n"


def test_wrapped_lines() -> None:
    made = text_of("<p>aaaa bbbb cccc</p><list><item>aaaa bbbb cccc dddd eeee</item></list>", wrap=20)
    assert made == "aaaa bbbb cccc\n\n– aaaa bbbb cccc\n  dddd eeee\n"
    assert wrapped("漢字、仮名「文」だ", 8) == ["漢字、仮", "名「文」", "だ"]
    assert wrapped("abcdefghij k", 4) == ["abcdefghij", "k"]
    assert (width("e\u0301"), width("漢"), width("a\u200b")) == (1, 2, 1)


@given(st.lists(st.text("ab漢é-,。「", min_size=1, max_size=12)), st.integers(4, 30))
def test_wrapping_changes_nothing_but_spaces(words: list[str], columns: int) -> None:
    text = " ".join(words)
    lines = wrapped(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert width(line) <= columns or " " not in line.strip()


def test_a_long_cell_does_not_widen_every_row() -> None:
    rows = "<row><cell>a</cell><cell>b</cell></row>" * 100
    made = text_of(f"<table>{rows}<row><cell>{'x' * 10_000}</cell><cell>c</cell></row></table>")
    assert len(made) < 20_000


def test_what_is_left_out_is_told_once() -> None:
    body = (
        "<fw>a</fw><p><choice><sic>a</sic><corr>b</corr></choice><graphic url='x'/><formula>y</formula></p><fw>b</fw>"
    )
    table = "<table><row><cell cols='2'>x</cell></row></table>"
    made = export("text", TEI.format(body + table).encode(), path="a.xml")
    said = {found.code: found.message for found in made.diagnostics}
    assert sorted(said) == ["X020", "X021", "X022", "X023"]
    assert said["X020"] == "2 running heads, page numbers and catchwords (fw) are left out"
    assert said["X021"] == "one other reading (of choice or app) is left out"
    assert {found.path for found in made.diagnostics} == {"a.xml"}


def test_deep_nesting_is_read_and_told_of() -> None:
    for name in ("list", "quote", "note", "table", "sp"):
        inner = {"list": "item", "table": "row"}.get(name, "ab")
        body = f"<{name}><{inner}>" * 110 + "deep" + f"</{inner}></{name}>" * 110
        made = export("text", TEI.format(body).encode())
        assert "deep" in made.text
        assert "X004" in [found.code for found in made.diagnostics], name
    assert text_of("<p>" + "<seg>" * 240 + "deep" + "</seg>" * 240 + "</p>") == "deep\n"


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalpha())


@pytest.mark.skipif(not SHARED.is_dir(), reason="the TEI instances are not beside this repository")
def test_no_letter_is_lost_in_files_of_others() -> None:
    for path in sorted(SHARED.rglob("*.xml")):
        data = path.read_bytes()
        tree = xmlio.parse(data)
        for el in list(tree.iter("{*}fw", "{*}binaryObject")):
            tail = el.tail
            el.clear()
            el.tail = tail
        wanted = letters(plain_text(tree, Report(tree)))
        for options in ({"notes": "inline"}, {"wrap": 60}, {"lines": True}):
            made = letters(export("text", data, **options).text)
            assert not Counter(wanted) - Counter(made), (path.name, options)
        made_letters = iter(letters(export("text", data, notes="inline").text))
        if path.name != "letters-let695.xml":  # its notes stand at the end, and are read where their marks are
            assert all(char in made_letters for char in wanted), path.name


NAMES = "p hi choice sic corr note list item label lb pb table row cell l lg x app lem sp speaker quote q head div gap ab".split()


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
def test_no_letter_is_lost(body: str) -> None:
    data = TEI.format(body).encode()
    tree = xmlio.parse(data)
    wanted = Counter(letters(plain_text(tree, Report(tree))))
    for options in ({}, {"notes": "inline", "wrap": 20}, {"lines": True}):
        made = export("text", data, **options).text
        found = Counter(letters(made.replace("[page]", "")))
        assert found == wanted, options
        assert not [line for line in made.split("\n") if line != line.rstrip(" ")]
        assert "\n\n\n\n" not in made
