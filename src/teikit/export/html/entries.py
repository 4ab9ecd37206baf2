"""An entry of the register: names, what the file says of them, where that lies, who else knows them, every mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from lxml import etree

from teikit.export.html.authorities import name_of
from teikit.export.html.context import Context
from teikit.export.html.inline import expand
from teikit.export.html.locator import coordinates, degrees, geo_uri, locator
from teikit.export.html.markup import add_text, child, external, plain, squeeze
from teikit.export.html.names import LABELS, iso
from teikit.export.html.records import label, value
from teikit.export.html.register import Entry
from teikit.export.rules import content, tei_name
from teikit.tei.entrydata import idno_uri
from teikit.xmlio import Element

ENTITIES = {
    "person": "person",
    "personGrp": "person",
    "place": "place",
    "org": "org",
    "object": "thing",
    "event": "event",
}
LISTS = frozenset(("listPerson", "listPlace", "listOrg", "listObject", "listEvent"))
NAMES = frozenset("persName placeName orgName objectName eventName name geogName settlement country region".split())
_POINTERS = ("sameAs", "corresp", "ref", "source")
_FEW, _SIMPLE = 24, 12
_COMPLEX = frozenset("p ab list table bibl note listEvent event relation figure graphic".split())


def full_name(el: Element) -> str:
    return squeeze(" ".join(cast("Iterator[str]", el.itertext()))).replace(" ,", ",")


def is_by_program(ctx: Context, el: Element) -> bool:
    """Return whether a program signs a description, or the innermost list around it that says who made it."""
    up: Element | None = el
    while up is not None:
        if up.get("resp"):
            return not ctx.programs.isdisjoint((up.get("resp") or "").split())
        up = up.getparent()
    return False


def addresses(ctx: Context, entry: Entry) -> dict[str, str]:
    """Return where an entity is described on the web: addresses, and what each is called."""
    found: dict[str, str] = {}
    if entry.uri:
        found[entry.uri] = name_of("", entry.uri)
    if entry.el is None:
        return found
    for idno in entry.el.iterfind("{*}idno"):
        href = external(idno_uri(idno.get("type") or "", plain(idno)))
        if href:
            found.setdefault(href, name_of(idno.get("type") or idno.get("subtype") or "", href))
    for el in (entry.el, *(part for part in entry.el if tei_name(part.tag) in NAMES)):
        for pointer in " ".join(filter(None, (el.get(name) for name in _POINTERS))).split():
            href = external(expand(ctx, pointer))
            if href:
                found.setdefault(href, name_of("", href))
    return found


def write(ctx: Context, entry: Entry, item: Element) -> None:
    """Write an entry."""
    forms = _title(entry, item)
    if forms:
        add_text(item, " ")
        made = child(item, "span", class_="forms")
        if entry.kind != "date":
            ctx.english(child(made, "span", "also")).tail = " "
        add_text(made, ", ".join(forms))
    links = addresses(ctx, entry)
    if entry.el is not None:
        _details(ctx, entry.el, item, links)
    elif entry.pointer and not links:
        add_text(item, " ")
        ctx.english(child(item, "span", f"{entry.pointer}, not described in this file", class_="pointer"))
    if links or entry.links:
        made = child(item, "p", class_="links")
        for href, name in links.items():
            child(made, "a", name, href=href, rel="noreferrer").tail = " "
        for page in entry.links:
            ctx.english(child(made, "a", "All mentions in the edition", class_="edition", href=page)).tail = " "
    _mentions(ctx, entry, item)


def _title(entry: Entry, item: Element) -> list[str]:
    """Write the name of an entry, and return its other forms."""
    if entry.kind == "date":
        title = child(item, "span", class_="entry-name")
        child(title, "time" if entry.datetime else "span", entry.value, datetime=entry.datetime)
        return list(entry.forms)
    child(item, "span", entry.name or "without a name", class_="entry-name")
    return list(entry.forms)[1:]


def _details(ctx: Context, el: Element, item: Element, links: dict[str, str]) -> None:
    """Show what the file says of an entity; entities inside it have entries of their own."""
    parent = el.getparent()
    if parent is not None and tei_name(parent.tag) in ENTITIES:
        add_text(item, " ")
        within = next((full_name(part) for part in parent if tei_name(part.tag) in NAMES), "")
        child(item, "span", f"in {within}", class_="forms")
    where = coordinates(el) if ENTITIES[tei_name(el.tag)] == "place" else None
    period, _ = iso(el)
    if period:
        add_text(item, " ")
        child(item, "span", period, class_="forms")
    rest = [part for part in el if isinstance(part.tag, str) and not _is_said(part, links, where)]
    further(ctx, rest, item)
    if where:
        locator(ctx, *where, item)


def _is_said(part: Element, links: dict[str, str], where: tuple[float, float] | None) -> bool:
    """Return whether a part says nothing, or is told elsewhere: as a name, a link, a point of the map, an entry."""
    name = tei_name(part.tag)
    if not (part.attrib or len(part) or plain(part)):
        return True
    if name == "idno":
        return external(idno_uri(part.get("type") or "", plain(part))) in links
    if name == "location":
        only = [el for el in part if isinstance(el.tag, str)]
        return where is not None and len(only) == 1 and tei_name(only[0].tag) == "geo" and coordinates(part) == where
    return name in ENTITIES or name in LISTS or (name in NAMES and bool(plain(part)))


def further(ctx: Context, parts: Iterable[Element], out: Element) -> None:
    """Write parts of a description as a list, those of one kind together; a lone role or note as a line."""
    found = list(parts)
    if not found:
        return
    was, ctx.in_record, ctx.aside = (ctx.in_record, ctx.aside), True, True
    made = child(out, "dl", class_="details")
    by_title: dict[str, list[Element]] = {}
    for part in found:
        by_title.setdefault(_called_part(part), []).append(part)
    for title, group in by_title.items():
        ctx.english(child(made, "dt", title))
        for part in group:
            brief(ctx, part, child(made, "dd", id=ctx.ids.of(part)))
    ctx.in_record, ctx.aside = was


def brief(ctx: Context, part: Element, out: Element) -> None:
    """Write a part of a description in a few words, as far as a few say it all; its pointers are links."""
    whole = list(part.iter(etree.Element))
    pieces = [squeeze(text) for el in whole for text in _own_words(el)]
    if len(whole) > _SIMPLE or any(tei_name(el.tag) in _COMPLEX for el in whole):
        value(ctx, part, out)
        return
    period, _ = iso(part)
    said = ", ".join(dict.fromkeys(filter(None, pieces)))
    said = said or next(filter(None, (part.get(name) for name in ("value", "n", "key", "quantity"))), "")
    pointer = next((pointer for el in whole for pointer in (el.get("ref") or el.get("target") or "").split()), "")
    entry = ctx.register.entries.get(pointer.removeprefix("#")) if pointer else None
    link = f"#{entry.id}" if entry is not None else external(expand(ctx, pointer))
    said = said or (entry.name if entry is not None else pointer)
    if said:
        child(out, "a" if link else "span", said, href=link, rel="noreferrer" if link and entry is None else None)
    if period and period not in said:
        add_text(out, f" ({period})" if said else period)
    where = coordinates(part)
    if where:
        add_text(out, " ")
        child(out, "a", "◎", class_="geo", href=geo_uri(*where), title=degrees(*where), aria_label=degrees(*where))


def _own_words(el: Element) -> Iterator[str]:
    """Yield the words of an element that are not in elements of it, without coordinates, which are told otherwise."""
    if tei_name(el.tag) != "geo" or coordinates(el.getparent()) is None:  # type: ignore[arg-type]  # geo is no root
        yield el.text or ""
    yield from (part.tail or "" for part in el)


def _called_part(part: Element) -> str:
    if tei_name(part.tag) == "state" and part.get("type") and len(part) == 1 and not content(part[0]).isspace():
        return (part.get("type") or "").capitalize()
    return label(part)


def _mentions(ctx: Context, entry: Entry, item: Element) -> None:
    """Link every mention; many stand folded away."""
    if not entry.mentions:
        return
    where = box = child(item, "div", class_="where")
    if len(entry.mentions) > _FEW:
        box = child(where, "details", class_="many")
        ctx.english(child(box, "summary", f"{len(entry.mentions)} mentions in the text"))
    made = child(box, "span", class_="mentions")
    if box is where:
        ctx.english(child(made, "span", "In the text:", class_="key")).tail = " "
    name = entry.value or entry.name or LABELS[entry.kind]
    for number, id_ in enumerate(entry.mentions, 1):
        doubt = id_ in entry.unsure
        said = f"{number}: {'uncertain ' if doubt else ''}mention of {name}"
        child(made, "a", f"{number}{'?' if doubt else ''}", href=f"#{id_}", aria_label=said).tail = " "
    _claims(ctx, entry, where)


def _claims(ctx: Context, entry: Entry, out: Element) -> None:
    """Say who claims the mentions; unfolded, how sure each is. Here a title would not do: keyboards cannot reach it."""
    if not entry.claims:
        return
    fold = child(out, "details", class_="claims")
    who = "; ".join(dict.fromkeys(who.partition(" (")[0] for who, _ in entry.claims if who)) or "certainty"
    ctx.english(child(fold, "summary", who[:1].upper() + who[1:]))
    made = child(fold, "ul", class_="plain")
    for about, numbers in entry.claims.items():
        ctx.english(child(made, "li", f"{_runs(numbers)}: {'; '.join(filter(None, about))}"))


def _runs(numbers: list[int]) -> str:
    """Return ascending numbers in words: 1, 3–5."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1][1:] = [number]
        else:
            found.append([number])
    return ", ".join("–".join(map(str, run)) for run in found)
