"""The command: exit status, what it says, settings from the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.sites import tei, write
from teikit.cli import main


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["publish", *args])


def test_a_site_is_made_and_the_second_time_nothing(tmp_path: Path) -> None:
    write(tmp_path / "tei", {"a.xml": tei("<p>One.</p>")})
    first = run("tei", "-o", "tei/site")
    assert first.exit_code == 0, first.output
    assert "1 document published" in first.output
    again = run("tei", "-o", "tei/site")  # its own downloads are no documents of the corpus
    assert "1 document published" in again.output
    assert "0 of them made anew" in again.output


def test_a_bad_file_is_told_of_and_the_status_says_so(tmp_path: Path) -> None:
    write(tmp_path / "tei", {"a.xml": tei("<p>One.</p>"), "b.xml": "<TEI"})
    done = run("tei", "-o", "site", "-q")
    assert done.exit_code == 1
    assert "X003" in done.output
    assert (tmp_path / "site/documents/a.html").exists()


def test_nothing_to_publish(tmp_path: Path) -> None:
    write(tmp_path / "tei", {"b.xml": "<TEI"})
    done = run("tei", "-o", "site")
    assert done.exit_code == 2
    assert "X019" in done.output
    assert run("missing", "-o", "site").exit_code == 2


def test_settings_come_from_the_configuration_unless_given(tmp_path: Path) -> None:
    write(tmp_path, {"teikit.toml": '[export]\ntitle = "From the file"\nbase-url = "https://example.org/x"\n'})
    write(tmp_path / "tei", {"a.xml": tei("<p>One.</p>")})
    assert run("tei", "-o", "site", "--no-cache").exit_code == 0
    assert "From the file" in (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert (tmp_path / "site/sitemap.xml").exists()
    run("tei", "-o", "site", "--title", "Given")
    assert "<h1>Given</h1>" in (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert not (tmp_path / "cache").exists() or list((tmp_path / "cache").rglob("*.sqlite"))


@pytest.mark.parametrize("bad", [("--base-url", "example.org"), ("--date", "yesterday"), ("--base-url", "https://a b")])
def test_settings_that_mean_nothing_are_refused(tmp_path: Path, bad: tuple[str, str]) -> None:
    write(tmp_path / "tei", {"a.xml": tei("<p>One.</p>")})
    done = run("tei", "-o", "site", *bad)
    assert done.exit_code == 2
    assert not (tmp_path / "site").exists()
