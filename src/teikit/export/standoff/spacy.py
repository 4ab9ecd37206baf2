"""spaCy's DocBin: what `spacy train` and `DocBin.get_docs` read.

The text of each Doc is the exact text. It is cut as spaCy's tokeniser of its language cuts it, so that what a model is
trained on is what it will see, and further at the boundaries of mentions. Outermost mentions are in ``doc.ents`` under
the names that spaCy's models use (PERSON, LOC, ORG, DATE, TIME), with what they mean in ``kb_id_``; all mentions, those
within others too, are in ``doc.spans["tei"]`` under their TEI names. ``doc.user_data["tei"]`` holds what the file says
of itself and, in the order of these spans, of each mention. Where sentences begin is found as in `tokens.sentences`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

import spacy as library
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.util import find_matching_language
from spacy.vocab import Vocab

from teikit.diagnostics import Diagnostic, Severity
from teikit.edition import Edition
from teikit.export.report import File
from teikit.export.standoff.marks import attributes, identities, labels, levels, with_text
from teikit.export.standoff.tokens import sentences

SPANS = "tei"
"""The key of the mentions in doc.spans and of the rest in doc.user_data."""
_ATTRIBUTES = ("ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID", "SENT_START", "SPACY")
_ANY = "xx"
_SAME = {"no": "nb", "und": _ANY, "mis": _ANY, "zxx": _ANY}
_CODE = re.compile("[a-z]{2,3}")


def spacy(editions: Iterable[Edition], *, language: str = "") -> Iterator[File | Diagnostic]:
    """Yield one DocBin of all documents, and what is to be said of it.

    ``language``: that of the tokeniser, BCP 47; that of each text where it is empty. All documents are held in memory,
    because a DocBin cannot be written in parts.
    """
    told: list[Diagnostic] = []
    binned = DocBin(attrs=_ATTRIBUTES, store_user_data=True)
    tokenisers, vocab = _Tokenisers(), Vocab()
    for id, edition in with_text(editions, told):
        tag = language or edition.metadata.language
        binned.add(document(edition, tokenisers.of(tag, edition.path, told), vocab, id))
    yield File("corpus.spacy", [binned.to_bytes()])
    yield from told


def document(edition: Edition, tokeniser: Language, vocab: Vocab, id: str = "") -> Doc:
    """Return an edition as a Doc. ``id``: its name among others."""
    words, spaces = _words(edition, tokeniser)
    starts = {sentence.span.start for sentence in sentences(edition)}
    begins: dict[int, int] = {}
    ends: dict[int, int] = {}
    at = 0
    for number, (word, space) in enumerate(zip(words, spaces, strict=True)):
        begins[at], ends[at + len(word)] = number, number + 1
        at += len(word) + space
    sent_starts: list[bool | int | None] = [start in starts for start in begins]
    sent_starts[0] = True
    doc = Doc(vocab, words=words, spaces=spaces, sent_starts=sent_starts)
    _mark(doc, edition, begins, ends)
    doc.user_data[SPANS] = _said(edition, id)
    return doc


def _mark(doc: Doc, edition: Edition, begins: dict[int, int], ends: dict[int, int]) -> None:
    """Put the mentions of an edition into its Doc."""
    names, outermost, everything = labels("spacy"), [], []
    depths = levels(mark.span for mark in edition.marks)
    for mark, entity, depth in zip(edition.marks, identities(edition), depths, strict=True):
        start, end = begins[mark.span.start], ends[mark.span.end]
        everything.append(Span(doc, start, end, label=mark.kind, kb_id=entity, span_id=mark.xml_id))
        if depth == 0:
            outermost.append(Span(doc, start, end, label=names[mark.kind], kb_id=entity, span_id=mark.xml_id))
    doc.set_ents(outermost)
    doc.spans[SPANS] = everything


def _words(edition: Edition, tokeniser: Language) -> tuple[list[str], list[bool]]:
    """Return the words of a text, and whether a space follows each: those of spaCy, cut at mentions."""
    text = edition.text
    starts, ends = {mark.span.start for mark in edition.marks}, {mark.span.end for mark in edition.marks}
    cuts = starts | ends
    for token in tokeniser.tokenizer(text):
        cuts |= {token.idx, token.idx + len(token)}
    places = sorted(cuts | {0, len(text)})
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in pairwise(places):
        word = text[start:end]
        if word == " " and words and not spaces[-1] and start not in starts and end not in ends:
            spaces[-1] = True
        else:
            words.append(word)
            spaces.append(False)
    return words, spaces


def _said(edition: Edition, id: str) -> dict[str, Any]:
    metadata = edition.metadata
    said: dict[str, Any] = {
        "id": id or edition.id,
        "path": edition.path,
        "sha256": edition.sha256,
        "uri": edition.uri,
        "title": metadata.title,
        "language": metadata.language,
        "date": metadata.date.first if metadata.date is not None else metadata.date_text,
    }
    marks = (
        {"xpath": mark.xpath, "ref": mark.ref, "machine": mark.machine, **attributes(mark)} for mark in edition.marks
    )
    return {**said, "mentions": tuple(marks)}


class _Tokenisers:
    """spaCy's tokenisers, each made once; where there is none for a language, the one for any."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Language, str]] = {}

    def of(self, tag: str, path: str, told: list[Diagnostic]) -> Language:
        """Return the tokeniser of a language, BCP 47; tell where it is not its own (X037)."""
        if tag not in self._known:
            self._known[tag] = _tokeniser(tag)
        made, why = self._known[tag]
        if why:
            message = f"{why}; the text is cut as one in no language in particular"
            help = "Name a language for all texts with --language."
            told.append(Diagnostic("X037", Severity.INFO, message, path, help=help))
        return made


def _tokeniser(tag: str) -> tuple[Language, str]:
    """Return the tokeniser of a language, and why it is the one for any where it is."""
    primary = tag.lower().partition("-")[0]
    code = find_matching_language(primary) or _SAME.get(primary, primary) or _ANY
    if not _CODE.fullmatch(code) or find_spec(f"spacy.lang.{code}") is None:
        return library.blank(_ANY), f"spaCy has no tokeniser for the language {tag!r}"
    try:
        return library.blank(code), ""
    except ImportError:
        return library.blank(_ANY), f"spaCy's tokeniser for the language {tag!r} needs a library that is not installed"
