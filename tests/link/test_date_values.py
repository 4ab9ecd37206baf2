"""Values from the context: the document's date, the dates before, the order of figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from teikit.link.dates import link_dates
from teikit.model import DateValue, Document, Mention, Metadata, Span
from teikit.recognise.dates import recognise_dates


def linked(text: str, *, date: str = "", order: str = "") -> Document:
    doc = Document("\n" + text, Metadata(date=DateValue(when=date) if date else None))
    return link_dates(replace(doc, mentions=tuple(recognise_dates(doc))), date_order=order)


def values(doc: Document) -> dict[str, str]:
    return {m.span.of(doc.text): m.value.first if m.value else "" for m in doc.mentions if m.kind == "date"}


def test_a_stated_date_needs_no_reason() -> None:
    (mention,) = linked("We met on October 27, 1962.").mentions
    assert mention.value == DateValue(when="1962-10-27")


def test_an_inferred_year_says_where_it_is_from() -> None:
    (mention,) = linked("We met on October 22.", date="1962-10-27").mentions
    assert mention.value is not None
    assert mention.value.when == "1962-10-22"
    assert mention.value.reason == "year from the date of the document"


def test_testimony_counts_from_the_dates_before() -> None:
    doc = linked(
        "In October 1944 we were sent away. In January we were freed. On March 3rd I came home.",
        date="1957-05-02",
    )
    assert values(doc) == {"October 1944": "1944-10", "January": "1945-01", "March 3rd": "1945-03-03"}


def test_letter_counts_from_its_own_date() -> None:
    doc = linked("Since 1960 we have known. On 15 October he wrote; yesterday he came.", date="1961-10-27")
    assert values(doc) == {"1960": "1960", "15 October": "1961-10-15", "yesterday": "1961-10-26"}


def test_testimony_does_not_say_yesterday() -> None:
    doc = linked("In 1942 and in March 1943 we thought: tomorrow we die. On Friday they came.", date="1957-05-02")
    assert list(values(doc)) == ["1942", "March 1943"]


def test_a_birth_date_is_no_anchor() -> None:
    doc = linked("On 3 May 1944 came Jan Hus, born 6 July 1902. On 5 May he left.")
    assert values(doc)["5 May"] == "1944-05-05"


def test_order_of_figures_is_learned_from_the_document() -> None:
    doc = linked("On 25/3/1961 and on 3/4/1961.")
    assert values(doc) == {"25/3/1961": "1961-03-25", "3/4/1961": "1961-04-03"}
    assert doc.findings == ()


def test_an_open_order_is_a_finding() -> None:
    doc = linked("They met on 3/4/1961 in Vienna.")
    assert values(doc) == {"3/4/1961": ""}
    assert [(f.code, f.span.of(doc.text)) for f in doc.findings] == [("D001", "3/4/1961")]


def test_contradicting_dates_leave_the_order_open() -> None:
    doc = linked("25/3/1961, 3/25/1961, 3/4/1961")
    assert values(doc)["3/4/1961"] == ""


def test_weekday_that_contradicts_is_a_finding() -> None:
    doc = linked("We met on Friday, October 27, 1962.")
    assert [f.code for f in doc.findings] == ["D002"]
    assert "Saturday" in doc.findings[0].message


def test_weekday_decides_the_year() -> None:
    doc = linked("On Saturday, October 27 they met.", date="1963-01-10")
    assert values(doc) == {"Saturday, October 27": "1962-10-27"}


def test_a_day_that_is_none_is_a_finding() -> None:
    doc = linked("He came on 31 February 1943.")
    assert [f.code for f in doc.findings] == ["D003"]


def test_values_that_stand_are_kept() -> None:
    doc = Document(" in May", mentions=(Mention(Span(4, 7), "date", "document", 1.0, DateValue(when="1900-05")),))
    assert link_dates(doc).mentions == doc.mentions


def test_a_mention_drawn_wider_is_still_read() -> None:
    doc = Document(" on or about 3 May 1944, he said", mentions=(Mention(Span(1, 23), "date", "editor", 1.0),))
    assert link_dates(doc).mentions[0].value == DateValue(when="1944-05-03")


def test_a_wrong_order_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="dmy"):
        link_dates(Document(""), date_order="ddmm")


def test_old_style_is_converted() -> None:
    (mention,) = linked("London, 2 Sept. 1752 (O.S.)").mentions
    assert mention.value is not None
    assert (mention.value.when, mention.value.calendar) == ("1752-09-13", "#julian")
    assert "1752-09-02" in mention.value.reason
