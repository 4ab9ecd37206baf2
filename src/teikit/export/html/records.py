"""Records: headers and descriptions of entities, shown as labelled lists of what they hold."""

from __future__ import annotations

from functools import cache

from lxml import etree

from teikit.data import table
from teikit.export.html.context import MAX_DEPTH, Context
from teikit.export.html.markup import add_text, child, external
from teikit.export.rules import content, has_words, tei_name
from teikit.xmlio import Element, xml

BLAND = frozenset(("p", "ab", "label", "desc", "geo", "term"))
_NOT_SHOWN = frozenset((xml("id"), xml("lang"), xml("base"), xml("space")))


@cache
def labels() -> dict[str, str]:
    """Return what elements of records are called."""
    return {row["name"]: row["label"] for row in table("export/labels")}


def label(el: Element) -> str:
    """Return what an element of a record is called, with its type."""
    name = etree.QName(str(el.tag)).localname
    kind = (el.get("type") or "").replace("_", " ")
    return f"{labels().get(name, name)} ({kind})" if kind else labels().get(name, name)


def record(ctx: Context, el: Element, out: Element) -> None:
    """Append a list of the parts of a record, each with its name, its attributes and its content."""
    was = ctx.aside, ctx.in_record
    ctx.aside = ctx.in_record = True
    _parts(ctx, el, out)
    ctx.aside, ctx.in_record = was


def _parts(ctx: Context, el: Element, out: Element) -> None:
    parts = [part for part in el if isinstance(part.tag, str)]
    if not parts:
        return
    made = child(out, "ul", class_="record")
    for part in parts:
        item = child(made, "li", id=ctx.ids.of(part))
        child(item, "span", label(part), class_="key")
        value(ctx, part, item)


def value(ctx: Context, el: Element, out: Element) -> None:
    """Append the value of one part: words as in a text, smaller parts as a list, attributes at the end."""
    add_text(out, " ")
    told: tuple[str, ...] = ()
    if tei_name(el.tag) == "relation":
        told = _relation(ctx, el, out)
    if ctx.depth > MAX_DEPTH:
        ctx.report.too_deep(el)
        add_text(out, content(el))
    elif has_words(el):
        _words(ctx, el, out)
    shown = [
        (str(key), str(text))
        for key, text in el.attrib.items()
        if key not in _NOT_SHOWN and key not in told and key != "type" and text
    ]
    for key, text in shown:
        add_text(out, " ")
        attribute = child(out, "span", f"{etree.QName(key).localname}: ", class_="attribute")
        href = external(text)
        child(attribute, "a" if href else "span", text, href=href, rel="noreferrer" if href else None)
    if not has_words(el):
        ctx.depth += 1
        if len(el) == 1 and tei_name(el[0].tag) in BLAND:
            value(ctx, el[0], out)
        else:
            _parts(ctx, el, out)
        ctx.depth -= 1


def _relation(ctx: Context, el: Element, out: Element) -> tuple[str, ...]:
    """Write who stands in which relation to whom, and return the attributes that say it."""
    _related(ctx, el.get("active") or el.get("mutual") or "", out)
    add_text(out, f" {(el.get('name') or '–').replace('_', ' ')} ")
    _related(ctx, el.get("passive") or "", out)
    return ("active" if el.get("active") else "mutual", "passive", "name")


def _related(ctx: Context, pointers: str, out: Element) -> None:
    for number, pointer in enumerate(pointers.split()):
        entry = ctx.register.entries.get(pointer.removeprefix("#"))
        add_text(out, ", " if number else "")
        if entry is None:
            add_text(out, pointer)
        else:
            child(out, "a", entry.name or pointer, href=f"#{entry.id}")


def _words(ctx: Context, el: Element, out: Element) -> None:
    text = (el.text or "").strip()
    href = external(text) if not len(el) and tei_name(el.tag) in ("idno", "ref", "ptr", "email") else None
    if href:
        child(out, "a", text, href=href, rel="noreferrer")
    else:
        ctx.children(el, child(out, "span", class_="value"))
