"""What elements that are parts of a text do to it: one function for each name of text_parts.tsv."""

from __future__ import annotations

import re
from functools import cache

from teikit.export.rules import has_words, tei_name
from teikit.export.text.parts import Part, Words
from teikit.export.text.phrases import record, run
from teikit.export.text.reading import Frame, Handler, Reader, kinds
from teikit.xmlio import Element

_INDENT = re.compile(r"indent[\s:(-]*(\d*)", re.IGNORECASE)
_MAX_INDENT = 20


def para(reader: Reader, _el: Element, frame: Frame) -> None:
    reader.composer.begin("para")
    frame.after.append(reader.composer.close)


def block(reader: Reader, _el: Element, frame: Frame) -> None:
    reader.composer.end_group()
    frame.after.append(reader.composer.end_group)


def section(reader: Reader, el: Element, frame: Frame) -> None:
    """A division; where it has a heading, those inside it are one level lower."""
    block(reader, el, frame)
    if any(tei_name(part.tag) == "head" for part in el):
        reader.sections += 1
        frame.after.append(lambda: setattr(reader, "sections", reader.sections - 1))


def head(reader: Reader, el: Element, frame: Frame) -> None:
    """The first heading of a division is one; a second is below it, that of anything else a line above it."""
    parent = el.getparent()
    kind = kinds().get(tei_name(parent.tag)) if parent is not None else None
    composer = reader.composer
    if kind in ("list", "table") and len(composer.holders) > 1 and composer.holders[-1].kind in ("list", "table"):
        inner = composer.holders.pop()
        composer.holders[-1].parts.pop()
        composer.begin("caption")
        frame.after += [lambda: composer.holders.append(inner), lambda: composer.holders[-1].parts.append(inner)]
    elif kind == "section" and parent is not None and composer.holders[-1].kind == "text":
        first = parent not in reader.headed
        reader.headed.add(parent)
        composer.begin("head" if first else "subhead", max(1, reader.sections))
    else:
        composer.begin("caption")
    frame.after.append(composer.close)


def line(reader: Reader, el: Element, frame: Frame) -> None:
    """A line of its own; in another, or among words, a part of that."""
    parent = el.getparent()
    if parent is not None and (kinds().get(tei_name(parent.tag)) == "line" or has_words(parent)):
        record(reader, el, frame)
        return
    reader.composer.begin_line("lines", "lines")
    frame.after.append(reader.composer.close)


def verse(reader: Reader, el: Element, frame: Frame) -> None:
    """A line of verse, with the indentation that @rend asks for."""
    found = _INDENT.search(f"{el.get('rend') or ''} {el.get('rendition') or ''}")
    level = min(int(found[1] or 1), _MAX_INDENT) if found and len(found[1]) < 4 else 0
    reader.composer.begin_line("l", "verse", level)
    frame.after.append(reader.composer.close)


def list_(reader: Reader, el: Element, frame: Frame) -> None:
    how = f"{el.get('type') or ''} {el.get('rend') or ''}".lower().split()
    if {"inline", "runon", "run-on", "run-in"} & set(how) or reader.too_deep(el):
        return
    ordered = bool({"ordered", "numbered"} & set(how))
    marked = "ordered" if ordered else "none" if {"simple", "none", "nolist"} & set(how) else "bulleted"
    reader.composer.hold("list", "gloss" if "gloss" in how else marked)
    frame.after.append(lambda: _whole(reader.composer.release(), "item"))


def item(reader: Reader, el: Element, frame: Frame) -> None:
    composer = reader.composer
    if composer.holders[-1].kind != "list":
        if composer.open is None:
            line(reader, el, frame)
        else:
            composer.space = True
        return
    siblings = composer.holders[-1].parts
    if siblings and siblings[-1].kind == "item" and siblings[-1].marked == "label":
        siblings[-1].marked = ""
        composer.close()
        composer.holders.append(siblings[-1])
    else:
        held = composer.hold("item")
        number = (el.get("n") or "").strip()
        if number:
            held.lead.append(Words(f"{number}." if number.isalnum() else number))
    frame.after.append(composer.release)


def label(reader: Reader, el: Element, frame: Frame) -> None:
    """The label of an item stands before it; any other is a part of the line."""
    composer = reader.composer
    if composer.holders[-1].kind != "list" or composer.open is not None:
        run(reader, el, frame)
        return
    composer.hold("item").marked = "label"
    composer.open = composer.holders.pop()
    frame.after.append(composer.close)


def table(reader: Reader, el: Element, frame: Frame) -> None:
    if not reader.too_deep(el):
        reader.composer.hold("table")
        frame.after.append(lambda: _whole(reader.composer.release(), "row"))


def row(reader: Reader, el: Element, frame: Frame) -> None:
    if reader.composer.holders[-1].kind == "table":
        reader.composer.hold("row", "head" if el.get("role") == "label" else "")
        frame.after.append(lambda: _whole(reader.composer.release(), "cell"))
    else:
        line(reader, el, frame)


def cell(reader: Reader, el: Element, frame: Frame) -> None:
    if reader.composer.holders[-1].kind != "row":
        run(reader, el, frame)
        return
    reader.composer.hold("cell")
    frame.after.append(reader.composer.release)
    if (el.get("cols") or "1").strip() != "1" or (el.get("rows") or "1").strip() != "1":
        reader.losses.add("X023", el)


def _whole(holder: Part, kind: str) -> None:
    """Put what stands among the items of a list, or the cells of a table, into such of its own."""
    for at, part in enumerate(holder.parts):
        if part.kind != kind:
            inner = Part("cell", parts=[part])
            holder.parts[at] = Part(kind, parts=[inner] if kind == "row" else [part])


def speech(reader: Reader, el: Element, frame: Frame) -> None:
    if not reader.too_deep(el):
        reader.composer.hold("speech")
        frame.after.append(reader.composer.release)


def speaker(reader: Reader, _el: Element, frame: Frame) -> None:
    reader.composer.begin("speaker" if reader.composer.holders[-1].kind == "speech" else "para")
    frame.after.append(reader.composer.close)


@cache
def handlers() -> dict[str, Handler]:
    """Return the functions of this module by the name that text_parts.tsv has for them."""
    return {
        "para": para,
        "block": block,
        "section": section,
        "head": head,
        "line": line,
        "verse": verse,
        "stanza": block,
        "list": list_,
        "item": item,
        "label": label,
        "table": table,
        "row": row,
        "cell": cell,
        "speech": speech,
        "speaker": speaker,
    }
