"""What files of other projects taught: each a few lines of their way of encoding."""

from __future__ import annotations

from lxml.html import HtmlElement
from lxml.html import document_fromstring as page_of_html

from export.test_html import in_body, page_of
from teikit.export import export
from teikit.export.html.markup import flat
from teikit.xmlio import parse


def said(element: str) -> str:
    """Return a record on one line."""
    return flat(parse(f'<x xmlns="http://www.tei-c.org/ns/1.0">{element}</x>'.encode()).getroot()[0])


def words(el: HtmlElement) -> str:
    return " ".join(el.text_content().split())


def with_header(file_desc: str, text: str = "<text><body><p>word</p></body></text>", rest: str = "") -> HtmlElement:
    header = f"<teiHeader><fileDesc>{file_desc}</fileDesc>{rest}</teiHeader>"
    return page_of(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}{text}</TEI>'.encode())


def test_words_made_of_parts_stay_whole() -> None:
    cn = "<supplied><expan><abbr>Cn</abbr><ex>aeo</ex></expan></supplied>"
    assert (
        said(f"<persName><name>{cn}</name> <name><supplied>P</supplied>ollieno</name></persName>") == "Cnaeo Pollieno"
    )
    assert said("<placeName><w>A</w> <w>thenienses</w></placeName>") == "A thenienses"
    assert said("<persName><forename>Anna</forename><surname>Whitlock</surname></persName>") == "Anna Whitlock"


def test_a_name_is_read_as_it_is_shown() -> None:
    assert said("<persName>St. <choice><sic>Jonh</sic><corr>John</corr></choice></persName>") == "St. John"
    assert said("<persName>Anna<lb/>Whit<lb break='no'/>lock<note>who?</note></persName>") == "Anna Whitlock"


def test_records_on_one_line() -> None:
    assert said("<licence><p>You may read this.</p><p>And copy it.</p></licence>") == "You may read this. And copy it."
    assert said("<bibl><pubPlace>London :</pubPlace><date>1625.</date></bibl>") == "London : 1625."
    assert (
        said("<author><persName>L. Gottsched</persName><idno type='wikidata'>Q65863</idno></author>") == "L. Gottsched"
    )
    assert said("<editor><name>Müller, M.</name><name>Susen, G.</name></editor>") == "Müller, M.; Susen, G."


def test_the_title_is_not_that_of_the_series() -> None:
    titles = "<title level='s'>Letters</title><title type='iso-date'>1895-09-23</title><title level='a'>To B.</title>"
    made = with_header(f"<titleStmt>{titles}</titleStmt>")
    assert words(made.find(".//h1")) == "To B."
    assert words(made.find_class("facts")[0]) == "Also titled Letters"


def test_a_file_without_a_title_is_called_by_its_name() -> None:
    surface = b'<surface xmlns="http://www.tei-c.org/ns/1.0"><zone><line>a</line></zone></surface>'
    assert "<h1>c57-0170</h1>" in export("html", surface, path="ms/c57-0170.xml").text
    assert "<h1>Untitled document</h1>" in export("html", surface, path="-").text


def test_a_catalogue_entry_shows_its_manuscript() -> None:
    desc = "<msDesc><physDesc><objectDesc><p>Parchment</p></objectDesc></physDesc></msDesc>"
    header = f"<teiHeader><fileDesc><sourceDesc>{desc}</sourceDesc></fileDesc></teiHeader>"
    text = "<text><body><p><!-- to come --></p></body></text>"
    made = export("html", f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}{text}</TEI>'.encode())
    assert [one.code for one in made.diagnostics] == ["X005"]
    page = page_of_html(made.text)
    assert words(page.find(".//main")) == "Manuscript Physical description Object Parchment"


def test_readings_within_a_lemma_are_shown() -> None:
    inner = '<app><lem n="dicendum"/><rdg wit="#S">dicendi</rdg></app>'
    made = in_body(f'<p>x <app><lem>scivit {inner} est</lem><rdg wit="#V">sciret</rdg></app></p>')
    notes = [[words(li) for li in note.xpath(".//li")] for note in made.xpath("//li[@class='note']")]
    assert sorted(notes) == [["dicendum", "dicendi S"], ["scivit a1 est", "sciret V"]]


