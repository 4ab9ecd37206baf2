"""The parts of a text → lines that a person reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from teikit.export.text.parts import Break, Inline, Mark, Note, Page, Part, Words, line_of, numbered
from teikit.export.text.tables import aligned
from teikit.export.text.width import width, wrapped

INDENT = "    "
_RULE = "—" * 10
_UNDERLINES = {1: "=", 2: "-"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How lines are made. ``columns``: of a line, 0 for no limit; ``notes``: end, inline or none."""

    columns: int = 0
    notes: str = "end"

    def narrower(self, by: int) -> Layout:
        return Layout(max(self.columns - by, 8) if self.columns else 0, self.notes)


def laid_out(text: Part, layout: Layout) -> str:
    """Return a text as lines, its notes after it."""
    notes = numbered(text) if layout.notes == "end" else []
    lines = blocks(text.parts, layout)
    if notes:
        made = [_note(note, layout) for note in notes]
        lines += ["", _RULE, "", *_joined(made)]
    body = "\n".join(line.rstrip(" ") for line in lines).strip("\n")
    return f"{body}\n" if body.strip() else ""


def _joined(made: list[list[str]]) -> list[str]:
    """Return the lines of things of one kind, set apart by empty lines where there are such within them."""
    apart = any("" in lines for lines in made)
    return [line for at, lines in enumerate(made) for line in (["", *lines] if apart and at else lines)]


def _note(note: Note, layout: Layout) -> list[str]:
    mark = f"[{note.number}] "
    lines = blocks(note.content.parts, layout.narrower(len(mark)))
    return [
        f"{' ' * len(mark) if at and line else mark if not at else ''}{line}" for at, line in enumerate(lines or [""])
    ]


def blocks(parts: Iterable[Part], layout: Layout) -> list[str]:
    """Return the lines of parts that follow each other."""
    lines: list[str] = []
    for part in parts:
        made = _writers()[part.kind](part, layout)
        if not made:
            continue
        if lines:
            lines += ["", ""] if part.kind == "head" else [""]
        lines += made
    return lines


def flat(inlines: Iterable[Inline], layout: Layout) -> str:
    """Return what stands in a line as characters, a line end for each Break."""
    out: list[str] = []
    for inline in inlines:
        if isinstance(inline, Mark):
            out.append(_mark(inline.note, layout, out))
        elif isinstance(inline, Page):
            out.append(f"[{inline.label}]")
        else:
            out.append("\n" if isinstance(inline, Break) else inline.text)
    return "".join(out).strip(" \n")


def _mark(note: Note, layout: Layout, out: list[str]) -> str:
    if layout.notes == "end":
        return f"[{note.number}]"
    if layout.notes == "none":
        return ""
    words = flat(line_of(note.content), layout)
    space = " " if out and not out[-1].endswith((" ", "\n")) else ""
    return f"{space}[{words}]" if words else ""


def _para(part: Part, layout: Layout) -> list[str]:
    text = flat(part.inlines, layout)
    return [line for piece in text.split("\n") for line in wrapped(piece, layout.columns)] if text else []


def _lines(part: Part, layout: Layout) -> list[str]:
    text = flat(part.inlines, layout)
    made = (wrapped(piece, layout.columns, rest=INDENT) for piece in text.split("\n"))
    return [line for lines in made for line in lines] if text else []


def _head(part: Part, layout: Layout) -> list[str]:
    lines = _para(part, layout)
    sign = _UNDERLINES.get(part.level)
    return [*lines, sign * max(map(width, lines))] if lines and sign else lines


def _page(part: Part, layout: Layout) -> list[str]:
    return [flat(part.inlines, layout)]


def _code(part: Part, _layout: Layout) -> list[str]:
    text = "".join(inline.text for inline in part.inlines if isinstance(inline, Words))
    return _indented(text.split("\n"), INDENT) if text.strip() else []


def _verse(part: Part, layout: Layout) -> list[str]:
    lines: list[str] = []
    for one in part.parts:
        margin = INDENT + "  " * one.level
        for piece in flat(one.inlines, layout).split("\n"):
            lines += wrapped(piece, layout.columns, margin, margin + INDENT) if piece else []
    return lines


def _quote(part: Part, layout: Layout) -> list[str]:
    return _indented(blocks(part.parts, layout.narrower(len(INDENT))), INDENT)


def _aside(part: Part, layout: Layout) -> list[str]:
    return [] if layout.notes == "none" else blocks(part.parts, layout)


def _indented(lines: Iterable[str], margin: str) -> list[str]:
    return [margin + line if line else "" for line in lines]


def _list(part: Part, layout: Layout) -> list[str]:
    """Items with their markers; those of more than one block are set apart by empty lines."""
    made: list[list[str]] = []
    for item in part.parts:
        lines = _item(item, _marker(part, item, len(made) + 1), layout, apart=part.marked == "gloss")
        made += [lines] if lines else []
    return _joined(made)


def _marker(part: Part, item: Part, number: int) -> str:
    if item.lead or part.marked in ("none", "gloss") or item.kind != "item":
        return ""
    return f"{number}." if part.marked == "ordered" else "–"


def _item(item: Part, marker: str, layout: Layout, *, apart: bool = False) -> list[str]:
    """An item behind its label or marker; a label too long for that, or one that is explained, takes a line."""
    lead = flat(item.lead, layout).replace("\n", " ") or marker
    hang = max(width(lead) + 1, 2) if lead else 0
    if hang > 12 or (apart and lead):
        return [*wrapped(lead, layout.columns), *_indented(blocks(item.parts, layout.narrower(4)), INDENT)]
    lines = _tight(item.parts, layout.narrower(hang))
    if not lines:
        return [lead] if item.lead else []
    return [f"{lead} {lines[0]}" if lead else lines[0], *_indented(lines[1:], " " * hang)]


def _tight(parts: list[Part], layout: Layout) -> list[str]:
    """Return the lines of an item; a list directly after its first words is not set apart from them."""
    lines: list[str] = []
    for at, part in enumerate(parts):
        made = blocks([part], layout)
        close = not lines or not made or (part.kind == "list" and at == 1 and parts[0].kind == "para")
        lines += made if close else ["", *made]
    return lines


def _speech(part: Part, layout: Layout) -> list[str]:
    """Who speaks, and what is said below it."""
    lines: list[str] = []
    for at, one in enumerate(part.parts):
        verse = one.kind in ("verse", "speaker")
        made = blocks([one], layout if verse else layout.narrower(len(INDENT)))
        made = made if verse else _indented(made, INDENT)
        after_speaker = at and part.parts[at - 1].kind in ("speaker", "page")
        lines += made if not lines or after_speaker or not made else ["", *made]
    return lines


def _table(part: Part, layout: Layout) -> list[str]:
    """Rows that hold anything, those of headings at the beginning set off from the others."""
    rows = [([flat(line_of(cell), layout).replace("\n", " ") for cell in row.parts], row) for row in part.parts]
    rows = [(cells, row) for cells, row in rows if any(cells)]
    heads = next((at for at, (_, row) in enumerate(rows) if row.marked != "head"), len(rows))
    return aligned([cells for cells, _ in rows], heads)


@cache
def _writers() -> dict[str, Callable[[Part, Layout], list[str]]]:
    return {
        **dict.fromkeys(("para", "subhead", "caption", "speaker"), _para),
        "head": _head,
        "lines": _lines,
        "verse": _verse,
        "quote": _quote,
        "aside": _aside,
        "list": _list,
        "speech": _speech,
        "table": _table,
        "code": _code,
        "page": _page,
    }
