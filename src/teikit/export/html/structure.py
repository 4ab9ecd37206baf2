"""The parts of a text: sections and headings, lists, tables, speeches, verse, figures, page breaks."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from lxml import etree

from teikit.data import words
from teikit.export.html.context import Context, Handler
from teikit.export.html.figures import binary, figure, graphic
from teikit.export.html.inline import href
from teikit.export.html.lists import list_, table
from teikit.export.html.markup import add_text, child, external, last_child, plain
from teikit.export.html.names import spoken_by
from teikit.export.html.permalinks import permalink
from teikit.export.rules import content, flow, has_words, tei_name
from teikit.xmlio import Element

FIFTH = 5
_NEAR = 5  # breaks that may stand between a line break and the block beside it
UNSPACED = frozenset(("zh", "ja", "th", "lo", "km", "my", "bo"))
"""Languages that are written without a space between words."""


def section(ctx: Context, el: Element, out: Element) -> None:
    """A division with a heading is a section of the page, one without is a plain block."""
    head = next((part for part in el if tei_name(part.tag) == "head"), None)
    ctx.verse = 0
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
    ctx.headings.append((level, plain(el), made.get("id") or ""))
    ctx.children(el, made)
    permalink(ctx, el, made)


def paragraph(ctx: Context, el: Element, out: Element) -> None:
    """A paragraph can be linked to: by its xml:id, or by its number in the text."""
    made = ctx.element(el, out, "p")
    ctx.children(el, made)
    permalink(ctx, el, made)


def utterance(ctx: Context, el: Element, out: Element) -> None:
    """A paragraph of a conversation, before which stands who speaks, where nothing else says so."""
    made = ctx.element(el, out, "p")
    before = el.getprevious()
    if before is None or tei_name(before.tag) != "note":
        link = spoken_by(ctx, el, made)
        if link is not None:
            link.text, link.tail = f"{link.get('title')}:", " "
            del link.attrib["title"]
    ctx.children(el, made)
    permalink(ctx, el, made)


def verse(ctx: Context, el: Element, out: Element) -> None:
    """A verse; every fifth, and one whose @n is no number, shows its number. Parts after the first count as one."""
    made = ctx.element(el, out, "div")
    if el.get("part") not in ("M", "F"):
        ctx.verse += 1
    number = el.get("n") or str(ctx.verse)
    if not (ctx.aside or el.get("part") in ("M", "F")) and (not number.isdecimal() or int(number[-9:]) % FIFTH == 0):
        made.set("data-n", number)
    ctx.children(el, made)
    permalink(ctx, el, made)


def speech(ctx: Context, el: Element, out: Element) -> None:
    """A speech, with its speaker and stage directions."""
    made = ctx.element(el, out, "div")
    ctx.spaced(el, made)
    permalink(ctx, el, made)


def break_(ctx: Context, el: Element, out: Element) -> None:
    """A page, column or gathering begins; its number is shown and can be linked to."""
    name = tei_name(el.tag)
    if name == "lb":
        _line_break(ctx, el, out)
        return
    ctx.kinds.add("page")
    number = el.get("n") or ""
    label = f"{words_for(name)} {number}".strip()
    made = ctx.element(el, out, "span")
    made.set("role", "doc-pagebreak" if name == "pb" else "note")
    made.set("aria-label", label)
    made.text = f"[{number}]" if number and name == "pb" else f"[{label}]"
    facs = el.get("facs") or ""
    image = next((link for link in (_image(ctx, pointer) for pointer in facs.split()) if link), None)
    if image:
        rel = None if image.startswith("#") else "noreferrer"
        child(out, "a", "↗", class_="facs", href=image, rel=rel, aria_label=f"Image of {label}")
    elif facs:
        made.set("title", f"Image: {facs}")


def _image(ctx: Context, pointer: str) -> str | None:
    """Return where the image of a page is: on the web, or described on this page under the images."""
    target = ctx.ids.target(pointer)
    if target is None:
        return href(ctx, pointer)
    graphic = target if tei_name(target.tag) == "graphic" else next(target.iter("{*}graphic"), None)
    return (external(graphic.get("url") or "") if graphic is not None else None) or href(ctx, pointer)


def words_for(name: str) -> str:
    return {"pb": "page", "cb": "column", "gb": "gathering"}.get(name, name)


def _line_break(ctx: Context, el: Element, out: Element) -> None:
    starts = last_child(out) is None and not (out.text and out.text.strip())
    id_ = ctx.ids.of(el)
    if id_ is not None:
        child(out, "span", id=id_)
    if el.get("break") != "no" and not starts and flow_text(out) and not _beside_block(el):
        ctx.kinds.add("line")
        last = last_child(out)
        before = out.text if last is None else last.tail
        if before and not before[-1].isspace():
            add_text(out, " ")  # so that words stay apart where line breaks are switched off
        child(out, "br", class_="lb")


def _beside_block(el: Element) -> bool:
    """Return whether a line break stands before or after a block, where a line ends anyhow."""
    parent = el.getparent()
    if parent is None or has_words(parent):
        return False
    for preceding in (True, False):
        near = islice(el.itersiblings(etree.Element, preceding=preceding), _NEAR)
        found = next((flow(other) for other in near if flow(other) != "point"), "point")
        if found in ("leaf", "container", "line"):
            return True
    return False


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


def sense(ctx: Context, el: Element, out: Element) -> None:
    """A sense of a word, or a homonym; its number is shown before it."""
    made = ctx.element(el, out, "div")
    if el.get("n"):
        child(made, "span", el.get("n") or "", class_="label").tail = " "
    ctx.spaced(el, made)


def word(ctx: Context, el: Element, out: Element) -> None:
    """A word; a space follows where the file has two in a row without one, as where words alone are marked."""
    ctx.default(el, out, "-")
    following = el.getnext()
    if el.tail or following is None or following.tag != el.tag or el.get("join") or el.get("part"):
        return
    if next(iter(el.itertext()), "")[-1:].isalnum() and ctx.language.partition("-")[0] not in UNSPACED:
        add_text(out, " ")


@cache
def handlers() -> dict[str, Handler]:
    """Return the handlers of this module by element name."""
    sections = "div div0 div1 div2 div3 div4 div5 div6 div7 body front back castList listBibl argument set chapter"
    return {
        **dict.fromkeys(sections.split(), section),
        **dict.fromkeys(("pb", "cb", "gb", "lb"), break_),
        **dict.fromkeys(("quote", "q", "said", "soCalled", "cit", "epigraph"), quote),
        **dict.fromkeys(("p", "ab"), paragraph),
        "u": utterance,
        **dict.fromkeys(("graphic", "media"), graphic),
        "head": head,
        "l": verse,
        "w": word,
        **dict.fromkeys(("sense", "hom"), sense),
        "sp": speech,
        "list": list_,
        "table": table,
        "figure": figure,
        "binaryObject": binary,
        "castItem": cast_item,
        "egXML": example,
        "{http://www.tei-c.org/ns/Examples}": example,
    }
