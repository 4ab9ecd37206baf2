"""Which mentions mean the same person, place or organisation."""

from __future__ import annotations

from teikit.link import link
from teikit.link.ids import Ids, slug
from teikit.model import CorrespAction, Document, Entity, Mention, Metadata, Party, Span
from teikit.recognise import RECOGNISERS, recognise

NAMES = [(name, r) for name, r in RECOGNISERS if name != "dates"]


def linked(text: str, metadata: Metadata | None = None) -> Document:
    return link(recognise(Document(text, metadata=metadata or Metadata()), NAMES))


def entity(doc: Document, ident: str) -> Entity:
    return next(e for e in doc.entities if e.id == ident)


def test_a_surname_is_the_person_named_in_full() -> None:
    doc = linked("We met Fidel Castro. Castro said so, and Castro went.")
    assert [e.id for e in doc.entities] == ["person-castro"]
    assert doc.entities[0].forms == ("Castro", "Fidel Castro")
    assert doc.entities[0].name == "Fidel Castro"
    assert {m.ref for m in doc.mentions} == {"person-castro"}


def test_two_persons_of_one_surname_are_not_guessed() -> None:
    doc = linked("John Kennedy and Robert Kennedy came. Kennedy spoke first.")
    assert [e.id for e in doc.entities] == ["person-kennedy-john", "person-kennedy-robert"]
    assert doc.mentions[-1].ref is None
    assert [f.code for f in doc.findings] == ["N001"]
    assert "John Kennedy" in doc.findings[0].message and "Robert Kennedy" in doc.findings[0].message


def test_initials_agree_with_a_given_name() -> None:
    doc = linked("Mr. J. F. Dulles came. John Foster Dulles spoke. John F. Dulles left.")
    assert [e.id for e in doc.entities] == ["person-dulles"]


def test_a_broken_name_is_the_same_person() -> None:
    doc = linked("Comrade N.S. Khrushchev wrote. Comrade N.S. Khrush-chev wrote again.")
    assert [e.id for e in doc.entities] == ["person-khrushchev"]


def test_the_role_is_found_in_the_text_and_in_the_header() -> None:
    doc = linked("Telegram from Soviet Ambassador to Cuba A.I. Alekseev to Moscow. President Dorticos agreed.")
    assert entity(doc, "person-alekseev").role == "Soviet Ambassador to Cuba"
    assert entity(doc, "person-dorticos").role == "President"
    action = CorrespAction("sent", (Party("A. Alekseev", role="Chargé d'Affaires"),))
    doc = linked("Then A.I. Alekseev spoke.", Metadata(actions=(action,)))
    assert entity(doc, "person-alekseev").role == "Chargé d'Affaires"


def test_a_country_has_its_geonames_page_and_coordinates() -> None:
    cuba = entity(linked("Bases in Cuba and near Havana."), "place-cuba")
    assert (cuba.uri, cuba.geo, cuba.type) == ("https://www.geonames.org/3562981/", (21.5, -80.0), "country")


def test_other_names_of_a_place_are_one_entity() -> None:
    doc = linked("From Leningrad to St. Petersburg, formerly Petrograd.")
    assert [e.forms for e in doc.entities] == [("Leningrad", "St. Petersburg", "Petrograd")]


def test_between_equal_places_none_is_chosen() -> None:
    doc = linked("We stopped in Springfield for the night.")
    place = doc.entities[0]
    assert (place.id, place.uri, place.geo) == ("place-springfield", "", None)
    assert [f.code for f in doc.findings] == ["N002"]


def test_the_state_beside_a_city_decides() -> None:
    doc = linked("We stopped in Springfield, Illinois for the night.")
    assert entity(doc, "place-springfield").uri == "https://www.geonames.org/4250542/"
    assert not doc.findings


def test_organisations_are_joined_by_name() -> None:
    doc = linked("The Central Committee met. Later the CENTRAL COMMITTEE and the Foreign Ministry replied.")
    orgs = [e for e in doc.entities if e.kind == "org"]
    assert [e.name for e in orgs] == ["Central Committee", "Foreign Ministry"]


def test_entities_and_refs_of_the_document_stay() -> None:
    own = Entity("person-castro", "person", "Raúl Castro")
    text = "Raúl came; later Fidel Castro."
    mark = Mention(Span(0, 4), "persName", "document", 1.0, ref="person-castro")
    doc = link(recognise(Document(text, entities=(own,), mentions=(mark,)), NAMES))
    assert doc.entities[0] == own
    assert doc.mentions[0] == mark
    assert doc.mentions[1].ref == "person-castro-fidel"


def test_a_lady_is_not_the_gentleman_of_her_surname() -> None:
    doc = linked("To Josiah Penhale Esqre. My respects to Mrs. Penhale, and to Mr. Penhale.")
    assert [(e.id, e.name) for e in doc.entities] == [
        ("person-penhale-josiah", "Josiah Penhale"),
        ("person-penhale-mrs", "Mrs. Penhale"),
    ]
    assert [m.ref for m in doc.mentions] == ["person-penhale-josiah", "person-penhale-mrs", "person-penhale-josiah"]


def test_a_shortened_given_name_is_the_full_one_and_the_form_of_the_header_is_kept() -> None:
    action = CorrespAction("sent", (Party("Edward Hartwell"),))
    doc = linked("Dear Sir,\nyour Servant,\nEdwd. Hartwell", Metadata(actions=(action,)))
    assert [e.forms for e in doc.entities] == [("Edwd. Hartwell", "Edward Hartwell")]
    assert doc.entities[0].id == "person-hartwell"


def test_names_in_capitals_are_shown_in_small_letters() -> None:
    doc = linked("GENERAL ANKRAH SPOKE IN ACCRA, GHANA, TO THE NATIONAL ASSEMBLY. ANKRAH LEFT.")
    assert [e.name for e in doc.entities] == ["Ankrah", "Accra", "Ghana", "National Assembly"]
    assert doc.entities[0].forms == ("ANKRAH",)


def test_a_city_on_another_continent_has_no_link() -> None:
    doc = linked("From Boston and Cambridge, Massachusetts, we rode to Winnipeg farm near Tangier in Morocco.")
    assert not entity(doc, "place-winnipeg").uri


def test_the_country_of_the_document_decides() -> None:
    doc = linked("From Arusha in Tanzania they came to Mwanza and Dodoma.")
    assert entity(doc, "place-arusha").uri == "https://www.geonames.org/161325/"
    assert not doc.findings


def test_long_names_of_countries_are_the_same_country() -> None:
    doc = linked("The Republic of Cuba and Cuba; the USSR and the Union of Soviet Socialist Republics.")
    assert [len(e.forms) for e in doc.entities] == [2, 2]


def test_ids_never_clash_and_are_legal() -> None:
    ids = Ids(["person-li"])
    made = [ids.make(Entity("", "person", name)) for name in ("Li", "Li", "李", "Łukasz Gomułka", "Müller Jr.")]
    assert made == ["person-li-2", "person-li-3", "person-unnamed", "person-gomulka", "person-muller"]


def test_slug_is_ascii() -> None:
    assert slug("São Tomé d’Été & Søn") == "sao-tome-dete-son"
