"""House rules on single sentences, on hostile files, and on the files of other projects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from teikit.checking.fixing import spliced
from teikit.diagnostics import Severity, codes
from teikit.validate.corpus import Corpus
from teikit.validate.faults import Fault
from teikit.validate.house import CODES, RULES, check_house
from teikit.validate.house.calendar import extent, number, weekday
from teikit.validate.house.languages import _judged
from teikit.validate.source import Parsed
from teikit.xmlio import TEI, parse

ROOT = Path(__file__).resolve().parents[3]
INSTANCES = ROOT.parent / "shared" / "tei" / "instances"


def check(body: str, *wanted: str) -> list[Fault]:
    data = f'<TEI xmlns="{TEI}"><text>{body}</text></TEI>'.encode()
    return list(check_house(Parsed(data, "a.xml", parse(data)), codes=wanted or None))


def test_every_code_belongs_to_one_rule_and_has_a_page() -> None:
    every = [code for rule in RULES.values() for code in rule.codes]
    assert len(every) == len(CODES)
    assert set(codes()) >= CODES


def test_codes_that_are_not_asked_for_are_not_run() -> None:
    body = '<p corresp="#lost"><name> x</name><ref target="p"/></p><p xml:id="p"/>'
    assert {fault.code for fault in check(body, "V040", "V070")} == {"V040", "V070"}
    assert {fault.code for fault in check(body, "V049")} == {"V049"}
    assert check(body, "V010") == []


@pytest.mark.parametrize(
    ("text", "when", "severity"),
    [
        ("mardi 27 octobre 1962", "1962-10-27", Severity.WARNING),
        ("martedì, 27 ottobre", "1962-10-27", Severity.WARNING),
        ("вторник, 27 октября 1962", "1962-10-27", Severity.WARNING),
        ("martes 27 de octubre", "1962-10-27", Severity.WARNING),
        ("Tues. 27 Oct.", "1962-10-27", Severity.WARNING),
        ("вторник, 25 октября 1917", "1917-10-25", None),  # a Thursday; in the Julian calendar a Wednesday
        ("среда, 25 октября 1917", "1917-10-25", Severity.INFO),
        ("Saturday 27th October", "1962-10-27", None),
        ("Tuesday in October", "1962-10-27", None),
        ("Tuesday", "1962-10-27", None),
        ("Tuesday 27", "1962-10", None),
        ("Tuesday 30", "1962-02-30", None),
    ],
)
def test_weekdays(text: str, when: str, severity: Severity | None) -> None:
    found = check(f'<date when="{when}">{text}</date>', "V062")
    expected = Severity.WARNING if "вторник, 25" in text else severity
    assert [fault.severity or Severity.WARNING for fault in found] == ([expected] if expected else [])


def test_days_are_counted_right() -> None:
    assert number((2000, 1, 1)) == 2451545
    assert number((1582, 10, 15)) == number((1582, 10, 5), julian=True)
    assert weekday((1962, 10, 27)) == 5
    assert weekday((1066, 10, 14), julian=True) == 5


@pytest.mark.parametrize(
    "value", ["", "--10", "---10", "10:00:00", "P1Y", "1962-W10", "1962-13", "1962-10-32", "now", "12"]
)
def test_what_is_no_day_of_a_year_is_not_compared(value: str) -> None:
    assert extent(value) is None


def test_precision_and_form_do_not_matter() -> None:
    for value in ("1962-10-27", "19621027", "1962-10-27Z", "1962-10-27T10:00:00+01:00"):
        assert extent(value) == extent("1962-10-27")
    assert check('<date from="1962-10" to="1962"/><date from="-0500" to="-0499"/>', "V060") == []


@pytest.mark.parametrize(
    "tag",
    ["de-CH-1996", "zh-yue", "sl-rozaj-biske-1994", "x-my", "en-x-a", "qaa", "es-419", "i-lux", "EN-us", "sr-Qaaa"],
)
def test_a_good_language_tag_is_left_alone(tag: str) -> None:
    assert _judged(tag) is None


@given(st.text(max_size=30))
def test_any_language_tag_is_judged(tag: str) -> None:
    _judged(tag)


@pytest.mark.parametrize("root", ["TEI", "teiCorpus", "div", "standOff", "facsimile", "schemaSpec"])
def test_parts_and_strangers_are_read(root: str) -> None:
    body = '<m xmlns="http://www.w3.org/1998/Math/MathML" id="m"/><?p i?><!-- c --><p ref="#m">&#xE000;</p>'
    data = f'<{root} xmlns="{TEI}">{body}</{root}>'.encode()
    list(check_house(Parsed(data, "a.xml", parse(data))))


def test_many_faults_of_one_cause_are_one() -> None:
    body = "".join('<p corresp="#lost x:y"><name> a</name><name/>\u0421astro\ue000</p>' for _ in range(500))
    found = check(body)
    assert len([fault for fault in found if fault.code in ("V040", "V043", "V070", "V071", "V073", "V074")]) == 6


def test_deep_and_wide_files_end() -> None:
    check("<div>" * 200 + "</div>" * 200)
    ids = "".join(f'<p xml:id="a{n}" corresp="#b{n}"/>' for n in range(5000))
    assert len(check(ids, "V040")) == 1


def documents() -> Iterator[Path]:
    yield from (ROOT / "encoded").glob("*.xml")
    yield from (path for path in INSTANCES.rglob("*") if path.is_file())


def test_files_of_other_projects() -> None:
    if not INSTANCES.is_dir():
        pytest.skip("the TEI instances are not beside the repository")
    count = 0
    for path in documents():
        data = path.read_bytes()
        try:
            tree = parse(data)
        except etree.XMLSyntaxError:
            continue
        if not tree.getroot().tag.startswith(f"{{{TEI}}}"):
            continue
        count += 1
        for fault in check_house(Parsed(data, str(path), tree)):
            assert fault.place.line > 0
            for edit in fault.fix.edits if fault.fix else ():
                assert 0 <= edit.start <= edit.end <= len(data)
            if fault.fix:
                new = data
                for edit in sorted(fault.fix.edits, key=lambda one: (one.start, one.end), reverse=True):
                    new = new[: edit.start] + edit.new + new[edit.end :]
                parse(new)
    assert count > 100


PREFIX = '<prefixDef ident="psn" matchPattern="([a-z]+)" replacementPattern="persons.xml#$1"/>'


def test_what_points_to_an_id_of_p4_is_not_lost_as_well() -> None:
    body = '<p id="one">One <ref target="#one">two</ref> <ref target="#other">three</ref></p>'
    assert [(fault.code, fault.message.split()[3]) for fault in check(body, "V040", "V051")] == [
        ("V040", "#other,"),
        ("V051", "is"),
    ]


def test_of_a_private_prefix_the_pointer_is_suggested_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "persons.xml").write_text(f'<TEI xmlns="{TEI}"><person xml:id="weiss"/></TEI>')
    data = f'<TEI xmlns="{TEI}">{PREFIX}<p ref="psn:weis"/><p ref="psn:WEISSa"/></TEI>'.encode()
    doc = Parsed(data, str(tmp_path / "a.xml"), parse(data))
    one, other = check_house(doc, Corpus([str(tmp_path)]), codes={"V042", "V044"})
    assert (one.code, one.help) == ("V042", "Did you mean psn:weiss?")
    assert other.message == "@ref is “psn:WEISSa”, which does not fit the @matchPattern of the prefix “psn:”."


def test_ids_of_a_register_elsewhere_are_a_warning_and_those_that_some_of_a_kind_lack_an_error() -> None:
    names = "".join(f'<name ref="#pmb{number}">x</name>' for number in range(12))
    (lone,) = check(f"<p>{names}</p>", "V040")
    assert lone.severity is Severity.WARNING
    (some,) = check(f'<p xml:id="here">{names}<name ref="#here">y</name></p>', "V040")
    assert some.severity is None


@pytest.mark.parametrize(
    ("tag", "message", "advice"),
    [
        ("deu-CH", "where de is the code to use", "Write de-CH, so that software knows the language."),
        ("smd", "and the code smd was withdrawn in favour of kmb", "Write kmb, if that language is meant."),
    ],
)
def test_codes_are_never_exchanged_for_others(tag: str, message: str, advice: str) -> None:
    (fault,) = check(f'<p xml:lang="{tag}">x</p>', "V078")
    assert message in fault.message
    assert fault.help == advice
    assert fault.fix is None


def test_a_siglum_among_others_that_are_no_ids_is_left_as_it_is() -> None:
    witness = '<witness xml:id="A"/><witness xml:id="B"/>'
    (fault,) = check(f'{witness}<app><rdg wit="A C"/></app>', "V049")
    assert fault.fix is None
    (fault,) = check(f'{witness}<app><rdg wit="A #B"/></app>', "V049")
    assert fault.fix is not None


def test_languages_are_listed_with_the_codes_to_use() -> None:
    (fault,) = check('<langUsage><language ident="de">x</language></langUsage><p xml:lang="eng">x</p>', "V079")
    assert fault.message.endswith("used here: en.")


@pytest.mark.parametrize(
    ("body", "fixed"),
    [
        ("<p>a<name> b </name><name> c</name>d</p>", "<p>a <name>b</name> <name>c</name>d</p>"),
        ("<p><hi><name>Karl </name></hi><name>Marx</name></p>", "<p><hi><name>Karl</name> </hi><name>Marx</name></p>"),
        ("<p><name>Karl </name><name>Marx</name></p>", "<p><name>Karl</name> <name>Marx</name></p>"),
        ("<p><name>Karl </name> <name>Marx</name></p>", "<p><name>Karl</name> <name>Marx</name></p>"),
    ],
)
def test_moving_spaces_out_of_names_joins_no_words(body: str, fixed: str) -> None:
    (fault,) = check(body, "V070")
    assert fault.fix is not None
    data = f'<TEI xmlns="{TEI}"><text>{body}</text></TEI>'.encode()
    assert fixed.encode() in spliced(data, fault.fix.edits)


@pytest.mark.parametrize(
    ("body", "words"),
    [("<hi> </hi>", "holds nothing but white space"), ("<hi/>", "is empty"), ("<hi>\n</hi>", "is empty")],
)
def test_a_space_is_not_called_nothing(body: str, words: str) -> None:
    (fault,) = check(f"<p>a{body}b</p>", "V071")
    assert fault.message == f"This <hi> {words}."


def test_one_entry_is_spoken_of_in_the_singular() -> None:
    entries = "".join(f'<person xml:id="{name}"/>' for name in ("a", "b", "c"))
    (one,) = check(f'{entries}<p><name ref="#a #b">x</name></p>', "V047")
    assert one.message == "One of 3 entries (<person>) is mentioned nowhere in this file: c."
    assert one.help == "Remove it if it is left over, or point to it with @ref."
    (two,) = check(f'{entries}<p><name ref="#a">x</name></p>', "V047")
    assert two.message == "2 of 3 entries (<person>) are mentioned nowhere in this file: b and c."


def test_an_id_that_stands_twice_in_a_line_says_so() -> None:
    one, two = check('<p xml:id="a"/><p xml:id="a"/>\n<p xml:id="b"/>\n<p xml:id="b"/>', "V041")
    assert one.message == "The xml:id a is on <p> here and on <p> earlier in this line."
    assert two.message == "The xml:id b is on <p> here and on <p> in line 2."
