"""Which schemas a file is checked against, and what is read on its behalf."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from teikit.diagnostics import Severity, TeikitError, severity
from teikit.validate.selection import Chosen, Kind, NotHere, Options, Origin, choose, pinning, resolver, roots_of, store

RNG = '<element name="TEI" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>'
SCH = '<schema xmlns="http://purl.oclc.org/dsdl/schematron"/>'
TEI_ALL = "http://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_all.rng"
VAULT = "https://vault.tei-c.org/P5/current/xml/tei/custom/schema/relaxng/tei_all.rng"
GRAMMAR = 'schematypens="http://relaxng.org/ns/structure/1.0"'
RULES = 'schematypens="http://purl.oclc.org/dsdl/schematron"'
OURS = (
    '<teiHeader><encodingDesc><appInfo><application ident="teikit" version="0"/></appInfo></encodingDesc></teiHeader>'
)


def tei(*hrefs: str, header: str = "", root: str = "", doctype: str = "") -> bytes:
    models = "".join(f'<?xml-model href="{href}" {GRAMMAR}?>\n' for href in hrefs)
    return f'{models}{doctype}<TEI xmlns="http://www.tei-c.org/ns/1.0" {root}>{header}</TEI>'.encode()


def kinds(chosen: Chosen) -> list[tuple[str, str]]:
    return [(str(ref.kind), ref.path.name) for ref in chosen.usable if ref.path]


def codes(chosen: Chosen) -> list[str]:
    return [fault.code for fault in chosen.faults]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with a schema, and a document in a folder of its own."""
    folder = tmp_path / "project"
    (folder / "schemas").mkdir(parents=True)
    (folder / "tei").mkdir()
    (folder / "teikit.toml").write_text("")
    (folder / "schemas" / "letters.rng").write_text(RNG)
    (folder / "schemas" / "letters.sch").write_text(SCH)
    return folder


def chosen(project: Path, data: bytes, **options: Any) -> Chosen:
    path = project / "tei" / "a.xml"
    given = {"roots": roots_of([path]), "project": project, **options}
    return choose(data, str(path), Options(**given))


OWN = [("rng", "teikit.rng"), ("sch", "teikit.rng")]


# The rule


def test_a_file_without_a_schema_is_checked_against_the_projects_own(project: Path) -> None:
    found = chosen(project, tei())
    assert (kinds(found), codes(found)) == (OWN, [])
    assert {ref.origin for ref in found.refs} == {Origin.DEFAULT}


def test_what_the_file_names_is_taken_in_its_order(project: Path) -> None:
    data = (
        f'<?xml-model href="../schemas/letters.sch" {RULES} phase="proof" title="Rules"?>'
        f'<?xml-model href="../schemas/letters.rng" {GRAMMAR}?>'
    ).encode() + tei()
    found = chosen(project, data)
    assert kinds(found) == [("sch", "letters.sch"), ("rng", "letters.rng")]
    assert (found.refs[0].phase, found.refs[0].title, found.refs[0].line) == ("proof", "Rules", 1)
    assert found.refs[1].base == (project / "schemas" / "letters.rng").as_uri()
    assert not found.faults


def test_the_phase_of_the_call_counts_before_that_of_the_file(project: Path) -> None:
    data = f'<?xml-model href="../schemas/letters.sch" {RULES} phase="proof"?>'.encode() + tei()
    assert chosen(project, data, phase="final").refs[0].phase == "final"


def test_the_old_instruction_counts_only_without_the_new_one(project: Path) -> None:
    old = b'<?oxygen RNGSchema="../schemas/letters.rng" type="xml"?>'
    assert kinds(chosen(project, old + tei())) == [("rng", "letters.rng")]
    assert len(chosen(project, old + tei("../schemas/letters.rng")).refs) == 1


def test_the_language_is_seen_in_the_schema_where_nothing_tells_it(project: Path) -> None:
    (project / "schemas" / "noname").write_text(SCH)
    found = chosen(project, b'<?xml-model href="../schemas/noname"?>' + tei())
    assert kinds(found) == [("sch", "noname")]


