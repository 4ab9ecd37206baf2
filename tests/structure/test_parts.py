"""The single steps: layout, furniture, hyphens, kinds, parties, findings."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from teikit.model import Document, Source
from teikit.structure import KINDS, analyse
from teikit.structure.correspondence import parties
from teikit.structure.kinds import canonical, named
from teikit.structure.language import vote
from teikit.structure.markers import read
from teikit.structure.provenance import holding, markings


def read_text(text: str, kind: str = "") -> Document:
    return analyse(Source("test.txt", text), kind=kind)


def kinds(doc: Document) -> list[str]:
    return [block.kind for block in doc.blocks]


@pytest.mark.parametrize(
    ("heading", "sender", "recipient"),
    [
        (
            "Telegram From the Embassy in Finland to the Department of State[1]",
            "Embassy in Finland",
            "Department of State",
        ),
        ("12. Letter From President Kennedy to Senator Mike Mansfield", "Kennedy", "Mike Mansfield"),
        ("Letter From the Ambassador to Finland (Sessions) to the Under Secretary (Dillon)", "Sessions", "Dillon"),
        (
            "Telegram from Soviet Ambassador to Cuba A.I. Alekseev to USSR Foreign Ministry",
            "A.I. Alekseev",
            "USSR Foreign Ministry",
        ),
        ("Letter to Sir William Elford, June 8, 1819", "", "William Elford"),
        ("Friedrich Engels to Karl Marx, 14 July 1858", "Friedrich Engels", "Karl Marx"),
        ("Brief von Rosa Luxemburg an Leo Jogiches", "Rosa Luxemburg", "Leo Jogiches"),
        ("Memorandum of Conversation", "", ""),
    ],
)
def test_a_heading_names_sender_and_recipient(heading: str, sender: str, recipient: str) -> None:
    found = [party.name if party else "" for party in parties(heading)]
    assert found == [sender, recipient]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Telegram From the Embassy to the Department", "telegram"),
        ("MEMORANDUM OF A CONVERSATION WITH THE PRESIDENT", "memorandum of conversation"),
        ("Record of Conversation between N.S. Khrushchev and D. Rusk", "memorandum of conversation"),
        ("Memorandum of Discussion at the 230th Meeting", "minutes"),
        ("Special National Intelligence Estimate", "estimate"),
        ("Zeugenaussage von Anna M.", "testimony"),
        ("Шифротелеграмма из Гаваны", "telegram"),
        ("The Gardens of Kew", ""),
    ],
)
def test_a_heading_names_the_kind(heading: str, kind: str) -> None:
    assert named(heading) == kind


def test_kinds_have_aliases_and_unknown_ones_are_refused() -> None:
    assert canonical("cable") == "telegram"
    assert canonical("memcon") == "memorandum of conversation"
    assert canonical("Editorial_Note") == "editorial note"
    assert all(canonical(kind) == kind for kind in KINDS)
    with pytest.raises(ValueError, match="no such kind"):
        canonical("sonnet")


def test_a_given_kind_wins() -> None:
    assert read_text("Dear John,\n\nI am well.\n\nYours,\nAnn", kind="cable").metadata.kind == "telegram"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The prepara-\ntion took long, and all the men who had come were\ntired of the preparation.", "hyphen"),
        ("He was a well-\nmeaning man and had a house of some fifty rooms by\nthe river.", "no"),
        ("The Anglo-\nAmerican committee sat for forty days in the town\nof Bath.", "no"),
        ("They went by off-\nshore boats to the islands, and the off-shore boats\nwere slow.", "no"),
    ],
)
def test_a_hyphen_at_a_line_end_is_judged(text: str, kind: str) -> None:
    (block,) = read_text(text).blocks
    (brk,) = [child for child in block.children if child.kind == "lb"]
    assert brk.type == kind
    assert ("-" in brk.span.of(text)) == (kind == "hyphen")


def test_a_hyphen_within_a_line_is_left_alone() -> None:
    doc = read_text("The letter of Comrade Khrush-chev has come.")
    assert not doc.blocks[0].children


LAYOUTS = {
    "flow": "First paragraph of the text, which is long enough to be one.\n\n"
    "Second paragraph of the text, also long enough.\n",
    "wrapped": "First paragraph of the text,\nwhich is long enough to be\none.\n\n"
    "Second paragraph of the\ntext, also long enough.\n",
    "indented": "   First paragraph of the\ntext, which is long enough\nto be one.\n"
    "   Second paragraph of the\ntext, also long enough.\n",
    "double-spaced": "First paragraph of the text,\n\nwhich is long enough to be\n\n"
    "one of several paragraphs in\n\nthe text.\n\n\n"
    "Second paragraph of the text,\n\nwhich is also long enough to\n\nbe one of them.\n",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_paragraphs_are_found_in_every_layout(name: str) -> None:
    doc = read_text(LAYOUTS[name])
    assert [block.span.of(doc.text)[:6] for block in doc.blocks if block.kind == "p"] == ["First ", "Second"]


def test_prose_that_speaks_of_archives_and_rights_is_not_set_aside() -> None:
    text = (
        "The council met at noon.\n\n"
        "It was asked who had the rights of the house, and the answer was that the archive knew.\n\n"
        "(c) the mayor was to be told; and\n\n(d) the library was to be closed.\n"
    )
    assert read_text(text).metadata.asides == ()


def test_a_page_without_a_known_name_is_set_aside() -> None:
    text = (
        "Skip to content\nHome | Browse | Search\n\nA Report on Bees\n\n"
        "The bees have had a good year, and the honey is plentiful.\n\n"
        "Record ID\n4711\n\nRights\nAll rights reserved by the Museum of Bees.\n"
    )
    doc = read_text(text)
    assert kinds(doc) == ["head", "p"]
    assert doc.metadata.idno == "4711"
    assert doc.metadata.rights == ("All rights reserved by the Museum of Bees.",)
    assert [aside.role for aside in doc.metadata.asides] == [
        *("furniture", "furniture", "furniture", "identifier", "furniture", "rights")
    ]


def test_notes_are_linked_to_their_marks() -> None:
    text = (
        "He came from Rome.1 The others stayed.2\n\nNobody knew why.\n\n"
        "1. See the letter of May.\n2. Two of them left later.\n"
    )
    doc = read_text(text)
    assert kinds(doc) == ["p", "p", "note", "note"]
    assert [(child.kind, child.n) for child in doc.blocks[0].children] == [("ref", "1"), ("ref", "2")]


def test_numbered_paragraphs_without_marks_are_no_notes() -> None:
    doc = read_text("He said:\n\n1. that he would come;\n\n2. that he would bring the horse.\n")
    assert kinds(doc) == ["p", "list"]


def test_a_page_number_does_not_cut_a_sentence() -> None:
    text = (
        "The fleet left the harbour on the third of May and sailed to\n\n- 2 -\n\n"
        "the south, where it met with contrary winds and had to wait\nfor a week.\n"
    )
    (block,) = read_text(text).blocks
    assert [(child.kind, child.type, child.n) for child in block.children] == [("fw", "pageNum", "2")]


def test_columns_that_make_no_table_are_reported() -> None:
    page = (files("teikit.data") / "codes" / "S001.md").read_text(encoding="utf-8")
    example = re.search(r"## Example\n\n(.*?)\n\n##", page, re.S)
    assert example
    doc = read_text("The yield of the year.\n\n" + example[1] + "\n\nThese are the figures.\n")
    assert [finding.code for finding in doc.findings] == ["S001"]


def test_markings_come_from_lines_and_from_source_notes() -> None:
    assert markings(["SECRET; EYES ONLY"], []) == ("Secret", "Eyes Only")
    note = "Central Files, 711.56/3-1955. Top Secret; Priority; Limited Distribution. Drafted by Smith."
    assert markings([], [note]) == ("Top Secret", "Limited Distribution")


def test_a_provenance_line_is_taken_apart() -> None:
    line = "Archive of Foreign Policy, Russian Federation (AVP RF), Moscow; copy obtained by NHK"
    assert holding(line) == ("Moscow", "Archive of Foreign Policy, Russian Federation (AVP RF)", "")


@pytest.mark.parametrize(
    ("text", "values"),
    [("(a) first", (1,)), ("iv) fourth", (4,)), ("7th/ Poles", (7,)), ("12./ Then", (12,)), ("• dot", ())],
)
def test_markers_are_read(text: str, values: tuple[int, ...]) -> None:
    marker = read(text)
    assert marker
    assert marker.values == values


@pytest.mark.parametrize("text", ["1945 was a bad year", "3.5 tons", "U.S. policy", "plain", "-5 degrees", ""])
def test_other_beginnings_are_no_markers(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The minister said that it was not for him to say what the others would do."),
        ("de", "Der Minister sagte, dass es nicht an ihm sei, und dass die anderen es auch wissen."),
        ("fr", "Le ministre a dit que ce n'était pas à lui de dire ce que les autres feraient dans une telle affaire."),
        ("ru", "Министр сказал, что это не его дело и что он не знает, как быть с этим."),
        ("", "Rome Paris Berlin"),
    ],
)
def test_the_language_is_told_by_small_words(language: str, text: str) -> None:
    assert vote(text) == language


def test_the_catalogue_footer_of_the_telegram_goes_into_the_header(shared: Path) -> None:
    doc = read_text((shared / "seeds/telegram-alekseev-1962-10-27.txt").read_text(encoding="utf-8"))
    data = doc.metadata
    assert (data.kind, data.settlement) == ("telegram", "Moscow")
    assert data.repository == "Archive of Foreign Policy, Russian Federation (AVP RF)"
    assert [(who.resp, who.name, who.affiliation) for who in data.responsibilities] == [
        ("translation", "John Henriksen", "Harvard University")
    ]
    assert data.date and data.date.when == "1962-10-27"
    assert [[(p.name, p.kind, p.role) for p in action.who] for action in data.actions] == [
        [("A.I. Alekseev", "persName", "Soviet Ambassador to Cuba")],
        [("USSR Foreign Ministry", "orgName", "")],
    ]
    assert data.abstract.startswith("Castro’s response")
    assert [aside.role for aside in data.asides] == [
        *("furniture", "date", "abstract", "furniture", "source", "rights", "rights", "furniture", "furniture")
    ]
    assert kinds(doc) == ["head", *["p"] * 15]


def test_a_word_divided_by_a_page_break_is_one_word() -> None:
    text = (
        "The first page of a text that is set in lines of one width, and which ends in a divi-\n"
        "\f                    - 2 -\n\n"
        "ded word, goes on after the number of the page as though nothing had come between, and\nso it ought to.\n"
    )
    (block,) = read_text(text).blocks
    assert [(child.kind, child.type, child.n) for child in block.children] == [
        ("lb", "hyphen", ""),
        ("pb", "", ""),
        ("fw", "pageNum", "2"),
    ]
    assert block.children[0].span.end <= block.children[1].span.start


def test_a_form_feed_between_paragraphs_begins_a_page() -> None:
    assert kinds(read_text("One paragraph ends.\n\n\fAnother paragraph begins.\n\f")) == ["p", "pb", "p"]


def test_a_given_kind_steers_what_is_looked_for() -> None:
    entry = "12 May.\n\nThe boat came in with nobody on board, and was beached below the church.\n"
    assert kinds(read_text(entry, kind="diary")) == ["dateline", "p"]
    greeting = "Worthy Cosmas,\n\nI have your parcel, and the fish in it was as fresh as could be wished for.\n"
    assert kinds(read_text(greeting, kind="letter")) == ["salute", "p"]
    turns = "Orr: We went at nine.\n\nLind: We went at ten, I am sure.\n\nOrr: At nine.\n\nLind: At ten.\n"
    assert kinds(read_text(turns, kind="minutes")) == ["sp"] * 4
    assert kinds(read_text(turns, kind="letter")) == ["p"] * 4


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        ("FROM: ACCRA", "ACCRA", "orgName"),
        ("FROM: AmEmbassy Quito", "AmEmbassy Quito", "orgName"),
        ("FROM: Ministry of Marine", "Ministry of Marine", "orgName"),
        ("FROM: The Inspector-General of Roads", "The Inspector-General of Roads", "name"),
        ("FROM: Secretary of State", "Secretary of State", "name"),
        ("FROM: Mr. R. Hale, Treasury", "R. Hale", "persName"),
        ("FROM: Anna Lindqvist", "Anna Lindqvist", "persName"),
    ],
)
def test_posts_and_offices_are_no_persons(head: str, name: str, kind: str) -> None:
    text = (
        f"MEMORANDUM\n\nTO: The Board of Works\n{head}\nSUBJECT: Bridges\n\nThe bridge at the mill has been closed.\n"
    )
    (sender,) = read_text(text).metadata.actions[0].who
    assert (sender.name, sender.kind) == (name, kind)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Rome, 4 May 1820.\n\nDear Mr. Hill,\n\nI am well.\n\nYours truly,\n\nAnn Lee",
            "Letter from Ann Lee to Mr. Hill, 4 May 1820",
        ),
        ("BOARD OF WORKS\n\nREPORT ON THE BRIDGES\n\nThe bridges stand.", "BOARD OF WORKS: REPORT ON THE BRIDGES"),
        (
            "There was an agree-\nment between them that nobody ought to have\nsigned.",
            "There was an agreement between them that nobody ought to have signed.",
        ),
    ],
)
def test_a_document_has_a_sensible_title(text: str, title: str) -> None:
    assert read_text(text).metadata.title == title


def test_a_witness_is_told_by_how_he_speaks_not_of_what() -> None:
    told = (
        "I was born at Lisse in 1880. We lived by the canal, and I worked at the mill until the flood. I saw it. "
        "We took the cow up to the loft, and I heard the bells all night. In the morning we went down by a boat."
    )
    assert read_text(told).metadata.kind == "testimony"
    assert read_text("The dyke went in the night of the flood, and the mill was lost with it.").metadata.kind == "prose"


def test_a_text_below_a_label_is_not_taken_for_the_page() -> None:
    text = (
        "He asked for the list of links.\n\nShare of the catch\n\nThe share was a tenth, and it was paid at the quay.\n"
    )
    assert read_text(text).metadata.asides == ()


def test_what_only_looks_like_a_heading_or_a_signature_stays_a_paragraph() -> None:
    doc = read_text(
        "Three remarks:\n\n1. The rent is too high.\n2. The lease is too long.\n\nI shall write again about the lease "
        "when the surveyor has seen the house and the two fields.\n\nYours faithfully,\n\nA. Marsh\n\nAM/JK"
    )
    assert kinds(doc) == ["p", "list", "p", "closer", "signed", "p"]


def test_the_release_of_a_document_is_not_its_date() -> None:
    doc = read_text("Approved For Release 2003/08/11\n\nINFORMATION REPORT\n\n14 November 1956\n\nThe bridge stands.")
    assert doc.metadata.date is not None
    assert doc.metadata.date.when == "1956-11-14"
