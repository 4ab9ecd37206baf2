"""Numbered paragraphs and lists: which chunks are items, and how deep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from teikit.structure import markers, shapes
from teikit.structure.lines import Chunk
from teikit.structure.markers import Marker
from teikit.structure.paragraphs import TERMINAL


def mark(chunks: list[Chunk]) -> list[Chunk]:
    """Give the kind "item" to chunks whose markers count, or stand in a row."""
    found = {at: m for at, c in enumerate(chunks) if not c.kind and (m := markers.read(c.text))}
    values = _values(found)
    kept = {at for at in found if at in values or _bullet(found, at)} - _paragraphs(chunks, found, values)
    out = list(chunks)
    open_styles: list[str] = []
    last = -9
    for at in sorted(kept):
        if _is_heading(chunks, at, found):
            out[at] = replace(out[at], kind="head")
            continue
        if not _adjoins(chunks, last, at):
            open_styles = []
        style = found[at].style
        level = _level(open_styles, style)
        out[at] = replace(out[at], kind="item", n=found[at].text, label=found[at].length, level=level)
        last = at
    return out


def _paragraphs(chunks: Sequence[Chunk], found: dict[int, Marker], values: dict[int, int]) -> set[int]:
    """Return the numbered paragraphs of a text whose first paragraph has no number: they are no list."""
    plain = [at for at in sorted(values) if found[at].style == "1."]
    if not plain or values[plain[0]] != 2 or 1 in (values[at] for at in plain):
        return set()
    before = next((c for c in reversed(chunks[: plain[0]]) if c.kind != "fw"), None)
    long = sum(len(chunks[at].text) > 100 for at in plain) * 2 >= len(plain)
    return set(plain) if long and before is not None and not before.kind and len(before.text) > 100 else set()


def _values(found: dict[int, Marker]) -> dict[int, int]:
    """Choose for each numbered marker the value under which it belongs to a count: 1 and 2, 2 after 1, and so on."""
    by_style: dict[str, list[int]] = {}
    for at, marker in found.items():
        if not marker.bullet:
            by_style.setdefault(marker.style, []).append(at)
    chosen: dict[int, int] = {}
    for places in by_style.values():
        for index, at in enumerate(places):
            before = found[places[index - 1]].values if index else ()
            after = found[places[index + 1]].values if index + 1 < len(places) else ()
            for value in found[at].values:
                steps = (value - 1 in before) or (value + 1 in after)
                gap = bool(found[at].style[:2] not in ("A.", "a.")) and (value - 2 in before or value + 2 in after)
                far = _far(places, index, value, found)
                if steps or gap or far:
                    chosen[at] = value
                    break
    return chosen


def _far(places: list[int], index: int, value: int, found: dict[int, Marker]) -> bool:
    """Look for a neighbour in the count further away: another list of the same style may stand between."""
    near = places[max(0, index - 12) : index + 13]
    return any(
        place != places[index] and (value - 1 in found[place].values or value + 1 in found[place].values)
        for place in near
    )


def _bullet(found: dict[int, Marker], at: int) -> bool:
    marker = found[at]
    if not marker.bullet:
        return False
    return any(found[near].style == marker.style for near in (at - 2, at - 1, at + 1, at + 2) if near in found)


def _is_heading(chunks: Sequence[Chunk], at: int, found: dict[int, Marker]) -> bool:
    """Tell whether a numbered chunk is the heading of a section: short, without a stop, with text after it."""
    c = chunks[at]
    if (
        found[at].bullet
        or found[at].style[0] == "("
        or len(c.text) > 90
        or TERMINAL.search(c.text)
        or c.text[-1] in ",;"
    ):
        return False
    if c.text.isupper() and shapes.capitals(c.text[found[at].length :]) and not _beside(found, at):
        return at + 1 < len(chunks)
    after = chunks[at + 1] if at + 1 < len(chunks) else None
    before = chunks[at - 1] if at else None
    if after is None or after.kind in ("note", "signed", "closer"):
        return False
    if at - 1 in found and found[at - 1].style == found[at].style and c.first.gap == 0:
        return False
    runs = (len(after.text) > 90 or bool(TERMINAL.search(after.text)) or after.kind == "table") and (
        at + 1 not in found or found[at + 1].style != found[at].style
    )
    return runs and (before is None or at - 1 not in found or len(before.text) > 90)


def _beside(found: dict[int, Marker], at: int) -> bool:
    """Tell whether an item of the same count stands directly before or after."""
    return any(near in found and found[near].style == found[at].style for near in (at - 1, at + 1))


def _adjoins(chunks: Sequence[Chunk], last: int, at: int) -> bool:
    return last >= 0 and all(chunks[between].kind == "fw" for between in range(last + 1, at))


def _level(open_styles: list[str], style: str) -> int:
    """Return the depth of an item, and keep the stack of styles that are open."""
    if style in open_styles:
        del open_styles[open_styles.index(style) + 1 :]
    else:
        open_styles.append(style)
    return len(open_styles)