def test_what_is_not_here_is_a_warning_and_the_rest_is_used(project: Path) -> None:
    found = chosen(project, tei("https://example.org/a.rng", "../schemas/letters.rng", "missing.rng"))
    assert kinds(found) == [("rng", "letters.rng")]
    assert codes(found) == ["V092", "V092"]
    assert severity("V092") is Severity.WARNING
    assert "teikit schema add https://example.org/a.rng" in found.faults[0].help
    assert "not checked against it" in found.faults[0].message
    assert [ref.fault is not None for ref in found.refs] == [True, False, True]


def test_one_schema_named_twice_is_told_once(project: Path) -> None:
    data = f'<?xml-model href="{TEI_ALL}" {GRAMMAR}?>\n<?xml-model href="{TEI_ALL}" {RULES}?>\n'.encode() + tei()
    found = chosen(project, data)
    assert [(fault.code, fault.place.line) for fault in found.faults] == [("V092", 1)]


def test_the_projects_own_does_not_stand_in_for_the_schema_of_others(project: Path) -> None:
    found = chosen(project, tei(TEI_ALL))
    assert (kinds(found), codes(found), found.stand_in) == ([], ["V092"], False)


@pytest.mark.parametrize("address", [TEI_ALL, VAULT])
def test_it_does_in_what_teikit_made_and_that_is_only_an_information(address: str, project: Path) -> None:
    found = chosen(project, tei(address, header=OURS))
    assert (kinds(found), codes(found), found.stand_in) == (OWN, ["V099"], True)
    assert severity("V099") is Severity.INFO


def test_but_not_for_schemas_that_the_tei_does_not_publish(project: Path) -> None:
    found = chosen(project, tei("https://example.org/a.rng", header=OURS))
    assert (kinds(found), codes(found)) == ([], ["V092"])


def test_a_dtd_is_mentioned(project: Path) -> None:
    found = chosen(project, tei(doctype='<!DOCTYPE TEI SYSTEM "tei.dtd">'))
    assert kinds(found) == OWN
    assert [(fault.code, fault.severity) for fault in found.faults] == [("V094", Severity.INFO)]


def test_a_language_without_engine_is_said(project: Path) -> None:
    (project / "tei" / "a.nvdl").write_text("<rules xmlns='http://purl.oclc.org/dsdl/nvdl/ns/structure/1.0'/>")
    found = chosen(project, b'<?xml-model href="a.nvdl"?>' + tei())
    assert (kinds(found), codes(found)) == ([], ["V094"])


def test_a_file_that_names_its_schema_badly_is_not_called_checked(project: Path) -> None:
    found = chosen(project, b"<?xml-model href=a.rng?>" + tei())
    assert (kinds(found), codes(found)) == ([], ["V091"])


XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.tei-c.org/ns/1.0 {}"'


def test_the_place_of_an_xml_schema_is_a_hint_beside_a_grammar(project: Path) -> None:
    alone = chosen(project, tei(root=XSI.format("gone.xsd")))
    beside = chosen(project, tei("../schemas/letters.rng", root=XSI.format("gone.xsd")))
    assert [(fault.code, fault.severity) for fault in alone.faults] == [("V092", None)]
    assert [(fault.code, fault.severity) for fault in beside.faults] == [("V092", Severity.INFO)]


# What the user names


def test_a_file_of_the_users_may_lie_anywhere(project: Path, tmp_path: Path) -> None:
    mine = tmp_path / "elsewhere" / "mine.rng"
    mine.parent.mkdir()
    mine.write_text(RNG)
    found = chosen(project, tei(TEI_ALL), schemas=(str(mine),))
    assert (kinds(found), codes(found)) == ([("rng", "mine.rng")], [])


