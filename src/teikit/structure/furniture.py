"""Set aside what belongs to the web page or the catalogue: menus, record labels, rights, permalinks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from teikit.structure import phrases, shapes
from teikit.structure.lines import APART, Line

URL = re.compile(r"(?:https?://|www\.)\S+$|\S+@\S+\.\w+$|\[email\s*protected\]$", re.I)
COUNTER = re.compile(
    r"(?:document|item|record|result|image|hit|entry|letter|showing|displaying|dokument|seite)s?\.?\s+\d[\d,.]*"
    r"(?:\s*[-–]\s*\d+)?\s*(?:of|/|out of|von|de|sur)\s*\d[\d,.]*\W*$",
    re.I,
)
SEPARATOR = re.compile(r"\s*[|»›→>•·]\s*|\s+/\s+|\s{2,}|\]\s*\[")
COPYRIGHT = re.compile(
    r"(?:copyright\s*)?(?:©|\(c\)\s*(?=\d{4}|[A-Z])|copyright\s+(?=©|\(c\)|\d{4})).{0,80}$"
    r"|.{0,60}[Aa]ll rights reserved\W*$|Copyright\s.{0,80}$"
)
LABEL = re.compile(r"([^\W\d_][^:;.!?]{1,40}?)\s*(?::\s*(.*))?$", re.S)
TOP, LONG = 25, 160

LINK = re.compile(
    r"(?:previous|next|prev|back to|return to|view|download|share|browse|search|jump to|go to|see|print|cite|open)"
    r"(?: (?:the|this|all|full|original|search|large|larger|printable))*"
    r" (?:results?|list|lists|top|page|letters?|documents?|items?|records?|entry|entries|images?|chapter|section|volume"
    r"|collections?|archives?|home|homepage|index|text|pdf|xml|catalog(?:ue)?|menu|content|contents|transcript|scan)"
)

ARROWS = re.compile(r"(?=.*[«»‹›<>])[\s\d«»‹›<>|…]+")
PARTED = re.compile(r"[|»›→>•·@\]]|\s{2}|\s/\s|://|www|\d")
TRANSCRIPT = re.compile(r"transcript(?:ion)?(?: \(.{0,60}\))?\s*:?", re.I)
# What a site shows between its menu and the record: the name of its collection, a year.
SERIES = re.compile(r".{3,40} (?:archives?|library|collections?|project|papers)|1\d{3}|20\d\d", re.I)
DOMAIN = re.compile(r"(?:[\w-]+\.)+(?:org|com|net|edu|gov|int|info|eu|uk|de|fr|it|es|ru|nl|at|ch|pl|cz)", re.I)

Roles = list[tuple[Line, str]]


def is_navigation(text: str) -> bool:
    """Tell whether a line is nothing but links, counters or addresses of a web page."""
    if len(text) > 400:
        return False
    whole = phrases.bare(text)
    words = phrases.navigation()
    if len(text) > 60 and not PARTED.search(text):
        return bool(phrases.page_line().fullmatch(whole))
    if whole in words or URL.match(text) or DOMAIN.fullmatch(text) or COUNTER.match(text):
        return True
    if (len(whole) < 40 and LINK.fullmatch(whole)) or ARROWS.fullmatch(text) or phrases.page_line().fullmatch(whole):
        return True
    cells = [phrases.bare(cell) for cell in SEPARATOR.split(text) if cell.strip("[] ")]
    if len(cells) < 2:
        return False
    known = sum(cell in words or bool(LINK.fullmatch(cell) or phrases.page_line().fullmatch(cell)) for cell in cells)
    if re.search(r"\s[»›→]\s|\s>\s", text):
        return known >= 1
    return known >= 2 and known * 2 >= len(cells) and max(map(len, cells)) <= 40


def label_of(text: str) -> tuple[str, bool, str]:
    """Return the role of a catalogue label at the beginning of the line, whether it is sure, and what follows it."""
    if len(text) > 46 and ":" not in text[:48]:
        return "", False, ""
    match = LABEL.match(text) if len(text) < 2000 else None
    if not match:
        return "", False, ""
    role, alone = phrases.labels().get(phrases.bare(match[1]), ("", False))
    return role, alone, (match[2] or "").strip()


def split(lines: Sequence[Line]) -> tuple[list[Line], Roles]:
    """Return the lines of the document and, in the order of the text, those set aside with their roles."""
    top = _top(lines)
    bottom = _bottom(lines, len(top))
    middle = lines[len(top) : len(lines) - len(bottom)]
    front = _front(middle) or (_aside(middle) if len(top) > 2 else [])
    if top and front:
        begins = front[0][0].start
        front += [(line, "furniture") for line in middle[:TOP] if line.start < begins and SERIES.fullmatch(line.text)]
    if len(top) > 2 or front:
        front += [(line, "furniture") for line in middle[:TOP] if TRANSCRIPT.fullmatch(line.text)]
        front.sort(key=lambda found: found[0].start)
    away = {line.start for line, _ in front}
    kept = [
        replace(line, gap=max(line.gap, APART)) if at and middle[at - 1].start in away else line
        for at, line in enumerate(middle)
        if line.start not in away
    ]
    return kept, top + front + bottom


def _aside(lines: Sequence[Line]) -> Roles:
    """Take link bars and an abstract under its label from the beginning of a page whose menu stood over them."""
    out: Roles = []
    role = ""
    for line in lines[:TOP]:
        told, _, value = label_of(line.text)
        if is_navigation(line.text):
            out.append((line, "furniture"))
        elif told == "abstract" and not value:
            out.append((line, "furniture"))
            role = told
            continue
        elif role:
            out.append((line, role))
        role = ""
        if len(line.text) > 400:
            break
    return out


def _front(lines: Sequence[Line]) -> Roles:
    """Take a catalogue record between the title and the text: labels, each with its value beside or below it."""
    read = [(at, *label_of(line.text)) for at, line in enumerate(lines[:TOP])]
    found = [(at, sure, value) for at, role, sure, value in read if role and len(value) < LONG]
    if sum(sure for _, sure, _ in found) < 2 or any(b[0] - a[0] > 4 for a, b in pairwise(found)):
        return []
    last, _, value = found[-1]
    end = last + 1 if value else last + 2
    return _roles(lines[found[0][0] : end]) if end < len(lines) else []


def _top(lines: Sequence[Line]) -> Roles:
    """Take lines from the beginning up to the last that is surely navigation, or a record of two labels or more."""
    last = -1
    weight = 0
    for at, line in enumerate(lines[:TOP]):
        found = is_navigation(line.text)
        titled = weight > 1 and line.gap > 0 and shapes.heading_words(line.text)
        if not found and (len(line.text) > LONG or shapes.stands_alone(line.text) or titled):
            break
        wide = found and len(SEPARATOR.split(line.text)) > 2
        if found and at - last <= (12 if wide else 4):
            last = at
            weight += (
                2
                if DOMAIN.fullmatch(line.text)
                or len(phrases.bare(line.text).split()) > 2
                or len(SEPARATOR.split(line.text)) > 2
                else not URL.match(line.text)
            )
    if weight < 2:
        last = -1
    taken: Roles = [(line, "furniture") for line in lines[: last + 1]]
    taken = [(line, "url" if URL.match(line.text) else role) for line, role in taken]
    if taken:
        taken += _page_date(lines, len(taken))
    return taken + _record(lines, len(taken))


def _page_date(lines: Sequence[Line], at: int) -> Roles:
    """Take a date that a page shows over the heading: nothing else on its line, and a heading after it."""
    if at + 1 >= len(lines):
        return []
    line, after = lines[at], lines[at + 1]
    match = phrases.date().search(line.text) if len(line.text) < 30 else None
    alone = match is not None and not line.text.replace(match[0], "").strip(" .,[]")
    return [(line, "date")] if alone and (line.gap == 0 or after.gap > 0) and line.indent < 8 else []


def _record(lines: Sequence[Line], at: int) -> Roles:
    """Take a block of catalogue labels at the beginning, where at least two of them are sure."""
    taken: Roles = []
    sure = 0
    for line in lines[at : at + TOP]:
        role, alone, value = label_of(line.text)
        if not role or not (value or alone):
            break
        sure += alone
        taken.append((line, _plain(role)))
    return taken if sure >= 2 else []


def _bottom(lines: Sequence[Line], used: int) -> Roles:
    """Take the lines from the first sure sign of a page's foot to the end, with the source or abstract before it."""
    start = _foot(lines, used)
    if start is None:
        return []
    taken = _roles(lines[start:])
    before: Roles = []
    gaps = [line.gap for line in lines[used:start]]
    usual = median(gaps) if gaps else 0
    while start - 1 > used:
        line = lines[start - 1]
        role = _before(line, lines[start], usual, taken)
        if not role or (role == "abstract" and role in (r for _, r in before)):
            break
        before.insert(0, (line, role))
        start -= 1
    return before + taken


