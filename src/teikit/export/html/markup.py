"""Making elements of a page, and what of an untrusted file may become a link or a language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from unicodedata import bidirectional
from urllib.parse import quote, urlsplit

from lxml import etree

from teikit.data import table, words
from teikit.export.rules import content, has_words, tei_name, words_read
from teikit.xmlio import Element, xml

LONGEST = 4096
SCHEMES = frozenset(("http", "https", "mailto"))
_URL_SAFE = "%/:=&?~#+!$,;'@()*._-"
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*(-x(-[a-z\d]{1,8})+)?", re.IGNORECASE
)
_TOKENS = re.compile(r"[a-z0-9-]+")
_HOLDS_PHRASES = frozenset("p div li td th dd dt span i b em q h1 h2 h3 h4 h5 h6 section blockquote a".split())
_NAMES = frozenset(("persName", "orgName", "name", "author", "editor"))
_WRITTEN = frozenset(
    "abbr add am app c choice corr del ex expan g hi lb orig pc reg seg sic subst supplied unclear w".split()
)
"""What stands within words or is made of them: nothing separates these but the spaces of the file."""
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
    """Append text after whatever an element holds.

    A very long text is continued in a span: to lengthen a string each time would cost the square of its length.
    """
    last = last_child(parent)
    old = (parent.text if last is None else last.tail) or ""
    if len(old) > LONGEST and parent.tag in _HOLDS_PHRASES:
        etree.SubElement(parent, "span").text = text
    elif last is not None:
        last.tail = old + text
    else:
        parent.text = old + text


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
    if language is None:
        return
    apply_language(el, language)
    if el.get("dir") is None and el.get("lang"):
        around = next((up.get(xml("lang")) or "" for up in source.iterancestors() if up.get(xml("lang"))), "")
        if is_right_to_left(language_tag(around)):
            el.set("dir", "ltr")


def apply_language(el: Element, language: str) -> None:
    """Set lang and, for languages written from right to left, dir."""
    tag = language_tag(language)
    if tag:
        el.set("lang", tag)
        if is_right_to_left(tag):
            el.set("dir", "rtl")


@lru_cache(maxsize=512)
def is_right_to_left(tag: str) -> bool:
    return tag.partition("-")[0] in words("export/right_to_left") and "-Latn" not in tag


@lru_cache(maxsize=512)
def language_tag(language: str) -> str:
    """Return a language tag that HTML accepts (``deu`` is ``de`` there), an empty string where there is none."""
    if not _LANGUAGE.fullmatch(language):
        return ""
    primary, hyphen, rest = language.partition("-")
    primary = _two_letters().get(primary.lower(), primary.lower())
    if primary not in _primary():
        return ""
    return f"{primary}{hyphen}{rest}"


@cache
def _primary() -> frozenset[str]:
    """Return the codes of languages that there are."""
    rows = (row for row in table("validate_house_subtags") if row["kind"] == "language")
    return frozenset(code for row in rows for code in row["subtags"].split())


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


def flat(el: Element) -> str:
    """Return a record on one line: words as they stand, parts separated by commas, those of a name by spaces."""
    if not isinstance(el.tag, str):
        return ""
    tag = tei_name(el.tag)
    parts = [part for part in el if isinstance(part.tag, str)]
    if has_words(el) or tag in _WRITTEN or all(tei_name(part.tag) in _WRITTEN for part in parts):
        return squeeze(words_read(el))
    if tag in _NAMES:
        parts = [part for part in parts if tei_name(part.tag) != "idno"]
        several = len(parts) > 1 and all(tei_name(part.tag) in _NAMES and not part.get("type") for part in parts)
        return ("; " if several and tag in ("author", "editor") else " ").join(filter(None, map(flat, parts)))
    return _joined(map(flat, parts))


def _joined(parts: Iterable[str]) -> str:
    """Join parts of a record with commas, which are not needed after one that ends a sentence or brings its own."""
    made = ""
    for part in filter(None, parts):
        enough = made.endswith((",", ";", ":")) or (made.endswith((".", "!", "?")) and " " in made)
        made += f"{' ' if enough else ', ' if made else ''}{part}"
    return made


def set_direction(el: Element, text: str, *, both: bool = False) -> None:
    """Give words the direction of their script where what is around them runs the other way.

    Languages say it better, but many files do not name theirs. ``both``: from left to right as well, for words that
    are in another language than the page; a text from right to left may begin with a Latin word and stays as it is.
    """
    strong = next((found for found in map(bidirectional, text) if found in ("L", "R", "AL")), "")
    if not strong or el.get("dir") or (strong == "L" and not both):
        return
    around = next((up.get("dir") for up in el.iterancestors() if up.get("dir")), "ltr")
    own = "ltr" if strong == "L" else "rtl"
    if own != around:
        el.set("dir", own)
