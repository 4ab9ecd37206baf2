"""The persons, places and organisations that a TEI file lists itself."""

from __future__ import annotations

from operator import attrgetter

from teikit.model import Entity
from teikit.xmlscan.scan import XML_ID, Node, Scan

KINDS = {"person": "person", "personGrp": "person", "place": "place", "org": "org"}
_NAMES = ("persName", "placeName", "orgName", "geogName", "settlement", "country", "region", "name", "label")


def entities(scan: Scan) -> tuple[Entity, ...]:
    """Return what stands in the lists of a file with an xml:id, in its order; of two with one id, the first."""
    listed = [node for kind in KINDS for node in scan.named(kind) if node.attrs.get(XML_ID)]
    found: dict[str, Entity] = {}
    for node in sorted(listed, key=attrgetter("start")):
        entity = _entity(node)
        found.setdefault(entity.id, entity)
    return tuple(found.values())


def _entity(node: Node) -> Entity:
    forms = [child.text() for child in node.children() if child.tei and child.name in _NAMES]
    forms = list(dict.fromkeys(form for form in forms if form))
    return Entity(
        id=node.attrs[XML_ID],
        kind=KINDS[node.name],
        name=forms[0] if forms else "",
        forms=tuple(forms),
        role=_role(node),
        type=node.attrs.get("type", ""),
        uri=_uri(node),
        geo=_geo(node),
    )


def _role(node: Node) -> str:
    for child in node.children():
        if child.name in ("state", "trait") and child.attrs.get("type") == "role":
            return child.text()
        if child.name == "occupation" or (child.name == "roleName" and child.tei):
            return child.text()
    return ""


def _uri(node: Node) -> str:
    for child in node.children():
        if child.name == "idno" and "://" in child.text():
            return child.text()
    return node.attrs.get("ref", "") if "://" in node.attrs.get("ref", "") else ""


def _geo(node: Node) -> tuple[float, float] | None:
    location = node.child("location")
    geo = location.child("geo") if location is not None else None
    parts = geo.text().replace(",", " ").split() if geo is not None else []
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None
    return latitude, longitude
