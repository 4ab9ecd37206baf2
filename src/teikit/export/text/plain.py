"""Plain text that is exactly the text of ``<text>``.

Every character that is not white space stands there once, in the order of the file, with these rules:

- the header, stand-off data and attributes are left out; comments and processing instructions too;
- of a ``choice`` only what the source has is read (``orig``, ``sic``, ``abbr``), of an ``app`` the ``lem`` or the first
  reading; deleted and added words are both read, because both stand on the page;
- paragraphs, headings and other blocks are separated by an empty line; ``l``, ``addrLine``, ``item``, ``row`` and so on
  take a line each; cells are separated by tabs; ``lb`` begins a line, ``lb break="no"`` (also ``pb``, ``cb``, ``gb``)
  joins what it separates, without it a page break separates two words;
- a ``note`` stands where it stands in the file, as a paragraph of its own; running heads and page numbers (``fw``) take
  a line; a label stays on the line of its item;
- names, dates and all other elements inside a paragraph leave no trace;
- white space is collapsed, unless ``xml:space="preserve"`` is in force.

Without a ``text`` the ``sourceDoc`` is read, without that whatever the root holds except a header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from teikit.export.report import Report
from teikit.export.rules import as_written, flow, has_words, needs_space, rules, tei_name
from teikit.export.text.reading import kinds
from teikit.xmlio import Element, Tree, xml

NOTHING, SPACE, TAB, LINE, BLANK = range(5)
BREAKS = {"container": BLANK, "leaf": BLANK, "line": LINE}
OWN_LINE = frozenset(("item", "row", "speaker", "dateline", "salute", "signed", "byline"))
POINTS = frozenset(("lb", "pb", "cb", "gb", "milestone", "space"))
CHOOSING = frozenset(("choice", "app"))
_SPACE = xml("space")
_SPACES = re.compile(r"[ \t\r\n]+")


def plain(tree: Tree, report: Report) -> str:
    """Return the characters of the text of a TEI tree."""
    writer = Writer()
    for root in texts(tree.getroot(), report):
        writer.part(BLANK)
        _write(root, writer, report)
    return writer.result()


def texts(root: Element, report: Report) -> list[Element]:
    """Return the outermost elements that hold the text of a file."""
    for name in ("text", "sourceDoc"):
        named = (el for el in root.iter(f"{{*}}{name}") if _is(el, name))
        found = [el for el in named if not any(_is(up, name) for up in el.iterancestors())]
        if found:
            return found
    if _is(root, "TEI") or _is(root, "teiCorpus") or _is(root, "TEI.2"):
        report.no_text()
        return [el for el in root if tei_name(el.tag) not in ("", "teiHeader", "standOff", "facsimile")]
    return [root]


def _is(el: Element, name: str) -> bool:
    return tei_name(el.tag) == name


@dataclass(slots=True)
class Writer:
    """Puts words on lines. Separators are remembered until a word follows; the strongest wins."""

    out: list[str] = field(default_factory=list)
    separator: int = NOTHING
    tabs: int = 0
    cells: int = 0
    joining: bool = False
    limit: int = BLANK

    def part(self, strength: int) -> None:
        """Separate what follows from what came before; inside a table cell nothing is stronger than a space."""
        if not self.joining or strength > SPACE:
            self.separator = max(self.separator, min(strength, SPACE if self.cells else self.limit))

    def cell(self) -> None:
        """Begin a cell that is not the first of its row."""
        self.separator = max(self.separator, TAB)
        self.tabs += 1

    def keep(self, strength: int) -> None:
        """Let nothing stronger stand before the next words, so that a label stays with its item."""
        self.separator, self.limit = strength, strength

    def join(self) -> None:
        """Let what follows stand directly after what came before."""
        self.separator, self.joining = NOTHING, True

    def words(self, string: str, *, preserve: bool) -> None:
        """Write text, white space collapsed or as it stands."""
        if preserve:
            if string and (self.out or not string.isspace()):
                self._put(string)
            return
        body = string.strip(" \t\r\n")
        if not body:
            if string:
                self.part(SPACE)
            return
        if string[0] in " \t\r\n":
            self.part(SPACE)
        self._put(_SPACES.sub(" ", body))
        if string[-1] in " \t\r\n":
            self.part(SPACE)

    def _put(self, string: str) -> None:
        if self.out:
            self.out.append(("", " ", "", "\n", "\n\n")[self.separator])
        self.out.append("\t" * self.tabs + string)
        self.separator, self.tabs, self.joining, self.limit = NOTHING, 0, False, BLANK

    def end_row(self) -> None:
        """Write the tabs of the empty cells that end a row."""
        if self.tabs:
            self._put("")

    def result(self) -> str:
        body = "".join(self.out)
        return body.strip("\n") + "\n" if body.strip() else ""


@dataclass(frozen=True, slots=True)
class _Open:
    """An element whose children are being read. ``choosing``: only one of its readings is, and nothing between them."""

    el: Element
    children: Iterator[Element]
    preserve: bool
    choosing: bool


def _write(root: Element, writer: Writer, report: Report) -> None:
    """Walk a tree without recursion, because XML from elsewhere may be nested deeper than Python's stack."""
    stack = [_enter(root, writer, report, False)]
    while stack:
        top = stack[-1]
        child = next(top.children, None)
        if child is None:
            stack.pop()
            _end(top.el, writer)
            if stack and not stack[-1].choosing and top.el.tail:
                writer.words(top.el.tail, preserve=stack[-1].preserve)
        elif isinstance(child.tag, str):
            stack.append(_enter(child, writer, report, top.preserve))
        else:
            if child.tag is etree.Entity:
                writer.words(child.text or "", preserve=top.preserve)
            if child.tail and not top.choosing:
                writer.words(child.tail, preserve=top.preserve)