def _foot(lines: Sequence[Line], used: int) -> int | None:
    """Find where the page's foot begins: the first sign of a row that goes on to the end with few lines between."""
    start = None
    weight = pending = told = 0
    for at in range(len(lines) - 1, used, -1):
        text = lines[at].text
        found = _weight(text)
        if found:
            weight += found
            start, pending, told = at, 0, 0
            continue
        pending += 1
        told += _runs(text)
        if told > 1 or shapes.salute(text) or shapes.closing(text):
            break
        if pending > (8 if weight > 2 else 3) or len(text) > 2500:
            break
        if pending > 1 and len(text) > 400 and not phrases.vocabulary("structure_rights").search(text):
            break
    return start if weight >= 2 else None


def _runs(text: str) -> bool:
    """Tell whether a line is running text, and no notice of rights or provenance."""
    lists = ("structure_rights", "structure_archives")
    told = len(text) > 60 and text[-1] in ".!?"
    return told and not any(phrases.vocabulary(name).search(text, 0, 300) for name in lists)


def _weight(text: str) -> int:
    """Weigh how surely a line belongs to a page's foot: 0 not at all, 1 perhaps, 2 surely."""
    if len(text) < 120 and COPYRIGHT.match(text) and re.search(r"©|\(c\)|\d{4}|reserved", text, re.I):
        return 2
    role, alone, value = label_of(text)
    if role and alone:
        if role in ("date", "title", "keywords", "responsibility") or (role == "source" and len(value) > 300):
            return 1
        sure = value and (role != "rights" or phrases.vocabulary("structure_rights").search(text))
        return 2 if sure or (not value and role == "furniture") else 1
    if is_navigation(text):
        return 2 if len(SEPARATOR.split(text)) > 2 and not URL.match(text) else 0 if URL.match(text) else 1
    return 0


