"""Measure `teikit validate` beside jing, xmllint and xmlschema, as ratios to plain parsing by lxml.

    python benchmarks/validate.py SCHEMA.rng [--xsd SCHEMA.xsd] [--schematron SCHEMA.sch] [--mb 1 4] FILE_OR_FOLDER ...

Every tool checks the same files: all of those named that are well-formed, in one call, and each of the large files that
are made of the largest valid one, and of the one with most tags, by repeating what its body holds. Whole processes are
timed, start-up included, from the disk cache of the system; of the quick ones the best of some runs. Cold: teikit has
not compiled the schema before; warm: it has. The engines of teikit are timed inside one process too, with the schema
loaded. Tools that are not installed are left out. Times are of this machine in this run: compare ratios, not seconds.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from lxml import etree

from teikit.validate import relaxng, schematron
from teikit.validate.reading import read
from teikit.validate.relaxng.load import load_file
from teikit.validate.source import Parsed

BODY = re.compile(rb"<body\b[^>]*>(.*)</body>", re.S)
ID = re.compile(rb"""\s(?:xml:id|corresp|synch|sameAs|copyOf|next|prev)\s*=\s*("[^"]*"|'[^']*')""")
COLD = "an empty folder"
QUICK = 5.0
"""Seconds: what took longer is not repeated."""
Call = tuple[str, list[str], dict[str, str]]


def parse(data: bytes) -> None:
    etree.fromstring(data, etree.XMLParser(collect_ids=False, resolve_entities=False, huge_tree=True))


def parse_all(contents: Iterable[bytes]) -> None:
    for data in contents:
        parse(data)


