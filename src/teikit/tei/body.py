"""Blocks to elements of the TEI text. White space is collapsed as a reader sees it; no other character changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby

from teikit.model import Block, Document, Span
from teikit.tei.fit import fit
from teikit.tei.mixed import Context, Notes, write_mark, write_mixed
from teikit.tei.sections import GLOBAL, Division, arrange
from teikit.xmlio import Element, local, sub

# Kinds that share one wrapper where they stand together.
_OPENER = frozenset({"opener", "dateline", "salute", "byline", "signed", "address", "label"})
_CLOSER = frozenset({"closer", "signed", "dateline", "salute", "address"})

# What must not stand in a div by itself, and the element that may hold it there.
_HOST = {"address": "p", "item": "list", "l": "lg", "row": "table", "ref": "p", "lb": "p", "cell": "p", "speaker": "p"}


def write_body(parent: Element, doc: Document, kind: str) -> None:
    """Append the divisions of a document to `parent`; an empty one gets an empty paragraph."""
    ctx = Context(doc.text, Notes.of(doc), write_block)
    for division in arrange(fit(doc), kind):
        _division(ctx, parent, division)


def _division(ctx: Context, parent: Element, division: Division) -> None:
    div = sub(parent, "div", type=division.type.replace(" ", "_"))
    if division.bottom and not (division.divisions or any(block.kind not in GLOBAL for block in division.content)):
        _without_content(division)
    _wrapped(ctx, div, division.top, "opener", _OPENER)
    for block in division.content:
        _content(ctx, div, block)
    for inner in division.divisions:
        _division(ctx, div, inner)
    _wrapped(ctx, div, division.bottom, "closer", _CLOSER)
    if not len(div):
        sub(div, "p")


def _without_content(division: Division) -> None:
    """Make a division of endings only one that TEI allows: nothing stands at the bottom where there is no content."""
    first = division.bottom[0]
    if any(block.kind in ("trailer", "postscript") for block in division.bottom):
        division.content += [Block("p", Span(first.span.start, first.span.start))]
        return
    division.top += [replace(block, kind="opener") if block.kind == "closer" else block for block in division.bottom]
    division.bottom = []


def _wrapped(ctx: Context, parent: Element, blocks: Iterable[Block], wrapper: str, kinds: frozenset[str]) -> None:
    """Write blocks, those of `kinds` that stand together inside one wrapper element."""
    for inside, group in groupby(blocks, key=lambda block: block.kind in kinds):
        if not inside:
            for block in group:
                write_block(ctx, parent, block)
            continue
        el = sub(parent, wrapper)
        for block in group:
            _in_wrapper(ctx, el, block)


def _in_wrapper(ctx: Context, el: Element, block: Block) -> None:
    if block.kind == "label":  # TEI allows no label in an opener
        write_mixed(ctx, sub(el, "seg", type=block.type), block)
    elif block.kind not in ("opener", "closer"):
        write_block(ctx, el, block)
    elif any(child.kind in _CLOSER | _OPENER for child in block.children):
        for child in block.children:
            write_block(ctx, el, child)
    else:
        write_mixed(ctx, sub(el, "salute"), block)


def _content(ctx: Context, div: Element, block: Block) -> None:
    host = _HOST.get(block.kind)
    parent = sub(div, host) if host else div
    if block.kind in ("cell", "speaker"):
        write_mixed(ctx, parent, block)
    else:
        write_block(ctx, parent, block)


def write_block(ctx: Context, parent: Element, block: Block) -> None:
    """Append the element that a block becomes."""
    writer = _WRITERS.get(block.kind)
    if writer is not None:
        writer(ctx, parent, block)
    else:
        write_mixed(ctx, sub(parent, block.kind, type=block.type), block)


def _lines(ctx: Context, parent: Element, block: Block) -> None:
    """Write an address or a stanza: elements that hold lines only."""
    line = "addrLine" if block.kind == "address" else "l"
    el = sub(parent, block.kind, type=block.type)
    for child in block.children or (Block(line, block.span),):
        write_mixed(ctx, sub(el, child.kind if child.kind in (line, "pb", "fw", "head") else line), child)


def _list(ctx: Context, parent: Element, block: Block) -> None:
    el = sub(parent, "list", type=block.type)
    for child in block.children or (Block("item", block.span),):
        # Whatever is no item, head or page mark inside a list becomes an item of it.
        host = el if child.kind in ("item", "head", "pb", "fw") else sub(el, "item")
        write_block(ctx, host, child)


def _item(ctx: Context, parent: Element, block: Block) -> None:
    write_mixed(ctx, sub(parent, "item", n=block.n), block)


def _speech(ctx: Context, parent: Element, block: Block) -> None:
    sp = sub(parent, "sp")
    for child in block.children or (Block("p", block.span),):
        write_block(ctx, sp, child)
    if not any(local(el) in ("p", "lg", "list", "table") for el in sp):
        sub(sp, "p")


def _table(ctx: Context, parent: Element, block: Block) -> None:
    table = sub(parent, "table")
    for row in block.children or (Block("row", block.span),):
        if row.kind != "row":
            write_block(ctx, table, row)
            continue
        el = sub(table, "row", role=row.type)
        for cell in row.children or (Block("cell", row.span),):
            write_mixed(ctx, sub(el, "cell"), cell)


def _postscript(ctx: Context, parent: Element, block: Block) -> None:
    el = sub(parent, "postscript")
    signed = [child for child in block.children if child.kind in ("signed", "closer", "dateline")]
    parts = [child for child in block.children if child not in signed]
    if not any(part.kind in ("p", "list", "lg", "table") for part in parts):
        write_mixed(ctx, sub(el, "p"), Block("p", block.span, tuple(parts)), leave_out=signed)
    else:
        for part in parts:
            _content(ctx, el, part)
    _wrapped(ctx, el, signed, "closer", _CLOSER)


def _note(ctx: Context, parent: Element, block: Block) -> None:
    el = sub(parent, "note", type=block.type, place=block.place, n=block.n, id=ctx.notes.id_of(block))
    write_mixed(ctx, el, block)


def _division_block(ctx: Context, parent: Element, block: Block) -> None:
    for division in arrange(block.children, block.type):
        _division(ctx, parent, division)


Writer = Callable[[Context, Element, Block], None]

_WRITERS: dict[str, Writer] = {
    "address": _lines,
    "div": _division_block,
    "fw": write_mark,
    "item": _item,
    "lg": _lines,
    "label": write_mark,
    "list": _list,
    "note": _note,
    "pb": write_mark,
    "postscript": _postscript,
    "sp": _speech,
    "table": _table,
}
