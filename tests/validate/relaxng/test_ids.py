"""IDs and references: which grammars say what is one, and where; what jing says of the same is in the comments."""

from __future__ import annotations

import pytest
from relaxng_engine import told, validator

from teikit.validate.relaxng.errors import Kind

IDS = """
element a {
  (element b { attribute id { xsd:ID }, attribute r { xsd:IDREF }?, text }
   | element c { attribute id { xsd:ID }, empty })*
}
"""


def test_twice_lost_and_in_places_where_the_element_is_not_allowed() -> None:
    document = '<a>\n<b id="x" r="y">t</b>\n<b id="x">t</b>\n<zz id="x"/>\n<c id=" x "><b id="x"/></c>\n</a>'
    assert told(validator(IDS), document) == [
        "ID not unique b@id",
        "element not allowed anywhere zz",
        "ID not unique c@id",
        "element not allowed here b",
        "ID not unique b@id",
        "IDREF without ID b@r",
    ]


def test_the_first_place_is_told() -> None:
    (error,) = validator(IDS).validate(b'<a>\n <b id="x"/><b id="x"/></a>')
    assert (error.kind, error.value, error.detail) == (Kind.ID_TWICE, "x", "2:2")


def test_they_can_be_left_unchecked() -> None:
    assert told(validator(IDS), '<a><b id="x" r="y"/><c id="x"/></a>', ids=False) == []


def test_nothing_is_remembered_from_one_document_to_the_next() -> None:
    schema = validator(IDS)
    for _ in range(2):
        assert told(schema, '<a><b id="x"/></a>') == []
    assert told(schema, '<a><b id="x"/><b id="x"/></a>') == ["ID not unique b@id"]
    assert told(schema, '<a><b id="x"/></a>') == []


@pytest.mark.parametrize(
    "schema",
    [
        # "conflicting ID-types for attribute "id" of element "a""
        "element a { attribute id { xsd:ID }?, element * { attribute id { text } }* }",
        "element a { element b { attribute id { xsd:ID } }, element c { element b { attribute id { text } } } }",
        "element a { element b { attribute id { xsd:ID } }, element c { element b { attribute id { xsd:IDREF } } } }",
        # "a "data" or "value" pattern with non-null ID-type must occur as the child of an "attribute" pattern"
        'element a { attribute id { xsd:ID | "x" } }',
        "element a { element b { xsd:IDREF } }",
        "element a { attribute * { xsd:ID }* }",
        "element * { attribute id { xsd:ID } }",
    ],
)
def test_a_grammar_that_does_not_say_which_has_none(schema: str) -> None:
    assert validator(schema).roles.conflict
    assert not validator(schema).roles.of


def test_an_element_of_several_names() -> None:
    schema = validator("element a { element (b | c) { attribute id { xsd:ID } }* }")
    assert told(schema, '<a><b id="x"/><c id="x"/></a>') == ["ID not unique c@id"]


def test_what_is_not_surely_an_id_is_not_held_against_a_document() -> None:
    schema = validator("element a { attribute id { xsd:ID }?, element * { attribute id { text } }* }")
    one = "element b { attribute id { xsd:ID } }*"
    nested = validator(f"element a {{ {one}, element c {{ attribute id {{ xsd:ID | text }} }}* }}")
    assert schema.roles.conflict and nested.roles.conflict
    assert told(nested, '<a><b id="x"/><b id="x"/></a>') == []
    assert nested.is_valid(b'<a><b id="x"/><b id="x"/></a>')
