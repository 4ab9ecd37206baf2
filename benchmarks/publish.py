"""Measure `teikit publish` on a corpus made of the encoded documents.

    python benchmarks/publish.py [N] [ENCODED]

Makes N documents (1000) out of those in ENCODED (encoded/): each with names and a date of its own, so that the corpus
has the persons and years of N documents and not of fifteen; the same N make the same corpus. Prints the seconds of a
build of everything, of one after nothing changed, of one after one document changed, on one core; and the peak memory.
On a machine that does other things as well the seconds of the processor say more.
"""

from __future__ import annotations

import random
import re
import resource
import sys
import tempfile
import time
from pathlib import Path

from teikit import files
from teikit.publish import building
from teikit.publish.settings import Settings

SYLLABLES = "ba ber dan dor el fen gar hol kar lin mar nor os per ran sol tan ul ven wes".split()
PERSON = re.compile(rb'(<person xml:id="[^"]+"><persName>)([^<]*)(</persName>)')
YEAR = re.compile(rb"(when=\"|>)(1[0-9]{3})(?=[-\"<])")


def make(source: bytes, number: int) -> bytes:
    """Return a document with names of persons drawn from a few thousand, and its dates moved by some years."""
    draw = random.Random(number)

    def named(found: re.Match[bytes]) -> bytes:
        word = "".join(draw.choices(SYLLABLES, k=3)).capitalize()
        return found[1] + f"{draw.choice('ABCDEFGH')}. {word}".encode() + found[3]

    shift = draw.randrange(-40, 40)
    moved = YEAR.sub(lambda found: found[1] + str(int(found[2]) + shift).encode(), source)
    words = " ".join("".join(draw.choices(SYLLABLES, k=4)) for _ in range(20)).encode()
    return PERSON.sub(named, moved).replace(b"</p>", b" " + words + b"</p>", 1)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    encoded = Path(sys.argv[2] if len(sys.argv) > 2 else "encoded")
    sources = [path.read_bytes() for path in sorted(encoded.glob("*.xml"))]
    with tempfile.TemporaryDirectory() as folder:
        corpus, out, cache = Path(folder) / "tei", Path(folder) / "site", Path(folder) / "cache.sqlite"
        corpus.mkdir()
        for number in range(count):
            (corpus / f"document-{number:05d}.xml").write_bytes(make(sources[number % len(sources)], number))

        def build(label: str) -> None:
            found, _ = files.find([str(corpus)], files.XML_SUFFIXES)
            began, busy = time.perf_counter(), time.process_time()
            made = building.publish(found, out, Settings(title="Benchmark"), cache=cache)
            took, busy = time.perf_counter() - began, time.process_time() - busy
            print(f"{label:22}{took:7.2f} s ({busy:.2f} s of the processor), {made.made} of {made.files} files made")

        build(f"{count} documents")
        build("nothing changed")
        path = corpus / f"document-{count // 2:05d}.xml"
        path.write_bytes(path.read_bytes().replace(b"</p>", b" And one word more.</p>", 1))
        build("one document changed")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"peak memory           {peak / 1024:7.0f} MB")


if __name__ == "__main__":
    main()
