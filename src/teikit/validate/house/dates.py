"""Dates that contradict themselves: in their attributes, or with the weekday in their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from teikit import data
from teikit.diagnostics import Severity
from teikit.validate.corpus import Corpus
from teikit.validate.faults import Fault, quoted
from teikit.validate.house.calendar import LAST_OLD_STYLE, Day, Extent, exists, extent, given, is_gregorian, weekday
from teikit.validate.house.index import content, index
from teikit.validate.source import Parsed
from teikit.xmlio import Element, local

# @from and @to of these are pages, pointers or places of a text.
_NOT_DATED = frozenset("biblScope citedRange locus span app arc rt refState conversion".split())
_WORD = re.compile(r"[^\W\d_]+")
_DAY = re.compile(r"(?<![\d.,:/])\d{1,2}(?![\d:/])")
_BEFORE = re.compile(r"([^\W\d_]{5,})[.,]?\s+(?:(?:the|le|den|il|el|de|am)\s+)?$")
_LONGEST = 80
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def check_spans(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield spans that end before they begin, and days outside the span that the same element gives."""
    for el in index(doc).dated:
        if local(el) in _NOT_DATED:
            continue
        for suffix in ("", "-iso"):
            yield from _backwards(doc, el, suffix)
            yield from _outside(doc, el, suffix)


def _backwards(doc: Parsed, el: Element, suffix: str) -> Iterator[Fault]:
    for start, end in (("from", "to"), ("notBefore", "notAfter")):
        first, last = given(el, start, suffix), given(el, end, suffix)
        if first and last and first.first > last.last:
            start, end = start + suffix, end + suffix
            message = f"@{start} ({el.get(start)}) is later than @{end} ({el.get(end)})."
            yield doc.fault("V060", el, message, "One of the two is wrong, or they stand the wrong way round.")


def _outside(doc: Parsed, el: Element, suffix: str) -> Iterator[Fault]:
    when = given(el, "when", suffix)
    if when is None:
        return
    for name, early in (("notBefore", True), ("from", True), ("notAfter", False), ("to", False)):
        limit = given(el, name, suffix)
        if limit and (when.last < limit.first if early else when.first > limit.last):
            than = f"{'earlier' if early else 'later'} than @{name + suffix} ({el.get(name + suffix)})"
            message = f"@when{suffix} ({el.get('when' + suffix)}) is {than} of the same <{local(el)}>."
            yield doc.fault("V061", el, message, "One of the two is wrong; beside @when a span is seldom needed.")


@cache
def _weekdays() -> dict[str, int]:
    """Return weekday names in several languages, without those that mean two days or are short for something else."""
    found: dict[str, int] = {}
    for row in data.table("dates_words"):
        short = row["kind"] == "weekday-short"
        if row["kind"] == "weekday" or (short and row["language"] == "en"):
            for form in row["forms"].split():
                found[form] = int(row["value"]) if found.get(form, int(row["value"])) == int(row["value"]) else -1
    return found


def check_weekdays(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield dates whose text names a weekday on which the day of @when did not fall.

    Only where the text also has the number of that day: else the text counts in another calendar, or from another day.
    """
    for el in index(doc).named("date", "docDate", "origDate"):
        when = given(el, "when") or given(el, "when", "-iso")
        if when is None or not when.exact or not exists(when.first) or not is_gregorian(el):
            continue
        text = content(el)
        if len(text) > _LONGEST or not _names_day(text, when.first[2]):
            continue
        said = _said(text) or _said_before(el)
        if said and said[1] != weekday(when.first):
            yield _wrong_weekday(doc, el, when, said)


def _names_day(text: str, day: int) -> bool:
    return any(int(number) == day for number in _DAY.findall(text))


def _said(text: str) -> tuple[str, int] | None:
    """Return the one weekday that a text names."""
    words = [word for word in _WORD.findall(text) if _weekdays().get(word.lower(), -1) >= 0]
    return (words[0], _weekdays()[words[0].lower()]) if len(words) == 1 else None


def _said_before(el: Element) -> tuple[str, int] | None:
    """Return the weekday that stands right before a date: Tuesday, <date>27 October</date>."""
    before, parent = el.getprevious(), el.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else None
    found = _BEFORE.search(text[-_LONGEST:]) if text else None
    day = _weekdays().get(found[1].lower(), -1) if found else -1
    return (found[1], day) if found and day >= 0 else None


def _wrong_weekday(doc: Parsed, el: Element, when: Extent, said: tuple[str, int]) -> Fault:
    value = el.get("when") or el.get("when-iso")
    message = f"{quoted(content(el))} says {said[0]}, but {value} was a {_DAYS[weekday(when.first)]}."
    advice = "Either the day, the month or the year of @when is wrong, or the document errs: then a <note> may say so."
    severity = None
    if _julian(when.first, said[1]):
        advice = (
            "In the Julian calendar (Old Style) it was that day. @when is Gregorian: give the Gregorian date there, "
            "and the calendar of the text in @calendar."
        )
        severity = Severity.INFO
    return doc.fault("V062", el, message, advice, severity=severity)


def _julian(day: Day, said: int) -> bool:
    return day[0] < LAST_OLD_STYLE and weekday(day, julian=True) == said


def parse(value: str | None) -> Extent | None:
    """Read a date as it was written in an attribute of another file."""
    return extent(value) if value else None
