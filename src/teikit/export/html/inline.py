"""Inside a sentence: emphasis, editorial interventions, references, formulas."""

from __future__ import annotations

from functools import cache

from lxml import etree

from teikit.data import words
from teikit.export.html.context import Context, Handler
from teikit.export.html.markup import add_class, add_text, child, external, plain
from teikit.export.rules import as_read, content, has_words, tei_name
from teikit.xmlio import Element

WIDE = 12
HTML_OF_REND = {"r-sup": "sup", "r-sub": "sub", "r-bold": "b", "r-italic": "i", "r-underline": "u", "r-strike": "s"}


def highlighted(ctx: Context, el: Element, out: Element) -> None:
    """Show a change of type with the HTML element that means it, where there is one."""
    made = ctx.element(el, out, "span")
    for name in (made.get("class") or "").split():
        if name in HTML_OF_REND:
            made.tag = HTML_OF_REND[name]
            break
    ctx.children(el, made)


def choice(ctx: Context, el: Element, out: Element) -> None:
    """Show the edited reading and keep what the source has within reach; an abbreviation stays, with its expansion."""
    readings = [part for part in el if isinstance(part.tag, str)]
    if has_words(el) or not readings:
        ctx.children(el, ctx.element(el, out, "span"))
        return
    shown = as_read(el)
    shown = readings[0] if shown is None else shown
    ctx.kinds.add("sign")
    others = [f"{words_for(part)}: {plain(part) or 'nothing'}" for part in readings if part is not shown]
    is_abbr = tei_name(shown.tag) == "abbr"
    made = ctx.element(el, out, "abbr" if is_abbr else "span")
    made.set(
        "title",
        plain(next(p for p in readings if p is not shown)) if is_abbr and len(readings) == 2 else "; ".join(others),
    )
    if is_abbr:
        ctx.children(shown, made)
    else:
        ctx.render(shown, made)


def words_for(reading: Element) -> str:
    name = tei_name(reading.tag)
    if name in ("sic", "orig", "am"):
        return "in the source"
    return {"abbr": "abbreviated", "corr": "corrected", "reg": "regularised", "expan": "expanded"}.get(name, "or")


def gap(ctx: Context, el: Element, out: Element) -> None:
    """Something is left out or cannot be read: say why and how much."""
    ctx.kinds.add("sign")
    extent = el.get("extent") or " ".join(filter(None, (el.get("quantity"), el.get("unit"))))
    about = ", ".join(filter(None, (el.get("reason"), extent)))
    made = ctx.element(el, out, "span")
    made.set("title", f"Gap: {about}" if about else "Gap")
    add_text(made, "[…")
    for part in el:
        if isinstance(part.tag, str):
            add_text(made, " ")
            ctx.render(part, made)
    add_text(made, "]")


def space(ctx: Context, el: Element, out: Element) -> None:
    """An empty space in the source."""
    made = ctx.element(el, out, "span")
    if not made.text:
        made.text = "\u00a0"
    ctx.children(el, made)


def titled(text: str, *attributes: str) -> Handler:
    """Return a handler that marks an element and says on demand what the mark means."""

    def handler(ctx: Context, el: Element, out: Element) -> None:
        ctx.kinds.add("sign")
        tag = {"add": "ins", "del": "del"}.get(tei_name(el.tag), "span")
        made = ctx.element(el, out, tag)
        about = ", ".join(value for value in (el.get(name) for name in attributes) if value)
        made.set("title", f"{text}: {about}" if about else text)
        ctx.children(el, made)

    return handler


def reference(ctx: Context, el: Element, out: Element) -> None:
    """A reference; only addresses of the web and places in this file become links."""
    pointers = (el.get("target") or el.get("cRef") or "").split()
    hrefs = [(pointer, href(ctx, pointer)) for pointer in pointers]
    first = next((link for _, link in hrefs if link), None)
    made = ctx.element(el, out, "a" if first else "span")
    if first:
        made.set("href", first)
        _mark_kind(ctx, made, pointers, first)
    elif pointers:
        made.set("title", " ".join(pointers))
        ctx.unlinked.append(el)
    ctx.children(el, made)
    if not content(made).strip() and not len(made):
        made.text = label_of(ctx, pointers)
    if first:
        _further(hrefs, first, out)


def _mark_kind(ctx: Context, made: Element, pointers: list[str], link: str) -> None:
    """Give a link to a note its role and the note its way back; a link that leaves the page says nothing of it."""
    if not link.startswith("#"):
        made.set("rel", "noreferrer")
        return
    target = next((found for found in map(ctx.ids.target, pointers) if found is not None), None)
    note = ctx.note_of.get(target) if target is not None else None
    if note is not None:
        if made.get("id") is None:
            made.set("id", ctx.ids.new("tk-ref"))
        made.set("role", "doc-noteref")
        add_class(made, "noteref")
        note.back.append(made.get("id") or "")


