"""XPath of the kinds that programs write to name one element: steps from the root with positions, ids, a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from teikit.model import Span
from teikit.tei.view import View
from teikit.xmlscan.scan import XML_ID, Node, Scan

_NAME = r"(?:[\w.-]+:)?(?P<{0}>[\w.*-]+)"
_STEP = re.compile(
    rf"/(?:(?:child::)?\*\[\s*local-name\(\)\s*=\s*(?P<quote>[\"'])(?P<local>[\w.-]+)(?P=quote)\s*\]"
    rf"|(?:child::)?{_NAME.format('name')})(?:\[(?:position\(\)\s*=\s*)?(?P<at>\d+)\])?"
)
_ID = re.compile(
    rf"(?://(?:\*|{_NAME.format('any')})\[\s*@xml:id\s*=\s*(?P<quote>[\"'])(?P<id>[^\"']+)(?P=quote)\s*\]"
    r"|id\((?P<other>[\"'])(?P<called>[^\"']+)(?P=other)\))"
)
_NUMBER = re.compile(r"\(//\*\)\[(\d+)\]|/descendant::\*\[(\d+)\]")
_TEXT = re.compile(r"/text\(\)(?:\[\d+\])?$")


def stretch_of(view: View, xpath: str) -> Span | None:
    """Return the stretch of the text of the element that a path names.

    None where there is no such element, it holds no text that is read, or the path is of a kind that is not known.
    """
    node = element_at(view.scan, _TEXT.sub("", xpath.strip()))
    return Span(node.first, node.last) if node is not None and node.last > node.first >= 0 else None


def element_at(scan: Scan, xpath: str) -> Node | None:
    """Return the element that a path names, whatever prefixes it uses."""
    if number := _NUMBER.fullmatch(xpath):
        elements = (node for node in scan.root.walk() if not node.name.startswith("#"))
        at = int(number[1] or number[2])
        return next(islice(elements, at - 1, None), None) if 0 < at < 10**9 else None
    node: Node | None = None
    if found := _ID.match(xpath):
        id = found["id"] or found["called"]
        node = next((one for one in scan.root.walk() if one.attrs.get(XML_ID) == id), None)
        xpath = xpath[found.end() :]
        if node is None:
            return None
    return _walked(scan, node, xpath)


def _walked(scan: Scan, node: Node | None, xpath: str) -> Node | None:
    at = 0
    while at < len(xpath):
        step = _STEP.match(xpath, at)
        if step is None:
            return None
        found = list(_called(_children(scan, node), step["local"] or step["name"]))
        position = int(step["at"]) if step["at"] else 1
        if (not step["at"] and len(found) != 1) or not 0 < position <= len(found):
            return None
        node = found[position - 1]
        at = step.end()
    return node


def _children(scan: Scan, node: Node | None) -> list[Node]:
    return [scan.root] if node is None else node.children()


def _called(nodes: list[Node], name: str) -> Iterator[Node]:
    for node in nodes:
        if not node.name.startswith("#") and name in ("*", node.name):
            yield node