def _enter(el: Element, writer: Writer, report: Report, preserve: bool) -> _Open:
    """Write what comes before the children of an element, and say which of them are to be read."""
    name = tei_name(el.tag)
    if name not in rules() and name not in kinds():
        report.unknown(el)
    space = el.get(_SPACE)
    if space is not None:
        preserve = space == "preserve"
    _begin(el, name, writer)
    if name in CHOOSING and not has_words(el):
        chosen = as_written(el)
        return _Open(el, iter(() if chosen is None else (chosen,)), preserve, True)
    if el.text:
        writer.words(el.text, preserve=preserve)
    return _Open(el, iter(el), preserve, False)


def _begin(el: Element, name: str, writer: Writer) -> None:
    """Put the separator that an element asks for before it."""
    if name in POINTS:
        if el.get("break") == "no":
            writer.join()
        else:
            writer.part(LINE if name == "lb" else SPACE)
    elif name == "cell":
        if el.getprevious() is not None:
            writer.cell()
        writer.cells += 1
    elif name == "item" and _after_label(el):
        writer.keep(SPACE)
    else:
        strength = _strength(el, name)
        if strength == NOTHING and el.getprevious() is not None and _in_record(el) and needs_space(el):
            strength = SPACE
        writer.part(strength)


def _end(el: Element, writer: Writer) -> None:
    """Put the separator that an element asks for after it."""
    name = tei_name(el.tag)
    if name in POINTS:
        return
    if name == "cell":
        writer.cells -= 1
        return
    if name == "row":
        writer.end_row()
    if name == "speaker":
        writer.keep(LINE)
        return
    writer.part(_strength(el, name))


def _strength(el: Element, name: str) -> int:
    """Return how strongly an element is set apart from what stands beside it."""
    if name in OWN_LINE:
        return LINE
    if name == "note":
        return BLANK
    if name == "label" and _is_child_of(el, "list"):
        return LINE
    return BREAKS.get(flow(el), NOTHING)


def _in_record(el: Element) -> bool:
    """Return whether an element stands beside others as in a record, where white space between them means nothing."""
    parent = el.getparent()
    if parent is None or has_words(parent):
        return False
    name = tei_name(parent.tag)
    return name == "castItem" or (name in rules() and rules()[name].flow == "container")


def _after_label(el: Element) -> bool:
    previous = el.getprevious()
    return previous is not None and _is(previous, "label")


def _is_child_of(el: Element, name: str) -> bool:
    parent = el.getparent()
    return parent is not None and _is(parent, name)
