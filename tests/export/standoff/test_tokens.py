from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.standoff.editions import edited, every, hard
from teikit.edition import Edition, Mark, Passage
from teikit.export.standoff.tokens import sentences, tokens
from teikit.model import Span


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Mr. Smith's dog-eared book.", "Mr.|Smith|'s|dog-eared|book|."),
        ("N.S. Khrushchev, U.S.S.R., z.B. at 10:30 a.m.", "N.S.|Khrushchev|,|U.S.S.R.|,|z.B.|at|10:30|a.m."),
        ("$1,000.50 on 27.10.1962, the 27th", "$|1,000.50|on|27.10.1962|,|the|27th"),
        ("l’homme, dell'arte; don't, O'Brien's", "l’|homme|,|dell'|arte|;|don't|,|O'Brien|'s"),
        ("1962-63 B-52 vice--president...", "1962|-|63|B|-|52|vice|--|president|..."),
        ("東京で会いました。カタカナ", "東|京|で|会|いました|。|カタカナ"),
        ("cafe\u0301 क्षत्रिय שלום \u200fالعَرَبِيَّة", "cafe\u0301|क्षत्रिय|שלום|\u200fالعَرَبِيَّة"),
        ("👩‍👩‍👧🇩🇪🇫🇷👍🏽 𝕬𝖇𐍈", "👩‍👩‍👧|🇩🇪|🇫🇷|👍🏽|𝕬𝖇𐍈"),
        ("a\u200bb\ufeffc", "a|\u200b|b|\ufeff|c"),
        ("pain_ foo_bar ___", "pain|_|foo_bar|___"),
        ("\u0301 #1", "\u0301|#|1"),
        ("", ""),
        (" \n\t\u2028", ""),
    ],
)
def test_tokens(text: str, cut: str) -> None:
    assert "|".join(span.of(text) for span in tokens(text)) == cut


def test_no_token_reaches_over_a_bound() -> None:
    text = "Anglo-Soviet U.S.S.R."
    assert [span.of(text) for span in tokens(text, (6, 15, 99))] == ["Anglo", "-", "Soviet", "U.", "S.S.R."]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One. Two? Three! four.</p><p>five</p>", ["One.", "Two?", "Three! four.", "five"]),
        ("<p>He said: “Go.” Then Mr. Hugo left. (It rained.) End</p>", None),
        ("<p>Am 3. Mai 1962. Dann A. Schmidt</p>", ["Am 3. Mai 1962.", "Dann A. Schmidt"]),
        ("<p>会った。次に「はい。」終</p>", ["会った。", "次に「はい。」", "終"]),
        ("<p>The <orgName>Acme Inc. Ltd. Be. Co</orgName> grew.</p>", ["The Acme Inc. Ltd. Be. Co grew."]),
        ("<lg><l>Of arms</l><l>and men</l></lg>", ["Of arms", "and men"]),
    ],
)
def test_sentences(body: str, expected: list[str] | None) -> None:
    edition = edited(body)
    expected = expected or ["He said: “Go.”", "Then Mr. Hugo left.", "(It rained.)", "End"]
    assert [sentence.span.of(edition.text) for sentence in sentences(edition)] == expected


def test_sentences_know_their_passages() -> None:
    found = list(sentences(edited("<p>One. Two.</p><p>Three.</p>")))
    assert [(sentence.passage, sentence.opens) for sentence in found] == [(0, True), (0, False), (1, True)]


def whole(edition: Edition) -> None:
    """See that all characters but white space are in one token, mentions and passages are whole, sentences in order."""
    found = [token for sentence in sentences(edition) for token in sentence.tokens]
    at = 0
    for token in found:
        assert not edition.text[at : token.start].strip()
        assert token.of(edition.text)
        assert not any(char.isspace() for char in token.of(edition.text))
        at = token.end
    assert not edition.text[at:].strip()
    starts, ends = {token.start for token in found}, {token.end for token in found}
    first = {sentence.span.start for sentence in sentences(edition)}
    for mark in edition.marks:
        assert mark.span.start in starts
        assert mark.span.end in ends
        assert not any(mark.span.start < start < mark.span.end for start in first)


def test_nothing_is_lost_on_real_files() -> None:
    for edition in every():
        whole(edition)


CHARACTERS = st.sampled_from("aZ1.,'’-_ \n\u0301\u200d\u200b東カひー👧🇩#\"”!?。𐍈\u2028") | st.characters(
    exclude_categories=("Cs", "Cc")
)


@given(st.text(CHARACTERS, max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6))
def test_nothing_is_lost_of_any_text(text: str, places: list[tuple[int, int]]) -> None:
    spans = {Span(start, end) for start, length in places if (end := min(start + length, len(text))) > start}
    kept = sorted(span for span in spans if span.of(text) == span.of(text).strip())
    marks = tuple(Mark(span, "persName") for span in kept)
    halves = tuple(Passage(span, "p") for span in (Span(0, len(text) // 2), Span(len(text) // 2, len(text))))
    whole(Edition("", "x", "", text, marks=marks, passages=halves))


@pytest.mark.parametrize("unit", ["a.", "a-", "a'", "1.", ".", '("', "\u0301", "👩‍", "_", '."'])
def test_time_grows_with_the_length_only(unit: str) -> None:
    whole(Edition("", "x", "", unit * 20_000))


def test_the_hard_one_is_hard() -> None:
    text = hard().text
    assert any(ord(char) > 0xFFFF for char in text)
    assert len(hard().marks) == 12
