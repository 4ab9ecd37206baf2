"""Elements with nothing in them, and white space at the edges of names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from teikit import data
from teikit.diagnostics import Edit, Fix
from teikit.validate.corpus import Corpus
from teikit.validate.faults import Fault, quoted
from teikit.validate.house.index import content, index, inside, more
from teikit.validate.source import Parsed
from teikit.xmlio import Element, xml

# What an attribute of these says does not stand for content.
_IDLE = frozenset(
    {xml("id"), xml("lang"), xml("space"), "n", "type", "subtype", "rend", "rendition", "style", "resp", "cert", "part",
     "instant", "full", "status", "level"}
)  # fmt: skip
_EXPLAINED = ("publicationStmt", "sourceDesc", "availability", "titleStmt", "content", "exemplum", "rdg", "lem")
_BLANK = "Fill it, or remove its tags; where it stands between words, leave the space."
_ADVICE = "Fill it or remove it; <gap/> or <space/> say why nothing is there."


def check_empty(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield elements that are empty and should not be, once for each name."""
    idx = index(doc)
    for name in data.lines("validate_house_filled"):
        empty = [el for el in idx.named(name) if _is_empty(el) and not inside(el, *_EXPLAINED)]
        if empty:
            blank = bool(empty[0].text) and "\n" not in (empty[0].text or "")
            what = "holds nothing but white space" if blank else "is empty"
            message = f"This <{name}> {what}{more(len(empty) - 1)}."
            advice = _BLANK if blank else _ADVICE
            yield doc.fault("V071", empty[0], message, advice)


def _is_empty(el: Element) -> bool:
    if (el.text or "").strip() or not _IDLE.issuperset(el.keys()):
        return False
    for child in el:
        # A comment or a processing instruction fills nothing, but the name of an entity may.
        if isinstance(child.tag, str) or child.tag is etree.Entity or (child.tail or "").strip():
            return False
    return True


def check_edges(doc: Parsed, _corpus: Corpus) -> Iterator[Fault]:
    """Yield names that begin or end with a space, once for each element, with the fix of all."""
    idx = index(doc)
    for name in data.lines("validate_house_trimmed"):
        loose = [el for el in idx.named(name) if el.get(xml("space")) != "preserve" and any(_edges(el))]
        if not loose:
            continue
        edits = _apart([edit for el in loose for edit in _trimmed(doc, el)])
        message = f"This <{name}>, {quoted(content(loose[0]))}, has white space at its edge{more(len(loose) - 1)}."
        advice = "Put the space outside the tags: inside, it becomes a part of the name in indexes and searches."
        fix = Fix("Move white space out of the name", tuple(edits)) if edits else None
        yield doc.fault("V070", loose[0], message, advice, fix=fix)


def _apart(edits: list[Edit]) -> list[Edit]:
    """Keep one of two spaces that go to one place: one at the end of a name, one at the beginning of the next."""
    found: dict[tuple[int, int], Edit] = {}
    for edit in edits:
        found.setdefault((edit.start, edit.end), edit)
    return list(found.values())


def _edges(el: Element) -> tuple[bool, bool]:
    """Tell whether text of an element begins and ends with a space. Line ends are a matter of layout, not of names."""
    head = el.text or ""
    tail = (el[-1].tail or "") if len(el) else head
    first, last = head[: len(head) - len(head.lstrip())], tail[len(tail.rstrip()) :]
    before = bool(head.strip() and first and "\n" not in first)
    after = bool(tail.strip() and last and "\n" not in last)
    return before, after


def _trimmed(doc: Parsed, el: Element) -> Iterator[Edit]:
    """Move spaces from the edges of an element to its outside; away with them where there is a space already.

    Also where no text stands around it: <hi><name>Karl </name></hi>Marx are two words.
    """
    node, parent = doc.node(el), el.getparent()
    if node is None or parent is None or doc.encoding.unit != 1 or doc.scanned.is_empty_tag(node):
        return
    before, after = _edges(el)
    inner = doc.data[doc.scanned.inside(node) : node.end]
    leading = re.match(rb"[ \t]+", inner) if before else None
    trailing = re.search(rb"[ \t]+\Z", inner) if after else None
    if leading:
        start = doc.scanned.inside(node)
        yield from _moved(doc, start, start + leading.end(), node.start, not _blank(doc, node.start - 1))
    if trailing:
        end = doc.scanned.after(node)
        yield from _moved(doc, node.end - len(trailing[0]), node.end, end, not _blank(doc, end))


def _moved(doc: Parsed, start: int, end: int, to: int, keep: bool) -> Iterator[Edit]:
    yield Edit(start, end, b"")
    if keep:
        yield Edit(to, to, doc.data[start:end])


def _blank(doc: Parsed, at: int) -> bool:
    return doc.data[at : at + 1] in (b" ", b"\t", b"\n", b"\r")
