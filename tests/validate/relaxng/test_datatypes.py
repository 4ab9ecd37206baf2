"""Datatypes: which strings belong to them and which are equal, as jing has it; params; regular expressions."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from relaxng_cases import rows

from teikit.validate.relaxng.datatypes import COMPATIBILITY, XSD, datatype
from teikit.validate.relaxng.errors import SchemaError
from teikit.validate.relaxng.regex import Pattern

CONTEXT = {"p": "urn:p", "p2": "urn:p", "&u": ""}


@pytest.mark.parametrize("row", rows("datatypes"), ids=lambda row: " ".join(row.values()))
def test_strings(row: dict[str, str]) -> None:
    params = ((row["param"], json.loads(row["of"])),) if row["param"] else ()
    found = datatype(XSD, row["type"], params).allows(json.loads(row["string"]), CONTEXT)
    assert found == (row["verdict"] == "yes")


@pytest.mark.parametrize("row", rows("values"), ids=lambda row: " ".join(row.values()))
def test_values(row: dict[str, str]) -> None:
    schema = {"p": "urn:p", "q": "urn:q", "": ""}
    found = datatype(XSD, row["type"], ()).equal(json.loads(row["value"]), schema, json.loads(row["string"]), CONTEXT)
    assert found == (row["verdict"] == "same")


def test_the_types_of_relax_ng_itself() -> None:
    assert datatype("", "token", ()).equal(" a  b ", {}, "a b", {})
    assert not datatype("", "string", ()).equal(" a", {}, "a", {})
    assert datatype("", "string", ()).allows("", {})


def test_names_in_the_namespace_of_the_schema() -> None:
    qname = datatype(XSD, "QName", ())
    assert qname.needs_context
    assert qname.equal("a", {"": "urn:p"}, "p:a", CONTEXT)
    assert not qname.equal("a", {"": "urn:q"}, "p:a", CONTEXT)


def test_ids() -> None:
    assert [datatype(XSD, name, ()).id_type for name in ("ID", "IDREF", "IDREFS", "NCName")] == [
        "ID",
        "IDREF",
        "IDREFS",
        "",
    ]
    assert datatype(COMPATIBILITY, "IDREFS", ()).id_type == "IDREFS"


def test_entities_must_be_declared_in_the_document() -> None:
    assert datatype(XSD, "ENTITIES", ()).allows(" u  u ", CONTEXT)
    assert not datatype(XSD, "ENTITY", ()).allows("v", CONTEXT)


@pytest.mark.parametrize(
    ("library", "name", "params"),
    [
        ("", "integer", ()),
        ("", "token", (("length", "1"),)),
        ("urn:x", "token", ()),
        (XSD, "anySimpleType", ()),
        (XSD, "string", (("enumeration", "a"),)),
        (XSD, "string", (("length", "-1"),)),
        (XSD, "string", (("minInclusive", "a"),)),
        (XSD, "QName", (("length", "1"),)),
        (XSD, "decimal", (("totalDigits", "0"),)),
        (XSD, "date", (("minInclusive", "yesterday"),)),
    ],
)
def test_what_is_no_datatype(library: str, name: str, params: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(SchemaError) as caught:
        datatype(library, name, params)
    assert caught.value.clause == "4.16"


def test_all_patterns_must_match() -> None:
    both = datatype(XSD, "string", (("pattern", "a.*"), ("pattern", ".*b")))
    assert both.allows("ab", {})
    assert not both.allows("ac", {})


@pytest.mark.parametrize(
    "expression", ["a{", "{", "]", "[]", "[b-a]", "*", "a**", "(a", "a)", r"\q", r"\p{Foo}", r"\p{IsFoo}", "(?:a)"]
)
def test_what_is_no_regular_expression(expression: str) -> None:
    with pytest.raises(SchemaError):
        datatype(XSD, "string", (("pattern", expression),))


def test_no_expression_makes_matching_slow() -> None:
    assert not Pattern("(a|a)*(a|aa)+(a*)*b").matches("a" * 20_000)
    assert Pattern("(.{0,50}x){0,50}").matches("abcx" * 50)


def test_nothing_large_is_imported_for_common_types() -> None:
    code = (
        "import sys; from teikit.validate.relaxng.datatypes import XSD, datatype; "
        r"assert datatype(XSD, 'token', (('pattern', r'(\p{L}|\p{N})+'),)).allows('aé', {}); "
        "assert not {'elementpath', 'xmlschema'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
