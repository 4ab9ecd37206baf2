"""Bundles for Voyant and TXM. Neither program can be run here: what their documentation asks for is tested."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest

from teikit.diagnostics import Diagnostic
from teikit.export import Original, export_all
from teikit.export.report import File
from teikit.tei import edition

ENCODED = Path(__file__).resolve().parents[3] / "encoded"
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"{}><teiHeader><fileDesc><titleStmt><title>{}</title></titleStmt></fileDesc></teiHeader>{}</TEI>'
TEXT = "<text><body><p>Words.</p></body></text>"


def made(style: str, items: list[Original]) -> tuple[dict[str, bytes], list[Diagnostic]]:
    files: dict[str, bytes] = {}
    told = []
    for one in export_all(style, iter(items)):
        if isinstance(one, File):
            assert one.name not in files
            files[one.name] = b"".join(one.pieces)
        else:
            told.append(one)
    return files, told


def rows(data: bytes, encoding: str = "utf-8") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline="")))


def originals() -> list[Original]:
    return [Original(path.name, path.read_bytes()) for path in sorted(ENCODED.glob("*.xml"))]


HOSTILE = [
    Original("letters/a b.xml", TEI.format(' xml:id="same"', 'He said "no"\n\tto =1+1', TEXT).encode()),
    Original("diaries/a b.xml", TEI.format(' xml:id="same"', "=cmd|' /C calc'!A0", TEXT).encode()),
    Original("A_B.xml", TEI.format("", "", TEXT).encode()),
    Original("\u05d0.xml", TEI.format("", "", "").encode()),
    Original("metadata.xml", TEI.format("", "", f"<text><group>{TEXT}{TEXT}</group></text>").encode()),
    Original("broken.xml", b"<TEI"),
]


def test_voyant_has_a_text_of_each_document_and_a_zip_of_all() -> None:
    items = originals()
    files, told = made("voyant", items)
    assert not told
    table = rows(files["metadata.csv"], "utf-8-sig")
    assert list(table[0])[:4] == ["file", "title", "author", "pubDate"]
    texts = [name for name in files if name.startswith("texts/")]
    assert [f"texts/{row['file']}" for row in table] == texts == sorted(texts)
    for item, name in zip(items, texts, strict=True):
        assert files[name].decode() == edition(item.data).text + "\n"
    with zipfile.ZipFile(io.BytesIO(files["corpus.zip"])) as archive:
        assert archive.testzip() is None
        assert {f"texts/{one}": archive.read(one) for one in archive.namelist()} == {
            name: files[name] for name in texts
        }
    telegram = next(row for row in table if "telegram-alekseev" in row["file"])
    assert (telegram["author"], telegram["pubDate"]) == ("A.I. Alekseev", "1962-10-27")
    assert made("voyant", items)[0] == files


def test_txm_has_the_files_as_they_are_and_a_table_that_names_them() -> None:
    items = originals()
    files, told = made("txm", items)
    assert {(one.code, one.severity) for one in told} == {("X033", "info")}
    assert not files["metadata.csv"].startswith(b"\xef\xbb\xbf")  # it would be part of the name of the first column
    table = rows(files["metadata.csv"])
    assert list(table[0])[:2] == ["id", "textorder"]
    assert all(re.fullmatch("[a-z]+", column) for column in table[0])
    assert [files[f"{row['id']}.xml"] for row in table] == [item.data for item in items]
    assert [row["textorder"] for row in table] == sorted(row["textorder"] for row in table)
    telegram = next(row for row in table if row["id"].startswith("telegram-alekseev"))
    assert (telegram["year"], telegram["sender"], telegram["kind"]) == ("1962", "A.I. Alekseev", "telegram")


def test_txm_names_are_unique_and_of_plain_letters() -> None:
    files, told = made("txm", HOSTILE)
    names = [name for name in files if name.endswith(".xml")]
    assert names == ["a_b.xml", "a_b_2.xml", "A_B_3.xml", "text.xml", "metadata_2.xml"]
    assert len({name.casefold() for name in names}) == len(names) == 5
    table = rows(files["metadata.csv"])
    assert [f"{row['id']}.xml" for row in table] == names
    assert [row["path"] for row in table] == [item.path for item in HOSTILE[:-1]]
    assert table[0]["title"] == "He said 'no' to =1+1"
    assert table[1]["title"].startswith("'=cmd")
    assert sorted((one.code, one.path) for one in told) == [
        ("P001", "broken.xml"),
        ("X005", "\u05d0.xml"),
        ("X032", "metadata.csv"),
        ("X033", ""),
        ("X033", ""),
        ("X033", "metadata.xml"),
    ]


def test_voyant_takes_hostile_documents() -> None:
    files, told = made("voyant", HOSTILE)
    assert [one.code for one in told] == ["P001", "X032"]
    assert list(files)[:3] == ["texts/00001-same.txt", "texts/00002-same.txt", "texts/00003-a-b.txt"]
    assert len(zipfile.ZipFile(io.BytesIO(files["corpus.zip"])).namelist()) == 5


@pytest.mark.parametrize("style", ["voyant", "txm"])
def test_a_corpus_of_nothing(style: str) -> None:
    files, told = made(style, [])
    assert not told
    assert rows(files["metadata.csv"]) == []