def _before(line: Line, after: Line, usual: float, taken: Roles) -> str:
    """Tell what a line just before the foot is: a source, a summary, a rights notice, or nothing of it."""
    role, _, value = label_of(line.text)
    text = line.text
    if value and role in ("source", "responsibility", "identifier", "page-date", "url", "rights") and len(text) < 1500:
        return role
    if is_navigation(text) and len(SEPARATOR.split(text)) > 1:
        return "furniture"
    if (
        len(text) > 80
        and phrases.vocabulary("structure_rights").search(text)
        and re.search(r"permission|copyright|reuse|public domain", text, re.I)
    ):
        return "rights"
    apart = line.gap > usual and line.gap >= 2 and after.gap > 0
    record = any(
        role == "furniture" and phrases.labels().get(phrases.bare(found.text), ("", False))[1]
        for found, role in taken[:2]
    )
    ends = text[-1:] in ".!?…" and 40 < len(text) < 900
    return "abstract" if apart and record and ends else ""


def _roles(lines: Sequence[Line]) -> Roles:
    """Name the role of every line of the foot: by its own label, by its words, or by the label over it."""
    taken: Roles = []
    current = "furniture"
    for line in lines:
        role, _, value = label_of(line.text)
        if role:
            current = "furniture" if value or role in ("furniture",) else _plain(role)
            taken.append((line, _plain(role) if value else "furniture"))
            continue
        taken.append((line, _by_words(line.text, current)))
    return taken


def _by_words(text: str, current: str) -> str:
    if URL.match(text):
        return "url"
    if is_navigation(text) or (COPYRIGHT.match(text) and len(text) < 120):
        return "furniture"
    if len(text) > 40 and phrases.vocabulary("structure_rights").search(text):
        return "rights"
    if current in ("identifier", "page-date", "url", "date"):
        return current if len(text) < 120 else "furniture"
    if len(text) > 20 and phrases.vocabulary("structure_archives").search(text):
        return "source"
    return current


def _plain(role: str) -> str:
    return "identifier" if role == "identifier-weak" else role
