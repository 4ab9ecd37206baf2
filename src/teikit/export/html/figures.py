"""Figures: what they show in words, pictures that are in the file itself, and nothing loaded from elsewhere."""

from __future__ import annotations

import re

from teikit.export.html.context import Context
from teikit.export.html.markup import add_text, child, external, plain
from teikit.export.rules import tei_name
from teikit.xmlio import Element

_IMAGE = re.compile(r"image/(png|jpeg|gif|webp)")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


def figure(ctx: Context, el: Element, out: Element) -> None:
    """A figure: what it shows in words. Nothing is loaded from elsewhere."""
    made = ctx.element(el, out, "figure")
    if el.text and el.text.strip():
        add_text(made, el.text)
    captions = [part for part in el if tei_name(part.tag) in ("head", "figDesc")]
    for part in el:
        if isinstance(part.tag, str) and part not in captions:
            ctx.render(part, made)
        if part.tail and part.tail.strip():
            add_text(made, part.tail)
    if captions:
        caption = child(made, "figcaption")
        for part in captions:
            ctx.children(part, ctx.element(part, caption, "div"))


def graphic(ctx: Context, el: Element, out: Element) -> None:
    """Name an image by its address; a picture inside the file itself is shown."""
    made = ctx.element(el, out, "span", classes="media")
    url = el.get("url") or ""
    href = external(url)
    add_text(made, f"{words_for_media(el)}: ")
    if href:
        child(made, "a", url, href=href, rel="noreferrer")
    elif url:
        child(made, "code", url)
    ctx.children(el, made)


def words_for_media(el: Element) -> str:
    return {"graphic": "Image", "media": "Media"}.get(tei_name(el.tag), "Object")


def binary(_: Context, el: Element, out: Element) -> None:
    """Show a picture that is in the file as base64; name any other object."""
    mime = el.get("mimeType") or ""
    data = "".join((el.text or "").split())
    parent = el.getparent()
    caption = "" if parent is None else " ".join(plain(part) for part in parent if tei_name(part.tag) == "figDesc")
    if _IMAGE.fullmatch(mime) and _BASE64.fullmatch(data) and len(data) % 4 == 0:
        child(out, "img", src=f"data:{mime};base64,{data}", alt=caption)
    else:
        child(out, "span", f"Object: {mime or 'unknown type'}, {len(data)} characters", class_="media")
