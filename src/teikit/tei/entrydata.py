"""The persons, places and organisations of a TEI file with all that it says of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from operator import attrgetter

from teikit.data import table
from teikit.edition import Entry
from teikit.xmlscan.scan import XML_ID, Node, Scan

KINDS = {"person": "person", "personGrp": "person", "place": "place", "org": "org"}
_NAMES = {
    "person": ("persName", "name"),
    "place": ("placeName", "geogName", "settlement", "region", "country", "district", "bloc", "name"),
    "org": ("orgName", "name"),
}
_POINTERS = ("ref", "sameAs", "corresp", "source")
BIRTH = ("when", "notBefore", "from")  # what tells when somebody was born, the most exact first
DEATH = ("when", "notAfter", "to")
_NOT_IN_TYPE = re.compile(r"[^a-z0-9]+")


def prefixes(scan: Scan) -> dict[str, str]:
    """Return the private URI prefixes of a header that stand for one whole pattern, with what they are replaced by.

    TEI P5, CR.xptr ("Using Abbreviated Pointers"). Patterns of other shapes are left alone.
    """
    found: dict[str, str] = {}
    for node in scan.named("prefixDef"):
        pattern, replacement = node.attrs.get("matchPattern", ""), node.attrs.get("replacementPattern", "")
        if pattern.startswith("(") and pattern.endswith(")") and pattern.count("(") == 1 and "$1" in replacement:
            found[node.attrs.get("ident", "")] = replacement
    return found


def expanded(pointer: str, known: Mapping[str, str]) -> str:
    """Return a pointer with its private prefix replaced."""
    prefix, colon, rest = pointer.partition(":")
    return known[prefix].replace("$1", rest) if colon and prefix in known else pointer


def is_uri(pointer: str) -> bool:
    """Tell whether a pointer names something on the web."""
    return pointer.startswith(("http://", "https://", "urn:"))


@cache
def _authorities() -> dict[str, tuple[str, str]]:
    return {row["type"]: (row["name"], row["uri"]) for row in table("authorities")}


def idno_uri(type: str, value: str) -> str:
    """Return the URI that an idno stands for, an empty string where its authority is not known."""
    if is_uri(value):
        return value
    known = _authorities().get(_NOT_IN_TYPE.sub("", type.casefold()))
    return known[1].format(value) if known and value and not any(map(str.isspace, value)) else ""


def entries(scan: Scan, known: Mapping[str, str], programs: frozenset[str]) -> dict[str, Entry]:
    """Return what the lists of a file describe, by xml:id, in its order; of two with one id, the first.

    ``known``: private prefixes; ``programs``: the pointers that mean a program.
    """
    listed = [node for name in KINDS for node in scan.named(name) if node.attrs.get(XML_ID)]
    found: dict[str, Entry] = {}
    for node in sorted(listed, key=attrgetter("start")):
        id = node.attrs[XML_ID]
        if id not in found:
            found[id] = _entry(node, known, programs)
    return found


def _entry(node: Node, known: Mapping[str, str], programs: frozenset[str]) -> Entry:
    kind = KINDS[node.name]
    idnos = tuple((child.attrs.get("type", ""), text) for child in _descendants(node, "idno") if (text := child.text()))
    return Entry(
        id=node.attrs[XML_ID],
        kind=kind,
        names=_names(node, kind),
        role=_role(node),
        type=node.attrs.get("type", ""),
        sex=_said(node, ("sex", "gender"), ("value",)) or node.attrs.get("sex", ""),
        birth=_said(node, ("birth",), BIRTH),
        death=_said(node, ("death",), DEATH),
        note=_said(node, ("note",), ()),
        within=_within(node),
        country=_country(node),
        idnos=idnos,
        uris=_uris(node, idnos, known),
        geo=_geo(node),
        machine=_is_by(node, programs),
    )


def _descendants(node: Node, name: str) -> Iterator[Node]:
    """Yield the elements of a name below a node, those of entities inside it left out."""
    stack = list(reversed(node.children()))
    while stack:
        below = stack.pop()
        if below.name in KINDS:
            continue
        if below.tei and below.name == name:
            yield below
        stack.extend(reversed(below.children()))


def _names(node: Node, kind: str) -> tuple[str, ...]:
    children = [child for child in node.children() if child.tei and child.name in _NAMES[kind]]
    if kind == "place" and any(child.name in ("placeName", "geogName") for child in children):
        children = [child for child in children if child.name in ("placeName", "geogName", "name")]
    children.sort(key=lambda child: child.attrs.get("type") not in ("main", "pref", "preferred", "reg"))
    texts = [child.text() for child in children] or [child.text() for child in node.children() if child.name == "label"]
    return tuple(dict.fromkeys(text for text in texts if text))


def _said(node: Node, names: Iterable[str], attributes: Iterable[str]) -> str:
    """Return what the first child of one of some names says: an attribute, else its text."""
    child = next((child for name in names if (child := node.child(name)) is not None), None)
    if child is None:
        return ""
    return next((child.attrs[name] for name in attributes if child.attrs.get(name)), "") or child.text()


def _role(node: Node) -> str:
    for child in node.children():
        if child.name in ("state", "trait") and child.attrs.get("type") == "role":
            return child.text()
        if child.tei and child.name in ("occupation", "roleName"):
            return child.text()
    return node.attrs.get("role", "")


def _within(node: Node) -> str:
    above = next((above for above in node.ancestors() if above.name == "place"), None)
    names = _names(above, "place") if above is not None and node.name == "place" else ()
    return names[0] if names else ""


def _country(node: Node) -> str:
    own = [child.text() for child in _descendants(node, "country")]
    above = next((above for above in node.ancestors() if above.name == "place"), None)
    return own[0] if own else _country(above) if above is not None else ""


def _uris(node: Node, idnos: Iterable[tuple[str, str]], known: Mapping[str, str]) -> tuple[str, ...]:
    found = [idno_uri(type, value) for type, value in idnos]
    for el in (node, *(child for child in node.children() if child.name in _NAMES[KINDS[node.name]])):
        for name in _POINTERS:
            found += [expanded(pointer, known) for pointer in el.attrs.get(name, "").split()]
    for child in (*_descendants(node, "ptr"), *_descendants(node, "ref")):
        found += [expanded(pointer, known) for pointer in child.attrs.get("target", "").split()]
    return tuple(dict.fromkeys(uri for uri in found if is_uri(uri)))


def _geo(node: Node) -> tuple[float, float] | None:
    """Return the first pair of coordinates (TEI P5, geo: latitude, then longitude) that lies on the earth."""
    for geo in _descendants(node, "geo"):
        try:
            latitude, longitude = (float(part) for part in geo.text().replace(",", " ").split())
        except ValueError:
            continue
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            return latitude, longitude
    return None


def _is_by(node: Node, programs: frozenset[str]) -> bool:
    """Tell whether an entity, or the innermost list around it that says so, is signed by a program."""
    for el in (node, *node.ancestors()):
        if el.attrs.get("resp"):
            return not programs.isdisjoint(el.attrs["resp"].split())
    return False
