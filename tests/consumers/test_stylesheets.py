"""The Stylesheets of the TEI Consortium, run by Saxon, make HTML of our TEI: no error, and all of the text.

They are no package of PyPI or npm. Where TEI_STYLESHEETS names a folder with them, or where Debian puts them, they are
used: git clone https://github.com/TEIC/Stylesheets, then TEI_STYLESHEETS=Stylesheets pytest tests/consumers
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

ROOT = Path(__file__).resolve().parents[2]
ENCODED = sorted((ROOT / "encoded").glob("*.xml"))
TEI = "{http://www.tei-c.org/ns/1.0}"
TO_HTML = "profiles/default/html5/to.xsl"
PLACES = (os.environ.get("TEI_STYLESHEETS", ""), "/usr/share/xml/tei/stylesheet", "/usr/share/xml/tei/xsl")


@pytest.fixture(scope="module")
def transform() -> Iterator[Any]:
    """The stylesheet that makes HTML, compiled once."""
    saxonche = pytest.importorskip("saxonche", reason="saxonche is not installed (pip install saxonche)")
    found = next((Path(place) / TO_HTML for place in PLACES if place and (Path(place) / TO_HTML).is_file()), None)
    if found is None:
        pytest.skip("the TEI Stylesheets are not here: clone github.com/TEIC/Stylesheets, name it in TEI_STYLESHEETS")
    with saxonche.PySaxonProcessor(license=False) as processor:
        stylesheet = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(found))
        yield lambda path: stylesheet.transform_to_string(xdm_node=processor.parse_xml(xml_file_name=str(path)))


@pytest.mark.parametrize("path", ENCODED, ids=lambda path: path.stem)
def test_html_has_all_of_the_text(transform: Any, path: Path) -> None:
    made = transform(path)
    page = html.fromstring(made.encode(), parser=html.HTMLParser(encoding="utf-8"))
    text = etree.parse(path).getroot().find(f"{TEI}text")
    assert text is not None
    wanted = Counter("".join("".join(map(str, text.itertext())).split()))
    assert not wanted - Counter("".join("".join(map(str, page.itertext())).split()))
    shown = "".join("".join(map(str, page.itertext())).split())
    for el in text.iter(*(f"{TEI}{name}" for name in ("head", "p", "l", "persName", "placeName", "orgName", "date"))):
        if next(el.iter(*(f"{TEI}{name}" for name in ("note", "pb", "ref", "list", "table", "fw"))), None) is None:
            assert "".join("".join(map(str, el.itertext())).split()) in shown
