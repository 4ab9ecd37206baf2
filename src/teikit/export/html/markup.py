"""Making elements of a page, and what of an untrusted file may become a link or a language."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from urllib.parse import quote, urlsplit

from lxml import etree

from teikit.data import table, words
from teikit.export.rules import content
from teikit.xmlio import Element, xml

SCHEMES = frozenset(("http", "https", "mailto"))
_URL_SAFE = "%/:=&?~#+!$,;'@()*._-"
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*(-x(-[a-z\d]{1,8})+)?", re.IGNORECASE
)
_TOKENS = re.compile(r"[a-z0-9-]+")
_SPACES = re.compile(r"\s+")


def child(parent: Element, tag: str, text: str = "", /, **attributes: str | None) -> Element:
    """Append an element. ``class_`` means class, ``aria_label`` aria-label; attributes that are None are left out."""
    el = etree.SubElement(parent, tag)
    for key, value in attributes.items():
        if value is not None:
            el.set(key.rstrip("_").replace("_", "-"), value)
    if text:
        el.text = text
    return el


def last_child(el: Element) -> Element | None:
    """Return the last child. ``len(el)`` would count all of them each time."""
    return next(el.iterchildren(reversed=True), None)


def add_text(parent: Element, text: str) -> None:
    """Append text after whatever an element holds."""
    last = last_child(parent)
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def add_class(el: Element, name: str) -> None:
    """Add a class to those that an element has."""
    old = el.get("class")
    el.set("class", f"{old} {name}" if old else name)


def external(target: str) -> str | None:
    """Return a URL that a page may link to: http, https or mailto, with illegal characters escaped; else None."""
    target = target.strip()
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme.lower() not in SCHEMES or not (parts.netloc or parts.scheme.lower() == "mailto"):
        return None
    escaped = quote(target, safe=_URL_SAFE)
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", escaped)


def set_language(el: Element, source: Element) -> None:
    """Copy xml:lang, with the direction of writing."""
    language = source.get(xml("lang"))
    if language is not None:
        apply_language(el, language)


def apply_language(el: Element, language: str) -> None:
    """Set lang and, for languages written from right to left, dir."""
    tag = language_tag(language)
    if tag:
        el.set("lang", tag)
        if tag.partition("-")[0] in words("export/right_to_left") and "-Latn" not in tag:
            el.set("dir", "rtl")


@lru_cache(maxsize=512)
def language_tag(language: str) -> str:
    """Return a language tag that HTML accepts (``deu`` is ``de`` there), an empty string where there is none."""
    if not _LANGUAGE.fullmatch(language):
        return ""
    primary, hyphen, rest = language.partition("-")
    primary = _two_letters().get(primary.lower(), primary.lower())
    if len(primary) == 2 and primary not in _two_letters().values():
        return ""
    return f"{primary}{hyphen}{rest}"


@cache
def _two_letters() -> dict[str, str]:
    return {row["three"]: row["two"] for row in table("export/languages")}


def rendering(rend: str) -> list[str]:
    """Return the classes that show what @rend or @rendition asks for; what is not known is left out."""
    known = _renderings()
    tokens = _TOKENS.findall(rend.lower())
    return list(dict.fromkeys(f"r-{known[token]}" for token in tokens if token in known))


@cache
def _renderings() -> dict[str, str]:
    return {row["token"]: row["class"] for row in table("export/renderings")}


def squeeze(text: str) -> str:
    """Return text with white space collapsed and trimmed."""
    return _SPACES.sub(" ", text).strip()


def plain(el: Element) -> str:
    """Return all text of an element on one line; parts of a record are separated by commas."""
    if not isinstance(el.tag, str):
        return ""
    children = [part for part in el if isinstance(part.tag, str)]
    mixed = bool(el.text and el.text.strip()) or any(part.tail and part.tail.strip() for part in children)
    if mixed or not children:
        return squeeze(content(el))
    return ", ".join(filter(None, (squeeze(content(part)) for part in children)))
