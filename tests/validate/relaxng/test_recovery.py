"""What is told of a document that is not valid: cases/validate/relaxng-instances/errors.tsv, and places in files."""

from __future__ import annotations

import csv
import io
import random
import tracemalloc
from collections.abc import Iterator

import pytest
from relaxng_cases import ROOT
from relaxng_engine import told, validator

from fuzz.fuzz_relaxng import probe
from teikit.validate.relaxng.errors import Kind

CASES = ROOT / "tests" / "cases" / "validate" / "relaxng-instances" / "errors.tsv"
SCHEMA = "element r { element a { text }, element b { attribute n { xsd:int }?, text }*, element c { empty }? }"


def cases() -> list[dict[str, str]]:
    lines = CASES.read_text(encoding="utf-8").split("\n")
    return list(csv.DictReader(filter(None, lines), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["case"])
def test_case(case: dict[str, str]) -> None:
    document = case["document"].encode().decode("unicode_escape").encode("latin-1").decode()
    wanted = [error.strip() for error in (case["errors"] or "").split(";") if error.strip()]
    assert [error.strip() for error in told(validator(case["schema"]), document)] == wanted


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "utf-32", "shift_jis"]
)
def test_places_count_characters_from_1_and_bytes_from_0(encoding: str) -> None:
    letters = "кириллица" if encoding in ("utf-8", "utf-16", "utf-8-sig", "utf-32", "shift_jis") else "äöüß"
    declared = encoding.removesuffix("-sig")
    document = f'<?xml version="1.0" encoding="{declared}"?>\n<r>\n  <a>{letters}</a><x/><b n="{letters}"/>\n</r>'
    data = document.encode(encoding)
    line = document.split("\n")[2]
    errors = list(validator(SCHEMA).validate(data))
    assert [error.kind for error in errors] == [Kind.ELEMENT_UNKNOWN, Kind.ATTRIBUTE_INVALID]
    for error, tag in zip(errors, ("<x", "<b"), strict=True):
        assert (error.line, error.column) == (3, line.index(tag) + 1)
        start = len(document[: document.index(tag)].encode(encoding))
        assert error.offset == start


def test_the_place_of_stray_text_and_of_an_incomplete_element() -> None:
    text, end = validator(SCHEMA).validate(b"<r>\n  &#10; \n  stray\n</r  >")
    assert (text.kind, text.line, text.column, text.offset) == (Kind.TEXT_MISPLACED, 3, 3, 15)
    assert (end.kind, end.line, end.column, end.offset) == (Kind.ELEMENT_INCOMPLETE, 4, 1, 21)


def test_the_path_counts_siblings_of_the_same_name() -> None:
    (error,) = validator(SCHEMA).validate(b"<r><a/><b/><b/><b n='x'/><c/></r>")
    assert error.path == ((("", "r"), 1), (("", "b"), 3))
    assert (error.element, error.parent, error.before) == (("", "b"), ("", "r"), ("", "b"))


def test_what_was_expected() -> None:
    (error,) = validator(SCHEMA).validate(b"<r><a/><b/><a/></r>")
    assert (error.kind, set(error.expected), error.required) == (Kind.ELEMENT_MISPLACED, {("", "b"), ("", "c")}, ())
    assert error.elsewhere
    (error,) = validator(SCHEMA).validate(b"<r><c/></r>")
    assert (error.kind, error.expected, error.required) == (Kind.ELEMENT_EARLY, (("", "a"),), (("", "a"),))
    (error,) = validator(SCHEMA).validate(b"<r/>")
    assert (error.kind, error.expected, error.required) == (Kind.ELEMENT_INCOMPLETE, (("", "a"),), (("", "a"),))
    (error,) = validator(SCHEMA).validate(b"<r><a><b/></a></r>")
    assert (error.kind, error.elsewhere, error.outside, error.text_expected) == (
        Kind.ELEMENT_MISPLACED,
        False,
        True,
        True,
    )


def test_values_and_datatypes_that_were_expected() -> None:
    schema = validator('element r { attribute a { "x" | "y" | xsd:int { minInclusive = "3" } }, attribute b { text } }')
    invalid, missing = schema.validate(b"<r a='z'/>")
    assert (invalid.values, invalid.datatypes) == (("x", "y"), (("int", (("minInclusive", "3"),)),))
    assert (missing.kind, missing.expected, missing.required) == (Kind.ATTRIBUTE_MISSING, (("", "b"),), (("", "b"),))


