"""Measure how many tokens a second the formats with tokens write, beside the tokeniser alone.

    python benchmarks/standoff.py [--mb 1] FILE_OR_FOLDER ...

All named files that are TEI are read first and written together, then one document of the given size, which repeats the
text and the mentions of the one with most mentions. A format whose library is not installed is left out. Times are of
this machine in this run.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from teikit import tei
from teikit.diagnostics import TeikitError
from teikit.edition import Edition
from teikit.export import File, export_all, exporter
from teikit.export.standoff.tokens import sentences
from teikit.model import Span

FORMATS = ("conll", "hipe", "spacy", "inception")
MIB = 1 << 20


def read(paths: Iterable[Path]) -> list[Edition]:
    found = [file for path in paths for file in (sorted(path.rglob("*.xml")) if path.is_dir() else [path])]
    editions = []
    for file in found:
        try:
            editions.append(tei.edition(file.read_bytes(), file.name))
        except TeikitError as error:
            print(f"left out {file.name}: {error.diagnostic.message}")
    return [edition for edition in editions if edition.text.strip()]


def repeated(edition: Edition, size: int) -> Edition:
    """Return an edition whose text is as many times as long as it takes to reach a size in characters."""
    text = edition.text.rstrip() + "\n\n"
    times = max(1, size // len(text))

    def moved(span: Span, at: int) -> Span:
        return Span(span.start + at * len(text), span.end + at * len(text))

    marks = [replace(mark, span=moved(mark.span, at)) for at in range(times) for mark in edition.marks]
    passages = [replace(one, span=moved(one.span, at)) for at in range(times) for one in edition.passages]
    return replace(edition, text=text * times, marks=tuple(marks), passages=tuple(passages))


def measure(name: str, editions: Sequence[Edition]) -> None:
    began = time.perf_counter()
    tokens = sum(len(sentence.tokens) for edition in editions for sentence in sentences(edition))
    alone = time.perf_counter() - began
    marks = sum(len(edition.marks) for edition in editions)
    print(f"{name}: {sum(len(one.text) for one in editions)} characters, {tokens} tokens, {marks} mentions")
    print(f"  {'tokens alone':14}{alone:8.2f} s {tokens / alone:10.0f} tokens/s")
    for style in FORMATS:
        try:
            exporter(style).load()
        except TeikitError as error:
            print(f"  {style:14}left out: {error.diagnostic.message}")
            continue
        began = time.perf_counter()
        made = sum(len(piece) for one in export_all(style, editions) if isinstance(one, File) for piece in one.pieces)
        took = time.perf_counter() - began
        print(f"  {style:14}{took:8.2f} s {tokens / took:10.0f} tokens/s {made / MIB:8.1f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", type=float, default=1.0, help="size of the large document, in million characters")
    parser.add_argument("paths", nargs="+", type=Path)
    given = parser.parse_args()
    editions = read(given.paths)
    measure(f"{len(editions)} files", editions)
    measure("one file", [repeated(max(editions, key=lambda one: len(one.marks)), int(given.mb * 1e6))])


if __name__ == "__main__":
    main()
