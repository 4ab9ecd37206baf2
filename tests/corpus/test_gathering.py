"""Which entities of several files are one: a test for each rule that the docstring of teikit.corpus states."""

from __future__ import annotations

import time

import pytest

from teikit import tei
from teikit.corpus import Gathering, Named, found, slug
from teikit.edition import Edition, Entry, Mark
from teikit.model import Span

HEAD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>'
    "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>{profile}</teiHeader>"
)


def file(path: str, text: str = "", persons: str = "", profile: str = "") -> Edition:
    stand_off = f"<standOff><listPerson>{persons}</listPerson></standOff>" if persons else ""
    body = f"<text><body><p>{text}</p></body></text></TEI>"
    return tei.edition(f"{HEAD.format(profile=profile)}{stand_off}{body}".encode(), path)


def person(id: str, name: str, uri: str = "") -> str:
    idno = f'<idno type="URI">{uri}</idno>' if uri else ""
    return f'<person xml:id="{id}"><persName>{name}</persName>{idno}</person>'


def name(text: str, ref: str = "") -> str:
    return f'<persName ref="{ref}">{text}</persName>' if ref else f"<persName>{text}</persName>"


def gathered(*editions: Edition) -> dict[str, Named]:
    return {named.id: named for named in Gathering(editions).entities()}


GND = "https://d-nb.info/gnd/1"


def test_entries_that_share_a_uri_are_one() -> None:
    one = file("a.xml", name("Low", "#x"), person("x", "Ann Low", GND))
    two = file("b.xml", name("Mrs Low", "#y"), person("y", "A. Low", GND))
    (named,) = gathered(one, two).values()
    assert (named.basis, named.documents, named.by_name) == ("authority", (0, 1), ())
    assert named.entry.names == ("Ann Low", "A. Low")
    assert named.forms == (("Low", 1), ("Mrs Low", 1))


def test_a_uri_does_not_make_a_place_of_a_person() -> None:
    one, two = file("a.xml", name("Vatican", GND)), file("b.xml", f'<placeName ref="{GND}">Vatican</placeName>')
    assert sorted(gathered(one, two)) == ["person-vatican", "place-vatican"]


@pytest.mark.parametrize("ref", ["persons.xml#p12", "../lists/persons.xml#p12", "#p12", "p12", "psn:p12"])
def test_pointers_lead_to_the_entry_of_a_register_apart(ref: str) -> None:
    register = file("lists/persons.xml", "", person("p12", "Ann Low") + person("p13", "Ann Low"))
    named = gathered(file("a.xml", name("Anna", ref)), register)
    assert len(named) == 2
    meant = next(one for one in named.values() if one.mentions)
    assert (meant.basis, meant.name, meant.documents) == ("register", "Ann Low", (0, 1))


def test_a_pointer_into_a_named_file_is_not_led_to_another() -> None:
    one, two = file("persons.xml", "", person("p1", "Ann")), file("places.xml", "", person("p1", "Bo"))
    named = gathered(file("a.xml", name("She", "places.xml#p1")), one, two)
    assert {one.name for one in named.values() if one.mentions} == {"Bo"}


def test_a_bare_pointer_that_two_registers_answer_leads_to_none() -> None:
    one, two = file("r1.xml", "", person("p1", "Ann")), file("r2.xml", "", person("p1", "Bo"))
    assert len(gathered(file("a.xml", name("She", "#p1")), one, two)) == 3


def test_a_bare_pointer_does_not_lead_to_the_list_of_another_text() -> None:
    other = file("b.xml", name("Bo", "#p1"), person("p1", "Bo"))
    assert len(gathered(file("a.xml", name("She", "#p1")), other)) == 2


def test_pointers_to_the_same_entry_of_a_file_that_is_not_there_are_one() -> None:
    one, two = file("a.xml", name("Ann", "p.xml#p1")), file("b.xml", name("Mrs Low", "../p.xml#p1"))
    (named,) = gathered(one, two).values()
    assert (named.basis, named.by_name) == ("register", ())


def test_what_bears_the_same_name_is_one_by_name_alone() -> None:
    one, two = file("a.xml", name("Ann Low")), file("b.xml", name("ANN  LOW", "#x"), person("x", "Ann Low"))
    (named,) = gathered(one, two).values()
    assert (named.basis, named.by_name) == ("name", (0, 1))


def test_a_name_that_one_known_entity_bears_is_taken_for_it_and_said_so() -> None:
    one, two = file("a.xml", name("Ann Low")), file("b.xml", name("Ann", "#x"), person("x", "Ann Low", GND))
    (named,) = gathered(one, two).values()
    assert (named.basis, named.by_name) == ("authority", (0,))


