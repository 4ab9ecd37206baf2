"""Lists and tables."""

from __future__ import annotations

from teikit.export.html.context import Context
from teikit.export.html.markup import add_class, child, plain
from teikit.export.html.permalinks import permalink
from teikit.export.rules import has_words, tei_name
from teikit.xmlio import Element

MAX_SPAN = 1000


def list_(ctx: Context, el: Element, out: Element) -> None:
    """A list with its labels as they stand; glossary lists are description lists."""
    box = ctx.element(el, out, "div")
    parts = [part for part in el if isinstance(part.tag, str)]
    while parts and tei_name(parts[0].tag) == "head":
        ctx.render(parts.pop(0), box)
    words_of_type = f"{el.get('type') or ''} {el.get('rend') or ''}".lower().split()
    if "gloss" in words_of_type:
        _glossary(ctx, parts, box)
        return
    tag = "ol" if {"ordered", "numbered"} & set(words_of_type) else "ul"
    made = child(
        box, tag, class_="bullets" if {"bulleted", "bullets"} & set(words_of_type) else "plain" if tag == "ul" else None
    )
    item: Element | None = None
    for part in parts:
        name = tei_name(part.tag)
        if name == "item":
            item = _item(ctx, part, made, item)
        elif name == "label":
            item = child(made, "li", class_="labelled")
            ctx.children(part, ctx.element(part, item, "span"))
            continue
        else:
            ctx.render(part, child(made, "li", class_="aside"))
        item = None
    if not len(made):
        box.remove(made)
    stray_text(el, box)


def _item(ctx: Context, el: Element, made: Element, labelled: Element | None) -> Element:
    if labelled is not None:
        made = ctx.element(el, labelled, "div")
        ctx.children(el, made)
        permalink(ctx, el, made)
        return labelled
    whole = item = ctx.element(el, made, "li")
    number = el.get("n")
    if number and made.tag != "ol":
        add_class(item, "labelled")
        child(item, "span", number, class_="label")
        item = child(item, "div", class_="item")
    ctx.children(el, item)
    permalink(ctx, el, whole)
    return item


def _glossary(ctx: Context, parts: list[Element], box: Element) -> None:
    made = child(box, "dl")
    for part in parts:
        name = tei_name(part.tag)
        if name != "label" and not len(made):
            child(made, "dt")
        ctx.children(part, ctx.element(part, made, "dt" if name == "label" else "dd"))
    if len(made) and made[-1].tag == "dt":
        child(made, "dd")


def stray_text(el: Element, out: Element) -> None:
    """Show words that stand where TEI allows only elements, so that none is lost."""
    stray = " ".join(part.tail.strip() for part in el if part.tail and part.tail.strip())
    stray = f"{(el.text or '').strip()} {stray}".strip()
    if stray:
        child(out, "p", stray, class_="stray")


def table(ctx: Context, el: Element, out: Element) -> None:
    """A table in a frame that scrolls on a narrow screen."""
    box = child(out, "section", class_="scroll", tabindex="0", aria_label=_table_name(ctx, el))
    made = ctx.element(el, box, "table")
    parts = [part for part in el if isinstance(part.tag, str)]
    heads = [part for part in parts if tei_name(part.tag) == "head"]
    if heads:
        caption = child(made, "caption")
        for part in heads:
            ctx.children(part, ctx.element(part, caption, "span"))
    body = child(made, "tbody")
    for part in parts:
        if tei_name(part.tag) == "row":
            _row(ctx, part, body)
        elif part not in heads:
            ctx.render(part, child(child(body, "tr"), "td"))
    if not len(body):
        child(child(body, "tr"), "td")
    stray_text(el, out)


def _table_name(ctx: Context, el: Element) -> str:
    """Return a name for the frame of a table that no other frame has."""
    ctx.tables += 1
    head = next((plain(part) for part in el if tei_name(part.tag) == "head"), "")
    return f"Table {ctx.tables}: {head}" if head else f"Table {ctx.tables}"


def _row(ctx: Context, el: Element, body: Element) -> None:
    made = ctx.element(el, body, "tr")
    is_head = el.get("role") == "label"
    for part in el:
        if tei_name(part.tag) != "cell":
            if isinstance(part.tag, str):
                ctx.render(part, child(made, "td"))
            continue
        scope = "col" if is_head else "row" if part.get("role") == "label" else None
        scope = scope if plain(part) else None
        cell = ctx.element(part, made, "th" if scope else "td")
        if scope:
            cell.set("scope", scope)
        for tei, html in (("rows", "rowspan"), ("cols", "colspan")):
            span = part.get(tei) or ""
            if span.isascii() and span.isdigit() and 1 < int(span) <= MAX_SPAN:
                cell.set(html, span)
        ctx.children(part, cell)
    if has_words(el):
        stray_text(el, child(made, "td"))
    if not len(made):
        child(made, "td")
