"""One cause, one finding: what the grammar, its rules and the house rules find together."""

from __future__ import annotations

import pytest

from teikit.diagnostics import Diagnostic, Severity
from teikit.validate import check
from teikit.validate.faults import Fault, Place
from teikit.validate.merging import merged

TEI = "http://www.tei-c.org/ns/1.0"
HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>Letters</title></titleStmt><publicationStmt><p>Paris</p></publicationStmt>"
    "<sourceDesc><p>Autograph</p></sourceDesc></fileDesc>{}</teiHeader>"
)


def found(body: str, header: str = "") -> list[Diagnostic]:
    text = f'<TEI xmlns="{TEI}">{HEADER.format(header)}<text xml:lang="en"><body>{body}</body></text></TEI>'
    return [one for one in check(text.encode(), "a.xml") if one.code != "V099"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<p xml:lang="de_CH">One</p>', "V012"),
        ('<p id="one">One <ref target="#one">two</ref></p>', "V051"),
        ('<p TEIform="p">One</p><p TEIform="p">Two</p>', "V051"),
        ('<p><date when="1905" notBefore="1900" notAfter="1901">then</date></p>', "V020"),
    ],
)
def test_one_cause_is_told_once(body: str, code: str) -> None:
    assert [one.code for one in found(body)] == [code]
    assert found(body)[0].severity is Severity.ERROR


def test_what_is_wrong_besides_is_told() -> None:
    assert [one.code for one in found('<p id="one" rank="1">One</p>')] == ["V011", "V051"]
    assert [one.code for one in found('<p xml:lang="de_CH">One</p><p xml:lang="qq">Two</p>')] == ["V012", "V078"]


def fault(code: str, message: str, offset: int = 5) -> Fault:
    return Fault(code, Place(1, 1, offset), message)


def test_rules_that_repeat_the_grammar_are_left_out() -> None:
    grammar = fault("V010", "<p> is not allowed inside <p>.")
    rule = fault("V020", "Abstract model violation: Paragraphs may not occur inside other paragraphs.")
    assert list(merged([[grammar], [rule]], [])) == [grammar]
    assert list(merged([[rule], [grammar]], [])) == [grammar]
    assert list(merged([[rule]], [])) == [rule]
    other = fault("V020", "A <p> needs @n.")
    assert list(merged([[grammar], [other]], [])) == [grammar, other]


def test_a_foreign_root_is_told_of_once() -> None:
    grammar, house = (
        fault("V010", "The root <TEI> is in no namespace."),
        fault("V050", "This <TEI> is in no namespace."),
    )
    assert list(merged([[grammar]], [house])) == [grammar]
    assert list(merged([[]], [house])) == [house]


def test_a_dtd_is_told_of_once() -> None:
    text = (
        f'<!DOCTYPE TEI SYSTEM "tei.dtd"><TEI xmlns="{TEI}">{HEADER.format("")}<text><body><p>x</p></body></text></TEI>'
    )
    assert [one.code for one in check(text.encode(), "a.xml", codes={"V094"})] == ["V094"]
    assert [one.code for one in check(text.encode(), "a.xml", codes=set())] == ["V008"]


def test_without_the_house_rule_the_schema_tells() -> None:
    text = f'<TEI xmlns="{TEI}">{HEADER.format("")}<text><body><p id="one">One</p></body></text></TEI>'
    assert [one.code for one in check(text.encode(), "a.xml", codes={"V011"})] == ["V011"]


def test_without_the_schema_the_house_rule_tells() -> None:
    body = '<p xml:lang="de_CH">One</p><p id="one"><date when="1905" notBefore="1900" notAfter="1901">x</date></p>'
    text = f'<TEI xmlns="{TEI}">{HEADER.format("")}<text><body>{body}</body></text></TEI>'
    found = list(check(text.encode(), "a.xml", codes={"V051", "V061", "V077"}))
    assert [(one.code, one.severity) for one in found] == [
        ("V077", Severity.WARNING),
        ("V051", Severity.WARNING),
        ("V061", Severity.WARNING),
    ]


def told(text: str) -> list[str]:
    return [one.message for one in check(text.encode(), "a.xml", codes={"V010", "V099"}) if one.code == "V099"]


def test_a_file_without_a_schema_that_our_own_refuses_says_which_it_was() -> None:
    text = f'<TEI xmlns="{TEI}">{HEADER.format("")}<text><body>{{}}</body></text></TEI>'
    assert told(text.format("<p>One</p>")) == []
    assert told(text.format("<entry><form/></entry>")) == [
        "This file names no schema: it was checked against teikit's own, which leaves out much that TEI has."
    ]
    made = text.replace(
        "</teiHeader>",
        '<encodingDesc><appInfo><application ident="teikit" version="1"><label>teikit</label></application></appInfo>'
        "</encodingDesc></teiHeader>",
    )
    assert told(made.format("<entry><form/></entry>")) == []
