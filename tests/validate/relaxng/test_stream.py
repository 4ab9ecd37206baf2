"""Documents that are not what they seem: entities, encodings, truncation. Nothing is read from outside, all ends."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from relaxng_engine import validator

from teikit.validate.relaxng.errors import Error, Kind

SCHEMA = "element r { attribute a { text }?, (text | element b { text })* }"


def errors(document: str | bytes) -> list[Error]:
    data = document if isinstance(document, bytes) else document.encode()
    return list(validator(SCHEMA).validate(data))


def doctype(inside: str, body: str = "<r>&e;</r>", outside: str = "") -> str:
    return f"<!DOCTYPE r {outside} [{inside}]>\n{body}"


@pytest.mark.parametrize(
    "document",
    [
        doctype('<!ENTITY e "text">'),
        doctype('<!ENTITY e "<b>x</b>">'),
        doctype("<!ENTITY % p \"<!ENTITY e 'x'>\"> %p;"),
        doctype('<!ENTITY e "x">', '<r a="&e;&amp;&#33;"/>', 'SYSTEM "r.dtd"'),
        doctype("<!ATTLIST r a CDATA 'x'>", "<r/>"),
        '<?xml version="1.0" encoding="ascii"?><r/>',
        '<?xml version="1.0" encoding="gb18030"?><r>字</r>'.encode("gb18030"),
        '<?xml version="1.0" encoding="koi8-r"?><r>я</r>'.encode("koi8-r"),
        '<?xml version="1.0" encoding="utf-16"?><r>я</r>'.encode("utf-16"),
        "<r>я</r>".encode("utf-32"),
    ],
)
def test_right(document: str | bytes) -> None:
    assert errors(document) == []


BOMB = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
CHAIN = "".join(f'<!ENTITY e{i} "&e{i - 1};">' for i in range(1, 60_000))


@pytest.mark.parametrize(
    "document",
    [
        doctype(f'<!ENTITY e0 "{"x" * 50}">{BOMB}', "<r>&e11;</r>"),
        doctype(f'<!ENTITY e0 "x">{BOMB}', '<r a="&e11;"/>'),
        doctype(f'<!ENTITY e0 "x">{CHAIN}', "<r>&e59999;</r>"),
        doctype('<!ENTITY e "&e;">'),
        doctype('<!ENTITY e SYSTEM "/etc/passwd">'),
        doctype('<!ENTITY e PUBLIC "x" "http://localhost:1/">'),
        doctype("", "<r>&e;</r>"),
        doctype("", "<r>&e;</r>", 'SYSTEM "r.dtd"'),
        doctype("", '<r a="&e;"/>', 'SYSTEM "r.dtd"'),
        doctype('<!ENTITY % p SYSTEM "p.ent"> %p;', '<r a="&e;"/>'),
        "<r>&e;</r>",
        "<r>",
        "<r></s>",
        "",
        "   ",
        "no XML",
        b"\xff\xfe",
        b"\x00\x01\x02",
        "<r>\x01</r>",
        "<r a='1' a='2'/>",
        "<p:r/>",
        "<r>&#0;</r>",
        "<r>]]></r>",
        '<?xml version="1.0" encoding="utf-8"?><r>é</r>'.encode("latin-1"),
        '<?xml version="1.0" encoding="utf-16"?><r/>',
        '<?xml version="1.0" encoding="no-such"?><r/>',
        '<?xml version="1.0" encoding="zlib_codec"?><r/>',
        '<?xml version="1.0" encoding="rot13"?><r/>',
        '<?xml version="1.0" encoding="shift_jis"?><r>\xff\xff</r>'.encode("latin-1"),
    ],
)
def test_wrong_and_told_once(document: str | bytes) -> None:
    began = time.monotonic()
    (error,) = errors(document)
    assert error.kind is Kind.NOT_WELL_FORMED
    assert error.detail
    assert error.line >= 1 and error.column >= 1 and error.offset >= 0
    assert time.monotonic() - began < 20


def test_a_bomb_takes_little_memory() -> None:
    tracemalloc.start()
    errors(doctype(f'<!ENTITY e0 "{"x" * 50}">{BOMB}', "<r>&e11;</r>"))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 50_000_000


LONG = "x" * 3_000_000
MANY = '<b c="&amp;1"/>' * 100_000


@pytest.mark.parametrize(
    "body",
    [f'<r a="{LONG}"/>', f"<r><!--{LONG}--></r>", f"<r><?p {LONG}?></r>", f'<r a="{LONG}">{MANY}</r>'],
    ids=["value", "comment", "instruction", "value, then many tags"],
)
@pytest.mark.parametrize("before", ["", '<!DOCTYPE r SYSTEM "r.dtd">'], ids=["plain", "with a DOCTYPE"])
def test_the_time_of_long_tokens_grows_with_their_length(before: str, body: str) -> None:
    schema = validator("element r { attribute a { text }?, element b { attribute c { text } }* }")
    began = time.process_time()
    assert list(schema.validate((before + body).encode())) == []
    assert time.process_time() - began < 3


@pytest.mark.parametrize("undefined", ["&e;", f"&amp;{LONG}&e;"])
def test_an_undefined_entity_in_a_long_value(undefined: str) -> None:
    (error,) = errors(doctype("", f'<r><b/><r a="{undefined}"/></r>', 'SYSTEM "r.dtd"'))
    assert (error.kind, error.detail) == (Kind.NOT_WELL_FORMED, "undefined entity &e;")


@pytest.mark.parametrize("codec", ["utf-32", "utf-32-le", "utf-32-be", "gb18030", "shift_jis"])
@pytest.mark.parametrize("broken", [b"\xff\xff\xff\xff", b"\xff", b"\x00\xd8\x00"])
def test_bytes_that_are_not_in_the_encoding(codec: str, broken: bytes) -> None:
    start = f'<?xml version="1.0" encoding="{codec}"?><r><c/>'.encode(codec)
    for data in (start + broken, start + broken + "</r>".encode(codec)):
        found = errors(data)
        assert found[-1].kind is Kind.NOT_WELL_FORMED
        assert not validator(SCHEMA).is_valid(data)
        assert all(0 <= error.offset <= len(data) for error in found)


def test_places_are_found_in_time_in_an_encoding_that_expat_does_not_know() -> None:
    document = "<r>" + "<c>字</c>\n" * 20_000 + "</r>"
    began = time.process_time()
    found = errors(f'<?xml version="1.0" encoding="gb18030"?>{document}'.encode("gb18030"))
    assert len(found) == 20_000
    assert found[-1].offset - found[0].offset == 19_999 * len("<c>字</c>\n".encode("gb18030"))
    assert time.process_time() - began < 5


def test_faults_inside_an_entity_stand_where_it_is_used() -> None:
    (error,) = errors(doctype('<!ENTITY e "<c/>">', "<r>x&e;</r>"))
    assert (error.kind, error.line, error.column) == (Kind.ELEMENT_UNKNOWN, 2, 5)


def test_huge_values_and_names() -> None:
    big = "x" * 3_000_000
    assert errors(f'<r a="{big}">{big}</r>') == []
    assert [error.kind for error in errors(f"<r><{big}/></r>")] == [Kind.ELEMENT_UNKNOWN]
    many = " ".join(f'a{i}="1"' for i in range(3000))
    assert len(errors(f"<r {many}/>")) == 3000
