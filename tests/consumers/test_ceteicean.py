"""CETEIcean, in a real browser and without a network, shows our TEI with every name and all of its text."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from browser import browser, node_package, page

ROOT = Path(__file__).resolve().parents[2]
ENCODED = sorted((ROOT / "encoded").glob("*.xml"))
SHARED = ROOT / "../shared/tei/instances"
REAL = [SHARED / "real" / f"{name}.xml" for name in ("letters-L041464", "diary-entry__1908-02-29", "letters-L00806")]
TEI = "{http://www.tei-c.org/ns/1.0}"
NAMES = ("persName", "placeName", "orgName", "date")
READ = """([xml, names]) => new Promise(done => new CETEI().makeHTML5(xml, data => {
    const root = document.getElementById("TEI"), text = data.querySelector("tei-text");
    root.append(data);
    const all = (within, name) => Array.from(within.querySelectorAll("tei-" + name.toLowerCase()));
    const each = of => Object.fromEntries(names.map(name => [name, of(name).map(el => el.textContent)]));
    const everywhere = each(name => all(root, name));
    // Of what it lays out anew, such as a table, CETEIcean keeps the original beside it, hidden.
    text.querySelectorAll("cetei-original").forEach(el => el.remove());
    const inText = each(name => all(text, name));
    done({everywhere, inText, text: text.textContent, height: text.getBoundingClientRect().height});
}))"""


@pytest.fixture(scope="module")
def viewer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A page with nothing but CETEIcean and its style, opened from a file."""
    package = node_package("CETEIcean")
    script = (package / "dist/CETEI.js").read_text(encoding="utf-8")
    index = tmp_path_factory.mktemp("ceteicean") / "index.html"
    index.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><div id="TEI"></div><script>{script}</script>', encoding="utf-8"
    )
    with browser() as launched:
        yield launched, index.as_uri()


def shown(viewer: Any, path: Path) -> dict[str, Any]:
    launched, url = viewer
    with page(launched, url) as opened:
        errors: list[object] = []
        opened.on("pageerror", lambda error: errors.append(error))
        found: dict[str, Any] = opened.evaluate(READ, [path.read_text(encoding="utf-8-sig"), NAMES])
        assert errors == []
        return found


def words(text: str) -> str:
    return "".join(text.split())


def content(el: etree._Element) -> str:
    return words("".join(map(str, el.itertext())))


@pytest.mark.parametrize("path", [*ENCODED, *REAL], ids=lambda path: path.stem)
def test_every_name_is_an_element_of_the_page(viewer: Any, path: Path) -> None:
    if not path.is_file():
        pytest.skip("../shared/tei/instances is not here")
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(remove_comments=True, remove_pis=True))
    found = shown(viewer, path)
    text = root.find(f"{TEI}text")
    assert text is not None
    for name in NAMES:
        expected = Counter(content(el) for el in text.iter(f"{TEI}{name}"))
        assert expected == Counter(map(words, found["inText"][name])), name
        missing = Counter(content(el) for el in root.iter(f"{TEI}{name}")) - Counter(
            map(words, found["everywhere"][name])
        )
        assert not missing, name
    if next(text.iter(f"{TEI}note"), None) is None:
        assert words(found["text"]) == content(text)
    assert not Counter(content(text)) - Counter(words(found["text"]))  # it puts notes in brackets, or at the end
    assert found["height"] > 0
