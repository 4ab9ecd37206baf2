"""What every profile does with a file: its pointers, the names of files, the documents that hold registers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from lxml import etree

from teikit import xmlio
from teikit.export.bundles.profiles.edits import Edits
from teikit.export.bundles.profiles.gathered import Corpus
from teikit.tei.build import ncname
from teikit.xmlio import sub, tei

NAMES = frozenset(
    (
        "persName",
        "placeName",
        "orgName",
        "geogName",
        "name",
        "rs",
        "author",
        "editor",
        "settlement",
        "country",
        "region",
    )
)

# The tokens of a pointer and the entity that each means → the attributes that take its place.
Named = Callable[[list[str], list[int | None]], Mapping[str, str | None]]


def repoint(
    corpus: Corpus,
    document: int,
    edits: Edits,
    named: Named,
    pointer: Callable[[int], str],
    files: Mapping[int, str] | None = None,
) -> dict[int, int]:
    """Rewrite every pointer of a file to an entity. Return the entities of its names, by the start of the element.

    ``pointer``: what leads to an entity whose entry has left its file. ``files``: the new names of files.
    """
    found: dict[int, int] = {}
    elements = (node for node in edits.scan.root.walk() if not node.name.startswith("#"))

    def led(token: str) -> str:
        meant = corpus.meant(document, token) if "#" in token else None
        if meant in corpus.left and meant in corpus.of_entry:
            return pointer(corpus.of_entry[meant])
        if meant is None or files is None or meant[0] not in files:
            return token
        file = "" if token.startswith("#") else files[meant[0]]
        return f"{file}#{files[meant[0]] if meant[1] == corpus.sources[meant[0]].root else meant[1]}"

    for number, node in enumerate(elements, 1):
        values: dict[str, str | None] = {}
        tokens = (node.attrs.get("ref") or node.attrs.get("key") or "").split()
        ats = [corpus.entity(document, token) for token in tokens]
        if tokens and (document, number) in corpus.of_mark:
            ats[0] = corpus.of_mark[document, number]
        names = any(at is not None for at in ats) and (node.name in NAMES or (document, number) in corpus.of_mark)
        for name, value in node.attrs.items():
            if "#" in value and not name.startswith(xmlio.XML) and not (names and name in ("ref", "key")):
                values[name] = " ".join(map(led, value.split()))
        if names:
            found[node.start] = next(at for at in ats if at is not None)
            values |= named(tokens, ats)
        edits.attributes(node, {name: value for name, value in values.items() if _differs(value, node.attrs.get(name))})
    return found


def _differs(value: str | None, before: str | None) -> bool:
    return value != before and (value is None or before is None or value.split() != before.split())


def file_name(path: str, taken: set[str]) -> str:
    """Return the name of a file in a folder without subfolders, fit to be an xml:id as well, and note it."""
    stem = ncname(path.rpartition(".")[0].replace("/", "_") or path) or "document"
    name, number = f"{stem}.xml", 2
    while name.casefold() in taken:
        name, number = f"{stem}-{number}.xml", number + 1
    taken.add(name.casefold())
    return name


def register(title: str, list_name: str, entries: Iterable[str], *, id: str = "", in_text: bool = False) -> list[bytes]:
    """Return the pieces of a TEI file that holds a register; one without entries says so."""
    root = etree.Element(tei("TEI"), nsmap={None: xmlio.TEI})  # type: ignore[dict-item]  # the stubs lack it
    xmlio.set_attributes(root, id=id)
    desc = sub(sub(root, "teiHeader"), "fileDesc")
    sub(sub(desc, "titleStmt"), "title", title)
    sub(sub(desc, "publicationStmt"), "p", "Gathered from the files of the edition.")
    sub(sub(desc, "sourceDesc"), "p", "The lists and names of the files of the edition.")
    every = iter(entries)
    first = next(every, None)
    body = sub(sub(sub(root, "text"), "body"), "div") if in_text or first is None else sub(root, "standOff")
    holder = sub(body, list_name) if first is not None else sub(body, "p", "There are no entries.")
    etree.indent(root, "  ")
    whole: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    if first is None:
        return [whole + b"\n"]
    before, _, after = whole.rpartition(f"<{list_name}/>".encode())
    indent = "  " * (len(list(holder.iterancestors())) + 1)
    rows = (f"\n{indent}{entry}".encode() for entry in chain((first,), every))
    return [before + f"<{list_name}>".encode(), *rows, f"\n{indent[2:]}</{list_name}>".encode() + after + b"\n"]
