"""Give dates their values, in the order of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from teikit.dates import Context, DateExpression, Part, expressions, find, is_narrative, resolve
from teikit.dates.civil import parse_any, parse_iso
from teikit.dates.entries import heads_line
from teikit.model import DateValue, Document, Finding, Mention

BIRTH = re.compile(r"(?:\b(?:born|geb|née?|nar|ur)\b\.?|\*)(?:\s(?:on|in|the|am|le))*\s*\Z", re.IGNORECASE)
GENERATION = 30
ORDERS = ("dmy", "mdy", "ymd", "")


def link_dates(doc: Document, *, date_order: str = "") -> Document:
    """Return the document with a value for each date mention that can have one, and findings on those that cannot.

    ``date_order``: how to read 3/4/61: "dmy", "mdy" or "ymd"; empty takes it from the document's other dates.
    Raises ValueError for any other order.
    """
    if date_order not in ORDERS:
        raise ValueError(f"date_order is one of {', '.join(ORDERS[:3])} or empty, not {date_order!r}")
    parsed = _expressions(doc)
    document = doc.metadata.date.first if doc.metadata.date else ""
    years = [found.first.year for found in parsed.values() if found.stated and found.first.year]
    context = Context(
        document=document,
        year=_middle(years),
        order=date_order or _order(parsed.values(), doc.metadata.language),
        narrative=is_narrative(list(parsed.values()), document),
    )
    context = replace(context, new_year=_new_year(parsed.values(), context, doc.metadata.language))
    mentions: list[Mention] = []
    findings: list[Finding] = []
    for mention in doc.mentions:
        at_head = heads_line(doc.text, mention.span.start)
        valued, after, found = _link(mention, parsed, context, at_head)
        if not BIRTH.search(doc.text, max(0, mention.span.start - 16), mention.span.start):
            context = after
        if valued.value is not None and at_head:
            context = _at_entry(context, valued.value)
        mentions.append(valued)
        findings += found
    return replace(doc, mentions=tuple(mentions)).with_findings(*findings)


def _link(
    mention: Mention, parsed: dict[int, DateExpression], context: Context, at_head: bool
) -> tuple[Mention, Context, tuple[Finding, ...]]:
    if mention.kind != "date":
        return mention, context, ()
    if mention.value is not None:
        running = parse_iso(mention.value.first)
        return mention, replace(context, running=running or context.running), ()
    expression = parsed.get(mention.span.start)
    if expression is None:
        return mention, context, ()
    done = resolve(expression, context if at_head else replace(context, entry=None))
    if done.part is not None and done.part.year is not None:
        context = _moved(context, done.part)
    return replace(mention, value=done.value), context, done.findings


def _at_entry(context: Context, value: DateValue) -> Context:
    """Return the context after a date at the head of a line: the next entry of a diary counts from its last day."""
    day = parse_any(value.to or value.when)
    return replace(context, entry=day) if day is not None and day.month and day.day else context


def _new_year(found: Iterable[DateExpression], context: Context, language: str) -> str:
    """Return whether the years of an English document of before 1752 may begin on 25 March; 1731/2 shows it."""
    document = parse_iso(context.document)
    year = (document.year if document else None) or context.year
    if year is None or year > 1752 or (language or "en").split("-")[0] != "en":
        return ""
    dual = any(expression.separator == "/" and expression.form == "date" for expression in found)
    return "stated" if dual else "possible"


def _moved(context: Context, now: Part) -> Context:
    """Return the context after a date; one from a quite different age than the text's does not move it."""
    if now.year is None or (context.year is not None and abs(now.year - context.year) > GENERATION):
        return context
    return replace(context, running=_running(context.running, now))


def _running(before: Part | None, now: Part) -> Part:
    """Return what the next date may lean on: a year alone keeps the month that was spoken of in the same year."""
    if now.month is None and before is not None and before.year == now.year:
        return before
    return now


def _expressions(doc: Document) -> dict[int, DateExpression]:
    """Return the expression that each date mention stands for, by the start of the mention."""
    language = doc.metadata.language or "en"
    wanted = {mention.span.start: mention for mention in doc.mentions if mention.kind == "date"}
    if not wanted:
        return {}
    parsed = {found.span.start: found for found in expressions(doc.text, language)}
    result: dict[int, DateExpression] = {}
    for start, mention in wanted.items():
        found = parsed.get(start)
        if found is not None and found.span == mention.span:
            result[start] = found
        else:
            result.update((start, found) for found in _inside(mention, doc.text, language))
    return result


def _inside(mention: Mention, text: str, language: str) -> Iterator[DateExpression]:
    """Yield the longest expression within a mention that another recogniser or an editor drew."""
    inner = list(find(mention.span.of(text), language=language))
    if inner:
        longest = max(inner, key=lambda found: len(found.span))
        yield replace(longest, span=mention.span)


def _order(found: Iterable[DateExpression], language: str) -> str:
    """Return the order that the unambiguous numeric dates of the document agree on, or an empty string."""
    votes: Counter[str] = Counter()
    for expression in found:
        if expression.form == "numeric" and expression.separator != ".":
            a, b, _ = expression.numbers
            if max(a, b) > 12 and min(a, b) <= 12:
                votes["dmy" if a > 12 else "mdy"] += 1
    if len(votes) == 1:
        return next(iter(votes))
    return "dmy" if not votes and language and language.split("-")[0] not in ("en", "") else ""


def _middle(years: list[int]) -> int | None:
    return sorted(years)[len(years) // 2] if years else None
