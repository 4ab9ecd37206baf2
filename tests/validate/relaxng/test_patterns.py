"""Patterns: equal ones are one, what cannot matter is dropped, what is learnt has bounds."""

from __future__ import annotations

import pytest
from relaxng_engine import grammar, told, validator

from teikit.validate.relaxng import automaton, values
from teikit.validate.relaxng.expected import attribute_names, element_names
from teikit.validate.relaxng.patterns import Patterns
from teikit.validate.relaxng.validator import Validator


@pytest.fixture
def pats() -> Patterns:
    return Patterns(grammar("start = element a { b, c } b = element b { text } c = element c { empty }"))


def test_equal_patterns_are_one(pats: Patterns) -> None:
    b, c = pats.content_of(pats.start()).kids
    assert pats.group((b, c)) is pats.group((b, pats.group((c, pats.empty))))
    assert pats.choice((b, c)) is pats.choice((c, pats.never, b, c))
    assert pats.interleave((b, c)) is pats.interleave((c, b))
    assert pats.one_or_more(pats.one_or_more(b)) is pats.one_or_more(b)


def test_what_cannot_matter_is_dropped(pats: Patterns) -> None:
    b, _ = pats.content_of(pats.start()).kids
    assert pats.group((b, pats.never)) is pats.never
    assert pats.interleave((b, pats.empty)) is b
    assert pats.choice(()) is pats.never
    assert pats.choice((pats.text, pats.empty)) is pats.text
    mixed = pats.one_or_more(pats.choice((pats.text, b)))
    assert pats.group((pats.text, mixed)) is mixed
    assert pats.group((mixed, pats.text)) is not mixed


def test_mixed_content_is_one_state() -> None:
    engine = validator("element p { mixed { (element i { text } | element b { text })* } }")
    assert told(engine, "<p>x<i>y</i>z<b/>x<i/></p>") == []
    assert len(engine._automaton._states) == 4  # before and after the root, in p, in i and b


def test_what_is_forgotten_is_learnt_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automaton, "MOST_STATES", 3)
    monkeypatch.setattr(automaton, "MOST_EDGES", 3)
    monkeypatch.setattr(values, "MOST_VALUES", 2)
    schema = """element r { (element a { attribute n { xsd:int }, element b { xsd:int }?, element c { empty }* }
      | element x { (attribute t { "1" }, empty) | (attribute t { "2" }, text) } )* }"""
    good = "".join(f'<a n="{i}"><b>{i}</b><c/><c/></a><x t="2">t</x><x t="1"/>' for i in range(50))
    assert told(validator(schema), f"<r>{good}</r>") == []
    assert told(validator(schema), f"<r>{good}<a/>{good}</r>") == ["required attribute missing a"]


def test_names_that_nobody_foresaw_are_not_kept() -> None:
    engine = Validator(grammar("start = any any = element * { attribute * { text }*, (text | any)* }"))
    body = "".join(f'<e{i} a{i}="{i}"/>' for i in range(3000))
    assert told(engine, f"<r>{body}</r>") == []
    assert len(engine._automaton._states) < 10


def test_names_of_a_grammar() -> None:
    wild = "element * - (a | b | c) { empty }"
    made = grammar(f"element a {{ attribute x {{ text }}, (element (b | c) {{ attribute * {{ text }}* }} | {wild})* }}")
    assert element_names(made) == {("", "a"), ("", "b"), ("", "c")}
    assert attribute_names(made) == {("", "x")}