def _further(hrefs: list[tuple[str, str | None]], first: str, out: Element) -> None:
    """Link the targets after the first."""
    rest = [(pointer, link) for pointer, link in hrefs if link and link != first]
    for number, (pointer, link) in enumerate(rest, 2):
        rel = None if str(link).startswith("#") else "noreferrer"
        child(out, "a", f"[{number}]", class_="also", href=link, rel=rel, title=pointer)


def href(ctx: Context, pointer: str) -> str | None:
    """Return where a pointer leads: an address of the web, or a place on this page."""
    if pointer.startswith("#"):
        return pointer if ctx.ids.target(pointer) is not None and pointer[1:] not in ctx.unshown else None
    return external(expand(ctx, pointer))


def expand(ctx: Context, pointer: str) -> str:
    """Replace a private prefix that the header explains (prefixDef)."""
    prefix, colon, rest = pointer.partition(":")
    if colon and prefix in ctx.prefixes:
        return ctx.prefixes[prefix].replace("$1", rest)
    return pointer


def label_of(ctx: Context, pointers: list[str]) -> str:
    """Return a text for a pointer that has none."""
    for pointer in pointers:
        target = ctx.ids.target(pointer)
        if target is not None:
            note = ctx.note_of.get(target)
            head = next((part for part in target if tei_name(part.tag) == "head"), None)
            return note.label if note else plain(head)[:60] if head is not None else target.get("n") or pointer[1:]
        return pointer
    return ""


def glyph(ctx: Context, el: Element, out: Element) -> None:
    """A character that Unicode lacks: as the header maps it, else by its name; a line-end hyphen is a soft hyphen."""
    if el.text or len(el):
        ctx.default(el, out, "-")
        return
    name = (el.get("ref") or el.get("type") or "glyph").lstrip("#")
    target = ctx.ids.elements.get(name)
    mapping = target.find("{*}mapping") if target is not None else None
    text = "\u00ad" if "hyphen" in name.lower() else f"⟨{name}⟩"
    text = plain(mapping) if mapping is not None else text
    child(out, "span", text, class_="g", id=ctx.ids.of(el), title=f"Glyph: {name}")


def mathml(_: Context, el: Element, out: Element) -> None:
    """Copy MathML, which browsers show: known elements, no attributes. A wide formula can be scrolled by keyboard."""
    made = child(out, "span", class_="math", tabindex="0" if len(content(el)) > WIDE else None)
    whole = etree.QName(str(el.tag)).localname == "math"
    _math(el, made if whole else child(made, "math"))


def _math(el: Element, out: Element) -> None:
    name = etree.QName(str(el.tag)).localname if isinstance(el.tag, str) else ""
    if not name:
        return
    made = child(out, name if name in words("export/mathml") else "mrow")
    fences = (el.get("open", "("), el.get("close", ")")) if name == "mfenced" else None
    if fences:
        child(made, "mo", fences[0])
    if el.text:
        add_text(made, el.text)
    for part in el:
        _math(part, made)
        if part.tail and part.tail.strip():
            add_text(made, part.tail)
    if fences:
        child(made, "mo", fences[1])


def milestone(ctx: Context, el: Element, out: Element) -> None:
    """A boundary of some other system of reference."""
    number = el.get("n") or ""
    label = " ".join(filter(None, (el.get("unit") or "", number)))
    made = ctx.element(el, out, "span")
    if label:
        made.set("title", label)
        made.text = f"[{number or label}]"


def identifier(ctx: Context, el: Element, out: Element) -> None:
    """An identifier, linked where it is an address."""
    link = external(plain(el)) if not len(el) else None
    made = ctx.element(el, out, "a" if link else "span")
    if link:
        made.set("href", link)
        made.set("rel", "noreferrer")
    ctx.children(el, made)


@cache
def handlers() -> dict[str, Handler]:
    """Return the handlers of this module by element name."""
    return {
        "hi": highlighted,
        "idno": identifier,
        "choice": choice,
        "gap": gap,
        "space": space,
        "ref": reference,
        "ptr": reference,
        "g": glyph,
        "milestone": milestone,
        "{http://www.w3.org/1998/Math/MathML}": mathml,
        "unclear": titled("Hard to read", "reason", "cert"),
        "supplied": titled("Supplied by the editor", "reason", "source"),
        "surplus": titled("Superfluous in the source", "reason"),
        "add": titled("Added", "place", "hand"),
        "del": titled("Deleted", "rend", "hand"),
        "sic": titled("So in the source"),
        "damage": titled("Damaged", "agent"),
    }
