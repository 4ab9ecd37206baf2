"""The register of a page: persons, places, organisations and dates, with all that is known and every mention."""

from __future__ import annotations

from lxml import etree

from teikit.export.html import entries
from teikit.export.html.context import Context
from teikit.export.html.entries import ENTITIES, LISTS, NAMES, full_name
from teikit.export.html.markup import child, plain
from teikit.export.html.records import record
from teikit.export.html.register import Entry
from teikit.export.rules import tei_name
from teikit.xmlio import Element, xml

_LONGEST = 60
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
        names = [part for part in el if tei_name(part.tag) in NAMES and plain(part)]
        for part in sorted(names, key=_is_variant):
            entry.forms.setdefault(full_name(part))
        if not names:
            entry.forms.update(dict.fromkeys(_stand_in(el)))
        ctx.register.entries[key] = entry


def _stand_in(el: Element) -> list[str]:
    """Return what an entity without a name is called."""
    for part in el:
        if tei_name(part.tag) in ("head", "label", "desc", "p") and plain(part):
            return [plain(part)[:_LONGEST]]
    return list(filter(None, (el.get("type"), el.get(xml("id")))))[:1]


def _is_variant(el: Element) -> bool:
    return el.get("type") not in ("main", "pref", "preferred", "reg")


def is_registered(el: Element) -> bool:
    """Return whether an entity is in a list that the register takes over: in standOff, the header or the back."""
    up = [tei_name(parent.tag) for parent in el.iterancestors()]
    return any(name in ("standOff", "teiHeader", "back") for name in up) and bool(LISTS.intersection(up))


def list_in_text(ctx: Context, el: Element, out: Element) -> None:
    """A list of entities at the back of a text moves to the register; elsewhere it is shown where it stands."""
    if any(tei_name(up.tag) == "back" for up in el.iterancestors()):
        if not ctx.leftovers_moved:
            link = _link("Lists of names are shown in the register", "#tk-register")
            ctx.english(child(out, "p", class_="moved")).append(link)
        ctx.leftovers_moved = True
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
    title = ctx.english(child(out, "h2", "Register", id=ctx.ids.new("tk-register-title")))
    out.set("aria-labelledby", title.get("id") or "")
    out.set("tabindex", "0")
    for kind, heading in TITLES.items():
        found = ctx.register.of_kind(kind)
        if found:
            _part(ctx, kind, heading, found, out)
    if ctx.leftovers:
        part = child(out, "section")
        ctx.english(child(part, "h3", "Relations and remarks"))
        entries.further(ctx, ctx.leftovers, part)


def _part(ctx: Context, kind: str, heading: str, found: list[Entry], out: Element) -> None:
    part = child(out, "section")
    ctx.english(child(part, "h3", heading, id=ctx.ids.new(f"tk-{kind}s")))
    by_program = [entry for entry in found if entry.el is not None and entries.is_by_program(ctx, entry.el)]
    whole = bool(by_program) and len(by_program) == sum(entry.el is not None for entry in found)
    if whole:
        ctx.english(child(part, "p", "Listed by a program", class_="by"))
    signed = set() if whole else {id(entry) for entry in by_program}
    made = child(part, "ul", class_="entries")
    for entry in found:
        item = child(made, "li", id=entry.id, class_=f"entry {kind}")
        entries.write(ctx, entry, item)
        if id(entry) in signed:
            ctx.english(child(item, "span", "listed by a program", class_="by"))
