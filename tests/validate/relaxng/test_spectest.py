"""The test suite of RELAX NG by James Clark, as far as schemas go: correct ones load, incorrect ones do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from teikit.validate.relaxng.errors import SchemaError
from teikit.validate.relaxng.load import load

SUITE = Path(__file__).resolve().parents[3].parent / "shared" / "relaxng" / "spectest.xml"


def suite() -> list[etree._Element]:
    """Return the cases that are about a schema."""
    if not SUITE.exists():
        return []
    tree = etree.parse(SUITE, etree.XMLParser(resolve_entities=True))
    return [
        case for case in tree.iter("testCase") if case.find("correct") is not None or case.find("incorrect") is not None
    ]


def resources(el: etree._Element, folder: str = "suite:/") -> dict[str, bytes]:
    found = {folder + item.get("name"): etree.tostring(item[0]) for item in el.findall("resource")}
    for inner in el.findall("dir"):
        found |= resources(inner, f"{folder}{inner.get('name')}/")
    return found


def section(case: etree._Element) -> str:
    return next((el.findtext("section") for el in (case, *case.iterancestors()) if el.find("section") is not None), "")


@pytest.mark.parametrize("case", suite(), ids=lambda case: f"{section(case)}-{case.sourceline}")
def test_schema(case: etree._Element) -> None:
    files = resources(case)

    def resolve(href: str) -> bytes:
        if href not in files:
            raise FileNotFoundError(href)
        return files[href]

    correct = case.find("correct")
    schema = (correct if correct is not None else case.find("incorrect"))[0]
    try:
        load(etree.tostring(schema), "suite:/schema.rng", resolve=resolve)
    except SchemaError as error:
        assert correct is None, f"{section(case)}: refused: {error.message} ({error.clause})"
    else:
        assert correct is not None, f"{section(case)}: accepted"


def test_the_suite_is_there() -> None:
    if not SUITE.exists():
        pytest.skip("the RELAX NG test suite, shared/relaxng/spectest.xml, is not here")
    assert len(suite()) > 380
