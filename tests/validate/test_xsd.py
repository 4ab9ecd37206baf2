"""XML Schema: the verdict, the reasons, assertions, the cache that nobody else can write, and what is read."""

from __future__ import annotations

import csv
import pickle
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from teikit.diagnostics import codes
from teikit.validate import xsd
from teikit.validate.faults import Fault
from teikit.validate.source import Parsed
from teikit.validate.xsd import compiled, sealed, sources
from teikit.xmlio import parse

CASES = Path(__file__).resolve().parents[1] / "cases" / "validate" / "schemas"
LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0">
<opener><date when="1915-03-02">2 March</date></opener>
<p>On <date when="1915" cert="high">that day</date><lb n="2"/> we left.</p>
<closer>Yours</closer>
</TEI>"""
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">'


def check(text: str, schema: Path, **options: object) -> list[Fault]:
    data = text.encode()
    return list(xsd.check(Parsed(data, "letter.xml", parse(data)), schema, **options))  # type: ignore[arg-type]


def faults() -> list[dict[str, str]]:
    lines = (CASES / "faults.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line for line in lines if not line.startswith("#"))
    return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Let each test compile anew."""
    for known in (compiled._VERDICTS, compiled._REASONS, sources._KNOWN):
        known.clear()
    yield


def test_a_right_letter_has_no_fault_and_troubles_only_libxml2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_build", None)
    assert check(LETTER, CASES / "letter.xsd") == []


@pytest.mark.parametrize("row", faults(), ids=lambda row: row["message"])
def test_one_slip_is_one_fault_in_an_editors_words(row: dict[str, str]) -> None:
    assert row["find"] in LETTER
    found = check(LETTER.replace(row["find"], row["replace"], 1), CASES / "letter.xsd")
    assert len(found) == 1, found
    assert found[0].code == "V030"
    assert row["message"] in found[0].message
    assert (row["help"] or "") in found[0].help
    assert found[0].place.line >= 1 and found[0].place.offset >= 0
    assert "{" not in found[0].message + found[0].help


def test_the_place_is_that_of_the_element() -> None:
    found = check(LETTER.replace("<p>", "<para/>\n  <p>"), CASES / "letter.xsd")
    assert [(one.place.line, one.place.column, one.place.xpath) for one in found] == [(3, 1, "/TEI/para")]


def test_a_rule_of_1_1_is_told_in_the_words_of_the_schema() -> None:
    text = f"""{TEI}
<date from="1915-01-01" to="1914-01-01" n="2">x</date>
<date to="1914-01-01" n="3">x</date>
</TEI>"""
    found = check(text, CASES / "rules.xsd")
    assert sorted((one.code, one.place.line) for one in found) == [("V031", 2), ("V031", 3), ("V031", 3)]
    by_help = {one.help.partition(": ")[2]: one.message for one in found}
    assert by_help["not(@from > @to)"] == "A date cannot end before it begins."
    assert "@from or not(@to)" in by_help["@from or not(@to)"]
    assert "$value mod 2 = 0" in by_help
    assert check(f'{TEI}<date from="1914-01-01" n="2">x</date></TEI>', CASES / "rules.xsd") == []


