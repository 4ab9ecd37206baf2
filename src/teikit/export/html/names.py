"""Names and dates in the text: a link to the register, what is claimed, and who claims it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from teikit.data import table
from teikit.export.html.context import Context, Handler
from teikit.export.html.inline import expand
from teikit.export.html.markup import add_class, child, external, flat, plain, squeeze
from teikit.export.html.register import Entry
from teikit.export.rules import tei_name
from teikit.xmlio import Element

UNSURE, FAIR = 0.7, 0.9
LABELS = {
    "person": "Person",
    "place": "Place",
    "org": "Organisation",
    "work": "Work",
    "event": "Event",
    "thing": "Object",
    "date": "Date",
    "name": "Name",
}
_DATE = re.compile(r"(\d{4,})-(\d\d)-(\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?")
_SHORT = re.compile(r"\d{4,}(-(0[1-9]|1[0-2]))?|\d\d:\d\d(:\d\d)?")
_YEARLESS = re.compile(r"--(\d\d)-(\d\d)")


def kind_of(el: Element) -> str:
    """Return what an element names: person, place, org, work, event, thing or just a name."""
    kinds = _kinds()
    name = tei_name(el.tag)
    if name in ("rs", "name"):
        return kinds.get(el.get("type") or "", "name")
    return kinds.get(name, "name")


@cache
def _kinds() -> dict[str, str]:
    return {row["name"]: row["kind"] for row in table("export/name_kinds")}


def name(ctx: Context, el: Element, out: Element) -> None:
    """Link a name to its entry in the register. Parts of a name and phrases that point to nobody are only shown."""
    pointers = (el.get("ref") or el.get("key") or el.get("sameAs") or "").split()
    form = flat(el)
    element = tei_name(el.tag)
    part_of_name = not pointers and el.getparent() is not None and _inside_name(el)
    if not form or ctx.in_record or part_of_name or (element in ("rs", "roleName") and not pointers):
        anchored(ctx, el, out)
        return
    kind = kind_of(el)
    ctx.kinds.add(kind)
    entries = [entry_for(ctx, kind, pointer, form) for pointer in pointers] or [_unidentified(ctx, kind, form)]
    link = _mention(ctx, el, out, entries, form, f"name {kind}")
    _label(link, f"{LABELS[kind]}: {entries[0].name}", entries, claim(ctx, el, link))
    ctx.children(el, link)


def _label(link: Element, said: str, entries: list[Entry], about: tuple[str, str]) -> None:
    """Say what a mention is and who claims it, and let the register know."""
    link.set("title", "; ".join(filter(None, (said, *about))))
    for entry in entries:
        if "unsure" in (link.get("class") or "").split():
            entry.unsure.add(link.get("id") or "")
        if any(about):
            entry.claims.setdefault(about, []).append(len(entry.mentions))


def anchored(ctx: Context, el: Element, out: Element, classes: str = "") -> None:
    """Show a name that leads nowhere; in the text it can be linked to all the same."""
    made = ctx.element(el, out, "span", classes=classes)
    if made.get("id") is None and not ctx.in_record:
        made.set("id", ctx.ids.anchor(el) or ctx.ids.new("tk-m"))
    ctx.children(el, made)


def _inside_name(el: Element) -> bool:
    """Return whether a name is a part of another, such as the settlement in a placeName."""
    parent = el.getparent()
    return (
        parent is not None
        and tei_name(parent.tag) in ("placeName", "persName", "orgName", "address")
        and tei_name(el.tag)
        in (
            "settlement",
            "country",
            "region",
            "district",
            "bloc",
            "name",
        )
    )


def _mention(ctx: Context, el: Element, out: Element, entries: list[Entry], form: str, classes: str) -> Element:
    link = ctx.element(el, out, "a", classes=classes)
    link.set("href", f"#{entries[0].id}")
    ctx.register.count += 1
    if link.get("id") is None:
        link.set("id", ctx.ids.anchor(el) or ctx.ids.new("tk-m"))
    for entry in entries:
        entry.forms.setdefault(form)
        entry.mentions.append(link.get("id") or "")
    page = ctx.entity_links.get(ctx.ids.numbers.get(el, 0))
    if page:
        entries[0].links.setdefault(page)
    return link


def speaker(ctx: Context, el: Element, out: Element) -> None:
    """Whoever speaks is linked to the register, where the speech says who that is."""
    made = ctx.element(el, out, "p")
    parent = el.getparent()
    link = spoken_by(ctx, parent, made) if parent is not None else None
    ctx.children(el, made if link is None else link)


def spoken_by(ctx: Context, speech: Element, out: Element) -> Element | None:
    """Append a link, still empty, to whoever a speech says that it is by; None where the file describes nobody."""
    found = [ctx.register.entries.get(pointer.removeprefix("#")) for pointer in (speech.get("who") or "").split()]
    known = [entry for entry in found if entry is not None]
    id_ = out.get("id")
    if not known or ctx.in_record or id_ is None:
        return None
    for entry in known:
        entry.mentions.append(id_)
    return child(out, "a", class_="speaks", href=f"#{known[0].id}", title=", ".join(entry.name for entry in known))


def entry_for(ctx: Context, kind: str, pointer: str, form: str) -> Entry:
    """Return the entry that a pointer names; one is opened where the file does not describe whom it means."""
    key = pointer[1:] if pointer.startswith("#") else pointer
    entry = ctx.register.entries.get(key)
    if entry is None:
        uri = "" if pointer.startswith("#") else external(expand(ctx, pointer)) or ""
        entry = Entry(kind, ctx.ids.new(f"tk-{kind}-{len(ctx.register.entries) + 1}"), uri=uri, pointer=pointer)
        ctx.register.entries[key] = entry
    if not entry.forms:
        entry.forms.setdefault(form)
    return entry


def _unidentified(ctx: Context, kind: str, form: str) -> Entry:
    key = f"{kind} {form}"
    entry = ctx.register.entries.get(key)
    if entry is None:
        entry = Entry(kind, ctx.ids.new(f"tk-{kind}-{len(ctx.register.entries) + 1}"))
        ctx.register.entries[key] = entry
        entry.forms[form] = None
    return entry


def dated(ctx: Context, el: Element, out: Element) -> None:
    """Link a date to the register of dates and give its value to machines."""
    value, datetime = iso(el)
    if not value or ctx.in_record or not plain(el):
        anchored(ctx, el, out, "date")
        return
    ctx.kinds.add("date")
    key = re.sub(r"^(after|before) ", "", value)
    entry = ctx.register.entries.get(f"{key} date")
    if entry is None:
        entry = Entry("date", ctx.ids.new(f"tk-date-{len(ctx.register.entries) + 1}"))
        ctx.register.entries[f"{key} date"] = entry
        entry.value, entry.datetime = value, datetime
    link = _mention(ctx, el, out, [entry], plain(el), "name date")
    _label(link, f"Date: {value}", [entry], claim(ctx, el, link))
    ctx.children(el, child(link, "time", datetime=datetime) if datetime else link)


def iso(el: Element) -> tuple[str, str | None]:
    """Return the value of a date for reading, and the value of a datetime attribute where HTML can say the same."""
    when = _value(el, "when")
    if when:
        return when, html_date(when)
    first, last = _value(el, "from"), _value(el, "to")
    if first or last:
        return f"{first or '…'} – {last or '…'}", None
    first, last = _value(el, "notBefore"), _value(el, "notAfter")
    if first and last:
        return f"between {first} and {last}", None
    return (f"not before {first}", None) if first else (f"not after {last}", None) if last else ("", None)


def _value(el: Element, attribute: str) -> str:
    return squeeze(el.get(attribute) or el.get(f"{attribute}-iso") or "")


def html_date(when: str) -> str | None:
    """Return a TEI date as HTML writes it, None where HTML has no such form or there is no such day."""
    if _SHORT.fullmatch(when):
        return when if int(when[:4].replace(":", "") or 0) or ":" in when else None
    yearless = _YEARLESS.fullmatch(when)
    match = _DATE.fullmatch(when if not yearless else f"2000{when[1:]}")
    if match is None:
        return None
    try:
        date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return when


def claim(ctx: Context, el: Element, link: Element) -> tuple[str, str]:
    """Return who claims something and how sure that is, in words; a class of the link shows both."""
    sure, signed = el.get("cert") or "", (el.get("resp") or "").split()
    by_program = not ctx.programs.isdisjoint(signed)
    ctx.claims = ctx.claims[0] + 1, ctx.claims[1] + by_program
    who = ", ".join(filter(None, (_signer(ctx, pointer) for pointer in signed)))
    if by_program:
        _show(ctx, link, "machine")
        who = f"found by a program ({who})" if who else "found by a program"
    elif signed:
        who = f"marked by {who}"
    if not by_program and ctx.programs:
        _show(ctx, link, "editor")
    level = _level(sure)
    if level == "unsure":
        _show(ctx, link, level)
    elif level:
        add_class(link, level)
    return who, f"certainty {sure}" if sure else ""


def _show(ctx: Context, link: Element, layer: str) -> None:
    """Show by a class to which layer of claims a mention belongs."""
    add_class(link, layer)
    ctx.kinds.add(layer)


def _signer(ctx: Context, pointer: str) -> str:
    """Return the name of somebody who is responsible for a claim, as far as the file gives it."""
    el = ctx.ids.target(pointer)
    if el is None:
        return pointer.lstrip("#")
    named = next(el.iterfind("{*}persName"), None)
    named = next(el.iterfind("{*}name"), None) if named is None else named
    return flat(el if named is None else named) or pointer.lstrip("#")


def _level(sure: str) -> str:
    """Return the class of a @cert: unsure, fair, or none where it is as good as certain."""
    try:
        value = float(sure)
    except ValueError:
        return {"low": "unsure", "unknown": "unsure", "medium": "fair"}.get(sure, "")
    return "unsure" if value < UNSURE else "fair" if value < FAIR else ""


@cache
def handlers() -> dict[str, Handler]:
    """Return the handlers of this module by element name."""
    names = "persName placeName orgName geogName name rs settlement country region district bloc"
    return {
        **dict.fromkeys(names.split(), name),
        **dict.fromkeys(("date", "time", "docDate", "origDate"), dated),
        "speaker": speaker,
    }
