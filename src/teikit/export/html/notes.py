"""Notes, apparatus entries and their way to the section of notes and back."""

from __future__ import annotations

from functools import cache

from lxml import etree

from teikit.export.html.context import Context, Handler, Note
from teikit.export.html.markup import add_text, child, plain
from teikit.export.rules import as_written, flow, has_words, tei_name
from teikit.xmlio import Element, xml


def prepare(ctx: Context, texts: list[Element]) -> None:
    """Find out which notes have a mark of their own in the text, and how notes are numbered."""
    notes: list[Element] = []
    pointed: set[str] = set()
    for text in texts:
        for el in text.iter("{*}note", "{*}ref", "{*}ptr"):
            if tei_name(el.tag) == "note":
                if not _is_of_apparatus(el):
                    notes.append(el)
            else:
                pointed.update(pointer[1:] for pointer in (el.get("target") or "").split() if pointer[0] == "#")
    for el in notes:
        anchor = ctx.ids.target((el.get("target") or "").strip())
        if anchor is not None and tei_name(anchor.tag) == "anchor" and len((el.get("target") or "").split()) == 1:
            ctx.anchored.setdefault(anchor.get(xml("id")) or "", []).append(el)
        elif (el.get(xml("id")) or "") in pointed or flow(el) != "leaf":
            continue
        else:
            ctx.in_place.add(el)
    numbered = [el for el in notes if el not in ctx.in_place]
    labels = [el.get("n") or "" for el in numbered]
    own = all(labels) and len(set(labels)) == len(labels)
    for count, el in enumerate(numbered, 1):
        label = el.get("n") or str(count) if own else str(count)
        register(ctx, el, label)
    ctx.pointed = frozenset(pointed)


def _is_of_apparatus(el: Element) -> bool:
    """Return whether a note is about readings, and is shown with them."""
    parent = el.getparent()
    return parent is not None and tei_name(parent.tag) in ("app", "rdgGrp")


def register(ctx: Context, el: Element, label: str) -> Note:
    """Give a note its place in the section of notes."""
    made = Note(el, label, ctx.ids.anchor(el) or ctx.ids.new("tk-note"))
    ctx.note_of[el] = made
    ctx.notes.append(made)
    return made


def note(ctx: Context, el: Element, out: Element) -> None:
    """Put the mark of a note, unless the text has one already; a note among blocks stays where it is."""
    found = ctx.note_of.get(el)
    ctx.kinds.add("note")
    if found is None:
        made = ctx.element(el, out, "div")
        made.set("role", "note")
        if el.get("n"):
            child(made, "span", el.get("n") or "", class_="label")
            add_text(made, " ")
        was, ctx.aside = ctx.aside, True
        ctx.children(el, made)
        ctx.aside = was
    elif (el.get(xml("id")) or "") not in ctx.pointed and not _is_anchored(ctx, el):
        mark(ctx, found, out)


def _is_anchored(ctx: Context, el: Element) -> bool:
    return el in ctx.anchored.get((el.get("target") or "").strip()[1:], ())


def mark(ctx: Context, found: Note, out: Element) -> None:
    """Put a number that leads to a note."""
    ctx.kinds.add("note")
    id_ = ctx.ids.new(f"{found.id}-ref")
    sup = child(out, "sup", class_="noteref")
    child(sup, "a", found.label, id=id_, href=f"#{found.id}", role="doc-noteref", aria_label=f"Note {found.label}")
    found.back.append(id_)


def anchor(ctx: Context, el: Element, out: Element) -> None:
    """A point in the text; the notes that are about it get their mark here."""
    child(out, "span", id=ctx.ids.of(el))
    ctx.children(el, out)
    for about in ctx.anchored.get(el.get(xml("id")) or "", ()):
        mark(ctx, ctx.note_of[about], out)


