"""Fuzz the reader by hand: ``python tests/fuzz/fuzz_reader.py SECONDS [FIRST SEED]``.

With atheris installed (``pip install atheris``) and ``--atheris``, bytes are led by what they reach in the code;
else files of the cases are mutated. What fails is written to the folder of temporary files, and its seed is shown.
"""

from __future__ import annotations

import collections
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fuzz.mutations import mutated, seeds
from fuzz.probing import probe

MOST_FAILURES = 10


def by_mutation(seconds: float, first: int) -> int:
    """Probe mutations for some seconds; return the number that failed."""
    files, ends, seed = seeds(), time.monotonic() + seconds, first
    came, failed = collections.Counter[str](), 0
    while time.monotonic() < ends and failed < MOST_FAILURES:
        rng = random.Random(seed)
        data = mutated(rng.choice(files), rng)
        try:
            came[probe(data)] += 1
        except Exception as error:
            failed += 1
            kept = Path(tempfile.gettempdir()) / f"teikit-fuzz-{seed}.xml"
            kept.write_bytes(data)
            sys.stdout.write(f"seed {seed}: {type(error).__name__}: {error} ({kept})\n")
        seed += 1
    sys.stdout.write(f"{seed - first} files from seed {first}: {dict(came)}, {failed} failed\n")
    return failed


def by_atheris(seconds: float) -> None:
    """Let libFuzzer lead; it ends the process."""
    import atheris

    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(seeds()):
            (Path(corpus) / str(number)).write_bytes(data)
        atheris.instrument_all()
        arguments = [sys.argv[0], f"-max_total_time={int(seconds)}", "-max_len=20000", "-rss_limit_mb=2000", corpus]
        atheris.Setup(arguments, lambda data: probe(bytes(data)) and None)
        atheris.Fuzz()


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if not one.startswith("--")]
    if "--atheris" in sys.argv:
        by_atheris(float(given[0]))
    else:
        sys.exit(by_mutation(float(given[0]), int(given[1]) if len(given) > 1 else 0) > 0)
