"""The verdict of the engine beside jing's, on real TEI files and on real TEI files with one thing changed."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lxml import etree
from relaxng_engine import SHARED, validator_of

TEI = SHARED / "tei"
SCHEMAS = sorted(TEI.glob("*/*/*.rng"))
LINE = re.compile(r"(.+?):(\d+):\d+: (error|fatal): ")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not TEI.exists(), reason="the TEI's schemas and instances, shared/tei, are not here"),
    pytest.mark.skipif(shutil.which("jing") is None, reason="jing is not installed"),
]


def both(schema: Path, paths: list[Path]) -> tuple[dict[Path, list[int]], dict[Path, set[int]]]:
    """Return the lines in which the engine finds errors, and those in which jing does, by file; the two run at once."""
    command = ["jing", str(schema), *map(str, paths)]
    with ThreadPoolExecutor(1) as beside:
        running = beside.submit(subprocess.run, command, capture_output=True, text=True, check=False)
        mine = {path: own(schema, path) for path in paths}
    theirs: dict[Path, set[int]] = {path: set() for path in paths}
    for line in running.result().stdout.splitlines():
        if match := LINE.match(line):
            theirs[Path(match[1])].add(int(match[2]))
    return mine, theirs


def instances() -> Iterator[Path]:
    """Yield the files that jing can read: it reads DTDs and XIncludes from outside, and stops at what is no XML."""
    for path in sorted((TEI / "instances").rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        if data and b"<!DOCTYPE" not in data and b"XInclude" not in data:
            try:
                etree.fromstring(data, etree.XMLParser(collect_ids=False))
            except etree.XMLSyntaxError:
                continue
            yield path


def own(schema: Path, path: Path) -> list[int]:
    return [error.line for error in validator_of(schema).validate(path.read_bytes())]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_on_real_files(schema: Path) -> None:
    paths = list(instances())
    mine, theirs = both(schema, paths)
    assert [path for path in paths if bool(mine[path]) is not bool(theirs[path])] == []


def changed(tree: etree._ElementTree, chance: random.Random) -> None:
    """Change one thing."""
    els = list(tree.getroot().iter(etree.Element))
    el, other = chance.sample(els[1:], 2)
    kind = chance.randrange(7)
    if kind == 0:
        el.tag = other.tag
    elif kind == 1:
        el.tag = f"{el.tag}x"
    elif kind == 2:
        el.text = f"{el.text or ''}stray text"
    elif kind == 3 and el.attrib:
        el.attrib[chance.choice(el.keys())] = chance.choice(("", "two words", "1850-02-30", "#x", "-1"))
    elif kind == 4:
        el.set(chance.choice(("type", "when", "foo", "target", "n")), chance.choice(("x", "1999", "a b")))
    elif kind == 5 and el.attrib:
        del el.attrib[chance.choice(el.keys())]
    elif kind == 6:
        el.getparent().remove(el)


def test_on_changed_files(tmp_path: Path) -> None:
    schema = SCHEMAS[0]
    chance = random.Random(5)
    good = [path for path in instances() if path.stat().st_size < 60_000 and not own(schema, path)]
    paths = []
    for number in range(250):
        tree = etree.parse(chance.choice(good), etree.XMLParser(collect_ids=False))
        if len(tree.getroot()) < 2:
            continue
        changed(tree, chance)
        paths.append(tmp_path / f"{number}.xml")
        tree.write(paths[-1], encoding="utf-8")
    mine, theirs = both(schema, paths)
    assert [path for path in paths if bool(mine[path]) is not bool(theirs[path])] == []
    assert [path for path in paths if len(mine[path]) > 0 and not set(mine[path]) & theirs[path]] == []
