"""The header of an index of letters: what it is, who made it, and what may be done with it (CMIF 1.1)."""

from __future__ import annotations

import re

from lxml import etree

from teikit.export.characters import legal
from teikit.export.linked.addresses import folder, iri, is_address
from teikit.xmlio import TEI, Element, sub, tei

LICENCES = {
    "creativecommons.org/licenses/by/4.0": "Creative Commons License CC-BY 4.0",
    "creativecommons.org/publicdomain/zero/1.0": "Creative Commons Public Domain Dedication CC0 1.0",
}
_MAIL = re.compile(r"\s*<([^<>\s]+@[^<>\s]+)>\s*")


def frame(given: dict[str, str], source: str, changed: str) -> tuple[bytes, bytes]:
    """Return the bytes before and after the descriptions of letters."""
    root = etree.Element(tei("TEI"), nsmap={None: TEI})  # type: ignore[dict-item]  # the stubs lack it
    header = sub(root, "teiHeader")
    _file_desc(sub(header, "fileDesc"), given, source, changed)
    sub(header, "profileDesc")
    sub(sub(sub(root, "text"), "body"), "p")
    etree.indent(root, "  ")
    for el in root.iter(tei("email"), tei("ref")):  # these stand in running text, where a line break is a space
        parent = el.getparent()
        el.tail = None
        if parent is not None and not (parent.text or "").strip():
            parent.text = None
    whole: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    before, _, after = whole.rpartition(b"<profileDesc/>")
    return before + b"<profileDesc>\n", b"    </profileDesc>" + after + b"\n"


def _file_desc(desc: Element, given: dict[str, str], source: str, changed: str) -> None:
    base = folder(given["base_url"])
    title = legal(given["title"]) or "Index of letters"
    stmt = sub(desc, "titleStmt")
    sub(stmt, "title", title)
    _editor(sub(stmt, "editor"), legal(given["editor"]))
    published = sub(desc, "publicationStmt")
    publisher, name = sub(published, "publisher"), legal(given["publisher"]) or "not stated"
    if base:
        sub(publisher, "ref", name, target=base)
    else:
        publisher.text = name
    sub(published, "idno", f"{base}cmif.xml", type="url")
    sub(published, "date", when=_timestamp(changed))
    _availability(sub(published, "availability"), given["licence"].strip())
    bibl = sub(sub(desc, "sourceDesc"), "bibl", title, type="online", id=source)
    if base:
        bibl.text = f"{title}, "
        sub(bibl, "ref", base, target=base)


def _timestamp(date: str) -> str:
    """Return a date as xsd:dateTime, at its beginning."""
    return f"{date}{'-01-01'[len(date) - len('YYYY') :]}T00:00:00Z" if date else ""


def _editor(el: Element, editor: str) -> None:
    mail = _MAIL.search(editor)
    el.text = (_MAIL.sub(" ", editor).strip() if mail else editor.strip()) or "not stated"
    if mail:
        el.text += " "
        sub(el, "email", mail[1])


def _availability(el: Element, licence: str) -> None:
    name = licence_name(licence)
    if name is not None:
        sub(el, "licence", f"This file is licensed under the terms of the {name}", target=iri(licence))
    elif is_address(licence):
        sub(el, "licence", licence, target=iri(licence))
    else:
        sub(el, "p", legal(licence) or "The licence of this index is not stated.")


def licence_name(licence: str) -> str | None:
    plain = licence.strip().partition("://")[2].removeprefix("www.").partition("/deed")[0].partition("/legalcode")[0]
    return LICENCES.get(plain.rstrip("/"))
