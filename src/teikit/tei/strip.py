"""Takes every claim of this program out of a file again, without a record of what was inserted."""

from __future__ import annotations

from collections.abc import Iterator

from teikit.tei.markup import attribute
from teikit.tei.phrases import phrases
from teikit.tei.provenance import PROGRAM, agents, header
from teikit.xmlscan.scan import XML_ID, Node, Scan, scan

_LISTS = frozenset({"listPerson", "listPlace", "listOrg"})
_WHOLE = _LISTS | {"spanGrp", "respStmt", "application", "change"}
_WRAPPERS = frozenset(
    {"standOff", "encodingDesc", "appInfo", "revisionDesc", "profileDesc", "particDesc", "settingDesc", "back", "div"}
)


def strip(data: bytes) -> bytes:
    """Return the file as it was before `splice`: tags signed by this program unwrapped, its lists and notes removed."""
    scanned = scan(data)
    pieces: list[bytes] = []
    at = 0
    for start, end in sorted(_cuts(scanned)):
        if start >= at:
            pieces.append(data[at:start])
            at = end
    pieces.append(data[at:])
    return b"".join(pieces)


def _cuts(scanned: Scan) -> Iterator[tuple[int, int]]:
    """Yield the stretches of bytes to cut out; one within another is cut with it.

    White space before a whole element is its own: splice puts it right behind a tag, indented as its neighbour.
    """
    signed = {f"#{id}" for id in (*agents(scanned), PROGRAM)}
    owned = _owned(scanned.root, signed)
    linked: set[str] = set()
    marks = phrases()
    for node in scanned.root.walk():
        if id(node) in owned:
            blank = scanned.encoding.blank_before(scanned.data, node.start)
            yield node.start - scanned.encoding.length(blank), scanned.after(node)
            linked.update(f"#{below.attrs[XML_ID]}" for below in node.walk() if XML_ID in below.attrs)
        elif node.tei and node.name in marks and _is_signed(node, signed):
            yield node.start, scanned.inside(node)
            yield node.end, scanned.after(node)
    yield from _links(scanned, linked)


def _is_signed(node: Node, signed: set[str]) -> bool:
    return not signed.isdisjoint(node.attrs.get("resp", "").split())


def _owned(root: Node, signed: set[str]) -> set[int]:
    """Return the whole elements that are the program's: signed ones, and those made only to hold such."""
    owned: set[int] = set()
    for node in reversed(list(root.walk())):
        if not node.tei:
            continue
        children = node.children()
        if (node.name in _WHOLE and _is_signed(node, signed)) or (
            node.name in _WRAPPERS and children and all(id(child) in owned for child in children)
        ):
            owned.add(id(node))
    return owned


def _links(scanned: Scan, linked: set[str]) -> Iterator[tuple[int, int]]:
    """Yield the pointers in the header to what is cut out."""
    head = header(scanned)
    encoding = scanned.encoding
    for node in head.walk() if head is not None else ():
        pointer = node.attrs.get("ref", "")
        if node.tei and pointer in linked:
            tag = f"<{node.prefix}:{node.name}" if node.prefix else f"<{node.name}"
            start = node.start + encoding.length(tag)
            written = encoding.encode(attribute("ref", pointer))
            if scanned.data.startswith(written, start):
                yield start, start + len(written)
