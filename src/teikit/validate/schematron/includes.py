"""Reading the XML of a schema, and putting into it what it includes: only what the caller's resolver gives."""

from __future__ import annotations

from copy import deepcopy
from urllib.parse import urldefrag, urljoin

from lxml import etree

from teikit.validate.schematron.environment import Resolve
from teikit.validate.schematron.errors import SchematronError
from teikit.xmlio import XML, Element, Tree, local, parser

ISO = "http://purl.oclc.org/dsdl/schematron"
OLD = "http://www.ascc.net/xml/schematron"
SCHEMATRON = (ISO, OLD)
_NAMESPACES = tuple(f"{{{uri}}}" for uri in SCHEMATRON)
DEEPEST = 40
BASE = f"{{{XML}}}base"


def named(el: Element) -> str:
    """Return the local name of an element of Schematron, an empty string for any other node."""
    return local(el) if isinstance(el.tag, str) and el.tag.startswith(_NAMESPACES) else ""


def line_of(el: Element) -> int:
    """Return the line of an element, 0 where it is not known."""
    return el.sourceline if isinstance(el.sourceline, int) else 0


def root_of(source: Tree | bytes, base: str = "") -> Element:
    """Return the root of a schema, as a copy that may be changed. Raises SchematronError."""
    if not isinstance(source, bytes):
        return deepcopy(source).getroot()
    try:
        return etree.fromstring(source, parser())
    except etree.XMLSyntaxError as error:
        raise SchematronError(
            f"The schema is not well-formed XML: {error.msg}", line=error.lineno or 0, href=base
        ) from error


def base_of(el: Element, base: str) -> str:
    """Return the base that references inside an element are relative to."""
    above = [each.get(BASE) for each in (el, *el.iterancestors()) if each.get(BASE)]
    for each in reversed(above):
        base = urljoin(base, str(each))
    return base


def load(href: str, base: str, resolve: Resolve | None, line: int = 0) -> Element:
    """Return the element that a reference points to: a root, or what bears the id of its fragment."""
    address, fragment = urldefrag(href)
    if resolve is None:
        raise SchematronError(
            f"The schema includes another file ({href}), which cannot be read here.", line=line, href=base
        )
    try:
        root = etree.fromstring(resolve(address, base), parser())
    except (OSError, ValueError, etree.XMLSyntaxError) as error:
        raise SchematronError(f"The file {href} cannot be included: {error}", line=line, href=base) from error
    found: Element | None = root
    if fragment:
        ids = (el for el in root.iter("*") if fragment in (el.get("id"), el.get(f"{{{XML}}}id")))
        found = next(ids, None)
    if found is None:
        raise SchematronError(f"In the file {address} nothing has the id “{fragment}”.", line=line, href=base)
    if BASE not in found.attrib:
        found.set(BASE, urljoin(base, address))
    return found


def resolved(root: Element, base: str, resolve: Resolve | None) -> Element:
    """Return the schema with every include replaced by what it includes, as deep as they are nested."""
    _resolve(root, base, resolve, 0)
    return root


def _resolve(root: Element, base: str, resolve: Resolve | None, depth: int) -> None:
    names = [f"{{{uri}}}include" for uri in SCHEMATRON]
    whole = [f"{{{uri}}}extends" for uri in SCHEMATRON]
    for el in list(root.iter(*names, *whole)):
        parent = el.getparent()
        href = el.get("href")
        # An extends inside a schema or a pattern brings in the children of what it names (edition of 2020).
        content = named(el) == "extends"
        if parent is None or href is None or (content and named(parent) == "rule"):
            continue
        line = line_of(el)
        if depth >= DEEPEST:
            raise SchematronError(f"Includes are nested too deeply, or in a circle ({href}).", line=line, href=base)
        found = deepcopy(load(href, base_of(el, base), resolve, line))
        _resolve(found, base, resolve, depth + 1)
        _put(parent, el, list(found) if content else [found])


def _put(parent: Element, el: Element, new: list[Element]) -> None:
    at = parent.index(el)
    tail = el.tail
    parent.remove(el)
    for index, each in enumerate(new):
        parent.insert(at + index, each)
    if tail and new:
        new[-1].tail = (new[-1].tail or "") + tail
