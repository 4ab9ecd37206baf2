"""The parts of a text → blocks of Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from teikit.export.markdown.escape import escaped, guarded, quotes_escaped
from teikit.export.markdown.spans import HARD, line
from teikit.export.markdown.tables import Cells, grid, is_simple, pipe
from teikit.export.text.parts import Inline, Note, Part, Words, every, line_of, numbered
from teikit.export.text.width import wrapped

_APART = "<!-- -->"  # what pandoc itself puts between two lists, so that they are not read as one
_MERGING = frozenset(("list", "quote"))
_LABEL = re.compile(r"(\()?(\d{1,9}|[a-z]|[A-Z])([.)])")
_FENCE = re.compile(r"`{3,}")
_MAX_HEADING = 6


@dataclass(frozen=True, slots=True)
class Style:
    """``columns``: of a line, 0 for no limit. ``nested``: this is a note. ``listed``: this is in a list.

    ``unfenced``: code is written as lines, because pandoc does not find its fences in a quotation in a list.
    """

    columns: int = 0
    nested: bool = False
    listed: bool = False
    unfenced: bool = False

    def narrower(self, by: int) -> Style:
        return replace(self, columns=max(self.columns - by, 8) if self.columns else 0)

    def line(self, inlines: Iterable[Inline], *, bold: bool = False) -> str:
        """Return what stands in a line, without line ends."""
        return line(inlines, bold=bold, nested=self.nested).replace("\n", " ").replace(HARD, " ")


def document(text: Part, columns: int) -> str:
    """Return a text in Markdown, its notes after it."""
    notes = numbered(text, nested=False)
    style = Style(columns)
    lines = blocks(text.parts, style)
    for note in notes:
        made = _note(note, style)
        lines += ["", *made] if lines and made else made
    return "\n".join(lines) + "\n" if lines else ""


def _note(note: Note, style: Style) -> list[str]:
    made = blocks(note.content.parts, replace(style.narrower(4), nested=True)) or [_APART]
    mark = f"[^{note.number}]:"
    simple = note.content.parts and note.content.parts[0].kind in ("para", "lines")
    first = [f"{mark} {made[0]}"] if simple else [mark, "", f"    {made[0]}"]
    return [*first, *_indented(made[1:], "    ")]


def blocks(parts: Iterable[Part], style: Style) -> list[str]:
    """Return the lines of parts that follow each other."""
    lines: list[str] = []
    before = ""
    for part in parts:
        made = _writers()[part.kind](part, style)
        if not made:
            continue
        if lines:
            lines += ["", _APART, ""] if part.kind == before in _MERGING else [""]
        lines += made
        before = part.kind if part.kind != "speech" else ""
    return lines


def _indented(lines: Iterable[str], margin: str) -> list[str]:
    return [margin + one if one else "" for one in lines]


def _para(part: Part, style: Style, *, bold: bool = False) -> list[str]:
    text = line(part.inlines, bold=bold, nested=style.nested)
    if not text.strip():
        return []
    lines: list[str] = []
    for at, piece in enumerate(re.split("\n+", text)):
        if at:
            lines[-1] += "\\"
        lines += wrapped(piece, style.columns - 2 if style.columns else 0, at_spaces=True)
    return [guarded(one).replace(HARD, " ") for one in lines]


def _bold(part: Part, style: Style) -> list[str]:
    return _para(part, style, bold=True)


def _head(part: Part, style: Style) -> list[str]:
    text = style.line(part.inlines)
    return [f"{'#' * min(part.level, _MAX_HEADING)} {text}"] if text else []


def _verse(part: Part, style: Style) -> list[str]:
    made = ((one.level, line(one.inlines, nested=style.nested).replace(HARD, " ")) for one in part.parts)
    return [f"| {'  ' * level}{piece}" for level, text in made if text.strip() for piece in re.split("\n+", text)]


def _quote(part: Part, style: Style) -> list[str]:
    inside = replace(style.narrower(2), unfenced=style.listed)
    return [f"> {one}".rstrip(" ") for one in blocks(part.parts, inside)]


def _aside(part: Part, style: Style) -> list[str]:
    made = blocks(part.parts, style)
    return ["::: note", *made, ":::"] if made else []


def _speech(part: Part, style: Style) -> list[str]:
    return blocks(part.parts, style)


def _code(part: Part, style: Style) -> list[str]:
    text = "".join(inline.text for inline in part.inlines if isinstance(inline, Words))
    if not text.strip():
        return []
    if style.unfenced:
        lines = (quotes_escaped(escaped(one), inside=False) for one in text.strip("\n").split("\n"))
        return [f"| {one}".rstrip(" ") for one in lines]
    longest = max((len(found) for found in _FENCE.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return [fence, *text.split("\n"), fence]


def _list(part: Part, style: Style) -> list[str]:
    """Items with markers. Labels that count are markers themselves; any other begins the words of its item."""
    if part.marked == "gloss" and all(item.lead and style.line(item.lead).strip() for item in part.parts):
        return _glossary(part, style)
    counted = labels_count(part)
    ordered = part.marked == "ordered" and not any(one.lead for one in part.parts)
    made: list[list[str]] = []
    for item in part.parts:
        marker = _label(item) if counted else f"{len(made) + 1}." if ordered else "-"
        lines = _item(replace(item, lead=[]) if counted else item, f"{marker:<3} ", style)
        if counted and not lines:
            lines = [f"{marker:<3} {_APART}"]
        made += [lines] if lines else []
    loose = any("" in lines for lines in made) or not all(_is_close(item) for item in part.parts)
    return [one for at, lines in enumerate(made) for one in (["", *lines] if loose and at else lines)]


def _glossary(part: Part, style: Style) -> list[str]:
    """Terms, each with what it means: a list of definitions, which pandoc has and CommonMark has not."""
    lines: list[str] = []
    for item in part.parts:
        made = blocks(item.parts, replace(style.narrower(4), listed=True)) or [_APART]
        lines += [""] if lines else []
        lines += [guarded(style.line(item.lead)), "", f":   {made[0]}", *_indented(made[1:], "    ")]
    return lines


def _is_close(item: Part) -> bool:
    """Tell whether an item holds nothing but words and lists, so that no empty line need stand around it."""
    return all(part.kind in ("para", "lines", "list") for part in item.parts)


def labels_count(part: Part) -> bool:
    """Tell whether the labels of a list are numbers or letters in their order, as pandoc can write them."""
    labels = [_LABEL.fullmatch(_label(item)) for item in part.parts]
    if not labels or not all(labels):
        return False
    found = [(one[1], one[2], one[3]) for one in labels if one]
    first = found[0]
    values = [int(value) if value.isdigit() else ord(value) for _, value, _ in found]
    start = values[0]
    letters = not first[1].isdigit()
    same = all((one[0], one[2], one[1].isdigit()) == (first[0], first[2], not letters) for one in found)
    closed = first[2] == ")" or not first[0]
    plain = all(value == str(int(value)) for _, value, _ in found) if not letters else first[1] in "aA"
    return same and closed and plain and values == list(range(start, start + len(values)))


def _label(item: Part) -> str:
    """Return the label of an item where it is nothing but words."""
    return "".join(one.text if isinstance(one, Words) else "\n" for one in item.lead)


def _item(item: Part, marker: str, style: Style) -> list[str]:
    parts = item.parts
    if item.lead:
        parts = list(parts)
        if parts and parts[0].kind == "para":
            parts[0] = Part("para", [*item.lead, Words(" "), *parts[0].inlines])
        else:
            parts.insert(0, Part("para", item.lead))
    margin = " " * len(marker)
    lines = _tight(parts, replace(style.narrower(len(marker)), listed=True))
    return [marker + lines[0], *_indented(lines[1:], margin)] if lines else []


def _tight(parts: list[Part], style: Style) -> list[str]:
    """Return the lines of an item; a list right after its first words makes no loose list of it."""
    if len(parts) == 2 and parts[0].kind == "para" and parts[1].kind == "list":
        return [*blocks(parts[:1], style), *blocks(parts[1:], style)]
    return blocks(parts, style)


def _table(part: Part, style: Style) -> list[str]:
    heads = 1 if part.parts and part.parts[0].marked == "head" else 0
    cells = cells_of(part, style)
    if cells:  # in the headings of a grid pandoc finds no blocks
        return grid(cells, heads if all(map(_is_flat, part.parts[0].parts)) else 0)
    return pipe([[style.line(line_of(cell)) for cell in row.parts] for row in part.parts], heads)


def cells_of(part: Part, style: Style) -> Cells:
    """Return the lines of the cells of a table that needs a grid and can have one; nothing where it is one of lines."""
    if all(_is_flat(cell) for row in part.parts for cell in row.parts):
        return []
    if any(part.kind == "code" for row in part.parts for cell in row.parts for part in every(cell)):
        return []  # pandoc does not find every fence in a grid
    inside = replace(style, columns=0)
    cells = [[blocks(cell.parts, inside) for cell in row.parts] for row in part.parts]
    return cells if is_simple(cells) else []


def _is_flat(cell: Part) -> bool:
    return len(cell.parts) < 2 and all(part.kind in ("para", "lines", "caption") for part in cell.parts)


@cache
def _writers() -> dict[str, Callable[[Part, Style], list[str]]]:
    return {
        **dict.fromkeys(("para", "lines", "page"), _para),
        **dict.fromkeys(("subhead", "caption", "speaker"), _bold),
        "head": _head,
        "verse": _verse,
        "quote": _quote,
        "aside": _aside,
        "list": _list,
        "speech": _speech,
        "table": _table,
        "code": _code,
    }