def test_a_name_that_two_known_entities_bear_is_taken_for_neither() -> None:
    known = [file(f"{n}.xml", name("x", "#x"), person("x", "Ann Low", f"{GND}{n}")) for n in (1, 2)]
    assert len(gathered(file("a.xml", name("Ann Low")), *known)) == 3


def test_two_entries_that_one_file_tells_apart_stay_apart() -> None:
    both = file("a.xml", name("Low", "#x") + name("Low", "#y"), person("x", "Low") + person("y", "Low"))
    named = gathered(both, file("b.xml", name("Low")))
    assert sorted(named) == ["person-low", "person-low-2", "person-low-3"]


def test_a_uri_that_two_entries_of_one_file_have_joins_nothing() -> None:
    city = "https://d-nb.info/gnd/city"
    one = file("a.xml", name("Low", "#x"), person("x", "Ann Low", city) + person("y", "Bo High", city))
    two = file("b.xml", name("Kim", "#z"), person("z", "Kim Far", city))
    assert [named.name for named in gathered(one, two).values()] == ["Ann Low", "Bo High", "Kim Far"]
    assert {named.basis for named in gathered(one, two).values()} == {"name"}


def test_a_letter_whose_list_only_its_header_points_to_is_no_register() -> None:
    profile = (
        '<profileDesc><correspDesc><correspAction type="sent"><persName ref="#x">Low</persName></correspAction>'
        "</correspDesc></profileDesc>"
    )
    letters = [file(f"{n}.xml", "Dear Bo", person("x", "Ann Low"), profile) for n in "ab"]
    (named,) = gathered(*letters).values()
    assert (named.documents, named.letters) == ((0, 1), ((0, "sent"), (1, "sent")))


def test_what_was_found_in_a_file_is_as_good_as_the_file() -> None:
    editions = [file("a.xml", name("Low", "#x"), person("x", "Ann Low", GND)), file("b.xml", name("Ann Low"))]
    gathering = Gathering()
    for edition in editions:
        gathering.include(found(edition))
    assert gathering.entities() == Gathering(editions).entities()


def test_a_name_in_parts_is_one_name() -> None:
    text = '<persName xml:id="n1" next="#n2">Ann</persName> <persName xml:id="n2" prev="#n1">Low</persName>'
    (named,) = gathered(file("a.xml", text)).values()
    assert named.forms == (("Ann Low", 1),)
    assert len(named.mentions) == 2


def test_who_sends_and_receives_is_an_entity_with_its_letters() -> None:
    actions = (
        f'<correspAction type="sent"><persName ref="{GND}">Ann Low</persName></correspAction>'
        '<correspAction type="received"><persName>Bo</persName><placeName>Lund</placeName></correspAction>'
    )
    profile = f"<profileDesc><correspDesc>{actions}</correspDesc></profileDesc>"
    named = gathered(file("a.xml", name("Ann", GND), profile=profile))
    assert named["person-ann"].letters == ((0, "sent"),)
    assert named["person-bo"].letters == named["place-lund"].letters == ((0, "received"),)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Łódź", "lodz"),
        ("Søren Ærø", "soren-aero"),
        ("Straße", "strasse"),
        ("Достоевский", "dostoevskiy"),
        ("Θεσσαλονίκη", "thessaloniki"),
        ("北京", "beijing"),
        ("Lloyd’s & Co.", "lloyds-co"),
        ("—", ""),
        ("a" * 80, "a" * 60),
        ("../../etc/passwd\x00", "etc-passwd"),
    ],
)
def test_slug(given: str, expected: str) -> None:
    assert slug(given) == expected
    assert slug(given).isascii()


def test_ids_are_unique_even_where_names_look_like_numbered_ones() -> None:
    names = ["Low", "Low 2", "Low"]
    persons = "".join(person(f"p{n}", text) for n, text in enumerate(names))
    ids = list(gathered(file("a.xml", "x", persons)))
    assert len(ids) == len(set(ids)) == 3


@pytest.mark.slow
def test_twenty_thousand_documents_are_gathered_in_seconds() -> None:
    gathering = Gathering()
    for number in range(20_000):
        names = [f"Name {(number * 7 + step * 31) % 9000}" for step in range(20)]
        text = "\n".join(names)
        entries = tuple(Entry(f"p{at}", "person", (one,)) for at, one in enumerate(names))
        marks, at = [], 0
        for place, one in enumerate(names):
            marks.append(Mark(Span(at, at + len(one)), "persName", f"#p{place}", f"p{place}", element=place + 2))
            at += len(one) + 1
        gathering.add(Edition(f"{number}.xml", str(number), "", text, marks=tuple(marks), entries=entries))
    began = time.process_time()
    assert len(gathering.entities()) == 9000
    assert time.process_time() - began < 30
