"""One document: read, its page made but for what the rest of the corpus adds, its downloads written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath

from teikit import files, tei
from teikit.corpus import folded, found
from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.edition import Edition
from teikit.export import File, export, export_all
from teikit.export.html.page import parts
from teikit.export.report import parsed
from teikit.publish import codec
from teikit.publish.beside.tables import lines
from teikit.publish.beside.words import counted
from teikit.publish.keeping import Kept
from teikit.publish.summary import Summary, summary
from teikit.xmlio import Tree

_ROOTS = ("TEI.2", "teiCorpus.2", "TEI", "teiCorpus")
_NAMED = ("persName", "placeName", "orgName")
_CONTEXT = 90


@dataclass(frozen=True, slots=True)
class Reading:
    """A file to read. ``path``: relative to its corpus; ``slug``: of its page; ``root``: of the site."""

    source: Path
    path: str
    slug: str
    root: Path
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What came of it; ``kept`` is None where the file cannot be published."""

    kept: Kept | None
    told: tuple[Diagnostic, ...] = ()


def downloads(slug: str) -> dict[str, str]:
    """Return the files that lie beside the page of a document, by format."""
    return {name: f"documents/{slug}{suffix}" for name, suffix in _SUFFIXES.items()}


_SUFFIXES = {"tei": ".xml", "text": ".txt", "json": ".json", "csl": ".csl.json", "bibtex": ".bib"}


def read(given: Reading) -> Read:
    """Read a file and write what can be written without the rest of the corpus."""
    path = str(given.source)
    try:
        return _read(given)
    except TeikitError as error:
        told = error.diagnostic
        return Read(None, (told if told.path else replace(told, path=path),))
    except Exception as error:  # of 20,000 files one must not stop the others
        return lost(given, f"{type(error).__name__}: {error}")


def lost(given: Reading, why: str) -> Read:
    """Return what is told of a file that teikit fails on."""
    help = "this is a fault of teikit, not of the file; the site was made without it; please report it with the file"
    message = f"teikit failed on this file: {why}"
    return Read(None, (Diagnostic("C009", Severity.ERROR, message, path=str(given.source), help=help),))


def _read(given: Reading) -> Read:
    data = files.read(given.source)
    tree = parsed(data, str(given.source))
    sha = hashlib.sha256(data).hexdigest()
    try:
        edition, told = tei.edition(data, given.path), []
    except TeikitError as error:
        edition, told = None, [_page_only(error.diagnostic, tree, given)]
    links = _links(edition, sha) if edition is not None else {}
    made = parts(tree, given.path, base_url=_address(given), entity_links=links)
    title = " ".join(made.title.split()) or files.shown(PurePosixPath(given.path).stem)
    if edition is None:
        kept = Summary(given.slug, given.path, sha, title, made.language, readable=False)
        passages = [["", text] for text in [" ".join(_text(data, given).split())] if text]
    else:
        kept = summary(edition, given.slug, title)
        passages = _passages(edition, made.anchors)
    written = _downloads(given, data, edition)
    written.update(_search_text(given, passages))
    diagnostics = (*told, *(replace(d, path=str(given.source)) for d in made.diagnostics))
    words = counted([text for _, text in passages], kept.title)
    shown = _mentions(edition, made.anchors) if edition is not None else ()
    page = asdict(replace(made, anchors={}, diagnostics=()))
    kept_data = Kept(
        codec.dumps(kept),
        codec.dumps(found(edition)) if edition is not None else "",
        json.dumps(words, ensure_ascii=False),
        json.dumps({**page, "sha256": sha}, ensure_ascii=False),
        lines(edition) if edition is not None else (),
        shown,
        tuple(sorted((name, _put(given.root / name, content)) for name, content in written.items())),
        diagnostics,
    )
    return Read(kept_data, diagnostics)


def _put(target: Path, data: bytes) -> str:
    files.write(target, data, force=True)
    return hashlib.sha256(data).hexdigest()


