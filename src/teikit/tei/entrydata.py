"""The persons, places and organisations of a TEI file with all that it says of them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
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
# What tells of an event, a book, a place where somebody was: its numbers and coordinates are not those of the entity.
_OTHERS = frozenset(
    "affiliation bibl biblStruct birth death education event listBibl listEvent listRelation residence".split()
)
POINTERS = ("ref", "sameAs", "corresp", "source")
BIRTH = ("when", "notBefore", "from")  # what tells when somebody was born, the most exact first
DEATH = ("when", "notAfter", "to")
_NUMBERS = (  # a number, and what may stand between two
    (r"[+-]?(?:\d+\.?\d*|\.\d+)", r"\s*[,;]\s*|\s+"),
    (r"[+-]?\d+(?:,\d+)?", r"\s*;\s*|,?\s+"),
)
_DEGREES = [re.compile(f"(?P<lat>{one})(?:{between})(?P<long>{one})", re.ASCII) for one, between in _NUMBERS]
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


def pointer(node: Node, ids: Container[str]) -> str:
    """Return what an element points to: the first pointer of @ref, else @key, which may be of several words.

    ``ids``: those of the file; a @key whose first word is one of them is read as pointers too.
    """
    refs = node.attrs.get("ref", "").split()
    words = refs or node.attrs.get("key", "").split()
    return words[0] if words and (refs or words[0].removeprefix("#") in ids) else " ".join(words)


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


def listed(scan: Scan) -> dict[str, Node]:
    """Return the persons, places and organisations of a file's lists by xml:id, in its order; of two the first."""
    nodes = [node for name in KINDS for node in scan.named(name) if node.attrs.get(XML_ID)]
    found: dict[str, Node] = {}
    for node in sorted(nodes, key=attrgetter("start")):
        found.setdefault(node.attrs[XML_ID], node)
    return found


def entries(scan: Scan, known: Mapping[str, str], programs: frozenset[str]) -> dict[str, Entry]:
    """Return what the lists of a file describe, by xml:id, in its order; of two with one id, the first.

    ``known``: private prefixes; ``programs``: the pointers that mean a program.
    """
    regions = _regions(scan)
    return {id: _entry(node, known, programs, regions) for id, node in listed(scan).items()}


def _entry(node: Node, known: Mapping[str, str], programs: frozenset[str], regions: Mapping[int, _Region]) -> Entry:
    kind = KINDS[node.name]
    parts = _parts(node)
    idnos = tuple((child.attrs.get("type", ""), text) for child in parts.get("idno", ()) if (text := child.text()))
    around = regions.get(id(_around(node)))
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
        within=_within(node, around) if kind == "place" else "",
        country=_country(parts, around),
        idnos=idnos,
        uris=_uris(node, parts, idnos, known),
        geo=_geo(parts),
        machine=_is_by(node, programs),
    )


def descendants(node: Node, *names: str) -> Iterator[Node]:
    """Yield the elements of some names below a node in document order, those that tell of another thing left out."""
    stack = list(reversed(node.children()))
    while stack:
        below = stack.pop()
        if below.name in KINDS or below.name in _OTHERS:
            continue
        if below.tei and below.name in names:
            yield below
        stack.extend(reversed(below.children()))


def _parts(node: Node) -> dict[str, list[Node]]:
    """Return what stands anywhere below an entity and tells of it, by name."""
    found: dict[str, list[Node]] = {}
    for part in descendants(node, "idno", "geo", "country", "ptr", "ref"):
        around = takewhile(lambda above: above is not node, part.ancestors())
        if part.name in ("geo", "country") or all(above.name != "location" for above in around):
            found.setdefault(part.name, []).append(part)
    return found


def name_nodes(node: Node, kind: str) -> list[Node]:
    """Return the elements that name an entity, the main name first."""
    children = [child for child in node.children() if child.tei and child.name in _NAMES[kind]]
    if kind == "place" and any(child.name in ("placeName", "geogName") for child in children):
        children = [child for child in children if child.name in ("placeName", "geogName", "name")]
    children.sort(key=lambda child: child.attrs.get("type") not in ("main", "pref", "preferred", "reg"))
    return children or [child for child in node.children() if child.name == "label"]


def _names(node: Node, kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for child in name_nodes(node, kind) if (text := child.text())))


