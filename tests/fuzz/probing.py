"""What must hold of any bytes whatever: they are read, or told why not, and what was read is read alike by all."""

from __future__ import annotations

import re
import time
from xml.parsers import expat

from lxml import etree

from teikit.diagnostics import TeikitError, page, severity
from teikit.tei import view
from teikit.validate.reading import not_well_formed, read
from teikit.validate.source import Parsed
from teikit.xmlio import local
from teikit.xmlscan import scan

SLOWEST = 5.0
END = ()
CODES = {f"V00{i}" for i in range(1, 10)}


def probe(data: bytes) -> str:
    """Return what came of the bytes: "read", or the code of the fault. Raises AssertionError where it is wrong."""
    began = time.perf_counter()
    source = read(data, "a.xml", any_xml=True)
    assert time.perf_counter() - began < SLOWEST
    faults = source.notices if isinstance(source, Parsed) else source
    assert isinstance(source, Parsed) or len(faults) == 1
    for fault in faults:
        assert fault.code in CODES
        assert page(fault.code)
        assert severity(fault.code)
        assert fault.message
        assert not re.search(r"{[a-z]+}", fault.message + fault.help) or re.search(rb"{[a-z]+}", data)
        assert fault.place.line >= 1
        assert fault.place.column >= 1
        assert -1 <= fault.place.offset <= len(data)
    if isinstance(source, Parsed):
        read_alike(source)
        return "read"
    return faults[0].code


def read_alike(source: Parsed) -> None:
    """See that expat reads what libxml2 reads, element for element, with the same attributes and text."""
    assert not_well_formed(source.data) == ()
    scanned = scan(source.data)
    nodes = [node for node in scanned.root.walk() if not node.name.startswith("#")]
    elements = list(source.tree.iter(etree.Element))
    assert [local(el) for el in elements] == [node.name for node in nodes]
    for el in elements:
        assert source.node(el) is not None
        source.place(el)
    assert events_of_expat(source.data) == events_of_libxml(source)
    try:
        view(source.data)
    except TeikitError as error:
        assert error.diagnostic.message


def events_of_expat(data: bytes) -> list[object]:
    """Return elements with their attributes, and the text between, as expat tells them to a streaming validator."""
    found: list[object] = []
    text: list[str] = []
    reader = expat.ParserCreate(namespace_separator="}")
    reader.specified_attributes = True  # the tree has none that a DTD gives by default

    def flush() -> None:
        if text:
            found.append("".join(text))
            text.clear()

    def start(name: str, attributes: dict[str, str]) -> None:
        flush()
        found.append((name, sorted(attributes.items())))

    def end(_name: str) -> None:
        flush()
        found.append(END)

    reader.StartElementHandler, reader.EndElementHandler, reader.CharacterDataHandler = start, end, text.append
    reader.Parse(data, True)
    return found


def events_of_libxml(source: Parsed) -> list[object]:
    found: list[object] = []

    def add(text: str | None) -> None:
        if text and found and isinstance(found[-1], str):
            found[-1] += text
        elif text:
            found.append(text)

    for event, el in etree.iterwalk(source.tree, ("start", "end", "comment", "pi")):
        if event == "start":
            found.append((el.tag.lstrip("{"), sorted((key.lstrip("{"), value) for key, value in el.attrib.items())))
            add(el.text)
        elif el is not source.root and el.getparent() is not None:
            found.extend([END] if event == "end" else [])
            add(el.tail)
        elif event == "end":
            found.append(END)
    return found
