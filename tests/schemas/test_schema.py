"""The project's schema: made from one source, a true subset of TEI, the same in RELAX NG and in XML Schema."""

from __future__ import annotations

import runpy
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import xmlschema
from lxml import etree

from oracle import jing
from teikit.validate import schemas, schematron
from teikit.validate.faults import Fault
from teikit.validate.reading import read
from teikit.validate.source import Parsed

from .generate import Generator
from .models import Grammar, alphabet, attributes, derive, first, nullable
from .teirules import Rules

ROOT = Path(__file__).resolve().parents[2]
SOUND = sorted((ROOT / "tests" / "cases" / "validate").glob("*.xml"))
VERSIONS = ("4.9.0a", "4.12.0")
OURS = schemas.default()
XSD = OURS.with_suffix(".xsd")


@cache
def grammar() -> Grammar:
    return Grammar(OURS)


@cache
def libxml2() -> etree.RelaxNG:
    """An engine that is not ours."""
    return etree.RelaxNG(etree.parse(str(OURS)))


@cache
def libxml2_xsd() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(XSD)))


def broken_rules(data: bytes) -> tuple[Parsed, list[Fault]]:
    """Return a document as it is checked, and what the rules in the schema say of it."""
    doc = read(data, "a.xml")
    assert isinstance(doc, Parsed)
    return doc, list(schematron.check(schematron.compile(OURS.read_bytes()), doc))


@pytest.fixture(scope="module")
def build() -> dict[str, object]:
    return runpy.run_path(str(ROOT / "scripts" / "build_schema.py"))


@pytest.fixture(scope="module", params=VERSIONS)
def tei_all(request: pytest.FixtureRequest, shared: Path) -> Path:
    """Return the RELAX NG schema of all TEI, in two versions."""
    path: Path = shared / "tei" / request.param / "tei_all" / "tei_all.rng"
    if not path.is_file():
        pytest.skip("needs the TEI's schemas, which are not part of the repository")
    return path


def documents(count: int, seed: int) -> Iterator[etree._Element]:
    """Yield random documents that are valid against the grammar.

    The generator chooses attributes and content apart; where a declaration ties them together (quotation), some of
    what it makes is not valid, and is left out.
    """
    made = Generator(grammar(), seed)
    for _ in range(count):
        root = made.document()
        if libxml2().validate(root.getroottree()):
            yield root


def test_the_made_files_carry_the_digest_of_the_source(build: dict[str, object]) -> None:
    for name in build["MADE"]:
        assert build["recorded"](OURS.with_name(name)) == build["digest"](), "run scripts/build_schema.py"


def test_trang_makes_the_same_files_again(build: dict[str, object]) -> None:
    if shutil.which("trang") is None:
        pytest.skip("needs trang (Debian: apt-get install trang); the digests were compared")
    assert build["stale"]() == []


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_every_engine_accepts_the_sound_documents(path: Path) -> None:
    tree = etree.parse(str(path))
    libxml2().assertValid(tree)
    libxml2_xsd().assertValid(tree)
    xmlschema.XMLSchema(str(XSD)).validate(tree)
    assert broken_rules(path.read_bytes())[1] == []


def test_the_sound_documents_show_every_element() -> None:
    shown = {etree.QName(el).localname for path in SOUND for el in etree.parse(str(path)).iter(etree.Element)}
    assert set(grammar().elements) <= shown


def test_the_xml_schema_has_no_errors_of_its_own() -> None:
    assert xmlschema.XMLSchema(str(XSD), validation="lax").all_errors == []


def test_the_sound_documents_are_valid_tei(tei_all: Path) -> None:
    assert jing(tei_all, [*SOUND, *sorted((ROOT / "encoded").glob("*.xml"))]) == []


def escape(ours, theirs) -> list[str] | None:
    """Return a shortest run of children that the first content model allows and the second does not."""
    queue, seen = [((), ours, theirs)], {(ours, theirs)}
    for word, a, b in queue:
        if nullable(a) and not nullable(b):
            return list(word)
        for symbol in sorted(first(a)):
            pair = (derive(a, symbol), derive(b, symbol))
            if pair not in seen:
                seen.add(pair)
                queue.append(((*word, symbol), *pair))
    return None


def test_every_content_model_is_contained_in_that_of_tei(tei_all: Path) -> None:
    ours, theirs = grammar(), Grammar(tei_all)
    assert set(ours.elements) <= set(theirs.elements)
    escapes = {name: escape(ours.contents(name), theirs.contents(name)) for name in ours.elements}
    assert {name: word for name, word in escapes.items() if word is not None} == {}


def test_containment_is_decided_and_not_assumed() -> None:
    ours = grammar()
    assert escape(ours.contents("div"), ours.contents("p")) == ["ab"]
    assert escape(ours.contents("persName"), ours.contents("p")) is None


def test_every_attribute_is_one_of_tei(tei_all: Path) -> None:
    ours, theirs = grammar(), Grammar(tei_all)
    for name in ours.elements:
        allowed, demanded = attributes(ours.attributes(name))
        tei_allowed, tei_demanded = attributes(theirs.attributes(name))
        assert set(allowed) <= set(tei_allowed), name
        assert tei_demanded <= demanded, name


def test_random_documents_are_the_same_to_both_schemas() -> None:
    for root in documents(20, seed=3):
        tree = etree.ElementTree(etree.fromstring(etree.tostring(root)))
        libxml2_xsd().assertValid(tree)


@pytest.fixture(scope="module")
def random_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("random")
    paths = []
    for number, root in enumerate(documents(300, seed=5)):
        paths.append(folder / f"{number}.xml")
        paths[-1].write_bytes(etree.tostring(root))
    return paths


@pytest.mark.slow
def test_random_documents_are_valid_tei(tei_all: Path, random_files: list[Path]) -> None:
    assert len(random_files) > 250
    assert jing(tei_all, random_files) == []


@pytest.mark.slow
def test_what_a_rule_of_tei_refuses_a_rule_of_ours_refuses(shared: Path) -> None:
    elements = set(grammar().elements)
    files = [shared / "tei" / version / "tei_all" / "tei_all.sch" for version in VERSIONS]
    if not all(path.is_file() for path in files):
        pytest.skip("needs the TEI's schemas, which are not part of the repository")
    theirs = [Rules(path, elements) for path in files]
    met = 0
    for root in documents(80, seed=7):
        doc, faults = broken_rules(etree.tostring(root))
        ours = {doc.element_at(fault.place.offset) for fault in faults}
        for rules in theirs:
            for el, test in rules.broken(doc.root):
                met += 1
                assert el in ours, test
    assert met > 100


def test_nothing_that_the_schema_names_is_unreachable() -> None:
    known = grammar()
    reached, todo = set(), ["TEI"]
    while todo:
        name = todo.pop()
        if name not in reached and name in known.elements:
            reached.add(name)
            todo += alphabet(known.contents(name))
    assert reached == set(known.elements)
