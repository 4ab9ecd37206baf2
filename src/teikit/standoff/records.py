"""Annotations from records: JSON objects, or rows of a table, whose fields have the names that programs give them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from teikit import data
from teikit.standoff.spans import Annotation, Range

DATES = ("when", "from", "to", "notBefore", "notAfter")


@cache
def _names() -> Mapping[str, str]:
    """Return the field that a name means, in lower case without signs."""
    return {folded(name): row["field"] for row in data.table("standoff_fields") for name in row["names"].split()}


def folded(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def field_of(name: str) -> str:
    """Return the field that a column or key means, an empty string for one that means none."""
    return _names().get(folded(name), "")


def annotation(record: Mapping[str, object], where: str) -> Annotation:
    """Return the annotation that a record makes; what is wrong with it is its ``fault``.

    ``ranges`` in a record are records too: the parts of one span, the first of which is the record itself.
    """
    known: dict[str, object] = {}
    dates: dict[str, str] = {}
    for name, given in record.items():
        plain = name.removeprefix("@")
        if plain in DATES and isinstance(given, str) and given.strip():
            dates[plain] = given.strip()
        elif (key := field_of(name)) and given not in (None, ""):
            known.setdefault(key, given)
    ranges, fault = _ranges(known)
    quote = known.get("text")
    more = record.get("ranges")
    if isinstance(more, list) and not fault:
        parts = [annotation(part, where) for part in more[1:]]
        ranges += tuple(one for part in parts for one in part.ranges)
        quote = " ".join((str(quote), *(part.quote or "" for part in parts))) if quote is not None else None
    value = known.get("value", "")
    if isinstance(value, Mapping):
        dates = {str(name): str(one) for name, one in value.items() if isinstance(one, str) and one} | dates
    return Annotation(
        label=_word(known.get("label")),
        ranges=ranges,
        quote=quote if isinstance(quote, str) else None,
        prefix=str(known.get("prefix", "")),
        suffix=str(known.get("suffix", "")),
        value=dates or (value if isinstance(value, str) else ""),
        ref=_word(known.get("ref")),
        cert=_word(known.get("cert")),
        where=where,
        fault=fault if not ranges and quote is None else "",
    )


def _word(given: object) -> str:
    """Return a field that is one word; of a list, its first."""
    if isinstance(given, (list, tuple)):
        given = given[0] if given else ""
    return "" if given is None or isinstance(given, (bool, dict)) else str(given).strip()


def _ranges(known: Mapping[str, object]) -> tuple[tuple[Range, ...], str]:
    """Return the offsets of a record, and what is wrong with them."""
    if "start" not in known and "end" not in known:
        return (), "it has neither offsets nor a quotation"
    start = whole(known.get("start"))
    end = whole(known.get("end"))
    length = whole(known.get("length"))
    if end is None and start is not None and length is not None:
        end = start + length
    if start is None or end is None:
        shown = known.get("start") if start is None else known.get("end")
        return (
            (),
            f"its offset is not a whole number: “{shown}”" if shown is not None else "one of its offsets is missing",
        )
    return ((start, end),), ""


def whole(given: object) -> int | None:
    """Return a whole number, however it is written (12, "12", 12.0); None for what is none."""
    if isinstance(given, bool):
        return None
    if isinstance(given, int):
        return given
    if isinstance(given, float):
        return int(given) if given.is_integer() else None
    if isinstance(given, str):
        plain = given.strip().removesuffix(".0")
        digits = plain.removeprefix("-")
        return int(plain) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None
    return None


def of_records(records: Iterable[object], what: str = "item") -> Iterator[Annotation]:
    """Yield the annotations of a list: of records, or of triples of start, end and label."""
    for number, record in enumerate(records, 1):
        where = f"{what} {number}"
        if isinstance(record, Mapping):
            yield annotation(record, where)
        elif isinstance(record, (list, tuple)) and len(record) >= 3:
            yield annotation(dict(zip(("start", "end", "label"), record, strict=False)), where)
        else:
            yield Annotation("", where=where, fault="it is neither a record nor a list of start, end and label")
