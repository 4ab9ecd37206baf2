"""What stands in a line → Markdown: styles nested and closed, space kept out of them, marks of notes.

A space where the line must not break is written as ``HARD`` until lines are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import takewhile

from teikit.data import table
from teikit.export.markdown.escape import escaped, quotes_escaped
from teikit.export.markdown.metadata import is_right_to_left
from teikit.export.text.parts import Break, Inline, Look, Mark, Page, Words, line_of

HARD = "\x01"
LINE_END = "\n"
_NOTHING = f"<!--{HARD}-->"
_JOINT = frozenset("*~^`_")


@dataclass(frozen=True, slots=True)
class Span:
    """Markup around words. ``tight``: no space may stand inside."""

    open: str
    close: str
    tight: bool = False


Stack = tuple[Span, ...]
_BOLD_ITALIC = Span("***", "***")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters, escaped, and the spans that they stand in. ``ready``: they are markup themselves."""

    text: str
    stack: Stack = ()
    ready: bool = False


def line(inlines: Iterable[Inline], *, bold: bool = False, nested: bool = False) -> str:
    """Return Markdown of what stands in a line, a line end for each Break.

    ``bold``: all of it is. ``nested``: notes stand where their marks are, because pandoc has no notes within notes.
    """
    writer = _Writer()
    pieces = [piece for piece in _pieces(inlines, bold, nested) if piece.text]
    for piece in _settled(pieces):
        writer.write(piece)
    writer.turn(())
    return "".join(writer.out).strip(" \n")


def _pieces(inlines: Iterable[Inline], bold: bool, nested: bool) -> Iterator[_Piece]:
    for inline in inlines:
        if isinstance(inline, Words):
            yield from _words(inline, bold)
        elif isinstance(inline, Break):
            yield _Piece(LINE_END)
        elif isinstance(inline, Page):
            yield _Piece(f"[{escaped(f'[{inline.label}]').replace(' ', HARD)}]{{.pagebreak}}", ready=True)
        elif nested:
            yield from _nested(inline)
        else:
            yield _Piece(f"[^{inline.note.number}]", ready=True)


def _nested(mark: Mark) -> Iterator[_Piece]:
    yield from (_Piece(" "), _Piece("\\["))
    yield from _pieces(line_of(mark.note.content), False, True)
    yield _Piece("\\]")


def _words(inline: Words, bold: bool) -> Iterator[_Piece]:
    """Yield words and the spaces at their ends."""
    look = inline.look
    if bold and "bold" not in look.styles:
        look = replace(look, styles=(*look.styles, "bold"))
    stack = _stack(look)
    core = inline.text.strip(" ")
    blank = not core.strip()
    stack = () if blank else stack
    if len(inline.text) > len(core) and inline.text[0] == " ":
        yield _Piece(" ")
    if "code" in look.styles and not blank and "``" not in core and "|" not in core:
        fence = "``" if "`" in core else "`"
        inner = f" {core} " if "`" in core else core
        yield _Piece(f"{fence}{inner}{fence}".replace(" ", HARD), stack, ready=True)
    elif core:
        text = quotes_escaped(escaped(core), inside=bool(stack))
        text = f"{text[:-1]}\\!" if text.endswith("!") else text
        yield _Piece(text.replace(" ", f"\\{HARD}") if any(span.tight for span in stack) else text, stack)
    if core and inline.text[-1] == " ":
        yield _Piece(" ")


def _stack(look: Look) -> Stack:
    """Return the spans of a look, the outermost first."""
    spans: list[Span] = []
    if look.lang:
        direction = f"{HARD}dir=rtl" if is_right_to_left(look.lang) else ""
        spans.append(Span("[", f"]{{lang={look.lang}{direction}}}"))
    if look.link:
        spans.append(Span("[", f"](<{look.link}>)"))
    styles = set(look.styles)
    if {"bold", "italic"} <= styles:
        spans.append(_BOLD_ITALIC)
        styles -= {"bold", "italic"}
    return (*spans, *(span for style, span in _styles() if style in styles))


@cache
def _styles() -> tuple[tuple[str, Span], ...]:
    rows = table("export/markdown_styles")
    return tuple((row["style"], Span(row["open"], row["close"], row["open"] in "~^")) for row in rows)


def _settled(pieces: list[_Piece]) -> Iterator[_Piece]:
    """Yield pieces, spaces in the spans that those on both sides of them share."""
    for at, piece in enumerate(pieces):
        if piece.text != " ":
            yield piece
            continue
        before = pieces[at - 1].stack if at else ()
        after = next((one.stack for one in pieces[at + 1 : at + 3] if one.text != " "), ())
        shared = _shared(before, after)
        yield _Piece(f"\\{HARD}" if any(span.tight for span in shared) else " ", shared)


def _shared(one: Stack, other: Stack) -> Stack:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return tuple(first for first, _ in same)


@dataclass(slots=True)
class _Writer:
    """Markdown so far, and the spans that are open."""

    out: list[str] = field(default_factory=list)
    stack: Stack = ()

    def write(self, piece: _Piece) -> None:
        text = piece.text
        if text == " " and (not self.out or self.out[-1][-1] in " \n"):
            return
        after_mark = bool(self.out) and not self.stack and self.out[-1].endswith("]")
        self.turn(piece.stack)
        if not piece.ready and after_mark and text[0] in "(:[":
            text = f"\\{text}"
        self._put(text)

    def turn(self, stack: Stack) -> None:
        """Close the spans that are not wanted any more, and open those that are."""
        shared = len(_shared(self.stack, stack))
        for span in reversed(self.stack[shared:]):
            self._put(span.close)
        for span in stack[shared:]:
            self._put(span.open)
        self.stack = stack

    def _put(self, text: str) -> None:
        """Append, with a comment between signs that would be read as one."""
        last = self.out[-1] if self.out else ""
        escaped_sign = len(last) > 1 and last[-2] == "\\"
        joined = text[0] in _JOINT and last[-1:] == text[0]
        note_like = text[0] == "^" and last[-1:] == "["
        link_like = text == "[" and last.endswith("]")
        if (joined or note_like or link_like) and not escaped_sign:
            self.out.append(_NOTHING)
        self.out.append(text)
