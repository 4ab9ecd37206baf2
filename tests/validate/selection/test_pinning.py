"""Pinning: copies, their parts, their hashes, and what is left when they go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from teikit.validate.selection import NotHere, Options, parts, pinning, resolver, store
from teikit.validate.selection.values import Kind

RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'
BASE = "https://example.org/schemas/main/"
WEB = {
    f"{BASE}letters.rng": f'<grammar {RNG}><include href="../parts/a.rng"/><externalRef href="b.rng"/></grammar>',
    "https://example.org/schemas/parts/a.rng": f'<grammar {RNG}><include href="https://other.org/x/c.rng?v=1"/></grammar>',
    f"{BASE}b.rng": f"<empty {RNG}/>",
    "https://other.org/x/c.rng?v=1": f'<grammar {RNG}><include href="../main/none.rng#x"/></grammar>',
    "https://other.org/main/none.rng": f'<grammar {RNG}><include href="/x/c.rng?v=1"/></grammar>',
}


def fetch(address: str) -> bytes:
    if address not in WEB:
        raise NotHere("V097", f"{address} could not be fetched.")
    return WEB[address].encode()


def refused(code: str, *arguments: object, **options: object) -> NotHere:
    with pytest.raises(NotHere) as caught:
        pinning.add(*arguments, **options)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert caught.value.help
    return caught.value


def test_a_schema_is_pinned_with_all_its_parts(tmp_path: Path) -> None:
    pin, fresh = pinning.add(f"{BASE}letters.rng", tmp_path, fetch=fetch)
    assert (pin.name, pin.kind, fresh) == ("letters", Kind.RNG, True)
    files = [copy.file for copy in pin.copies]
    assert files[:3] == [
        "schemas/letters/main/letters.rng",
        "schemas/letters/parts/a.rng",
        "schemas/letters/main/b.rng",
    ]
    assert {copy.url for copy in pin.copies} == set(WEB)
    assert len(set(files)) == len(WEB) and all((tmp_path / file).is_file() for file in files)
    assert store.load(tmp_path) == (pin,)
    assert pinning.state(pin, tmp_path) == "ok"


def test_parts_are_found_again_without_the_network(tmp_path: Path) -> None:
    pinning.add(f"{BASE}letters.rng", tmp_path, fetch=fetch)
    read = resolver(f"{BASE}letters.rng", Options(project=tmp_path))
    for address, content in WEB.items():
        assert read(address) == content.encode()
    assert read("../parts/a.rng") == WEB["https://example.org/schemas/parts/a.rng"].encode()


def test_the_same_again_changes_nothing_and_a_newer_one_what_it_must(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinning.add(f"{BASE}letters.rng", tmp_path, fetch=fetch)
    before = (tmp_path / store.NAME).read_bytes()
    assert pinning.add(f"{BASE}letters.rng", tmp_path, fetch=fetch)[1] is False
    assert (tmp_path / store.NAME).read_bytes() == before
    monkeypatch.setitem(WEB, f"{BASE}letters.rng", f'<grammar {RNG}><externalRef href="b.rng"/></grammar>')
    pin, fresh = pinning.add(f"{BASE}letters.rng", tmp_path, fetch=fetch)
    assert fresh and len(pin.copies) == 2
    left = sorted(path.name for path in (tmp_path / "schemas").rglob("*") if path.is_file())
    assert left == ["b.rng", "letters.rng"]


def test_removing_takes_the_copies_away_and_nothing_else(tmp_path: Path) -> None:
    pinning.add(f"{BASE}letters.rng", tmp_path, fetch=fetch)
    (tmp_path / "schemas" / "mine.rng").write_text("mine")
    pinning.remove("letters", tmp_path)
    assert [path.name for path in (tmp_path / "schemas").rglob("*")] == ["mine.rng"]
    assert store.load(tmp_path) == ()
    with pytest.raises(NotHere):
        pinning.remove("letters", tmp_path)


def test_a_file_of_the_project_stays_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "odd" / "out" / "letters.rng"
    path.parent.mkdir(parents=True)
    path.write_text(f"<empty {RNG}/>")
    pin, _ = pinning.add(str(path), tmp_path)
    assert (pin.owned, pin.main.file, pin.main.url) == (False, "odd/out/letters.rng", "")
    path.write_text(f"<text {RNG}/>")
    assert pinning.state(pin, tmp_path) == "changed"
    assert pinning.add(str(path), tmp_path)[1] is True
    pinning.remove("letters", tmp_path)
    assert path.is_file()


def test_a_file_from_elsewhere_is_copied_with_its_parts(tmp_path: Path) -> None:
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    project.mkdir()
    (elsewhere / "parts").mkdir(parents=True)
    (elsewhere / "letters.rnc").write_text('# include "no.rnc"\ninclude "parts/a" ~ ".rnc"\nstart = external "b.rnc"')
    (elsewhere / "parts" / "a.rnc").write_text('p = element p { "include" }')
    (elsewhere / "b.rnc").write_text("empty")
    pin, _ = pinning.add(str(elsewhere / "letters.rnc"), project, name="my-letters")
    files = [copy.file for copy in pin.copies]
    folder = "schemas/my-letters"
    assert files == [f"{folder}/letters.rnc", f"{folder}/parts/a.rnc", f"{folder}/b.rnc"]
    base = (project / files[0]).as_uri()
    assert resolver(base, Options(project=project))("parts/a.rnc") == (elsewhere / "parts" / "a.rnc").read_bytes()


def test_parts_outside_are_not_taken(tmp_path: Path) -> None:
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    project.mkdir()
    elsewhere.mkdir()
    (tmp_path / "secret.rng").write_text("secret")
    for href in ("../secret.rng", "/etc/passwd", "file:///etc/passwd"):
        (elsewhere / "a.rng").write_text(f'<grammar {RNG}><include href="{href}"/></grammar>')
        refused("V093", str(elsewhere / "a.rng"), project)
    assert not list(project.iterdir())


def test_a_schema_on_the_web_cannot_take_files_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WEB, f"{BASE}b.rng", f'<grammar {RNG}><include href="file:///etc/passwd"/></grammar>')
    refused("V093", f"{BASE}letters.rng", tmp_path, fetch=fetch)
    assert not list(tmp_path.iterdir())


def test_a_missing_part_is_an_error_and_a_missing_import_is_not(tmp_path: Path) -> None:
    xs = 'xmlns="http://www.w3.org/2001/XMLSchema"'
    pages = {
        f"{BASE}a.xsd": f'<schema {xs}><import schemaLocation="gone.xsd"/></schema>',
        f"{BASE}b.xsd": f'<schema {xs}><include schemaLocation="gone.xsd"/></schema>',
    }

    def get(address: str) -> bytes:
        return pages[address].encode() if address in pages else fetch(address)

    assert len(pinning.add(f"{BASE}a.xsd", tmp_path, fetch=get)[0].copies) == 1
    with pytest.raises(NotHere):
        pinning.add(f"{BASE}b.xsd", tmp_path, fetch=get)


@pytest.mark.parametrize("name", ["teikit", "a/b", "../x", "", ".hidden", "a b", "x" * 80])
def test_names_that_are_none(name: str, tmp_path: Path) -> None:
    if name:
        refused("V098", f"{BASE}letters.rng", tmp_path, name=name, fetch=fetch)
    else:
        refused("V098", "https://example.org/", tmp_path, fetch=fetch)


def test_a_name_is_not_taken_from_another_schema(tmp_path: Path) -> None:
    pinning.add(f"{BASE}letters.rng", tmp_path, fetch=fetch)
    refused("V098", f"{BASE}b.rng", tmp_path, name="letters", fetch=fetch)
    mine = tmp_path / "letters.rng"
    mine.write_text(f"<empty {RNG}/>")
    refused("V098", str(mine), tmp_path)


def test_files_of_the_project_are_not_written_over(tmp_path: Path) -> None:
    mine = tmp_path / "schemas" / "letters" / "main" / "letters.rng"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    refused("V098", f"{BASE}letters.rng", tmp_path, fetch=fetch)
    assert mine.read_text() == "mine"


def test_a_link_does_not_lead_the_copies_out_of_the_project(tmp_path: Path) -> None:
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    project.mkdir()
    elsewhere.mkdir()
    (project / "schemas").symlink_to(elsewhere)
    refused("V093", f"{BASE}letters.rng", project, fetch=fetch)
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("content", ["", "<html/>", "no schema", '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'])
def test_what_is_no_schema_is_not_pinned(content: str, tmp_path: Path) -> None:
    refused("V090", f"{BASE}a.rng", tmp_path, fetch=lambda _: content.encode())


def test_a_schema_without_end_is_left(tmp_path: Path) -> None:
    asked: list[str] = []

    def get(address: str) -> bytes:
        asked.append(address)
        return f'<grammar {RNG}><include href="{len(asked)}.rng"/></grammar>'.encode()

    refused("V090", f"{BASE}a.rng", tmp_path, fetch=get)
    assert len(asked) <= pinning.MOST_PARTS + 1


def test_strange_addresses_become_plain_places() -> None:
    odd = [f"{BASE}a.rng", f"{BASE}..%2f..%2fb.rng", f"{BASE}%2e%2e/c.rng", f"{BASE}a.rng?x=../../d", f"{BASE}sub/"]
    places = pinning._places(odd)
    assert len(set(places)) == len(odd)
    assert not any(".." in place or place.startswith("/") for place in places)


def test_the_lock_is_the_same_wherever_it_is_made(tmp_path: Path) -> None:
    texts = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        pinning.add(f"{BASE}letters.rng", folder, fetch=fetch)
        texts.append((folder / store.NAME).read_text())
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["schemas"][0]["files"][0]["sha256"]
    assert str(tmp_path) not in texts[0]


@pytest.mark.parametrize(
    ("content", "kind", "expected"),
    [
        (f'<grammar {RNG} xml:base="sub/"><include href="a.rng"/></grammar>', Kind.RNG, ["sub/a.rng"]),
        (
            '<s:schema xmlns:s="http://purl.oclc.org/dsdl/schematron"><s:include href="a.sch#x"/></s:schema>',
            Kind.SCH,
            ["a.sch"],
        ),
        ('include "a.rnc" inherit = x { }\n[ a = "include" ] external "b.rnc"', Kind.RNC, ["a.rnc", "b.rnc"]),
        ('"""include "x.rnc" """ \\include "c" my-include "d"', Kind.RNC, []),
        ("not xml", Kind.RNG, []),
    ],
)
def test_parts(content: str, kind: Kind, expected: list[str]) -> None:
    found = [part.uri.removeprefix(BASE) for part in parts.parts(content.encode(), kind, f"{BASE}x.rng")]
    assert found == expected
