"""From lists to a table and back: nothing changes by itself, and what an editor changes is all that changes."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle import jing
from teikit.diagnostics import Diagnostic, TeikitError
from teikit.edition import Entry
from teikit.export import export_all
from teikit.export.report import File
from teikit.registers import Row, Table, plan, read, written
from teikit.tei import edition
from teikit.tei.entrydata import entries, prefixes
from teikit.xmlscan import scan

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests/cases/registers"
LETTERS = (CASES / "letters.xml").read_bytes()
SCHEMA = ROOT.parent / "shared/tei/4.9.0a/tei_all/tei_all.rng"
TABLES = ("persons", "places", "orgs")
Edit = Callable[[list[dict[str, str]]], object]


def listed(data: bytes) -> dict[str, Entry]:
    scanned = scan(data)
    return entries(scanned, prefixes(scanned), frozenset())


def exported(files: dict[str, bytes], table: str, style: str = "tsv") -> bytes:
    items = [edition(data, path) for path, data in files.items()]
    return b"".join(
        piece for one in export_all(style, items, table=table) if isinstance(one, File) for piece in one.pieces
    )


def edited(data: bytes, edit: Edit) -> bytes:
    """Return a TSV in which an editor has worked."""
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter="\t"))
    edit(rows)
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def imported(
    files: dict[str, bytes], table: bytes, *, resp: str = "", remove: bool = False
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    made = plan(read(table, "table.tsv"), {path: listed(data) for path, data in files.items()}, remove=remove)
    told, after = list(made.diagnostics), dict(files)
    for path, changes in made.changes.items():
        result = written(files[path], changes, path="table.tsv", resp=resp)
        after[path] = result.data
        told += result.diagnostics
    return after, told


def diff(before: bytes, after: bytes) -> list[str]:
    """Return the lines that differ, without the space before them."""
    lines = list(difflib.unified_diff(before.decode().splitlines(), after.decode().splitlines(), n=0, lineterm=""))
    return [f"{line[0]} {line[1:].strip()}" for line in lines[2:] if line[:1] in "+-"]


def tei(lists: str, head: str = "", encoding: str = "utf-8") -> bytes:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>'
        f"<titleStmt><title>T</title>{head}</titleStmt><publicationStmt><p>p</p></publicationStmt><sourceDesc><p>s</p>"
        f"</sourceDesc></fileDesc></teiHeader><standOff>{lists}</standOff><text><body><p>x</p></body></text></TEI>\n"
    )
    return text.encode(encoding, "xmlcharrefreplace")


def instances() -> Iterator[Path]:
    folder = ROOT.parent / "shared/tei/instances"
    if not folder.is_dir():
        pytest.skip("needs the measuring data in ../shared, which is not part of the repository")
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("style", ["tsv", "csv"])
def test_a_table_as_it_was_exported_changes_nothing(style: str) -> None:
    files = {path.name: path.read_bytes() for path in sorted((ROOT / "encoded").glob("*.xml"))}
    files["letters.xml"] = (CASES / "letters.xml").read_bytes()
    for table in TABLES:
        after, told = imported(files, exported(files, table, style))
        assert after == files
        assert {one.code for one in told} <= {"X029", "X030"}


def test_nor_does_it_in_any_instance() -> None:
    files: dict[str, bytes] = {}
    for path in instances():
        try:
            data = path.read_bytes()
            if listed(data) and edition(data):
                files[f"{len(files)} {path.name}"] = data
        except TeikitError:
            continue
    assert len(files) > 5
    for table in TABLES:
        after, told = imported(files, exported(files, table))
        assert after == files
        assert {one.code for one in told} <= {"X029", "X030"}, [one.message for one in told]


def test_every_fact_can_be_put_into_every_instance(tmp_path: Path) -> None:
    """Whatever can be written into the lists of files of other makes leaves them as valid as they were."""
    count = 0
    for path in instances():
        try:
            data = path.read_bytes()
            if not listed(data):
                continue
            files = {"a.xml": data}
            for table in TABLES:
                raw = exported(files, table)
                if raw.count(b"\n") > 1:
                    files, _ = imported(files, edited(raw, _fill))
        except TeikitError:
            continue
        (tmp_path / "before").mkdir(exist_ok=True)
        (tmp_path / "after").mkdir(exist_ok=True)
        (tmp_path / "before" / f"{count}.xml").write_bytes(data)
        (tmp_path / "after" / f"{count}.xml").write_bytes(files["a.xml"])
        count += files["a.xml"] != data
    assert count > 5
    before = jing(SCHEMA, sorted((tmp_path / "before").iterdir()))
    after = jing(SCHEMA, sorted((tmp_path / "after").iterdir()))
    faulty = {Path(one.partition(":")[0]).name for one in before}
    assert {Path(one.partition(":")[0]).name for one in after} <= faulty
    assert len(faulty) < count


def _fill(rows: list[dict[str, str]]) -> None:
    for number, row in enumerate(rows):
        given = {
            "other_names": " | ".join(one for one in (row.get("other_names"), f"Other {number}") if one),
            "role": row.get("role") or "scribe & <poet>",
            "birth": row.get("birth") or "1841-12-22",
            "death": row.get("death") or "1899",
            "lat": row.get("lat") or "48,5",
            "long": row.get("long") or "-2.25",
            "wikidata": row.get("wikidata") or f"Q{number + 1}",
            "geonames": row.get("geonames") or f"{number + 1}",
            "gnd": row.get("gnd") or f"1{number:07}X",
        }
        row.update({name: cell for name, cell in given.items() if name in row})


@pytest.mark.parametrize("version", ["3.8", "3.4"])
def test_what_openrefine_brings_back(version: str) -> None:
    files = {"letters.xml": (CASES / "letters.xml").read_bytes()}
    table = (CASES / f"persons-openrefine-{version}.tsv").read_bytes()
    after, told = imported(files, table, resp="#jd")
    assert diff(files["letters.xml"], after["letters.xml"]) == [
        '+ <persName resp="#jd">"Bertie" Einstein</persName>',
        '- <death notAfter="1955">about 1955</death>',
        '+ <death notAfter="1955-04-18" resp="#jd">about 1955</death>',
        '+ <idno type="Wikidata" resp="#jd">http://www.wikidata.org/entity/Q937</idno>',
        '- <person xml:id="p2"><persName><![CDATA[Mileva Marić]]></persName><birth>in 1875</birth></person>',
        '+ <person xml:id="p2"><persName><![CDATA[Mileva Marić]]></persName><birth resp="#jd">about 1875</birth>'
        '<idno type="Wikidata" resp="#jd">http://www.wikidata.org/entity/Q76346</idno></person>',
        '- <person xml:id="p4"/>',
        '- <person xml:id="p5" role="friend"><persName>Marcel<!-- ! -->Grossmann</persName>'
        '<idno type="VIAF">17234567</idno></person>',
        '+ <person xml:id="p4"><persName resp="#jd">Michele Besso</persName><persName resp="#jd">"Michelangelo"'
        '</persName><birth when="1873" resp="#jd"/><occupation resp="#jd">engineer</occupation></person>',
        '+ <person xml:id="p5" role="friend of A.E."><persName>Marcel<!-- ! -->Grossmann</persName>'
        '<idno type="VIAF" resp="#jd">17234568</idno></person>',
    ]
    assert [(one.code, one.line) for one in told] == [("X026", 7), ("X030", 6)]


def test_what_excel_brings_back() -> None:
    files = {"letters.xml": (CASES / "letters.xml").read_bytes()}
    after, told = imported(files, (CASES / "places-excel.csv").read_bytes())
    assert diff(files["letters.xml"], after["letters.xml"]) == [
        "- <location><geo>46.94809, 7.44744</geo></location>",
        "+ <placeName>Berna</placeName>",
        "+ <location><geo>46.94809, 7.5</geo></location>",
        '- <place xml:id="matte"><placeName>Matte</placeName></place>',
        '+ <idno type="geonames">2661552</idno>',
        '+ <idno type="Wikidata">http://www.wikidata.org/entity/Q70</idno>',
        '+ <place xml:id="matte"><placeName>"Die Matte"</placeName><location><geo>46.9467 7.4522</geo>'
        "</location></place>",
        '- <place xml:id="ulm"><placeName>Ulm</placeName><idno type="geonames">2820256</idno></place>',
        '+ <place xml:id="ulm"><placeName>Ulm</placeName><idno type="geonames">2820257</idno></place>',
    ]
    assert [(one.code, one.line) for one in told] == [("X027", 4)]


def test_what_was_written_is_valid_and_comes_out_again(tmp_path: Path) -> None:
    files = {"letters.xml": (CASES / "letters.xml").read_bytes()}
    for name in ("persons-openrefine-3.8.tsv", "places-excel.csv"):
        files, _ = imported(files, (CASES / name).read_bytes(), resp="#jd")
    (tmp_path / "letters.xml").write_bytes(files["letters.xml"])
    assert "Michele Besso" in exported(files, "persons").decode()
    for table in TABLES:
        assert imported(files, exported(files, table))[0] == files
    assert jing(SCHEMA, [tmp_path / "letters.xml"]) == []


PEOPLE = (
    '<listPerson><person xml:id="a"><persName>Ann</persName><idno type="GND">118529579</idno></person>'
    '<person xml:id="b"><persName>Bob</persName></person></listPerson>'
)
SAME = PEOPLE.replace('xml:id="a"', 'xml:id="anna"').replace("Ann<", "Anna<")


def one(who: str, /, **cells: str) -> Edit:
    return lambda rows: next(row for row in rows if row["name"] == who).update(cells)


def test_a_fact_goes_into_every_file_that_a_row_stands_for() -> None:
    files = {"a b.xml": tei(PEOPLE), "c/d#%.xml": tei(SAME)}
    table = exported(files, "persons")
    after, told = imported(files, edited(table, one("Ann", birth="1900", gnd="11852957X")))
    assert not told
    for data in after.values():
        assert b'<birth when="1900"/>' in data
        assert b'<idno type="GND">11852957X</idno>' in data
    # The name is that of one file; the other has its own, as another name of the row.
    after, _ = imported(files, edited(table, one("Ann", name="Ann Lee")))
    assert b">Ann Lee<" in after["a b.xml"]
    assert after["c/d#%.xml"] == files["c/d#%.xml"]
    after, _ = imported(files, edited(table, one("Ann", other_names="Anna Lee")))
    assert b">Anna Lee<" in after["c/d#%.xml"]
    assert after["a b.xml"] == files["a b.xml"]


def test_an_emptied_cell_stays_unless_it_is_to_be_removed() -> None:
    files = {"a.xml": tei(PEOPLE)}
    table = edited(exported(files, "persons"), one("Ann", gnd="", name=""))
    after, told = imported(files, table)
    assert after == files
    assert [one.code for one in told] == ["X031"]
    after, told = imported(files, table, remove=True)
    assert after["a.xml"] == files["a.xml"].replace(b'<idno type="GND">118529579</idno>', b"")
    assert [(one.code, "keep its name" in one.message) for one in told] == [("X030", True)]


def test_a_column_that_is_not_there_changes_nothing() -> None:
    files = {"a.xml": tei(PEOPLE)}
    assert imported(files, b"members\tname\na.xml#a\tAnn\n", remove=True) == (files, [])


def test_rows_that_an_editor_put_together_or_apart() -> None:
    files = {"a.xml": tei(PEOPLE), "b.xml": tei(PEOPLE)}
    apart = b"name\tbirth\tmembers\nAnn\t1900\ta.xml#a\nAnn\t1950\tb.xml#a\n"
    after, told = imported(files, apart)
    assert not told
    assert (b'"1900"' in after["a.xml"], b'"1950"' in after["b.xml"]) == (True, True)
    together = b"name\tother_names\tbirth\tmembers\nAnn\tBob\t1900\ta.xml#a, a.xml#b\n"
    after, told = imported(files, together)
    assert not told
    assert after["a.xml"].count(b'<birth when="1900"/>') == 2


def test_rows_that_contradict_each_other_leave_the_entry_alone() -> None:
    files = {"a.xml": tei(PEOPLE)}
    after, told = imported(files, b"name\tbirth\tdeath\tmembers\nAnn\t1900\t1950\ta.xml#a\nAnn\t1901\t1950\ta.xml#a\n")
    assert [(one.code, one.line) for one in told] == [("X028", 3)]
    assert b"birth" not in after["a.xml"]
    assert after["a.xml"].count(b'<death when="1950"/>') == 1


def test_rows_with_one_identifier_are_told_of_and_not_merged() -> None:
    files = {"a.xml": tei(PEOPLE)}
    after, told = imported(files, edited(exported(files, "persons"), one("Bob", gnd="https://d-nb.info/gnd/118529579")))
    assert [(one.code, one.severity) for one in told] == [("X029", "info")]
    assert after["a.xml"].count(b"118529579") == 2


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("birth", "22.12.1841", "X027"),
        ("wikidata", "Einstein", "X027"),
        ("other_idnos", "nothing", "X030"),
        ("members", "a.xml#nobody", "X026"),
        ("members", "z.xml#a", "X026"),
    ],
)
def test_what_cannot_be_done_is_told_of_and_does_not_stop_the_rest(column: str, cell: str, code: str) -> None:
    files = {"a.xml": tei(PEOPLE)}
    table = edited(
        exported(files, "persons"), lambda rows: [one("Ann", **{column: cell})(rows), one("Bob", role="x")(rows)]
    )
    after, told = imported(files, table)
    assert [one.code for one in told] == [code]
    assert after["a.xml"] == files["a.xml"].replace(
        b"Bob</persName>", b'Bob</persName><state type="role"><label>x</label></state>'
    )


def test_who_cannot_sign_does_not() -> None:
    files = {"a.xml": tei(PEOPLE)}
    table = edited(exported(files, "persons"), one("Bob", role="x"))
    after, told = imported(files, table, resp="#jd")
    assert [one.code for one in told] == ["X030"]
    assert b"resp" not in after["a.xml"]
    files = {
        "a.xml": tei(PEOPLE.replace("<persName>Ann", "<persName resp='#old'>Ann"), '<editor xml:id="jd">J</editor>')
    }
    after, told = imported(files, edited(exported(files, "persons"), one("Ann", name="Ann Lee")), resp="#jd")
    assert not told
    assert b"<persName resp='#jd'>Ann Lee</persName>" in after["a.xml"]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252", "utf-8"])
def test_encodings_prefixes_and_line_ends(encoding: str) -> None:
    name = "<persName>\u00c9mile \U0001f600 &amp; co</persName>"
    lists = f"<listPerson>\r\n  <person xml:id='\u00e9'>\r\n    {name}\r\n  </person>\r\n</listPerson>"
    text = tei(lists, encoding=encoding).decode(encoding)
    for local in ("TEI", "standOff", "listPerson", "persName", "text", "body", "p", "title", "teiHeader", "fileDesc"):
        text = text.replace(f"<{local}", f"<t:{local}").replace(f"</{local}>", f"</t:{local}>")
    for local in ("titleStmt", "publicationStmt", "sourceDesc", "person"):
        for end in (">", " "):
            text = text.replace(f"<{local}{end}", f"<t:{local}{end}").replace(f"</{local}{end}", f"</t:{local}{end}")
    text = text.replace("xmlns=", "xmlns:t=")
    files = {"a.xml": text.encode(encoding)}
    table = edited(
        exported(files, "persons"), lambda rows: rows[0].update(name="\u00c9mile \U0001f601 & \u05d0", birth="1900")
    )
    after, told = imported(files, table)
    assert not told
    entry = listed(after["a.xml"])["\u00e9"]
    assert (entry.name, entry.birth) == ("\u00c9mile \U0001f601 & \u05d0", "1900")
    assert '</t:persName>\r\n    <t:birth when="1900"/>\r\n' in after["a.xml"].decode(encoding)


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        (
            "<forename>Fidel</forename> <surname>Castro</surname>",
            "Raul Castro",
            "<forename>Raul</forename> <surname>Castro</surname>",
        ),
        ("Fidel\n  Castro", "Fidel Castro Ruz", "Fidel\n  Castro Ruz"),
        ("Ann&#x301;a &lt;x>", "Ann\u0301a <y>", "Ann&#x301;a &lt;y>"),
        ("A<hi>n</hi>n", "Bob", None),
        ("<![CDATA[Ann]]>", "Bob", None),
        ("&ann;", "Bob", None),
        ("Ann<!-- x --> Lee", "Bob", None),
        ("Ann<!-- x --> Lee", "Ann Smith", "Ann<!-- x --> Smith"),
    ],
)
def test_only_the_characters_that_differ_are_touched(before: str, new: str, after: str | None) -> None:
    doctype = b'<!DOCTYPE TEI [<!ENTITY ann "Ann">]>\n<TEI'
    data = tei(f'<listPerson><person xml:id="a"><persName>{before}</persName></person></listPerson>').replace(
        b"<TEI", doctype, 1
    )
    files = {"a.xml": data}
    result, told = imported(files, edited(exported(files, "persons"), lambda rows: rows[0].update(name=new)))
    if after is None:
        assert result == files
        assert [one.code for one in told] == ["X030"]
    else:
        assert not told
        assert result["a.xml"] == data.replace(before.encode(), after.encode())


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=12), st.sampled_from(["p1", "p2", "p4", "p5"]), st.sampled_from(["name", "role", "other_names"])
)
def test_any_value_is_written_as_it_is_or_told_of(text: str, id: str, column: str) -> None:
    said = " ".join(text.split())
    made = plan(
        Table("t", ("members", column), (Row(2, {"members": f"a.xml#{id}", column: said}),)), {"a.xml": listed(LETTERS)}
    )
    result = written(LETTERS, made.changes.get("a.xml", []), resp="#jd")
    told = {one.code for one in (*made.diagnostics, *result.diagnostics)}
    after, before = listed(result.data)[id], listed(LETTERS)[id]
    assert {key: one for key, one in listed(result.data).items() if key != id} == {
        key: one for key, one in listed(LETTERS).items() if key != id
    }
    if not told and said:
        values = {"name": [after.name], "role": [after.role], "other_names": after.names[1:]}[column]
        assert list(values) == ([said] if column != "other_names" else list(dict.fromkeys(_values(said, after.name))))
    else:
        assert told <= {"X027", "X030", "X031"}
        assert said == "" or after == before or column == "other_names"


def _values(said: str, name: str) -> list[str]:
    return [one for part in said.split("|") if (one := " ".join(part.split())) and one != name]
