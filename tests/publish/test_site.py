"""The site as a whole: links, downloads, hostile files, what is ours in its folder, the same bytes however made."""

from __future__ import annotations

import json
import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from browser import checker_errors
from publish.sites import ENCODED, REAL, contents, letter, publish, write
from publish.sites import tei as tei_text
from teikit import tei
from teikit.diagnostics import TeikitError
from teikit.export import File, export_all
from teikit.publish.settings import Settings


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: dict[str, int] = {}
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag
        given = dict(attrs)
        if given.get("id"):
            self.ids[str(given["id"])] = self.ids.get(str(given["id"]), 0) + 1
        self.links += [str(given[name]) for name in ("href", "src", "action", "xlink:href") if given.get(name)]


def links(path: Path) -> _Links:
    made = _Links()
    made.feed(path.read_text(encoding="utf-8"))
    return made


def broken(out: Path) -> list[str]:
    """Return the links of a site that lead nowhere: to no file of it, or to no id of a page."""
    there = {str(path) for path in out.rglob("*") if path.is_file()}
    pages = {name: links(Path(name)) for name in sorted(there) if name.endswith(".html")}
    faults = []
    for name, page in pages.items():
        faults += [f"{name}: id {id} twice" for id, count in page.ids.items() if count > 1]
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = os.path.normpath(Path(name).parent / unquote(parts.path)) if parts.path else name
            ids = pages[target].ids if target in pages else None
            if target not in there or (parts.fragment and ids is not None and unquote(parts.fragment) not in ids):
                faults.append(f"{name}: {link}")
    return faults


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("encoded").resolve() / "site"
    publish(ENCODED, out, Settings(title="Letters", licence="https://creativecommons.org/licenses/by/4.0/"))
    return out


def test_every_link_and_fragment_leads_somewhere(site: Path) -> None:
    assert not broken(site)


def test_every_mention_stands_on_the_page_of_its_entity(site: Path) -> None:
    page = (site / "people/fidel-castro.html").read_text(encoding="utf-8")
    source = (ENCODED / "telegram-alekseev-1962-10-27.xml").read_text(encoding="utf-8")
    assert page.count("<mark>") == source.count('ref="#person-castro') > 5
    assert "../documents/telegram-alekseev-1962-10-27.html#tk-e" in page


def test_the_tei_file_is_offered_byte_for_byte(site: Path) -> None:
    for path in ENCODED.glob("*.xml"):
        assert (site / "documents" / path.name).read_bytes() == path.read_bytes()


def test_nothing_of_the_site_names_the_machine_or_asks_the_network(site: Path) -> None:
    for name, data in contents(site).items():
        assert str(site).encode() not in data
        assert str(ENCODED).encode() not in data, name
        if name.endswith(".html"):
            assert b'src="http' not in data
            assert b'rel="stylesheet" href="http' not in data


def test_building_again_makes_nothing_and_a_change_makes_only_what_it_touches(tmp_path: Path) -> None:
    corpus, out, fresh, cache = (tmp_path / name for name in ("tei", "site", "fresh", "cache.sqlite"))
    corpus.mkdir()
    for name in ("cable-accra-1966-02-25", "diary-macrae-1915", "telegram-alekseev-1962-10-27"):
        shutil.copy(ENCODED / f"{name}.xml", corpus)
    publish(corpus, out, cache=cache)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.html")}
    publish(corpus, out, cache=cache)
    assert {path: path.stat().st_mtime_ns for path in before} == before

    diary = corpus / "diary-macrae-1915.xml"
    diary.write_bytes(diary.read_bytes().replace(b"No church", b"Still no church", 1))
    (corpus / "cable-accra-1966-02-25.xml").unlink()
    publish(corpus, out, cache=cache)
    publish(corpus, fresh)
    assert contents(out) == contents(fresh)
    assert (out / "people/fidel-castro.html").stat().st_mtime_ns == before[out / "people/fidel-castro.html"]
    assert b"Still no church" in (out / "documents/diary-macrae-1915.html").read_bytes()
    assert not list(out.rglob("cable-accra*"))


