"""Hostile files: any bytes end in a tree or in faults, in bounded time and memory, and all parsers agree."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.mutations import PIECES, mutated, seeds
from fuzz.probing import probe
from teikit.diagnostics import TeikitError
from teikit.validate.reading import read
from teikit.validate.source import Parsed, xpath_of
from teikit.xmlscan import scan

FOUND = Path(__file__).resolve().parents[1] / "cases" / "validate" / "hostile"
TEI = b'<TEI xmlns="http://www.tei-c.org/ns/1.0">'


def named(count: int) -> bytes:
    """Declare a chain of entities, each of which stands for the one before."""
    return b'<!ENTITY e0 "x">' + b"".join(b'<!ENTITY e%d "&e%d;">' % (i, i - 1) for i in range(1, count))


def laughs(times: int) -> bytes:
    lines = b"".join(b'<!ENTITY l%d "%s">' % (i, b"&l%d;" % (i - 1) * 10) for i in range(1, times))
    return b'<!ENTITY l0 "lol">' + lines


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "billion laughs": (lambda: b"<!DOCTYPE TEI [" + laughs(10) + b"]>" + TEI + b"&l9;</TEI>", "V003"),
    "billion laughs in a value": (lambda: b"<!DOCTYPE TEI [" + laughs(10) + b']><TEI n="&l9;"/>', "V003"),
    "billion laughs by default": (
        lambda: b"<!DOCTYPE TEI [" + laughs(10) + b'<!ATTLIST TEI n CDATA "&l9;">]><TEI/>',
        "V003",
    ),
    "parameter entities": (
        lambda: (
            b'<!DOCTYPE a [<!ENTITY % a "xxxxxxxx">'
            + b"".join(b'<!ENTITY %% p%d "%s">' % (i, b"&#37;p%d;" % (i - 1) * 10) for i in range(1, 10))
            + b"%p9;]><a/>"
        ),
        "V003",
    ),
    "quadratic": (
        lambda: b'<!DOCTYPE a [<!ENTITY x "' + b"x" * 50_000 + b'">]><a>' + b"&x;" * 50_000 + b"</a>",
        "V003",
    ),
    "a chain of entities": (lambda: b"<!DOCTYPE a [" + named(100_000) + b"]><a>&e99999;</a>", "V003"),
    "a chain by default": (
        lambda: b"<!DOCTYPE a [" + named(100_000) + b'<!ATTLIST a b CDATA "&e99999;">]><a/>',
        "V003",
    ),
    "many entities with elements": (
        lambda: (
            b"<!DOCTYPE a ["
            + b"".join(b'<!ENTITY e%d "<b/>">' % i for i in range(50_000))
            + b"]><a>"
            + b"x" * 10**7
            + b"</a>"
        ),
        "read",
    ),
    "nested 100,000 deep": (lambda: TEI + b"<p>" * 100_000 + b"</p>" * 100_000 + b"</TEI>", "V001"),
    "opened 1,000,000 times": (lambda: TEI + b"<p>" * 1_000_000, "V001"),
    "nested deep, and long": (
        lambda: b"<a>" * 2000 + b"x" * 11_000_000 + b"</a>" * 2000,
        "V001",
    ),
    "1,000,000 attributes": (
        lambda: b"<a " + b" ".join(b'a%d=""' % i for i in range(1_000_000)) + b"/>",
        "read",
    ),
    "1,000,000 attributes and a fault": (
        lambda: b"<a " + b" ".join(b'a%d=""' % i for i in range(1_000_000)) + b" b/>",
        "V001",
    ),
    "100,000 namespaces": (
        lambda: b"<a " + b" ".join(b'xmlns:a%d="u%d"' % (i, i) for i in range(100_000)) + b"><z:b/></a>",
        "V001",
    ),
    "an attribute of 50 MB": (lambda: b'<a b="' + b"x" * 50_000_000 + b'"/>', "read"),
    "a comment of 50 MB before the root": (lambda: b"<!--" + b"x" * 50_000_000 + b"--><a/>", "read"),
    "a text of 50 MB and a fault": (lambda: b"<a>" + b"x" * 50_000_000 + b"&</a>", "V001"),
    "a line of 2,000,000 tags": (lambda: b"<a>" + b"<b/>" * 2_000_000 + b"</a>", "read"),
    "1,000,000 references that nobody declared": (lambda: b"<a>" + b"&nbsp;" * 1_000_000 + b"</a>", "V006"),
    "20 MB of ampersands": (lambda: b"<a>" + b"&" * 20_000_000, "V001"),
    "20 MB of tags begun": (lambda: b"<" * 20_000_000, "V001"),
    "20 MB of values begun": (lambda: b"<a b='" * 3_000_000, "V001"),
    "20 MB that are not UTF-8": (lambda: b"<a>" + b"\xe9" * 20_000_000 + b"</a>", "V005"),
}
SLOW = {name for name in HOSTILE if "MB" in name or "000,000" in name}


@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.slow] if n in SLOW else []) for n in HOSTILE])
def test_what_fills_memory_or_time_elsewhere_is_told_of_quickly(name: str) -> None:
    make, code = HOSTILE[name]
    data = make()
    began = time.process_time()
    source = read(data, "a.xml", any_xml=True)
    assert time.process_time() - began < 10
    assert ("read" if isinstance(source, Parsed) else source[0].code) == code


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from teikit.validate.reading import read
{make}
source = read(data, "a.xml", any_xml=True)
sys.stdout.write(source[0].code if isinstance(source, tuple) else "read")
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "megabytes", "code"),
    [
        ('data = b"<a>" + b"x" * 200_000_000 + b"</a>"', 3000, "read"),
        ('data = b"<a>" + b"x" * 200_000_000 + b"</a>"', 450, "V001"),  # out of memory, and said so
        ('data = b"<a>" + b"<p>" * 5_000_000', 500, "V001"),
        ('data = b"<!DOCTYPE a [<!ENTITY x \\"" + b"x" * 10**6 + b"\\">]><a>" + b"&x;" * 10**6 + b"</a>"', 500, "V003"),
    ],
)
def test_memory_stays_within_bounds(make: str, megabytes: int, code: str) -> None:
    program = LIMITED.format(limit=megabytes * 10**6, make=make)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, code), done.stderr[-500:]


@pytest.mark.parametrize("first", range(4))
def test_mutations_of_good_files_are_told_of_or_read_alike_by_all(first: int) -> None:
    files = seeds()
    for seed in range(first * 250, (first + 1) * 250):
        rng = random.Random(seed)
        probe(mutated(rng.choice(files), rng))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.one_of(
            st.sampled_from(PIECES),
            st.binary(max_size=6),
            st.text(max_size=4).map(lambda s: s.encode("utf-8", "replace")),
        )
    )
)
def test_any_bytes_are_told_of_or_read_alike_by_all(pieces: list[bytes]) -> None:
    probe(b"".join(pieces))
    probe(TEI + b"".join(pieces) + b"</TEI>")


@pytest.mark.parametrize("path", sorted(FOUND.glob("*.bin")), ids=lambda path: path.stem)
def test_what_fuzzing_has_found_stays_mended(path: Path) -> None:
    probe(path.read_bytes())


def test_the_scanner_stops_at_a_chain_of_entities() -> None:
    with pytest.raises(TeikitError, match="too many entities"):
        scan(b"<!DOCTYPE a [" + named(100_000) + b"]><a>&e99999;</a>")


def test_a_path_is_told_as_deep_as_elements_nest() -> None:
    source = read(b"<a>" * 256 + b"</a>" * 256, "a.xml", any_xml=True)
    assert isinstance(source, Parsed)
    deepest = next(el for el in source.root.iter() if len(el) == 0)
    assert xpath_of(deepest, {}).count("/") == 256
