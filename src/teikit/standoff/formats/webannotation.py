"""W3C Web Annotation (Data Model, 2017): annotations, pages and collections of them, as JSON-LD.

Selectors by position, by quotation and by XPath are understood, alone, side by side or refined by one another; the
target is any text, because what a target is called says little of where its TEI file lies. Positions are code points,
as section 4.2.5 of the model says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from teikit.standoff.records import DATES, whole
from teikit.standoff.spans import Annotation, Spans

_LABELS = ("classifying", "tagging", "")  # the purposes of bodies, the best first
_MOST = 16


def is_annotation(value: object) -> bool:
    """Tell whether JSON is an annotation, a page of them or a collection."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(one, Mapping) and is_annotation(one) for one in value)
    if not isinstance(value, Mapping):
        return False
    types = _list(value.get("type", value.get("@type")))
    known = {"Annotation", "AnnotationPage", "AnnotationCollection", "oa:Annotation"}
    return any(type in known for type in types if isinstance(type, str)) or (
        "anno" in str(value.get("@context", "")) and ("items" in value or "target" in value)
    )


def documents(value: object) -> Iterator[Spans]:
    """Yield the annotations of JSON by the document that their target or page names."""
    found: dict[tuple[str, ...], list[Annotation]] = {}
    for item, page in _items(value, ()):
        targets = _list(item.get("target"))
        for target in targets or [None]:
            number = sum(map(len, found.values())) + 1
            source = _source(target)
            found.setdefault((*page, *([source] if source else ())), []).append(_annotation(item, target, number))
    for names, made in found.items():
        yield Spans(tuple(made), names=names)
    if not found:
        yield Spans()


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _items(value: object, page: tuple[str, ...], depth: int = 0) -> Iterator[tuple[Mapping[str, Any], tuple[str, ...]]]:
    """Yield annotations, each with what the page around them says of the path of its document."""
    if isinstance(value, list):
        for one in value:
            yield from _items(one, page, depth)
    elif isinstance(value, Mapping):
        around = value.get("partOf")
        path = around.get("tei:path") if isinstance(around, Mapping) else None
        page = (path,) if isinstance(path, str) and path else page
        inner = [value[name] for name in ("items", "first", "resources") if isinstance(value.get(name), list | Mapping)]
        if inner and depth < _MOST:
            for one in inner:
                yield from _items(one, page, depth + 1)
        elif "target" in value:
            yield value, page


def _source(target: object) -> str:
    source = target.get("source", target.get("id")) if isinstance(target, Mapping) else target
    if isinstance(source, Mapping):
        source = source.get("id")
    return source.partition("#")[0] if isinstance(source, str) else ""


def _annotation(item: Mapping[str, Any], target: object, number: int) -> Annotation:
    said: dict[str, Any] = {}
    for selector in _list(target.get("selector")) if isinstance(target, Mapping) else []:
        _select(selector, said)
    label, ref, value = _bodies(_list(item.get("body")))
    cert = item.get("tei:cert", "")
    return Annotation(
        label=label,
        value=value,
        ref=ref,
        cert=str(cert) if isinstance(cert, str | int | float) and not isinstance(cert, bool) else "",
        where=f"annotation {number}",
        fault="" if said else "none of its selectors is one by position, quotation or XPath",
        **said,
    )


def _select(selector: object, said: dict[str, Any], depth: int = 0) -> None:
    """Note what a selector says; one that refines an XPath counts from the beginning of that element."""
    if not isinstance(selector, Mapping):
        return
    type = str(selector.get("type", selector.get("@type", ""))).rpartition(":")[2]
    if type == "TextPositionSelector":
        start, end = whole(selector.get("start")), whole(selector.get("end"))
        if start is not None and end is not None:
            said.update({"within": (start, end)} if depth else {"ranges": ((start, end),)})
    elif type == "TextQuoteSelector" and isinstance(selector.get("exact"), str):
        said["quote"] = selector["exact"]
        said.update({key: selector[key] for key in ("prefix", "suffix") if isinstance(selector.get(key), str)})
    elif type == "XPathSelector" and isinstance(selector.get("value"), str):
        said["xpath"] = selector["value"]
    elif type == "FragmentSelector" and str(selector.get("value", "")).startswith("char="):
        first, _, last = str(selector["value"])[5:].partition(",")
        start, end = whole(first), whole(last)
        if start is not None and end is not None:
            said["ranges"] = ((start, end),)
    if depth < _MOST:
        for inner in _list(selector.get("refinedBy")):
            _select(inner, said, depth + (type == "XPathSelector"))


def _bodies(bodies: list[Any]) -> tuple[str, str, dict[str, str]]:
    """Return the label, the reference and the date that the bodies of an annotation give."""
    labels: dict[str, str] = {}
    ref = ""
    dates: dict[str, str] = {}
    for body in bodies:
        if isinstance(body, str):
            ref = ref or body
            continue
        if not isinstance(body, Mapping):
            continue
        purpose = str(body.get("purpose", ""))
        value = body.get("value", body.get("chars"))
        link = body.get("source", body.get("id"))
        if body.get("tei:att") in DATES and isinstance(value, str):
            dates[body["tei:att"]] = value
        elif purpose == "identifying" or (isinstance(link, str) and not isinstance(value, str)):
            ref = ref or next((one for one in (link, value) if isinstance(one, str)), "")
        elif isinstance(value, str):
            labels.setdefault(purpose, value)
    return next((labels[purpose] for purpose in _LABELS if purpose in labels), ""), ref, dates
