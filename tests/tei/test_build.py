"""Documents to TEI: nothing lost, always valid, same bytes."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from legal import document
from oracle import jing
from teikit.model import Aside, Block, CorrespAction, DateValue, Document, Metadata, Party, Source, Span
from teikit.tei import Program, build, ncname
from teikit.xmlio import NS, Element

PROGRAM = Program(version="9.9")


def made(doc: Document) -> bytes:
    return build(doc, Source("letter 1.txt", doc.text, sha256="ab"), program=PROGRAM)


def tree(doc: Document) -> Element:
    return etree.fromstring(made(doc))


def over(text: str, *parts: tuple[str, str], **metadata: object) -> Document:
    """Return a document with blocks of the given kinds over the given words, in order."""
    blocks, at = [], 0
    for kind, words in parts:
        start = text.index(words, at)
        at = start + len(words)
        blocks.append(Block(kind, Span(start, at)))
    return Document(text, metadata=Metadata(**metadata), blocks=tuple(blocks))  # type: ignore[arg-type]


def letters(text: str) -> Counter[str]:
    return Counter(c for c in text if not c.isspace())


@given(st.randoms(use_true_random=False))
def test_every_character_of_any_document_is_in_the_file(chance: random.Random) -> None:
    doc = document(chance)
    lost = letters(doc.text) - letters("".join(tree(doc).itertext()))
    hyphens = sum(1 for block in doc.walk() if block.kind == "lb" and block.type == "hyphen")
    assert lost.pop("-", 0) <= hyphens
    assert not lost


@given(st.randoms(use_true_random=False))
def test_same_document_same_bytes(chance: random.Random) -> None:
    doc = document(chance)
    assert made(doc) == made(doc)


@pytest.mark.slow
def test_any_document_is_valid_tei(shared: Path, tmp_path: Path) -> None:
    files = []
    for seed in range(600):
        files.append(tmp_path / f"{seed}.xml")
        files[-1].write_bytes(made(document(random.Random(seed))))
    assert jing(shared / "tei/4.9.0a/tei_all/tei_all.rng", files) == []


def test_an_empty_document_is_a_file_with_an_empty_paragraph() -> None:
    assert len(tree(Document("")).findall(".//tei:body/tei:div/tei:p", NS)) == 1


def test_a_letter_has_opener_and_closer() -> None:
    text = "London, May 3, 1921\n\nDear Jones,\n\nAll is well.\n\nYours ever,\nA. Smith\n\nP.S. Write."
    doc = over(
        text,
        ("dateline", "London, May 3, 1921"),
        ("salute", "Dear Jones,"),
        ("p", "All is well."),
        ("closer", "Yours ever,"),
        ("signed", "A. Smith"),
        ("postscript", "P.S. Write."),
        kind="letter",
    )
    div = tree(doc).find(".//tei:body/tei:div", NS)
    assert div is not None
    shape = [(etree.QName(el).localname, [etree.QName(c).localname for c in el]) for el in div]
    assert shape == [
        ("opener", ["dateline", "salute"]),
        ("p", []),
        ("closer", ["salute", "signed"]),
        ("postscript", ["p"]),
    ]


def test_a_divided_word_is_joined_and_its_hyphen_recorded() -> None:
    text = "the govern-\n    ment of the south-\nwest"
    marks = (
        Block("lb", Span(10, 16), type="hyphen"),
        Block("lb", Span(34, 35), type="no"),
    )
    doc = Document(text, blocks=(Block("p", Span(0, len(text)), marks),))
    p = tree(doc).find(".//tei:body//tei:p", NS)
    assert p is not None
    assert "".join(p.itertext()) == "the government of the south-west"
    assert [dict(lb.attrib) for lb in p] == [{"break": "no", "rend": "hyphen"}, {"break": "no"}]


def test_a_note_and_its_mark_point_to_each_other() -> None:
    text = "It is so.[1]\n\n[1] See the file."
    note = Block("note", Span(14, 31), (Block("label", Span(14, 17)),), n="1", place="bottom")
    doc = Document(text, blocks=(Block("p", Span(0, 12), (Block("ref", Span(9, 12), n="1"),)), note))
    root = tree(doc)
    assert root.find(".//tei:body//tei:ref", NS).get("target") == "#note-1"  # type: ignore[union-attr]
    found = root.find(".//tei:body//tei:note", NS)
    assert found is not None
    assert found.get("{http://www.w3.org/XML/1998/namespace}id") == "note-1"
    assert "".join(found.itertext()) == "[1] See the file."


def test_every_dateline_of_a_diary_opens_an_entry() -> None:
    text = "1 May\n\nRain.\n\n2 May\n\nSun."
    doc = over(text, ("dateline", "1 May"), ("p", "Rain."), ("dateline", "2 May"), ("p", "Sun."), kind="diary")
    root = tree(doc)
    assert len(root.findall(".//tei:div[@type='entry']/tei:opener/tei:dateline", NS)) == 2


def test_what_was_set_aside_stands_in_the_header_word_for_word() -> None:
    text = "Skip to content\n\nHello.\n\nPublic Record Office, London\n\nAll rights reserved."
    roles = [("Skip to content", "furniture"), ("Public Record Office, London", "source"), ("All rights", "rights")]
    asides = tuple(Aside(Span(text.index(w), text.index(w) + len(w)), role) for w, role in roles)
    doc = Document(text, metadata=Metadata(asides=asides), blocks=(Block("p", Span(17, 23)),))
    root = tree(doc)
    assert root.findtext(".//tei:notesStmt/tei:note[@type='furniture']/tei:q", namespaces=NS) == "Skip to content"
    assert root.findtext(".//tei:sourceDesc/tei:bibl", namespaces=NS) == "Public Record Office, London"
    assert root.findtext(".//tei:availability/tei:p", namespaces=NS) == "All rights"
    # "reserved." was neither set aside nor put into a block; it is text all the same.
    assert "reserved." in "".join(root.find(".//tei:body", NS).itertext())  # type: ignore[union-attr]


def test_the_correspondence_stands_in_the_header() -> None:
    sent = CorrespAction("sent", (Party("A. Smith"),), "London", DateValue(when="1921-05-03"), "May 3, 1921")
    root = tree(Document("x", metadata=Metadata(actions=(sent, CorrespAction("received", (Party("Jones"),))))))
    action = root.find(".//tei:correspAction[@type='sent']", NS)
    assert action is not None
    assert [(etree.QName(el).localname, el.text, dict(el.attrib)) for el in action] == [
        ("persName", "A. Smith", {}),
        ("placeName", "London", {}),
        ("date", "May 3, 1921", {"when": "1921-05-03"}),
    ]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("telegram-1962", "telegram-1962"),
        ("1962 telegram (copy)", "d-1962-telegram-copy"),
        ("Brief an Müller", "Brief-an-Müller"),
        ("***", "document"),
        ("письмо", "письмо"),
        ("x²", "x"),
        ("ªb", "b"),
        ("caf\udce9", "caf"),
    ],
)
def test_file_names_become_legal_ids(name: str, id: str) -> None:
    assert ncname(name) == id


def test_the_first_of_several_sections_is_a_section_too() -> None:
    text = "REPORT\n\nBy A. Smith\n\nTRADE\n\nGood.\n\nHEALTH\n\nBad."
    doc = over(
        text,
        ("head", "REPORT"),
        ("byline", "By A. Smith"),
        ("head", "TRADE"),
        ("p", "Good."),
        ("head", "HEALTH"),
        ("p", "Bad."),
    )
    heads = [el.findtext("tei:head", namespaces=NS) for el in tree(doc).iterfind(".//tei:body//tei:div", NS)]
    assert heads == ["REPORT", "TRADE", "HEALTH"]
