"""Whatever the text: it is kept as it is, every character has one place, and nothing crashes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikit.model import Source
from teikit.structure import KINDS, analyse

from .accounting import faults

PIECES = re.split(
    r"\|",
    "Dear Sir,|Yours truly,|John Smith|1. One|2. Two|(a) first|(b) second|* star|- dash|SECRET|SUBJECT|PARTICIPANTS:"
    "|Washington, May 3, 1921|Mr. Rusk: Yes.|Mr. Kohl: No.|[1] A note.|word[1] and|¹ Another.|text¹|para-|graph goes on"
    "|- 2 -|3|a\tb\tc|d\te\tf|one   two   three|P.S. More|Skip to content|Home » Search|Document Information|Rights"
    "|Record ID|© 2020 A Site|Source: Archive, Moscow|Permalink: https://example.org/1|TELEGRAM FROM A TO B|    in"
    "|The long line of a paragraph that goes on for a while and so ends somewhere near here.|\f|\u200b"
    "|Q. Why?|A. Because.|Notes|1|II. Second|i) a|FROM: A|TO: END|Enclosure|Rusk3 is|3. See above.|***|To Mr. Jones",
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=40).flatmap(
        lambda parts: st.lists(
            st.sampled_from(["\n", "\n\n", "\n\n\n", "\n     ", " "]), min_size=len(parts), max_size=len(parts)
        ).map(lambda gaps: "".join(a + b for a, b in zip(parts, gaps, strict=True)))
    ),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["", *KINDS]))
def test_every_character_has_one_place(text: str, kind: str) -> None:
    doc = analyse(Source("any.txt", text), kind=kind)
    assert doc.text == text
    assert faults(doc) == []
    # Rules between pages, and nothing else, give no title.
    assert doc.metadata.title or all(block.kind in ("pb", "fw") for block in doc.blocks)
    assert analyse(Source("any.txt", text), kind=kind) == doc


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\n", "\f"])
def test_blank_text_has_no_blocks(text: str) -> None:
    assert analyse(Source("blank.txt", text)).blocks == ()


def test_gold_texts_lose_nothing(shared: Path) -> None:
    lines = (shared / "gold/structure-dev.jsonl").read_text(encoding="utf-8").splitlines()[::5]
    for record in map(json.loads, lines):
        assert faults(analyse(Source(record["id"], record["text"]))) == [], record["id"]