def test_the_tables_are_those_of_the_export(site: Path) -> None:
    editions = [tei.edition(path.read_bytes(), path.name) for path in sorted(ENCODED.glob("*.xml"))]
    for made in export_all("csv", editions):
        if isinstance(made, File):
            assert (site / "data" / made.name).read_bytes() == b"".join(made.pieces), made.name


def test_what_is_told_is_told_again_when_nothing_has_changed(tmp_path: Path) -> None:
    corpus = write(tmp_path / "tei", {"a.xml": tei_text("<p><persName>=SUM(A1)</persName><unknown/></p>")})
    told = [publish(corpus, tmp_path / "site", cache=tmp_path / "c") for _ in range(2)]
    assert told[0] == told[1]
    assert "X032" in {one.code for one in told[0]}


def test_the_same_cache_with_other_settings_makes_what_they_say(tmp_path: Path) -> None:
    corpus, out, cache = write(tmp_path / "tei", {"a.xml": tei_text("<p>One.</p>")}), tmp_path / "site", tmp_path / "c"
    for title in ("First", "Second"):
        publish(corpus, out, Settings(title=title), cache=cache)
        assert f"<h1>{title}</h1>".encode() in (out / "index.html").read_bytes()


def test_lists_by_title_have_no_months(tmp_path: Path) -> None:
    documents = {
        f"{n}.xml": tei_text("<p>One.</p>", title=f"Letter {n}", profile=letter(f"1900-{n:02d}-05", "Ann", "Bo"))
        for n in range(1, 13)
    }
    publish(write(tmp_path / "tei", {**documents, "x.xml": documents["1.xml"]}), tmp_path / "site")
    assert "<h3>May</h3>" in (tmp_path / "site/documents/index.html").read_text(encoding="utf-8")
    assert "<h3>" not in (tmp_path / "site/documents/a-z.html").read_text(encoding="utf-8")


def test_the_title_of_a_document_is_not_that_of_its_series(tmp_path: Path) -> None:
    titles = 'All letters</title><title level="a">Ann to Bo, 5 May</title><title type="iso-date">1900-05-05'
    corpus = write(
        tmp_path / "tei", {"a.xml": tei_text("<p>One.</p>", title=titles).replace("<title>", '<title level="s">', 1)}
    )
    publish(corpus, tmp_path / "site")
    assert ">Ann to Bo, 5 May</a>" in (tmp_path / "site/documents/index.html").read_text(encoding="utf-8")


def test_a_map_shows_the_places_that_are_named_and_counts_the_others(tmp_path: Path) -> None:
    places = "".join(
        f'<place xml:id="p{n}"><placeName>Town {n}</placeName><location><geo>{n} 10</geo></location></place>'
        for n in range(5)
    )
    documents = {
        "a.xml": tei_text('<p><placeName ref="places.xml#p1">Town</placeName></p>'),
        "places.xml": tei_text("<p/>", stand_off=f"<standOff><listPlace>{places}</listPlace></standOff>"),
    }
    publish(write(tmp_path / "tei", documents), tmp_path / "site")
    drawn = (tmp_path / "site/map.html").read_text(encoding="utf-8")
    assert "Town 1" in drawn
    assert "Town 2" not in drawn
    assert "4 places more are only listed" in drawn


def test_several_processes_make_what_one_makes(tmp_path: Path, site: Path) -> None:
    settings = Settings(title="Letters", licence="https://creativecommons.org/licenses/by/4.0/")
    publish(ENCODED, tmp_path / "site", settings, workers=2)
    assert contents(tmp_path / "site") == contents(site)


def test_a_damaged_or_missing_page_is_made_anew(tmp_path: Path) -> None:
    corpus, out, cache = write(tmp_path / "tei", {"a.xml": tei_text("<p>One.</p>")}), tmp_path / "site", tmp_path / "c"
    publish(corpus, out, cache=cache)
    whole = contents(out)
    (out / "documents/a.html").write_text("broken", encoding="utf-8")
    (out / "documents/a.txt").unlink()
    (out / "index.html").unlink()
    publish(corpus, out, cache=cache)
    assert contents(out) == whole
    cache.write_bytes(b"no database at all" * 100)
    publish(corpus, out, cache=cache)
    assert contents(out) == whole


