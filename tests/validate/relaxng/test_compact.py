"""The compact syntax: that it means what the XML syntax means."""

from __future__ import annotations

import pytest

from teikit.validate.relaxng.errors import SchemaError
from teikit.validate.relaxng.grammar import Grammar
from teikit.validate.relaxng.load import load


def nothing(href: str) -> bytes:
    raise FileNotFoundError(href)


def compact(text: str) -> Grammar:
    return load(text.encode(), "test:/a.rnc", resolve=nothing, compact=True)


def xml(text: str, attributes: str = "") -> Grammar:
    name = text[1:].partition(" ")[0].partition(">")[0].rstrip("/")
    declared = f'{name} xmlns="http://relaxng.org/ns/structure/1.0" {attributes}'
    return load(text.replace(name, declared, 1).encode(), "test:/a.rng", resolve=nothing)


XSD = "datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'"


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("element a { text }", "<element name='a'><text/></element>"),
        ("default namespace = 'u' element a { attribute b { text } }",
         "<element name='a' ns='u'><attribute name='b'/></element>"),
        ("default namespace x = 'u' element x:a { empty }", "<element name='a' ns='u'><empty/></element>"),
        ("element a { element b { empty }*, element c { empty }+ }",
         "<element name='a'><zeroOrMore><element name='b'><empty/></element></zeroOrMore><oneOrMore><element name='c'>"
         "<empty/></element></oneOrMore></element>"),
        ("element a { mixed { element b { text } } }",
         "<element name='a'><mixed><element name='b'><text/></element></mixed></element>"),
        ("element a { xsd:int { minInclusive = '1' maxInclusive = \"2\" } }",
         f"<element name='a' {XSD}><data type='int'><param name='minInclusive'>1</param>"
         "<param name='maxInclusive'>2</param></data></element>"),
        ("element a { xsd:token - ('a' | \"b\") }",
         f"<element name='a' {XSD}><data type='token'><except><value datatypeLibrary=''>a</value>"
         "<value>b</value></except></data></element>"),
        ("element a { string \"it's\" }",
         "<element name='a'><value type='string' datatypeLibrary=''>it's</value></element>"),
        ('element a { \"\"\"two\n"lines" \"\"\" }',
         "<element name='a'><value>two\n\"lines\" </value></element>"),
        (r"element a { 'x\x{41}\x{a}y' ~ 'z' }", "<element name='a'><value>xA&#10;yz</value></element>"),
        (r"element \element { text }", "<element name='element'><text/></element>"),
        ("element element { text }", "<element name='element'><text/></element>"),
        ("# one\nelement a { # two\n text }", "<element name='a'><text/></element>"),
        ("## told\n## twice\nelement a { text >> x [ y = 'z' 'text' w [ ] ] }",
         "<element name='a'><a:documentation>told twice</a:documentation><text/></element>"),
        ("namespace p = 'u' element * - (p:* | b) { empty }",
         "<element><anyName><except><choice><nsName ns='u'/><name>b</name></choice></except></anyName>"
         "<empty/></element>"),
        ("div { start = \\a } a = element a { b } div { b = element b { \\parent? } \\parent = text }",
         "<grammar><start><ref name='a'/></start><define name='a'><element name='a'><ref name='b'/></element></define>"
         "<define name='b'><element name='b'><optional><text/></optional></element></define></grammar>"),
        ("start |= element a { empty } start |= element b { empty }",
         "<grammar><start combine='choice'><element name='a'><empty/></element></start><start combine='choice'>"
         "<element name='b'><empty/></element></start></grammar>"),
    ],
)  # fmt: skip
def test_both_syntaxes_mean_the_same(short: str, long: str) -> None:
    assert compact(short) == xml(long, "xmlns:a='http://relaxng.org/ns/compatibility/annotations/1.0'")


def test_encodings() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        data = "element é { text }".encode(encoding)
        assert ("name", "", "é") in load(data, "a", resolve=nothing).nodes
    with pytest.raises(SchemaError):
        load("element é { text }".encode("latin-1"), "a", resolve=nothing)


def test_the_place_of_an_error() -> None:
    with pytest.raises(SchemaError) as caught:
        compact("element a {\n  foo:int\n}")
    assert (caught.value.line, caught.value.column) == (2, 3)
