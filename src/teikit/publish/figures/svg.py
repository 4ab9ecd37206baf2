"""Making elements of a drawing as text, and where its labels fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

_NARROW, _BROAD = frozenset("iljtfrI.,:;'’‘|!()[]{}-/ "), frozenset("mwMW@%—…")
_CELL = 32.0
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def number(value: float) -> str:
    """Return a number as short as a drawing can do with: tenths, no exponent."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(tag: str, *content: str, **attributes: str | float | None) -> str:
    """Return an element. ``content`` is markup already.

    ``class_`` means class, ``aria_label`` aria-label, ``viewBox`` itself; attributes that are None are left out.
    """
    cells = [tag]
    for key, value in attributes.items():
        if value is not None:
            said = value if isinstance(value, str) else number(value)
            cells.append(f"{key.rstrip('_').replace('_', '-')}={quoteattr(printable(said))}")
    inner = "".join(content)
    return f"<{' '.join(cells)}>{inner}</{tag}>" if inner else f"<{' '.join(cells)}/>"


def written(text: str) -> str:
    """Return text as markup."""
    return escape(printable(text))


def printable(text: str) -> str:
    """Return text without the characters that XML forbids."""
    return "".join(c for c in text if c in "\t\n\r" or ("\x20" <= c <= "\U0010ffff" and not _forbidden(c)))


def _forbidden(char: str) -> bool:
    return "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff"


def drawing(kind: str, *content: str, id: str, title: str, says: str, width: float, height: float) -> str:
    """Return a drawing whose parts can be reached one by one. ``says``: what it shows, for those who do not see it."""
    heads = (
        element("title", written(title), id=f"{id}-title"),
        element("desc", written(says), id=f"{id}-says"),
    )
    return element(
        "svg",
        *heads,
        *content,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"figure {kind}",
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="group",
        aria_labelledby=f"{id}-title",
        aria_describedby=f"{id}-says",
    )


def link(href: str, name: str, *content: str, class_: str) -> str:
    """Return a link to a page, or without one a part that has a name all the same."""
    title = element("title", written(name))
    if not href:
        return element("g", title, *content, class_=class_, role="img", aria_label=name)
    return element("a", title, *content, class_=class_, href=href, aria_label=name)


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is in a sans-serif face of a size, rather more than less."""
    return size * sum(_advance(char) for char in text)


def _advance(char: str) -> float:
    if char in _NARROW:
        return 0.38
    if char in _BROAD:
        return 1.0
    if "a" <= char <= "z" or char.isdigit():
        return 0.62
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    return 0.74 if char.isupper() else 0.65


def shortened(text: str, most: int) -> str:
    """Return a text on one line, of at most so many characters, cut after a word where one ends near."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    space = text.rfind(" ", 0, most)
    return text[: space if space > most * 0.6 else most - 1].rstrip(" ,;:.–—-") + "…"


@dataclass(slots=True)
class Room:
    """What is taken of a drawing, so that labels keep clear of each other and of what they name."""

    width: float
    height: float
    _cells: dict[tuple[int, int], list[Box]] = field(default_factory=dict)

    def take(self, box: Box) -> None:
        for cell in _covered(box):
            self._cells.setdefault(cell, []).append(box)

    def free(self, box: Box, but: Box | None = None) -> bool:
        """Tell whether a box lies within the drawing and touches nothing that is taken, one box excepted."""
        left, top, right, bottom = box
        if left < 2 or top < 2 or right > self.width - 2 or bottom > self.height - 2:
            return False
        for cell in _covered(box):
            for other in self._cells.get(cell, ()):
                if other != but and left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                    return False
        return True


def _covered(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(side // _CELL) for side in box)
    for column in range(left, right + 1):
        for row in range(top, bottom + 1):
            yield column, row


@dataclass(frozen=True, slots=True)
class Dot:
    """Something round with a name."""

    x: float
    y: float
    radius: float
    name: str

    @property
    def box(self) -> Box:
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius


def labels(dots: Iterable[Dot], room: Room, *, size: float, most: int, length: int = 28) -> list[str]:
    """Return the labels of dots, the first dots first, beside each where there is room and none where there is not."""
    dots = list(dots)
    for dot in dots:
        room.take(dot.box)
    made: list[str] = []
    for dot in dots:
        if len(made) == most:
            break
        name = shortened(dot.name, length)
        width = text_width(name, size)
        for x, y, anchor in _around(dot, size):
            left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
            box = (left - 1, y - size * 0.8, left + width + 1, y + size * 0.25)
            if name and room.free(box, but=dot.box):
                room.take(box)
                made.append(element("text", written(name), x=x, y=y, text_anchor=anchor))
                break
    return made


def haloed(texts: Iterable[str], id: str) -> tuple[str, str]:
    """Return labels, and before them what sets them off from lines below: the same once more, for a broad stroke."""
    group = element("g", *texts, id=f"{id}-labels", class_="labels", aria_hidden="true")
    return element("use", href=f"#{id}-labels", class_="halo", aria_hidden="true"), group


def _around(dot: Dot, size: float) -> Iterator[tuple[float, float, str]]:
    """Yield the places for a label, the best first: a base line and how the text lies on it."""
    gap, middle = dot.radius + 3, dot.y + size * 0.33
    slant = dot.radius * 0.75 + 2
    yield dot.x + gap, middle, "start"
    yield dot.x - gap, middle, "end"
    yield dot.x, dot.y - gap, "middle"
    yield dot.x, dot.y + gap + size * 0.75, "middle"
    yield dot.x + slant, dot.y - slant, "start"
    yield dot.x - slant, dot.y - slant, "end"
    yield dot.x + slant, dot.y + slant + size * 0.6, "start"
    yield dot.x - slant, dot.y + slant + size * 0.6, "end"