def test_files_of_others_are_neither_replaced_nor_removed(tmp_path: Path) -> None:
    corpus, out = write(tmp_path / "tei", {"a.xml": tei_text("<p>One.</p>")}), tmp_path / "site"
    write(out, {"index.html": "mine", "notes.txt": "mine too"})
    with pytest.raises(TeikitError) as raised:
        publish(corpus, out)
    assert raised.value.diagnostic.code == "C004"
    assert (out / "index.html").read_text(encoding="utf-8") == "mine"
    publish(corpus, out, force=True)
    assert (out / "index.html").read_text(encoding="utf-8") != "mine"
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine too"


def test_a_page_that_was_changed_by_hand_is_left_when_its_document_goes(tmp_path: Path) -> None:
    corpus = write(tmp_path / "tei", {"a.xml": tei_text("<p>One.</p>"), "b.xml": tei_text("<p>Two.</p>")})
    out = tmp_path / "site"
    publish(corpus, out)
    (out / "documents/b.txt").write_text("edited", encoding="utf-8")
    (corpus / "b.xml").unlink()
    told = publish(corpus, out)
    assert [one.code for one in told if one.code == "X017"] == ["X017"]
    assert (out / "documents/b.txt").exists()
    assert not (out / "documents/b.html").exists()


def test_a_manifest_cannot_make_files_outside_of_the_site_go(tmp_path: Path) -> None:
    corpus, out = write(tmp_path / "tei", {"a.xml": tei_text("<p>One.</p>")}), tmp_path / "site"
    write(tmp_path, {"precious.txt": "x"})
    write(out, {"teikit-site.json": json.dumps({"generator": "teikit", "files": {"../precious.txt": ""}})})
    with pytest.raises(TeikitError):
        publish(corpus, out)
    assert (tmp_path / "precious.txt").exists()


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    corpus = write(tmp_path / "tei", {"a.xml": tei_text("<p>One.</p>"), "b.xml": "<TEI", "c.xml": "<html/>"})
    told = publish(corpus, tmp_path / "site")
    assert sorted(one.code for one in told) == ["P005", "X003", "X016"]
    assert (tmp_path / "site/documents/a.html").exists()
    assert not list((tmp_path / "site").rglob("b.*"))


def test_nothing_to_publish_is_an_error_and_leaves_no_folder(tmp_path: Path) -> None:
    corpus = write(tmp_path / "tei", {"b.xml": "<TEI"})
    with pytest.raises(TeikitError) as raised:
        publish(corpus, tmp_path / "site")
    assert raised.value.diagnostic.code == "X019"
    assert not (tmp_path / "site").exists()


def test_tei_p4_has_a_page_and_is_told_of(tmp_path: Path) -> None:
    old = "<TEI.2><teiHeader><fileDesc><titleStmt><title>Old</title></titleStmt></fileDesc></teiHeader>"
    old += "<text><body><p>An antique sentence.</p></body></text></TEI.2>"
    told = publish(write(tmp_path / "tei", {"a.xml": old}), tmp_path / "site")
    assert [one.code for one in told] == ["X015", "X016"]
    assert "antique" in (tmp_path / "site/documents/a.html").read_text(encoding="utf-8")
    assert "antique" in (tmp_path / "site/search/texts/a.js").read_text(encoding="utf-8")
    assert not broken(tmp_path / "site")


HOSTILE = "<img src=x onerror=alert(1)>\"'&amp;]]&gt; {{ 7*7 }} {% raw %} tk-mention-".replace("<", "&lt;").replace(
    ">", "&gt;"
)


