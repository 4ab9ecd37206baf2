"""Measure the RELAX NG engine: its time beside the time that lxml needs to parse the same bytes, and its memory.

    python benchmarks/relaxng.py SCHEMA FILE... [--sizes 1,4,20]

Each FILE is repeated, below its body or its root, to each size in MB, its IDs made unique; what is not valid in it is
left out first. Times are of this machine in this run: compare ratios, not seconds.
"""

from __future__ import annotations

import argparse
import copy
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from teikit.validate.relaxng import store
from teikit.validate.relaxng.load import load_file
from teikit.validate.relaxng.validator import Validator

ID = "{http://www.w3.org/XML/1998/namespace}id"
MEMORY = """
import sys
from teikit.validate.relaxng.load import load_file
from teikit.validate.relaxng.validator import Validator
validator = Validator(load_file(sys.argv[1]))
with open(sys.argv[2], "rb") as file:
    assert not list(validator.validate(file))
with open("/proc/self/status") as status:
    print(next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024)
"""


def valid_part(path: Path, validator: Validator) -> etree._ElementTree:
    """Return a document without the elements and attributes that are not valid in it."""
    parser = etree.XMLParser(collect_ids=False, huge_tree=True)
    tree = etree.parse(path, parser)
    for _ in range(20):
        wrong = list(validator.validate(etree.tostring(tree), ids=False))
        if not wrong:
            return tree
        for el, error in [(at(tree, error.path), error) for error in wrong]:
            name = error.attribute and (f"{{{error.attribute[0]}}}{error.attribute[1]}").removeprefix("{}")
            if el is not None and name:
                el.attrib.pop(name, None)
            elif el is not None and el.getparent() is not None:
                el.getparent().remove(el)
    raise SystemExit(f"{path}: nothing valid in it")


def at(tree: etree._ElementTree, path: tuple[tuple[tuple[str, str], int], ...]) -> etree._Element | None:
    """Return the element of a path of the engine."""
    el = tree.getroot()
    for (uri, local), position in path[1:]:
        found = el.findall(f"{{{uri}}}{local}" if uri else local)
        if len(found) < position:
            return None
        el = found[position - 1]
    return el


def repeated(tree: etree._ElementTree, size: int) -> bytes:
    """Return a document whose largest part is repeated until it has so many bytes."""
    tree = copy.deepcopy(tree)
    holder = next((el for name in ("body", "text") for el in tree.getroot().iter(f"{{*}}{name}")), tree.getroot())
    kids = list(holder)
    short = len(etree.tostring(tree))
    step = max(1, sum(len(etree.tostring(kid)) for kid in kids))
    for number in range(max(0, (size - short) // step + 1)):
        for kid in kids:
            more = copy.deepcopy(kid)
            for el in more.iter(etree.Element):
                if el.get(ID):
                    el.set(ID, f"{el.get(ID)}.{number}")
            holder.append(more)
    return etree.tostring(tree, xml_declaration=True, encoding="utf-8")


def best(*tasks: Callable[[], object], runs: int = 7) -> list[float]:
    """Return the least seconds of processor time of each task, in turns, so that a busy machine slows all alike."""
    times = [[math.inf] for _ in tasks]
    for _ in range(runs):
        for task, taken in zip(tasks, times, strict=True):
            began = time.process_time()
            task()
            taken.append(time.process_time() - began)
    return [min(taken) for taken in times]


def parse(data: bytes) -> object:
    return etree.fromstring(data, etree.XMLParser(collect_ids=False, huge_tree=True))


def check(validator: Validator, data: bytes) -> None:
    assert not list(validator.validate(data))


def memory(schema: Path, path: Path) -> float:
    """Return the peak memory in MiB of a process that validates a file as a stream (on Linux)."""
    command = [sys.executable, "-c", MEMORY, str(schema), str(path)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def ready(schema: Path) -> tuple[float, float]:
    """Return the seconds to a validator from the schema, and from the cache of compiled grammars."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        store.load_file(schema, Path(folder))
        cold = time.perf_counter() - began
        return cold, *best(lambda: Validator(store.load_file(schema, Path(folder))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("schema", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--sizes", default="1,4,20")
    arguments = parser.parse_args()
    cold, warm = ready(arguments.schema)
    print(f"schema ready in {cold:.3f} s compiled, {warm:.3f} s from the cache")
    print(f"{'file':32} {'MB':>5} {'lxml ms':>8} {'cold':>5} {'warm':>5} {'MiB':>6}   (times the parse)")
    with tempfile.TemporaryDirectory() as folder:
        for path in arguments.files:
            tree = valid_part(path, Validator(load_file(arguments.schema)))
            for size in map(float, arguments.sizes.split(",")):
                data = repeated(tree, int(size * 1e6))
                copied = Path(folder, "copy.xml")
                copied.write_bytes(data)
                grammar = load_file(arguments.schema)
                known = Validator(grammar)
                lxml, first, ours = best(
                    lambda data=data: parse(data),
                    lambda data=data, grammar=grammar: check(Validator(grammar), data),
                    lambda data=data, known=known: check(known, data),
                    runs=3 if size > 5 else 9,
                )
                figures = (
                    f"{lxml * 1e3:8.1f} {first / lxml:5.2f} {ours / lxml:5.2f} {memory(arguments.schema, copied):6.1f}"
                )
                print(f"{path.name[:32]:32} {len(data) / 1e6:5.1f} {figures}", flush=True)


if __name__ == "__main__":
    main()
