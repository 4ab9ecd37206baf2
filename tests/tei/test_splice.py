"""Tags go where they may, nothing else changes, and strip takes them out again."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from teikit.diagnostics import TeikitError
from teikit.model import DateValue, Document, Entity, Mention, Span
from teikit.tei import proof
from teikit.tei.provenance import Insertion
from teikit.tei.splice import Spliced, splice, verify
from teikit.tei.strip import strip
from teikit.tei.view import view

CASES = sorted((Path(__file__).resolve().parents[1] / "cases" / "splice").glob("*.txt"))
HEADER = """<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p>-</p></publicationStmt>
<sourceDesc><p>-</p></sourceDesc></fileDesc></teiHeader>"""


def tei(body: str, header: str = HEADER) -> bytes:
    namespace = "http://www.tei-c.org/ns/1.0"
    return f'<TEI xmlns="{namespace}">\n{header}\n<text>\n<body>{body}</body></text></TEI>\n'.encode()


def body_of(data: bytes) -> str:
    text = data.decode()
    return text[text.index("<body>") + 6 : text.index("</body>")]


def with_mentions(doc: Document, *wanted: tuple[str, str], entities: tuple[Entity, ...] = ()) -> Document:
    """Return a document in which strings are marked: kind, string; each where it first occurs."""
    mentions = list(doc.mentions)
    for kind, quoted in wanted:
        start = doc.text.index(quoted)
        ref = next((entity.id for entity in entities if quoted in entity.forms), None)
        value = DateValue(when="1962-10-27") if kind == "date" and "27" in quoted else None
        mentions.append(Mention(Span(start, start + len(quoted)), kind, "test", 0.971, value, ref))
    mentions.sort(key=lambda mention: (mention.span.start, -mention.span.end))
    return replace(doc, mentions=tuple(mentions), entities=(*doc.entities, *entities))


def spliced(data: bytes, *wanted: tuple[str, str], entities: tuple[Entity, ...] = (), **options: object) -> Spliced:
    seen = view(data)
    doc = with_mentions(seen.document, *wanted, entities=entities)
    return splice(seen, doc, version="1.0", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    parts = [part.strip("\n") for part in path.read_text(encoding="utf-8").split("----\n")]
    wanted = [line.replace("\\n", "\n").split(": ", 1) for line in parts[1].splitlines()]
    data = tei(parts[0])
    result = spliced(data, *((kind, quoted) for kind, quoted in wanted))
    assert re.sub(r' (?:resp|cert)="[^"]*"', "", body_of(result.data)) == parts[2]
    reported = [f"{f.code}: {f.span.of(view(data).document.text)}" for f in result.findings]
    assert reported == (parts[3].splitlines() if len(parts) > 3 else [])
    assert strip(result.data) == data


def test_a_claim_says_value_reference_author_and_certainty() -> None:
    castro = Entity("castro", "person", "Fidel Castro", ("Fidel Castro",), role="Premier")
    data = tei("<p>Fidel Castro on October 27</p>")
    result = spliced(data, ("persName", "Fidel Castro"), ("date", "October 27"), entities=(castro,))
    assert body_of(result.data) == (
        '<p><persName ref="#castro" resp="#teikit" cert="0.97">Fidel Castro</persName>'
        ' on <date when="1962-10-27" resp="#teikit" cert="0.97">October 27</date></p>'
    )
    assert (
        b'<person xml:id="castro"><persName>Fidel Castro</persName><state type="role"><label>Premier</label>'
        in result.data
    )
    assert {kind: number for kind, number in result.counts.items() if number} == {"persName": 1, "date": 1}
    level = spliced(data, ("persName", "Fidel Castro"), cert="level")
    assert b'cert="high">Fidel' in level.data
    signed = spliced(data, ("persName", "Fidel Castro"), editors={"test": "jd"})
    assert b'<persName resp="#jd" cert="high">Fidel' in signed.data


def test_nothing_to_add_leaves_the_bytes() -> None:
    data = tei("<p>Nobody.</p>")
    seen = view(data)
    unused = replace(seen.document, entities=(Entity("x", "person", "X"),))
    assert splice(seen, unused) == Spliced(data)


def test_ids_never_clash() -> None:
    castro = Entity("castro", "person", "Castro", ("Castro",))
    data = tei('<p xml:id="castro">Castro <hi xml:id="teikit">and <hi xml:id="teikit-app">others</hi></hi></p>')
    result = spliced(data, ("persName", "Castro"), entities=(castro,))
    assert b'<persName ref="#castro-2" resp="#teikit-2" cert="0.97">Castro' in result.data
    ids = re.findall(rb'xml:id="([^"]*)"', result.data)
    assert len(ids) == len(set(ids))


def test_entities_of_the_file_are_pointed_to_and_not_repeated() -> None:
    lists = (
        '<standOff><listPerson><person xml:id="fc"><persName>Fidel Castro</persName></person></listPerson></standOff>'
    )
    data = tei("<p>Castro</p>", HEADER + lists)
    seen = view(data)
    assert seen.document.entities == (Entity("fc", "person", "Fidel Castro", ("Fidel Castro",)),)
    doc = replace(seen.document, mentions=(Mention(Span(0, 6), "persName", "test", 0.9, ref="fc"),))
    result = splice(seen, doc)
    assert b'<persName ref="#fc" ' in result.data
    assert result.data.count(b"<listPerson") == 1


def test_an_outside_register_is_pointed_to_as_the_file_does() -> None:
    data = tei('<p><persName ref="people.xml#fc">Fidel</persName> and Castro</p>')
    seen = view(data)
    (mention,) = seen.document.mentions
    doc = replace(
        seen.document,
        mentions=(mention, Mention(Span(10, 16), "persName", "test", 0.9, ref=mention.ref)),
    )
    result = splice(seen, doc)
    assert b'<persName ref="people.xml#fc" resp="#teikit" cert="0.90">Castro' in result.data
    assert b"standOff" not in result.data


def test_annotating_twice_adds_nothing() -> None:
    wanted = (("persName", "Fidel Castro"), ("placeName", "Cuba"))
    first = spliced(tei("<p><hi>We met Fidel</hi> Castro in Cuba.</p>"), *wanted)
    seen = view(first.data)
    again = [
        Mention(m.span, m.kind, "test", m.score)
        for m in with_mentions(seen.document, *wanted).mentions
        if m.source != "document"
    ]
    doc = replace(seen.document, mentions=tuple(sorted((*again, *seen.document.mentions), key=_place)))
    second = splice(seen, doc)
    assert second.data == first.data
    assert [finding.code for finding in second.findings] == ["P004", "P004"]


def _place(mention: Mention) -> tuple[int, int]:
    return mention.span.start, -mention.span.end


def test_crossing_names_can_be_reported_instead() -> None:
    data = tei("<p>We met <hi>Premier Fidel</hi> Castro.</p>")
    result = spliced(data, ("persName", "Fidel Castro"), crossing="report")
    assert result.data == data
    assert [finding.code for finding in result.findings] == ["P006"]


def test_what_crosses_can_be_kept_in_standoff() -> None:
    data = tei(
        '<p xml:id="a">S&#227;o: <hi>Premier Fidel</hi> Castro, <![CDATA[Paris & Rome]]></p>'
        "<p>the <w>Ohio-class</w></p>"
    )
    wanted = (("persName", "Fidel Castro"), ("placeName", "Rome"), ("placeName", "Ohio"))
    result = spliced(data, *wanted, crossing="standOff")
    for line in (
        '<span target="#string-range(a,13,12)"><persName resp="#teikit" cert="0.97">Fidel Castro</persName></span>',
        '<span target="#string-range(a,35,4)"><placeName resp="#teikit" cert="0.97">Rome</placeName></span>',
        '<span target="#string-range(/TEI[1]/text[1]/body[1]/p[2],4,4)"><placeName ',
    ):
        assert line in result.data.decode()
    assert not result.findings
    assert strip(result.data) == data
    again = spliced(result.data, *wanted, crossing="standOff")
    assert again.data == result.data
    assert [finding.code for finding in again.findings] == ["P004"] * 3


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (HEADER, "</fileDesc><encodingDesc><appInfo><application "),
        (
            HEADER.replace("</fileDesc>", "</fileDesc><encodingDesc><p>x</p></encodingDesc>"),
            "<p>x</p><appInfo><application ",
        ),
        (
            HEADER.replace("</fileDesc>", "</fileDesc><revisionDesc><change>old</change></revisionDesc>"),
            '<revisionDesc><change who="#teikit" when="2026-01-02" resp="#teikit">Marked automatically:'
            " 1 persName.</change><change>old",
        ),
        (HEADER.replace("<title>T</title>", "<title>T</title><author/>"), "<author/><respStmt xml:id="),
    ],
)
def test_provenance_finds_its_place(header: str, expected: str) -> None:
    data = tei("<p>Fidel Castro</p>", header)
    result = spliced(data, ("persName", "Fidel Castro"), date="2026-01-02")
    assert expected in result.data.decode()
    assert strip(result.data) == data


def test_a_header_without_a_place_is_reported() -> None:
    data = tei("<p>Fidel Castro</p>", "<teiHeader/>")
    result = spliced(data, ("persName", "Fidel Castro"))
    assert b"<persName resp=" in result.data
    assert [finding.code for finding in result.findings] == ["P003"]
    assert strip(result.data) == data


@pytest.mark.parametrize("registers", ["standOff", "profileDesc", "back", "none"])
def test_registers_stand_where_asked(registers: str) -> None:
    entities = (
        Entity("p", "person", 'A <B> & "C"', ("Fidel Castro",)),
        Entity(
            "c", "place", "Cuba", ("Cuba",), uri="https://www.geonames.org/3562981", geo=(21.5, -80.0), type="country"
        ),
    )
    data = tei("<p>Fidel Castro in Cuba</p>")
    result = spliced(data, ("persName", "Fidel Castro"), ("placeName", "Cuba"), entities=entities, registers=registers)
    assert strip(result.data) == data
    parent = {"standOff": "<standOff>", "profileDesc": "<settingDesc>", "back": '<div type="register">', "none": ""}
    assert parent[registers] in result.data.decode()
    if registers == "none":
        assert b'<placeName ref="https://www.geonames.org/3562981"' in result.data
        assert b"<listPlace" not in result.data
    else:
        assert b'A &lt;B&gt; &amp; "C"' in result.data
        assert b'<location><geo>21.5 -80</geo></location><idno type="GeoNames">' in result.data
        assert {entity.name for entity in view(result.data).document.entities} == {'A <B> & "C"', "Cuba"}


def test_names_in_the_header_are_linked_on_request() -> None:
    sent = (
        '<profileDesc><correspDesc><correspAction type="sent"><persName>Fidel  Castro</persName></correspAction>'
        '<correspAction type="received"><persName ref="#k">Kennedy</persName></correspAction>'
        "</correspDesc></profileDesc>"
    )
    data = tei("<p>Castro</p>", HEADER.replace("</teiHeader>", sent + "</teiHeader>"))
    castro = Entity("castro", "person", "Fidel Castro", ("Fidel Castro", "Castro"))
    result = spliced(data, ("persName", "Castro"), entities=(castro,), refs_in_header=True)
    assert b'<persName ref="#castro">Fidel  Castro</persName>' in result.data
    assert b'<persName ref="#k">Kennedy' in result.data
    assert strip(result.data) == data
    unlisted = spliced(
        data,
        ("persName", "Castro"),
        entities=(replace(castro, uri="https://x.org/fc"),),
        refs_in_header=True,
        registers="none",
    )
    assert strip(unlisted.data) == data
    assert b'ref="#castro">Fidel  ' not in spliced(data, ("persName", "Castro"), entities=(castro,)).data


def test_the_prefix_of_the_file_is_used() -> None:
    data = tei("<p>Fidel Castro</p>").replace(b"<", b"<t:").replace(b"<t:/", b"</t:").replace(b"xmlns=", b"xmlns:t=")
    castro = Entity("castro", "person", "Castro", ("Fidel Castro",))
    result = spliced(data, ("persName", "Fidel Castro"), entities=(castro,))
    assert b'<t:persName ref="#castro" resp="#teikit" cert="0.97">Fidel Castro</t:persName>' in result.data
    assert b"<t:standOff>" in result.data
    assert b"<t:respStmt" in result.data
    assert strip(result.data) == data


def test_the_proof_fails_on_anything_else() -> None:
    data = tei("<p>Fidel Castro</p>")
    seen = view(data)
    at = data.index(b"Fidel")
    for offset, inserted, changed in [
        (at, b"<hi>", data[:at] + b"<hi>" + data[at:]),
        (at, b"x", data[:at] + b"x" + data[at:]),
        (at, b"<lb/>", data[:at] + b"<lb/>" + data[at + 1 :]),
        (at + 1, b"<lb/>", data[: at + 1] + b"<lb/>" + data[at + 1 :]),
    ]:
        with pytest.raises(TeikitError) as raised:
            verify(seen, changed, [Insertion(offset, inserted)])
        assert raised.value.diagnostic.code == "P009"
    proof.verify(seen, data[:at] + b"<?x?>" + data[at:], [Insertion(at, b"<?x?>")])


def test_a_document_of_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="text differs"):
        splice(view(tei("<p>Fidel</p>")), Document("Castro"))


def test_an_unknown_option_is_refused() -> None:
    seen = view(tei("<p>Fidel</p>"))
    with pytest.raises(ValueError, match="registers must be one of standOff, profileDesc, back, none, not 'body'"):
        splice(seen, seen.document, registers="body")
