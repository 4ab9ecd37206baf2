"""Make a tree of blocks one that TEI can hold, without losing a character.

Text that no block covers gets a block; a block that cannot stand where it stands becomes the plainest one that can.
After this every non-space character of the text lies in exactly one leaf or is set aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from teikit.model import Block, Document, Span

_MARKS = frozenset({"ref", "lb", "pb", "fw"})
_FLOW = frozenset({"p", "list", "table", "lg", "label", "address", "note"}) | _MARKS
_TOP = frozenset(
    "head opener dateline salute byline p list sp table lg address note"
    " closer signed postscript trailer label pb fw div".split()
)

# For each container: the kinds it may hold, and the kind that loose text in it gets.
_CONTAINERS: dict[str, tuple[frozenset[str], str]] = {
    "div": (_TOP, "p"),
    "opener": (frozenset({"dateline", "salute", "byline", "signed", "address", "pb", "fw"}), "salute"),
    "closer": (frozenset({"dateline", "salute", "signed", "address", "pb", "fw"}), "salute"),
    "postscript": (frozenset({"p", "list", "lg", "table", "label", "signed", "closer", "dateline", "pb", "fw"}), "p"),
    "list": (frozenset({"item", "head", "pb", "fw"}), "item"),
    "sp": (frozenset({"speaker", "p", "lg", "list", "table", "pb", "fw"}), "p"),
    "table": (frozenset({"row", "head", "pb", "fw"}), "row"),
    "row": (frozenset({"cell"}), "cell"),
    "lg": (frozenset({"l", "head", "pb", "fw"}), "l"),
    "address": (frozenset({"addrLine", "pb", "fw"}), "addrLine"),
}
# Leaves that may hold more than marks beside their own text.
_LEAVES = {"item": _FLOW, "note": _FLOW - {"note"}, "p": _MARKS | {"label", "note", "address"}}
# Kinds that must come first in their container, and are demoted where something stands before them.
_FIRST = frozenset({"head", "speaker", "label"})
# Wrappers that hold parts, or, where they hold none, text of their own.
_EITHER = frozenset({"opener", "closer", "postscript"})
_HYPHENS = "-\u00ad\u00ac\u2010"


def fit(doc: Document) -> tuple[Block, ...]:
    """Return the document's blocks, made to cover its text and to nest as TEI allows."""
    asides = tuple(Block("aside", aside.span) for aside in doc.metadata.asides)
    top = sorted((*doc.blocks, *asides), key=lambda block: (block.span.start, block.span.end))
    whole = Block("div", Span(0, len(doc.text)), tuple(_disjoint(top)))
    return _container(whole, doc.text).children


def _disjoint(blocks: Iterable[Block]) -> Iterator[Block]:
    at = 0
    for block in blocks:
        if block.span.start >= at:
            yield block
            at = block.span.end


def _container(block: Block, text: str) -> Block:
    allowed, plain = _CONTAINERS[block.kind]
    children: list[Block] = []
    for part in _covering(block, text, plain):
        if part.kind == "aside":
            continue
        fitted = _block(part if part.kind in allowed else _plainer(part, plain, text), text)
        if (
            fitted.kind in _FIRST
            and fitted.kind != "label"
            and block.kind != "div"
            and any(c.kind not in ("pb", "fw") for c in children)
        ):
            fitted = _block(_plainer(fitted, plain, text), text)
        if _has_text(fitted, text):
            children.append(fitted)
    return _complete(replace(block, children=tuple(children)), plain, text)


def _complete(block: Block, plain: str, text: str) -> Block:
    """Give a list, table, stanza or address what it must have, of the heads and marks that are all it holds."""
    if block.kind not in ("list", "table", "row", "lg", "address") or any(
        child.kind == plain for child in block.children
    ):
        return block
    demoted = (
        Block(plain, child.span, (child,) if child.kind in _MARKS else child.children) for child in block.children
    )
    return replace(block, children=tuple(_block(child, text) for child in demoted))


def _covering(block: Block, text: str, plain: str) -> Iterator[Block]:
    """Yield the children, and between them blocks of a plain kind for text that they leave out."""
    at = block.span.start
    for child in block.children:
        yield from _loose(at, child.span.start, text, plain)
        yield child
        at = child.span.end
    yield from _loose(at, block.span.end, text, plain)


def _loose(start: int, end: int, text: str, plain: str) -> Iterator[Block]:
    if text[start:end].strip():
        yield Block(plain, Span(start, end))


def _block(block: Block, text: str) -> Block:
    if block.kind in _EITHER and not any(
        child.kind in _CONTAINERS[block.kind][0] - {"pb", "fw"} for child in block.children
    ):
        return _leaf(block, text)
    return _container(block, text) if block.kind in _CONTAINERS else _leaf(block, text)


def _leaf(block: Block, text: str) -> Block:
    if not block.children:
        return block
    if block.kind in _MARKS:
        return replace(block, children=())
    allowed = _LEAVES.get(block.kind, _MARKS)
    children: list[Block] = []
    for child in block.children:
        if child.kind not in allowed:
            children.extend(mark for mark in _marks(child, text))
        elif child.kind in _MARKS:
            children.extend(_marks(child, text))
        elif _has_text(fitted := _block(child, text), text):
            children.append(fitted)
    return replace(block, children=tuple(children))


def _plainer(block: Block, kind: str, text: str) -> Block:
    """Return a leaf of `kind` with the text of `block` and the marks in it."""
    return Block(kind, block.span, tuple(_marks(block, text)))


def _marks(block: Block, text: str) -> Iterator[Block]:
    """Yield the marks in a block, those left out whose span holds more than the mark."""
    if block.kind not in _MARKS:
        for child in block.children:
            yield from _marks(child, text)
        return
    covered = "".join(block.span.of(text).split())
    if block.kind == "lb":
        if covered == "" or (block.type == "hyphen" and covered in _HYPHENS):
            yield replace(block, children=())
    elif block.kind == "pb" or covered:
        yield replace(block, children=()) if block.children else block


def _has_text(block: Block, text: str) -> bool:
    if block.kind in _CONTAINERS and block.children:
        return True
    return block.kind in ("pb", "lb") or bool(block.span.of(text).strip())
