"""What is fetched, from a server on this machine, and what never is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from teikit.validate.selection import NotHere, Options, choose, fetching, resolve

RNG = b'<element name="TEI" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>'


def refused(address: str, **options: Any) -> NotHere:
    with pytest.raises(NotHere) as caught:
        fetching.fetch(address, timeout=2, **options)
    assert caught.value.code == "V097"
    return caught.value


def document(address: str) -> bytes:
    model = f'<?xml-model href="{address}" schematypens="http://relaxng.org/ns/structure/1.0"?>'
    return f'{model}<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'.encode()


def test_a_file_is_fetched(web: Any) -> None:
    web.pages["/a.rng"] = RNG
    assert fetching.fetch(f"{web.url}/a.rng", timeout=2) == RNG


def test_a_few_redirects_are_followed(web: Any) -> None:
    web.pages["/a.rng"] = (302, {"Location": "/b.rng"}, b"")
    web.pages["/b.rng"] = RNG
    assert fetching.fetch(f"{web.url}/a.rng", timeout=2) == RNG
    web.pages["/c.rng"] = (302, {"Location": "/c.rng"}, b"")
    assert "302" in refused(f"{web.url}/c.rng").message
    assert web.asked.count("/c.rng") <= 10


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "data:,x", "gopher://127.0.0.1/"])
def test_a_redirect_away_from_the_web_is_not_followed(target: str, web: Any) -> None:
    web.pages["/a.rng"] = (302, {"Location": target}, b"")
    refused(f"{web.url}/a.rng")


def test_a_redirect_to_the_local_link_is_not_followed(web: Any) -> None:
    web.pages["/a.rng"] = (302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b"")
    start = time.monotonic()
    assert "local link" in refused(f"{web.url}/a.rng").message
    assert time.monotonic() - start < 1.5
    refused("http://169.254.169.254/latest/meta-data/")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/a", "a.rng", "", "http://", "http://[x"])
def test_only_the_web_is_asked(address: str) -> None:
    refused(address)


@pytest.mark.parametrize("status", [403, 404, 500, 204])
def test_a_server_that_has_nothing(status: int, web: Any) -> None:
    web.pages["/a.rng"] = (status, {}, b"")
    refused(f"{web.url}/a.rng")


def test_what_is_too_long_is_not_read_to_its_end(web: Any) -> None:
    web.pages["/a.rng"] = b"x" * 3_000_000
    assert "longer than" in refused(f"{web.url}/a.rng", limit=1_000_000).message


def test_what_breaks_off_is_not_taken(web: Any) -> None:
    web.pages["/a.rng"] = (200, {"Content-Length": "1000"}, RNG)
    refused(f"{web.url}/a.rng")


def test_a_server_that_drips_is_left(web: Any) -> None:
    def drip() -> tuple[int, dict[str, str], bytes]:
        time.sleep(0.5)
        return 200, {}, RNG

    web.pages["/a.rng"] = drip
    refused(f"{web.url}/a.rng", deadline=0.2)


def test_nothing_is_fetched_unless_it_is_allowed(web: Any, tmp_path: Path) -> None:
    web.pages["/a.rng"] = RNG
    found = choose(document(f"{web.url}/a.rng"), str(tmp_path / "a.xml"), Options(cache=tmp_path / "cache"))
    assert [fault.code for fault in found.faults] == ["V092"]
    assert web.asked == []


def test_what_is_fetched_is_kept_for_a_day(web: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    web.pages["/a.rng"] = RNG
    options = Options(network=True, cache=tmp_path / "cache")
    for _ in range(2):
        found = choose(document(f"{web.url}/a.rng"), str(tmp_path / "a.xml"), options)
        assert found.refs[0].path is not None and found.refs[0].path.read_bytes() == RNG
        assert found.refs[0].base == f"{web.url}/a.rng"
    assert web.asked == ["/a.rng"]
    found.refs[0].path.write_bytes(b"something else")  # not what was fetched, so it is fetched again
    assert resolve.fetched(f"{web.url}/a.rng", tmp_path / "cache").read_bytes() == RNG
    assert web.asked == ["/a.rng"] * 2
    monkeypatch.setattr(resolve, "_FRESH", 0)
    web.pages.clear()  # gone by now: the older copy serves
    assert resolve.fetched(f"{web.url}/a.rng", tmp_path / "cache").read_bytes() == RNG
    assert web.asked == ["/a.rng"] * 3


def test_what_cannot_be_fetched_is_a_warning(web: Any, tmp_path: Path) -> None:
    options = Options(network=True, cache=tmp_path / "cache")
    found = choose(document(f"{web.url}/a.rng"), str(tmp_path / "a.xml"), options)
    assert [fault.code for fault in found.faults] == ["V097"]
    assert "404" in found.faults[0].message and "not checked against it" in found.faults[0].message


def test_without_a_cache_nothing_is_fetched(web: Any, tmp_path: Path) -> None:
    found = choose(document(f"{web.url}/a.rng"), str(tmp_path / "a.xml"), Options(network=True))
    assert [fault.code for fault in found.faults] == ["V097"]
    assert web.asked == []
