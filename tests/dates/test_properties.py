"""What holds for every text: no crash, spans in order and within the text, values that a calendar knows."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikit.dates import Context, DateExpression, Part, find, resolve

PIECES = [
    "May",
    "March",
    "Oct.",
    "3rd",
    "14th",
    "27",
    "31",
    "1962",
    "1900",
    "62",
    "'42",
    "Monday",
    "Friday",
    "the",
    "of",
    "and",
    "to",
    "-",
    "–",
    "/",
    ".",
    ",",
    "last",
    "next",
    "same",
    "day",
    "year",
    "night",
    "spring",
    "winter",
    "yesterday",
    "1930s",
    "19th",
    "century",
    "II.",
    "XII",
    "Easter",
    "inst.",
    "ult.",
    "O.S.",
    "A.D.",
    "BC",
    "nineteen",
    "hundred",
    "twenty",
    "first",
    "early",
    "mid",
    "between",
    "from",
    "Q3",
    "FY",
    "271430Z",
    "OCT",
    "ago",
    "two",
    "days",
    "later",
    "0",
    "99",
    "2000",
    "Feb.",
    "29",
    "30",
    "in",
    "on",
    "week",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).flatmap(
    lambda words: st.sampled_from(["", " ", "  ", "\n"]).map(lambda gap: gap.join(words))
)
PARTS = st.none() | st.builds(Part, st.integers(1400, 2050), st.none() | st.integers(1, 12))
CONTEXTS = st.builds(
    Context,
    document=st.sampled_from(["", "1962", "1962-10", "1962-10-27", "1820-02-29", "9998-12-31", "0001-01-01"]),
    running=PARTS,
    year=st.none() | st.integers(1000, 2050),
    order=st.sampled_from(["", "dmy", "mdy", "ymd"]),
    narrative=st.booleans(),
)
W3C = re.compile(r"-?\d{4,}(?:-\d\d(?:-\d\d)?)?|--\d\d(?:-\d\d)?|---\d\d")
HOSTILE = [
    "1" * 100_000,
    "May " * 20_000,
    "1 " * 30_000,
    "the 1st " * 8_000,
    "1.1." * 15_000,
    "Monday, " * 8_000,
    "1962-" * 8_000,
    "(" * 100_000,
    "\n \n" * 30_000,
    "1st, 2nd and " * 4_000,
    "a" * 100_000,
    "twenty-" * 10_000,
    "nineteen hundred and " * 3_000,
]


def is_valid(value: str) -> bool:
    """Tell whether a value is of the W3C forms and names a day that exists."""
    if W3C.fullmatch(value) is None:
        return False
    day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)
    if day:
        date(*(int(piece) for piece in day.groups()))
    month = re.match(r"(?:-?\d{4,}-|--)(\d\d)", value)
    return month is None or 1 <= int(month[1]) <= 12


def check(found: list[DateExpression], text: str) -> None:
    at = 0
    for expression in found:
        assert at <= expression.span.start < expression.span.end <= len(text)
        assert 0 < expression.score <= 1
        at = expression.span.end


@given(TEXTS, CONTEXTS)
@settings(max_examples=300, deadline=None)
def test_every_value_is_a_date(text: str, context: Context) -> None:
    found = list(find(text))
    check(found, text)
    for expression in found:
        done = resolve(expression, context)
        values = done.value.attributes().values() if done.value else ()
        assert all(is_valid(value) for value in values), (expression, done)


@given(st.text(max_size=200), st.sampled_from(["en", "de", "fr", "ru", "xx", "", "en-GB"]))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str, language: str) -> None:
    check(list(find(text, language=language)), text)


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:12].strip() for text in HOSTILE])
def test_time_grows_with_the_length_only(text: str) -> None:
    start = time.perf_counter()
    for _ in find(text):
        pass
    assert time.perf_counter() - start < 10
