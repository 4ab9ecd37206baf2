from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from export.standoff.editions import edited, every, hard, with_text
from teikit.diagnostics import Diagnostic
from teikit.edition import Edition
from teikit.export import File, export_all
from teikit.export.standoff.marks import levels

Mention = tuple[int, int, str]
KINDS = {"PER": "persName", "LOC": "placeName", "ORG": "orgName", "DATE": "date", "TIME": "time"}
KINDS_HIPE = {"pers": "persName", "loc": "placeName", "org": "orgName", "time": "date"}
SIGNS = {"s": " ", "t": "\t", "n": "\n", "r": "\r", "p": "|", "\\": "\\"}


def made(style: str, editions: list[Edition]) -> tuple[str, list[Diagnostic]]:
    written, told = "", []
    for one in export_all(style, iter(editions)):
        if isinstance(one, File):
            written += b"".join(one.pieces).decode()
        else:
            told.append(one)
    return written, told


def documents(style: str, text: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Read what a reader of the format would: the id of each document, and its rows."""
    name, rows = "", []
    head, _, rest = text.partition("\n")
    assert head.startswith("# global.columns" if style == "conll" else "TOKEN\t")
    for line in rest.split("\n"):
        begins = re.match(r"# (?:newdoc id|hipe2022:document_id) = (.*)", line)
        if begins:
            if name:
                yield name, rows
            name, rows = begins[1], []
        elif line and not line.startswith("# "):
            rows.append(line.split("\t"))
    if name:
        yield name, rows


def unescaped(value: str) -> str:
    return re.sub(r"\\(?:u([0-9a-f]{4})|(.))", lambda m: chr(int(m[1], 16)) if m[1] else SIGNS[m[2]], value)


def rebuilt(style: str, rows: list[list[str]]) -> tuple[str, set[Mention]]:
    """Return the text and the mentions of a document, from its rows alone."""
    form, columns, kinds = (1, (2, 3), KINDS) if style == "conll" else (0, (1, 6), KINDS_HIPE)
    text, found, going = "", set(), {}
    for row in rows:
        assert len(row) == (6 if style == "conll" else 10)
        flags = row[-1].split("|")
        said = dict(flag.split("=", 1) for flag in flags if "=" in flag)
        text += unescaped(said.get("SpacesBefore", ""))
        assert (int(said["start_char"]), int(said["end_char"])) == (len(text), len(text) + len(row[form]))
        for column in columns:
            tag, _, label = row[column].partition("-")
            if tag != "I" and column in going:
                found.add(going.pop(column))
            if tag != "O":
                start = going[column][0] if tag == "I" else len(text)
                going[column] = (start, len(text) + len(row[form]), kinds[label])
        none = "SpaceAfter=No" in flags or "NoSpaceAfter" in flags
        text += row[form] + ("" if none else unescaped(said.get("SpacesAfter", "\\s")))
    return text, found | set(going.values())


def expected(style: str, edition: Edition) -> set[Mention]:
    depths = levels(mark.span for mark in edition.marks)
    kinds = {"time": "date"} if style == "hipe" else {}
    return {
        (mark.span.start, mark.span.end, kinds.get(mark.kind, mark.kind))
        for mark, depth in zip(edition.marks, depths, strict=True)
        if depth < 2
    }


@pytest.mark.parametrize("style", ["conll", "hipe"])
def test_text_and_mentions_can_be_had_back_from_real_files(style: str) -> None:
    written, told = made(style, list(every()))
    found = list(documents(style, written))
    editions = with_text()
    assert [one.code for one in told].count("X036") == len(every()) - len(editions)
    assert len({name for name, _ in found}) == len(editions)
    for edition, (_, rows) in zip(editions, found, strict=True):
        text, mentions = rebuilt(style, rows)
        assert text.removesuffix(" ") == edition.text.removesuffix(" ")
        assert mentions == expected(style, edition)


@pytest.mark.parametrize("style", ["conll", "hipe"])
def test_what_lies_deeper_than_two_is_told_of(style: str) -> None:
    _, told = made(style, [hard()])
    (deep,) = (one for one in told if one.code == "X035")
    assert deep.message.startswith("1 mention lies within others")
    assert deep.path == "in folder/hard & fast.xml"


def test_conll() -> None:
    body = (
        "<p><persName ref='https://d-nb.info/gnd/11879'>Hugo</persName>, <orgName>the <placeName key='p1'>Paris"
        "</placeName> Opéra</orgName>.</p><p>On <date when='1850-01-01'>New Year</date></p>"
    )
    written, told = made("conll", [edited(body)])
    assert not told
    lines = [line for line in written.splitlines() if not line.startswith("# sha256")]
    assert lines == [
        "# global.columns = ID FORM NER NER:NESTED ENTITY MISC",
        "# newdoc id = x",
        "# path = x.xml",
        "# language = en",
        "# newpar",
        "# sent_id = x-1",
        "# text = Hugo, the Paris Opéra.",
        "1\tHugo\tB-PER\tO\thttps://d-nb.info/gnd/11879\tSpaceAfter=No|start_char=0|end_char=4",
        "2\t,\tO\tO\t_\tstart_char=4|end_char=5",
        "3\tthe\tB-ORG\tO\t_\tstart_char=6|end_char=9",
        "4\tParis\tI-ORG\tB-LOC\t_\tstart_char=10|end_char=15|NestedEntity=p1",
        "5\tOpéra\tI-ORG\tO\t_\tSpaceAfter=No|start_char=16|end_char=21",
        "6\t.\tO\tO\t_\tSpacesAfter=\\n\\n|start_char=21|end_char=22",
        "",
        "# newpar",
        "# sent_id = x-2",
        "# text = On New Year",
        "1\tOn\tO\tO\t_\tstart_char=24|end_char=26",
        "2\tNew\tB-DATE\tO\t_\tstart_char=27|end_char=30|When=1850-01-01",
        "3\tYear\tI-DATE\tO\t_\tSpaceAfter=No|start_char=31|end_char=35",
        "",
    ]


def test_hipe_names_items_of_wikidata() -> None:
    body = (
        "<p><persName ref='https://www.wikidata.org/wiki/Q535'>Victor Hugo</persName> in <placeName>Paris</placeName>"
        "</p><p>#end</p>"
    )
    written, told = made("hipe", [edited(body), edited("<p>b</p>")])
    rows = [line.split("\t") for line in written.splitlines() if line and not line.startswith("# ")]
    assert rows[1] == ["Victor", "B-pers", "_", "_", "_", "_", "O", "Q535", "_", "start_char=0|end_char=6"]
    assert [row[7] for row in rows[1:]] == ["Q535", "Q535", "_", "NIL", "_", "_", "_"]
    assert rows[4][9] == "EndOfLine|EndOfSentence|SpacesAfter=\\n\\n|start_char=15|end_char=20"
    assert [one.code for one in told] == ["X038"]
    assert "# hipe2022:document_id = x-2" in written
    assert written.count("\n\n") == 2


def test_comments_stay_on_one_line() -> None:
    data = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>One\n# newdoc id = two'
        "</title></titleStmt></fileDesc></teiHeader><text><body><p>a</p></body></text></TEI>"
    )
    from teikit import tei

    for style in ("conll", "hipe"):
        written, _ = made(style, [tei.edition(data.encode(), "a.xml")])
        assert len(list(documents(style, written))) == 1


@pytest.mark.parametrize("style", ["conll", "hipe"])
def test_same_bytes_twice_and_read_one_by_one(style: str) -> None:
    assert made(style, [hard()]) == made(style, [hard()])
    read: list[int] = []

    def items() -> Iterator[Edition]:
        for number in range(3):
            read.append(number)
            yield hard()

    file = next(iter(export_all(style, items())))
    assert isinstance(file, File)
    pieces = iter(file.pieces)
    next(pieces)
    next(pieces)
    assert read == [0]


def test_the_conllu_library_reads_it() -> None:
    conllu = pytest.importorskip("conllu", reason="needs the library conllu, which pip installs")
    written, _ = made("conll", [hard(), *with_text()[-8:]])
    sentences = conllu.parse(written, fields=["id", "form", "ner", "nested", "entity", "misc"])
    assert sum(len(sentence) for sentence in sentences) == sum(
        not line.startswith("#") for line in written.splitlines() if line
    )
    assert all(sentence.metadata["text"].startswith(sentence[0]["form"]) for sentence in sentences)
