"""Pages of real TEI of many makes: sound, complete, and no element of TEI without a rendering."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from export.test_html import check, page_of
from teikit import xmlio
from teikit.data import words
from teikit.export import export

SHARED = Path(__file__).resolve().parents[3] / "../shared/tei/instances"
SUFFIXES = (".xml", ".odd", ".tei", ".template")
SHOWN_OTHERWISE = tuple(f"{{http://www.tei-c.org/ns/{name}" for name in ("1.0}binaryObject", "1.0}geo", "Examples}"))
"""Objects are named by their type and size, coordinates written in degrees, examples of markup shown as source."""

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the TEI instances are not beside this repository")


def instances() -> list[Path]:
    """Return the files that are XML, which one that is meant to be broken is not."""
    found = []
    for path in sorted(path for path in SHARED.rglob("*") if path.suffix in SUFFIXES):
        try:
            xmlio.parse(path.read_bytes())
        except etree.XMLSyntaxError:
            continue
        found.append(path)
    return found


def test_pages_are_sound_and_complete() -> None:
    for path in instances():
        data = path.read_bytes()
        page = page_of(data)
        check(page, path.name)
        shown = "".join("".join(page.xpath("//body//text() | //@title | //@alt | //@href")).split())
        for el in xmlio.parse(data).getroot().iter(etree.Element):
            if any(str(up.tag).startswith(SHOWN_OTHERWISE) for up in (el, *el.iterancestors())):
                continue
            for text in (el.text, *(part.tail for part in el)):
                lost = "".join((text or "").split())
                assert lost in shown, (path.name, el.tag, lost[:80])


def test_every_element_of_tei_has_a_rendering() -> None:
    """What is left is of other vocabularies, or was added to TEI by a project."""
    unknown: Counter[str] = Counter()
    for path in instances():
        for found in export("html", path.read_bytes()).diagnostics:
            if found.code == "X001" and "> of " not in found.message:
                unknown[found.message.partition(">")[0].lstrip("<")] += 1
    assert not set(unknown) & words("validate_tei_elements")
    assert max(unknown.values()) == 1  # each in one odd file: an example of a customisation, JATS without a namespace


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    [
        "<persName ref='#a'>Ann</persName> ",
        "<w>word</w>",
        "word<lb/>",
        "<note>n</note>",
        "<choice><sic>a</sic><corr>b</corr></choice>",
    ],
)
def test_time_grows_with_length(part: str) -> None:
    def taken(count: int) -> float:
        data = f'<TEI xmlns="{xmlio.TEI}"><text><body><p>{part * count}</p></body></text></TEI>'.encode()
        start = time.process_time()
        export("html", data)
        return time.process_time() - start

    taken(100)
    assert taken(40_000) < 10 * max(taken(10_000), 0.05)
