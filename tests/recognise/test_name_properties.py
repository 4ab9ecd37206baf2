"""Any text is read without a crash, and every mention is legal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from teikit.link import link
from teikit.model import Block, Document, Span
from teikit.recognise import RECOGNISERS, recognise

NAMES = [(name, r) for name, r in RECOGNISERS if name != "dates"]
PIECES = st.sampled_from(
    [
        "Mr.",
        "Dr",
        "President",
        "Fidel",
        "Castro",
        "N.S.",
        "U.S.",
        "U",
        "de",
        "d’",
        "Jr.",
        "'s",
        "’S",
        "KENNEDY",
        "in",
        "of",
        "the",
        "Paris",
        "New",
        "York",
        "Bay of",
        "Pigs",
        "Street",
        "12",
        "ghetto",
        " Ghetto",
        "\n",
        "\n\n",
        ", ",
        ". ",
        "(",
        ")",
        "“",
        "Ministry",
        "of Foreign",
        "Affairs",
        "St.",
        "Ł",
        "İ",
        "ß",
        "Ǆ",
        "-",
        "–",
        "-\n",
        "Дж",
        "王",
        "\xa0",
        "É.",
        "O",
        "Washington,",
        "D.C.",
    ]
)
TEXTS = st.text(max_size=120) | st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=40).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.integers(0, 60))
def test_mentions_are_legal(text: str, cut: int) -> None:
    cut = min(cut, len(text))
    blocks = (Block("p", Span(0, cut)), Block("p", Span(cut, len(text))))
    doc = recognise(Document(text, blocks=blocks), NAMES)
    for mention in doc.mentions:
        found = mention.span.of(text)
        assert found == found.strip() and found
        assert "\n\n" not in found
        assert mention.span.end <= cut or mention.span.start >= cut
        assert 0 <= mention.score <= 1


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_links_are_legal(text: str) -> None:
    doc = recognise(Document(text), NAMES)
    linked = link(doc)
    ids = [entity.id for entity in linked.entities]
    assert len(ids) == len(set(ids))
    assert {m.ref for m in linked.mentions if m.ref} == set(ids)
    assert all(i.isascii() and i.replace("-", "").isalnum() and i[0].isalpha() for i in ids)
    assert link(doc) == linked
