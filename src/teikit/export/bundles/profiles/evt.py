"""EVT 3: one file a document in assets/data, its entities in lists of that file, mentions by @ref.

As evt-viewer-angular of 2023-11-07 (1.0.0-alpha) has it: named-entity-parsers.ts (lists anywhere in the file, names
with @ref), edition-data.service.ts (the first of editionUrls is opened), structure-xml-parser.service.ts (pages by pb,
@n, @facs). EVT 2 reads the same files: dataUrl in its config.json.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from teikit import xmlio
from teikit.diagnostics import Diagnostic, Severity
from teikit.export.bundles.profiles.documents import repoint
from teikit.export.bundles.profiles.edits import Edits
from teikit.export.bundles.profiles.entries import Entries, resolved, written
from teikit.export.bundles.profiles.gathered import KINDS, Corpus, gathered
from teikit.export.bundles.profiles.telling import lacking, left_out, without_text
from teikit.export.report import File, Original

_SHOWN = ("persName", "placeName", "geogName", "orgName")
_FOLDER = "assets/data"


def evt(items: Iterable[Original]) -> Iterator[File | Diagnostic]:
    """Yield the files of a corpus for the folder of EVT, and the configuration that names them."""
    corpus = yield from gathered(items, moved=False)
    entries = Entries(corpus)
    entries.read()
    for document in range(len(corpus.sources)):
        yield from _document(corpus, entries, document)
    urls = [f"{_FOLDER}/{source.path.lstrip('/')}" for source in corpus.sources]
    yield File("assets/config/file_config.json", [_configuration(urls)])
    if len(urls) > 1:
        message = f"EVT opens one document at a time: the first of editionUrls, {urls[0]}"
        yield Diagnostic("X050", Severity.INFO, message)
    yield from left_out(entries.lost)


def _document(corpus: Corpus, entries: Entries, document: int) -> Iterator[File | Diagnostic]:
    source = corpus.sources[document]
    edits = Edits(source.scan())
    own = {at: id for (of, id), at in corpus.of_entry.items() if of == document}

    def named(tokens: list[str], ats: list[int | None]) -> dict[str, str | None]:
        pairs = zip(tokens, ats, strict=True)
        return {"ref": " ".join(token if at is None else f"#{own.get(at, corpus.ids[at])}" for token, at in pairs)}

    found = repoint(corpus, document, edits, named, lambda at: f"#{corpus.ids[at]}")
    wanted = sorted(set(found.values()) - own.keys())
    _add(edits, _lists(corpus, entries, document, wanted, own))
    yield from without_text(edits.scan, source.path, "EVT")
    yield from lacking(_not_shown(edits, found), source.path, "EVT does not show all of it")
    yield File(f"{_FOLDER}/{source.path.lstrip('/')}", [edits.applied()])


def _lists(corpus: Corpus, entries: Entries, document: int, wanted: list[int], own: dict[int, str]) -> str:
    """Return lists of the entities that a file names and does not list."""

    def pointer(what: str, at: int, id: str) -> str:
        if what == "f":
            return f"#{id}" if at == document else f"{corpus.sources[at].path}#{id}"
        if at in own or at in wanted:
            return f"#{own.get(at, corpus.ids[at])}"
        other, id = corpus.named[at].members[0]
        return f"{corpus.sources[other].path}#{id}"

    lists = []
    for kind, name in KINDS.items():
        texts = [resolved(written(entries.entry(at)), pointer) for at in wanted if corpus.named[at].kind == kind]
        if texts:
            lists.append(f"<{name}>{''.join(texts)}</{name}>")
    return "".join(lists)


def _add(edits: Edits, lists: str) -> None:
    """Put lists into standOff, and where there is none make one after the header."""
    root, scanned = edits.scan.root, edits.scan
    if not lists:
        return
    standoff, header = root.child("standOff"), root.child("teiHeader")
    if standoff is not None and not scanned.is_empty_tag(standoff) and not standoff.prefix:
        edits.insert(standoff.end, lists)
    else:
        declared = f' xmlns="{xmlio.TEI}"' if root.prefix else ""
        at = scanned.after(header) if header is not None else scanned.inside(root)
        edits.insert(at, f"<standOff{declared}>{lists}</standOff>")


def _not_shown(edits: Edits, found: dict[int, int]) -> Counter[str]:
    scanned = edits.scan
    names = Counter(node.name for node in scanned.root.walk() if node.start in found and node.name not in _SHOWN)
    counts = Counter({f"names marked as {name}": number for name, number in sorted(names.items())})
    pages = scanned.named("pb")
    counts["pb without @facs"] = sum("facs" not in page.attrs for page in pages)
    counts["pb without @n"] = sum("n" not in page.attrs for page in pages)
    return counts


def _configuration(urls: list[str]) -> bytes:
    values = {
        "editionUrls": urls,
        "editionImagesSource": {
            "manifest": {"value": "", "enable": False},
            "graphics": {"value": "url", "enable": False},
        },
        "imagesFolderUrl": f"{_FOLDER}/images/single",
        "configurationUrls": {
            "edition": "assets/config/edition_config.json",
            "ui": "assets/config/ui_config.json",
            "editorialConventions": "assets/config/editorial_conventions_config.json",
        },
    }
    return json.dumps(values, ensure_ascii=False, indent=2).encode() + b"\n"