def test_words_written_from_right_to_left_without_a_language() -> None:
    made = in_body("<lg><l>الا یا ایها الساقی</l><l>word</l></lg><p>word שלום</p>")
    assert [el.get("dir") for el in made.find_class("l")] == ["rtl", None]
    assert made.find(".//main//p").get("dir") is None


def test_line_breaks_between_blocks_make_no_empty_lines() -> None:
    made = in_body("<lb/><p>one</p><lb/><lb/><p>two<lb/>three</p>")
    assert len(made.xpath("//main//br")) == 1


def test_speakers_lead_to_the_register_and_back() -> None:
    people = "<listPerson><person xml:id='j'><persName>Herr Jambus</persName></person></listPerson>"
    text = "<text><body><sp who='#j'><speaker>JAMBUS.</speaker><p>Oh!</p></sp></body></text>"
    made = with_header("", text, f"<profileDesc><particDesc>{people}</particDesc></profileDesc>")
    link = made.find_class("speaks")[0]
    assert (link.get("href"), words(link)) == ("#j", "JAMBUS.")
    back = made.get_element_by_id("j").xpath(".//span[@class='mentions']/a/@href")
    assert back == [f"#{link.getparent().get('id')}"]


def test_utterances_say_who_speaks() -> None:
    people = "<listPerson><person xml:id='S1'/><person xml:id='S2'><persName>Ann</persName></person></listPerson>"
    said = "<u who='#S2'>Well?</u><u who='#S1 #S2'>No.</u><note>Chair</note><u who='#S2'>Why?</u>"
    text = f"<text><body>{said}</body></text>"
    made = with_header("", text, f"<profileDesc><particDesc>{people}</particDesc></profileDesc>")
    assert [words(el) for el in made.find_class("u")] == ["Ann: Well?", "S1, Ann: No.", "Why?"]


def test_relations_are_said_with_names() -> None:
    people = "".join(f"<person xml:id='{id}'><persName>{id}</persName></person>" for id in ("Anna", "Ben"))
    relation = (
        "<listRelation><relation name='parent_of' active='#Anna' passive='#Ben #x' type='personal'/></listRelation>"
    )
    desc = f"<profileDesc><particDesc><listPerson>{people}{relation}</listPerson></particDesc></profileDesc>"
    made = with_header("", rest=desc)
    assert (
        words(made.xpath("//aside//dl[@class='details']")[0]) == "Relations Relation (personal) Anna parent of Ben, #x"
    )
    assert made.xpath("//aside//dl//a/@href") == ["#Anna", "#Ben"]


def test_claims_are_told_where_keyboards_reach() -> None:
    names = "".join(f"<persName ref='#a' cert='{cert}' resp='#me'>A</persName> " for cert in ("0.9", "0.9", "low"))
    header = (
        "<teiHeader><fileDesc><titleStmt><respStmt xml:id='me'><resp>marks</resp><persName>Meg</persName></respStmt>"
    )
    header += "</titleStmt></fileDesc></teiHeader>"
    text = f"<text><body><p>{names}</p></body></text>"
    made = page_of(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}{text}</TEI>'.encode())
    fold = made.find_class("claims")[0]
    assert words(fold.find("summary")) == "Marked by Meg"
    assert [words(li) for li in fold.xpath(".//li")] == [
        "1–2: marked by Meg; certainty 0.9",
        "3: marked by Meg; certainty low",
    ]


def test_responsibility_reads_as_a_sentence() -> None:
    stmt = "<respStmt><resp>TEI encoding by</resp><name>J. Walters</name></respStmt>"
    made = with_header(f"<titleStmt><title>T</title>{stmt}</titleStmt>")
    assert words(made.find_class("facts")[0]) == "Responsibility TEI encoding by J. Walters"
