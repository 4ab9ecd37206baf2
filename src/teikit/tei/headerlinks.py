"""Names in the header of a file that we made, linked to the entities that they mean."""

from __future__ import annotations

from collections.abc import Mapping

from teikit.model import Document
from teikit.tei.markup import attribute
from teikit.tei.provenance import Insertion, header
from teikit.tei.view import View
from teikit.xmlscan.scan import Node

_KINDS = {"persName": "person", "orgName": "org", "placeName": "place", "settlement": "place"}
_PARENTS = ("correspAction", "author", "editor", "creation", "respStmt")


def header_links(view: View, doc: Document, pointers: Mapping[str, str]) -> dict[str, list[Insertion]]:
    """Return, by entity, a @ref for each name that is a form of one entity of its kind only and has no pointer yet.

    ``pointers``: those of the entities that this run lists; with these lists `strip` takes the @ref out again.
    """
    names = _unlinked(view)
    if not names:
        return {}
    forms: dict[tuple[str, str], set[str]] = {}
    for entity in doc.entities:
        for form in (entity.name, *entity.forms):
            forms.setdefault((entity.kind, _key(form)), set()).add(entity.id)
    links: dict[str, list[Insertion]] = {}
    encoding = view.scan.encoding
    for node in names:
        found = forms.get((_KINDS[node.name], _key(node.text())), set())
        if len(found) != 1:
            continue
        entity_id = next(iter(found))
        if pointer := pointers.get(entity_id):
            tag = f"<{node.prefix}:{node.name}" if node.prefix else f"<{node.name}"
            place = node.start + encoding.length(tag)
            links.setdefault(entity_id, []).append(Insertion(place, encoding.encode(attribute("ref", pointer))))
    return links


def _unlinked(view: View) -> list[Node]:
    """Return the names in the header that can have a pointer and have none."""
    head = header(view.scan)
    return [
        node
        for name in (_KINDS if head is not None else ())
        for node in view.scan.named(name, head)
        if node.parent is not None and node.parent.name in _PARENTS and not {"ref", "key"} & node.attrs.keys()
    ]


def _key(form: str) -> str:
    return " ".join(form.split()).casefold()
