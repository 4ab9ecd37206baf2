"""Tables of spans: CSV, TSV or with semicolons, a span a row, columns found by their names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from teikit.standoff.formats.objects import decoded, names
from teikit.standoff.records import annotation, field_of
from teikit.standoff.spans import Annotation, Spans, unreadable

_DELIMITERS = "\t,;|"
_FORMULA = re.compile("^'(?='*[=+\\-@\t\r＝＋－＠])")  # the apostrophe that keeps a spreadsheet from calculating
_FIELD = 10_000_000


def delimiter(text: str) -> str:
    """Return what parts the columns of a table: the one that makes most known columns of its first line."""
    line = _head(text)
    return max(_DELIMITERS, key=lambda one: sum(bool(field_of(name.strip(' "'))) for name in line.split(one)))


def _head(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")


def is_table(text: str) -> bool:
    """Tell whether the first line of a text names columns of spans: offsets, or a quotation and a kind."""
    fields = {field_of(name.strip(' "')) for name in _head(text).split(delimiter(text))}
    return {"start", "end"} <= fields or {"text", "label"} <= fields or {"start", "length"} <= fields


def read(data: bytes) -> Iterator[Spans]:
    """Yield the documents of a table, in the order in which they first occur."""
    text = decoded(data)
    if not is_table(text):
        message = "its first line does not name columns of spans: start, end and type, or text and type"
        raise unreadable(message, line=1)
    found: dict[tuple[str, ...], list[Annotation]] = {}
    csv.field_size_limit(_FIELD)
    lines = text.splitlines(keepends=True)
    while lines and (lines[0].startswith("#") or not lines[0].strip()):
        lines.pop(0)
    rows = csv.DictReader(lines, delimiter=delimiter(text))
    try:
        for row in rows:
            record = {
                key: _FORMULA.sub("", value, count=1) for key, value in row.items() if key and isinstance(value, str)
            }
            if any(record.values()):
                found.setdefault(names(record), []).append(annotation(record, f"line {rows.line_num}"))
    except csv.Error as error:
        raise unreadable(f"not a well-formed table: {error}", line=rows.line_num) from error
    for called, made in found.items():
        yield Spans(tuple(made), names=called)
    if not found:
        yield Spans()
