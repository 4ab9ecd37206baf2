"""The feed by the rules of RFC 4287, the sitemap by those of sitemaps.org."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from publish.sites import letter, publish, tei, write
from teikit.publish.beside import feeds
from teikit.publish.settings import Settings
from teikit.publish.summary import Summary
from teikit.publish.when import When

A = "{http://www.w3.org/2005/Atom}"
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
IRI = re.compile(r"(https?://|urn:uuid:)\S+")
DOCUMENTS = [
    Summary(
        "a", "a.xml", "", "A & <b>", language="de", when=When("1841-12", (1841, 12, 0), "December 1841"), kind="letter"
    ),
    Summary("b", "b.xml", "", "Undated ]]>", excerpt="One\n two", senders=("Ann",)),
    Summary("c", "c.xml", "", "Old", when=When("0044", (44, 0, 0), "44")),
]


def checked(data: bytes) -> etree._Element:
    """Return a feed; fail where it breaks a rule of RFC 4287, 4.1."""
    feed = etree.fromstring(data)
    assert feed.tag == f"{A}feed"
    ids = []
    for el in (feed, *feed.iterfind(f"{A}entry")):
        for name in ("id", "title", "updated"):
            assert len(el.findall(f"{A}{name}")) == 1, name
        ids.append(el.findtext(f"{A}id"))
        assert IRI.fullmatch(ids[-1] or "")
        assert all(DATE_TIME.fullmatch(one.text or "") for one in el.iterfind(f"{A}updated"))
        assert all(DATE_TIME.fullmatch(one.text or "") for one in el.iterfind(f"{A}published"))
        assert len(el.findall(f"{A}link[@rel='alternate']")) == 1
        assert all(author.findtext(f"{A}name") for author in el.iterfind(f"{A}author"))
    assert feed.find(f"{A}author") is not None
    assert len(set(ids)) == len(ids)
    return feed


@pytest.mark.parametrize(
    "settings", [Settings(), Settings(title="T <&>", base_url="https://example.org/x", date="2026-01-02")]
)
def test_the_feed_keeps_the_rules(settings: Settings) -> None:
    feed = checked(feeds.atom(DOCUMENTS, settings))
    assert [one.findtext(f"{A}title") for one in feed.iterfind(f"{A}entry")] == ["A & <b>", "Old", "Undated ]]>"]
    assert feed.findtext(f"{A}updated") == ("2026-01-02T00:00:00Z" if settings.date else "1841-12-01T00:00:00Z")


def test_an_empty_feed_keeps_the_rules() -> None:
    checked(feeds.atom([], Settings()))


def test_the_feed_is_read_by_a_reader() -> None:
    feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed")
    read = feedparser.parse(feeds.atom(DOCUMENTS, Settings(title="Letters", base_url="https://example.org")))
    assert not read.bozo
    assert next(entry.link for entry in read.entries) == "https://example.org/documents/a.html"


def test_the_sitemap_lists_every_page_by_its_address(tmp_path: Path) -> None:
    corpus = write(
        tmp_path / "tei", {"a.xml": tei("<p>By <persName>Ann</persName>.</p>", profile=letter("1841", "A", "B"))}
    )
    publish(corpus, tmp_path / "site", Settings(base_url="https://example.org/x/"))
    urls = etree.parse(tmp_path / "site/sitemap.xml").xpath("//*[local-name()='loc']/text()")
    pages = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*.html")} - {
        "404.html"
    }
    assert set(urls) == {f"https://example.org/x/{'' if name == 'index.html' else name}" for name in pages}
    assert "Sitemap: https://example.org/x/sitemap.xml" in (tmp_path / "site/robots.txt").read_text(encoding="utf-8")


def test_a_large_sitemap_is_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_URLS", 2)
    made = feeds.sitemaps(["a.html", "b.html", "c.html"], Settings(base_url="https://example.org"))
    assert sorted(made) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    assert b"<sitemapindex" in made["sitemap.xml"]
