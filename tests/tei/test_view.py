"""What a TEI file reads as, and where every character of it stands."""

from __future__ import annotations

import codecs

import pytest

from teikit.diagnostics import TeikitError
from teikit.model import CorrespAction, DateValue, Party, Span
from teikit.tei.view import View, view

TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


def seen(body: str, before: str = "") -> View:
    return view(f"{before}<TEI {TEI}><text><body>{body}</body></text></TEI>".encode())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<p>\n  one\n  two\tthree </p>", "one two three"),
        ("<p>Mos<lb break='no'/>\n  cow <lb/>and<lb/>Kiev</p>", "Moscow and Kiev"),
        ("<p>Mos<pc force='weak'>-</pc><lb break='no'/>cow well<pc>-</pc>known</p>", "Moscow well-known"),
        ("<p>a<del>b</del><fw>c</fw><figure><figDesc>d</figDesc></figure><gap><desc>e</desc></gap>f</p>", "af"),
        ("<p><choice><reg>x</reg><orig>y</orig></choice><choice><expan>z</expan><abbr>w</abbr></choice></p>", "yw"),
        ("<p><app><rdg>x</rdg><lem>y</lem></app><subst><del>u</del><add>v</add></subst></p>", "yv"),
        ("<head>H</head><list><item>a</item><item>b</item></list>", "H\n\na\nb"),
        ("<lg><l>a</l><l>b</l></lg><lg><l>c</l></lg>", "a\nb\n\nc"),
        ("<p>a<note>b</note> c<ref type='noteAnchor' target='#n'>1</ref></p>", "a\nb\nc"),
        ("<div><opener><dateline>Paris</dateline><salute>Sir</salute></opener><p>x</p></div>", "Paris\nSir\n\nx"),
        ("<sp><speaker>A</speaker><p>x</p></sp>", "A\n\nx"),
        ("<table><row><cell>a</cell><cell>b</cell></row></table>", "a\nb"),
        ("<p xml:space='preserve'>a  b\n c</p>", "a b c"),
        ("<p>a<!-- x --> <?y?> b</p>", "a b"),
        ("<p>A &amp; B&#x20;&#67;<![CDATA[ <D> & ]]>E</p>", "A & B C <D> & E"),
        ("<p><w>a</w><pc>,</pc> <w>b</w></p>", "a, b"),
        ("<p>see <eg:egXML xmlns:eg='http://www.tei-c.org/ns/Examples'><p>x</p></eg:egXML></p>", "see"),
        ("<p>to <quote><p>one</p><p>two</p></quote> end</p>", "to\n\none\n\ntwo\n\nend"),
        ("<p>a <address><addrLine>b</addrLine><addrLine>c</addrLine></address></p>", "a\nb\nc"),
    ],
)
def test_text_as_read(body: str, text: str) -> None:
    assert seen(body).document.text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_every_character_knows_its_bytes(encoding: str) -> None:
    wide = "😀 Ħ " if encoding.startswith("utf") else ""
    declared = encoding.removesuffix("-sig")
    body = f'<p n="é">Zoë {wide}und  \r\n &#233;tc</p>'
    text = f'<?xml version="1.0" encoding="{declared}"?>\r\n<TEI {TEI}><text><body>{body}</body></text></TEI>'
    data = text.encode(encoding)
    result = view(data)
    assert result.document.text == f"Zoë {wide}und étc"
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    if encoding == "utf-16":
        codec = "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    for at, char in enumerate(result.document.text):
        start, end = result.bytes_of(Span(at, at + 1))
        raw = data[start:end].decode(codec)
        assert raw == char or raw == "&#233;" or (char == " " and raw.strip() in ("", "\r\n"))


def test_long_runs_of_mixed_width() -> None:
    text = "é—x" * 2000
    result = seen(f"<p>{text}</p>")
    for at in (0, 1, 255, 256, 257, 5999):
        start, end = result.bytes_of(Span(at, at + 1))
        assert result.data[start:end].decode() == text[at]


def test_entities_are_one_piece_and_never_fetched() -> None:
    dtd = (
        '<!DOCTYPE TEI SYSTEM "no-such.dtd" [<!ENTITY fc "Fidel <hi>Castro</hi>"><!ENTITY out SYSTEM "file:///etc/passwd">'
        '<!ENTITY none "">]>'
    )
    result = seen("<p>with &fc;&none; of &nbsp;x&out;y &unknown;</p>", dtd)
    assert result.document.text == "with Fidel Castro of \xa0x\ufffcy \ufffc"
    start, end = result.bytes_of(Span(5, 17))
    assert result.data[start:end] == b"&fc;"
    assert "root:" not in result.document.text


