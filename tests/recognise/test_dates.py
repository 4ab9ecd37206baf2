"""Which mentions are made of dates and clock times."""

from __future__ import annotations

import pytest

from teikit.model import DateValue, Document, Metadata
from teikit.recognise.dates import recognise_dates

TELEGRAM = (
    "Telegram from the Soviet Ambassador\nOctober 27, 1962\n\nWe have met with Castro at 3:30 p.m. and spoke until "
    "6 o'clock. The letter will be published tomorrow."
)


def found(text: str, *, date: str = "", language: str = "en") -> list[tuple[str, str]]:
    doc = Document(text, Metadata(language=language, date=DateValue(when=date) if date else None))
    return [(mention.span.of(text), mention.kind) for mention in recognise_dates(doc)]


def test_telegram() -> None:
    assert found(TELEGRAM, date="1962-10-27") == [
        ("October 27, 1962", "date"),
        ("3:30 p.m.", "time"),
        ("6 o'clock", "time"),
        ("tomorrow", "date"),
    ]


def test_without_a_day_to_count_from_tomorrow_is_a_word() -> None:
    assert ("tomorrow", "date") not in found(TELEGRAM)


def test_mentions_are_in_order_and_from_this_recogniser() -> None:
    mentions = list(recognise_dates(Document(TELEGRAM)))
    assert mentions == sorted(mentions, key=lambda mention: mention.span)
    assert {mention.source for mention in mentions} == {"dates"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("at 3 p.m.", "15:00:00"),
        ("at 12:15 a.m.", "00:15:00"),
        ("at 14:30", "14:30:00"),
        ("at 1430 hours", "14:30:00"),
        ("at 0600Z", "06:00:00"),
        ("at 6 o'clock", ""),
    ],
)
def test_clock_times(text: str, value: str) -> None:
    (mention,) = recognise_dates(Document(text))
    assert mention.kind == "time"
    assert (mention.value.when if mention.value else "") == value


@pytest.mark.parametrize("text", ["the score was 3:2", "John 3:16:2:1", "25:61", "a ratio of 1:100"])
def test_not_clock_times(text: str) -> None:
    assert found(text) == []


def test_months_of_the_language_and_of_english() -> None:
    text = "Am 3. März 1848 in Berlin; on March 5, 1848 in London."
    assert [name for name, _ in found(text, language="de")] == ["3. März 1848", "March 5, 1848"]
    assert found("Im März kam er.") == []
    assert found("Im März kam er.", language="de") == [("März", "date")]


def test_hours_of_a_watch_are_times_and_no_years() -> None:
    doc = Document("\nPatrols 1800 TO 0600 nightly. Handed in 1140PM, received 3.22 AM; 1430 hrs\n", Metadata())
    found = [(m.kind, m.span.of(doc.text), m.value.when if m.value else "") for m in recognise_dates(doc)]
    assert found == [
        ("time", "1800", "18:00:00"),
        ("time", "0600", "06:00:00"),
        ("time", "1140PM", "23:40:00"),
        ("time", "3.22 AM", "03:22:00"),
        ("time", "1430 hrs", "14:30:00"),
    ]
