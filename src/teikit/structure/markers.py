"""Numbers, letters and bullets that stand before items, notes and numbered paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKER = re.compile(
    r"(?P<bullet>[•‣▪▫●○◦∙·*–-])\s+(?=\S)"
    r"|(?P<open>[(\[]?)(?P<value>\d{1,3}|[ivxlc]{1,6}|[IVXLC]{1,6}|[a-z]{1,2}|[A-Z])(?P<close>[.)\]°º]|\.\)|\)\.|\.?\s?/|(?:st|nd|rd|th)\s?/)"
    r"(?P<space>\s+|(?=[A-Z“\"‘'(\[À-ÞА-Я]))(?=\S)"
)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
FIRST = frozenset("•‣▪▫●○◦∙·*–-([0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass(frozen=True, slots=True)
class Marker:
    """``style``: the kind of counting ("1.", "(a)"; a bullet is its own style). ``values``: the numbers it may mean."""

    style: str
    values: tuple[int, ...]
    text: str
    length: int

    @property
    def bullet(self) -> bool:
        return not self.values


def roman(text: str) -> int:
    """Return the value of a Roman number, 0 where it is none."""
    total = 0
    figures = [ROMAN[c] for c in text.lower()]
    for at, figure in enumerate(figures):
        total += -figure if at + 1 < len(figures) and figures[at + 1] > figure else figure
    return total if total and _spell(total) == text.lower() else 0


def _spell(value: int) -> str:
    parts = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    out = ""
    for size, letters in parts:
        while value >= size:
            out += letters
            value -= size
    return out


def read(text: str) -> Marker | None:
    """Return the marker at the beginning of a line, or None."""
    if text[:1] not in FIRST:
        return None
    match = MARKER.match(text)
    if not match:
        return None
    if match["bullet"]:
        return Marker(match["bullet"], (), match["bullet"], 1)
    return _numbered(match)


def _numbered(match: re.Match[str]) -> Marker | None:
    value, opening, closing = match["value"], match["open"], match["close"].strip()
    if opening and closing[-1:] not in ")]":
        return None
    if not match["space"] and not (opening or value.isdigit()):
        return None
    sign = "/" if "/" in closing else closing
    text = match[0].rstrip()
    if value.isdigit():
        return Marker(f"{opening}1{sign}", (int(value),), text, len(text))
    case = "A" if value.isupper() else "a"
    values = []
    if len(value) == 1 or (len(value) == 2 and value[0] == value[1]):
        values.append(ord(value[0].lower()) - 96 + 26 * (len(value) - 1))
    if set(value.lower()) <= set(ROMAN) and (number := roman(value)):
        values.append(number)
    return Marker(f"{opening}{case}{sign}", tuple(values), text, len(text)) if values else None