def test_marked_names_become_mentions() -> None:
    result = seen(
        '<p><persName ref="#a">A <surname>B</surname></persName> in <placeName><country>C</country></placeName>'
        ' on <date from="1962" to="1963">D</date>, <rs type="person">E</rs>, <rs type="event">F</rs>,'
        " <name>G</name></p>"
    )
    found = [(m.kind, m.span.of(result.document.text), m.source) for m in result.document.mentions]
    assert found == [
        ("persName", "A B", "document"),
        ("placeName", "C", "document"),
        ("date", "D", "document"),
        ("persName", "E", "document"),
    ]
    assert result.document.mentions[0].ref == "a"
    assert result.document.mentions[2].value == DateValue(from_="1962", to="1963")


def test_header_becomes_metadata() -> None:
    header = """<teiHeader><fileDesc><titleStmt><title type="sub">S</title><title type="main">Telegram</title>
    <author><persName>A. B.</persName></author></titleStmt><sourceDesc><msDesc><msIdentifier>
    <settlement>Moscow</settlement><repository>AVP RF</repository><idno>7</idno></msIdentifier></msDesc>
    <bibl>A letter.</bibl></sourceDesc></fileDesc><profileDesc>
    <langUsage><language ident="de">German</language></langUsage><correspDesc><correspAction type="sent">
    <persName>A. B.</persName><settlement>Havana</settlement><date when="1962-10-27">27 Oct</date>
    </correspAction></correspDesc></profileDesc></teiHeader>"""
    data = f'<TEI {TEI}>{header}<text type="memorandum_of_conversation"><body><p>x</p></body></text></TEI>'.encode()
    meta = view(data).document.metadata
    when = DateValue(when="1962-10-27")
    assert (meta.title, meta.language, meta.kind) == ("Telegram", "de", "memorandum of conversation")
    assert (meta.settlement, meta.repository, meta.idno) == ("Moscow", "AVP RF", "7")
    assert meta.source == ("A letter.",)
    assert meta.authors == (Party("A. B."),)
    assert meta.actions == (CorrespAction("sent", (Party("A. B."),), "Havana", when, "27 Oct"),)
    assert (meta.date, meta.date_text, meta.place) == (when, "27 Oct", "Havana")


def test_blocks_have_the_names_of_tei() -> None:
    result = seen('<div type="letter"><head>H</head><p>one <note n="1" place="foot">two</note></p></div>')
    kinds = [(block.kind, block.span.of(result.document.text)) for block in result.document.walk()]
    assert kinds == [("div", "H\n\none\ntwo"), ("head", "H"), ("p", "one\ntwo"), ("note", "two")]
    note = list(result.document.walk())[-1]
    assert (note.n, note.place) == ("1", "foot")


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"", "P001", (1, 1)),
        (b"<TEI>\n <p></TEI>", "P001", (2, 7)),
        (b"%PDF-1.4", "P001", (1, 1)),
        (b'<?xml version="1.0" encoding="x-none"?><TEI/>', "P001", (1, 1)),
        (b'<?xml version="1.0" encoding="Shift_JIS"?><TEI/>', "P001", (1, 1)),
        (b"<TEI.2><text/></TEI.2>", "P005", (1, 1)),
        (b'<article xmlns="http://docbook.org/ns/docbook"/>', "P005", (1, 1)),
    ],
)
def test_what_is_no_tei_is_refused(data: bytes, code: str, place: tuple[int, int]) -> None:
    with pytest.raises(TeikitError) as raised:
        view(data)
    diagnostic = raised.value.diagnostic
    assert (diagnostic.code, (diagnostic.line, diagnostic.column)) == (code, place)


def test_hostile_files_end_in_a_diagnostic_or_are_read() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    with pytest.raises(TeikitError) as raised:
        seen("<p>&e11;</p>", f'<!DOCTYPE TEI [<!ENTITY e0 "lol lol lol">{bomb}]>')
    assert raised.value.diagnostic.code == "P001"
    deep = 5000
    result = seen("<div>" * deep + "<p>x</p>" + "</div>" * deep)
    assert result.document.text == "x"


def test_line_and_column() -> None:
    result = seen("<p>one</p>\n<p>zwölf two</p>")
    at = result.document.text.index("two")
    assert result.line_and_column(at) == (2, 10)
    assert view(f"<TEI {TEI}/>".encode()).line_and_column(0) == (1, 1)


def test_several_texts_and_fragments() -> None:
    texts = [f"<TEI><text><body><p>{letter}</p></body></text></TEI>" for letter in "ab"]
    corpus = f"<teiCorpus {TEI}><teiHeader/>{texts[0]}{texts[1]}</teiCorpus>"
    assert view(corpus.encode()).document.text == "a\n\nb"
    assert view(f"<div {TEI}><p>a</p></div>".encode()).document.text == "a"
    assert view(b"<x><y:TEI xmlns:y='http://www.tei-c.org/ns/1.0'><y:text>a</y:text></y:TEI></x>").document.text == "a"
