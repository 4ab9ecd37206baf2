"""The words for what the RELAX NG engine refuses."""

from __future__ import annotations

from typing import Any

import pytest

from teikit.validate.relaxng.errors import Error, Kind
from teikit.validate.wording import Vocabulary, link, message
from teikit.validate.wording.expectation import expectation
from teikit.validate.wording.near import meant, nearest
from teikit.validate.wording.relaxng import CODES
from teikit.xmlio import TEI

VOCABULARY = Vocabulary(frozenset((TEI, name) for name in ("TEI", "text", "p", "persName", "placeName", "name", "div")))
P, DIV = (TEI, "p"), (TEI, "div")
MANY = tuple((TEI, name) for name in ("zone", "add", "hi", "persName", "placeName", "name", "abbr", "g", "w", "c"))
DATES = ("date", "gYear", "gMonth", "gDay", "gYearMonth", "gMonthDay", "time", "dateTime")


def said(kind: Kind, **fields: Any) -> tuple[str, str]:
    return message(Error(kind, 3, 5, 40, (((TEI, "TEI"), 1),), **fields), VOCABULARY)


def test_every_kind_has_a_code_and_words() -> None:
    for kind in Kind:
        assert CODES[kind].startswith("V0")
        what, help = said(kind, element=P, parent=DIV, attribute=("", "n"), expected=(P,), detail="x", value="y")
        assert what.endswith(".")
        assert help.endswith((".", "?"))


def test_a_misspelt_element_is_told_what_was_meant() -> None:
    what, help = said(Kind.ELEMENT_UNKNOWN, element=(TEI, "persname"), parent=P, expected=MANY)
    assert what == "The schema has no element <persname>."
    assert help == "Did you mean <persName>?"


def test_an_element_of_tei_that_the_schema_leaves_out_is_said_to_be_one() -> None:
    what, help = said(Kind.ELEMENT_UNKNOWN, element=(TEI, "egXML"), parent=P, expected=(P,))
    assert what == "TEI has <egXML>, but the schema of this file leaves it out."
    assert "<p>" in help


@pytest.mark.parametrize(("namespace", "words"), [("", "in no namespace"), ("http://www.w3.org/1999/xhtml", "xhtml")])
def test_an_element_of_another_namespace(namespace: str, words: str) -> None:
    what, help = said(Kind.ELEMENT_UNKNOWN, element=(namespace, "p"), parent=P)
    assert "not a TEI element" in what
    assert words in what
    assert "xenoData" in help


def test_few_names_are_shown_and_the_nearest_first() -> None:
    _, help = said(Kind.ELEMENT_MISPLACED, element=(TEI, "addname"), parent=P, expected=MANY)
    assert help.startswith("Here may stand <")
    assert "and 4 more" in help


def test_where_the_element_has_its_place_elsewhere_that_is_said() -> None:
    what, _ = said(Kind.ELEMENT_MISPLACED, element=P, parent=DIV, before=(TEI, "closer"), elsewhere=True)
    assert what == "<p> is not allowed at this place in <div>, after <closer>."
    what, help = said(Kind.ELEMENT_MISPLACED, element=DIV, parent=P, outside=True, expected=MANY)
    assert what == "<div> is not allowed inside <p>."
    assert help.startswith("Close <p> first.")


def test_one_too_many_is_said_to_be_that() -> None:
    what, _ = said(Kind.ELEMENT_MISPLACED, element=P, parent=DIV, before=P, elsewhere=True)
    assert what == "Another <p> is not allowed in <div>."


def test_a_right_name_in_a_wrong_namespace() -> None:
    examples = "http://www.tei-c.org/ns/Examples"
    vocabulary = Vocabulary(VOCABULARY.elements | {(examples, "")} | {(examples, "egXML")})
    error = Error(Kind.ELEMENT_MISPLACED, 3, 5, 40, (), element=(examples, "p"), parent=DIV, expected=(P, DIV))
    what, help = message(error, vocabulary)
    assert what == f"This <p> is in the namespace {examples}, where one in that of <div> may stand."
    assert TEI in help


