"""Every xml:id once, and every #pointer to one of them (TEI P5 Guidelines, 1.3.1.1.2 and SA)."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from lxml import etree

from teikit import data
from teikit.validate.treefaults import Fault
from teikit.xmlio import Element, Tree, local, xml


def check_ids(tree: Tree) -> Iterator[Fault]:
    """Yield an xml:id that stands on a second element."""
    seen: dict[str, Element] = {}
    for el in tree.iter(etree.Element):
        name = el.get(xml("id"))
        if name is not None and (first := seen.setdefault(name, el)) is not el:
            message = f"The xml:id {name} is on <{local(el)}> here and on <{local(first)}> in line {first.sourceline}."
            advice = "Give one of them another xml:id, and correct what points to it."
            yield Fault("V041", el, el, message, advice, xml("id"))


def check_pointers(tree: Tree) -> Iterator[Fault]:
    """Yield each pointer into this file that leads nowhere."""
    ids = {name for el in tree.iter(etree.Element) if (name := el.get(xml("id"))) is not None}
    everywhere = data.words("validate_pointers")
    for el in tree.iter(etree.Element):
        for attribute, value in el.attrib.items():
            if attribute in everywhere or (attribute in ("from", "to") and local(el) == "span"):
                for token in str(value).split():
                    if token.startswith("#") and token[1:] not in ids and "(" not in token:
                        yield _lost(el, str(attribute), token, ids)


def _lost(el: Element, name: str, token: str, ids: set[str]) -> Fault:
    near = get_close_matches(token[1:], ids, 1) if len(ids) < 5000 else []
    advice = f"Did you mean #{near[0]}?" if near else f'Add an element with xml:id="{token[1:]}", or correct @{name}.'
    return Fault("V040", el, el, f"@{name} points to {token}, and nothing in this file has that xml:id.", advice, name)
