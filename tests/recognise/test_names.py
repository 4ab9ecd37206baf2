"""Recognition of names on the marked sentences of tests/cases/names and tests/cases/places."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked import sentences, unmark

from teikit.model import Block, CorrespAction, Document, Mention, Metadata, Party, Span
from teikit.recognise import RECOGNISERS, recognise

CASES = Path(__file__).resolve().parents[1] / "cases"
NAMES = [(name, r) for name, r in RECOGNISERS if name != "dates"]


def found(text: str) -> set[tuple[int, int, str]]:
    doc = recognise(Document(text), NAMES)
    return {(m.span.start, m.span.end, m.kind) for m in doc.mentions}


@pytest.mark.parametrize(
    ("place", "line"),
    [pytest.param(p, line, id=p) for p, line in sentences(CASES / "names") + sentences(CASES / "places")],
)
def test_a_marked_sentence(place: str, line: str) -> None:
    text, marks = unmark(line)
    kinds = {kind for _, _, kind in marks} | {"persName", "placeName"}
    got = {mark for mark in found(text) if mark[2] in kinds}
    show = [(text[a:b], kind) for a, b, kind in sorted(got)]
    assert got == marks, f"{place}: {show}"


def test_there_are_sentences_enough() -> None:
    assert len(sentences(CASES / "names") + sentences(CASES / "places")) >= 120


def test_a_name_once_certain_is_found_everywhere() -> None:
    text = "We met Fidel Castro.\n\nCASTRO spoke. The point was put to Castro twice."
    names = [m.span.of(text) for m in recognise(Document(text), NAMES).mentions if m.kind == "persName"]
    assert names == ["Fidel Castro", "CASTRO", "Castro"]


def test_a_broken_surname_is_found() -> None:
    text = "Premier Khrushchev left. The letter of Khrush-chev came later."
    names = [m.span.of(text) for m in recognise(Document(text), NAMES).mentions]
    assert names == ["Khrushchev", "Khrush-chev"]


def test_no_mention_crosses_a_block() -> None:
    text = "Fidel Castro"
    doc = Document(text, blocks=(Block("speaker", Span(0, 5)), Block("p", Span(5, 12))))
    assert all(m.span.end <= 5 or m.span.start >= 5 for m in recognise(doc, NAMES).mentions)


def test_a_signature_and_a_speaker_are_persons() -> None:
    text = "I remain, Sir, your obedient servant,\n\nWetherby\n"
    doc = Document(
        text, blocks=(Block("p", Span(0, 37)), Block("closer", Span(39, 47), (Block("signed", Span(39, 47)),)))
    )
    assert [m.span.of(text) for m in recognise(doc, NAMES).mentions] == ["Wetherby"]


def test_what_the_document_has_already_wins() -> None:
    text = "We were at Washington all week."
    own = Mention(Span(11, 21), "persName", "document", 1.0)
    assert recognise(Document(text, mentions=(own,)), NAMES).mentions == (own,)


def test_scores_are_probabilities_and_min_score_filters() -> None:
    text = "Mr. Rusk met Dobrynin in Ostrowiecz. Then Kavalliotis said no."
    doc = recognise(Document(text), NAMES)
    assert all(0.5 <= m.score <= 1 for m in doc.mentions)
    assert all(m.score >= 0.95 for m in recognise(Document(text), NAMES, min_score=0.95).mentions)


def test_a_place_may_stand_in_an_organisation() -> None:
    text = "He telephoned the USSR Foreign Ministry."
    assert [(m.span.of(text), m.kind) for m in recognise(Document(text), NAMES).mentions] == [
        ("USSR Foreign Ministry", "orgName"),
        ("USSR", "placeName"),
    ]


def test_a_name_divided_at_a_line_end_is_one() -> None:
    text = "In the company of Captain Lemon-\nnier we inspected the port."
    assert [m.span.of(text) for m in recognise(Document(text), NAMES).mentions] == ["Lemon-\nnier"]


def test_in_german_a_capital_says_nothing() -> None:
    text = "Der Krieg war zu Ende und die Soldaten waren müde. Die Freude ist groß, und der Rhein ist zu sehen."
    text += " Herr Vogt kam."
    assert [m.span.of(text) for m in recognise(Document(text), NAMES).mentions] == ["Rhein", "Vogt"]


def test_the_correspondents_of_the_header_are_known() -> None:
    action = CorrespAction("sent", (Party("Ida Quill"),))
    doc = Document("It was for Quill to decide, and the quill was dry.", Metadata(actions=(action,)))
    assert [m.span.of(doc.text) for m in recognise(doc, NAMES).mentions] == ["Quill"]


def test_an_empty_document_has_no_names() -> None:
    assert recognise(Document(""), NAMES).mentions == ()