def test_the_root() -> None:
    roots = ((TEI, "TEI"), (TEI, "teiCorpus"))
    what, help = said(Kind.ELEMENT_MISPLACED, element=P, expected=roots)
    assert what == "A file of this schema cannot begin with <p>."
    assert help == "It begins with <TEI> or <teiCorpus>."


def test_attributes_of_the_element_itself_are_named_before_those_of_all() -> None:
    every = tuple(("", name) for name in ("ana", "cert", "resp", "n", "when", "calendar", "from", "to", "type"))
    _, help = said(Kind.ATTRIBUTE_UNKNOWN, element=P, attribute=("", "zzz"), expected=every)
    assert help == "<p> may have @calendar, @from, @to, @when, @n, @type and 3 more."


@pytest.mark.parametrize("kind", [Kind.ATTRIBUTE_MISSING, Kind.ELEMENT_INCOMPLETE])
@pytest.mark.parametrize("expected", [(), (("", ""),)])
def test_what_has_no_name_is_not_named(kind: Kind, expected: tuple[tuple[str, str], ...]) -> None:
    what, help = said(kind, element=P, expected=expected)
    assert "<>" not in what + help
    assert "@." not in what + help
    assert "  " not in what + help


def test_what_is_missing_is_named() -> None:
    header = ((TEI, "teiHeader"),)
    what, help = said(Kind.ELEMENT_EARLY, element=(TEI, "text"), parent=(TEI, "TEI"), expected=header, required=header)
    assert (what, help) == ("<TEI> lacks <teiHeader> before <text>.", "Put <teiHeader> there.")
    both = (P, (TEI, "licence"))
    what, help = said(Kind.ELEMENT_INCOMPLETE, element=(TEI, "availability"), expected=both, required=both)
    assert what == "<availability> is not complete: something must stand in it."
    assert help == "Add one of <p> and <licence>."


def test_a_value_is_told_its_form() -> None:
    dates = tuple((name, ()) for name in DATES)
    what, help = said(
        Kind.ATTRIBUTE_INVALID, element=(TEI, "date"), attribute=("", "when"), value="5.11.1823", datatypes=dates
    )
    assert what == "@when on <date> may not be “5.11.1823”."
    assert help == "Write a date or time such as 1962-10-27, 1962-10, 1962, --10-27 or 18:30:00."


def test_a_misspelt_value_is_told_what_was_meant() -> None:
    values = ("high", "medium", "low", "unknown")
    _, help = said(Kind.ATTRIBUTE_INVALID, element=P, attribute=("", "cert"), value="hihg", values=values)
    assert help == 'Did you mean “high”? Write one of "high", "medium", "low" and "unknown".'


@pytest.mark.parametrize(
    ("values", "datatypes", "words"),
    [
        ((), [("double", (("minInclusive", "0"), ("maxInclusive", "1")))], "a number from 0 to 1"),
        (("high",), [("double", ())], 'a number, or "high"'),
        ((), [("token", (("pattern", "[^\\p{C}\\p{Z}]+"),))], "one word without spaces"),
        ((), [("token", (("pattern", "[A-Z]{3}"),))], "a word that fits the pattern [A-Z]{3}"),
        (("", "en"), [], 'one of nothing at all and "en"'),
        ((), [], ""),
    ],
)
def test_an_expectation_in_words(values: tuple[str, ...], datatypes: list[Any], words: str) -> None:
    assert expectation(values, datatypes) == words


def test_nearness() -> None:
    assert meant("persname", frozenset({"persName", "persona"})) == ("persName",)
    assert meant("xyz", frozenset({"persName"})) == ()
    assert nearest("", {"zone", "p", "c"}) == ["p", "c", "zone"]


def test_the_guidelines_are_linked_for_elements_they_have() -> None:
    assert link("persName").endswith("/ref-persName.html")
    assert link("persname") == ""
