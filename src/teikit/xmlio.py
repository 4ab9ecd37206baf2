"""The TEI namespace, an element helper, a safe parser and a deterministic serialiser."""

from __future__ import annotations

from lxml import etree

TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
RNG = "http://relaxng.org/ns/structure/1.0"
SCH = "http://purl.oclc.org/dsdl/schematron"
NS = {"tei": TEI}

Element = etree._Element
Tree = etree._ElementTree


def tei(name: str) -> str:
    """Return the Clark name of a TEI element."""
    return f"{{{TEI}}}{name}"


def xml(name: str) -> str:
    """Return the Clark name of an attribute in the xml namespace (id, lang, space)."""
    return f"{{{XML}}}{name}"


def local(el: Element) -> str:
    """Return the local name of an element, an empty string for comments and processing instructions."""
    tag = el.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def sub(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Append a TEI child.

    Of the attributes, ``id`` and ``lang`` mean xml:id and xml:lang, ``from_`` means from; empty ones are left out.
    """
    el = etree.SubElement(parent, tei(name))
    if attributes:
        set_attributes(el, **attributes)
    if text:
        el.text = text
    return el


def set_attributes(el: Element, /, **attributes: str) -> None:
    """Set attributes as in `sub`."""
    for key, value in attributes.items():
        if value:
            el.set(xml(key) if key in ("id", "lang") else key.rstrip("_"), value)


class Nothing(etree.Resolver):
    """Stands for every file that a document names: it is empty.

    Needed with ``collect_ids=False``, which makes libxml2 read the external DTD, though lxml was told not to; of the
    ways of a resolver only a string keeps libxml2 from opening the file (lxml 6.1: ``resolve_empty`` does not).
    """

    def resolve(self, _url: str, _public: str, context: object) -> object:  # type: ignore[override]  # stubs are wrong
        return self.resolve_string("", context)  # type: ignore[call-arg]  # not in the stubs


def parser() -> etree.XMLParser:
    """Return a parser that reads nothing but the bytes it is given, and a DTD beside them: see `Nothing`.

    No network, no external entities, no DTD; entity bombs end in an error (libxml2's own limits stay on).
    ``collect_ids`` is off because lxml otherwise refuses duplicate or malformed xml:id, which validation reports.
    """
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        collect_ids=False,
    )


def parse(data: bytes) -> Tree:
    """Parse bytes, and nothing else. Raises lxml.etree.XMLSyntaxError."""
    reader = parser()
    reader.resolvers.add(Nothing())
    return etree.ElementTree(etree.fromstring(data, reader))
