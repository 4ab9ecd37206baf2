"""From whom to whom a letter went: the correspDesc of a header on one line, its names linked to the register."""

from __future__ import annotations

from collections.abc import Iterator

from teikit.export.html.context import Context
from teikit.export.html.inline import expand
from teikit.export.html.markup import add_text, child, external, flat, plain
from teikit.export.html.names import entry_for, iso, kind_of
from teikit.export.rules import tei_name
from teikit.xmlio import Element

PARTIES = frozenset(("persName", "orgName", "name", "rs"))
PLACES = frozenset(("placeName", "settlement", "geogName", "country", "region"))
_LABELS = {"sent": "From", "received": "To", "transmitted": "By way of"}


def names(head: Element) -> set[str]:
    """Return the names of those between whom a letter went."""
    return {flat(el) for action in _actions(head) for el in action if tei_name(el.tag) in PARTIES}


def route(ctx: Context, head: Element, out: Element) -> None:
    """Write who sent and who received a document, with the places, and when it arrived."""
    steps = [(action, parts) for action in _actions(head) if (parts := list(_parts(action)))]
    if not steps:
        return
    made = child(out, "p", class_="route")
    for action, parts in steps:
        kind = action.get("type") or ""
        step = child(made, "span", class_="step")
        ctx.english(child(step, "span", _LABELS.get(kind, kind.capitalize() or "Step"), class_="key")).tail = " "
        for number, part in enumerate(parts):
            add_text(step, ", " if number else "")
            _party(ctx, part, step)
        for el in action.iterfind("{*}date") if kind != "sent" else ():
            value, datetime = iso(el)
            if plain(el) or value:
                add_text(step, ", ")
                child(step, "time" if datetime else "span", plain(el) or value, datetime=datetime)
        step.tail = " "


def _actions(head: Element) -> Iterator[Element]:
    return head.iterfind(".//{*}correspDesc/{*}correspAction")


def _parts(action: Element) -> Iterator[Element]:
    for names in (PARTIES, PLACES):
        yield from (el for el in action if tei_name(el.tag) in names and (flat(el) or el.get("ref")))


def _party(ctx: Context, el: Element, out: Element) -> None:
    """Write a name; it leads to the register where the file says who is meant."""
    pointer = next(iter((el.get("ref") or el.get("key") or "").split()), "")
    kind = kind_of(el)
    known = pointer.removeprefix("#") in ctx.register.entries
    if not pointer or kind == "name" or not (known or external(expand(ctx, pointer))):
        add_text(out, flat(el) or pointer)
        return
    entry = entry_for(ctx, kind, pointer, flat(el))
    child(out, "a", flat(el) or entry.name or pointer, href=f"#{entry.id}", class_=f"name {kind}")
