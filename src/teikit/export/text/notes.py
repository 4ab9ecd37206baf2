"""Where the notes of a text go: which have marks of their own, and which stay where they are."""

from __future__ import annotations

from dataclasses import dataclass, field

from teikit.export.rules import flow, tei_name
from teikit.export.text.parts import Note, Part
from teikit.xmlio import Element, xml

_ID = xml("id")
_LONGEST_SIGN = 4


@dataclass(slots=True)
class Apart:
    """The notes that stand apart, by their element.

    ``signs``: elements (ref, ptr, anchor) that are the mark of a note, and which. ``marked``: notes that have such a
    mark, so that none is put where they stand.
    """

    notes: dict[Element, Note] = field(default_factory=dict)
    signs: dict[Element, list[Note]] = field(default_factory=dict)
    marked: set[Element] = field(default_factory=set)


def apart(texts: list[Element]) -> Apart:
    """Find the notes of a text that stand apart, and what marks them."""
    found = Apart()
    points: dict[str, Element] = {}
    pointers: list[Element] = []
    notes: list[Element] = []
    for text in texts:
        for el in text.iter("{*}note", "{*}ref", "{*}ptr", "{*}anchor"):
            name = tei_name(el.tag)
            if name == "note":
                notes.append(el)
            elif name in ("ref", "ptr"):
                pointers.append(el)
            elif name and el.get(_ID):
                points.setdefault(el.get(_ID) or "", el)
    by_id = {el.get(_ID) or "": el for el in reversed(notes) if el.get(_ID)}
    for el in pointers:
        note = by_id.get(_pointed(el))
        if note is not None and note not in found.marked and _is_sign(el, note):
            _mark(found, el, note)
    for el in notes:
        point = points.get(_pointed(el))
        if el not in found.marked and point is not None:
            _mark(found, point, el)
        elif el not in found.marked and not _among_blocks(el):
            found.notes[el] = Note(Part("note"))
    return found


def _mark(found: Apart, sign: Element, note: Element) -> None:
    made = found.notes.setdefault(note, Note(Part("note")))
    found.signs.setdefault(sign, []).append(made)
    found.marked.add(note)


def _pointed(el: Element) -> str:
    """Return the id that @target points to, where it is one of this file and no other is."""
    targets = (el.get("target") or "").split()
    return targets[0][1:] if len(targets) == 1 and targets[0].startswith("#") else ""


def _is_sign(el: Element, note: Element) -> bool:
    """Tell whether a pointer is the mark of a note: it says so, or is not longer than one, and not in the note."""
    if any(up is note for up in el.iterancestors()):
        return False
    if el.get("type") in ("noteAnchor", "note", "fn", "footnote"):
        return True
    length = 0
    for piece in el.itertext():
        length += len("".join(str(piece).split()))
        if length > _LONGEST_SIGN:
            return False
    return True


def _among_blocks(el: Element) -> bool:
    place = el.get("place") or ""
    return flow(el) == "leaf" and not place.startswith(("foot", "end", "bottom"))
