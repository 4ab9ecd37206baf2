"""What `teikit.validate.check` says about sound, faulty and hostile files."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from teikit.diagnostics import Severity, TeikitError
from teikit.validate import Options, check, prepare, schemas

CASES = Path(__file__).resolve().parents[1] / "cases" / "validate"
ROOT = Path(__file__).resolve().parents[2]
# Without the schema that it names it is checked against the project's own, wherever it lies.
LETTER = re.sub(r"<\?xml-model.*?\?>\n?", "", (CASES / "letter.xml").read_text(encoding="utf-8"))
TEI = "http://www.tei-c.org/ns/1.0"


def faults() -> list[list[str]]:
    lines = (CASES / "faults.tsv").read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n").split("\t") for line in lines[2:] if line]


def found(text: str, **options: Any) -> list[str]:
    return [f"{one.code} {one.message}" for one in check(text.encode(), "a.xml", **options)]


@pytest.mark.parametrize("path", sorted(CASES.glob("*.xml")), ids=lambda path: path.stem)
def test_a_sound_document_has_no_diagnostics(path: Path) -> None:
    assert list(check(path.read_bytes(), str(path), options=Options(roots=(ROOT,)))) == []


@pytest.mark.parametrize(("find", "replace", "code", "message"), faults())
def test_a_fault_is_told_once_and_in_words(find: str, replace: str, code: str, message: str) -> None:
    assert LETTER.count(find) >= 1, "the case is not in letter.xml"
    text = LETTER.replace(find, replace, 1)
    diagnostics = [one for one in check(text.encode(), "a.xml") if one.severity is not Severity.INFO]
    diagnostics = [one for one in diagnostics if one.code != "V040" or code == "V040"]
    assert [one.code for one in diagnostics] == [code]
    assert message in diagnostics[0].message
    assert diagnostics[0].line > 0
    assert diagnostics[0].column > 0
    assert diagnostics[0].xpath.startswith("/TEI/")


def test_the_place_is_that_of_the_start_tag() -> None:
    text = LETTER.replace('<num value="6">', '<num value="vi">')
    (one,) = check(text.encode(), "a.xml")
    lines = text.splitlines()
    assert lines[one.line - 1][one.column - 1 :].startswith('<num value="vi">')
    assert one.xpath == "/TEI/text/body/div/p[2]/num"


def test_the_place_counts_characters_in_any_encoding() -> None:
    text = LETTER.replace('encoding="UTF-8"', 'encoding="UTF-16"').replace('<num value="6">', "<num value='é'>")
    (one,) = check(text.encode("utf-16"), "a.xml")
    assert text.splitlines()[one.line - 1][one.column - 1 :].startswith("<num")


def test_all_faults_are_told_in_the_order_of_the_file() -> None:
    text = LETTER
    for find, replace, code, _ in faults():
        if code in ("V011", "V012") and find != "xml:id":
            text = text.replace(find, replace, 1)
    diagnostics = list(check(text.encode(), "a.xml"))
    assert len(diagnostics) >= 12
    assert [(one.line, one.column) for one in diagnostics] == sorted((one.line, one.column) for one in diagnostics)


def test_advice_names_what_was_probably_meant() -> None:
    (one,) = check(LETTER.replace("P.S.", "<persname>E</persname>").encode(), "a.xml")
    assert "<persName>" in one.help
    (one,) = check(LETTER.replace('ref="#person-thomas">you', 'ref="#person-tomas">you').encode(), "a.xml")
    assert one.help == "Did you mean #person-thomas?"


def test_a_warning_of_a_rule_is_a_warning() -> None:
    text = LETTER.replace("<persName>Thomas Harrow</persName></person>", "</person>")
    assert [one.severity for one in check(text.encode(), "a.xml")] == [Severity.WARNING]


WRONG_ROOTS = {
    "p4": ("<TEI.2><teiHeader/></TEI.2>", "TEI P4"),
    "no namespace": ("<TEI><teiHeader/></TEI>", "in no namespace"),
    "html": ("<html/>", "not TEI"),
}


@pytest.mark.parametrize(("text", "words"), WRONG_ROOTS.values(), ids=WRONG_ROOTS)
def test_what_is_not_tei(text: str, words: str) -> None:
    (one,) = check(text.encode(), "a.xml")
    assert one.code == "V002"
    assert words in one.message


BOMB = "<!DOCTYPE TEI [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>"
HOSTILE = {
    "empty": b"",
    "blank": b" \n\n",
    "binary": b"\x89PNG\r\n\x1a\n\x00\x00",
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
    "truncated": LETTER.encode()[:3000],
    "wrong encoding": LETTER.encode().replace("’".encode(), b"\x92"),
    "ampersand": LETTER.replace("Write soon", "Write & soon").encode(),
    "named entity": LETTER.replace("Write soon", "Write&nbsp;soon").encode(),
    "deep": f'<TEI xmlns="{TEI}">'.encode() + b"<p>" * 100_000,
    "deep and closed": f'<TEI xmlns="{TEI}">'.encode() + b"<p>" * 5000 + b"</p>" * 5000 + b"</TEI>",
    "bomb": (BOMB + f'<TEI xmlns="{TEI}">&c;</TEI>').encode(),
    "external entity": f'<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI xmlns="{TEI}">&x;</TEI>'.encode(),
    "loop": f'<!DOCTYPE TEI [<!ENTITY x "&y;"><!ENTITY y "&x;">]><TEI xmlns="{TEI}">&x;</TEI>'.encode(),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_is_one_diagnostic_and_quick(data: bytes) -> None:
    start = time.perf_counter()
    diagnostics = list(check(data, "a.xml"))
    assert time.perf_counter() - start < 2
    assert [one.code for one in diagnostics] in (["V001"], ["V003"], ["V004"], ["V005"], ["V006"])
    assert "passwd" not in diagnostics[0].message
    assert diagnostics[0].help or "Excessive" in diagnostics[0].message


def test_nesting_as_deep_as_the_parser_allows_is_checked() -> None:
    deep = "<hi>" * 230 + "x" + "</hi>" * 230
    assert found(LETTER.replace("Write soon", deep)) == []


def test_an_entity_of_some_characters_is_accepted() -> None:
    start, declaration, rest = LETTER.partition("?>\n")
    text = f'{start}{declaration}<!DOCTYPE TEI [<!ENTITY dash "–">]>\n{rest}'.replace("Write soon", "Write &dash; soon")
    assert found(text) == []


def test_the_places_are_right_beside_entities() -> None:
    start, declaration, rest = LETTER.partition("?>\n")
    text = f'{start}{declaration}<!DOCTYPE TEI [<!ENTITY dash "–">]>\n{rest}'.replace("My dear", "My &dash; dear")
    (one,) = check(text.replace("<num value", "<num vlaue").encode(), "a.xml")
    assert text.splitlines()[one.line - 1][one.column - 1 :].startswith("<num")


def test_another_schema(shared: Path) -> None:
    schema = shared / "tei" / "4.9.0a" / "tei_minimal" / "tei_minimal.rng"
    if not schema.is_file():
        pytest.skip("needs the TEI's schemas")
    codes = {one.code for one in check(LETTER.encode(), "a.xml", options=Options(schemas=(str(schema),)))}
    assert codes >= {"V010"}


def test_a_schema_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "x.rng").write_text("<grammar/>")
    for name, words in {"x.rng": "no schema that can be used", "missing.rng": "no such file"}.items():
        options = Options(schemas=(str(tmp_path / name),))
        with pytest.raises(TeikitError, match=words):
            prepare(options)
        with pytest.raises(TeikitError, match=words):
            list(check(LETTER.encode(), "a.xml", options=options))


def test_grammars_alone_are_checked_in_one_pass_with_the_same_outcome() -> None:
    """A valid file is not parsed to a tree where nothing asks for one; an invalid one is told of in the same words."""
    grammar = frozenset({"V010", "V011", "V012"})
    assert found(LETTER, codes=grammar) == []
    wrong = LETTER.replace("<num value", "<num vlaue")
    assert found(wrong, codes=grammar) == [one for one in found(wrong) if one[:4] in grammar] != []
    assert found("<html/>", codes=grammar)[0].startswith("V002")


def test_the_schemas_are_found_in_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "teikit" / "schemas"
    installed.mkdir(parents=True)
    (installed / "teikit.rng").touch()
    monkeypatch.setattr(schemas, "__file__", str(tmp_path / "teikit" / "validate" / "schemas.py"))
    assert schemas.default.__wrapped__() == installed / "teikit.rng"
    (installed / "teikit.rng").unlink()
    with pytest.raises(FileNotFoundError, match="install"):
        schemas.default.__wrapped__()


def test_what_is_encoded_is_valid(root: Path) -> None:
    for path in sorted((root / "encoded").glob("*.xml")):
        wrong = [one for one in check(path.read_bytes(), str(path)) if one.severity is Severity.ERROR]
        assert wrong == []
