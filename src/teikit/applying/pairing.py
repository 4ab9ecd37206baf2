"""Which spans are of which file: by what their file calls the document, or by its own name."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from xml.parsers import expat

from teikit import files
from teikit.diagnostics import Diagnostic, Severity, TeikitError, counted
from teikit.files import Job
from teikit.standoff import FORMATS, Spans

_XML_ID = "http://www.w3.org/XML/1998/namespace id"
_BESIDE = (".offsets.json", "dataset_info.json")


@dataclass(frozen=True, slots=True)
class Source:
    """A file of spans and what was read from it. ``alone``: it was named itself, not the folder that it is in."""

    path: Path
    spans: tuple[Spans, ...]
    alone: bool = True


def suffixes() -> tuple[str, ...]:
    """Return the suffixes that files of spans have."""
    return tuple(suffix for one in FORMATS.values() for suffix in one.suffixes)


def is_spans(path: Path) -> bool:
    """Tell whether a file in a folder may be one of spans: by its name, and no map of offsets."""
    return not path.name.lower().endswith(_BESIDE)


def pair(
    jobs: Sequence[Job], sources: Iterable[Source]
) -> tuple[list[tuple[Job, tuple[Spans, ...]]], list[Diagnostic]]:
    """Give every file the spans that are of it; tell of spans that are of none, and of files that got none (P021).

    Spans of one document, in a file that was named, are of the one file that was named, whatever they are called.
    """
    known = list(sources)
    given: list[list[Spans]] = [[] for _ in jobs]
    told: list[Diagnostic] = []
    index = _Index(jobs)
    for source in known:
        single = source.alone and len(known) == len(jobs) == len(source.spans) == 1
        for spans in source.spans:
            at = index.find(spans.names) if spans.names else -1
            if at < 0 and len(source.spans) == 1:
                at = index.find((source.path.name,))
            if at < 0 and single:
                told += _called_otherwise(source, spans)
                at = 0
            if at < 0:
                told.append(_of_none(source, spans))
            else:
                given[at].append(spans)
    for job, found in zip(jobs, given, strict=True):
        if not found:
            message = "there are no spans for this file, which stays as it is"
            told.append(Diagnostic("P021", Severity.INFO, message, path=str(job.source)))
    return [(job, tuple(found)) for job, found in zip(jobs, given, strict=True)], told


def _called_otherwise(source: Source, spans: Spans) -> list[Diagnostic]:
    if not spans.names:
        return []
    message = f"its spans are of “{spans.names[0]}”, as they say; they were applied to the one file that was named"
    return [Diagnostic("P021", Severity.INFO, message, path=str(source.path))]


def _of_none(source: Source, spans: Spans) -> Diagnostic:
    what = f"the document “{spans.names[0]}”" if spans.names else "a document that they do not name"
    number = len(spans.annotations)
    message = f"{counted(number, 'span')} {'is' if number == 1 else 'are'} of {what}, which is none of the files"
    help = "Name that file too, or call the spans as it is called: by its name, its path or its xml:id."
    return Diagnostic("P021", Severity.WARNING, message, path=str(source.path), help=help)


class _Index:
    """Finds files by path, name, stem or the xml:id of their root; what several have in common finds none."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._levels: list[dict[str, int]] = [
            _unique((path.as_posix() for path in _tails(job.source)) for job in jobs),
            _unique((job.source.stem,) for job in jobs),
            _unique((_stem(job.source.name),) for job in jobs),
        ]
        self._jobs = jobs
        self._ids: dict[str, int] | None = None

    def find(self, names: Iterable[str]) -> int:
        """Return the place of the file that one of the names means, -1 for none."""
        called = [unquote(name) for name in names]
        for name in called:
            last = PurePosixPath(name).name
            paths, stems, beginnings = self._levels
            found = (paths.get(name.strip("/")), paths.get(last), stems.get(PurePosixPath(last).stem), stems.get(last))
            at = next((one for one in (*found, beginnings.get(_stem(last))) if one is not None), -1)
            if at >= 0:
                return at
        if self._ids is None:
            self._ids = _unique((_root_id(job.source),) for job in self._jobs)
        return next((self._ids[name] for name in called if name and name in self._ids), -1)


def _tails(path: Path) -> Iterable[Path]:
    """Return the ends of a path: the name alone, with its folder, and so on."""
    parts = path.parts
    return (Path(*parts[at:]) for at in range(len(parts)))


def _stem(name: str) -> str:
    """Return a name without all that programs put behind it: letter.tei.xml and letter.spans.json are letter."""
    return name.partition(".")[0] if not name.startswith(".") else name


def _unique(names: Iterable[Iterable[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, called in enumerate(names):
        for name in called:
            found[name] = -1 if name in found else at
    return {name: at for name, at in found.items() if at >= 0}


def _root_id(path: Path) -> str:
    """Return the xml:id of the root of a file, an empty string for one that has none or cannot be read."""
    found: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(_name: str, attributes: dict[str, str]) -> None:
        found.append(attributes.get(_XML_ID, ""))
        raise StopIteration

    parser.StartElementHandler = start
    with contextlib.suppress(StopIteration, expat.ExpatError, LookupError, ValueError, TeikitError):
        parser.Parse(files.read(path), True)
    return found[0] if found else ""
