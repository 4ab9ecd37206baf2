"""What elements inside the lines of a text do to it: one function for each name of text_parts.tsv."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from lxml import etree

from teikit.data import words
from teikit.export.html.markup import external
from teikit.export.rules import flow, rules, tei_name
from teikit.export.text.composer import HYPHENS, SPACES, Composer
from teikit.export.text.parts import Words
from teikit.export.text.reading import MAX_NOTES, Frame, Handler, Reader, in_record
from teikit.xmlio import Element

_PAGE_WORD = re.compile(r"(?:pp?|pag|page|s|seite)\b\.?\s*(?=\S)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_NAMESPACE = re.compile(r'\sxmlns(:\w+)?="[^"]*"')


def quoted(reader: Reader, el: Element, frame: Frame) -> None:
    """A quotation among blocks is a block; inside a sentence it gets quotation marks, unless it brings its own."""
    composer = reader.composer
    if flow(el) == "leaf" or any(_is_block(part) for part in el):
        if reader.too_deep(el):
            composer.end_group()
            frame.after.append(composer.end_group)
            return
        composer.hold("quote")
        frame.after.append(composer.release)
        return
    marks = words("export/quotation_marks")
    first = next((str(piece).lstrip()[0] for piece in el.itertext() if str(piece).strip()), "")
    last = "" if composer.space else composer.last_character()
    if not first or first in marks or last in marks:
        return
    composer.words("“")
    composer.join()
    frame.after.append(lambda: composer.end_with("”"))


def _is_block(el: Element) -> bool:
    rule = rules().get(tei_name(el.tag))
    return rule is not None and rule.flow in ("leaf", "line", "container")


def note(reader: Reader, el: Element, frame: Frame) -> None:
    """A note that stands apart is read for itself; one among blocks is a block."""
    composer = reader.composer
    made = reader.notes.notes.get(el)
    if made is None:
        if reader.too_deep(el):
            composer.end_group()
            frame.after.append(composer.end_group)
            return
        composer.hold("aside")
        frame.after.append(composer.release)
        return
    if reader.within_notes >= MAX_NOTES:
        reader.report.too_deep(el)
        composer.words(" [")
        frame.after.append(lambda: composer.words("]"))
        return
    if el not in reader.notes.marked:
        composer.mark(made)
    reader.composer = Composer(holders=[made.content])
    reader.within_notes += 1

    def back() -> None:
        reader.composer.write_pages()
        reader.composer = composer
        reader.within_notes -= 1

    frame.after.append(back)


def anchor(reader: Reader, el: Element, _frame: Frame) -> None:
    for made in reader.notes.signs.get(el, ()):
        reader.composer.mark(made)


def pointer(reader: Reader, el: Element, _frame: Frame) -> bool | None:
    """The mark of a note is put in place of what it was; an address without words is shown."""
    signs = reader.notes.signs.get(el)
    if signs:
        for made in signs:
            reader.composer.mark(made)
        return False
    url = external(el.get("target") or "") if reader.looks.styled or tei_name(el.tag) == "ptr" else None
    if url is None:
        return None
    composer = reader.composer
    if reader.looks.styled:
        composer.look = replace(composer.look, link=url)
    if tei_name(el.tag) == "ptr" and not len(el) and not (el.text or "").strip():
        composer.words(url)
    return None


def page(reader: Reader, el: Element, _frame: Frame) -> None:
    number = (el.get("n") or "").strip(SPACES + "[]")
    plain = _PAGE_WORD.sub("", number, count=1) or number
    reader.composer.page(f"p. {' '.join(plain.split())}" if plain else "page", joined=el.get("break") == "no")


def line_break(reader: Reader, el: Element, _frame: Frame) -> None:
    """The end of a line of the source: kept where lines are kept, else a space, or nothing inside a word."""
    composer = reader.composer
    inside = el.get("break") == "no"
    if reader.lines and composer.open is not None and composer.open.inlines:
        if inside and composer.last_character() not in HYPHENS:
            composer.space = False
            composer.words("-")
        composer.line_break()
    elif inside:
        composer.join()
    else:
        composer.space = True


def room(reader: Reader, el: Element, _frame: Frame) -> None:
    """Room left in a line is a space; what is left between lines says nothing of the words."""
    if el.get("dim") != "vertical":
        reader.composer.space = True


def sign(reader: Reader, el: Element, _frame: Frame) -> bool | None:
    """A hyphen that only the end of a line asked for is left out where lines are not kept."""
    following = el.getnext()
    weak = el.get("force") == "weak" and (el.text or "").strip() in HYPHENS
    if weak and not reader.lines and following is not None and following.get("break") == "no":
        return False
    return None


def gap(reader: Reader, el: Element, frame: Frame) -> None:
    composer = reader.composer
    composer.words("[…")
    composer.space = len(el) > 0
    frame.after.append(lambda: composer.end_with("]"))


def example(reader: Reader, el: Element, _frame: Frame) -> bool:
    """An example of markup is shown as its source; any other as it stands."""
    if tei_name(el.tag) == "eg":
        source = "".join(str(piece) for piece in el.itertext())
    else:
        source = etree.tostring(el, encoding="unicode", with_tail=False)
        source = _TAG.sub(lambda tag: _NAMESPACE.sub("", tag[0]), source)
    made = reader.composer.begin("code")
    made.inlines.append(Words(source.strip("\r\n").replace("\r\n", "\n").replace("\r", "\n")))
    reader.composer.close()
    return False


def skip(reader: Reader, el: Element, _frame: Frame) -> bool:
    reader.losses.add("X020", el)
    return False


def image(reader: Reader, el: Element, _frame: Frame) -> bool | None:
    reader.losses.add("X022", el)
    return False if tei_name(el.tag) == "binaryObject" else None


def formula(reader: Reader, el: Element, frame: Frame) -> None:
    if len(el):
        reader.losses.add("X022", el)
    run(reader, el, frame)


def choice(reader: Reader, el: Element, frame: Frame) -> None:
    reader.choose(el, frame)


def entry(reader: Reader, _el: Element, frame: Frame) -> None:
    """A paragraph whose parts run on, as those of a dictionary do."""
    reader.composer.begin("para")
    frame.after.append(reader.composer.close)
    _running(reader, frame)


def _running(reader: Reader, frame: Frame) -> None:
    reader.running += 1
    frame.after.append(lambda: setattr(reader, "running", reader.running - 1))


def run(reader: Reader, el: Element, frame: Frame) -> None:
    """A part of a line, set off by a space where it follows something."""
    parent = el.getparent()
    if el.getprevious() is not None or (parent is not None and (parent.text or "").strip()):
        reader.composer.space = True
    frame.after.append(lambda: setattr(reader.composer, "space", True))
    _running(reader, frame)


def record(reader: Reader, el: Element, _frame: Frame) -> None:
    """One of several facts that no words stand between."""
    if in_record(el):
        reader.composer.space = not reader.composer.joining


@cache
def handlers() -> dict[str, Handler]:
    """Return the functions of this module by the name that text_parts.tsv has for them."""
    return {
        "quoted": quoted,
        "note": note,
        "anchor": anchor,
        "pointer": pointer,
        "page": page,
        "linebreak": line_break,
        "room": room,
        "sign": sign,
        "gap": gap,
        "example": example,
        "skip": skip,
        "image": image,
        "formula": formula,
        "choice": choice,
        "entry": entry,
        "run": run,
        "record": record,
    }
