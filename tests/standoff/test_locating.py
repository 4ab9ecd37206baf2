"""Where annotations stand in a text that is not quite the one that they were made on."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.model import Span
from teikit.standoff import Annotation, Spans, locate
from teikit.standoff.folding import Folded, folded
from teikit.standoff.labels import Target, rules, target
from teikit.standoff.matching import matches
from teikit.standoff.units import to_code_points
from teikit.standoff.values import certainty, date_attributes, is_temporal

TEXT = "We met Fidel Castro.\n\nCastro said “no” to Raúl, and Castro left."


def where(annotation: Annotation, text: str = TEXT, theirs: str | None = None, **options: object) -> list[str] | str:
    """Return what an annotation covers, or the code of why it covers nothing."""
    (found,) = locate(Spans((annotation,), theirs), text, **options)  # type: ignore[arg-type]
    return [span.of(text) for span in found.spans] if found.spans else found.code


def test_quotations_are_found_whatever_their_signs_and_spaces() -> None:
    assert where(Annotation("X", quote='said "no"  to Rau\u0301l')) == ["said “no” to Raúl"]
    assert where(Annotation("X", quote="Castro")) == "P013"
    assert where(Annotation("X", quote="Castro", prefix="and")) == ["Castro"]
    assert where(Annotation("X", quote="Castro", suffix="\nleft")) == ["Castro"]
    assert where(Annotation("X", quote="Nikita")) == "P011"
    assert where(Annotation("X", quote=" \n")) == "P012"
    assert where(Annotation("X", ((0, 5),), quote="Fidel")) == ["Fidel"]


def test_offsets_go_before_quotations_that_say_the_same() -> None:
    at = TEXT.index("Castro left")
    assert locate(Spans((Annotation("X", ((at, at + 6),), "Castro"),)), TEXT)[0].spans == (Span(at, at + 6),)
    (moved,) = locate(Spans((Annotation("X", ((0, 5),), "Fidel"),)), TEXT)
    assert moved.moved == "at its offsets the text says “We me”"


def test_spans_that_moved_alike_are_found_between_each_other() -> None:
    theirs = "\r\n" + TEXT.replace("\n", "\r\n")
    made = []
    for quote, number in (("Fidel", 0), ("Castro", 0), ("Castro", 1), ("Raúl", 0), ("Castro", 2)):
        start = [at for at in range(len(theirs)) if theirs.startswith(quote, at)][number]
        made.append(Annotation("X", ((start, start + len(quote)),), quote))
    found = locate(Spans(tuple(made)), TEXT)
    assert [one.spans[0].of(TEXT) for one in found] == ["Fidel", "Castro", "Castro", "Raúl", "Castro"]
    assert len({one.spans for one in found}) == 5


def test_an_element_may_be_named_alone_or_beside_the_rest() -> None:
    elements = {"/p[1]": Span(0, 20), "/p[2]": Span(22, len(TEXT))}
    options = {"element": elements.get}
    assert where(Annotation("X", xpath="/p[1]"), **options) == ["We met Fidel Castro."]
    assert where(Annotation("X", xpath="/p[1]", within=(7, 12)), **options) == ["Fidel"]
    assert where(Annotation("X", xpath="/p[1]", within=(7, 40)), **options) == "P012"
    assert where(Annotation("X", xpath="/p[1]", quote="Castro"), **options) == ["Castro"]
    assert where(Annotation("X", xpath="/p[9]"), **options) == "P011"
    assert where(Annotation("X", ((7, 12),), xpath="/p[2]"), **options) == "P018"
    (doubted,) = locate(Spans((Annotation("X", ((7, 12),), "Fidel", xpath="/p[2]"),)), TEXT, element=elements.get)
    assert doubted.doubt.startswith("its offsets lie outside of /p[2]")
    (lost,) = locate(Spans((Annotation("X", ((7, 12),), "Fidel", xpath="/q"),)), TEXT, element=elements.get)
    assert (lost.pathless, lost.doubt) == (True, "")


def test_what_was_cut_out_is_not_found_elsewhere() -> None:
    theirs = "We met Fidel Castro and Che Guevara.\n\nCastro said “no” to Raúl, and Castro left. Later Castro wrote."
    at = theirs.index("Castro wrote")
    assert where(Annotation("X", ((at, at + 6),)), theirs=theirs) == "P011"
    at = theirs.index("Castro left")
    assert where(Annotation("X", ((at, at + 6),)), theirs=theirs) == ["Castro"]


@given(st.integers(0, 10_000))
def test_whatever_was_changed_what_is_found_says_the_same(seed: int) -> None:
    chance = random.Random(seed)
    words = [chance.choice(["Fidel", "Castro", "said", "“no”", "Raúl", "x", "漢字", "😀"]) for _ in range(60)]
    ours = "".join(word + chance.choice([" ", "\n\n", ""]) for word in words)
    edited = [chance.choice([word, word, word, "", "new", word.upper()]) for word in words]
    theirs = "".join(word + chance.choice([" ", "  ", "\r\n"]) for word in edited)
    made = []
    for _ in range(20):
        start = chance.randrange(len(theirs))
        made.append(Annotation("X", ((start, chance.randrange(start, len(theirs)) + 1),)))
    for one in locate(Spans(tuple(made), theirs), ours):
        assert one.spans or one.code in ("P011", "P012", "P013")
        if one.spans:
            start, end = one.annotation.ranges[0]
            assert folded("".join(span.of(ours) for span in one.spans)) == folded(theirs[start:end])


@given(st.lists(st.sampled_from("abcde"), max_size=40), st.lists(st.sampled_from("abcde"), max_size=40))
def test_matches_are_equal_and_never_cross(one: list[str], other: list[str]) -> None:
    found = sorted(matches(one, other))
    pairs = [(a + step, b + step) for a, b, length in found for step in range(length)]
    assert all(one[a] == other[b] for a, b in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))
    if one == other:
        assert len(pairs) == len(one)


@given(st.text())
def test_folding_is_the_same_by_character_and_as_a_whole(text: str) -> None:
    fold = Folded(text)
    assert sorted(fold.text) == sorted(folded(text))
    assert len(fold.offsets) == len(fold.text)


@given(st.text(max_size=30), st.sampled_from(["utf16", "byte"]))
def test_units_count_as_encodings_do(text: str, unit: str) -> None:
    convert = to_code_points(text, unit)
    for at in range(len(text) + 1):
        before = text[:at].encode("utf-16-le" if unit == "utf16" else "utf-8", "surrogatepass")
        assert convert(len(before) // (2 if unit == "utf16" else 1)) == at


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1962-10-27", {"when": "1962-10-27"}),
        ("1962", {"when": "1962"}),
        ("--10-27", {"when": "--10-27"}),
        ("-0043-03-15", {"when": "-0043-03-15"}),
        ("18:30:00", {"when": "18:30:00"}),
        ("1962-10-27T18:30:00Z", {"when": "1962-10-27T18:30:00Z"}),
        ("1962-10-16/1962-10-28", {"from": "1962-10-16", "to": "1962-10-28"}),
        ("1962/..", {"from": "1962"}),
        ({"notBefore": "1962", "notAfter": "1963", "calendar": "#x"}, {"notBefore": "1962", "notAfter": "1963"}),
    ],
)
def test_dates_become_attributes(value: str, expected: dict[str, str]) -> None:
    assert date_attributes(value) == (expected, "")


@pytest.mark.parametrize(
    "value",
    ["1962-13", "1962-02-29", "0000", "27.10.1962", "18:30", "1962-1-1", "62", "1962-10-27T", "--02-30", "１９６２"],
)
def test_what_is_no_date_is_none(value: str) -> None:
    assert not is_temporal(value)
    assert date_attributes(value)[1] == f"“{value}” is no date that TEI's @when takes"


def test_a_date_is_one_or_a_period() -> None:
    assert date_attributes({"when": "1962", "to": "1963"})[1].startswith("@when cannot stand beside")
    assert is_temporal("2000-02-29")
    assert not is_temporal("1900-02-29")


def test_certainty_is_a_number_or_a_level() -> None:
    assert certainty("0.987") == ("0.99", "")
    assert certainty("high") == ("high", "")
    assert [certainty(value)[0] for value in ("", "2", "-1", "nan", "sure")] == [""] * 5


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("PER", Target("persName")),
        ("person", Target("persName")),
        ("pers.ind", Target("persName")),
        ("http://schema.org/Person", Target("persName")),
        ("GPE", Target("placeName")),
        ("geogName", Target("geogName")),
        ("ORDINAL", Target("num", "ordinal")),
        ("Event of note", Target("rs", "Event_of_note")),
        ("", Target("rs")),
    ],
)
def test_labels_have_a_meaning(label: str, expected: Target) -> None:
    assert target(label, {}) == expected


def test_rules_go_before_the_table() -> None:
    given = rules({"PER": "name@type=person", "loc": "-", "pers": 'rs[@type="x"]'})
    assert target("PER", given) == Target("name", "person")
    assert target("LOC", given) == Target("-")
    assert target("pers.ind", given) == Target("rs", "x")
    with pytest.raises(ValueError, match="is no mapping"):
        rules({"PER": "<b>"})
