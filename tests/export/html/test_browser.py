"""Pages in real Chromium, before axe-core and the W3C's HTML checker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

import browser
from export.html.test_instances import SHARED, instances
from teikit.export import export

ROOT = Path(__file__).resolve().parents[3]
CASES = sorted((ROOT / "tests/cases/export").glob("*/source.xml"))
OURS = sorted((ROOT / "encoded").glob("*.xml"))


_FOCUSED = """(() => {
  const style = getComputedStyle(document.activeElement);
  return [document.activeElement.className, style.outlineStyle, style.outlineWidth];
})()"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser.browser() as launched:
        yield launched


def written(path: Path, folder: Path, name: str = "") -> Path:
    page = folder / f"{name or path.stem}.html"
    page.write_bytes(export("html", path.read_bytes(), path=path.name).data)
    return page


def faults(chromium: Any, pages: Iterable[Path]) -> list[str]:
    """Return what is wrong with pages at both widths: rules of axe-core, and text that leaves the window."""
    found = []
    with browser.window(chromium) as opened:
        for page in pages:
            opened.goto(page.as_uri())
            for width in browser.WIDTHS:
                opened.set_viewport_size({"width": width, "height": 900})
                found += [f"{page.name} at {width}: {fault}" for fault in browser.axe_violations(opened)]
                if opened.evaluate("document.documentElement.scrollWidth") > width:
                    found.append(f"{page.name} at {width}: scrolls sideways")
    return found


def different(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield files, small ones first, whose pages hold something that no page before them held.

    What an element is: its tag and what the style sheet and a screen reader tell it by. The types of divisions, which
    are classes as well, have no rule in the style sheet.
    """
    seen: set[tuple[str, ...]] = set()
    for path in sorted(paths, key=lambda path: (path.stat().st_size, path)):
        page = html.document_fromstring(export("html", path.read_bytes()).data)
        kinds = {
            (str(el.tag), re.sub(r"\btype-\S+", "", el.get("class", "")), el.get("role", ""), el.get("dir", ""))
            for el in page.iter(etree.Element)
        }
        if kinds - seen:
            seen |= kinds
            yield path


@pytest.mark.slow
@pytest.mark.parametrize("path", [*CASES, *OURS], ids=lambda path: path.parent.name + "/" + path.stem)
def test_our_pages_are_accessible(path: Path, chromium: Any, tmp_path: Path) -> None:
    assert not faults(chromium, [written(path, tmp_path)])


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the TEI instances are not beside this repository")
def test_pages_of_others_are_accessible(chromium: Any, tmp_path: Path) -> None:
    pages = [written(path, tmp_path, f"{number}-{path.stem}") for number, path in enumerate(different(instances()))]
    assert not faults(chromium, pages)


@pytest.mark.slow
def test_pages_are_legal(tmp_path: Path) -> None:
    every = [*CASES, *OURS, *(instances() if SHARED.is_dir() else ())]
    for number, path in enumerate(every):
        written(path, tmp_path, f"{number}-{path.stem}")
    assert not browser.checker_errors(tmp_path)


@pytest.mark.slow
def test_register_layers_and_notes_work_in_a_browser(chromium: Any, tmp_path: Path) -> None:
    page = written(ROOT / "tests/cases/export/letter/source.xml", tmp_path)
    asked: list[str] = []
    with browser.page(chromium, page.as_uri(), 1500) as opened:
        opened.on("request", lambda request: asked.append(request.url))
        opened.reload()
        note = opened.locator("#tk-notes li").bounding_box()
        mark = opened.locator("[role=doc-noteref]").bounding_box()
        assert note["x"] > mark["x"]
        assert abs(note["y"] - mark["y"]) < 30
        where = opened.evaluate("scrollY")
        opened.locator("main a.person", has_text="A. W.").click()
        opened.wait_for_timeout(300)
        register, entry = opened.locator("#tk-register").bounding_box(), opened.locator("#anna").bounding_box()
        assert register["y"] <= entry["y"] < register["y"] + 200
        assert abs(opened.evaluate("scrollY") - where) < 700
        style = "getComputedStyle(document.querySelector('main a.place')).textDecorationColor"
        assert "/ 0" not in opened.evaluate(style)
        opened.locator("#tk-show-place").focus()
        opened.keyboard.press("Space")
        assert "/ 0" in opened.evaluate(style) or "0)" in opened.evaluate(style)
        opened.locator("#tk-show-note").uncheck()
        assert not opened.locator("#tk-notes").is_visible()
    assert asked == [page.as_uri()]


@pytest.mark.slow
def test_print_has_all_and_no_controls(chromium: Any, tmp_path: Path) -> None:
    page = written(ROOT / "tests/cases/export/letter/source.xml", tmp_path)
    with browser.page(chromium, page.as_uri(), 1280) as opened:
        opened.emulate_media(media="print")
        assert not opened.locator(".layers").is_visible()
        assert not opened.locator(".skip").is_visible()
        assert opened.locator("#tk-register").is_visible()
        assert opened.locator("#tk-notes").is_visible()
        after = "getComputedStyle(document.querySelector('main a[href^=http]'), '::after').content"
        assert "https" in opened.evaluate(after) or "attr" in opened.evaluate(after)
        assert len(opened.pdf()) > 10_000


@pytest.mark.slow
def test_page_works_by_keyboard_and_without_a_script(chromium: Any, tmp_path: Path) -> None:
    page = written(ROOT / "tests/cases/export/letter/source.xml", tmp_path)
    with browser.page(chromium, page.as_uri(), java_script_enabled=False, reduced_motion="reduce") as opened:
        reached = []
        for _ in range(25):
            opened.keyboard.press("Tab")
            reached.append(opened.evaluate(_FOCUSED))
        assert reached[0][0] == "skip"
        assert all(outline == "solid" and width != "0px" for _, outline, width in reached)
        opened.locator("#tk-show-note").focus()
        opened.keyboard.press("Space")
        assert not opened.locator("#tk-notes").is_visible()
        claims = opened.locator(".claims").first
        claims.locator("summary").focus()
        opened.keyboard.press("Enter")
        assert claims.locator("li").first.is_visible()
        assert opened.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.slow
def test_names_are_told_apart_in_forced_colours(chromium: Any, tmp_path: Path) -> None:
    page = written(ROOT / "tests/cases/export/letter/source.xml", tmp_path)
    with browser.page(chromium, page.as_uri(), forced_colors="active") as opened:
        style = "getComputedStyle(document.querySelector('main a.{}')).textDecorationStyle"
        assert [opened.evaluate(style.format(kind)) for kind in ("person", "place", "date")] == [
            "solid",
            "dotted",
            "double",
        ]
