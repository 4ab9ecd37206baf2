"""The formats of files of spans, which of them a file is in, and reading it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from importlib import import_module
from pathlib import PurePath

from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.standoff.formats import conll, tables
from teikit.standoff.formats.objects import decoded
from teikit.standoff.spans import Annotation, Spans, unreadable

_HALF = re.compile("[\ud800-\udfff]")
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@dataclass(frozen=True, slots=True)
class Format:
    """A format. ``function``: ``module:name`` below teikit.standoff.formats; ``extra``: what it needs."""

    function: str
    suffixes: tuple[str, ...]
    summary: str
    extra: str = ""

    def load(self) -> Callable[[bytes], Iterable[Spans]]:
        """Import the function. Raises TeikitError X006 where what it needs is not installed."""
        module, _, name = self.function.partition(":")
        try:
            loaded: Callable[[bytes], Iterable[Spans]] = getattr(
                import_module(f"teikit.standoff.formats.{module}"), name
            )
        except ModuleNotFoundError as error:
            if not self.extra or (error.name or "").startswith("teikit"):
                raise
            message = f"this format needs {error.name}, which is not installed"
            help = f"Run: pip install 'teikit[{self.extra}]'"
            raise TeikitError(Diagnostic("X006", Severity.ERROR, message, help=help)) from error
        return loaded


FORMATS: dict[str, Format] = {
    "json": Format("objects:read", (".json", ".jsonld"), "teikit's own, spaCy's, Web Annotation, or a list of spans"),
    "jsonl": Format("objects:read_lines", (".jsonl", ".ndjson"), "the same, a document or a span a line"),
    "csv": Format("tables:read", (".csv", ".tsv"), "a table with columns start, end and type"),
    "conll": Format("conll:read", (".conll", ".iob", ".iob2", ".bio", ".conllu", ".conllup"), "a token a line, IOB"),
    "xmi": Format("xmi:read", (".xmi", ".zip"), "UIMA CAS XMI, as INCEpTION exports it"),
    "brat": Format("brat:read", (".ann",), "brat's stand-off annotations"),
    "spacy": Format("docbin:read", (".spacy",), "spaCy DocBin", "spacy"),
}


def read(data: bytes, *, format: str = "", name: str = "", text: str | None = None) -> Spans:
    """Read spans of one document.

    ``format``: a key of FORMATS, found out where it is empty. ``name``: what the file is called. ``text``: what the
    spans were made on, where another file says (brat's .txt). Raises TeikitError: P010 where the file cannot be read or
    has several documents, X006 where its format needs what is not installed.
    """
    found = read_all(data, format=format, name=name, text=text)
    if len(found) > 1:
        raise unreadable(f"it has spans of {len(found)} documents, not of one")
    return found[0] if found else Spans()


def read_all(data: bytes, *, format: str = "", name: str = "", text: str | None = None) -> tuple[Spans, ...]:
    """Read spans of any number of documents, as `read`."""
    if format and format not in FORMATS:
        raise ValueError(f"there is no format {format!r} of spans; there are {', '.join(FORMATS)}")
    chosen = FORMATS[format or detected(data, name)]
    try:
        found = tuple(chosen.load()(data))
    except TeikitError as error:
        raise TeikitError(replace(error.diagnostic, path=error.diagnostic.path or name)) from error
    found = tuple(map(_sound, found))
    if text is None:
        return found
    return tuple(spans if spans.text is not None else replace(spans, text=text) for spans in found)


def _sound(spans: Spans) -> Spans:
    """Return spans without halves of characters, which JSON can have and no file can hold."""
    made = {
        field.name: value.translate(_HALVES)
        for field in fields(spans)
        if isinstance(value := getattr(spans, field.name), str) and not _is_sound(value)
    }
    annotations = tuple(map(_sound_annotation, spans.annotations))
    names = tuple(name.translate(_HALVES) for name in spans.names)
    return replace(spans, annotations=annotations, names=names, **made)  # type: ignore[arg-type]


def _sound_annotation(annotation: Annotation) -> Annotation:
    made = {
        field.name: value.translate(_HALVES)
        for field in fields(annotation)
        if isinstance(value := getattr(annotation, field.name), str) and not _is_sound(value)
    }
    return replace(annotation, **made) if made else annotation  # type: ignore[arg-type]


def _is_sound(text: str) -> bool:
    return text.isascii() or not _HALF.search(text)


def detected(data: bytes, name: str) -> str:
    """Return the format of a file, from what it begins with and what it is called.

    Raises TeikitError P010 where it looks like none.
    """
    suffix = PurePath(name).suffix.lower()
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if suffix in (".spacy", ".ann") or data[:1] == b"\x78":
        return "brat" if suffix == ".ann" else "spacy"
    if data.startswith(b"PK") or start == b"<":
        return "xmi"
    text = decoded(data)
    if start in (b"{", b"["):
        return "json" if _is_one(text) else "jsonl"
    if conll.is_conll(text):
        return "conll"
    if tables.is_table(text):
        return "csv"
    known = next((name for name, one in FORMATS.items() if suffix in one.suffixes), "")
    if known or not text.strip():
        return known or "jsonl"
    if text.startswith("T1\t"):
        return "brat"
    raise TeikitError(replace(unreadable("it is in no format of spans that is known").diagnostic, path=name))


def _is_one(text: str) -> bool:
    """Tell whether a text is one value of JSON rather than one a line; where it is neither, the first line decides."""
    head, _, rest = text.strip().partition("\n")
    if not rest.strip():
        return True
    try:
        json.loads(head)
    except (ValueError, RecursionError):
        return True
    return False
