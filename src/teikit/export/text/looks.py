"""How words look: what elements and their @rend ask for, as a style where the format has one, else as marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from teikit.data import table
from teikit.export.html.markup import language_tag, rendering
from teikit.export.text.parts import Look
from teikit.xmlio import Element, xml

_LANG = xml("lang")
_ANY = ("hi", "emph", "title", "foreign", "mentioned")


@dataclass(frozen=True, slots=True)
class Looks:
    """``styled``: the format shows styles. ``language``: that of the text."""

    styled: bool = False
    language: str = ""

    def of(self, el: Element, name: str, look: Look) -> tuple[Look, str, str]:
        """Return the look of the words of an element, and the marks that stand before and after them."""
        row = _elements().get(name)
        attributes = " ".join(filter(None, (el.get("rend"), el.get("rendition"), el.get("style"))))
        if row is None and not attributes and el.get(_LANG) is None:
            return look, "", ""
        style, before, after = row or ("", "", "")
        if not self.styled:
            return look, before, after
        wanted = _styles(attributes) if attributes else ()
        own = () if (name in _ANY and attributes) or not style else (style,)
        styles = tuple(sorted({*look.styles, *wanted, *own}))
        lang = self._language(el, look)
        made = look if styles == look.styles and lang == look.lang else Look(styles, lang, look.link)
        return (made, "", "") if style else (made, before, after)

    def _language(self, el: Element, look: Look) -> str:
        given = el.get(_LANG)
        if given is None:
            return look.lang
        tag = language_tag(given)
        return "" if tag == self.language else tag


@cache
def _elements() -> dict[str, tuple[str, str, str]]:
    """Return style and marks of elements by name."""
    return {
        row["element"]: (row["style"].strip("-"), row["before"].strip("-"), row["after"].strip("-"))
        for row in table("export/text_styles")
    }


@cache
def _renderings() -> dict[str, str]:
    return {row["class"]: row["style"] for row in table("export/text_renderings")}


@lru_cache(maxsize=1024)
def _styles(attributes: str) -> tuple[str, ...]:
    known = _renderings()
    classes = [name.removeprefix("r-") for name in rendering(attributes)]
    return tuple(sorted({known[name] for name in classes if name in known}))
