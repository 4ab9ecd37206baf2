"""DSE-Static-Cookiecutter: data/editions, data/indices, data/meta; mentions as rs with @ref, entries in back.

As its repository of 2026-06-25 has it: build.xml (names of files), xslt/editions.xsl (xml:id, prev and next of the root
are names of files), xslt/partials/shared.xsl (rs opens an entry in back), entities.xsl (notes of type mentions).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping

from lxml import etree

from teikit import xmlio
from teikit.data import table
from teikit.diagnostics import Diagnostic
from teikit.export.bundles.profiles.documents import file_name, register, repoint
from teikit.export.bundles.profiles.edits import Edits
from teikit.export.bundles.profiles.entries import Entries, Pointer, insert, kinds, resolved, written
from teikit.export.bundles.profiles.gathered import KINDS, LISTS, Corpus, emptied, gathered, leaving
from teikit.export.bundles.profiles.telling import dissolved, lacking, left_out, renamed, without_text
from teikit.export.report import File, Original
from teikit.xmlio import Element, sub, tei
from teikit.xmlscan import Node, Scan
from teikit.xmlscan.scan import XML_ID

_TITLES = {"person": "Persons", "place": "Places", "org": "Organisations"}
_WRAPPED = {"persName": "person", "placeName": "place", "geogName": "place", "orgName": "org"}


def dse_static(items: Iterable[Original]) -> Iterator[File | Diagnostic]:
    """Yield the files of a corpus as the data folder of a project made with DSE-Static-Cookiecutter."""
    corpus = yield from gathered(items, moved=True)
    entries = Entries(corpus)
    entries.read()
    names = yield from _names(corpus)
    order = list(names)
    for place, document in enumerate(order):
        around = [names[order[at]] if 0 <= at < len(order) else "" for at in (place - 1, place + 1)]
        yield from _document(corpus, entries, document, names, around)
    for kind, ats in kinds(corpus):
        name = KINDS[kind].lower()
        rows = [resolved(written(_indexed(corpus, entries, at, names)), _from(corpus, kind, names)) for at in ats]
        rows += [resolved(text, _from(corpus, kind, names)) for text in entries.relations.get(KINDS[kind], ()) if rows]
        yield File(f"data/indices/{name}.xml", register(_TITLES[kind], KINDS[kind], rows, in_text=True))
    yield File("data/indices/listbibl.xml", register("Works", "listBibl", (), in_text=True))
    yield File("data/meta/about.xml", register("About", "list", (), in_text=True))
    yield from left_out(entries.lost)
    unsplit = Counter({"persons whose name is not marked so": _unsplit(corpus, entries)})
    yield from lacking(unsplit, "", "DSE-Static lists persons by surname and forename")


def _names(corpus: Corpus) -> Generator[File | Diagnostic, None, dict[int, str]]:
    """Return the new names of files that hold more than registers; tell of the others."""
    names: dict[int, str] = {}
    taken: set[str] = set()
    for document, source in enumerate(corpus.sources):
        if source.register:
            yield dissolved(source.path)
            continue
        names[document] = file_name(source.path, taken)
        yield from renamed(source.path, names[document])
    return names


def _document(
    corpus: Corpus, entries: Entries, document: int, names: Mapping[int, str], around: list[str]
) -> Iterator[File | Diagnostic]:
    source = corpus.sources[document]
    edits = Edits(source.scan())
    scanned, root = edits.scan, edits.scan.root
    for node in emptied(leaving(scanned)):
        edits.remove(node)
    text = next(iter(scanned.named("text")), None)

    def named(tokens: list[str], ats: list[int | None]) -> dict[str, str | None]:
        pairs = zip(tokens, ats, strict=True)
        return {"ref": " ".join(token if at is None else _pointer(corpus, at, text) for token, at in pairs)}

    found = repoint(corpus, document, edits, named, lambda at: _pointer(corpus, at, text), names)
    shown = set(found.values()) | _listed(corpus, document)
    values = {XML_ID: names[document], "prev": around[0] or None, "next": around[1] or None}
    edits.attributes(root, values)
    for node in root.walk():
        if text is not None and node.start in found and _is_to_wrap(node, text):
            _wrap(edits, node, corpus.ids[found[node.start]])
    if text is not None and shown:
        _put_in_back(edits, text, _back(corpus, entries, document, shown, names))
    yield from without_text(scanned, source.path, "DSE-Static")
    yield File(f"data/editions/{names[document]}", [edits.applied()])


def _pointer(corpus: Corpus, at: int, text: Node | None) -> str:
    index = "" if text is not None else f"../indices/{KINDS[corpus.named[at].kind].lower()}.xml"
    return f"{index}#{corpus.ids[at]}"


def _listed(corpus: Corpus, document: int) -> set[int]:
    """Return the entities whose entries have left a file."""
    return {corpus.of_entry[member] for member in corpus.left if member[0] == document and member in corpus.of_entry}


def _is_to_wrap(node: Node, text: Node) -> bool:
    """Tell whether a name can stand in an rs, which is what the stylesheets make a link of."""
    if node.name not in _WRAPPED or not text.start < node.start < text.end or node.parent is None:
        return False
    if any(above.name in (*LISTS, "rs") for above in node.ancestors()):
        return False
    return node.parent.tei and node.parent.name in _phrases()


def _phrases() -> frozenset[str]:
    """Return the elements that hold running text with names of all kinds."""
    return frozenset(row["element"] for row in table("tei_content") if row["text"] == "yes" and row["holds"] == "all")


def _wrap(edits: Edits, node: Node, id: str) -> None:
    name = f"{node.prefix}:rs" if node.prefix else "rs"
    edits.insert(node.start, f'<{name} type="{_WRAPPED[node.name]}" ref="#{id}">')
    edits.insert(edits.scan.after(node), f"</{name}>")


def _put_in_back(edits: Edits, text: Node, lists: str) -> None:
    """Put lists at the beginning of back, and where there is none make one."""
    scanned: Scan = edits.scan
    declared = f' xmlns="{xmlio.TEI}"' if text.prefix else ""
    back = text.child("back")
    if back is not None and not scanned.is_empty_tag(back):
        edits.insert(scanned.inside(back), lists.replace("<list", f"<list{declared}") if declared else lists)
    elif back is not None:
        edits.replace_tag(back, f"<back{declared}>{lists}</back>")
    else:
        bodies = [child for child in text.children() if child.name in ("body", "group")]
        edits.insert(scanned.after(bodies[-1]) if bodies else text.end, f"<back{declared}>{lists}</back>")


def _back(corpus: Corpus, entries: Entries, document: int, shown: set[int], names: Mapping[int, str]) -> str:
    """Return the lists of the entries that a file needs."""

    def pointer(what: str, at: int, id: str) -> str:
        if what == "f":
            return f"#{id}" if at == document else f"{names.get(at, corpus.sources[at].path)}#{id}"
        own = "" if at in shown else f"../indices/{KINDS[corpus.named[at].kind].lower()}.xml"
        return f"{own}#{corpus.ids[at]}"

    lists = []
    for kind, name in KINDS.items():
        texts = [resolved(written(entries.entry(at)), pointer) for at in sorted(shown) if corpus.named[at].kind == kind]
        if texts:
            lists.append(f"<{name}>{''.join(texts)}</{name}>")
    return "".join(lists)


def _indexed(corpus: Corpus, entries: Entries, at: int, names: Mapping[int, str]) -> Element:
    """Return an entry with the documents that list or mention it."""
    entry = entries.entry(at)
    group = etree.Element(tei("noteGrp"))
    for document in corpus.named[at].documents:
        if document in names:
            sub(group, "note", corpus.sources[document].title, type="mentions", target=names[document])
    if len(group):
        insert(entry, group)
    return entry


def _from(corpus: Corpus, kind: str, names: Mapping[int, str]) -> Pointer:
    """Return where pointers lead from an index."""

    def pointer(what: str, at: int, id: str) -> str:
        if what == "f":
            return f"../editions/{names.get(at, corpus.sources[at].path)}#{id}"
        own = corpus.named[at].kind
        return f"#{corpus.ids[at]}" if own == kind else f"{KINDS[own].lower()}.xml#{corpus.ids[at]}"

    return pointer


def _unsplit(corpus: Corpus, entries: Entries) -> int:
    persons = [at for at in corpus.listed() if corpus.named[at].kind == "person"]
    return sum(next(entries.entry(at).iter(tei("surname")), None) is None for at in persons)
