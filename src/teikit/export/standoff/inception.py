"""UIMA CAS XMI for INCEpTION, made by dkpro-cassis.

A bundle: ``NAME.xmi`` for each document, and ``TypeSystem.xml`` with the types of DKPro Core, which are INCEpTION's own
layers. The sofa is the exact text. Mentions are in the layer Named entity, with a label as in GermEval (PER, LOC, ORG;
DATE and TIME) and, as identifier, the URI of what they mean; sentences and tokens are those of `tokens.sentences`.
Offsets in the files are UTF-16 code units, as UIMA demands; cassis converts them on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from cassis import Cas, TypeSystem

from teikit.diagnostics import Diagnostic, Severity
from teikit.edition import Edition
from teikit.export.characters import FORBIDDEN, legal
from teikit.export.report import File
from teikit.export.standoff.marks import Named, identities, labels, levels, too_deep, with_text
from teikit.export.standoff.tokens import sentences

_CORE = "de.tudarmstadt.ukp.dkpro.core.api"
_ENTITY = f"{_CORE}.ner.type.NamedEntity"
_SENTENCE = f"{_CORE}.segmentation.type.Sentence"
_TOKEN = f"{_CORE}.segmentation.type.Token"
_DOCUMENT = f"{_CORE}.metadata.type.DocumentMetaData"
_LAYERS = (
    (_DOCUMENT, "uima.tcas.DocumentAnnotation", ("documentTitle", "documentId", "documentUri")),
    (_SENTENCE, "uima.tcas.Annotation", ()),
    (_TOKEN, "uima.tcas.Annotation", ()),
    (_ENTITY, "uima.tcas.Annotation", ("value", "identifier")),
)
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_LONGEST = 80
_NO_LANGUAGE = "x-unspecified"


def inception(editions: Iterable[Edition]) -> Iterator[File | Diagnostic]:
    """Yield the type system, then a file for each document and what is to be said of it."""
    types = layers()
    yield File("TypeSystem.xml", [types.to_xml().encode()])
    told: list[Diagnostic] = []
    names = Named()
    for id, edition in with_text(editions, told):
        made, forbidden = cas(edition, types, id)
        yield File(f"{names.unique(_file_name(id))}.xmi", [made.to_xmi().encode()])
        yield from told
        told.clear()
        nested = sum(depth > 0 for depth in levels(mark.span for mark in edition.marks))
        yield from too_deep(edition, nested, "INCEpTION's layer Named entity must be set to allow overlap to edit them")
        if forbidden:
            message = f"XML cannot hold {forbidden} of the characters, which are replaced by �"
            yield Diagnostic("X038", Severity.WARNING, message, edition.path)
    yield from told


def layers() -> TypeSystem:
    """Return the types that are used; their names and features are those of DKPro Core."""
    types = TypeSystem()
    for name, parent, features in _LAYERS:
        layer = types.create_type(name, supertypeName=parent)
        for feature in features:
            types.create_feature(layer, feature, "uima.cas.String")
    return types


def cas(edition: Edition, types: TypeSystem, id: str = "") -> tuple[Cas, int]:
    """Return an edition as a CAS, and how many characters of its text had to be replaced. ``id``: its name."""
    text, forbidden = legal(edition.text), len(FORBIDDEN.findall(edition.text))
    made = Cas(typesystem=types, sofa_string=text, sofa_mime="text/plain")
    made.add(_described(edition, types, id))
    token_type, sentence_type = types.get_type(_TOKEN), types.get_type(_SENTENCE)
    for sentence in sentences(edition):
        made.add(sentence_type(begin=sentence.span.start, end=sentence.span.end))
        for token in sentence.tokens:
            made.add(token_type(begin=token.start, end=token.end))
    entity_type, names = types.get_type(_ENTITY), labels("inception")
    for mark, entity in zip(edition.marks, identities(edition), strict=True):
        span = mark.span
        made.add(entity_type(begin=span.start, end=span.end, value=names[mark.kind], identifier=legal(entity) or None))
    return made, forbidden


def _file_name(id: str) -> str:
    """Return an id as a name that every file system takes."""
    return _NOT_IN_FILE_NAMES.sub("_", id)[:_LONGEST].strip(". ") or "document"


def _described(edition: Edition, types: TypeSystem, id: str) -> Any:
    metadata = edition.metadata
    return types.get_type(_DOCUMENT)(
        begin=0,
        end=len(edition.text),
        language=legal(metadata.language) or _NO_LANGUAGE,
        documentTitle=legal(metadata.title or edition.id),
        documentId=legal(id or edition.id),
        documentUri=legal(edition.uri or edition.path),
    )