def _said(node: Node, names: Iterable[str], attributes: Iterable[str]) -> str:
    """Return what the first child of one of some names says: an attribute, else its text."""
    child = next((child for name in names if (child := node.child(name)) is not None), None)
    if child is None:
        return ""
    dates = [below for below in child.children() if below.name == "date"]
    said = (el.attrs[name] for el in (child, *dates) for name in attributes if el.attrs.get(name))
    return next(said, "") or next((date.text() for date in dates), "") or child.text()


def role_node(node: Node) -> Node | None:
    """Return the element that says what somebody is."""
    for child in node.children():
        if child.name in ("state", "trait") and child.attrs.get("type") == "role":
            return child
        if child.tei and child.name in ("occupation", "roleName"):
            return child
    return None


def _role(node: Node) -> str:
    said = role_node(node)
    return said.text() if said is not None else node.attrs.get("role", "")


@dataclass(frozen=True, slots=True)
class _Region:
    """A place as those inside it need to know it."""

    name: str
    country: str


def _regions(scan: Scan) -> dict[int, _Region]:
    """Return the places that others lie in. One around another comes first, as it does in the file."""
    outer = (around for node in scan.named("place") if (around := _around(node)) is not None)
    found: dict[int, _Region] = {}
    for node in outer:
        if id(node) not in found:
            names = _names(node, "place")
            found[id(node)] = _Region(names[0] if names else "", _country(_parts(node), found.get(id(_around(node)))))
    return found


def _around(node: Node) -> Node | None:
    """Return the place that a place stands in."""
    return next((above for above in node.ancestors() if above.name == "place" and above.tei), None)


def _within(node: Node, around: _Region | None) -> str:
    """Return the place that a place lies in: the one it stands in, else the one that its location points to."""
    if around is not None:
        return around.name
    named = (_located_in(child) for child in node.children() if child.tei and child.name == "location")
    return next((name.text() for name in named if name is not None), "")


def _country(parts: Mapping[str, Sequence[Node]], around: _Region | None) -> str:
    return next((country.text() for country in parts.get("country", ())), around.country if around else "")


def _uris(
    node: Node, parts: Mapping[str, Sequence[Node]], idnos: Iterable[tuple[str, str]], known: Mapping[str, str]
) -> tuple[str, ...]:
    found = [idno_uri(type, value) for type, value in idnos]
    for el in (node, *(child for child in node.children() if child.name in _NAMES[KINDS[node.name]])):
        for name in POINTERS:
            found += [expanded(pointer, known) for pointer in el.attrs.get(name, "").split()]
    for child in (*parts.get("ptr", ()), *parts.get("ref", ())):
        found += [expanded(pointer, known) for pointer in child.attrs.get("target", "").split()]
    return tuple(dict.fromkeys(uri for uri in found if is_uri(uri)))


def _geo(parts: Mapping[str, Sequence[Node]]) -> tuple[float, float] | None:
    found = (coordinates(geo.text()) for geo in parts.get("geo", ()) if not _is_elsewhere(geo))
    return next((pair for pair in found if pair is not None), None)


def geo_node(node: Node) -> Node | None:
    """Return the first geo of an entity whose coordinates lie on the earth, those of what it lies in left out."""
    return next((geo for geo in descendants(node, "geo") if coordinates(geo.text()) and not _is_elsewhere(geo)), None)


def _is_elsewhere(geo: Node) -> bool:
    """Tell whether a geo stands in a location that points to another place: it says where that is."""
    location = geo.parent
    return location is not None and location.name == "location" and _located_in(location) is not None


def _located_in(location: Node) -> Node | None:
    """Return the name of another place that a location points to."""
    names = (child for child in location.children() if child.tei and child.name == "placeName")
    return next((name for name in names if name.attrs.get("ref") or name.attrs.get("key")), None)


def degrees(text: str) -> re.Match[str] | None:
    """Return the groups ``lat`` and ``long`` of a geo: two numbers with a decimal point, or with a decimal comma."""
    return next((found for pattern in _DEGREES if (found := pattern.fullmatch(text.strip()))), None)


def coordinates(text: str) -> tuple[float, float] | None:
    """Return a latitude and a longitude (TEI P5, geo), None where they are not on the earth."""
    found = degrees(text)
    if found is None:
        return None
    latitude, longitude = (float(side.replace(",", ".")) for side in found.group("lat", "long"))
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _is_by(node: Node, programs: frozenset[str]) -> bool:
    """Tell whether an entity, or the innermost list around it that says so, is signed by a program."""
    for el in (node, *node.ancestors()):
        if el.attrs.get("resp"):
            return not programs.isdisjoint(el.attrs["resp"].split())
    return False
