"""What pointers mean, and that no pattern of a file can make this slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.validate.links import NOTHING, Link, is_pointer, prefixes, resolve


def definition(match: str, replacement: str, ident: str = "p") -> dict[str, str]:
    return {"ident": ident, "matchPattern": match, "replacementPattern": replacement}


@pytest.mark.parametrize(
    ("token", "link"),
    [
        ("#a", Link(fragment="a")),
        ("#caf%C3%A9", Link(fragment="café")),
        ("#", Link(fragment="#")),
        ("#xpath(//p)", NOTHING),
        ("a.xml#string-range(b,1,2)", NOTHING),
        ("a.xml", Link(file="a.xml")),
        ("../a%20b.XML#c", Link(file="../a b.XML", fragment="c")),
        ("a.html#c", NOTHING),
        ("/a.xml#c", NOTHING),
        ("//host/a.xml", NOTHING),
        ("a.xml?b=c", NOTHING),
        ("https://example.org/a.xml#b", NOTHING),
        ("URN:isbn:1", NOTHING),
        ("C:/texts/a.xml", NOTHING),
        ("hugo", Link(file="hugo", bare=True)),
        ("psn:hugo", Link(prefix="psn", fragment="hugo")),
    ],
)
def test_a_pointer_is_taken_apart(token: str, link: Link) -> None:
    assert resolve(token, {}) == (link,)


def test_prefixes_are_replaced() -> None:
    known = prefixes([definition("([a-z]+)-([0-9]+)", "$1.xml#p$2"), definition("x(.*)", "https://example.org/$1")])
    assert resolve("p:ab-12", known) == (Link(file="ab.xml", fragment="p12"),)
    assert resolve("p:x9", known) == (NOTHING,)
    assert resolve("p:-", known) == ()
    assert resolve("p:ab-1", prefixes([definition(r"(\i\c*)-([0-9])", "#$1$2")])) == (Link(fragment="ab1"),)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|a)*b", "((a*)*)*b", "a*a*a*a*a*a*a*a*a*b", "(.*)(.*)(.*)(.*)(.*)x", "(", "[z-a]"]
)
def test_a_hostile_pattern_costs_no_time_and_says_nothing(pattern: str) -> None:
    start = time.process_time()
    found = resolve(f"p:{'a' * 3000}", prefixes([definition(pattern, "#$1")]))
    assert time.process_time() - start < 1
    assert found in ((NOTHING,), ())


def test_from_is_a_pointer_only_where_it_is_no_date() -> None:
    assert is_pointer("from", "app")
    assert not is_pointer("from", "date")
    assert is_pointer("ref", "persName")
    assert not is_pointer("when", "date")


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_pointer_and_pattern_is_read(token: str, pattern: str) -> None:
    resolve(token, {})
    resolve(f"p:{token}", prefixes([definition(pattern, pattern)]))
