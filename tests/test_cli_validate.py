"""teikit validate as people and programs use it."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from teikit import checking, files
from teikit.cli import main, validating
from teikit.diagnostics import FORMATS, Diagnostic, Edit, Fix, Severity, TeikitError, codes, severity, title

GOOD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>'
    "<publicationStmt><p>P</p></publicationStmt><sourceDesc><p>S</p></sourceDesc></fileDesc></teiHeader>"
    "<text><body><p>{}</p></body></text></TEI>\n"
)


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["validate", *map(str, arguments)], input=stdin)


def found(result: Result) -> list[tuple[str, str]]:
    return [(Path(one["path"]).name, one["code"]) for one in json.loads(result.stdout)]


def stand_in(data: bytes, path: str, **_: Any) -> Iterator[Diagnostic]:
    """Find "teh", which can be fixed; "zap", whose fix does harm; "boo", which cannot be fixed; in b"die", die."""
    if b"die!" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"fail!" in data:
        raise MemoryError("too much")
    for word, new in ((b"teh", b"the"), (b"zap", b"zap zap"), (b"boo", None)):
        at = data.find(word)
        while at >= 0:
            line, start = data.count(b"\n", 0, at) + 1, data.rfind(b"\n", 0, at) + 1
            fix = Fix("Write it right", (Edit(at, at + 3, new),)) if new else None
            words = f"“{word.decode()}” is no word."
            code = "V041" if word == b"boo" else "V040"
            yield Diagnostic(code, Severity.ERROR, words, path, line, at - start + 1, "/TEI/p[1]", "Mend it.", fix=fix)
            at = data.find(word, at + 1)


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a clean file and two with findings; checks are those of the stand-in."""
    monkeypatch.setattr(checking, "check", stand_in)
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "tei"
    (folder / "drafts").mkdir(parents=True)
    (folder / "a.xml").write_text("<a>clean</a>\n")
    (folder / "b.xml").write_text("<a>\n\tteh boo\n</a>\n")
    (folder / "drafts/c.xml").write_text("<a>boo boo</a>\n")
    return folder


def test_the_formats_of_the_help_are_those_that_there_are() -> None:
    assert tuple(FORMATS) == validating._STYLES


