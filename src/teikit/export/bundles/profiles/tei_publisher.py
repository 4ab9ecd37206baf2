"""TEI Publisher 9: documents in data/, registers in data/registers, mentions by @key.

As its application of version 9.1 has it: modules/config.xqm (register-root, register-map),
modules/annotations/annotation-config.xqm (reference-key), modules/registers.xql (names of type main).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from teikit.diagnostics import Diagnostic
from teikit.export.bundles.profiles.documents import register, repoint
from teikit.export.bundles.profiles.edits import Edits
from teikit.export.bundles.profiles.entries import Entries, Pointer, kinds, resolved, written
from teikit.export.bundles.profiles.gathered import KINDS, Corpus, emptied, gathered, leaving
from teikit.export.bundles.profiles.telling import dissolved, lacking, left_out, without_text
from teikit.export.report import File, Original

REGISTERS = {"person": "persons", "place": "places", "org": "organizations"}
_TITLES = {"person": "Persons", "place": "Places", "org": "Organisations"}


def tei_publisher(items: Iterable[Original]) -> Iterator[File | Diagnostic]:
    """Yield the files of a corpus for the data folder of TEI Publisher, with its registers."""
    corpus = yield from gathered(items, moved=True)
    names = {document: f"data/{source.path.lstrip('/')}" for document, source in enumerate(corpus.sources)}
    for document in names:
        yield from _document(corpus, document, names)
    entries = Entries(corpus, by_key=True, main_type="main")
    entries.read()
    for kind, ats in kinds(corpus):
        texts = [resolved(written(entries.entry(at)), _from(corpus, kind, names)) for at in ats]
        relations = [resolved(text, _from(corpus, kind, names)) for text in entries.relations.get(KINDS[kind], ())]
        rows = [*texts, *relations] if texts else []
        name = REGISTERS[kind]
        yield File(f"data/registers/{name}.xml", register(_TITLES[kind], KINDS[kind], rows, id=f"pb-{name}"))
    yield from left_out(entries.lost)


def _document(corpus: Corpus, document: int, names: Mapping[int, str]) -> Iterator[File | Diagnostic]:
    source = corpus.sources[document]
    if source.register:
        yield dissolved(source.path)
        return
    edits = Edits(source.scan())
    for node in emptied(leaving(edits.scan)):
        edits.remove(node)
    several = Counter[str]()
    up = "../" * (names[document].count("/") - 1)

    def pointer(at: int) -> str:
        return f"{up}registers/{REGISTERS[corpus.named[at].kind]}.xml#{corpus.ids[at]}"

    def named(tokens: list[str], ats: list[int | None]) -> dict[str, str | None]:
        chosen = next(at for at in ats if at is not None)
        several["name that means several"] += len(tokens) > 1
        rest = [token for token, at in zip(tokens, ats, strict=True) if at is None or "://" in token]
        rest += [pointer(at) for at in ats if at not in (None, chosen)]
        return {"key": corpus.ids[chosen], "ref": " ".join(rest) or None}

    repoint(corpus, document, edits, named, pointer)
    yield from without_text(edits.scan, source.path, "TEI Publisher")
    yield from lacking(several, source.path, "TEI Publisher takes one @key; the others stand in @ref")
    yield File(names[document], [edits.applied()])


def _from(corpus: Corpus, kind: str, names: Mapping[int, str]) -> Pointer:
    """Return where pointers lead from a register."""

    def pointer(what: str, at: int, id: str) -> str:
        if what == "f":
            return f"../{names[at].removeprefix('data/')}#{id}"
        own = corpus.named[at].kind
        if what == "k":
            return corpus.ids[at]
        return f"#{corpus.ids[at]}" if own == kind else f"{REGISTERS[own]}.xml#{corpus.ids[at]}"

    return pointer
