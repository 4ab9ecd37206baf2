"""The register of a page: persons, places, organisations and dates, with all that is known and every mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from lxml import etree

from teikit.export.html.context import Context
from teikit.export.html.markup import add_text, child, external, plain, squeeze
from teikit.export.html.names import LABELS
from teikit.export.html.records import label, record, value
from teikit.export.html.register import Entry
from teikit.export.rules import tei_name
from teikit.xmlio import Element, xml

ENTITIES = {
    "person": "person",
    "personGrp": "person",
    "place": "place",
    "org": "org",
    "object": "thing",
    "event": "event",
}
LISTS = frozenset(("listPerson", "listPlace", "listOrg", "listObject", "listEvent"))
NAMES = frozenset(
    (
        "persName",
        "placeName",
        "orgName",
        "objectName",
        "eventName",
        "name",
        "geogName",
        "settlement",
        "country",
        "region",
    )
)
TITLES = {
    "person": "Persons",
    "place": "Places",
    "org": "Organisations",
    "work": "Works",
    "event": "Events",
    "thing": "Objects",
    "name": "Other names",
    "date": "Dates",
}


def prepare(ctx: Context, root: Element) -> None:
    """Open an entry for every person, place, organisation … that the file describes outside its running text."""
    for el in root.iter(*(f"{{*}}{name}" for name in ENTITIES)):
        if not is_registered(el):
            continue
        key = el.get(xml("id")) or f"tk {len(ctx.register.entries)}"
        if key in ctx.register.entries:
            continue
        id_ = ctx.ids.of(el) or ctx.ids.new(f"tk-{tei_name(el.tag)}-{len(ctx.register.entries) + 1}")
        entry = Entry(ENTITIES[tei_name(el.tag)], id_, el)
        for part in el:
            if tei_name(part.tag) in NAMES and plain(part):
                entry.forms.setdefault(_full_name(part))
        ctx.register.entries[key] = entry


def is_registered(el: Element) -> bool:
    """Return whether an entity is in a list that the register takes over: in standOff, the header or the back."""
    up = [tei_name(parent.tag) for parent in el.iterancestors()]
    return any(name in ("standOff", "teiHeader", "back") for name in up) and bool(LISTS.intersection(up))


def _full_name(el: Element) -> str:
    return squeeze(" ".join(cast("Iterator[str]", el.itertext()))).replace(" ,", ",")


def list_in_text(ctx: Context, el: Element, out: Element) -> None:
    """A list of entities at the back of a text moves to the register; elsewhere it is shown where it stands."""
    if any(tei_name(up.tag) == "back" for up in el.iterancestors()):
        child(out, "p", class_="moved").append(_link("Shown in the register", "#tk-register"))
        ctx.leftovers += leftovers(el)
        return
    record(ctx, el, ctx.element(el, out, "div"))


def _link(text: str, href: str) -> Element:
    made = etree.Element("a")
    made.set("href", href)
    made.text = text
    return made


def leftovers(el: Element) -> list[Element]:
    """Return what a list holds besides entities: relations, headings, descriptions."""
    found: list[Element] = []
    for part in el:
        name = tei_name(part.tag)
        if name in LISTS:
            found += leftovers(part)
        elif isinstance(part.tag, str) and name not in ENTITIES:
            found.append(part)
    return found


def write(ctx: Context, out: Element) -> None:
    """Write the register, one part for each kind, in alphabetical order; dates in the order of time."""
    if not ctx.register.entries:
        return
    section = child(out, "section", id="tk-register", class_="register", aria_labelledby="tk-register-title")
    ctx.english(child(section, "h2", "Register", id="tk-register-title"))
    for kind, title in TITLES.items():
        entries = ctx.register.of_kind(kind)
        if not entries:
            continue
        part = child(section, "section")
        ctx.english(child(part, "h3", title, id=ctx.ids.new(f"tk-{kind}s")))
        made = child(part, "ul", class_="entries")
        for entry in entries:
            _entry(ctx, entry, child(made, "li", id=entry.id, class_=f"entry {kind}"))
    if ctx.leftovers:
        part = child(section, "section")
        ctx.english(child(part, "h3", "Relations and remarks"))
        _further(ctx, ctx.leftovers, part)


def _entry(ctx: Context, entry: Entry, item: Element) -> None:
    if entry.kind == "date":
        title = child(item, "span", class_="entry-name")
        child(title, "time" if entry.datetime else "span", entry.value, datetime=entry.datetime)
        forms = list(entry.forms)
    else:
        child(item, "span", entry.name or "without a name", class_="entry-name")
        forms = list(entry.forms)[1:]
    if forms:
        add_text(item, " ")
        child(item, "span", "also " * (entry.kind != "date") + ", ".join(forms), class_="forms")
    if entry.el is not None:
        _details(ctx, entry.el, item)
    elif entry.uri:
        add_text(item, " ")
        child(item, "a", entry.pointer, href=entry.uri, rel="noreferrer")
    elif entry.pointer:
        add_text(item, " ")
        child(item, "span", f"{entry.pointer}, not described in this file", class_="pointer")
    _mentions(ctx, entry, item)


def _details(ctx: Context, el: Element, item: Element) -> None:
    """Show what the file says of an entity; entities inside it have entries of their own."""
    parent = el.getparent()
    if parent is not None and tei_name(parent.tag) in ENTITIES:
        add_text(item, " ")
        child(
            item, "span", f"in {next((_full_name(p) for p in parent if tei_name(p.tag) in NAMES), '')}", class_="forms"
        )
    rest = [part for part in el if isinstance(part.tag, str) and not _is_said(part)]
    _further(ctx, rest, item)
    links = [text for text in (el.get("sameAs") or el.get("corresp") or el.get("ref") or "").split() if external(text)]
    for text in links:
        add_text(item, " ")
        child(item, "a", text, href=external(text), rel="noreferrer")


def _is_said(part: Element) -> bool:
    name = tei_name(part.tag)
    return name in ENTITIES or name in LISTS or (name in NAMES and bool(plain(part)))


def _further(ctx: Context, parts: Iterable[Element], out: Element) -> None:
    found = list(parts)
    if not found:
        return
    was, ctx.in_record, ctx.aside = (ctx.in_record, ctx.aside), True, True
    made = child(out, "dl", class_="details")
    for title in dict.fromkeys(map(_title, found)):
        ctx.english(child(made, "dt", title))
        for part in found:
            if _title(part) == title:
                value(ctx, part, child(made, "dd", id=ctx.ids.of(part)))
    ctx.in_record, ctx.aside = was


def _title(part: Element) -> str:
    if tei_name(part.tag) == "state" and part.get("type"):
        return (part.get("type") or "").capitalize()
    return label(part)


def _mentions(ctx: Context, entry: Entry, item: Element) -> None:
    if not entry.mentions:
        return
    add_text(item, " ")
    made = child(item, "span", class_="mentions")
    ctx.english(child(made, "span", "In the text:", class_="key"))
    for number, id_ in enumerate(entry.mentions, 1):
        add_text(made, " ")
        name = entry.value or entry.name or LABELS[entry.kind]
        child(made, "a", str(number), href=f"#{id_}", aria_label=f"{number}: mention of {name}")
