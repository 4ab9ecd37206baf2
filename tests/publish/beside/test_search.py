"""The search: the index, and the page in a browser from a file:// path."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import WIDTHS, axe_violations, browser, page
from publish.sites import ENCODED, letter, publish, tei, write
from teikit.publish.beside.searching import Index
from teikit.publish.beside.words import words
from teikit.publish.settings import Settings

TEXTS = {
    "one.xml": tei(
        "<p>The naïve Łukasz sailed from São Paulo to Łódź.</p><p>Nothing else.</p>",
        profile=letter("1841-12-22", "A", "B"),
    ),
    "two.xml": tei("<p>Paul sailed nowhere; the paulownia from his garden did.</p>", title="Paulownia"),
    "three.xml": tei("<p>他去了北京大学。 To the sea from Paul.</p>", profile=letter("1901", "A", "B")),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("São Paulo’s Œuvre, Straße; ŁÓDŹ", ["sao", "paulo", "s", "oeuvre", "strasse", "lodz"]),
        ("北京 2nd", ["北", "京", "2nd"]),
        ("हिन्दी", ["हिन्दी"]),
        ("שָׁלוֹם مُحَمَّد", ["שלום", "محمد"]),
        ("co\u00adoperate under_score x" + "y" * 100, ["cooperate", "under", "score", "x" + "y" * 63]),
        ("𐐀𐐁 — … !", ["𐐨𐐩"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def read(data: bytes) -> Any:
    found = re.fullmatch(rb"teikitSearch\.\w+\((.*)\);\n", data, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_every_word_is_in_the_shard_that_its_letters_name() -> None:
    index, expected = Index(), dict[str, list[int]]()
    for number in range(3000):
        found = {f"w{number * 7919 % 1000}": 1, "the": 3, f"w{number}{'x' * 40}": 2, "w": 1}
        for word, times in found.items():
            expected.setdefault(word, []).extend((number, times))
        index.add(found)
    made = dict(index.scripts())
    names = read(made.pop("search/shards.js"))
    assert len(names) == len(made) > 3
    seen: dict[str, list[int]] = {}
    for prefix, file in names:
        given, table = read(made[f"search/words/{file}.js"])
        assert given == prefix
        for word, places in table.items():
            assert word.startswith(prefix)
            at, plain = 0, []
            for step, times in zip(places[::2], places[1::2], strict=True):
                at += step
                plain += [at, times]
            assert word not in seen
            seen[word] = plain
    assert seen == expected


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Path]]:
    folder = tmp_path_factory.mktemp("search")
    publish(write(folder / "tei", TEXTS), folder / "site", Settings(title="Three"))
    with browser() as launched:
        yield launched, folder / "site"


def found(opened: tuple[Any, Path], query: str, **fields: str) -> tuple[list[str], list[str]]:
    """Type a query into the page. Return the documents it gives, and what is marked in them."""
    launched, site = opened
    with page(launched, (site / "search.html").as_uri()) as shown:
        for name, value in fields.items():
            shown.fill(f"#{name}", value)
        shown.fill("#q", query)
        shown.press("#q", "Enter")
        shown.wait_for_function("/document|Nothing|Type/.test(document.querySelector('#status').textContent)")
        hrefs = shown.eval_on_selector_all("#results .title", "all => all.map(a => a.getAttribute('href'))")
        marks = shown.eval_on_selector_all("#results mark", "all => all.map(m => m.textContent)")
    return sorted(href.removeprefix("documents/").removesuffix(".html") for href in hrefs), marks


def test_a_word_a_word_with_diacritics_and_a_prefix(opened: tuple[Any, Path]) -> None:
    assert found(opened, "sailed") == (["one", "two"], ["sailed", "sailed"])
    assert found(opened, "naive") == (["one"], ["naïve"])
    assert found(opened, "SÃO") == (["one"], ["São"])
    assert found(opened, "lodz łukasz")[1] == ["Łukasz", "Łódź"]
    assert found(opened, "paulow") == (["two"], ["paulownia"])
    assert found(opened, "paul")[0] == ["one", "three", "two"]
    assert found(opened, "nobody") == ([], [])


def test_phrases_and_scripts_without_spaces(opened: tuple[Any, Path]) -> None:
    assert found(opened, '"from sao paulo"') == (["one"], ["from São Paulo"])
    assert found(opened, '"paulo from"') == ([], [])
    assert found(opened, "北京") == (["three"], ["北京"])
    assert found(opened, "京北") == ([], [])


def test_filters(opened: tuple[Any, Path]) -> None:
    assert found(opened, "from", **{"from": "1850"})[0] == ["three"]
    assert found(opened, "from", to="1850")[0] == ["one"]
    assert found(opened, "from")[0] == ["one", "three", "two"]


def test_a_letter_on_a_matter_comes_before_a_long_list_that_names_it(opened: tuple[Any, Path], tmp_path: Path) -> None:
    documents = {
        "a-list.xml": tei("".join(f"<p>Entry {n} of many others.</p>" for n in range(300)) + "<p>whale, whale</p>"),
        "letter.xml": tei("<p>The <placeName>Whale</placeName> inn, where the <persName>Whale</persName> sat.</p>"),
    }
    publish(write(tmp_path / "tei", documents), tmp_path / "site")
    with page(opened[0], (tmp_path / "site/search.html").as_uri() + "?q=whale") as shown:
        shown.wait_for_selector("#results .title")
        hrefs = shown.eval_on_selector_all("#results .title", "all => all.map(a => a.getAttribute('href'))")
        names = shown.eval_on_selector_all("#names a", "all => all.map(a => a.textContent)")
    assert hrefs == ["documents/letter.html", "documents/a-list.html"]
    assert sorted(names) == ["Whale person 1", "Whale place 1"]


def test_hostile_queries_are_only_text(opened: tuple[Any, Path]) -> None:
    assert found(opened, "constructor __proto__ <img src=x>") == ([], [])
    assert found(opened, '"')[0] == []
    assert found(opened, "(.*[")[0] == []


def test_the_start_page_leads_to_the_search_with_its_words(opened: tuple[Any, Path]) -> None:
    launched, site = opened
    with page(launched, (site / "index.html").as_uri()) as shown:
        shown.fill("#q", "paulownia")
        shown.press("#q", "Enter")
        shown.wait_for_selector("#results mark")
        shown.click("#results p a")
        shown.wait_for_url("**/documents/two.html#*")
        shown.wait_for_selector(":target")


@pytest.mark.slow
def test_no_kind_of_page_has_a_fault_of_accessibility(tmp_path: Path) -> None:
    publish(ENCODED, tmp_path / "site", Settings(title="Letters", description="What they wrote."))
    names = ["index", "about", "404", "map", "timeline", "network", "search", "documents/index", "documents/a-z"]
    names += [
        "people/index",
        "people/fidel-castro",
        "places/cuba",
        "organisations/index",
        "documents/diary-macrae-1915",
    ]
    faults = []
    with browser() as launched:
        for name in names:
            for width in WIDTHS:
                url = (tmp_path / "site" / f"{name}.html").as_uri() + ("?q=hospital" if name == "search" else "")
                with page(launched, url, width) as shown:
                    shown.wait_for_timeout(300)
                    faults += [f"{name} at {width}: {fault}" for fault in axe_violations(shown)]
                    wider = shown.evaluate("document.documentElement.scrollWidth - innerWidth")
                    faults += [f"{name} at {width} scrolls sideways"] if wider > 0 else []
    assert not faults
