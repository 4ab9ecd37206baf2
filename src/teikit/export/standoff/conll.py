"""A token a line: CoNLL-U Plus with IOB2 columns, and the table of HIPE-2022.

``conll`` declares its columns in the first line, as CoNLL-U Plus does: ID FORM NER NER:NESTED ENTITY MISC. The names of
outermost mentions are in NER, those within them in NER:NESTED; ENTITY is the URI of what the outer one means, or the
pointer of the file. Blank lines part sentences.

``hipe`` has the ten columns of HIPE-2022 (README of hipe-eval/HIPE-2022-data): NE-COARSE-LIT, NE-NESTED and NEL-LIT are
filled, the others ``_``. Blank lines part documents.

The text can be had back exactly from both. MISC holds ``start_char`` and ``end_char`` in code points, and what stands
between tokens as CoNLL-U tells it: nothing for one space, ``SpaceAfter=No`` (HIPE: ``NoSpaceAfter``), else
``SpacesAfter``, and ``SpacesBefore`` of the first token, with ``\\s \\t \\n \\r \\p \\\\`` for space, tab, line feed,
carriage return, bar and backslash, and ``\\uXXXX`` for other characters that some readers take for the end of a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from teikit.diagnostics import Diagnostic, Severity
from teikit.edition import Edition
from teikit.export.report import File
from teikit.export.standoff.marks import attributes, identities, labels, levels, too_deep, uris, with_text
from teikit.export.standoff.tokens import Sentence, sentences
from teikit.model import Span

_COLUMNS = "# global.columns = ID FORM NER NER:NESTED ENTITY MISC\n"
_HIPE_COLUMNS = (
    "TOKEN",
    "NE-COARSE-LIT",
    "NE-COARSE-METO",
    "NE-FINE-LIT",
    "NE-FINE-METO",
    "NE-FINE-COMP",
    "NE-NESTED",
    "NEL-LIT",
    "NEL-METO",
    "MISC",
)
_HIPE_USED = "TOKEN NE-COARSE-LIT NE-NESTED NEL-LIT MISC"
_WIKIDATA = re.compile(r"^https?://(?:www\.|m\.)?wikidata\.org/(?:entity|wiki)/(Q[1-9]\d*)$")
_DATE = re.compile(r"(\d{4})(-\d\d)?(-\d\d)?(?!\d)")
_SHORT = {" ": "\\s", "\t": "\\t", "\n": "\\n", "\r": "\\r", "|": "\\p", "\\": "\\\\"}
_SHORT |= {char: f"\\u{ord(char):04x}" for char in "\v\f\x1c\x1d\x1e\x85\u2028\u2029"}
_ESCAPES = str.maketrans(_SHORT)
Lines = Callable[[str, Edition, list[Diagnostic]], Iterator[str]]


def conll(editions: Iterable[Edition]) -> Iterator[File | Diagnostic]:
    """Yield one file with all documents, then what it could not carry; the file must be read before that is known."""
    return _file("corpus.conll", _COLUMNS, editions, _conll)


def hipe(editions: Iterable[Edition]) -> Iterator[File | Diagnostic]:
    """Yield one table with all documents, then what it could not carry; it must be read before that is known."""
    return _file("corpus.tsv", "\t".join(_HIPE_COLUMNS) + "\n", editions, _hipe)


def _file(name: str, head: str, editions: Iterable[Edition], lines: Lines) -> Iterator[File | Diagnostic]:
    told: list[Diagnostic] = []

    def pieces() -> Iterator[bytes]:
        yield head.encode()
        for id, edition in with_text(editions, told):
            yield "".join(lines(id, edition, told)).encode()

    yield File(name, pieces())
    yield from told


def _conll(id: str, edition: Edition, told: list[Diagnostic]) -> Iterator[str]:
    """Yield the lines of a document in CoNLL-U Plus."""
    tags = _Tags(edition, "conll")
    told += too_deep(edition, tags.lost, "a column can only be had for the outermost and those within them")
    entities = identities(edition)
    found = list(sentences(edition))
    spaces = _spaces(edition.text, found)
    metadata = edition.metadata
    yield from _comments("newdoc id", id, path=edition.path, title=metadata.title, language=metadata.language)
    yield from _comments("uri", edition.uri, sha256=edition.sha256)
    for number, sentence in enumerate(found, 1):
        if sentence.opens:
            yield "# newpar\n"
        yield from _comments("sent_id", f"{id}-{number}", text=sentence.span.of(edition.text))
        for at, token in enumerate(sentence.tokens, 1):
            outer, inner = tags.marks(token)
            entity = _cell(entities[outer]) if outer >= 0 else ""
            misc = [*next(spaces), f"start_char={token.start}", f"end_char={token.end}"]
            for level, mark in (("", outer), ("Nested", inner)):
                if mark >= 0 and edition.marks[mark].span.start == token.start:
                    said = attributes(edition.marks[mark])
                    if level and entities[mark]:
                        said["entity"] = entities[mark]
                    misc += (f"{level}{name.capitalize()}={_cell(value)}" for name, value in said.items())
            columns = (str(at), token.of(edition.text), *tags.of(token), entity or "_", "|".join(misc))
            yield "\t".join(columns) + "\n"
        yield "\n"


def _hipe(id: str, edition: Edition, told: list[Diagnostic]) -> Iterator[str]:
    """Yield the lines of a document as HIPE-2022 has them, a blank one at its end."""
    tags = _Tags(edition, "hipe")
    told += too_deep(edition, tags.lost, "HIPE has columns for the outermost and those within them only")
    items = [_wikidata(uris(edition).get(mark.entry, ())) for mark in edition.marks]
    found = list(sentences(edition))
    spaces = _spaces(edition.text, found, "NoSpaceAfter")
    yield from _hipe_head(id, edition)
    hidden = 0
    for sentence in found:
        for token in sentence.tokens:
            outer, _ = tags.marks(token)
            coarse, nested = tags.of(token)
            gap = next(spaces)
            flags = [flag for flag in gap if not flag.startswith("Spaces")]
            if any(flag.startswith("SpacesAfter") and "\\n" in flag for flag in gap):
                flags.append("EndOfLine")
            if token is sentence.tokens[-1]:
                flags.append("EndOfSentence")
            flags += [flag for flag in gap if flag.startswith("Spaces")]
            misc = "|".join([*flags, f"start_char={token.start}", f"end_char={token.end}"])
            form = token.of(edition.text)
            hidden += "#" in form
            link = items[outer] if outer >= 0 else "_"
            yield "\t".join((form, coarse, "_", "_", "_", "_", nested, link, "_", misc)) + "\n"
    yield "\n"
    if hidden:
        message = f"the HIPE scorer passes over tokens that hold a #, and this text has {hidden}"
        told.append(Diagnostic("X038", Severity.WARNING, message, edition.path))


def _hipe_head(id: str, edition: Edition) -> Iterator[str]:
    metadata = edition.metadata
    date = _DATE.match(metadata.date.first) if metadata.date is not None else None
    whole = f"{date[1]}{date[2] or '-01'}{date[3] or '-01'}" if date is not None else ""
    said = {
        "document_id": id,
        "date": whole,
        "language": metadata.language.partition("-")[0].lower(),
        "document_type": metadata.kind,
        "original_source": edition.path,
        "applicable_columns": _HIPE_USED,
    }
    for name, value in said.items():
        yield from _comments(f"hipe2022:{name}", value)
    for name, value in {"title": metadata.title, "uri": edition.uri, "sha256": edition.sha256}.items():
        yield from _comments(f"tei:{name}", value)


class _Tags:
    """The IOB2 tags of the outermost mentions of an edition and of those within them. ``lost``: mentions with none."""

    def __init__(self, edition: Edition, column: str) -> None:
        self._marks = edition.marks
        self._labels = labels(column)
        self._depths = levels(mark.span for mark in edition.marks)
        self.lost = sum(depth > 1 for depth in self._depths)
        self._next = 0
        self._now = [-1, -1]

    def marks(self, token: Span) -> tuple[int, int]:
        """Return the places of the two marks that a token lies in, -1 for none. Tokens must come in their order."""
        for level, at in enumerate(self._now):
            if at >= 0 and self._marks[at].span.end <= token.start:
                self._now[level] = -1
        while self._next < len(self._marks) and self._marks[self._next].span.start <= token.start:
            level = self._depths[self._next]
            if level < len(self._now):
                self._now[level] = self._next
            self._next += 1
        return self._now[0], self._now[1]

    def of(self, token: Span) -> tuple[str, str]:
        """Return the tags of the token that was asked for last."""
        return self._tag(self._now[0], token), self._tag(self._now[1], token)

    def _tag(self, at: int, token: Span) -> str:
        if at < 0:
            return "O"
        mark = self._marks[at]
        return f"{'B' if mark.span.start == token.start else 'I'}-{self._labels[mark.kind]}"


def _spaces(text: str, found: Sequence[Sentence], none: str = "SpaceAfter=No") -> Iterator[list[str]]:
    """Yield for each token what is to be said of the white space around it."""
    tokens = [token for sentence in found for token in sentence.tokens]
    before = [f"SpacesBefore={text[: tokens[0].start].translate(_ESCAPES)}"] if tokens and tokens[0].start else []
    for token, following in pairwise([*tokens, Span(len(text), len(text))]):
        gap = text[token.end : following.start]
        if not gap:
            before.append(none)
        elif gap != " ":
            before.append(f"SpacesAfter={gap.translate(_ESCAPES)}")
        yield before
        before = []


def _comments(name: str, value: str, **others: str) -> Iterator[str]:
    """Yield comment lines ``# name = value`` of those that have a value, each on one line."""
    for key, said in {name: value, **others}.items():
        if line := " ".join(said.split()):
            yield f"# {key} = {line}\n"


def _cell(value: str) -> str:
    """Return a value as it may stand in a cell of MISC or ENTITY."""
    return value.translate(_ESCAPES)


def _wikidata(found: Iterable[str]) -> str:
    """Return the item of Wikidata among URIs, NIL where there is none."""
    return next((item[1] for uri in found if (item := _WIKIDATA.match(uri))), "NIL")
