"""The example on the page of every code of a house rule shows what the code is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from teikit.diagnostics import page
from teikit.validate.corpus import Corpus
from teikit.validate.house import CODES, check_house
from teikit.validate.source import Parsed
from teikit.xmlio import TEI, parse


def example(code: str) -> bytes:
    text = page(code).partition("```xml\n")[2].partition("\n```")[0]
    if not text.startswith("<TEI"):
        text = f'<TEI xmlns="{TEI}"><text><body>{text}</body></text></TEI>'
    return text.encode()


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_example_of_a_page_has_its_fault(code: str, tmp_path: Path) -> None:
    data = example(code)
    doc = Parsed(data, str(tmp_path / "example.xml"), parse(data))
    found = list(check_house(doc, Corpus([str(tmp_path)]), codes={code}))
    assert [fault.code for fault in found] == [code]
    assert found[0].place.line > 0
    assert found[0].help
