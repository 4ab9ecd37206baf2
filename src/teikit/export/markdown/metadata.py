"""The header of a TEI file → the metadata block of a Markdown file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from teikit.data import words
from teikit.export.html.markup import language_tag
from teikit.export.markdown.escape import quoted_yaml
from teikit.export.rules import content, tei_name
from teikit.xmlio import Element, Tree, xml

_LANG = xml("lang")
_DATES = ("when", "from", "notBefore", "when-iso", "from-iso")


def language(tree: Tree) -> str:
    """Return the language of a text, as its elements or its header say; empty where none does."""
    root = tree.getroot()
    texts = _named(root, "text")
    for el in (*texts[:1], root):
        if el.get(_LANG):
            return language_tag(el.get(_LANG) or "")
    idents = [el.get("ident") or el.get("id") or "" for el in _named(_header(root), "language")]
    return language_tag(idents[0]) if len(idents) == 1 else ""


def is_right_to_left(tag: str) -> bool:
    """Tell whether a language is written from right to left."""
    return tag.partition("-")[0] in words("export/right_to_left") and "-Latn" not in tag


def block(tree: Tree) -> str:
    """Return title, authors, date, language and source as YAML, an empty string where none is known."""
    head = _header(tree.getroot())
    lines = [f"{key}: {value}".replace(": \n", ":\n") for key, value in _fields(head, tree)]
    return "\n".join(["---", *lines, "---", ""]) if lines else ""


def _fields(head: Element | None, tree: Tree) -> Iterator[tuple[str, str]]:
    statement = next(iter(_named(head, "titleStmt")), None)
    titles = _said(el for el in _named(statement, "title") if el.get("type") in (None, "main"))
    titles = titles or _said(_named(statement, "title"))
    if titles:
        yield "title", quoted_yaml(titles[0])
    authors = [said for said in map(_name, _named(statement, "author")) if said]
    if authors:
        yield "author", "\n" + "\n".join(f"- {quoted_yaml(author)}" for author in authors)
    date = _date(head)
    if date:
        yield "date", quoted_yaml(date)
    if language(tree):
        yield "lang", quoted_yaml(language(tree))
        if is_right_to_left(language(tree)):
            yield "dir", "rtl"
    source = next(iter(_named(head, "sourceDesc")), None)
    said = _said(el for el in source if isinstance(el.tag, str) and _is_words(el)) if source is not None else []
    if said:
        yield "source", quoted_yaml(" ".join(said))


def _is_words(el: Element) -> bool:
    """Tell whether a part of sourceDesc is something to read: not a record, not the file that was encoded."""
    return tei_name(el.tag) in ("p", "bibl", "ab") and el.get("type") != "file"


def _date(head: Element | None) -> str:
    for creation in _named(head, "creation"):
        for el in _named(creation, "date"):
            found = next((el.get(name) or "" for name in _DATES if el.get(name)), "")
            return found or _squeezed(el)
    return ""


def _header(root: Element) -> Element | None:
    return next((el for el in root.iter("{*}teiHeader") if tei_name(el.tag)), None)


def _named(within: Element | None, name: str) -> list[Element]:
    return [] if within is None else [el for el in within.iter(f"{{*}}{name}") if tei_name(el.tag)]


def _said(elements: Iterator[Element] | list[Element]) -> list[str]:
    return [said for said in map(_squeezed, elements) if said]


def _name(el: Element) -> str:
    """Return what an element says without the identifiers in it, all of it where it says nothing else."""
    pieces = cast("list[str]", el.xpath(".//text()[not(ancestor::*[local-name()='idno'])]"))
    return " ".join("".join(pieces).split()) or _squeezed(el)


def _squeezed(el: Element) -> str:
    return " ".join(content(el).split())