def apparatus(ctx: Context, el: Element, out: Element) -> None:
    """Show the lemma (or the first reading) and put all readings with their witnesses into a note."""
    chosen = as_written(el)
    if chosen is None or has_words(el):
        ctx.children(el, ctx.element(el, out, "span"))
        return
    made = ctx.element(el, out, "span")
    if tei_name(chosen.tag) == "rdgGrp":
        chosen = next(chosen.iter("{*}lem", "{*}rdg"), chosen)
    ctx.render(chosen, made)
    others = [rdg for rdg in el.iter("{*}lem", "{*}rdg", "{*}note", "{*}witDetail") if rdg is not chosen]
    if others:
        found = ctx.note_of.get(el)
        if found is None:
            ctx.apparatus += 1
            found = register(ctx, el, f"a{ctx.apparatus}")
        mark(ctx, found, made)


def write(ctx: Context, out: Element) -> None:
    """Write the section of notes. Notes inside notes are found on the way and follow."""
    if not ctx.notes:
        return
    section = child(out, "section", id="tk-notes", class_="notes", role="doc-endnotes")
    title = ctx.english(child(section, "h2", "Notes", id=ctx.ids.new("tk-notes-title")))
    section.set("aria-labelledby", title.get("id") or "")
    made = child(section, "ol")
    ctx.aside = True
    index = 0
    while index < len(ctx.notes):
        item = child(made, "li", class_="note")
        _write_one(ctx, ctx.notes[index], item)
        index += 1
    ctx.aside = False
    for found, item in zip(ctx.notes, made, strict=True):
        _backlinks(found, item)


def _write_one(ctx: Context, found: Note, item: Element) -> None:
    item.set("id", found.id)
    body = child(item, "div", class_="note-text")
    if tei_name(found.el.tag) == "app":
        _readings(ctx, found.el, body)
    else:
        ctx.children(found.el, ctx.element(found.el, body, "div"))


def _readings(ctx: Context, el: Element, body: Element) -> None:
    made = child(body, "ul", class_="readings")
    for part in el.iter("{*}lem", "{*}rdg", "{*}note", "{*}witDetail"):
        if _is_within_reading(part, el):
            continue
        witnesses = " ".join(word.lstrip("#") for word in (part.get("wit") or "").split())
        is_reading = tei_name(part.tag) in ("lem", "rdg")
        if not (is_reading or witnesses or plain(part)):
            continue
        line = child(made, "li")
        if plain(part) or (is_reading and len(part)):
            ctx.children(part, ctx.element(part, line, "span"))
        else:
            _wordless(ctx, part, line)
        if witnesses:
            add_text(line, " ")
            child(line, "span", witnesses, class_="wit")


def _is_within_reading(part: Element, el: Element) -> bool:
    """Return whether a part of an apparatus entry belongs to an entry within one of its readings."""
    up = part.getparent()
    while up is not None and up is not el:
        if tei_name(up.tag) in ("lem", "rdg", "note"):
            return True
        up = up.getparent()
    return False


def _wordless(ctx: Context, part: Element, line: Element) -> None:
    """Say what a reading without words means: a lemma that stands in the text, which @n repeats, or an omission."""
    name = tei_name(part.tag)
    if name == "lem" and part.get("n"):
        child(line, "span", part.get("n") or "", class_="lem")
        return
    words = "omitted" if name in ("lem", "rdg") else part.get("type") or "detail"
    ctx.english(child(line, "span", words, class_="omitted"))


def _backlinks(found: Note, item: Element) -> None:
    """Put the label of a note, which leads back, before it, and a link for each further mark after it."""
    label = etree.Element("span" if not found.back else "a")
    label.set("class", "label")
    label.text = found.label
    item.insert(0, label)
    if found.back:
        label.set("href", f"#{found.back[0]}")
        label.set("role", "doc-backlink")
        label.set("aria-label", f"{found.label}: back to the text")
    for number, id_ in enumerate(found.back[1:], 2):
        child(
            item,
            "a",
            f"↩{number}",
            class_="also",
            href=f"#{id_}",
            aria_label=f"Back to mark {number}, note {found.label}",
        )


@cache
def handlers() -> dict[str, Handler]:
    """Return the handlers of this module by element name."""
    return {"note": note, "anchor": anchor, "app": apparatus}
