"""The one rule by which overlapping mentions are settled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from teikit.model import Document, Mention, Span
from teikit.recognise.overlap import settle


def mention(start: int, end: int, kind: str, score: float, source: str = "test") -> Mention:
    return Mention(Span(start, end), kind, source, score)


def test_the_higher_score_wins() -> None:
    low, high = mention(0, 9, "placeName", 0.6), mention(4, 12, "persName", 0.9)
    assert settle([low, high]) == (high,)


def test_the_longer_wins_between_equals() -> None:
    short, long = mention(0, 5, "persName", 0.9), mention(0, 12, "persName", 0.9)
    assert settle([short, long]) == (long,)


def test_a_place_nests_in_an_organisation_and_a_person_does_not() -> None:
    org, place = mention(0, 20, "orgName", 0.8), mention(0, 4, "placeName", 0.9)
    assert settle([org, place]) == (org, place)
    assert settle([org, mention(0, 4, "persName", 0.9)]) == (mention(0, 4, "persName", 0.9),)


def test_the_document_wins_whatever_the_score() -> None:
    own, new = mention(2, 6, "persName", 0.1, "document"), mention(0, 9, "placeName", 0.99)
    assert settle([new, own]) == (own,)


MENTIONS = st.lists(
    st.builds(
        mention,
        st.integers(0, 30),
        st.integers(31, 40),
        st.sampled_from(["persName", "placeName", "orgName", "date", "time"]),
        st.floats(0, 1),
    )
    | st.integers(0, 39).flatmap(
        lambda a: st.builds(mention, st.just(a), st.integers(a + 1, 40), st.just("placeName"), st.floats(0, 1))
    )
)


@given(MENTIONS)
def test_what_is_settled_is_a_legal_document(mentions: list[Mention]) -> None:
    chosen = settle(mentions)
    assert Document("x" * 40, mentions=chosen).mentions == chosen
    assert settle(chosen) == chosen
    assert bool(chosen) == bool(mentions)
