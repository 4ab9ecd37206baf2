"""The parts of a text: sections and headings, lists, tables, speeches, verse, figures, page breaks."""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from teikit.data import words
from teikit.export.html.context import Context, Handler
from teikit.export.html.figures import binary, figure, graphic
from teikit.export.html.markup import add_class, child, last_child, plain
from teikit.export.rules import content, flow, has_words, tei_name
from teikit.xmlio import Element

MAX_SPAN = 1000


def section(ctx: Context, el: Element, out: Element) -> None:
    """A division with a heading is a section of the page, one without is a plain block."""
    head = next((part for part in el if tei_name(part.tag) == "head"), None)
    if head is None:
        ctx.children(el, ctx.element(el, out, "div", classes=_kind(el)))
        return
    ctx.level += 1
    ctx.children(el, ctx.element(el, out, "section", classes=_kind(el)))
    ctx.level -= 1


def _kind(el: Element) -> str:
    kind = re.sub(r"[^A-Za-z0-9-]+", "-", el.get("type") or "").strip("-")
    return f"type-{kind}" if kind else ""


def head(ctx: Context, el: Element, out: Element) -> None:
    """A heading of a section; any other head is a caption-like line."""
    if out.tag != "section":
        ctx.children(el, ctx.element(el, out, "p"))
        return
    level = min(ctx.level, 6)
    made = ctx.element(el, out, f"h{level}", classes="head")
    if made.get("id") is None:
        made.set("id", ctx.ids.new(f"tk-h{len(ctx.headings) + 1}"))
    ctx.headings.append((level, plain(el), made.get("id") or ""))
    ctx.children(el, made)


def paragraph(ctx: Context, el: Element, out: Element) -> None:
    """A paragraph can be linked to: by its xml:id, or by its number in the text."""
    made = ctx.element(el, out, "p")
    if ctx.aside:
        ctx.children(el, made)
        return
    ctx.paragraphs += 1
    number = str(ctx.paragraphs)
    id_ = made.get("id")
    if id_ is None:
        id_ = ctx.ids.new(f"p{number}")
        made.set("id", id_)
    if out.tag in ("div", "section", "blockquote"):
        child(made, "a", class_="n", href=f"#{id_}", aria_label=f"Paragraph {number}", data_n=number)
    ctx.children(el, made)


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
        ctx.children(el, ctx.element(el, labelled, "div"))
        return labelled
    item = ctx.element(el, made, "li")
    number = el.get("n")
    if number and made.tag != "ol":
        add_class(item, "labelled")
        child(item, "span", number, class_="label")
        item = child(item, "div", class_="item")
    ctx.children(el, item)
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


def break_(ctx: Context, el: Element, out: Element) -> None:
    """A page, column or gathering begins; its number is shown and can be linked to."""
    name = tei_name(el.tag)
    if name == "lb":
        _line_break(ctx, el, out)
        return
    number = el.get("n") or ""
    label = f"{words_for(name)} {number}".strip()
    made = ctx.element(el, out, "span")
    made.set("role", "doc-pagebreak" if name == "pb" else "note")
    made.set("aria-label", label)
    made.text = f"[{number}]" if number and name == "pb" else f"[{label}]"


def words_for(name: str) -> str:
    return {"pb": "page", "cb": "column", "gb": "gathering"}.get(name, name)


def _line_break(ctx: Context, el: Element, out: Element) -> None:
    starts = last_child(out) is None and not (out.text and out.text.strip())
    id_ = ctx.ids.of(el)
    if id_ is not None:
        child(out, "span", id=id_)
    if el.get("break") != "no" and not starts and flow_text(out):
        child(out, "br")


def flow_text(out: Element) -> bool:
    """Return whether lines can break here: where words are, not between blocks."""
    return out.tag not in ("ul", "ol", "dl", "table", "tbody", "tr")


def quote(ctx: Context, el: Element, out: Element) -> None:
    """A quotation among blocks is a block; inside a sentence it gets quotation marks, unless it brings its own."""
    if flow(el) == "leaf":
        ctx.children(el, ctx.element(el, out, "blockquote"))
        return
    text = content(el).strip()
    last = last_child(out)
    before = out.text if last is None else last.tail
    marked = text[:1] in words("export/quotation_marks") or (before or "")[-1:] in words("export/quotation_marks")
    ctx.children(el, ctx.element(el, out, "span" if marked else "q", classes="" if marked else tei_name(el.tag)))


def example(ctx: Context, el: Element, out: Element) -> None:
    """Show an example of markup as its source."""
    source = etree.tostring(el, encoding="unicode", with_tail=False)
    source = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", source)
    pre = child(out, "pre", class_="egXML", tabindex="0")
    child(pre, "code", source, id=ctx.ids.of(el))


def cast_item(ctx: Context, el: Element, out: Element) -> None:
    """A line of a list of characters."""
    ctx.spaced(el, ctx.element(el, out, "div"))


@cache
def handlers() -> dict[str, Handler]:
    """Return the handlers of this module by element name."""
    sections = "div div0 div1 div2 div3 div4 div5 div6 div7 body front back castList listBibl argument set chapter"
    return {
        **dict.fromkeys(sections.split(), section),
        **dict.fromkeys(("pb", "cb", "gb", "lb"), break_),
        **dict.fromkeys(("quote", "q", "said", "soCalled", "cit", "epigraph"), quote),
        **dict.fromkeys(("p", "ab", "u"), paragraph),
        **dict.fromkeys(("graphic", "media"), graphic),
        "head": head,
        "list": list_,
        "table": table,
        "figure": figure,
        "binaryObject": binary,
        "castItem": cast_item,
        "egXML": example,
        "{http://www.tei-c.org/ns/Examples}": example,
    }