def test_each_file_is_told_of_in_order_and_the_sum_on_standard_error(corpus: Path) -> None:
    result = run("tei")
    assert result.exit_code == 1
    heads = [line.partition(" ")[0] for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert heads == ["tei/b.xml:2:2:", "tei/b.xml:2:6:", "tei/drafts/c.xml:1:4:", "tei/drafts/c.xml:1:8:"]
    assert "    2 |     teh boo\n      |         ^\n    help: Mend it.\n" in result.stdout
    assert result.stderr == "3 files checked: 4 errors\n"
    assert run("tei/a.xml").exit_code == 0
    assert corpus.is_dir()


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("style", FORMATS)
def test_every_format_goes_to_standard_output_or_into_a_file(style: str, tmp_path: Path) -> None:
    result = run("tei", "--format", style)
    assert result.exit_code == 1
    into = run("tei", "--format", style, "-o", tmp_path / "sub/report")
    assert into.exit_code == 1
    assert into.stdout == ""
    assert (tmp_path / "sub/report").read_bytes() == result.stdout_bytes
    assert run("tei/a.xml", "--format", style).exit_code == 0


def test_json_is_all_there_is_on_standard_output(corpus: Path) -> None:
    result = run(corpus, "--format", "json")
    assert found(result) == [("b.xml", "V040"), ("b.xml", "V041"), ("c.xml", "V041"), ("c.xml", "V041")]
    assert json.loads(run(corpus / "a.xml", "--format", "json").stdout) == []


def test_a_run_that_checked_nothing_has_failed(tmp_path: Path) -> None:
    assert run(tmp_path).exit_code == 2
    assert run(tmp_path / "missing.xml").exit_code == 2
    result = run(tmp_path, "--format", "json")
    assert result.exit_code == 2
    assert found(result)[0][1] == "R004"


def test_a_missing_file_is_told_and_the_others_checked(corpus: Path) -> None:
    result = run(corpus / "a.xml", "missing.xml")
    assert result.exit_code == 1
    assert "R004" in result.stdout
    assert "1 file checked" in result.stderr


def test_a_schema_that_cannot_be_used_is_told_once_and_fails_the_run(tmp_path: Path, root: Path) -> None:
    for name in "abc":
        shutil.copy(root / "encoded/telegram-alekseev-1962-10-27.xml", tmp_path / f"{name}.xml")
    result = run(tmp_path, "--schema", tmp_path / "missing.rng", "--format", "json")
    assert result.exit_code == 2
    assert len(json.loads(result.stdout)) == 1


@pytest.mark.usefixtures("corpus")
def test_codes_are_selected_by_code_prefix_and_group() -> None:
    assert {code for _, code in found(run("tei", "--select", "V041", "--format", "json"))} == {"V041"}
    assert found(run("tei", "--ignore", "house", "--format", "json")) == []
    assert run("tei", "--ignore", "house").exit_code == 0
    wrong = run("tei", "--select", "hause")
    assert wrong.exit_code == 2
    assert "did you mean house?" in wrong.stderr


def test_the_configuration_selects_levels_and_excuses(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "teikit.toml").write_text(
        '[validate]\nfail-level = "error"\n[validate.severity]\nV04 = "warning"\nV040 = "off"\n'
        '[validate.per-file-ignores]\n"tei/drafts/*.xml" = ["house"]\n'
    )
    result = run("tei", "--format", "json")
    assert found(result) == [("b.xml", "V041")]
    assert result.exit_code == 0
    assert run("tei", "--fail-level", "warning").exit_code == 1
    assert run("tei", "--ignore", "V041", "--format", "json").exit_code == 0
    (tmp_path / "teikit.toml").write_text('[validate]\nselect = ["V99"]\n')
    wrong = run(corpus)
    assert wrong.exit_code == 2
    assert "C001" in wrong.stderr


def test_a_baseline_knows_what_was_there(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = run("tei", "--write-baseline", "known.json")
    assert made.exit_code == 0
    assert "4 findings written to known.json" in made.stderr
    assert run("tei", "--baseline", "known.json").exit_code == 0
    (corpus / "b.xml").write_text("<a>\n\n\n\nboo teh\nzap</a>\n")
    (corpus / "drafts/c.xml").write_text("<a>boo</a>\n")
    result = run("tei", "--baseline", "known.json", "--format", "json")
    assert [one["line"] for one in json.loads(result.stdout)] == [6]
    assert "1 finding of the baseline is gone" in result.stderr
    (tmp_path / "teikit.toml").write_text('[validate]\nbaseline = "known.json"\n')
    monkeypatch.chdir(corpus / "drafts")
    assert run("..", "--format", "json").exit_code == 1
    assert run("c.xml").exit_code == 0
    (tmp_path / "known.json").write_text("{}")
    wrong = run("c.xml")
    assert wrong.exit_code == 2
    assert "C010" in wrong.stderr


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize(
    "options",
    [
        ["-", "tei"],
        ["tei", "--stdin-filename", "a.xml"],
        ["-", "--changed-since", "HEAD"],
        ["tei", "--write-baseline", "x", "--fix"],
        ["tei", "--format", "yaml"],
        [],
    ],
)
def test_options_that_contradict_each_other_are_refused(options: list[str]) -> None:
    assert run(*options).exit_code == 2


def test_fixing_writes_shows_and_tells_what_is_left(corpus: Path) -> None:
    path = corpus / "b.xml"
    path.chmod(0o640)
    result = run("tei", "--fix", "--format", "json")
    assert path.read_text() == "<a>\n\tthe boo\n</a>\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert ("b.xml", "V040") not in found(result)
    assert result.exit_code == 1
    assert "-\tteh boo\n+\tthe boo\n" in result.stderr
    assert "1 finding fixed in 1 file" in result.stderr
    assert sorted(p.name for p in corpus.iterdir()) == ["a.xml", "b.xml", "drafts"]


def test_a_diff_changes_nothing(corpus: Path) -> None:
    before = (corpus / "b.xml").read_bytes()
    for options in (["--diff"], ["--fix", "--diff"]):
        result = run("tei", *options)
        assert result.exit_code == 1
        assert result.stdout.startswith("--- a/tei/b.xml\n+++ b/tei/b.xml\n@@ -1,3 +1,3 @@\n")
        assert "V041" not in result.stdout
        assert (corpus / "b.xml").read_bytes() == before


def test_a_fix_that_does_harm_is_not_made(corpus: Path) -> None:
    path = corpus / "b.xml"
    path.write_text("<a>zap</a>")
    result = run(path, "--fix")
    assert path.read_text() == "<a>zap</a>"
    assert "warning C012 fixes were not made" in result.stdout
    assert result.exit_code == 1


def test_a_file_that_somebody_changes_meanwhile_is_left_alone(corpus: Path) -> None:
    with pytest.raises(TeikitError) as caught:
        files.rewrite(corpus / "b.xml", b"<a/>", was=b"<a>something else</a>")
    assert "changed by another program" in caught.value.diagnostic.message
    assert b"teh" in (corpus / "b.xml").read_bytes()


def test_what_is_not_told_is_not_fixed(corpus: Path) -> None:
    before = (corpus / "b.xml").read_bytes()
    run("tei", "--fix", "--ignore", "V040")
    run("tei", "--write-baseline", "known.json")
    run("tei", "--fix", "--baseline", "known.json")
    assert (corpus / "b.xml").read_bytes() == before


def test_a_link_is_fixed_only_within_what_was_named(corpus: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.xml"
    outside.write_text("<a>teh</a>")
    (corpus / "link.xml").symlink_to(outside)
    run("tei", "--fix")
    assert outside.read_text() == "<a>teh</a>"
    run("tei/link.xml", "--fix")
    assert outside.read_text() == "<a>the</a>"
    assert (corpus / "link.xml").is_symlink()


def test_standard_input_is_checked_and_fixed() -> None:
    good = GOOD.format("text").encode()
    assert run("-", stdin=good).exit_code in (0, 1)
    result = run("-", "--stdin-filename", "letters/x.xml", "--format", "concise", stdin=b"<TEI>")
    assert result.exit_code == 1
    assert result.stdout.startswith("letters/x.xml:1:")


@pytest.mark.usefixtures("corpus")
def test_what_fixing_makes_of_standard_input_goes_to_standard_output() -> None:
    result = run("-", "--fix", stdin=b"<a>teh boo</a>")
    assert result.stdout == "<a>the boo</a>"
    assert "V041" in result.stderr
    assert run("-", "--fix", stdin=b"<a>fine</a>").stdout == "<a>fine</a>"
    assert run("-", "--diff", stdin=b"<a>teh</a>").stdout.startswith("--- a/-\n")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_fails_is_told_and_the_others_checked(corpus: Path, jobs: int) -> None:
    (corpus / "aa.xml").write_text("fail!")
    result = run("tei", "-j", jobs, "--format", "json")
    assert found(result)[0] == ("aa.xml", "C009")
    assert len(found(result)) == 5
    assert result.exit_code == 1
    assert run("tei/aa.xml").exit_code == 2


def test_a_file_that_kills_its_process_is_told_and_the_others_checked(corpus: Path) -> None:
    (corpus / "aa.xml").write_text("die!")
    result = run("tei", "-j", 2, "--format", "json")
    assert found(result)[0] == ("aa.xml", "C009")
    assert "killed" in json.loads(result.stdout)[0]["message"]
    assert len(found(result)) == 5


def test_parallel_is_serial(corpus: Path) -> None:
    for n in range(30):
        (corpus / f"n{n}.xml").write_text(f"<a>{'boo ' * (n % 3)}</a>")
    assert run("tei", "-j", 1).stdout == run("tei", "-j", 3).stdout == run("tei").stdout


def test_only_what_has_changed_is_checked(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    names = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
    for arguments in (["init", "-q"], ["add", "."], [*names, "commit", "-qm", "one"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    nothing = run("tei", "--changed-since", "HEAD", "--format", "json")
    assert (nothing.exit_code, nothing.stdout) == (0, "[]\n")
    assert "no file has changed since HEAD" in nothing.stderr
    (corpus / "drafts/c.xml").write_text("<a>boo</a>\n")
    assert found(run("tei", "--changed-since", "HEAD", "--format", "json")) == [("c.xml", "V041")]
    wrong = run("tei", "--changed-since", "nowhere")
    assert wrong.exit_code == 2
    assert "C011" in wrong.stderr
    assert run(tmp_path / "none", "--changed-since", "HEAD").exit_code == 2


@pytest.mark.usefixtures("corpus")
def test_quiet_and_statistics() -> None:
    assert run("tei", "-q").stderr == ""
    assert run("tei", "--statistics").stdout == f"3  V041  {title('V041')}\n1  V040  {title('V040')}\n"
    assert "3  V041" in run("tei", "--statistics", "--format", "json").stderr


def test_a_report_among_the_files_is_not_checked(corpus: Path) -> None:
    for _ in range(2):
        result = run("tei", "--format", "junit", "-o", corpus / "report.xml")
    suite = ElementTree.fromstring((corpus / "report.xml").read_bytes())[0]
    assert [case.get("name") for case in suite] == ["tei/a.xml", "tei/b.xml", "tei/drafts/c.xml"]
    assert result.exit_code == 1


@pytest.mark.usefixtures("corpus")
def test_github_gets_paths_of_the_checkout_and_a_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.chdir(tmp_path / "tei")
    (tmp_path / "tei/b.xml").write_text("boo " * 30)
    result = run(".", "--format", "github")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("::error file=tei/b.xml,line=1,col=1,title=V041::")
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert "see the summary of the job" in result.stdout
    table = summary.read_text()
    assert table.startswith("before\n**3 files checked: 32 errors**")
    assert table.count("| error |") == 32


@pytest.mark.usefixtures("corpus")
def test_gitlab_gets_paths_of_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path))
    rows = json.loads(run(tmp_path / "tei/b.xml", "--format", "gitlab").stdout)
    assert rows[0]["location"]["path"] == "tei/b.xml"


def test_explain_lists_and_suggests() -> None:
    listed = CliRunner().invoke(main, ["explain"]).stdout
    assert len(listed.splitlines()) == len(codes())
    assert f"V041  house       {severity('V041')}    {title('V041')}" in listed
    assert f"V041 ({title('V041')})" in CliRunner().invoke(main, ["explain", "V04"]).stderr
    assert CliRunner().invoke(main, ["explain", "nonsense"]).exit_code == 2


def test_a_report_that_cannot_be_written_fails_the_run(corpus: Path) -> None:
    result = run("tei", "-o", corpus / "a.xml/report")
    assert result.exit_code == 2
    assert "C005" in result.stderr


def test_the_diff_of_a_file_in_utf_16_can_be_read(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(data: bytes, path: str, **_: Any) -> Iterator[Diagnostic]:
        at = data.find("teh".encode("utf-16-le"))
        if at >= 0:
            fix = Fix("Write it right", (Edit(at, at + 6, "the".encode("utf-16-le")),))
            yield Diagnostic("V040", Severity.ERROR, "x", path, 2, 1, fix=fix)

    monkeypatch.setattr(checking, "check", check)
    (corpus / "b.xml").write_bytes('<?xml version="1.0" encoding="UTF-16"?>\n<a>\nteh é</a>'.encode("utf-16"))
    assert "-teh é</a>\n\\ No newline at end of file\n+the é</a>" in run("tei/b.xml", "--diff").stdout
    run("tei/b.xml", "--fix")
    assert (corpus / "b.xml").read_bytes().decode("utf-16").endswith("<a>\nthe é</a>")


# From here on through a process of its own, as a shell starts it.


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "teikit", "validate", *map(str, arguments)]


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for n in range(400):
        (tmp_path / f"n{n:03}.xml").write_text("<TEI")
    return tmp_path


def test_a_reader_that_has_had_enough_ends_the_run_quietly(many: Path) -> None:
    with subprocess.Popen(command(many, "-j", 2), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaints = process.stderr.read()
        assert process.wait(30) == 1
    assert b"Traceback" not in complaints
    assert b"Broken" not in complaints


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interruption_ends_without_a_half_report(many: Path, jobs: int) -> None:
    fifo = many / "n200.xml"
    fifo.unlink()
    report = many / "report.json"
    slow = "import time, teikit.checking as c; c.check = lambda *a, **k: time.sleep(.2) or (); "
    start = (
        f"{slow}from teikit.cli import main; main(['validate', {str(many)!r}, '-j', '{jobs}', '-o', {str(report)!r}])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", start], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    time.sleep(2)
    os.killpg(process.pid, signal.SIGINT)
    out, complaints = process.communicate(timeout=30)
    assert process.returncode == 130, complaints
    assert b"interrupted" in complaints
    assert b"Traceback" not in complaints
    assert out == b""
    assert not report.exists()
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_on_a_terminal_there_are_colours_and_a_bar_and_in_a_pipe_silence(many: Path) -> None:
    piped = subprocess.run(command(many, "-q"), capture_output=True, check=False)
    assert b"\x1b" not in piped.stdout
    assert piped.stderr == b""
    shown = on_terminal(command(many))
    assert b"\x1b[31m" in shown
    assert b"400/400" in shown
    plain = on_terminal(command(many), NO_COLOR="1")
    assert b"\x1b[31m" not in plain


def on_terminal(arguments: list[str], **environment: str) -> bytes:
    """Run a command with a terminal for its output and return what it shows."""
    ours, theirs = pty.openpty()
    settings = {**os.environ, "TERM": "xterm", **environment}
    process = subprocess.Popen(arguments, stdout=theirs, stderr=theirs, stdin=theirs, env=settings)
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert process.wait(30) == 1
    return shown


def test_what_a_whole_corpus_lacks_is_shown_for_a_few_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(5):
        (tmp_path / f"{number}.xml").write_text('<?xml-model href="https://example.org/a.rng"?>' + GOOD.format("x"))
    result = run(".", "--select", "V092")
    assert result.stdout.count("V092") == 3
    said = "the same in 2 more files: V092 The schema https://example.org/a.rng is not here."
    assert result.stderr.startswith(said)
    assert len(found(run(".", "--select", "V092", "--format", "json"))) == 5
    assert run(".", "--select", "V092", "--format", "concise").stdout.count("V092") == 5


def test_a_catalogue_that_is_none_ends_the_run_before_the_first_file(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.xml").write_text(GOOD.format("x"))
    result = run(tmp_path, "--catalogue", tmp_path / "none.xml")
    assert result.exit_code == 2
    assert result.stderr.count("V096") == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.rng", b"", "is empty: it is no schema"),
        ("a.rng", b"\x00\x9c", "is not well-formed XML"),
        ("a.rng", b"<html/>", "its root is <html>"),
        ("a.odd", b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><schemaSpec/></TEI>', "is an ODD"),
        ("", b"", "is a folder, and no schema"),
    ],
)
def test_what_is_no_schema_is_refused_with_the_reason(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / "good.xml").write_text(GOOD.format("x"))
    folder = tmp_path / "schemas"
    folder.mkdir()
    if name:
        (folder / name).write_bytes(content)
    result = run(tmp_path / "good.xml", "--schema", folder / name)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "file://" not in result.stderr


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_of_a_part_of_the_files_it_is_not_said_what_none_mentions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "-q", "."], check=True)
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-q", "--allow-empty", "-m", "x"], check=True
    )
    entries = "".join(f'<person xml:id="{name}"><persName>{name}</persName></person>' for name in ("ann", "bob"))
    names = f'<listPerson>{entries}</listPerson><p><name ref="#ann">A</name></p>'
    (tmp_path / "a.xml").write_text(GOOD.replace("<p>{}</p></body>", names + "</body>"))
    assert found(run(".", "--select", "V047", "--format", "json")) == [("a.xml", "V047")]
    assert found(run(".", "--select", "V047", "--format", "json", "--changed-since", "HEAD")) == []


def test_pointers_of_standard_input_are_followed_from_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letters").mkdir()
    (tmp_path / "persons.xml").write_text(GOOD.format('<name xml:id="ann">Ann</name>'))
    letter = GOOD.format('<ref target="../persons.xml#ann">A</ref> <ref target="../persons.xml#bob">B</ref>').encode()
    arguments = ("-", "--select", "V042", "--format", "json")
    assert len(found(run(*arguments, "--stdin-filename", "letters/a.xml", stdin=letter))) == 1
    assert found(run(*arguments, stdin=letter)) == []


def test_a_file_that_cannot_be_written_keeps_its_findings(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (corpus / "b.xml").read_bytes()
    monkeypatch.setattr(os, "access", lambda *_: False)  # whoever runs the tests may be allowed everything
    result = run("tei/b.xml", "--fix", "--format", "json")
    assert found(result) == [("b.xml", "V040"), ("b.xml", "V041"), ("b.xml", "C012")]
    assert "the file is read-only" in json.loads(result.stdout)[2]["message"]
    assert (corpus / "b.xml").read_bytes() == before
    monkeypatch.undo()

    def full(*_: Any, **__: Any) -> None:
        raise TeikitError(Diagnostic("C005", Severity.ERROR, "cannot be written: No space left on device"))

    monkeypatch.setattr(checking, "check", stand_in)
    monkeypatch.setattr(files, "rewrite", full)
    result = run(corpus / "b.xml", "--fix", "--format", "json")
    assert found(result) == [("b.xml", "V040"), ("b.xml", "V041"), ("b.xml", "C005")]
    assert result.exit_code == 1
