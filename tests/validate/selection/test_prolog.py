"""What a file says about its schemas."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.validate.selection import Kind, Origin, prolog, uris
from teikit.validate.selection.pseudo import pseudo_attributes

CASES = Path(__file__).resolve().parents[2] / "cases" / "validate" / "schemas"
ROOT = '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def rows(name: str) -> list[dict[str, str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    kept = (line for line in lines if not line.startswith("# "))
    return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


def shown(text: str, encoding: str = "utf-8") -> str:
    said = prolog.references(text.encode(encoding))
    refs = [f"{one.kind} {one.href}" + (f"#{one.phase}" if one.phase else "") for one in said.references]
    return "; ".join([*refs, *(fault.code for fault in said.faults)])


@pytest.mark.parametrize("row", rows("references.tsv"), ids=lambda row: row["prolog"][:60])
def test_references(row: dict[str, str]) -> None:
    assert shown(row["prolog"] + ROOT) == (row["expected"] or "")


@pytest.mark.parametrize("row", rows("addresses.tsv"), ids=lambda row: row["other"])
def test_addresses_of_one_schema(row: dict[str, str]) -> None:
    assert (uris.key(row["one"]) == uris.key(row["other"])) == (row["same"] == "yes")


def test_places_are_those_of_the_instructions() -> None:
    said = prolog.references(
        b'<?xml version="1.0"?>\n<!-- x -->  <?xml-model href="a.rng"?>\n<?xml-model?>' + ROOT.encode()
    )
    assert [(one.place.line, one.place.column) for one in said.references] == [(2, 13)]
    assert [(one.place.line, one.place.column) for one in said.faults] == [(3, 1)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert shown(f'<?xml-model href="lettres-é.rng"?>{ROOT}', encoding) == "rng lettres-é.rng"


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0" {XSI} xsi:schemaLocation="http://www.tei-c.org/ns/1.0 a.xsd"/>',
            "a.xsd",
        ),
        (f'<TEI xmlns="u" {XSI} xsi:schemaLocation="v b.xsd u a.xsd"/>', "a.xsd"),
        (f'<TEI xmlns="u" {XSI} xsi:schemaLocation="u"/>', ""),
        (f'<TEI {XSI} xsi:noNamespaceSchemaLocation="a.xsd"/>', "a.xsd"),
        (f'<TEI xmlns="u" {XSI} xsi:noNamespaceSchemaLocation="a.xsd"/>', ""),
    ],
)
def test_schema_locations_of_the_root(start: str, expected: str) -> None:
    said = prolog.references(start.encode()).references
    assert [one.href for one in said] == ([expected] if expected else [])
    assert all(one.kind is Kind.XSD and one.origin is Origin.LOCATION for one in said)


def test_instructions_after_the_start_of_the_root_count_for_nothing() -> None:
    assert shown('<TEI><?xml-model href="a.rng"?></TEI>') == ""


def test_what_stands_before_a_fault_counts() -> None:
    assert shown('<?xml-model href="a.rng"?><TEI x=y>') == "rng a.rng"


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    prolog.references(data)
    prolog.references(b"<?xml-model " + data + b"?><TEI/>")
    prolog.made_by_teikit(data)


@given(st.text(max_size=80))
def test_any_text_is_pseudo_attributes_or_says_why_not(text: str) -> None:
    try:
        pseudo_attributes(text)
    except ValueError as error:
        assert str(error)


def test_a_bomb_of_entities_does_no_harm() -> None:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "x" * 10}">' for i in range(12))
    text = f'<?xml-model href="a.rng"?><!DOCTYPE TEI [{entities}]><TEI n="&e11;"/>'
    assert shown(text) == "rng a.rng"


@pytest.mark.parametrize(
    ("header", "ours"),
    [
        ('<appInfo><application ident="teikit" version="1"/></appInfo>', True),
        ('<appInfo><application ident="other" version="1"/></appInfo>', False),
        ("", False),
    ],
)
def test_what_teikit_made_says_so_in_its_header(header: str, ours: bool) -> None:
    text = '<text><application ident="teikit"/></text>'
    data = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{header}</teiHeader>{text}</TEI>'
    assert prolog.made_by_teikit(data.encode()) is ours
