"""Every constraint of the TEI's own Schematron fires on what breaks it, and on nothing that is right."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace

import pytest
from lxml import etree
from schematron_cases import CASES, SHARED, document

from teikit.validate import schematron
from teikit.validate.schematron import reader
from teikit.validate.schematron.model import Pattern
from teikit.validate.schematron.rules import Rules
from teikit.validate.source import Parsed
from teikit.xmlio import parse

TEI_ALL = SHARED / "4.9.0a/tei_all/tei_all.sch"
pytestmark = pytest.mark.skipif(not TEI_ALL.exists(), reason="the TEI's schemas (../shared/tei) are not here")
TABLE = [
    (case.get("rule"), int(case.get("n")), *case.iterchildren("*"))
    for case in parse((CASES / "tei_all.xml").read_bytes()).getroot()
]


def key(pattern: Pattern) -> str:
    if pattern.id.startswith("teipm-"):
        return pattern.id
    short = re.sub(r"^schematron-constraint-tei_all-|-\d+$", "", pattern.id)
    return short or pattern.rules[0].context


@pytest.fixture(scope="module")
def schema():
    return reader.schema(TEI_ALL.read_bytes())


def only(schema, wanted: str, number: int) -> Rules:
    """Return the schema with one assertion left of all."""
    pattern = next(each for each in schema.patterns if key(each) == wanted)
    every = [(rule, each) for rule in pattern.rules for each in rule.assertions]
    rules = tuple(
        replace(rule, assertions=tuple(each for each in rule.assertions if each is every[number - 1][1]))
        for rule in pattern.rules
    )
    return Rules(replace(schema, patterns=(replace(pattern, rules=rules),)))


def alone(el: etree._Element) -> Parsed:
    copied = deepcopy(el)
    copied.tail = None
    return document(etree.tostring(copied))


@pytest.mark.parametrize(("rule", "number", "broken", "right"), TABLE, ids=[f"{one[0]}-{one[1]}" for one in TABLE])
def test_each_constraint(schema, rule, number, broken, right):
    one = only(schema, rule, number)
    found = list(schematron.check(one, alone(broken)))
    assert [fault.code for fault in found] == ["V020"]
    assert found[0].message
    assert list(schematron.check(one, alone(right))) == []


def test_no_constraint_is_left_out(schema):
    every = {(key(pattern), n + 1) for pattern in schema.patterns for n in range(_assertions(pattern))}
    assert every == {(rule, number) for rule, number, _, _ in TABLE}


def _assertions(pattern: Pattern) -> int:
    return sum(len(rule.assertions) for rule in pattern.rules)
