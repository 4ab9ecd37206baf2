"""Files of spans, as programs write them."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from teikit.diagnostics import TeikitError
from teikit.standoff import FORMATS, Spans, read, read_all
from teikit.standoff.reading import detected

TEXT = "Fidel Castro in Havana"
XMI = """<?xml version="1.0"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"
 xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore"
 xmlns:seg="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"
 xmlns:meta="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore"
 xmlns:pos="http:///de/tudarmstadt/ukp/dkpro/core/api/lexmorph/type/pos.ecore"
 xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0"><cas:NULL xmi:id="0"/>
 <meta:DocumentMetaData xmi:id="9" sofa="1" begin="0" end="24" documentId="letter-1"/>
 <seg:Token xmi:id="2" sofa="1" begin="0" end="5"/><pos:POS_NOUN xmi:id="8" sofa="1" begin="0" end="5"/>
 <ner:NamedEntity xmi:id="3" sofa="1" begin="2" end="14" value="PER" identifier="https://example.org/fc"/>
 <custom:Ship xmi:id="4" sofa="1" begin="18" end="24"/>
 <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="😀Fidel Castro in Havana"/>
</xmi:XMI>"""


def shown(spans: Spans) -> list[tuple[str, object]]:
    """Return labels with offsets, or with quotations where there are none."""
    return [
        (one.label, one.ranges[0] if len(one.ranges) == 1 else one.ranges or one.quote) for one in spans.annotations
    ]


BOTH = [("PER", (0, 12)), ("LOC", (16, 22))]


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("a.json", '[{"start": 0, "end": 12, "type": "PER"}, {"begin": "16", "stop": 22.0, "label": "LOC"}]', "json"),
        ("a.json", '{"text": "T", "ents": [{"start": 0, "end": 12, "label": "PER"}, [16, 22, "LOC"]]}', "json"),
        ("a.json", '{"mentions": [{"start": 0, "end": 12, "kind": "PER"}, '
         '{"start": 16, "end": 22, "kind": "LOC"}]}', "json"),
        ("a.json", '{"text": "T", "entities": [{"id": 1, "label": "PER", "start_offset": 0, "end_offset": 12}, '
         '{"id": 2, "label": "LOC", "start_offset": 16, "end_offset": 22}], "relations": []}', "json"),
        ("a.jsonl", '{"start": 0, "end": 12, "type": "PER"}\n\n{"start": 16, "end": 22, "type": "LOC"}\n', "jsonl"),
        ("a.jsonl", '{"text": "T", "label": [[0, 12, "PER"], [16, 22, "LOC"]]}\n{"text": "U", "label": []}\n', "jsonl"),
        ("a.csv", "\ufeffBegin;End;Tag;Text\r\n0;12;PER;Fidel Castro\r\n16;22;LOC;Havana\r\n", "csv"),
        ("a.tsv", 'start\tend\ttype\ttext\n0\t12\tPER\t"Fidel\nCastro"\n16\t22\tLOC\tHavana\n', "csv"),
        ("a.ann", "T1\tPER 0 12\tFidel Castro\nT2\tLOC 16 22\tHavana\n#1\tAnnotatorNotes T1\tsure\n", "brat"),
        ("a.txt", "Fidel B-PER\nCastro I-PER\nin O\nHavana B-LOC\n", "conll"),
        ("a.conll", "-DOCSTART- -X- -X- O\n\nFidel NNP B-NP I-PER\nCastro NNP I-NP I-PER\nin IN B-PP O\n\n"
         "Havana NNP B-NP I-LOC\n", "conll"),
        ("a.tsv", "1\tFidel\tB-PER\tO\n2\tCastro\tE-PER\tO\n3\tin\tO\tO\n4\tHavana\tS-LOC\tO\n", "conll"),
        ("a.xmi", XMI.replace("Ship", "LOC").replace("😀", "").replace('"2" end="14"', '"0" end="12"')
         .replace('"18" end="24"', '"16" end="22"'), "xmi"),
    ],
)  # fmt: skip
def test_what_programs_write_is_found_out_and_read(name: str, content: str, format: str) -> None:
    data = content.encode()
    assert detected(data, name) == format
    assert shown(read_all(data, name=name)[0]) == BOTH
    assert shown(read_all(data, format=format)[0]) == BOTH


def test_a_table_may_hold_many_documents_and_more_than_spans() -> None:
    table = (
        "document,start,end,type,text,ref,cert,when,to\n"
        "a.xml,0,12,persName,'=Castro,#fc,0.9,,\n"
        "b.xml,3,4,date,x,,,1962,1963\n"
        "a.xml,x,4,date,,,,,\n"
    )
    first, second = read_all(table.encode())
    assert (first.names, second.names) == (("a.xml",), ("b.xml",))
    one, wrong = first.annotations
    assert (one.quote, one.ref, one.cert, one.where) == ("=Castro", "#fc", "0.9", "line 2")
    assert second.annotations[0].value == {"when": "1962", "to": "1963"}
    assert wrong.fault == "its offset is not a whole number: “x”"


def test_conll_gives_the_text_back() -> None:
    text = (
        "# global.columns = ID FORM NER NER:NESTED ENTITY MISC\n# newdoc id = a\n# path = x/a.xml\n"
        "1-2\tdell'Avana\t_\t_\t_\t_\n"
        "1\tdell'\tB-ORG\tO\thttps://x.org/o\tSpaceAfter=No|Cert=0.5|NestedWhen=1962\n"
        "2\tAvana\tI-ORG\tB-LOC\t_\tSpacesAfter=\\n\\n|NestedCert=0.7\n"
        "3\t#\tO\tO\t_\t_\n# newdoc id = b\n1\tRome\tB-LOC\tO\t_\t_\n"
    )
    first, second = read_all(text.encode())
    assert (first.text, first.names, second.names) == ("dell'Avana\n\n# ", ("a", "x/a.xml"), ("b",))
    outer, inner = first.annotations
    assert (outer.label, outer.ranges, outer.ref, outer.cert) == ("ORG", ((0, 10),), "https://x.org/o", "0.5")
    assert (inner.label, inner.ranges, inner.cert) == ("LOC", ((5, 10),), "0.7")


def test_hipe_is_read_with_its_dates() -> None:
    head = "TOKEN\tNE-COARSE-LIT\tNE-COARSE-METO\tNE-FINE-LIT\tNE-NESTED\tNEL-LIT\tNEL-METO\tMISC\n"
    rows = (
        "# hipe2022:document_id = a\n"
        "Paris\tB-loc\tB-org\tB-loc.adm.town\tO\tQ90\t_\tNoSpaceAfter\n,\tO\tO\tO\tO\t_\t_\t_\n1793\tB-time\tO\tO\tO\tNIL\t_\t_\n"
    )
    (spans,) = read_all((head + rows).encode())
    assert spans.text == "Paris, 1793 "
    assert [(one.label, one.quote, one.ref) for one in spans.annotations] == [
        ("loc", "Paris", "http://www.wikidata.org/entity/Q90"),
        ("DATE", "1793", ""),
    ]


def test_brat_has_pieces_and_what_they_mean() -> None:
    text = (
        "T1\tLOC 0 5;16 23\tNorth America\nN1\tReference T1 Wikidata:Q49\tNorth America\n"
        "R1\tIn Arg1:T1 Arg2:T1\nT2\tLOC\tx\n"
    )
    spans = read(text.encode(), name="a.ann", text="North and South America")
    one, wrong = spans.annotations
    assert (one.ranges, one.ref, spans.text) == (((0, 5), (16, 23)), "Wikidata:Q49", "North and South America")
    assert spans.skipped == {"relations": 1}
    assert wrong.fault == "it is no type with offsets"


def test_a_cas_counts_utf16_and_comes_in_archives() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x/letter.xmi", XMI)
        archive.writestr("TypeSystem.xml", "<x/>")
    for data in (XMI.encode(), packed.getvalue()):
        (spans,) = read_all(data)
        assert spans.unit == "utf16"
        assert shown(spans) == [("PER", (2, 14)), ("Ship", (18, 24))]
        assert spans.annotations[0].ref == "https://example.org/fc"
        assert spans.skipped == {"POS_NOUN": 1}
        assert spans.names[0] == "letter-1"


def test_web_annotations_of_all_shapes() -> None:
    position = {"type": "TextPositionSelector", "start": 0, "end": 12}
    quote = {"type": "TextQuoteSelector", "exact": "Castro", "prefix": "Fidel ", "suffix": " in"}
    path = {"type": "XPathSelector", "value": "/TEI/text[1]/body[1]/p[1]", "refinedBy": position}
    target = {"source": "https://x.org/a.xml#p1"}
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "items": [
            {
                "type": "Annotation",
                "body": [
                    {"purpose": "tagging", "value": "PER"},
                    {"purpose": "identifying", "source": "https://x.org/fc"},
                ],
                "target": {**target, "selector": [position, quote]},
            },
            {"type": "Annotation", "body": "https://x.org/p", "target": {**target, "selector": path}},
            {"type": "Annotation", "target": {**target, "selector": {"type": "SvgSelector", "value": "<svg/>"}}},
            {"type": "Annotation", "target": "https://x.org/b.xml"},
        ],
    }
    first, second = read_all(json.dumps(page).encode())
    assert (first.names, second.names) == (("https://x.org/a.xml",), ("https://x.org/b.xml",))
    one, two, three = first.annotations
    assert (one.label, one.ranges, one.quote, one.prefix, one.ref) == (
        "PER", ((0, 12),), "Castro", "Fidel ", "https://x.org/fc",
    )  # fmt: skip
    assert (two.xpath, two.within, two.ref) == ("/TEI/text[1]/body[1]/p[1]", (0, 12), "https://x.org/p")
    assert three.fault == "none of its selectors is one by position, quotation or XPath"
    assert read(json.dumps(page["items"][0]).encode()).annotations == (one,)


def test_parts_of_one_mention_are_one_span() -> None:
    mentions = [
        {"kind": "persName", "start": 0, "end": 5, "text": "Fidel", "element": 7},
        {"kind": "persName", "start": 9, "end": 15, "text": "Castro", "element": 9, "follows": 7},
    ]
    (one,) = read(json.dumps({"text": "T", "mentions": mentions}).encode()).annotations
    assert (one.ranges, one.quote) == (((0, 5), (9, 15)), "Fidel Castro")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"start": 1', "not well-formed JSON: Expecting ',' delimiter"),
        (b"[" * 100_000, "the JSON is nested too deep"),
        (b"5", "it is in no format of spans that is known"),
        (b'{"a": 1}', "there is no list of spans in it"),
        (b"Once upon a time", "it is in no format of spans that is known"),
        (b"\xff\xfe\x00", "not a text file in UTF-8"),
        (b"caf\xe9", "not a text file in UTF-8: byte 3 cannot be read"),
        (b"<a>", "not well-formed XML: no element found"),
        (b"<a/>", "it is XML, but no CAS"),
        (b"PK\x03\x04", "not a readable archive"),
    ],
)
def test_what_cannot_be_read_is_told(content: bytes, message: str) -> None:
    with pytest.raises(TeikitError) as raised:
        read_all(content, name="spans")
    assert raised.value.diagnostic.code == "P010"
    assert raised.value.diagnostic.message.startswith(message)


def test_an_entity_bomb_is_refused() -> None:
    levels = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 20}">' for n in range(9))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}]><x>&e9;</x>'
    with pytest.raises(TeikitError):
        read_all(bomb.encode())


def test_every_format_says_what_it_is() -> None:
    assert all(one.summary and one.suffixes for one in FORMATS.values())
    with pytest.raises(ValueError, match="there is no format 'docx' of spans; there are json, jsonl"):
        read_all(b"[]", format="docx")


def test_spans_of_several_documents_are_not_one() -> None:
    with pytest.raises(TeikitError, match="spans of 2 documents"):
        read(b'{"text": "a", "ents": []}\n{"text": "b", "ents": []}')


def test_a_docbin_is_read() -> None:
    pytest.importorskip("spacy", reason="needs spaCy")
    from spacy.tokens import Doc, DocBin, Span
    from spacy.vocab import Vocab

    doc = Doc(Vocab(), words=["Fidel", "Castro", "in", "Havana"])
    doc.set_ents([Span(doc, 0, 2, label="PER", kb_id="https://x.org/fc"), Span(doc, 3, 4, label="LOC")])
    doc.spans["sc"] = [Span(doc, 1, 2, label="SURNAME"), Span(doc, 3, 4, label="LOC")]
    spans = read(DocBin(attrs=["ENT_IOB", "ENT_TYPE", "ENT_KB_ID"], docs=[doc]).to_bytes(), name="a.spacy")
    assert shown(spans) == [*BOTH, ("SURNAME", (6, 12))]
    assert (spans.text.strip(), spans.annotations[0].ref) == (TEXT, "https://x.org/fc")
    assert shown(read(json.dumps(doc.to_json()).encode())) == BOTH
    with pytest.raises(TeikitError, match="spaCy cannot read it"):
        read(b"\x78nothing", name="a.spacy")


def test_a_cas_of_cassis_is_read() -> None:
    cassis = pytest.importorskip("cassis", reason="needs dkpro-cassis")
    types = cassis.TypeSystem()
    layer = types.create_type("webanno.custom.Person", supertypeName="uima.tcas.Annotation")
    types.create_feature(layer, "value", "uima.cas.String")
    cas = cassis.Cas(typesystem=types, sofa_string="😀 Fidel Castro", sofa_mime="text/plain")
    cas.add(layer(begin=2, end=14, value="PER"))
    spans = read(cas.to_xmi().encode())
    assert (shown(spans), spans.unit) == ([("PER", (3, 15))], "utf16")
