"""OASIS XML catalogues."""

from __future__ import annotations

from pathlib import Path

import pytest

from teikit.validate.selection import NotHere, catalogue

NS = "urn:oasis:names:tc:entity:xmlns:xml:catalog"


def write(folder: Path, content: str, name: str = "catalog.xml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'<catalog xmlns="{NS}">{content}</catalog>', encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("entries", "uri", "expected"),
    [
        ('<uri name="http://x.org/a.rng" uri="a.rng"/>', "http://x.org/a.rng", "a.rng"),
        ('<uri name="http://x.org/a.rng" uri="a.rng"/>', "http://x.org/b.rng", ""),
        ('<system systemId="http://x.org/a.rng" uri="a.rng"/>', "http://x.org/a.rng", "a.rng"),
        ('<rewriteURI uriStartString="http://x.org/" rewritePrefix="s/"/>', "http://x.org/b/a.rng", "s/b/a.rng"),
        ('<rewriteSystem systemIdStartString="http://x.org/" rewritePrefix="s/"/>', "http://x.org/a.rng", "s/a.rng"),
        (
            '<rewriteURI uriStartString="http://x.org/" rewritePrefix="s/"/>'
            '<rewriteURI uriStartString="http://x.org/b/" rewritePrefix="t/"/>',
            "http://x.org/b/a.rng",
            "t/a.rng",
        ),
        (
            '<rewriteURI uriStartString="http://x.org/" rewritePrefix="s/"/>'
            '<uri name="http://x.org/a.rng" uri="a.rng"/>',
            "http://x.org/a.rng",
            "a.rng",
        ),
        (
            '<uriSuffix uriSuffix="/a.rng" uri="a.rng"/><uriSuffix uriSuffix="x/a.rng" uri="b.rng"/>',
            "u:x/a.rng",
            "b.rng",
        ),
        ('<systemSuffix systemIdSuffix="/a.rng" uri="a.rng"/>', "http://x.org/a.rng", "a.rng"),
        ('<group xml:base="s/"><uri name="u:a" uri="a.rng"/></group>', "u:a", "s/a.rng"),
        ('<group xml:base="s/"><uri name="u:a" uri="a.rng" xml:base="t/"/></group>', "u:a", "s/t/a.rng"),
        ('<public publicId="-//TEI//DTD  P5//EN" uri="a.dtd"/>', "urn:publicid:-:TEI:DTD+P5:EN", "a.dtd"),
        ('<uri name="http://x.org/a%20b.rng" uri="a.rng"/>', "http://x.org/a b.rng", "a.rng"),
        ('<x:uri xmlns:x="urn:other" name="u:a" uri="a.rng"/>', "u:a", ""),
        ("<uri name='u:a'/>", "u:a", ""),
    ],
)
def test_entries(entries: str, uri: str, expected: str, tmp_path: Path) -> None:
    found = catalogue.lookup(write(tmp_path, entries), uri)
    assert found == (f"{tmp_path.as_uri()}/{expected}" if expected else "")


def test_a_target_may_be_on_the_web(tmp_path: Path) -> None:
    path = write(tmp_path, '<uri name="u:a" uri="https://x.org/a.rng"/>')
    assert catalogue.lookup(path, "u:a") == "https://x.org/a.rng"


def test_the_next_catalogue_is_asked_last(tmp_path: Path) -> None:
    write(tmp_path, '<uri name="u:a" uri="a.rng"/><uri name="u:b" uri="b.rng"/>', "more/next.xml")
    path = write(tmp_path, '<nextCatalog catalog="more/next.xml"/><uri name="u:a" uri="first.rng"/>')
    assert catalogue.lookup(path, "u:a") == f"{tmp_path.as_uri()}/first.rng"
    assert catalogue.lookup(path, "u:b") == f"{tmp_path.as_uri()}/more/b.rng"


def test_delegates_are_asked_longest_first_and_instead_of_the_next(tmp_path: Path) -> None:
    write(tmp_path, '<uri name="http://x.org/b/a.rng" uri="short.rng"/>', "short.xml")
    write(tmp_path, '<uri name="http://x.org/b/a.rng" uri="long.rng"/>', "long.xml")
    write(tmp_path, '<uri name="http://x.org/c.rng" uri="next.rng"/>', "next.xml")
    path = write(
        tmp_path,
        '<delegateURI uriStartString="http://x.org/" catalog="short.xml"/>'
        '<delegateURI uriStartString="http://x.org/b/" catalog="long.xml"/><nextCatalog catalog="next.xml"/>',
    )
    assert catalogue.lookup(path, "http://x.org/b/a.rng").endswith("/long.rng")
    assert catalogue.lookup(path, "http://x.org/c.rng") == ""


def test_circles_and_long_chains_end(tmp_path: Path) -> None:
    write(tmp_path, '<nextCatalog catalog="catalog.xml"/>', "b.xml")
    path = write(tmp_path, '<nextCatalog catalog="b.xml"/><nextCatalog catalog="catalog.xml"/>')
    assert catalogue.lookup(path, "u:a") == ""
    for i in range(40):
        write(tmp_path, f'<nextCatalog catalog="n{i + 1}.xml"/>', f"n{i}.xml")
    write(tmp_path, '<uri name="u:a" uri="a.rng"/>', "n40.xml")
    assert catalogue.lookup(tmp_path / "n0.xml", "u:a") == ""
    assert catalogue.lookup(tmp_path / "n30.xml", "u:a").endswith("/a.rng")


@pytest.mark.parametrize("content", ["", "<catalog", "<catalog/>", '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'])
def test_what_is_no_catalogue_is_said(content: str, tmp_path: Path) -> None:
    path = tmp_path / "catalog.xml"
    path.write_text(content)
    with pytest.raises(NotHere) as caught:
        catalogue.lookup(path, "u:a")
    assert caught.value.code == "V096"


@pytest.mark.parametrize("target", ["missing.xml", "http://x.org/c.xml", "../outside.xml"])
def test_a_next_catalogue_that_may_not_or_cannot_be_read_is_said(target: str, tmp_path: Path) -> None:
    write(tmp_path, '<uri name="u:a" uri="a.rng"/>', "outside.xml")
    path = write(tmp_path, f'<nextCatalog catalog="{target}"/>', "project/catalog.xml")
    with pytest.raises(NotHere) as caught:
        catalogue.lookup(path, "u:a", (tmp_path / "project",))
    assert caught.value.code == "V096"


def test_a_changed_catalogue_is_read_again(tmp_path: Path) -> None:
    path = write(tmp_path, '<uri name="u:a" uri="a.rng"/>')
    assert catalogue.lookup(path, "u:a").endswith("/a.rng")
    write(tmp_path, '<uri name="u:a" uri="another.rng"/>')
    assert catalogue.lookup(path, "u:a").endswith("/another.rng")
