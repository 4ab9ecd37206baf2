"""Reading tables of registers as OpenRefine and spreadsheets write them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.diagnostics import TeikitError
from teikit.registers import read
from teikit.registers.values import Impossible, value

CASES = Path(__file__).resolve().parents[1] / "cases/registers"


def cells(data: bytes, path: str = "t.tsv") -> list[dict[str, str]]:
    return [row.cells for row in read(data, path).rows]


def test_openrefine_with_and_without_quoting_says_the_same() -> None:
    new, old = (read((CASES / f"persons-openrefine-{version}.tsv").read_bytes(), "p") for version in ("3.8", "3.4"))
    assert new == old
    assert new.rows[0].cells["other_names"] == 'A. Einstein | "Bertie" Einstein'
    assert new.rows[2].cells["other_names"] == '"Michelangelo"'
    assert [row.line for row in new.rows] == [2, 3, 4, 5, 6, 7]


def test_excel_with_semicolons_and_a_byte_order_mark() -> None:
    table = read((CASES / "places-excel.csv").read_bytes(), "p")
    assert table.columns[0] == "id"
    assert table.rows[1].cells["name"] == '"Die Matte"'
    assert table.rows[0].cells["lat"] == "46,94809"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('members\tname\nm\t"a"\n', ['"a"']),  # nobody quotes such a cell alone
        ('"members"\t"name"\n"m"\t"a"\n', ["a"]),
        ('members\tname\nm\t"a ""b"""\n', ['a "b"']),
        ('members\tname\nm\ta "b" c\nm\t"x"\n', ['a "b" c', '"x"']),
        ("members\tname\nm\ta\\tb\\nc\\\\d\n", ["a b c\\d"]),
        ('members\tname\r\nm\t"a\r\nb"\r\nn\tc\r\n', ["a b", "c"]),
        ("members\tname\nm\t'=1+1\nn\t''=x\n", ["=1+1", "'=x"]),
        ('members,name\nm,"a,b"\n', ["a,b"]),
        ("Members\t Name \nm\ta\n\t\n\n", ["a"]),
        ("members\tname", []),
    ],
)
def test_quotes_and_what_only_looks_like_them(text: str, names: list[str]) -> None:
    assert [row["name"] for row in cells(text.encode())] == names
    assert [row["name"] for row in cells(text.encode("utf-16"))] == names


def test_rows_of_a_record_are_one() -> None:
    table = read(
        b"id\tname\tother_names\twikidata\tmembers\na\tA\tx\tQ1\tm#1\n\t\ty\t\t\n\t\tz\tQ2\t\nb\tB\t\t\tm#2\n", "t"
    )
    assert [(row.line, row.cells["other_names"], row.cells["wikidata"]) for row in table.rows] == [
        (2, "x | y | z", "Q1 | Q2"),
        (5, "", ""),
    ]


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"", "no column `members`", 1),
        (b"id\tname\na\tb\n", "no column `members`", 1),
        (b"members\tname\tname\n", "two columns 'name'", 1),
        (b"members\tname\nm\t\xe9\n", "no UTF-8", 2),
        (b"members\tname\nm\ta\tb\n", "3 cells", 2),
        (b'members,name\nm,"a"b\n', "no table", 2),
        (b'members,name\nm,"a\n', "no table", 2),
    ],
)
def test_what_is_no_table(data: bytes, message: str, line: int) -> None:
    with pytest.raises(TeikitError, match=message) as caught:
        read(data, "t.tsv")
    assert (caught.value.diagnostic.code, caught.value.diagnostic.line) == ("X025", line)


TEXT = st.text(alphabet="\"'\\tn,; a\u2028\u0085\u00e9", min_size=1, max_size=6)


@given(st.lists(TEXT, min_size=2, max_size=5))
def test_any_cells_come_through_the_writers(names: list[str]) -> None:
    wanted = [" ".join(name.split()) for name in names]
    for delimiter, end in ((",", "\r\n"), (";", "\n")):
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
        writer.writerows([("members", "name", "x"), *(("m#1", name, "'") for name in names)])
        assert [row["name"] for row in cells(stream.getvalue().encode())] == wanted


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_told_of(data: bytes) -> None:
    try:
        read(b"members\tname\n" + data, "t.tsv")
    except TeikitError as error:
        assert error.diagnostic.code == "X025"


@pytest.mark.parametrize(
    ("column", "cell", "means"),
    [
        ("lat", "39,76", "39.76"),
        ("lat", "-0.50", "-0.5"),
        ("long", "-180", "-180"),
        ("birth", "1841.0", "1841"),
        ("birth", "1841-12-22T00:00:00Z", "1841-12-22"),
        ("birth", "1841-12-22T00:00Z", "1841-12-22"),
        ("birth", "-0043-03-15", "-0043-03-15"),
        ("death", "1900-02", "1900-02"),
        ("wikidata", "https://www.wikidata.org/wiki/Q937", "Q937"),
        ("geonames", "2661552.0", "2661552"),
        ("gnd", "4075730-3", "4075730-3"),
        ("name", "x", "x"),
        ("lat", "", ""),
    ],
)
def test_values_in_the_shapes_of_spreadsheets(column: str, cell: str, means: str) -> None:
    assert value(column, cell) == means


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        *(("lat", cell) for cell in ("200", "-90.1", "N 48", "1,2,3", "1e1", "nan", "\u0664")),
        ("long", "180.5"),
        *(
            ("birth", cell)
            for cell in ("1841-02-30", "1900-02-29", "22.12.1841", "12/22/1841", "41", "1841-13", "c. 1841")
        ),
        *(("wikidata", cell) for cell in ("937", "P31", "Q0", "Q1 Q2")),
        ("gnd", "Einstein"),
        ("name", "a\x01b"),
        ("name", "a\ufffe"),
    ],
)
def test_values_that_cannot_be_meant(column: str, cell: str) -> None:
    with pytest.raises(Impossible):
        value(column, cell)
