"""The date that a short text states: datelines, headings, stamps."""

from __future__ import annotations

import pytest

from teikit.dates import date_of
from teikit.model import DateValue

WHEN = [
    ("Camp near Falmouth Va Sunday Jan 25th /63", "en", "1863-01-25", "Sunday Jan 25th /63"),
    ("Salzburg, 17 Dec 47", "en", "1947-12-17", "17 Dec 47"),
    ("Im Osten, den 9. Dezember 42", "de", "1942-12-09", "9. Dezember 42"),
    ("PRAGUE, 21 September 1938", "en", "1938-09-21", "21 September 1938"),
    ("Roma, li 30 aprile 1849, ore 11 di sera", "it", "1849-04-30", "30 aprile 1849"),
    ("Oxon. this 14th of Febr. 1643/4", "en", "1644-02-14", "14th of Febr. 1643/4"),
    ("Olney, Whit Monday; printed 1821", "en", "1821", "1821"),
    ("In 1962, on October 27, 1962", "en", "1962-10-27", "October 27, 1962"),
    ("Berlin, 13/4/1961", "en", "1961-04-13", "13/4/1961"),
    ("Berlin, II.5.1943", "de", "1943-05-11", "II.5.1943"),
    ("5 May [19]43", "en", "1943-05-05", "5 May [19]43"),
    ("27 October [1962]", "en", "1962-10-27", "27 October [1962]"),
    ("30 June 1843[2]", "en", "1843-06-30", "30 June 1843"),
    ("30 June 18432", "en", "1843-06-30", "30 June 1843"),
    ("Ex Argentorato, Kal. Maii. Anno MDXXI.", "la", "1521-05-01", "Kal. Maii. Anno MDXXI"),
    ("The news of 10 Aug./30 July 1762", "en", "1762-08-10", "10 Aug./30 July 1762"),
    ("Paris, le 3 mai 1943", "fr", "1943-05-03", "3 mai 1943"),
]


@pytest.mark.parametrize(("text", "language", "when", "words"), WHEN, ids=[case[0] for case in WHEN])
def test_a_dateline_gives_its_day_and_its_words(text: str, language: str, when: str, words: str) -> None:
    value, found = date_of(text, language=language)
    assert value is not None
    assert (value.when, found) == (when, words)


@pytest.mark.parametrize(
    "text",
    [
        "31 February 1943",
        "29 February 1900",
        "30/2/1943",
        "3/4/1961",
        "on Monday",
        "yesterday",
        "27 October",
        "the 14th inst.",
        "14th May last",
        "No. 1234",
        "",
    ],
)
def test_what_states_no_day_of_the_calendar_has_no_value(text: str) -> None:
    assert date_of(text) == (None, "")


def test_two_figures_say_that_the_century_is_inferred() -> None:
    value, _ = date_of("17 Dec 47")
    assert value == DateValue(when="1947-12-17", reason="the century is inferred")


def test_old_style_is_converted_and_says_so() -> None:
    value, _ = date_of("London, 5 November 1688 O.S.")
    assert value is not None
    assert (value.when, value.calendar) == ("1688-11-15", "#julian")


def test_the_english_year_before_1752_is_left_open_before_lady_day() -> None:
    value, _ = date_of("Received 19 Febr. 1643")
    assert value is not None
    assert (value.when, value.not_before, value.not_after) == ("", "1643-02-19", "1644-02-19")
    other, _ = date_of("Reçu le 19 février 1643", language="fr")
    assert other == DateValue(when="1643-02-19")


def test_a_range_keeps_both_ends() -> None:
    value, words = date_of("Minutes, 3-5 August 1961")
    assert value == DateValue(from_="1961-08-03", to="1961-08-05")
    assert words == "3-5 August 1961"
