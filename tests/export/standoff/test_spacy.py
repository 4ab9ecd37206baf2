from __future__ import annotations

import pytest

from export.standoff.editions import edited, hard, with_text
from teikit.diagnostics import Diagnostic
from teikit.edition import Edition, Mark
from teikit.export import File, export_all
from teikit.model import Span

spacy = pytest.importorskip("spacy", reason="needs spaCy, which the extra 'spacy' installs")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def made(editions: list[Edition], **options: str) -> tuple[bytes, list[Diagnostic]]:
    found = list(export_all("spacy", iter(editions), **options))
    (file,) = (one for one in found if isinstance(one, File))
    return b"".join(file.pieces), [one for one in found if isinstance(one, Diagnostic)]


def loaded(data: bytes, language: str = "xx") -> list:
    return list(spacy.tokens.DocBin().from_bytes(data).get_docs(spacy.blank(language).vocab))


@pytest.mark.slow
def test_every_mention_is_whole_on_real_files() -> None:
    whole(with_text())


def test_every_mention_is_whole_on_some_files() -> None:
    whole([hard(), *(edition for edition in with_text() if edition.path.startswith(("encoded/", "tei-test/")))])


def whole(editions: list[Edition]) -> None:
    docs = loaded(made(editions)[0])
    assert len(docs) == len(editions)
    for edition, doc in zip(editions, docs, strict=True):
        assert doc.text == edition.text
        found = [(span.text, span.label_, span.start_char) for span in doc.spans["tei"]]
        assert found == [(edition.surface(mark), mark.kind, mark.span.start) for mark in edition.marks]
        outer = {(span.start_char, span.end_char) for span in doc.ents}
        assert outer <= {(mark.span.start, mark.span.end) for mark in edition.marks}
        assert all(any(a <= mark.span.start and mark.span.end <= b for a, b in outer) for mark in edition.marks)
        assert len(doc.user_data["tei"]["mentions"]) == len(edition.marks)


def test_what_a_doc_holds() -> None:
    body = (
        "<p><placeName ref='https://www.geonames.org/3562981/'>Cuba</placeName>'s <orgName xml:id='o' key='e'>"
        "Embassy in <placeName>Moscow</placeName></orgName>, <date when='1962-10-27' cert='high'>today</date>. "
        "It rains.</p>"
    )
    (doc,) = loaded(made([edited(body)])[0], "en")
    assert [(ent.text, ent.label_, ent.kb_id_) for ent in doc.ents] == [
        ("Cuba", "LOC", "https://www.geonames.org/3562981/"),
        ("Embassy in Moscow", "ORG", "e"),
        ("today", "DATE", ""),
    ]
    assert [(span.text, span.label_, span.id_) for span in doc.spans["tei"]][1:3] == [
        ("Embassy in Moscow", "orgName", "o"),
        ("Moscow", "placeName", ""),
    ]
    assert [sent.text for sent in doc.sents] == ["Cuba's Embassy in Moscow, today.", "It rains."]
    said = doc.user_data["tei"]
    assert (said["id"], said["path"], said["language"]) == ("x", "x.xml", "en")
    assert said["mentions"][3]["when"] == "1962-10-27"
    assert said["mentions"][3]["cert"] == "0.9"


def test_a_mention_with_white_space_at_its_ends_is_whole_too() -> None:
    text = "To Mr. Hugo  in Paris ."
    marks = tuple(Mark(Span(*pair), "persName") for pair in ((2, 12), (13, 15), (15, 22)))
    (doc,) = loaded(made([Edition("a.xml", "a", "", text, marks=marks)])[0])
    assert doc.text == text
    assert [text[span.start_char : span.end_char] for span in doc.spans["tei"]] == [" Mr. Hugo ", "in", " Paris "]


def test_same_bytes_twice_in_any_order_of_strings() -> None:
    assert made([hard(), edited("<p>a <persName>b</persName></p>")]) == made(
        [hard(), edited("<p>a <persName>b</persName></p>")]
    )


def test_tokens_are_those_that_a_model_of_the_language_will_see() -> None:
    text = "We don't know Mr. Smith-Jones (yet), e.g. in Berlin."
    edition = edited(f"<p>{text.replace('Berlin', '<placeName>Berlin</placeName>')}</p>")
    (doc,) = loaded(made([edition])[0], "en")
    assert [token.text for token in doc] == [token.text for token in spacy.blank("en")(text)]
    (other,) = loaded(made([edition], language="xx")[0])
    assert [token.text for token in other] == [token.text for token in spacy.blank("xx")(text)]


@pytest.mark.parametrize("language", ["ja", "fro", "lex_attrs", "../x"])
def test_a_language_without_tokeniser_is_told_of(language: str) -> None:
    data, told = made([hard()], language=language)
    if [one.code for one in told] != ["X037"]:
        assert language == "ja"  # its library may be there
    assert loaded(data)[0].text == hard().text


def test_files_without_text_are_told_of_and_nothing_makes_a_docbin_too() -> None:
    data, told = made([edited(""), edited("<p/>")])
    assert [one.code for one in told] == ["X036", "X036"]
    assert loaded(data) == []


def test_a_model_can_be_trained_on_it(tmp_path) -> None:
    from spacy.training import Example
    from spacy.training.corpus import Corpus

    path = tmp_path / "corpus.spacy"
    path.write_bytes(made([hard(), *with_text()[-3:]])[0])
    nlp = spacy.blank("en")
    examples = list(Corpus(path)(nlp))
    assert len(examples) == 4
    for example in examples:
        assert None not in example.get_aligned_ner() or example.reference.text == hard().text
    nlp.add_pipe("ner")
    nlp.initialize(lambda: examples)
    losses = nlp.update(examples)
    assert losses["ner"] > 0
    assert set(nlp.get_pipe("ner").labels) >= {"PERSON", "LOC", "DATE"}
    assert isinstance(examples[0], Example)
