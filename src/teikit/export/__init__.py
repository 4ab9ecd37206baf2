"""From TEI to what people read and what programs take: one function for each format, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from teikit import tei
from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.edition import Edition
from teikit.export.report import Exported, File, Original, parsed

__all__ = ["EXPORTERS", "Exported", "Exporter", "File", "Original", "export", "export_all", "exporter"]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: the suffix of its files, its function, and one line for a list of formats.

    ``function``: ``module:name`` below teikit.export, imported when it is used, because some formats need much.
    ``reads``: what the function takes: a ``tree`` and its path, an ``edition``, or ``bytes`` (an Original).
    ``gathers``: it takes many of them and yields Files and Diagnostics; else it takes one and returns Exported.
    ``bundle``: it yields several files. ``options``: the keywords that it takes. ``extra``: what must be installed
    beside teikit, by the name of the extra.
    """

    suffix: str
    function: str
    summary: str
    reads: str = "edition"
    gathers: bool = False
    bundle: bool = False
    options: tuple[str, ...] = ()
    extra: str = ""

    def load(self) -> Callable[..., Any]:
        """Import the function. Raises TeikitError X006 where what it needs is not installed."""
        module, _, name = self.function.partition(":")
        try:
            loaded: Callable[..., Any] = getattr(import_module(f"teikit.export.{module}"), name)
        except ModuleNotFoundError as error:
            if not self.extra or (error.name or "").startswith("teikit"):
                raise
            message = f"this format needs {error.name}, which is not installed"
            help = f"Run: pip install 'teikit[{self.extra}]'"
            raise TeikitError(Diagnostic("X006", Severity.ERROR, message, help=help)) from error
        return loaded


_SITE = ("base_url",)
_PUBLISHED = ("base_url", "title", "publisher", "licence", "editor")

EXPORTERS: dict[str, Exporter] = {
    "html": Exporter(".html", "html:html", "one self-contained, accessible page", "tree", options=_SITE),
    "text": Exporter(
        ".txt", "text:text", "reading text", "bytes", options=("plain", "wrap", "lines", "notes", "offsets")
    ),
    "markdown": Exporter(".md", "markdown:markdown", "Markdown with footnotes, for pandoc", "tree", options=("wrap",)),
    "json": Exporter(".json", "standoff.json:json", "text, mentions and entities of a document"),
    "jsonl": Exporter(".jsonl", "standoff.json:json_lines", "the same, a line for each document", gathers=True),
    "csv": Exporter(
        ".csv", "standoff.tables:csv", "tables of mentions and registers", gathers=True, bundle=True, options=("table",)
    ),
    "tsv": Exporter(
        ".tsv", "standoff.tables:tsv", "the same, for OpenRefine", gathers=True, bundle=True, options=("table",)
    ),
    "spacy": Exporter(
        ".spacy", "standoff.spacy:spacy", "spaCy DocBin", gathers=True, options=("language",), extra="spacy"
    ),
    "conll": Exporter(".conll", "standoff.conll:conll", "a token a line, IOB2", gathers=True),
    "hipe": Exporter(".tsv", "standoff.conll:hipe", "a token a line, the columns of HIPE", gathers=True),
    "webannotation": Exporter(
        ".jsonld", "standoff.webannotation:webannotation", "W3C Web Annotation, JSON-LD", options=_SITE
    ),
    "inception": Exporter(
        ".xmi",
        "standoff.inception:inception",
        "UIMA CAS XMI for INCEpTION",
        gathers=True,
        bundle=True,
        extra="inception",
    ),
    "geojson": Exporter(".geojson", "linked.geojson:geojson", "places on a map", gathers=True, options=(*_SITE, "per")),
    "lpf": Exporter(".geojson", "linked.places:lpf", "Linked Places Format", gathers=True, options=_SITE),
    "lptsv": Exporter(".tsv", "linked.places:lptsv", "Linked Places as a table, LP-TSV", gathers=True, options=_SITE),
    "cmif": Exporter(
        ".xml",
        "linked.cmif:cmif",
        "index of letters for correspSearch, CMIF",
        gathers=True,
        options=(*_PUBLISHED, "date"),
    ),
    "graphml": Exporter(
        ".graphml", "linked.graph:graphml", "network of names or letters", gathers=True, options=("ties",)
    ),
    "gexf": Exporter(".gexf", "linked.graph:gexf", "the same, for Gephi", gathers=True, options=("ties",)),
    "turtle": Exporter(".ttl", "linked.turtle:turtle", "RDF with schema.org", gathers=True, options=_SITE, extra="rdf"),
    "voyant": Exporter("", "bundles.corpora:voyant", "texts and metadata.csv for Voyant", "bytes", True, True),
    "txm": Exporter("", "bundles.corpora:txm", "TEI and metadata.csv for TXM", "bytes", True, True),
    "tei-publisher": Exporter(
        "", "bundles.profiles:tei_publisher", "TEI as TEI Publisher wants it", "bytes", True, True
    ),
    "dse-static": Exporter(
        "", "bundles.profiles:dse_static", "TEI as DSE-Static-Cookiecutter wants it", "bytes", True, True
    ),
    "evt": Exporter("", "bundles.profiles:evt", "TEI as EVT wants it", "bytes", True, True),
}


def exporter(name: str) -> Exporter:
    """Return a format. Raises TeikitError X002 where there is none of this name."""
    found = EXPORTERS.get(name)
    if found is None:
        known = ", ".join(EXPORTERS)
        raise TeikitError(
            Diagnostic("X002", Severity.ERROR, f"there is no export format {name!r}", help=f"Choose one of: {known}.")
        )
    return found


def export(name: str, data: bytes, *, path: str = "", **options: object) -> Exported:
    """Export the bytes of a TEI file. ``path`` is what diagnostics call it.

    Of a format that gathers many documents the result is that of this one alone, and its first file. Raises TeikitError
    where there is no such format (X002), where it needs what is not installed (X006), where the bytes are not
    well-formed XML (X003), and for formats of data as `tei.view` does.
    """
    chosen = exporter(name)
    function = chosen.load()
    if chosen.gathers:
        return _first(function([_read(chosen, data, path)], **options))
    reads = (parsed(data, path), path) if chosen.reads == "tree" else (_read(chosen, data, path),)
    made: Exported = function(*reads, **options)
    return made


def export_all(name: str, items: Iterable[Edition | Original], **options: object) -> Iterator[File | Diagnostic]:
    """Export many documents as one, with a format that gathers. ``items``: what the format reads.

    Raises TeikitError as `export` does.
    """
    chosen = exporter(name)
    if not chosen.gathers:
        raise ValueError(f"{name} makes a file of each document, and does not gather them")
    made: Iterator[File | Diagnostic] = chosen.load()(items, **options)
    return made


def _read(chosen: Exporter, data: bytes, path: str) -> Edition | Original:
    return Original(path, data) if chosen.reads == "bytes" else tei.edition(data, path)


def _first(made: Iterable[File | Diagnostic]) -> Exported:
    diagnostics: list[Diagnostic] = []
    found: list[tuple[str, bytes]] = []
    for one in made:
        if isinstance(one, Diagnostic):
            diagnostics.append(one)
        else:
            found.append((one.name, b"".join(one.pieces)))
    return Exported(found[0][1] if found else b"", tuple(diagnostics), tuple(found[1:]))
