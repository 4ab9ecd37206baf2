"""spaCy's DocBin; needs spaCy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from teikit.standoff.records import DATES
from teikit.standoff.spans import Annotation, Spans, unreadable

_OURS = "tei"  # under this key teikit's export keeps all mentions, and what the file says of each


def read(data: bytes) -> Iterator[Spans]:
    """Yield the documents of a DocBin. Raises TeikitError P010 where spaCy cannot read it."""
    try:
        docs = list(DocBin().from_bytes(data).get_docs(Vocab()))
    except Exception as error:  # whatever zlib, msgpack, NumPy and spaCy raise for bytes that are no DocBin
        raise unreadable(f"spaCy cannot read it as a DocBin: {error}") from error
    for doc in docs:
        yield _document(doc)


def _document(doc: Doc) -> Spans:
    said = doc.user_data.get(_OURS)
    said = said if isinstance(said, Mapping) else {}
    names = tuple(str(said[key]) for key in ("path", "id") if said.get(key))
    found: dict[tuple[int, int, str], Annotation] = {}
    groups = [doc.spans[_OURS]] if _OURS in doc.spans and said else [doc.ents, *doc.spans.values()]
    described = list(said.get("mentions") or ())
    for group in groups:
        for number, span in enumerate(group):
            more = described[number] if len(groups) == 1 and number < len(described) else {}
            key = (span.start_char, span.end_char, span.label_)
            found.setdefault(key, _annotation(span, more, f"span {len(found) + 1}"))
    return Spans(tuple(found.values()), doc.text, names=names)


def _annotation(span: Any, more: Mapping[str, Any], where: str) -> Annotation:
    value = {key: str(more[key]) for key in DATES if more.get(key)}
    ref, cert = span.kb_id_ or str(more.get("ref") or ""), str(more.get("cert") or "")
    return Annotation(
        span.label_, ((span.start_char, span.end_char),), span.text, value=value, ref=ref, cert=cert, where=where
    )
