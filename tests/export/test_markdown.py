"""Markdown: how it is written, and that pandoc reads every character of it as the text that it is."""

# ruff: noqa: E501  # tables of cases, a case a line

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from export import pandoc
from teikit.export import export
from teikit.export.markdown import metadata
from teikit.export.markdown.escape import guarded
from teikit.export.report import Report, parsed
from teikit.export.text import read_parts
from teikit.export.text.looks import Looks
from teikit.export.text.parts import Part, every

SHARED = Path(__file__).resolve().parents[2] / "../shared/tei/instances"
CASES = Path(__file__).resolve().parents[1] / "cases/export"
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{}</body></text></TEI>'
needs_pandoc = pytest.mark.skipif(pandoc.PANDOC is None, reason="pandoc is not installed")


def markdown_of(body: str, **options: object) -> str:
    return export("markdown", TEI.format(body).encode(), **options).text


def parts_of(data: bytes) -> Part:
    tree = parsed(data)
    return read_parts(tree, Report(tree), Looks(styled=True, language=metadata.language(tree)))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a <hi rend='italic'>b </hi>c</p>", "a *b* c\n"),
        ("<p>a<hi rend='bold'>b</hi><hi rend='italic'>c</hi></p>", "a**b**<!-- -->*c*\n"),
        ("<p><hi rend='bold italic'>b</hi> <hi>c <hi rend='sup'>d e</hi></hi></p>", "***b*** *c ^d\\ e^*\n"),
        ("<p>1<hi rend='sup'>st</hi><note>n</note>: (x)<note>m</note>(y)</p>", "1^st^[^1]\\: (x)[^2]\\(y)\n\n[^1]: n\n\n[^2]: m\n"),
        ("<p><title>T</title> <title level='a' rend='roman'>A</title></p>", "*T* A\n"),
        ("<p xml:lang='ar'>ا</p><p xml:lang='no language'>b</p>", "[ا]{lang=ar dir=rtl}\n\nb\n"),
        ("<p>‘So,’ he said: ‘tis Ann’s, ‘90</p>", "‘So,’ he said: \\‘tis Ann’s, \\‘90\n"),
        ("<p>a<lb/>b</p><address><addrLine>c</addrLine><addrLine>d</addrLine></address>", "a b\n\nc\\\nd\n"),
        ("<p><code>a|b</code> <code>x`y</code> <code>z</code></p>", "a\\|b `` x`y `` `z`\n"),
        ("<list><item>a</item></list><list><item>b</item></list>", "-   a\n\n<!-- -->\n\n-   b\n"),
        ("<list><label>3.</label><item>a</item><label>4.</label><item>b</item></list>", "3.  a\n4.  b\n"),
        ("<list><label>3.</label><item>a</item><label>5.</label><item>b</item></list>", "-   3\\. a\n-   5\\. b\n"),
        ("<list type='gloss'><label>a</label><item>b</item></list>", "a\n\n:   b\n"),
        ("<sp><speaker>A</speaker><l>b</l><l>c</l></sp>", "**A**\n\n| b\n| c\n"),
        ("<table><row><cell>a</cell><cell>|</cell></row></table>", "|     |     |\n| --- | --- |\n| a   | \\|  |\n"),
        ("<eg>a\n```\n</eg>", "````\na\n```\n````\n"),
        ("<quote><p>a</p><p>b</p></quote>", "> a\n>\n> b\n"),
        ("<p>x<pb n='2'/>y</p>", "x [\\[p. 2\\]]{.pagebreak} y\n"),
        ("<p><ref target='javascript:alert(1)'>a</ref> <ref target='https://b.org/_'>c</ref></p>", "a [c](<https://b.org/_>)\n"),
        ("<p>a<note>b<note>c</note></note></p>", "a[^1]\n\n[^1]: b \\[c\\]\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown(body: str, expected: str) -> None:
    assert markdown_of(body) == expected


@pytest.mark.parametrize("line", ["- x", "+ x", "1. x", "(a) x", "iv) x", "===", ": x", "Table: x", "% x", "12."])
def test_guarded_lines(line: str) -> None:
    assert guarded(line).replace("\\", "", 1) == line
    assert guarded(line) != line


def test_wrapped_lines_are_short_and_guarded() -> None:
    made = markdown_of(f"<p>{'word 1. - # ' * 30}</p>", wrap=40)
    assert max(map(len, made.split("\n"))) <= 40
    assert not [line for line in made.split("\n") if line.startswith(("- ", "1. ", "# "))]


def test_an_author_is_named_without_identifiers() -> None:
    data = b"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title>
<author><persName>Karl Meisl</persName> <idno>Q1</idno></author></titleStmt></fileDesc></teiHeader></TEI>"""
    assert '- "Karl Meisl"\n' in export("markdown", data).text


def test_metadata() -> None:
    made = export("markdown", (CASES / "reading/source.xml").read_bytes()).text
    assert made.startswith('---\ntitle: "Of \\\\*Stars')
    assert "pell.txt" not in made


@needs_pandoc
@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
@pytest.mark.parametrize("wrap", [0, 40])
def test_pandoc_reads_the_text_of_cases(name: str, wrap: int) -> None:
    data = (CASES / name / "source.xml").read_bytes()
    made = export("markdown", data, wrap=wrap).text
    assert pandoc.characters(pandoc.read(made)) == pandoc.said(parts_of(data))


@needs_pandoc
def test_pandoc_finds_what_there_is() -> None:
    data = (CASES / "reading/source.xml").read_bytes()
    found = pandoc.read(export("markdown", data).text)
    counts = Counter(node["t"] for node in pandoc.nodes(found["blocks"]))
    parts = [part.kind for part in every(parts_of(data))]
    assert counts["Header"] == parts.count("head") == 3
    assert counts["Note"] == 3
    assert counts["Table"] == parts.count("table") == 2
    assert counts["LineBlock"] == parts.count("verse") == 2
    assert counts["OrderedList"] == 2
    assert counts["DefinitionList"] == 1
    assert counts["CodeBlock"] == 1
    for kind in ("Emph", "Strong", "Superscript", "Subscript", "SmallCaps", "Strikeout", "Link", "BlockQuote", "Code"):
        assert counts[kind], kind
    assert found["meta"]["author"]["t"] == "MetaList"
    assert pandoc.characters(found["meta"]["title"]) == 'Of*Stars*&Salt:a"Miscellany"'


@needs_pandoc
def test_through_a_word_processor_and_back() -> None:
    data = (CASES / "reading/source.xml").read_bytes()
    made = export("markdown", data).text
    document = pandoc.convert(made, "-f", "markdown", "-t", "docx", "-o", "-")
    notes = zipfile.ZipFile(io.BytesIO(document)).read("word/footnotes.xml").decode()
    assert [word in notes for word in ("First:", "Second.", "Third.", "second paragraph")] == [True] * 4
    plain = pandoc.convert(document, "-f", "docx", "-t", "plain", "--wrap=none").decode()
    for words in ("# no heading, 1. no list, *no emphasis*", 'wait... 5--6, "so" it\'s.', "שלום", "[3] Third."):
        assert words in plain
    assert [plain.count(f"[{number}]") for number in (1, 2, 3)] == [2, 2, 2]


@needs_pandoc
def test_as_a_page() -> None:
    made = export("markdown", (CASES / "reading/source.xml").read_bytes()).text
    page = pandoc.convert(made, "-f", "markdown", "-t", "html").decode()
    assert page.count('role="doc-noteref"') == page.count('role="doc-backlink"') == 3
    assert page.count("<table") == 2
    assert [page.count(f"<h{level}") for level in (1, 2)] == [2, 1]
    assert '<span lang="he" dir="rtl">' in page
    assert 'href="https://example.org/a_b?c=(1)"' in page


@needs_pandoc
@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the TEI instances are not beside this repository")
@pytest.mark.parametrize("wrap", [0, 60])
def test_pandoc_reads_the_text_of_files_of_others(wrap: int) -> None:
    for path in sorted(SHARED.rglob("*.xml")):
        data = path.read_bytes()
        found = pandoc.read(export("markdown", data, wrap=wrap).text)
        parts = parts_of(data)
        assert pandoc.characters(found["blocks"]) == pandoc.said(parts), path.name
        heads = [part for part in every(parts) if part.kind == "head" and pandoc.said(part)]
        assert sum(node["t"] == "Header" for node in pandoc.nodes(found["blocks"])) == len(heads), path.name


PIECES = [
    *"*_#`~^$@|<>[](){}\\!\"'-+=:%.&/1aé “”‘’„א\u0085\u0096",
    *("  ", "\n", "--", "---", "....", "1.", "1)", "(a)", "iv.", "#.", "Table:", "+---+", "| a |", "***", "[^1]", "[^1]:"),
    *("![x](y)", "http://a.b", "&amp;", "&#60;", "```", "~~~", ":::", "$x$", "@doe", "<b>", "<!-- x", "-->", "Mr. X", "- "),
    *("> ", "\u00a0", "\u200b", "\u0301", "漢字", "😀", "\u2003x", "{.cls}", "\\begin{a}", "^[n]", "[a]: b", "x\\", "_a_"),
]  # fmt: skip
STYLED = (
    "hi rend='italic'",
    "hi rend='bold'",
    "hi rend='sup'",
    "hi rend='sub'",
    "hi rend='smallcaps'",
    "del",
    "code",
    "note",
)
BLOCKS = (
    "p",
    "head",
    "l",
    "item",
    "cell",
    "quote",
    "ref target='https://a.org/x_y*z?(1)'",
    "foreign xml:lang='he'",
    "label",
)
HOLDERS = (
    "list",
    "list type='ordered'",
    "list type='gloss'",
    "table",
    "row",
    "row role='label'",
    "lg",
    "div",
    "sp",
    "seg",
)
words = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)


@st.composite
def trees(draw: st.DrawFn, depth: int = 0) -> str:
    tag = draw(st.sampled_from(STYLED + BLOCKS + HOLDERS))
    inner = escape(draw(words))
    if depth < 4:
        for _ in range(draw(st.integers(0, 3))):
            inner += draw(trees(depth + 1)) + escape(draw(words))
    return f"<{tag}>{inner}</{tag.split()[0]}>"


@needs_pandoc
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(trees(), min_size=1, max_size=3), st.sampled_from((0, 20, 40)))
def test_pandoc_reads_every_character(bodies: list[str], wrap: int) -> None:
    data = TEI.format("".join(bodies)).encode()
    made = export("markdown", data, wrap=wrap).text
    assert pandoc.characters(pandoc.read(made)["blocks"]) == pandoc.said(parts_of(data)), made