@pytest.mark.parametrize(
    ("content", "version"),
    [
        ("", "1.0"),
        ('<xs:element name="x"><xs:complexType><xs:assert test="1"/></xs:complexType></xs:element>', "1.1"),
        ('<xs:element name="x"><xs:complexType><xs:openContent/></xs:complexType></xs:element>', "1.1"),
        ("<xs:annotation><xs:documentation>assert</xs:documentation></xs:annotation>", "1.0"),
    ],
)
def test_the_version_is_seen(content: str, version: str, tmp_path: Path) -> None:
    schema = tmp_path / "a.xsd"
    schema.write_text(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{content}</xs:schema>')
    assert sources.gather(schema, "", xsd.Options()).version == version


def test_an_unknown_version_is_a_bad_call() -> None:
    with pytest.raises(ValueError, match=r"2\.0"):
        check(LETTER, CASES / "letter.xsd", version="2.0")


def test_what_libxml2_refuses_is_decided_by_the_package_xmlschema() -> None:
    # libxml2 does not know the attributes of the xml namespace where an import names no place.
    refused = CASES / "refused.xsd"
    assert compiled.verdict(sources.gather(refused, "", xsd.Options())) is None
    assert check(f"{TEI}<p/></TEI>", refused) == []
    found = check(f"{TEI}<qq/></TEI>", refused)
    assert [one.message for one in found] == ["The schema has no element <qq>."]


@pytest.mark.parametrize("content", ["<xs:schema", "<TEI/>", "", '<xs:element name="a" type="nowhere"/>'])
def test_a_schema_that_is_none_is_one_fault(content: str, tmp_path: Path) -> None:
    schema = tmp_path / "a.xsd"
    whole = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{content}</xs:schema>'
    schema.write_text(whole if content.startswith("<xs:element") else content)
    found = check(LETTER, schema)
    assert [one.code for one in found] == ["V090"]
    assert "a.xsd" in found[0].message


def test_where_xmlschema_fails_libxml2_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise compiled.Unusable("for some reason")

    monkeypatch.setattr(compiled, "_build", fail)
    found = check(LETTER.replace("<p>", "<para/><p>"), CASES / "letter.xsd")
    assert [(one.code, one.place.xpath) for one in found] == [("V030", "/TEI/para")]
    assert "not expected" in found[0].message and "{" not in found[0].message


# What is read


@pytest.fixture
def scattered(tmp_path: Path) -> Path:
    """Return a schema whose parts lie beside it."""
    folder = tmp_path / "schemas"
    folder.mkdir()
    for name in ("letter.xsd", "values.xsd", "xml.xsd"):
        shutil.copy(CASES / name, folder / name)
    return folder / "letter.xsd"


@pytest.mark.parametrize("place", ["../outside.xsd", "/outside.xsd", "file:///etc/passwd", "http://127.0.0.1:9/x.xsd"])
def test_parts_from_elsewhere_are_not_read(place: str, scattered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(scattered.with_name("values.xsd"), scattered.parents[1] / "outside.xsd")
    text = scattered.read_text(encoding="utf-8").replace('schemaLocation="values.xsd"', f'schemaLocation="{place}"')
    scattered.write_text(text, encoding="utf-8")
    opened: list[str] = []
    read = sources.reach.read
    monkeypatch.setattr(sources.reach, "read", lambda path, shown="": opened.append(str(path)) or read(path, shown))
    found = check(LETTER, scattered)
    assert [one.code for one in found] in (["V093"], ["V092"])
    assert all(str(scattered.parent) in path for path in opened)


def test_an_import_is_a_hint_and_never_followed_outside(scattered: Path) -> None:
    text = scattered.read_text(encoding="utf-8")
    scattered.write_text(text.replace('"xml.xsd"', '"../../../../etc/passwd"'), encoding="utf-8")
    # libxml2 then lacks xml:id and refuses; xmlschema knows the namespace by itself.
    assert check(LETTER, scattered) == []


def test_a_link_that_leads_outside_is_not_followed(scattered: Path) -> None:
    outside = scattered.parents[1] / "outside.xsd"
    part = scattered.with_name("values.xsd")
    part.rename(outside)
    part.symlink_to(outside)
    assert [one.code for one in check(LETTER, scattered)] == ["V093"]


def test_parts_that_include_one_another_come_to_an_end(scattered: Path) -> None:
    part = scattered.with_name("values.xsd")
    text = part.read_text(encoding="utf-8")
    start = text.index("  <xs:simpleType")
    part.write_text(f'{text[:start]}<xs:include schemaLocation="letter.xsd"/>{text[start:]}', encoding="utf-8")
    assert check(LETTER, scattered) == []


def test_entities_of_a_schema_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    schema = tmp_path / "a.xsd"
    schema.write_text(
        '<!DOCTYPE xs:schema [<!ENTITY e SYSTEM "secret.txt">]>'
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" type="&e;"/></xs:schema>'
    )
    found = check(LETTER, schema)
    assert [one.code for one in found] == ["V090"]
    assert "secret" not in found[0].message.replace("secret.txt", "")


def test_a_doctype_like_that_of_the_w3cs_own_schemas_does_no_harm(scattered: Path) -> None:
    part = scattered.with_name("xml.xsd")
    doctype = '<!DOCTYPE xs:schema PUBLIC "-//W3C//DTD XMLSCHEMA 200102//EN" "XMLSchema.dtd" [<!ENTITY % p "x">]>'
    part.write_text(part.read_text(encoding="utf-8").replace("<xs:schema", f"{doctype}<xs:schema", 1), encoding="utf-8")
    assert check(LETTER, scattered) == []
    assert len(check(LETTER.replace("<p>", "<para/><p>"), scattered)) == 1


def test_a_bomb_of_entities_in_a_schema_is_one_fault(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 20 if i else "x" * 20}">' for i in range(12))
    schema = tmp_path / "a.xsd"
    schema.write_text(
        f'<!DOCTYPE xs:schema [{entities}]><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        "<xs:annotation><xs:documentation>&e11;</xs:documentation></xs:annotation></xs:schema>"
    )
    assert [one.code for one in check(LETTER, schema)] == ["V090"]


# The cache


def test_what_is_built_is_kept_and_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = LETTER.replace("<p>", "<para/><p>")
    first = check(wrong, CASES / "letter.xsd", cache=tmp_path)
    kept = [path for path in (tmp_path / "xsd").iterdir() if path.suffix == ".sealed"]
    assert len(kept) == 1
    compiled._REASONS.clear()
    monkeypatch.setattr(compiled, "_build", None)
    assert check(wrong, CASES / "letter.xsd", cache=tmp_path) == first


class Bomb:
    """Would leave a trace were it unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (Path.write_text, (self.trace, "executed"))


def test_only_what_the_user_signed_is_unpickled(tmp_path: Path) -> None:
    trace, folder = tmp_path / "trace", tmp_path / "cache"
    assert sealed.save(folder, "a", "context", {"x": 1})
    assert sealed.load(folder, "a", "context") == {"x": 1}
    assert sealed.load(folder, "a", "another context") is None
    data = (folder / "a").read_bytes()
    bomb = pickle.dumps(Bomb(trace))
    head = len(data) - len(pickle.dumps({"x": 1}, pickle.HIGHEST_PROTOCOL))
    for forged in (bomb, data[:head] + bomb, data[:-1], data[:10], b"", data + b"x", bytes([data[0] ^ 1]) + data[1:]):
        (folder / "a").write_bytes(forged)
        assert sealed.load(folder, "a", "context") is None
    (folder / "b").write_bytes(data)  # signed, and under another name
    assert sealed.load(folder, "b", "context") is None
    assert not trace.exists()


@pytest.mark.parametrize("mode", [0o644, 0o660])
def test_a_secret_that_others_can_read_counts_for_nothing(mode: int, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    sealed.save(folder, "a", "context", 1)
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600
    (folder / "secret.key").chmod(mode)
    assert sealed.load(folder, "a", "context") is None
    assert not sealed.save(folder, "b", "context", 1)


def test_a_folder_that_others_can_write_to_counts_for_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    sealed.save(folder, "a", "context", 1)
    folder.chmod(0o777)
    assert sealed.load(folder, "a", "context") is None


def test_without_a_place_for_the_cache_all_goes_on(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert len(check(LETTER.replace("<p>", "<para/><p>"), CASES / "letter.xsd", cache=blocked)) == 1


def test_a_changed_part_is_seen_in_the_same_process(scattered: Path) -> None:
    assert check(LETTER, scattered) == []
    part = scattered.with_name("values.xsd")
    part.write_text(part.read_text(encoding="utf-8").replace('"high"', '"certain"'), encoding="utf-8")
    assert ["@cert" in one.message for one in check(LETTER, scattered)] == [True]


def test_characters_are_counted_by_ranges_to_the_same_number() -> None:
    from elementpath.regex import UnicodeSubset

    compiled.quicken()
    for text in ("a", "a-z", "a-zA-Z0-9_x", ""):
        subset = UnicodeSubset(text)
        assert len(subset) == len(list(subset))


def test_the_codes_have_pages() -> None:
    assert {"V030", "V031", "V090"} <= set(codes())


@pytest.mark.slow
def test_real_schemas_agree_with_what_is_known_of_real_files(shared: Path, tmp_path: Path) -> None:
    folder = shared / "tei"
    with (folder / "instances" / "manifest.csv").open(encoding="utf-8") as file:
        known = {row["file"]: row["jing_tei_all"] for row in csv.DictReader(file)}
    found = {}
    for name, verdict in known.items():
        path = folder / "instances" / name
        if not name.startswith("real/") or verdict not in ("valid", "invalid") or path.suffix != ".xml":
            continue
        data = path.read_bytes()
        if b"xi:include" in data:  # jing reads what is included
            continue
        doc = Parsed(data, name, parse(data))
        schema = folder / "4.12.0" / "tei_all" / "tei_all.xsd"
        found[name] = ("invalid" if any(xsd.check(doc, schema, cache=tmp_path)) else "valid", verdict)
    assert len(found) > 10
    assert {name: both for name, both in found.items() if both[0] != both[1]} == {}
