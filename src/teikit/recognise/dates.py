"""Recognise dates and clock times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from teikit.dates import DateExpression, Part, expressions, is_narrative
from teikit.dates.entries import heads_line
from teikit.model import DateValue, Document, Mention, Span

REACH = 300  # how far "the same day" may stand from the day, in characters
FIGURES = re.compile(r"[0-9]+")
CLOCK = re.compile(r"[Cc]lock")
BEFORE_CLOCK = re.compile(r"[^\W\d_]+\s[Oo]['’]?\s?\Z")
FULL_DAY = re.compile(r"-?\d{4,}-\d\d-\d\d")


def recognise_dates(doc: Document) -> Iterator[Mention]:
    """Yield the dates of the text, and the clock times that stand alone, in its order.

    Days that are named only by their distance ("yesterday", "on Thursday") are taken where there is a day to count
    from: the date of the document, or, failing that, a full date at its head.
    """
    found = list(expressions(doc.text, doc.metadata.language or "en"))
    dates = list(_in_series(doc.text, _anchored(found, has_anchor(doc, found))))
    mentions = [Mention(expression.span, "date", "dates", expression.score) for expression in dates]
    mentions += _times(doc.text, [expression.span for expression in dates])
    yield from sorted(mentions, key=lambda mention: mention.span)


def _anchored(found: list[DateExpression], anchored: bool) -> Iterator[DateExpression]:
    """Yield the expressions that have something to count from."""
    last_day = -REACH
    for expression in found:
        if (expression.first.day is not None and expression.first.month is not None) or expression.form == "numeric":
            last_day = expression.span.end
        if not is_relative(expression):
            yield expression
        elif expression.anchor == "document":
            if anchored:
                yield expression
        elif expression.span.start - last_day < REACH:
            yield expression


def _in_series(text: str, found: Iterable[DateExpression]) -> Iterator[DateExpression]:
    """Yield the expressions; "14th" at the head of a line is a day only after an entry that names its month."""
    entered = False
    for expression in found:
        if expression.form == "day" and expression.anchor == "entry" and expression.weekday is None and not entered:
            continue
        dated = expression.first.month is not None and expression.first.day is not None
        if (dated or expression.form == "numeric") and heads_line(text, expression.span.start):
            entered = True
        yield expression


def is_relative(found: DateExpression) -> bool:
    """Tell whether an expression has no meaning without a day to count from."""
    return found.first == Part() and found.form in ("relative", "weekday", "last")


def has_anchor(doc: Document, found: list[DateExpression]) -> bool:
    """Tell whether the text speaks from a day that is known: that of the document, if it does not tell of other
    years.
    """
    document = doc.metadata.date.first if doc.metadata.date else ""
    return FULL_DAY.match(document) is not None and not is_narrative(found, document)


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(
        r"""(?<![\w.:/])(?:
          (?P<h>[01]?\d|2[0-4])(?::(?P<m>[0-5]\d)(?::[0-5]\d)?|(?:\.?(?P<m2>[0-5]\d))?(?=\s?[apAP]\.?\s?[mM]\b))(?:\s?(?P<half>[apAP])\.?\s?[mM]\b\.?)?
          |(?P<military>(?:[01]\d|2[0-3])[0-5]\d)\s?(?:hours|hrs\.?|[hH]ours|Z\b|GMT\b|UTC\b|HRS\b|HOURS\b)
          |(?P<span>(?:[01]\d|2[0-3])[0-5]\d)(?=\s?(?:[-–]|to|TO|till|until)\s?(?:0\d[0-5]\d\b|(?:1\d|2[0-3])[0-5]\d\s?[Hh](?:ou)?rs?\b))
          |(?<=\d\d\sto\s|\d\d\sTO\s)(?P<end>0\d[0-5]\d)
          |(?P<clock>\d{1,2}|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven|[Tt]welve)\s[Oo]['’]?\s?[Cc]lock
        )(?![\w:/])""",
        re.VERBOSE,
    )


def _places(text: str) -> list[int]:
    """Return where a clock time can begin: at figures, and at the word before "o'clock". To try the pattern at every
    letter takes longer than all else about dates.
    """
    places = {match.start() for match in FIGURES.finditer(text)}
    for match in CLOCK.finditer(text):
        word = BEFORE_CLOCK.search(text, max(0, match.start() - 14), match.start())
        if word is not None:
            places.add(word.start())
    return sorted(places)


def _times(text: str, taken: list[Span]) -> Iterator[Mention]:
    ends = {(span.start, span.end) for span in taken}
    last = 0
    for start in _places(text):
        match = _clock().match(text, start) if start >= last else None
        if match is None:
            continue
        last = match.end()
        span = Span(*match.span())
        if any(start < span.end and span.start < end for start, end in ends):
            continue
        yield Mention(span, "time", "dates", 0.8, _clock_value(match))


def _clock_value(match: re.Match[str]) -> DateValue | None:
    """Return the time as XML Schema writes it; "six o'clock" may be morning or evening and has no value."""
    if figures := match["military"] or match["span"] or match["end"]:
        return DateValue(when=f"{figures[:2]}:{figures[2:]}:00")
    if match["clock"]:
        return None
    hour, minute = int(match["h"]), match["m"] or match["m2"] or "00"
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return DateValue(when=f"{hour:02d}:{minute}:00") if hour < 24 else None
