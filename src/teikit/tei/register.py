"""The registers: lists of the persons, places and organisations that mentions point to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from teikit.model import Entity
from teikit.tei.markup import Writer
from teikit.tei.view import View

_LISTS = (("person", "listPerson", "persName"), ("place", "listPlace", "placeName"), ("org", "listOrg", "orgName"))
_AUTHORITIES = (("geonames.org", "GeoNames"), ("wikidata.org", "Wikidata"), ("viaf.org", "VIAF"), ("d-nb.info", "GND"))
# Letters that every edition of XML allows in a name. What is beyond them loses its accents, or goes.
_NO_NAME = re.compile(r"[^A-Za-z0-9._\-À-ÖØ-öø-ÿΑ-ΡΣ-Ωα-ωЁА-яё]+")


def new_entities(view: View, entities: Iterable[Entity], taken: set[str]) -> dict[str, Entity]:
    """Return the entities that the file does not list, by the id they have now, each with an id free in the file.

    ``taken``: every xml:id of the file; the new ones are added.
    """
    found: dict[str, Entity] = {}
    for entity in entities:
        if entity.id in view.pointers or entity.id in found:
            continue
        id = unique(entity.id, entity.kind, taken)
        found[entity.id] = Entity(
            id, entity.kind, entity.name, entity.forms, entity.role, entity.type, entity.uri, entity.geo
        )
    return found


def unique(id: str, kind: str, taken: set[str]) -> str:
    """Return an xml:id like ``id`` that the file does not have yet, and note it as taken."""
    plain = id
    if _NO_NAME.search(id):
        plain = _NO_NAME.sub("-", unicodedata.normalize("NFKD", id).replace("\u0301", "")).strip("-.")
    base = plain if plain[:1].isalpha() or plain[:1] == "_" else f"{kind}-{plain}".rstrip("-")
    fresh, number = base, 2
    while fresh in taken:
        fresh, number = f"{base}-{number}", number + 1
    taken.add(fresh)
    return fresh


def lists(entities: Iterable[Entity], agent: str, writer: Writer, indent: str) -> list[tuple[str, str]]:
    """Return the lists as pairs of name and markup, those without entries left out."""
    known = list(entities)
    found = []
    for kind, name, tag in _LISTS:
        entries = [_entry(entity, tag, writer) for entity in known if entity.kind == kind]
        if entries:
            found.append((name, writer.block(name, {"resp": f"#{agent}"}, entries, indent)))
    return found


def _entry(entity: Entity, tag: str, writer: Writer) -> str:
    content = [writer.leaf(tag, form) for form in dict.fromkeys((entity.name, *entity.forms)) if form]
    if entity.geo is not None and entity.kind == "place":
        point = writer.leaf("geo", " ".join(f"{number:.5f}".rstrip("0").rstrip(".") for number in entity.geo))
        content.append(writer.el("location", {}, point))
    if entity.role and entity.kind == "person":
        content.append(writer.el("state", {"type": "role"}, writer.leaf("label", entity.role)))
    if entity.uri:
        content.append(writer.leaf("idno", entity.uri, type=_authority(entity.uri)))
    type = "-".join(entity.type.split())
    return writer.el(entity.kind, {"xml:id": entity.id, "type": type if entity.kind != "person" else ""}, *content)


def _authority(uri: str) -> str:
    return next((name for host, name in _AUTHORITIES if host in uri), "URI")
