"""The text read in one pass is the text read with a tree, or none."""

from __future__ import annotations

import pytest

from teikit.tei.plain import plain_text
from teikit.tei.reading import read
from teikit.xmlscan.scan import scan

HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><p>The header</p></fileDesc></teiHeader>'

READ = {
    "parts": "<div><head>No. 1</head>\n<p>Paris,\n  May 1.</p><p>Sir: a  &amp;&#32; b</p></div>",
    "breaks": '<p>the Em<lb break="no"/>\n bassy at<lb/>Rome <pb n="2"/> and <hi>there</hi>.</p>',
    "left out": '<p>I<note>sic</note> am <del>not</del> <ref type="noteAnchor">1</ref>well<gap/>.</p>',
    "register": "<listPerson><person><p>Hay</p></person></listPerson><p>a</p>",
    "foreign": '<p>a <m:math xmlns:m="urn:m"><m:text>x</m:text></m:math> b<!-- c --> d</p>',
}
WHOLE = {name: f"<text><body>{body}</body></text>" for name, body in READ.items()} | {
    "two texts": "<text><group><text><body><p>a</p></body></text>\n<text><body><p>b</p></body></text></group></text>",
    "standOff": "<standOff><note>x</note></standOff><text><body><p>a</p></body></text>",
    "no text": "<note>a <p>b</p></note>",
}
TREE = {
    "choice": "<text><body><p><choice><sic>teh</sic><corr>the</corr></choice> end</p></body></text>",
    "app": "<text><body><p><app><lem>a</lem><rdg>b</rdg></app></p></body></text>",
    "hyphen": '<text><body><p>Em<pc force="weak">-</pc><lb break="no"/>bassy</p></body></text>',
    "CDATA": "<text><body><p><![CDATA[a < b]]></p></body></text>",
    "not well-formed": "<text><body><p>a</body></text>",
}


def plain(body: str, has_text: bool = True) -> str | None:
    return plain_text(f"{HEAD}{body}</TEI>".encode(), has_text=has_text)


@pytest.mark.parametrize("body", WHOLE.values(), ids=WHOLE.keys())
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_one_pass_reads_what_a_tree_reads(body: str, encoding: str) -> None:
    data = f"{HEAD}{body}</TEI>".encode(encoding)
    text = plain_text(data, has_text="<text" in body)
    assert text
    assert text == read(scan(data)).text


@pytest.mark.parametrize("body", TREE.values(), ids=TREE.keys())
def test_where_a_tree_is_needed_nothing_is_returned(body: str) -> None:
    assert plain(body) is None


def test_an_entity_needs_a_tree() -> None:
    data = f'<!DOCTYPE TEI [<!ENTITY a "b">]>{HEAD}<text><body><p>&a;</p></body></text></TEI>'.encode()
    assert plain_text(data, has_text=True) is None


def test_a_text_that_was_not_there_is_noticed() -> None:
    assert plain("<text><body><p>a</p></body></text>", has_text=False) is None
    assert plain("<p>a</p>", has_text=True) is None