def best(work: Callable[[], object], runs: int) -> float:
    """Return the least seconds of some runs: what the work itself takes, without what else the machine did."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def well_formed(paths: Iterable[str]) -> Iterator[Path]:
    """Yield the files that can be parsed."""
    for name in paths:
        path = Path(name)
        for file in sorted(path.rglob("*.xml")) if path.is_dir() else [path]:
            try:
                parse(file.read_bytes())
            except etree.XMLSyntaxError:
                continue
            yield file


def enlarged(data: bytes, size: int) -> bytes | None:
    """Return a document of about `size` bytes: its body holds what it held, over and over, without the identifiers."""
    body = BODY.search(data)
    if body is None:
        return None
    inside = ID.sub(b"", body[1])
    times = max(1, (size - len(data)) // max(1, len(inside)))
    return data[: body.end(1)] + inside * times + data[body.end(1) :]


def calls(options: argparse.Namespace, files: Sequence[Path], cache: Path) -> Iterator[Call]:
    """Yield the name, the command and the environment of every tool that is here."""
    names = [str(file) for file in files]
    ours = [sys.executable, "-m", "teikit", "validate", "-q", "-j", "1", "--schema", options.schema]
    # Python's own compiled files are there for both, as they are once a package has been installed.
    kept = {"XDG_CACHE_HOME": str(cache), "PYTHONPYCACHEPREFIX": str(cache / "pyc"), "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run([*ours, names[0]], env={**os.environ, **kept}, capture_output=True, check=False)
    yield "teikit, schema only, cold", [*ours, "--select", "schema", *names], {**kept, "XDG_CACHE_HOME": COLD}
    yield "teikit, schema only, warm", [*ours, "--select", "schema", *names], kept
    yield "teikit, all checks, cold", [*ours, *names], {**kept, "XDG_CACHE_HOME": COLD}
    yield "teikit, all checks, warm", [*ours, *names], kept
    if shutil.which("jing"):
        yield "jing", ["jing", options.schema, *names], {}
    if shutil.which("xmllint"):
        yield "xmllint --relaxng", ["xmllint", "--noout", "--huge", "--relaxng", options.schema, *names], {}
    if options.xsd and shutil.which("xmllint"):
        yield "xmllint --schema", ["xmllint", "--noout", "--huge", "--schema", options.xsd, *names], {}
    if options.xsd and options.slow:
        yield "xmlschema", ["xmlschema-validate", "--schema", options.xsd, *names], {}


def timed(call: Call, limit: float) -> float | None:
    """Return the seconds of a whole process, the least of three where it is quick; None: longer than `limit`."""
    _, command, environment = call
    times: list[float] = []
    while len(times) < 3 and sum(times) < QUICK:
        with tempfile.TemporaryDirectory() as empty:
            changed = {name: empty if value == COLD else value for name, value in environment.items()}
            began = time.perf_counter()
            try:
                done = subprocess.run(
                    command, env={**os.environ, **changed}, capture_output=True, timeout=limit, check=False
                )
            except subprocess.TimeoutExpired:
                return None
            times.append(time.perf_counter() - began)
        if done.returncode < 0 or b"Traceback" in done.stderr:
            raise SystemExit(f"{call[0]} failed: {done.stderr[-400:].decode(errors='replace')}")
    return min(times)


def inside(options: argparse.Namespace, data: bytes) -> Iterator[tuple[str, float]]:
    """Yield what the engines alone take, parsing included, in one process with the schemas loaded."""
    validator = relaxng.Validator(load_file(Path(options.schema)))
    list(validator.validate(data))
    yield "RELAX NG engine, parsing included", best(lambda: list(validator.validate(data)), options.runs)
    if options.schematron:
        rules = schematron.compile(Path(options.schematron).read_bytes())
        doc = read(data, "")
        assert isinstance(doc, Parsed)
        yield "Schematron engine, without parsing", best(lambda: list(schematron.check(rules, doc)), options.runs)


def rows(options: argparse.Namespace, folder: Path) -> Iterator[tuple[str, str, float, float | None]]:
    """Yield the case, the tool, the seconds of plain parsing and those of the tool."""
    files = list(well_formed(options.paths))
    cache = folder / "cache"
    cache.mkdir()
    cases = {f"{len(files)} files": files}
    validator = relaxng.Validator(load_file(Path(options.schema)))
    valid = [file for file in files if validator.is_valid(file.read_bytes()) and BODY.search(file.read_bytes())]
    largest = max(valid or files, key=lambda file: file.stat().st_size)
    densest = max(valid or files, key=lambda file: file.read_bytes().count(b"<") / file.stat().st_size)
    for model, size in ((model, size) for model in dict.fromkeys((largest, densest)) for size in options.mb):
        data = enlarged(model.read_bytes(), int(size * 1e6))
        if data is not None:
            made = folder / f"{size:g}mb-{model.name}"
            made.write_bytes(data)
            cases[f"{len(data) / 1e6:.1f} MB, like {model.name}"] = [made]
    for case, members in cases.items():
        contents = [file.read_bytes() for file in members]
        plain = best(functools.partial(parse_all, contents), options.runs)
        for call in calls(options, members, cache):
            yield case, call[0], plain, timed(call, options.limit)
        if len(members) == 1:
            for name, seconds in inside(options, contents[0]):
                yield case, name, plain, seconds


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("schema", help="RELAX NG, XML syntax")
    reader.add_argument("paths", nargs="+")
    reader.add_argument("--xsd", default="")
    reader.add_argument("--schematron", default="")
    reader.add_argument("--mb", type=float, nargs="*", default=[1, 4], help="sizes of the large files")
    reader.add_argument(
        "--slow", action="store_true", help="xmlschema as well, which loads tei_all.xsd in half a minute"
    )
    reader.add_argument("--limit", type=float, default=300, help="seconds after which a tool is stopped")
    reader.add_argument("--runs", type=int, default=5)
    options = reader.parse_args()
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    print(f"{datetime.date.today().isoformat()}, {machine}, lxml {etree.__version__}\n")
    print("| files | tool | seconds | times plain parsing |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for case, name, plain, seconds in rows(options, Path(folder)):
            shown = f"{seconds:.2f} | {seconds / plain:.1f}" if seconds is not None else f"> {options.limit:g} | -"
            print(f"| {case} | {name} | {shown} |", flush=True)


if __name__ == "__main__":
    main()