def _links(edition: Edition, sha: str) -> dict[int, str]:
    """Return the address of the entity of each name, one for all names of one entity, as far as the file tells."""
    first: dict[object, int] = {}
    of_element: dict[int, int] = {}
    for at, mark in enumerate(edition.marks):
        if mark.kind in _NAMED:
            same: object = mark.entry or (mark.kind, folded(edition.surface(mark)))
            of_element[mark.element] = of_element.get(mark.follows, first.setdefault(same, at))
    return {element: mention_link(sha, at) for element, at in of_element.items()}


def mention_link(sha: str, mark: int) -> str:
    """Return what stands in the page of a document for the address of an entity until that is known.

    It holds the hash of the file, so that nothing in the file can be taken for it.
    """
    return f"tk-mention-{sha}-{mark}"


def _page_only(fault: Diagnostic, tree: Tree, given: Reading) -> Diagnostic:
    """Return what is told of a file that can be shown but not read as data. Raises TeikitError for any other."""
    name = str(tree.getroot().tag).rpartition("}")[2]
    if name not in _ROOTS:
        raise TeikitError(fault)
    message = f"gets a page, but its names, dates and letters are left out: {fault.message}"
    help = "Convert it to TEI P5 to have it in the registers, on the map and in the timeline."
    return Diagnostic("X015", Severity.WARNING, message, path=str(given.source), line=fault.line, help=help)


def _address(given: Reading) -> str:
    return f"{given.base_url.rstrip('/')}/documents/{given.slug}.html" if given.base_url else ""


def _text(data: bytes, given: Reading) -> str:
    return export("text", data, path=str(given.source)).text


def _downloads(given: Reading, data: bytes, edition: Edition | None) -> dict[str, bytes]:
    """Make the downloads of a document: the file itself, its text, its data."""
    names = downloads(given.slug)
    made = {names["tei"]: data, names["text"]: _text(data, given).encode()}
    if edition is not None:
        made[names["json"]] = _data(edition)
    return made


def _data(edition: Edition) -> bytes:
    """Return a document as JSON without indents, as it is the greatest of the files of a site."""
    found = export_all("jsonl", [edition])
    return b"".join(piece for one in found if isinstance(one, File) for piece in one.pieces)


def _passages(edition: Edition, anchors: Mapping[int, str]) -> list[list[str]]:
    """Return the text in passages, each with the id that it has in the page."""
    made = []
    for passage in edition.passages:
        text = " ".join(passage.span.of(edition.text).split())
        if text:
            made.append([anchors.get(passage.element, ""), text])
    return made or [["", text] for text in [" ".join(edition.text.split())] if text]


def _search_text(given: Reading, passages: list[list[str]]) -> dict[str, bytes]:
    """Return the text of a document as a script, because a page on disk may load scripts and nothing else."""
    data = json.dumps([given.slug, passages], ensure_ascii=False, separators=(",", ":"))
    return {f"search/texts/{given.slug}.js": script("text", data)}


def script(name: str, data: str) -> bytes:
    """Return JSON as a script that gives it to the search; it is safe in every JavaScript."""
    data = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"teikitSearch.{name}({data});\n".encode("utf-8", "surrogatepass")


def _mentions(edition: Edition, anchors: Mapping[int, str]) -> tuple[tuple[int, str], ...]:
    """Return what a page about an entity shows of each mention: its place, the words around it, who says so."""
    made = []
    for at, mark in enumerate(edition.marks):
        if mark.kind not in _NAMED:
            continue
        before, after = edition.context(mark, _CONTEXT)
        passage = edition.passages[mark.passage] if mark.passage >= 0 else None
        start = passage is None or mark.span.start - len(before) <= passage.span.start
        end = passage is None or mark.span.end + len(after) >= passage.span.end
        anchor = anchors.get(mark.element) or (anchors.get(passage.element, "") if passage else "")
        shown = [anchor, before, edition.surface(mark), after, start, end, mark.machine, mark.cert]
        made.append((at, json.dumps(shown, ensure_ascii=False)))
    return tuple(made)