INCLUDE = (
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="u"><xi:fallback><a q=""/></xi:fallback></xi:include>'
)


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        (f"<r>{INCLUDE}</r>", []),
        (f"<r>{INCLUDE}<b/>{INCLUDE}<c/></r>", []),
        (f"<r><a>{INCLUDE}</a></r>", []),
        (INCLUDE, []),
        (f"<r>x{INCLUDE}</r>", ["text not allowed here r"]),
        (f"<r>{INCLUDE}<zz/><c/></r>", ["element not allowed anywhere zz"]),
        (f"<r>{INCLUDE}<a><b/></a></r>", ["element not allowed here b"]),
        (f"<r><a/>{INCLUDE}<b n='x'/></r>", ["attribute value invalid b@n"]),
        (
            f"<r><zz>{INCLUDE}<c><b/></c></zz><c/></r>",
            ["element not allowed anywhere zz", "element not allowed here b"],
        ),
    ],
)
def test_what_is_included_may_be_anything(document: str, wanted: list[str]) -> None:
    schema = validator(SCHEMA)
    assert told(schema, document) == wanted
    assert schema.is_valid(document.encode()) == (not wanted)
    assert schema.is_valid(document.encode("utf-16")) == (not wanted)


def test_an_element_of_xinclude_that_the_schema_has_is_held_to_it() -> None:
    schema = validator(
        'namespace xi = "http://www.w3.org/2001/XInclude" element r { element xi:include { attribute href { text } } }'
    )
    xi = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
    assert told(schema, f'<r {xi}><xi:include href=""/></r>') == []
    assert told(schema, f'<r {xi}><xi:include src=""/></r>') == [
        "attribute not allowed here include@src",
        "required attribute missing include",
    ]


def test_references_and_data_may_go_on_in_what_is_included() -> None:
    schema = validator("element r { element n { xsd:int }?, element i { attribute to { xsd:IDREF } }* }")
    document = f'<r><n>1{INCLUDE}2</n><i to="a"/></r>'
    assert told(schema, document) == []
    assert schema.is_valid(document.encode())
    assert told(schema, '<r><n>1</n><i to="a"/></r>') == ["IDREF without ID i@to"]


def test_elements_that_can_never_be() -> None:
    schema = validator("element r { element a { attribute n { text }, notAllowed }*, element b { notAllowed }? }")
    assert told(schema, "<r/>") == []
    assert told(schema, "<r><a n=''/><a/><b/></r>") == [
        "element not allowed anywhere a",
        "element not allowed anywhere a",
        "element not allowed anywhere b",
    ]
    assert told(validator("element r { element b { notAllowed } }"), "<r><b x=''/></r>") == [
        "element not allowed anywhere b"
    ]
    assert told(validator("element r { notAllowed }"), "<r x='' y=''/>") == ["element not allowed anywhere r"]


def test_text_after_which_something_is_missing() -> None:
    schema = validator("element r { (text, element b { empty })? }")
    assert told(schema, "<r>x</r>") == ["element incomplete r"]
    assert told(schema, "<r>x<b/></r>") == []


def test_depth_has_no_limit() -> None:
    schema = validator("start = a a = element a { a* }")
    depth = 100_000
    assert told(schema, "<a>" * depth + "</a>" * depth) == []
    assert told(schema, "<a>" * depth + "<b/>" + "</a>" * depth) == ["element not allowed anywhere b"]


def test_a_file_is_read_in_pieces_and_twice() -> None:
    schema = validator(SCHEMA)
    assert [error.kind for error in schema.validate(io.BytesIO(b"<r><c/></r>"))] == [Kind.ELEMENT_EARLY]

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    assert [error.kind for error in schema.validate(Pipe(b"<r><c/></r>"))] == [Kind.ELEMENT_EARLY]


class Rows(io.RawIOBase):
    """A long file that is nowhere: every value in it is another."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.pieces: Iterator[bytes] = iter(())

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return 0

    def seek(self, at: int, *_: object) -> int:
        self.pieces = self.made()
        return at

    def read(self, *_: object) -> bytes:
        return next(self.pieces, b"")

    def made(self) -> Iterator[bytes]:
        yield b"<r>"
        for at in range(0, self.rows, 1000):
            yield b"".join(b'<b n="%d">%d</b>' % (i, i) for i in range(at, at + 1000))
        yield b"</r>"


def test_memory_does_not_grow_with_the_file() -> None:
    schema = validator("element r { element b { attribute n { xsd:int }, xsd:int }* }")

    def peak(rows: int) -> int:
        tracemalloc.start()
        assert schema.is_valid(Rows(rows))  # type: ignore[arg-type]
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10_000)
    assert peak(30_000) < peak(10_000) * 1.5


@pytest.mark.parametrize("seed", [25, 2186, *range(60)])
def test_both_passes_agree_on_random_grammars(seed: int) -> None:
    probe(random.Random(seed))
