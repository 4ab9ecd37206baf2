"""A token a line with IOB tags: CoNLL-2003, CoNLL-U Plus, HIPE, and what comes near them.

The text is put together from the tokens: exactly, where the file says what stands between them (SpaceAfter,
SpacesAfter), else with spaces. Tags may be IOB, IOB2, IOBES or BILOU; where several columns have such tags each is
read, because names lie within names. Of HIPE's columns the literal sense and what is nested in it are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from teikit.data import words
from teikit.standoff.formats.objects import decoded
from teikit.standoff.records import DATES
from teikit.standoff.spans import Annotation, Spans, unreadable

_TAG = re.compile(r"(?:O|_|-|[BIESLUM]-\S+)")
_FULL = re.compile(r"[BIESLUM]-\S+")
_NEWDOC = re.compile(r"#\s*(?:newdoc(?:\s+id)?|(?:hipe2022:)?document_id)\s*=\s*(.*?)\s*")
_PATH = re.compile(r"#\s*(?:path|hipe2022:original_source)\s*=\s*(.*?)\s*")
_COLUMNS = re.compile(r"#\s*global\.columns\s*=\s*(.+)")
_NUMBER = re.compile(r"\d+(?:[-.]\d+)?")
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|(.))")
_ESCAPED = {"s": " ", "t": "\t", "n": "\n", "r": "\r", "p": "|", "\\": "\\"}
_HIPE = "NE-COARSE-LIT"
_HIPE_READ = (_HIPE, "NE-FINE-COMP", "NE-NESTED")
_LOOK = 2000


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns hold what: the token, tags, and where there are such, the entity and what else is said."""

    form: int
    tags: tuple[int, ...]
    entity: int = -1
    misc: int = -1
    hipe: bool = False


@dataclass(slots=True)
class _Token:
    form: str
    tags: tuple[str, ...]
    entity: str
    misc: dict[str, str]
    line: int


@dataclass(slots=True)
class _Document:
    names: list[str] = field(default_factory=list)
    tokens: list[_Token] = field(default_factory=list)


def is_conll(text: str) -> bool:
    """Tell whether a text has a token a line, with tags."""
    rows = _rows(text.splitlines()[:_LOOK])
    return bool(rows) and _layout(text, rows) is not None


def _rows(lines: Sequence[str]) -> list[list[str]]:
    rows = [_cells(line) for line in lines if line.strip() and not _is_comment(line)]
    return [row for row in rows if not row[0].startswith("-DOCSTART-")]


def _is_comment(line: str) -> bool:
    """Tell a comment from the line of a token that is or begins with ``#``."""
    if not line.startswith("#") or "\t" in line:
        return False
    cells = line.split()
    return "=" in cells or len(cells) < 2 or not _TAG.fullmatch(cells[-1])


def _cells(line: str) -> list[str]:
    return line.rstrip("\r\n").split("\t") if "\t" in line else line.split()


def _layout(text: str, rows: Sequence[Sequence[str]]) -> Layout | None:
    """Return what the columns hold: as the file names them, else as they look."""
    named = _COLUMNS.search(text[:_LOOK])
    header = named[1].split() if named else [cell.strip() for cell in rows[0]]
    if _HIPE in header:
        read = tuple(header.index(name) for name in _HIPE_READ if name in header)
        entity = header.index("NEL-LIT") if "NEL-LIT" in header else -1
        return Layout(0, read, entity, header.index("MISC") if "MISC" in header else -1, hipe=True)
    if named and "FORM" in header:
        at = {name: number for number, name in enumerate(header)}
        tags = tuple(number for name, number in at.items() if name.split(":")[0] in ("NER", "NE", "ENT"))
        if tags:
            return Layout(at["FORM"], tags, at.get("ENTITY", -1), at.get("MISC", -1))
    width = min(map(len, rows))
    tags = tuple(at for at in range(1, width) if _is_tags([row[at] for row in rows]))
    if not tags and width > 1 and _is_tags([row[0] for row in rows]):
        return Layout(1, (0,))
    numbered = width > 2 and all(_NUMBER.fullmatch(row[0]) for row in rows)
    return Layout(int(numbered and tags[:1] != (1,)), tags) if tags else None


def _is_tags(cells: Sequence[str]) -> bool:
    """Tell whether a column holds tags, and not those of chunks of grammar (CoNLL-2003 has both)."""
    labels = {cell[2:] for cell in cells if _FULL.fullmatch(cell)}
    return bool(labels - words("standoff_chunks")) and all(map(_TAG.fullmatch, cells))


