"""The first movement: a Document made from plain text becomes the bytes of a TEI file."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

from teikit.model import Document, Source
from teikit.tei.body import write_body
from teikit.tei.declarations import Program
from teikit.tei.header import write_header
from teikit.xmlio import RNG, SCH, TEI, Element, local, set_attributes, sub, tei

# The TEI Consortium's own address of the schema for all of TEI: every editor's tool knows it.
TEI_ALL = "https://vault.tei-c.org/P5/current/xml/tei/custom/schema/relaxng/tei_all.rng"

# Elements whose content is elements only, so that white space between these means nothing.
_ELEMENT_ONLY = frozenset(
    "TEI teiHeader fileDesc titleStmt respStmt author publicationStmt availability notesStmt sourceDesc msDesc"
    " msIdentifier encodingDesc projectDesc editorialDecl normalization hyphenation segmentation interpretation"
    " refsDecl citeStructure classDecl taxonomy appInfo application profileDesc abstract creation langUsage"
    " calendarDesc calendar textClass keywords correspDesc correspAction particDesc listPerson person state"
    " revisionDesc text body div opener closer postscript list sp table row lg address".split()
)

_DIGITS = frozenset("0123456789")


def build(doc: Document, source: Source, *, program: Program, schema: str = TEI_ALL, id: str = "") -> bytes:
    """Return the TEI file of a document: header, text, no names marked yet.

    ``schema``: where the xml-model instructions point to; empty leaves them out. ``id``: the xml:id of the root, made
    from the source's name where it is empty.
    """
    root = etree.Element(tei("TEI"), nsmap={None: TEI})  # type: ignore[dict-item]  # the stubs do not know the default namespace
    set_attributes(root, id=ncname(id or source.name.rsplit(".", 1)[0]), lang=doc.metadata.language or "und")
    write_header(root, doc, source, program)
    kind = doc.metadata.kind
    text = sub(root, "text", type=kind.replace(" ", "_"))
    write_body(sub(text, "body"), doc, kind)
    _indent(root, 0)
    if schema:
        _models(root, schema)
    return _serialise(root)


def ncname(name: str) -> str:
    """Make a legal xml:id of a file name (XML Namespaces, NCName)."""
    plain = unicodedata.normalize("NFC", name)
    # Letters of XML 1.0 production 4 only: "ª" and "²" are word characters to Python, but no name characters.
    cleaned = "".join(c if c in "-._" or c in _DIGITS or _is_letter(c) else "-" for c in plain)
    cleaned = re.sub("-+", "-", cleaned).strip("-.")
    if not cleaned:
        return "document"
    return cleaned if cleaned[0] == "_" or _is_letter(cleaned[0]) else f"d-{cleaned}"


def _is_letter(c: str) -> bool:
    return (c.isascii() or (c >= "À" and c not in "×÷")) and unicodedata.category(c) in ("Lu", "Ll", "Lt", "Lo")


def _models(root: Element, schema: str) -> None:
    quoted = schema.replace("&", "&amp;").replace('"', "&quot;").replace("?>", "?&gt;")
    for namespace in (RNG, SCH):
        content = f'href="{quoted}" type="application/xml" schematypens="{namespace}"'
        root.addprevious(etree.ProcessingInstruction("xml-model", content))


def _indent(el: Element, level: int) -> None:
    """Put the children of element-only content on lines of their own; mixed content is never touched."""
    children = list(el)
    if local(el) not in _ELEMENT_ONLY or any((text or "").strip() for text in (el.text, *(c.tail for c in children))):
        return
    space = el.text = "\n" + "  " * (level + 1)
    for child in children:
        if len(child):
            _indent(child, level + 1)
        child.tail = space
    children[-1].tail = space[:-2]


def _serialise(root: Element) -> bytes:
    """Return the bytes of the file, every instruction before the root on a line of its own."""
    prolog = reversed(list(root.itersiblings(preceding=True)))
    parts = [*prolog, root]
    lines = [etree.tostring(part, encoding="UTF-8", xml_declaration=False, with_tail=False) for part in parts]
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + b"\n".join(lines) + b"\n"