def test_what_a_file_says_stays_text(tmp_path: Path) -> None:
    entry = (
        f'<standOff><listPerson><person xml:id="p1"><persName>{HOSTILE}</persName><note>{HOSTILE}</note>'
        '<idno type="URI">javascript:alert(1)</idno></person></listPerson></standOff>'
    )
    body = f'<head>{HOSTILE}</head><p>By <persName ref="#p1">{HOSTILE}</persName> &lt;/script&gt;.</p>'
    corpus = write(tmp_path / "tei", {"a.xml": tei_text(body, title=HOSTILE, stand_off=entry)})
    out = tmp_path / "site"
    publish(corpus, out, Settings(title="<b>&</b>", description="</title><script>", editor="A <a@b.c>"))
    for path in out.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<img" not in text
        assert "javascript:" not in text.replace("<dd>javascript:", "").replace(">javascript:", "")
        assert "49" not in text
        assert "<title></title>" not in text
    assert not broken(out)


def test_corpora_of_other_makes(tmp_path: Path) -> None:
    documents = {
        "1841/letter.xml": tei_text("<p>One.</p>", profile=letter("1841-12-22", "Ann Low", "Бо Стрём")),
        "1842/letter.xml": tei_text("<p>Two.</p>", profile=letter("1842", "Бо Стрём", "Ann Low")),
        "Письмо.xml": tei_text("<p>Здравствуй, Łódź!</p>", title="", lang="ru"),
        "index.xml": tei_text("<p>Not the index.</p>", title="A letter"),
        "persons.xml": tei_text(
            "<listPerson><person xml:id='p1'><persName>Jan Łącki</persName></person></listPerson>", title="Persons"
        ),
        "z.xml": tei_text(
            "<p>He met <persName ref='persons.xml#p1'>Jan</persName>, <persName key='p1'>Łącki</persName>.</p>"
        ),
    }
    out = tmp_path / "site"
    publish(write(tmp_path / "tei", documents), out)
    assert not broken(out)
    names = sorted(path.name for path in (out / "documents").glob("*.html"))
    assert {"1841-letter.html", "1842-letter.html", "pismo.html", "z.html", "persons.html"} <= set(names)
    person = (out / "people/jan-lacki.html").read_text(encoding="utf-8")
    assert person.count("<mark>") == 2
    assert "register" in person
    assert "Letters sent" in (out / "people/ann-low.html").read_text(encoding="utf-8")
    chronology = (out / "documents/index.html").read_text(encoding="utf-8")
    assert chronology.index("1841") < chronology.index("1842") < chronology.index("Undated")
    assert "Registers and files without a text" in chronology


def test_a_corpus_without_names_or_dates_has_no_empty_pages(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(write(tmp_path / "tei", {"a.xml": tei_text("<p>Nothing here.</p>")}), out)
    assert not broken(out)
    for name in ("map.html", "timeline.html", "network.html", "people", "places"):
        assert not (out / name).exists()


def test_a_name_with_very_many_mentions_has_several_pages(tmp_path: Path) -> None:
    body = "".join(f"<p>Then <persName>Ann</persName> {n}.</p>" for n in range(900))
    out = tmp_path / "site"
    publish(write(tmp_path / "tei", {"a.xml": tei_text(body)}), out)
    assert not broken(out)
    pages = [path.read_text(encoding="utf-8") for path in sorted((out / "people").glob("ann*.html"))]
    assert len(pages) == 3
    assert sum(page.count("<mark>") for page in pages) == 900
    labels = re.findall('<nav class="pages" aria-label="([^"]*)"', pages[0])
    assert len(set(labels)) == len(labels) == 2


def test_the_404_page_works_at_any_address(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(
        write(tmp_path / "tei", {"a.xml": tei_text("<p>One.</p>")}), out, Settings(base_url="https://example.org/x/")
    )
    page = links(out / "404.html")
    assert all(link.startswith(("https://example.org/x/", "#")) for link in page.links)


@pytest.mark.slow
def test_the_checker_finds_no_error_in_any_page(site: Path) -> None:
    assert not checker_errors(site)


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason="the instances of other projects are not here")
def test_the_checker_finds_no_error_in_files_of_other_projects(tmp_path: Path) -> None:
    out = (tmp_path / "site").resolve()
    publish(REAL, out)
    assert not broken(out)
    assert not checker_errors(out)
