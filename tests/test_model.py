"""The invariants of the values."""

from __future__ import annotations

import doctest

import pytest

import teikit
from teikit.model import Block, DateValue, Document, Mention, Span


def mention(start: int, end: int, kind: str = "persName") -> Mention:
    return Mention(Span(start, end), kind, "test", 0.5)


@pytest.mark.parametrize(
    "mentions",
    [
        (mention(0, 3), mention(2, 5)),
        (mention(4, 6), mention(0, 2)),
        (mention(0, 3), mention(0, 5)),
        (mention(8, 12),),
        (mention(3, 3),),
    ],
)
def test_mentions_that_cross_or_leave_the_text_are_refused(mentions: tuple[Mention, ...]) -> None:
    with pytest.raises(ValueError, match="mention"):
        Document("0123456789", mentions=mentions)


def test_nested_and_equal_mentions_stand() -> None:
    Document("0123456789", mentions=(mention(0, 5, "orgName"), mention(0, 5), mention(0, 2), mention(3, 5)))


@pytest.mark.parametrize(
    "blocks",
    [
        (Block("p", Span(0, 5)), Block("p", Span(4, 8))),
        (Block("p", Span(0, 11)),),
        (Block("list", Span(0, 5), (Block("item", Span(3, 6)),)),),
    ],
)
def test_blocks_that_overlap_or_leave_their_container_are_refused(blocks: tuple[Block, ...]) -> None:
    with pytest.raises(ValueError, match="block"):
        Document("0123456789", blocks=blocks)


def test_a_span_is_a_span() -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(3, 2)


def test_the_values_of_a_date_are_its_attributes() -> None:
    assert DateValue(from_="1941", not_after="1943").attributes() == {"from": "1941", "notAfter": "1943"}


def test_the_example_of_the_package_runs() -> None:
    assert doctest.testmod(teikit).failed == 0
