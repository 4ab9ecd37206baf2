"""Syntax trees that are kept on disk: rules find with them what they find without, and bad files do no harm."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from schematron_cases import document, schema

from teikit.validate import schematron
from teikit.validate.schematron import regex

RULES = """
<ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
<pattern>
  <rule context="tei:p">
    <let name="here" value="@n"/>
    <assert test="matches(@n, '^[0-9]+$')">Number <value-of select="$here"/>!</assert>
    <report test="@n cast as xs:integer gt 8">Large.</report>
    <report test="tei:note[position() = last()] or 1.5 gt 2">Note.</report>
  </rule>
  <rule context="tei:q[["><assert test="true()">never</assert></rule>
</pattern>
"""
TEXT = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p n="x"/><p n="9"/><p n="1"><note/></p></TEI>'


def said(folder: Path | None) -> list[str]:
    rules = schematron.compile(schema(RULES), directory=folder)
    return [f"{fault.code} {fault.message}" for fault in schematron.check(rules, document(TEXT))]


def test_kept_trees_say_the_same(tmp_path: Path) -> None:
    plain = said(None)
    assert any("Large" in one for one in plain)
    assert any("Note" in one for one in plain)
    assert said(tmp_path) == plain
    assert len(list(tmp_path.iterdir())) == 1
    assert said(tmp_path) == plain


@pytest.mark.parametrize("content", [b"", b"x\n{}", b"\xff" * 40, b"[]"])
def test_damaged_files_are_passed_over(tmp_path: Path, content: bytes) -> None:
    plain = said(tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(content)
    assert said(tmp_path) == plain
    kept.write_bytes(kept.read_bytes().partition(b"\n")[2])
    assert said(tmp_path) == plain


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert said(tmp_path / "file") == said(None)


def test_elementpath_is_not_imported_for_kept_trees(tmp_path: Path) -> None:
    easy = RULES.replace("@n cast as xs:integer gt 8", "@n = '9'")
    (tmp_path / "rules.sch").write_bytes(schema(easy))
    script = f"""
import sys
from pathlib import Path
from teikit.validate import schematron
from teikit.validate.reading import read
folder = Path({str(tmp_path)!r})
rules = schematron.compile((folder / "rules.sch").read_bytes(), directory=folder / "kept")
assert list(schematron.check(rules, read({TEXT.encode()!r}, "")))
print("elementpath" in sys.modules)
"""
    runs = [
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False) for _ in range(2)
    ]
    assert [run.stdout.strip() for run in runs] == ["True", "False"], [run.stderr for run in runs]


def test_plain_expressions_mean_what_elementpath_takes_them_for() -> None:
    from elementpath.regex import translate_pattern

    texts = ["", "a", "b\n", "az09", "a.b", "\r", "\na\n", "z#- ", "é", " ", "aa", "\u2028", "a-b"]
    for form in (r"^\s*$", r"\S+", r"^[a-z]+$", "a.b", r"^(a|b)*\.", "[^a-c #]", "x?", ".", r"a+?$", "^#|$"):
        assert regex._PLAIN.fullmatch(form), form
        ours, theirs = regex.compiled(form, ""), re.compile(translate_pattern(form, 0))
        assert [bool(ours.search(text)) for text in texts] == [bool(theirs.search(text)) for text in texts], form
    assert not any(regex._PLAIN.fullmatch(form) for form in ("a++", r"[a-z-[b]]", "a{2}", r"\i", "(?:a)"))
