"""Tables: what a spreadsheet, pandas and a reader of RFC 4180 make of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.diagnostics import Diagnostic, TeikitError
from teikit.edition import Edition, Entry, Mark
from teikit.export import export_all
from teikit.export.report import File
from teikit.export.standoff.tables import COLUMNS
from teikit.export.standoff.tables_cells import CSV, TSV, Dialect, cell, defused, line, restored
from teikit.export.standoff.tables_ids import authorities
from teikit.export.standoff.tables_registers import member, path_and_id
from teikit.model import Span
from teikit.tei import edition

ROOT = Path(__file__).resolve().parents[3]


def editions() -> list[Edition]:
    return [edition(path.read_bytes(), path.name) for path in sorted((ROOT / "encoded").glob("*.xml"))]


def made(style: str, items: list[Edition], **options: str) -> tuple[dict[str, bytes], list[Diagnostic]]:
    files: dict[str, bytes] = {}
    told = []
    for one in export_all(style, iter(items), **options):
        if isinstance(one, File):
            files[one.name] = b"".join(one.pieces)
        else:
            told.append(one)
    return files, told


def rows(data: bytes, dialect: Dialect) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    found = csv.DictReader(io.StringIO(text, newline=""), delimiter=dialect.delimiter, strict=True)
    return [{name: restored(value) for name, value in row.items()} for row in found]


@pytest.mark.parametrize("dialect", [CSV, TSV], ids=["csv", "tsv"])
def test_every_mention_has_a_row_with_its_text_and_place(dialect: Dialect) -> None:
    items = editions()
    files, _ = made(dialect.suffix[1:], items)
    assert [name.partition(".")[0] for name in files] == list(COLUMNS)
    texts = {item.path: item.text for item in items}
    found = rows(files[f"mentions{dialect.suffix}"], dialect)
    assert len(found) == sum(len(item.marks) for item in items)
    for row in found:
        assert texts[row["path"]][int(row["start"]) : int(row["end"])] == row["text"]
        assert not row["left"] or " ".join(texts[row["path"]][: int(row["start"])].split()).endswith(row["left"])
    assert {row["when"] for row in found if row["text"] == "tomorrow"} >= {"1962-10-28"}
    members = {row["member"] for row in found} - {""}
    described = " ".join(
        row["members"]
        for name in ("persons", "places", "orgs")
        for row in rows(files[f"{name}{dialect.suffix}"], dialect)
    )
    assert members <= set(described.split())


def test_every_instance() -> None:
    folder = ROOT.parent / "shared/tei/instances"
    if not folder.is_dir():
        pytest.skip("needs the measuring data in ../shared, which is not part of the repository")
    items = []
    for path in sorted(folder.rglob("*.xml")):
        try:
            items.append(edition(path.read_bytes(), path.relative_to(folder).as_posix()))
        except TeikitError:
            continue
    texts = {item.path: item.text for item in items}
    files, _ = made("tsv", items)
    found = rows(files["mentions.tsv"], TSV)
    assert len(found) == sum(len(item.marks) for item in items) > 500
    assert all(texts[row["path"]][int(row["start"]) : int(row["end"])] == row["text"] for row in found)
    for name, data in files.items():
        assert {
            len(row) for row in csv.reader(io.StringIO(data.decode(), newline=""), delimiter="\t", strict=True)
        } == {len(COLUMNS[name.removesuffix(".tsv")])}


def test_the_register_of_a_corpus() -> None:
    files, _ = made("tsv", editions())
    cuba = next(row for row in rows(files["places.tsv"], TSV) if row["name"] == "Cuba")
    assert (cuba["lat"], cuba["long"], cuba["geonames"]) == ("21.5", "-80", "3562981")
    assert cuba["members"] == "telegram-alekseev-1962-10-27.xml#place-cuba"
    assert (cuba["first_date"], cuba["basis"], cuba["machine"]) == ("1962-10-27", "authority", "true")
    letter = next(row for row in rows(files["letters.tsv"], TSV) if row["document"].startswith("telegram-al"))
    assert (letter["sender"], letter["sent"]) == ("A.I. Alekseev", "1962-10-27")
    assert letter["recipient_entity"] == "org-ussr-foreign-ministry"


def test_one_table_alone_reads_the_editions_as_it_is_read() -> None:
    taken: list[str] = []

    def items() -> Iterator[Edition]:
        for item in editions()[:2]:
            taken.append(item.path)
            yield item

    made = export_all("csv", items(), table="mentions")
    file = next(made)
    assert isinstance(file, File)
    assert (file.name, taken) == ("mentions.csv", [])
    pieces = iter(file.pieces)
    assert next(pieces).startswith(b"\xef\xbb\xbfdocument,path,")
    next(pieces)
    assert len(taken) == 1
    assert all(isinstance(one, Diagnostic) for one in made)
    with pytest.raises(TeikitError, match="there is no table"):
        list(export_all("csv", [], table="animals"))


def test_cells_of_every_kind_come_back() -> None:
    text = '=1+1 "x",\ty\n\U0001f600 \u05d0\r'
    entry = Entry('"', "person", ("=cmd|' /C calc'!A0", "a | b"), role="-", birth="-0043", death="@SUM(1)")
    item = Edition(
        "a b,#%.xml", "x", "0" * 64, text, marks=(Mark(Span(0, len(text)), "persName", entry='"'),), entries=(entry,)
    )
    for dialect in (CSV, TSV):
        files, told = made(dialect.suffix[1:], [item])
        mention = rows(files[f"mentions{dialect.suffix}"], dialect)[0]
        assert mention["text"] == text
        person = rows(files[f"persons{dialect.suffix}"], dialect)[0]
        assert (person["name"], person["role"], person["birth"], person["death"]) == (
            entry.name,
            "-",
            "-0043",
            "@SUM(1)",
        )
        assert path_and_id(person["members"]) == ("a b,#%.xml", '"')
        assert [one.code for one in told] == ["X032", "X032"]
        assert not any(
            one.startswith(("=", "@", '"='))
            for one in files[f"persons{dialect.suffix}"].decode().split(dialect.delimiter)
        )


@pytest.mark.parametrize("style", ["csv", "tsv"])
def test_no_documents_make_tables_of_headers(style: str) -> None:
    files, told = made(style, [])
    assert not told
    assert [data.count(b"\n") for data in files.values()] == [1] * 6


@given(st.text(alphabet="'=+-@ a1.\t\r\n\"\uff1d", max_size=8))
def test_an_apostrophe_can_be_taken_off_again(text: str) -> None:
    safe = defused(text)
    assert restored(safe) == text
    assert safe[:1] not in ("=", "@", "\t", "\r") or not safe


@given(st.lists(st.text(alphabet="\"',;\t\r\n ab\u2028\u0085", max_size=6), min_size=2, max_size=4))
def test_lines_are_read_back_by_a_strict_reader(cells: list[str]) -> None:
    for dialect in (CSV, TSV):
        text = line(cells, dialect).decode()
        (read,) = csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter, strict=True)
        assert read == cells


@given(st.text(min_size=1, max_size=10).filter(lambda text: text.isprintable()))
def test_members_hold_any_path(path: str) -> None:
    assert not any(map(str.isspace, member(path, "p1")))
    assert path_and_id(member(path, "p1")) == (path, "p1")


def test_numbers_have_no_exponent() -> None:
    assert [cell(number) for number in (-80.0, 1e-7, 48.85, 0.0)] == ["-80", "0.0000001", "48.85", "0"]


@pytest.mark.parametrize(
    ("column", "said", "identifier"),
    [
        ("wikidata", "http://www.wikidata.org/entity/Q241", "Q241"),
        ("wikidata", "https://www.wikidata.org/wiki/Q241#x", "Q241"),
        ("wikidata", "241", ""),
        ("geonames", "https://sws.geonames.org/3562981/", "3562981"),
        ("geonames", "https://www.geonames.org/3562981/cuba.html", "3562981"),
        ("geonames", "3562981.0", "3562981"),
        ("gnd", "https://d-nb.info/gnd/4075730-3", "4075730-3"),
        ("gnd", "11852957X", "11852957X"),
        ("viaf", "http://viaf.org/viaf/17234567/", "17234567"),
        ("viaf", "https://evil.example/viaf/1", ""),
    ],
)
def test_identifiers_in_every_shape(column: str, said: str, identifier: str) -> None:
    assert authorities()[column].identifier(said) == identifier


def test_pandas_reads_them(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    for style, delimiter in (("csv", ","), ("tsv", "\t")):
        for name, data in made(style, editions())[0].items():
            (tmp_path / name).write_bytes(data)
        mentions = pandas.read_csv(tmp_path / f"mentions.{style}", sep=delimiter)
        places = pandas.read_csv(tmp_path / f"places.{style}", sep=delimiter)
        assert list(mentions.columns) == list(COLUMNS["mentions"])
        joined = mentions.merge(places.assign(member=places.members.str.split()).explode("member"), on="member")
        assert "Cuba" in set(joined.name)
        assert places.lat.dtype == float