def read(data: bytes) -> Iterator[Spans]:
    """Yield the documents of a file. Raises TeikitError P010 where no column of it holds tags."""
    text = decoded(data)
    lines = text.splitlines() if "\x85" not in text and "\u2028" not in text else text.split("\n")
    rows = _rows(lines)
    layout = _layout(text, rows) if rows else None
    if layout is None:
        raise unreadable("no column of it holds IOB tags (O, B-PER, I-PER) for every token")
    for document in _documents(lines, layout):
        yield _spans(document, layout)


def _documents(lines: Sequence[str], layout: Layout) -> Iterator[_Document]:
    document = _Document()
    for number, line in enumerate(lines, 1):
        begins = _NEWDOC.fullmatch(line)
        if begins or line.startswith("-DOCSTART-"):
            if document.tokens:
                yield document
            document = _Document([begins[1]] if begins else [])
        elif path := _PATH.fullmatch(line):
            document.names.append(path[1])
        elif line.strip() and not _is_comment(line):
            cells = _cells(line)
            if layout.hipe and cells[1:2] == [_HIPE]:
                continue
            document.tokens += _token(cells, layout, number)
    if document.tokens or document.names:
        yield document


def _token(cells: Sequence[str], layout: Layout, number: int) -> Iterator[_Token]:
    """Yield the token of a line; none for the line of a word that CoNLL-U divides into several."""
    if len(cells) <= max(layout.form, *layout.tags):
        raise unreadable(f"the line has {len(cells)} columns, which are too few", line=number)
    if layout.form and re.fullmatch(r"\d+-\d+", cells[0]):
        return
    misc: dict[str, str] = {}
    for said in cells[layout.misc].split("|") if 0 <= layout.misc < len(cells) else ():
        key, _, value = said.partition("=")
        misc[key.casefold()] = _unescaped(value)
    entity = cells[layout.entity] if 0 <= layout.entity < len(cells) else ""
    entity = "" if entity in ("_", "-", "NIL", "O") else _unescaped(entity)
    yield _Token(cells[layout.form], tuple(cells[at] for at in layout.tags), entity, misc, number)


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else _ESCAPED.get(found[2], found[2]), value)


def _spans(document: _Document, layout: Layout) -> Spans:
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    at, exact = 0, False
    for token in document.tokens:
        lead = token.misc.get("spacesbefore", "")
        after = token.misc.get("spacesafter")
        glued = token.misc.get("spaceafter", "").casefold() == "no" or "nospaceafter" in token.misc
        exact = exact or glued or after is not None
        gap = after if after is not None else "" if glued else " "
        places.append((at + len(lead), at + len(lead) + len(token.form)))
        pieces += (lead, token.form, gap)
        at += len(lead) + len(token.form) + len(gap)
    text = "".join(pieces)
    found = [one for column in range(len(layout.tags)) for one in _runs(document.tokens, places, text, column, layout)]
    kept = {(one.ranges, one.label): one for one in reversed(found)}
    ordered = sorted(kept.values(), key=lambda one: (one.ranges[0][0], -one.ranges[0][1]))
    return Spans(tuple(ordered), text, loose=not exact, names=tuple(filter(None, document.names)))


def _runs(
    tokens: Sequence[_Token], places: Sequence[tuple[int, int]], text: str, column: int, layout: Layout
) -> Iterator[Annotation]:
    """Yield the spans that the tags of one column make."""
    first, label = -1, ""
    for number in range(len(tokens) + 1):
        tag = tokens[number].tags[column] if number < len(tokens) else "O"
        mark, _, said = tag.partition("-") if _FULL.fullmatch(tag) else ("O", "", "")
        if first >= 0 and (mark in "OBSU" or said != label):
            yield _annotation(tokens, (places[first][0], places[number - 1][1]), first, label, text, column, layout)
            first = -1
        if mark != "O" and first < 0:
            first, label = number, said
        if mark in "SU" and first >= 0:
            yield _annotation(tokens, places[number], number, label, text, column, layout)
            first = -1
        elif mark in "EL" and first >= 0:
            yield _annotation(tokens, (places[first][0], places[number][1]), first, label, text, column, layout)
            first = -1


def _annotation(
    tokens: Sequence[_Token],
    place: tuple[int, int],
    first: int,
    label: str,
    text: str,
    column: int,
    layout: Layout,
) -> Annotation:
    token, nested = tokens[first], "nested" if column else ""
    value = {name: said for name in DATES if (said := token.misc.get(nested + name.casefold()))}
    ref = token.misc.get("nestedentity", "") if column else token.entity
    if re.fullmatch(r"Q[1-9]\d*", ref):
        ref = f"http://www.wikidata.org/entity/{ref}"
    dated = layout.hipe and label.split(".")[0] == "time"  # HIPE's time is a date
    return Annotation(
        "DATE" if dated else label,
        (place,),
        text[place[0] : place[1]],
        value=value,
        ref=ref,
        cert=token.misc.get(f"{nested}cert", ""),
        where=f"line {token.line}",
    )
