"""Documents against schemas: those of the RELAX NG test suite, and patterns picked by chance against a slow matcher."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from relaxng_engine import SHARED
from relaxng_naive import Naive
from test_spectest import resources, section, suite

from teikit.validate.relaxng.grammar import Grammar
from teikit.validate.relaxng.load import load
from teikit.validate.relaxng.validator import Validator


@pytest.mark.parametrize("case", [c for c in suite() if c.find("correct") is not None], ids=lambda c: f"{c.sourceline}")
def test_instances_of_the_suite(case: etree._Element) -> None:
    files = resources(case)

    def resolve(href: str) -> bytes:
        if href not in files:
            raise FileNotFoundError(href)
        return files[href]

    engine = Validator(load(etree.tostring(case.find("correct")[0]), "suite:/schema.rng", resolve=resolve))
    for instance in case.iter("valid", "invalid"):
        data = (instance.get("dtd") or "").encode() + etree.tostring(instance[0], with_tail=False, encoding="utf-8")
        errors = list(engine.validate(data))
        assert bool(errors) is (instance.tag == "invalid"), f"{section(case)} {data!r} {errors}"
        assert engine.is_valid(data) is not bool(errors)


def test_the_suite_has_instances() -> None:
    if not (SHARED / "relaxng" / "spectest.xml").exists():
        pytest.skip("the RELAX NG test suite, shared/relaxng/spectest.xml, is not here")
    assert sum(len(list(case.iter("valid", "invalid"))) for case in suite()) > 500


NAMES = "abc"


@st.composite
def grammars(draw: st.DrawFn) -> Grammar:
    """Return a small grammar: three elements that refer to one another, and patterns of every sort."""
    nodes: list[tuple[object, ...]] = [("name", "", name) for name in NAMES] + [("name", "", "x"), ("name", "", "y")]
    elements = range(5, 5 + 2 * len(NAMES))
    nodes += [("empty",)] * len(elements)

    def add(*node: object) -> int:
        nodes.append(node)
        return len(nodes) - 1

    def value() -> int:
        kind = draw(st.sampled_from(("text", "value", "two", "token")))
        if kind == "text":
            return add("text")
        if kind == "token":
            return add("data", "", "token", (), -1)
        one = add("value", "", "token", draw(st.sampled_from("12")), "", ())
        return one if kind == "value" else add("choice", one, add("value", "", "token", "3", "", ()))

    def pattern(depth: int) -> int:
        leaf = depth == 0 or draw(st.booleans())
        kind = draw(st.sampled_from(LEAVES if leaf else BRANCHES))
        if kind == "ref":
            return draw(st.sampled_from(elements))
        if kind == "attribute":
            return add("attribute", draw(st.sampled_from((3, 4))), value())
        if kind == "data":
            return value()
        if kind == "oneOrMore":
            return add(kind, pattern(depth - 1))
        if kind == "optional":
            return add("choice", pattern(depth - 1), add("empty"))
        return add(kind, pattern(depth - 1), pattern(depth - 1)) if kind in BRANCHES else add(kind)

    for number, element in enumerate(elements):
        nodes[element] = ("element", number % len(NAMES), pattern(3))
    return Grammar(tuple(nodes), elements[0])


LEAVES = ("ref", "ref", "ref", "text", "empty", "attribute", "data", "notAllowed")
BRANCHES = ("choice", "group", "interleave", "oneOrMore", "optional", "group", "choice")


def trees() -> st.SearchStrategy[str]:
    attributes = st.lists(st.sampled_from(("x", "y")), unique=True).flatmap(
        lambda names: st.tuples(*(st.sampled_from("123").map(f' {name}="{{}}"'.format) for name in names)).map("".join)
    )
    return st.recursive(
        st.builds("<{0}{1}/>".format, st.sampled_from(NAMES), attributes),
        lambda kid: st.builds(
            "<{0}{1}>{2}</{0}>".format,
            st.sampled_from(NAMES),
            attributes,
            st.lists(kid | st.sampled_from(("1", " ", "2", "3")), max_size=4).map("".join),
        ),
        max_leaves=8,
    )


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(grammars(), st.lists(trees(), min_size=6, max_size=12))
def test_the_same_verdict_as_a_slow_matcher(grammar: Grammar, documents: list[str]) -> None:
    engine, naive = Validator(grammar), Naive(grammar)
    for document in documents:
        data = document.encode()
        errors = list(engine.validate(data))
        assert (not errors) is naive.is_valid(data), f"{document} {errors}"
        assert engine.is_valid(data) is (not errors)