def test_rules_within_a_grammar_are_used_too(project: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.rng"
    mine.write_text(RNG.replace("<empty/>", '<empty/><pattern xmlns="http://purl.oclc.org/dsdl/schematron"/>'))
    assert [kind for kind, _ in kinds(chosen(project, tei(), schemas=(str(mine),)))] == ["rng", "sch"]
    assert kinds(chosen(project, tei(), schemas=("teikit",))) == OWN


def test_a_compact_schema_is_known_by_its_name(project: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.rnc"
    mine.write_text("element TEI { empty }")
    assert kinds(chosen(project, tei(), schemas=(str(mine),))) == [("rnc", "mine.rnc")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("no-such-name", None, "V090"),
        ("folder", "", "V092"),
        ("a.xml", "<TEI/>", "V090"),
        ("a.odd", '<TEI xmlns="http://www.tei-c.org/ns/1.0"><schemaSpec/></TEI>', "V090"),
        ("a.rng", "<element", "V090"),
        ("https://example.org/a.rng", None, "V092"),
        ("ftp://example.org/a.rng", None, "V092"),
    ],
)
def test_a_name_that_means_no_schema_is_a_bad_call(name: str, content: str | None, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if content:
        path.write_text(content)
    elif content == "":
        path.mkdir()
    with pytest.raises(TeikitError) as caught:
        choose(tei(), "a.xml", Options(schemas=(str(path) if content is not None else name,)))
    assert caught.value.diagnostic.code == code
    assert caught.value.diagnostic.help


def test_an_odd_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "a.odd"
    path.write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"><schemaSpec/></TEI>')
    with pytest.raises(TeikitError) as caught:
        choose(tei(), "a.xml", Options(schemas=(str(path),)))
    assert "ODD" in caught.value.diagnostic.message


# What may be read


@pytest.mark.parametrize(
    "href",
    [
        "../../secret.rng",
        "../../../../../../../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "..%2F..%2Fsecret.rng",
        "C:/secret.rng",
        "link.rng",
        "folder/../../../secret.rng",
    ],
)
def test_a_file_cannot_make_us_read_what_lies_outside(href: str, project: Path) -> None:
    (project.parent / "secret.rng").write_text(RNG)
    (project / "tei" / "link.rng").symlink_to(project.parent / "secret.rng")
    found = chosen(project, tei(href))
    assert (kinds(found), codes(found)) == ([], ["V093"])


@pytest.mark.parametrize(
    "href",
    [
        "//server/share/a.rng",
        "file://server/share/a.rng",
        r"\\server\share\a.rng",
        "ftp://example.org/a.rng",
        "jar:file:///a.jar!/a.rng",
        "data:text/xml,%3Ca/%3E",
        "a%00.rng",
        "http://[x",
        "loop.rng",
        "x" * 5000,
        "../tei",
        "pipe",
    ],
)
def test_odd_addresses_are_not_here_and_nothing_hangs(href: str, project: Path) -> None:
    (project / "tei" / "loop.rng").symlink_to("loop.rng")
    os.mkfifo(project / "tei" / "pipe")
    found = chosen(project, tei(href))
    assert kinds(found) == []
    assert codes(found) in (["V092"], ["V093"])


def test_a_path_written_on_windows_is_a_path(project: Path) -> None:
    assert kinds(chosen(project, tei(r"..\schemas\letters.rng"))) == [("rng", "letters.rng")]


def test_without_a_project_around_it_a_file_refers_into_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tei").mkdir()
    (tmp_path / "a.rng").write_text(RNG)
    (tmp_path / "tei" / "b.rng").write_text(RNG)
    path = tmp_path / "tei" / "a.xml"
    data = tei("../a.rng", "b.rng")
    found = choose(data, str(path), Options(roots=roots_of([path])))
    assert (kinds(found), codes(found)) == ([("rng", "b.rng")], ["V093"])
    monkeypatch.chdir(tmp_path)  # one who works above it has it in view
    assert not choose(data, str(path), Options(roots=roots_of([path]))).faults


def test_the_home_folder_is_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "tei").mkdir()
    assert roots_of([tmp_path / "tei"]) == (tmp_path / "tei",)


def test_parts_of_a_schema_are_read_where_it_lies(project: Path) -> None:
    (project.parent / "secret.rng").write_text("secret")
    base = (project / "schemas" / "letters.rng").as_uri()
    read = resolver(base, Options())
    assert read("letters.sch") == SCH.encode()
    assert read((project / "schemas" / "letters.sch").as_uri()) == SCH.encode()
    for href in ("../../secret.rng", "/etc/passwd", "http://example.org/a.rng", "missing.rng"):
        with pytest.raises(OSError, match=r"schema") as caught:
            read(href)
        assert isinstance(caught.value, NotHere)


# Tables and catalogues


def test_the_table_of_the_settings_leads_to_a_copy(project: Path) -> None:
    table = (("https://example.org/a.rng", "schemas/letters.rng"), (TEI_ALL, "schemas/letters.rng"))
    for address in ("https://example.org/a.rng", "http://example.org/a.rng", VAULT):
        assert kinds(chosen(project, tei(address), table=table)) == [("rng", "letters.rng")]


@pytest.mark.parametrize("target", ["../secret.rng", "/etc/passwd", "file:///etc/passwd"])
def test_the_settings_of_a_project_lead_only_into_it(target: str, project: Path) -> None:
    (project.parent / "secret.rng").write_text(RNG)
    table = (("u:a", target),)
    assert codes(chosen(project, tei("u:a"), table=table)) == ["V093"]
    catalogue = project / "catalog.xml"
    entry = f'<uri name="u:a" uri="{target}"/>'
    catalogue.write_text(f'<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">{entry}</catalog>')
    assert codes(chosen(project, tei("u:a"), project_catalogues=(catalogue,))) == ["V093"]
    if target.startswith(".."):
        assert kinds(chosen(project, tei("u:a"), catalogues=(catalogue,))) == [("rng", "secret.rng")]


def test_a_catalogue_that_is_none_is_a_bad_call(project: Path) -> None:
    with pytest.raises(TeikitError) as caught:
        chosen(project, tei(), catalogues=(project / "none.xml",))
    assert caught.value.diagnostic.code == "V096"


# What is pinned


def pin(project: Path, url: str, content: str = RNG) -> None:
    pinning.add(url, project, fetch=lambda _: content.encode())


@pytest.mark.parametrize("address", [TEI_ALL, VAULT, TEI_ALL.replace("www.", "").replace("http:", "https:")])
def test_a_pinned_schema_is_found_by_any_of_its_addresses_and_by_name(address: str, project: Path) -> None:
    pin(project, TEI_ALL)
    found = chosen(project, tei(address))
    assert (kinds(found), codes(found)) == ([("rng", "tei_all.rng")], [])
    assert found.refs[0].base == TEI_ALL
    assert kinds(chosen(project, tei(), schemas=("tei_all",))) == [("rng", "tei_all.rng")]


def test_a_pinned_schema_of_another_version_is_another(project: Path) -> None:
    pin(project, TEI_ALL)
    other = "https://vault.tei-c.org/P5/3.1.0/xml/tei/custom/schema/relaxng/tei_all.rng"
    assert codes(chosen(project, tei(other))) == ["V092"]


def test_a_changed_copy_is_an_error(project: Path) -> None:
    pin(project, TEI_ALL)
    path = project / "schemas" / "tei_all" / "tei_all.rng"
    path.write_bytes(RNG.replace(">", ">\r\n").encode())
    found = chosen(project, tei(TEI_ALL))
    assert (kinds(found), codes(found)) == ([], ["V095"])
    assert severity("V095") is Severity.ERROR
    assert f"teikit schema add {TEI_ALL}" in found.faults[0].help
    assert codes(chosen(project, tei("../schemas/tei_all/tei_all.rng"))) == ["V095"]
    with pytest.raises(TeikitError):
        chosen(project, tei(), schemas=("tei_all",))


def test_line_ends_that_version_control_changed_do_not_count(project: Path) -> None:
    pin(project, TEI_ALL, RNG.replace(">", ">\n"))
    path = project / "schemas" / "tei_all" / "tei_all.rng"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert kinds(chosen(project, tei(TEI_ALL))) == [("rng", "tei_all.rng")]


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"version": 9}', '{"version": 1, "schemas": [{"name": 1}]}', "\0", '{"version": 1, "schemas": 3}'],
)
def test_a_broken_lock_is_a_bad_call(content: str, project: Path) -> None:
    (project / store.NAME).write_text(content)
    with pytest.raises(TeikitError) as caught:
        chosen(project, tei())
    assert caught.value.diagnostic.code == "V098"


def test_a_lock_cannot_lead_outside(project: Path) -> None:
    pin(project, TEI_ALL)
    lock = project / store.NAME
    lock.write_text(lock.read_text().replace("schemas/tei_all/", "../../"))
    with pytest.raises(TeikitError) as caught:
        chosen(project, tei())
    assert caught.value.diagnostic.code == "V098"


def test_kinds_have_names() -> None:
    from teikit.validate.selection.values import NAMES

    assert set(NAMES) == set(Kind)


def test_the_files_that_teikit_makes_are_checked_out_of_the_box(root: Path) -> None:
    files = sorted((root / "encoded").glob("*.xml"))
    assert files
    for path in files:
        found = choose(path.read_bytes(), str(path), Options(roots=roots_of([path])))
        assert kinds(found) == OWN
        assert set(codes(found)) <= {"V099"}
