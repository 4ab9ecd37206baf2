"""How elements are laid out: the facts of ``data/export/elements.tsv``, and which reading of a choice is the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from teikit import xmlio
from teikit.data import table
from teikit.xmlio import Element

TEI_PREFIX = f"{{{xmlio.TEI}}}"
AS_WRITTEN = ("orig", "sic", "abbr", "am")
AS_EDITED = ("corr", "reg", "expan", "ex")
BREAKS = ("lb", "pb", "cb", "gb")


@dataclass(frozen=True, slots=True)
class Rule:
    """``flow``: container, leaf, line, either, inline or point; ``html``: the element of a page."""

    flow: str
    html: str


@cache
def rules() -> dict[str, Rule]:
    """Return the rule of every element that has one, by local name."""
    return {row["name"]: Rule(row["flow"], row["html"]) for row in table("export/elements")}


@lru_cache(maxsize=4096)
def tei_name(tag: object) -> str:
    """Return the local name of a TEI tag (P4 had no namespace), an empty string for any other node."""
    if not isinstance(tag, str):
        return ""
    if tag.startswith(TEI_PREFIX):
        return tag[len(TEI_PREFIX) :]
    return "" if tag.startswith("{") else tag


def flow(el: Element) -> str:
    """Return how an element stands: container, leaf, line, inline or point.

    An element that can be either, and one that is not known, is a block among blocks and inline among words.
    """
    rule = rules().get(tei_name(el.tag))
    if rule is not None and rule.flow != "either":
        return rule.flow
    return "leaf" if among_blocks(el) else "inline"


def among_blocks(el: Element) -> bool:
    """Return whether an element stands where blocks stand: its parents up to a container hold no words of their own."""
    parent = el.getparent()
    while parent is not None:
        rule = rules().get(tei_name(parent.tag))
        if rule is not None and rule.flow in ("leaf", "inline"):
            return False
        if has_words(parent):
            return False
        if rule is not None and rule.flow == "container":
            return True
        parent = parent.getparent()
    return True


@lru_cache(maxsize=32)  # asked by every child of a parent in turn, which else costs the square of their number
def has_words(el: Element) -> bool:
    """Return whether there is text directly inside an element."""
    if el.text and not el.text.isspace():
        return True
    return any(child.tail and not child.tail.isspace() for child in el)


def needs_space(el: Element) -> bool:
    """Return whether a part of a record is to be set off from the part before it: not where it begins with a comma."""
    first = content(el).lstrip()
    return first[:1] not in tuple(",.;:)]!?")


def content(el: Element) -> str:
    """Return all text of an element, that of comments left out."""
    return "".join(cast("Iterator[str]", el.itertext()))


def as_written(el: Element) -> Element | None:
    """Return the reading of a choice or an apparatus entry that the source has: original, not corrected; the lemma."""
    names = AS_WRITTEN if tei_name(el.tag) == "choice" else ("lem", "rdg", "rdgGrp")
    readings = [child for child in el if isinstance(child.tag, str)]
    for name in names:
        for reading in readings:
            if tei_name(reading.tag) == name:
                return reading
    return readings[0] if readings else None


def as_read(el: Element) -> Element | None:
    """Return the reading of a choice that a page shows: the edited one, but an abbreviation stays; else the lemma."""
    written = as_written(el)
    if tei_name(el.tag) != "choice" or (written is not None and tei_name(written.tag) == "abbr"):
        return written
    readings = [child for child in el if isinstance(child.tag, str)]
    return next((part for name in AS_EDITED for part in readings if tei_name(part.tag) == name), written)


def words_read(el: Element) -> str:
    """Return the text of an element as a page shows it: one reading of several, without notes, lines apart."""
    if not len(el):
        return el.text or ""
    if tei_name(el.tag) in ("choice", "app") and not has_words(el):
        shown = as_read(el)
        return words_read(shown) if shown is not None else ""
    pieces = [el.text or ""]
    for part in el:
        name = tei_name(part.tag)
        if name in BREAKS and part.get("break") != "no":
            pieces.append(" ")
        elif isinstance(part.tag, str) and name != "note":
            pieces.append(words_read(part))
        pieces.append(part.tail or "")
    return "".join(pieces)
