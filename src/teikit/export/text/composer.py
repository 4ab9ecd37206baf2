"""Words on their way into parts: white space collapsed, lines and blocks opened where words come."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from teikit.export.text.parts import Break, Inline, Look, Mark, Note, Page, Part, Words

SPACES = " \t\r\n"
HYPHENS = ("-", "‐", "¬", "\u00ad", "=", "⸗")
_RUN = re.compile(r"[ \t\r\n]+")
_ROOMY = frozenset(("text", "note", "quote", "speech"))


@dataclass(slots=True)
class Composer:
    """The text so far.

    ``holders``: the parts that are open for parts, the innermost last. ``open``: what takes words now, None between
    parts. ``space``: white space came last. ``joining``: what comes next stands directly after what came before.
    ``pages``: page breaks that wait for the words that they stand before.
    """

    holders: list[Part] = field(default_factory=lambda: [Part("text")])
    open: Part | None = None
    look: Look = field(default_factory=Look)
    space: bool = False
    joining: bool = False
    pages: list[Page] = field(default_factory=list)

    @property
    def inlines(self) -> list[Inline]:
        """What takes words now; outside of all parts a new paragraph."""
        if self.open is None:
            self.begin("para")
        assert self.open is not None
        return self.open.lead if self.open.kind == "item" else self.open.inlines

    def begin(self, kind: str, level: int = 0) -> Part:
        """Open a part for words."""
        self.close()
        self.open = Part(kind, level=level)
        self._between()
        self.holders[-1].parts.append(self.open)
        return self.open

    def begin_line(self, kind: str, holder: str, level: int = 0) -> None:
        """Open a line; lines that follow each other stand in one part."""
        self.close()
        last = self.holders[-1].parts[-1] if self.holders[-1].parts else None
        if last is None or last.kind != holder or last.marked == "closed":
            self._between()
            last = Part(holder)
            self.holders[-1].parts.append(last)
        if holder == kind:
            if last.inlines:
                last.inlines.append(Break())
            self.open = last
        else:
            self.open = Part(kind, level=level)
            last.parts.append(self.open)

    def close(self) -> None:
        """Let no more words into the part that is open; one that took none is forgotten."""
        self.open, self.space, self.joining = None, False, False

    def end_group(self) -> None:
        """Let the lines that follow stand apart from those before."""
        self.close()
        parts = self.holders[-1].parts
        if parts and parts[-1].kind in ("verse", "lines"):
            parts[-1].marked = "closed"

    def hold(self, kind: str, marked: str = "") -> Part:
        """Open a part for parts."""
        self.close()
        self._between()
        part = Part(kind, marked=marked)
        self.holders[-1].parts.append(part)
        self.holders.append(part)
        return part

    def release(self) -> Part:
        """Close the innermost part that is open for parts."""
        self.close()
        return self.holders.pop()

    def _between(self) -> None:
        """Put page breaks that wait between blocks; those in lists and tables go on waiting."""
        if self.holders[-1].kind in _ROOMY:
            self.write_pages()

    def write_pages(self) -> None:
        """Put page breaks that wait in a line of their own."""
        if self.pages:
            line: list[Inline] = []
            for page in self.pages:
                line += [Words(" "), page] if line else [page]
            self.holders[-1].parts.append(Part("page", line))
            self.pages.clear()

    def words(self, string: str, *, preserve: bool = False) -> None:
        """Write characters."""
        if preserve:
            self._preserved(string)
            return
        body = string.strip(SPACES)
        if body:
            if string[0] in SPACES:
                self.space = True
            self._put(_RUN.sub(" ", body))
        if string and string[-1] in SPACES:
            self.space = True

    def _preserved(self, string: str) -> None:
        if not string.strip(SPACES) and self.open is None:
            return
        for count, line in enumerate(re.split(r"\r\n|\r|\n", string)):
            if count:
                self.line_break()
            if line:
                self._put(line.replace("\t", "    "))

    def _put(self, text: str) -> None:
        inlines = self._ready()
        last = inlines[-1] if inlines else None
        if isinstance(last, Words) and last.look == self.look:
            last.text += text
        else:
            inlines.append(Words(text, self.look))

    def _ready(self) -> list[Inline]:
        """Return what takes words, with the page breaks and the space that are due."""
        inlines = self.inlines
        if self.pages and not inlines:
            self._page_before_heading()
        if self.pages:
            for page in self.pages:
                if inlines and not self.joining:
                    self._separate(inlines)
                inlines.append(page)
            self.pages.clear()
            self.space = not self.joining
        if self.space and inlines and not self.joining:
            self._separate(inlines)
        self.space = self.joining = False
        return inlines

    def _page_before_heading(self) -> None:
        """Put page breaks that a heading begins with before it, so that they are no part of it."""
        parts = self.holders[-1].parts
        if parts and parts[-1] is self.open and self.open.kind in ("head", "subhead"):
            heading = parts.pop()
            self.write_pages()
            parts.append(heading)

    def _separate(self, inlines: list[Inline]) -> None:
        """Put a space; it has the look of the words around it only where that is one."""
        last = inlines[-1]
        if isinstance(last, Break) or (isinstance(last, Words) and last.text.endswith(" ")):
            return
        if isinstance(last, Words) and last.look == self.look and "code" not in self.look.styles:
            last.text += " "
        else:
            before = last.look if isinstance(last, Words) else Look()
            inlines.append(Words(" ", Look(lang=before.lang if before.lang == self.look.lang else "")))

    def mark(self, note: Note) -> None:
        """Put the mark of a note, close to the word before it."""
        space = self.space
        self.space = False
        self._ready().append(Mark(note))
        self.space = space

    def page(self, label: str, *, joined: bool) -> None:
        """Note the beginning of a page."""
        if joined:
            self.joining = True
        if self.open is not None and (joined or self.inlines):
            inlines = self.inlines
            if not joined and inlines:
                self._separate(inlines)
            inlines.append(Page(label))
            self.space = not joined
        else:
            self.pages.append(Page(label))

    def join(self) -> None:
        """Let what follows stand directly after what came before."""
        self.space, self.joining = False, True

    def line_break(self) -> None:
        """End the line, where one was begun."""
        inlines = self.inlines if self.open is not None else []
        if inlines and not isinstance(inlines[-1], Break):
            last = inlines[-1]
            if isinstance(last, Words):
                last.text = last.text.rstrip(" ") if last.look == self.look else last.text
            inlines.append(Break())
        self.space = self.joining = False

    def end_with(self, mark: str) -> None:
        """Write a mark directly after the words before it; a space that was due follows it."""
        space, self.space = self.space, False
        self.words(mark)
        self.space = space

    def last_character(self) -> str:
        """Return the character that words would follow, an empty string at the beginning of a part."""
        inlines = self.inlines if self.open is not None else []
        return inlines[-1].text[-1:] if inlines and isinstance(inlines[-1], Words) else ""
