"""JSON and JSON Lines: teikit's own export, lists of records, what spaCy, prodigy and doccano write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from teikit.model import Entity
from teikit.standoff.formats import webannotation
from teikit.standoff.records import field_of, of_records
from teikit.standoff.spans import Annotation, Spans, unreadable

_LISTS = ("mentions", "ents", "entities", "spans", "annotations", "marks", "label", "labels")
_NOT_SPANS = ("relations", "relation", "events", "cats", "attributes")
_ENTITIES = ("entities", "entries")
_TURN = 360  # degrees; more is no place on earth


def read(data: bytes) -> Iterator[Spans]:
    """Yield the documents of a JSON file."""
    yield from _documents(parsed(decoded(data)))


def read_lines(data: bytes) -> Iterator[Spans]:
    """Yield the documents of a JSON Lines file; lines that are records of spans are one document for each name."""
    rows: list[dict[str, Any]] = []
    others = False
    for number, line in enumerate(decoded(data).splitlines(), 1):
        if not line.strip():
            continue
        value = parsed(line, number)
        if isinstance(value, dict) and not _is_document(value):
            rows.append(value)
        else:
            others = True
            yield from _documents(value)
    if rows or not others:
        yield from _grouped(rows)


def decoded(data: bytes) -> str:
    """Return a text file as a string. Raises TeikitError P010 for what is neither UTF-8 nor marked as UTF-16."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"not a text file in UTF-8: byte {error.start} cannot be read"
        raise unreadable(message, help="Save it as UTF-8.") from error


def parsed(text: str, line: int = 0) -> Any:
    """Return the value that JSON stands for. Raises TeikitError P010 where it is not well-formed."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        message = f"not well-formed JSON: {error.msg}"
        raise unreadable(message, line=line or error.lineno, column=error.colno) from error
    except (RecursionError, ValueError) as error:
        raise unreadable("the JSON is nested too deep, or has a number with too many digits", line=line) from error


def _is_document(value: Mapping[str, object]) -> bool:
    return webannotation.is_annotation(value) or any(isinstance(value.get(name), list) for name in _LISTS)


def _documents(value: object) -> Iterator[Spans]:
    if webannotation.is_annotation(value):
        yield from webannotation.documents(value)
    elif isinstance(value, Mapping):
        inner = value.get("documents")
        if _is_document(value):
            yield _document(value)
        elif isinstance(inner, list):
            for one in inner:
                yield from _documents(one)
        else:
            raise unreadable(f"there is no list of spans in it: none of {', '.join(_LISTS)}")
    elif isinstance(value, list) and any(isinstance(one, Mapping) and _is_document(one) for one in value):
        for one in value:
            yield from _documents(one)
    elif isinstance(value, list):
        yield from _grouped(value)
    else:
        raise unreadable("it holds neither an object nor a list")


def _grouped(rows: Iterable[object]) -> Iterator[Spans]:
    """Yield a document for each name that records give in a field of their own; one without a name where none do."""
    found: dict[tuple[str, ...], list[Annotation]] = {}
    kept = list(rows)
    for row, annotation in zip(kept, of_records(kept), strict=True):
        found.setdefault(names(row) if isinstance(row, Mapping) else (), []).append(annotation)
    for called, made in found.items():
        yield Spans(tuple(made), names=called)
    if not found:
        yield Spans()


def names(record: Mapping[str, object]) -> tuple[str, ...]:
    """Return what a record calls the document that it is of."""
    return tuple(one for key, one in record.items() if field_of(key) == "document" and isinstance(one, str) and one)


def _document(value: Mapping[str, Any]) -> Spans:
    name = next(one for one in _LISTS if isinstance(value.get(one), list))
    if name == "entities" and isinstance(value.get("annotations"), list):
        name = "annotations"
    text, meta, id = value.get("text"), value.get("meta"), value.get("id")
    called = names(value) or (names(meta) if isinstance(meta, Mapping) else ())
    others = [value[key] for key in _ENTITIES if key != name and isinstance(value.get(key), list)]
    return Spans(
        tuple(of_records(_joined(value[name]))),
        text if isinstance(text, str) else None,
        names=(*called, id) if isinstance(id, str) and id else called,
        entities=tuple(_entities(others[0] if others else ())),
        skipped={key: len(value[key]) for key in _NOT_SPANS if isinstance(value.get(key), list | dict) and value[key]},
    )


def _joined(records: Iterable[object]) -> list[object]:
    """Return records, those that say whose part they are (``follows``, as teikit exports it) with that one."""
    kept: list[object] = []
    whole: dict[int, dict[str, Any]] = {}
    for record in records:
        if not isinstance(record, Mapping):
            kept.append(record)
            continue
        follows, element = record.get("follows"), record.get("element")
        before = whole.get(follows) if isinstance(follows, int) and follows else None
        if before is not None:
            before.setdefault("ranges", [before]).append(record)
        else:
            before = {name: value for name, value in record.items() if name != "ranges"}
            kept.append(before)
        if isinstance(element, int) and element:
            whole[element] = before
    return kept


def _entities(records: Iterable[object]) -> Iterator[Entity]:
    """Yield the entities that a document describes, as teikit exports them."""
    for record in records:
        if not isinstance(record, Mapping) or not isinstance(record.get("id"), str):
            continue
        names = _strings(record.get("names")) or _strings(record.get("name"))
        kind = str(record.get("kind", ""))
        if not names or kind not in ("person", "place", "org"):
            continue
        uris = _strings(record.get("uris")) or _strings(record.get("uri"))
        yield Entity(
            record["id"],
            kind,
            names[0],
            tuple(names),
            role="".join(_strings(record.get("role"))[:1]),
            type="".join(_strings(record.get("type"))[:1]),
            uri=uris[0] if uris else "",
            geo=_point(record.get("geo")),
        )


def _strings(given: object) -> list[str]:
    """Return the strings of a list, or one alone; what is empty or none is left out."""
    return [one for one in (given if isinstance(given, list) else [given]) if isinstance(one, str) and one.strip()]


def _point(given: object) -> tuple[float, float] | None:
    if isinstance(given, Mapping):
        given = [given.get("lat", given.get("latitude")), given.get("lon", given.get("long", given.get("longitude")))]
    if not isinstance(given, list) or len(given) != 2:
        return None
    if not all(isinstance(number, int | float) and abs(number) <= _TURN for number in given):
        return None
    return float(given[0]), float(given[1])
