"""Measure `teikit encode`: start-up, speed on one core, memory over many files.

    python benchmarks/encode.py [--files 10000] [FOLDER]

FOLDER: plain-text documents to repeat [seeds/]. Times are of this machine in this run: compare ratios, not seconds.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from teikit import files, pipeline
from teikit.config import Config


def start_up(runs: int = 11) -> float:
    """Return the median seconds of `teikit --help` as a whole process."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "teikit", "--help"], stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def speed(folder: Path, least: int = 1_000_000) -> tuple[float, float]:
    """Return MB of text and words a second, over at least `least` bytes, everything loaded."""
    paths = sorted(p for p in folder.rglob("*.txt"))
    texts = [(p.name, p.read_bytes()) for p in paths]
    pipeline.encode(texts[0][1], texts[0][0])
    done = words = 0
    began = time.perf_counter()
    while done < least:
        for name, data in texts:
            pipeline.encode(data, name)
            done += len(data)
            words += len(data.split())
    seconds = time.perf_counter() - began
    return done / 1e6 / seconds, words / seconds


def memory(folder: Path, count: int) -> list[tuple[int, float]]:
    """Encode `count` files to disk; return the peak memory in MiB after each tenth of them."""
    peaks = []
    paths = sorted(folder.rglob("*.txt"))
    with tempfile.TemporaryDirectory() as out:
        for number in range(count):
            job = files.Job(paths[number % len(paths)], Path(out, f"{number}.xml"))
            pipeline.encode_file(job, config=Config())
            if (number + 1) % max(1, count // 10) == 0:
                peaks.append((number + 1, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
    return peaks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("seeds"))
    parser.add_argument("--files", type=int, default=1000)
    options = parser.parse_args()
    print(f"teikit --help           {start_up() * 1000:.0f} ms (median)")
    megabytes, words = speed(options.folder)
    print(f"encode, one core        {megabytes:.2f} MB/s, {words:,.0f} words/s")
    for count, peak in memory(options.folder, options.files):
        print(f"peak memory after {count:>6} files  {peak:.0f} MiB")


if __name__ == "__main__":
    main()
