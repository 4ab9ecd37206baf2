"""What an XML Schema declares at a place: the types of values in a form that can be put into words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from teikit.xmlio import Element

if TYPE_CHECKING:
    import xmlschema

Datatype = tuple[str, tuple[tuple[str, str], ...]]
Name = tuple[str, str]

_DEPTH = 12
_XSD_LISTS = {"NMTOKENS": "NMTOKEN", "IDREFS": "IDREF", "ENTITIES": "ENTITY"}


def split(clark: str) -> Name:
    """Return namespace and local name of a Clark name."""
    namespace, _, local = clark.rpartition("}")
    return namespace[1:], local


def declaration(schema: xmlschema.XMLSchemaBase, el: Element) -> Any:
    """Return the declaration of an element of a document, found from the root down; None where it has none."""
    steps = [*reversed(list(el.iterancestors())), el]
    found: Any = schema.maps.elements.get(steps[0].tag)
    for step in steps[1:]:
        if found is None or not isinstance(step.tag, str):
            return None
        found = found.match_child(step.tag)
    return found


def attribute_type(schema: xmlschema.XMLSchemaBase, el: Element, name: str) -> Any:
    """Return the type of an attribute by its Clark name, None where it is not declared."""
    declared = declaration(schema, el)
    found = declared.attributes.get(name) if declared is not None else None
    return getattr(found, "type", None)


def accepted(of: Any) -> tuple[tuple[str, ...], tuple[Datatype, ...]]:
    """Return the values that a simple type lists, and the datatypes from which it takes others."""
    values: list[str] = []
    datatypes: list[Datatype] = []
    for one in _alternatives(of, 0):
        if one.enumeration:
            values += [str(value) for value in one.enumeration]
        else:
            datatypes.append(_datatype(one))
    return tuple(dict.fromkeys(values)), tuple(dict.fromkeys(datatypes))


def _alternatives(of: Any, depth: int) -> Iterator[Any]:
    """Yield the types of which a value may be: the members of unions, the items of lists."""
    if of is None or depth > _DEPTH:
        return
    members = getattr(of, "member_types", None)
    if members and not of.enumeration:
        for member in members:
            yield from _alternatives(member, depth + 1)
    elif getattr(of, "item_type", None) is not None and not of.enumeration:
        yield from _alternatives(of.item_type, depth + 1)
    elif hasattr(of, "enumeration"):
        yield of


def _datatype(of: Any) -> Datatype:
    """Return the built-in type that a type restricts, with pattern and bounds as RELAX NG has them."""
    params: dict[str, str] = {}
    base = of
    while base is not None and not _builtin(base):
        for name, value in _facets(base):
            params.setdefault(name, value)
        base = base.base_type
    name = split(base.name)[1] if base is not None and base.name else "string"
    return _XSD_LISTS.get(name, name), tuple(sorted(params.items()))


def _builtin(of: Any) -> bool:
    return bool(of.name) and split(of.name)[0] == "http://www.w3.org/2001/XMLSchema"


def _facets(of: Any) -> Iterator[tuple[str, str]]:
    for clark, facet in of.facets.items():
        name = split(clark or "")[1]
        if name == "pattern":
            patterns = [el.get("value", "") for el in facet]
            yield name, "|".join(patterns)
        elif name.endswith("clusive") and getattr(facet, "value", None) is not None:
            yield name, str(facet.value)
