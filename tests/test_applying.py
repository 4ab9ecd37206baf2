"""Spans made elsewhere: each is placed, kept in standOff or told of, and nothing else of a file changes."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from teikit.applying import Applied, apply
from teikit.diagnostics import TeikitError
from teikit.export import EXPORTERS, File, export, export_all
from teikit.model import Span
from teikit.standoff import Annotation, Spans, read
from teikit.tei import edition, strip, view

LABELS = ("PER", "LOC", "ORG", "DATE", "TIME", "MISC", "WORK_OF_ART", "QUANTITY", "Event of note", "term", "seg", "num")
CROSSING = ("split", "standOff", "report")
WORD = re.compile(r"\S+")
HEADER = """<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p>-</p></publicationStmt>
<sourceDesc><p>-</p></sourceDesc></fileDesc></teiHeader>"""


def tei(body: str, header: str = HEADER) -> bytes:
    namespace = "http://www.tei-c.org/ns/1.0"
    return f'<TEI xmlns="{namespace}">\n{header}\n<text>\n<body>{body}</body></text></TEI>\n'.encode()


def body_of(data: bytes) -> str:
    text = re.sub(r' (?:resp|xml:id|next|prev)="[^"]*"', "", data.decode())
    return text[text.index("<body>") + 6 : text.index("</body>")]


def random_spans(text: str, seed: int) -> Spans:
    """Return spans of one to six words from nearly every capitalised word on; some begin or end inside one."""
    chance = random.Random(seed)
    words = [match.span() for match in WORD.finditer(text)]
    made: list[Annotation] = []
    for number, (start, end) in enumerate(words):
        if not any(char.isupper() for char in text[start:end]) or chance.random() < 0.1:
            continue
        last = words[min(number + chance.randrange(6), len(words) - 1)][1]
        start, last = start + chance.randrange(2), last - chance.randrange(2)
        ranges = ((start, last),)
        if chance.random() < 0.05 and number + 9 < len(words):
            ranges += (words[number + 8],)
        made.append(Annotation(chance.choice(LABELS), ranges, cert="0.5", where=f"{number}"))
    return Spans(tuple(made))


def instances(shared: Path) -> list[Path]:
    return [path for path in sorted((shared / "tei" / "instances").rglob("*")) if path.is_file()]


def check(data: bytes, spans: Spans, crossing: str, name: str) -> Applied:
    """Apply spans and see that all that is promised holds."""
    before = view(data)
    result = apply(data, spans, crossing=crossing)
    assert strip(result.data) == data, name
    etree.fromstring(result.data, etree.XMLParser(resolve_entities=False, huge_tree=True, collect_ids=False))
    after = view(result.data)
    assert after.document.text == before.document.text, name
    assert len(result.placed) + len(result.not_placed) == len(spans.annotations), name
    lines = Counter(one.code for one in result.diagnostics)
    assert all(lines[code] >= count for code, count in Counter(one.code for one in result.not_placed).items()), name
    _found_again(result, after)
    return result


def _found_again(result: Applied, after: object) -> None:
    """See that every part of every span that was placed is an element of the file or of its standOff."""
    tags: Counter[tuple[str, int, int]] = Counter()
    for node in after.reading.nodes:  # type: ignore[attr-defined]
        if node.attrs.get("resp", "").startswith("#teikit"):
            tags[node.name, node.first, node.last] += 1
    apart = sum(
        len(group.children())
        for group in after.scan.around_text("spanGrp")  # type: ignore[attr-defined]
        if group.attrs.get("resp", "").startswith("#teikit")
    )
    assert sum(tags.values()) >= sum(one.parts for one in result.placed)
    assert apart >= sum(not one.parts for one in result.placed)
    for one in result.placed:
        if one.parts == 1:
            key = (one.element, one.spans[0].start, one.spans[-1].end)
            assert tags[key], one
    covered = {(name, offset) for name, first, last in tags for offset in (first, last)}
    for one in result.placed:
        if one.parts > 1:
            assert (one.element, one.spans[0].start) in covered, one
            assert (one.element, one.spans[-1].end) in covered, one


def check_files(paths: list[Path], crossing: str) -> int:
    """Check files, and return how many of them are TEI."""
    read = 0
    for number, path in enumerate(paths):
        data = path.read_bytes()
        try:
            text = view(data).document.text
        except TeikitError as error:
            assert error.diagnostic.code in ("P001", "P005"), path
            with pytest.raises(TeikitError):
                apply(data, Spans())
            continue
        spans = random_spans(text, number)
        result = check(data, spans, crossing, path.name)
        if crossing != "report":
            assert apply(result.data, spans, crossing=crossing).data == result.data, path.name
        read += 1
    return read


@pytest.mark.slow
@pytest.mark.parametrize("crossing", CROSSING)
def test_every_file_of_other_projects(shared: Path, crossing: str) -> None:
    assert check_files(instances(shared), crossing) > 100


def test_some_files_of_other_projects(shared: Path) -> None:
    small = [path for path in instances(shared) if path.stat().st_size < 40_000]
    assert sum(check_files(small[at::9], crossing) for at, crossing in enumerate(CROSSING)) > 20


def mentions(data: bytes, *, refs: bool) -> list[tuple[object, ...]]:
    found = edition(data).marks
    return [(m.span, m.kind, m.cert, m.value, *([m.ref] if refs else [])) for m in found]


def exported(style: str, data: bytes) -> bytes:
    """Return the export of one file; of a table that of mentions, of a bundle the file of the document."""
    if not EXPORTERS[style].gathers:
        return export(style, data, path="letter.xml").data
    for file in export_all(style, [edition(data, "letter.xml")]):
        if isinstance(file, File) and file.name not in ("TypeSystem.xml",):
            return b"".join(file.pieces)
    raise AssertionError(style)


@pytest.mark.parametrize("style", ["json", "jsonl", "csv", "tsv", "conll", "webannotation", "spacy", "inception"])
def test_what_was_exported_comes_back(root: Path, style: str) -> None:
    if EXPORTERS[style].extra:
        needed = {"spacy": "spacy", "inception": "cassis"}[style]
        pytest.importorskip(needed, reason=f"needs {needed}")
    for path in sorted((root / "encoded").glob("*.xml"))[::4]:
        data = path.read_bytes()
        result = apply(strip(data), read(exported(style, data), name="letter"))
        whole = style in ("json", "jsonl")
        found, wanted = mentions(result.data, refs=whole), mentions(data, refs=whole)
        if style == "inception":  # which has no room for values and certainty
            found, wanted = [one[:2] for one in found], [one[:2] for one in wanted]
        assert found == wanted, path.name
        assert not result.not_placed


_FAULT = re.compile(r"^(.*?):\d+:\d+: (?:error|fatal)", re.MULTILINE)


def faults(schema: Path, paths: list[Path]) -> Counter[str]:
    """Return the number of faults by the name of the file."""
    run = subprocess.run(["jing", schema, *paths], capture_output=True, text=True, check=False)
    return Counter(Path(found).name for found in _FAULT.findall(run.stdout))


@pytest.mark.slow
@pytest.mark.parametrize("crossing", ["split", "standOff"])
def test_what_was_valid_stays_so(shared: Path, tmp_path: Path, crossing: str) -> None:
    if not shutil.which("jing"):
        pytest.skip("needs jing")
    schema = shared / "tei" / "4.9.0a" / "tei_all" / "tei_all.rng"
    sources = []
    for path in instances(shared):
        # jing gives up on a file with a DTD that is not there, and on all after it.
        if path.suffix not in (".xml", ".odd", ".tei") or b"<!DOCTYPE" in path.read_bytes():
            continue
        try:
            text = view(path.read_bytes()).document.text
        except TeikitError:
            continue
        result = apply(
            path.read_bytes(), random_spans(text, 7), crossing=crossing, resp="A recogniser", date="2026-01-02"
        )
        (tmp_path / path.name).write_bytes(result.data)
        sources.append(path)
    before = faults(schema, sources)
    valid = [path for path in sources if not before[path.name]]
    assert len(valid) > 60
    assert faults(schema, [tmp_path / path.name for path in valid]) == Counter()


def applied(body: str, *wanted: tuple[str, str], **settings: object) -> Applied:
    """Apply spans that are given by what they cover, each where it first occurs."""
    data = tei(body)
    text = view(data).document.text
    made = [Annotation(label, ((text.index(quoted), text.index(quoted) + len(quoted)),)) for label, quoted in wanted]
    return apply(data, Spans(tuple(made)), path="letter.xml", **settings)


def told(result: Applied) -> list[str]:
    return [one.code for one in result.diagnostics]


def test_spans_that_cross_each_other_are_cut_at_the_later_one() -> None:
    result = applied("<p>We met Fidel Castro in Havana.</p>", ("PER", "Fidel Castro in"), ("LOC", "Castro in Havana"))
    assert body_of(result.data) == (
        "<p>We met <persName>Fidel <placeName>Castro in</placeName></persName> <placeName>Havana</placeName>.</p>"
    )
    assert 'next="#teikit-1.2"' in result.data.decode()
    assert result.counts == {"placed": 2, "split": 1, "in standOff": 0, "not placed": 0}


def test_spans_that_cross_each_other_can_be_reported() -> None:
    result = applied("<p>Fidel Castro in Havana</p>", ("PER", "Fidel Castro"), ("LOC", "Castro in"), crossing="report")
    assert body_of(result.data) == "<p><persName>Fidel Castro</persName> in Havana</p>"
    (line,) = result.diagnostics
    assert (line.code, line.line, line.path) == ("P006", 5, "letter.xml")
    assert line.message == "placeName “Castro in”: it crosses “Fidel Castro”, which is to be marked as well"


def test_what_crosses_markup_is_kept_in_standoff_on_request() -> None:
    body = '<p xml:id="a">We met <hi>Premier Fidel</hi> Castro.</p>'
    result = applied(body, ("PER", "Fidel Castro"), crossing="standOff")
    assert (
        '<span target="#string-range(a,15,12)"><persName resp="#teikit">Fidel Castro</persName>' in result.data.decode()
    )
    assert strip(result.data) == tei(body)
    again = apply(result.data, Spans((Annotation("PER", ((15, 27),)),)), crossing="standOff")
    assert again.data == result.data
    assert told(again) == ["P004"]


def test_what_crosses_only_what_is_left_out_is_marked() -> None:
    data = tei("<p>A b c d e f g h</p>")
    wanted = (Annotation("X", ((0, 3), (8, 11))), Annotation("Y", ((2, 5),)), Annotation("Z", ((6, 9),)))
    result = apply(data, Spans(wanted), crossing="report")
    assert body_of(result.data) == '<p>A <rs type="Y">b c</rs> <rs type="Z">d e</rs> f g h</p>'
    assert [one.label for one in result.not_placed] == ["X"]


def test_a_span_of_many_pieces_is_joined() -> None:
    data = tei("<p>North and South America</p>")
    result = apply(data, Spans((Annotation("LOC", ((0, 5), (16, 23)), "North America"),)))
    assert body_of(result.data) == "<p><placeName>North</placeName> and South <placeName>America</placeName></p>"
    assert re.search(r'xml:id="teikit-1.1" next="#teikit-1.2"', result.data.decode())


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Annotation("PER", ((3, 3),)), "P012"),
        (Annotation("PER", ((9, 3),)), "P012"),
        (Annotation("PER", ((-4, 3),)), "P012"),
        (Annotation("PER", ((3, 99_999),)), "P012"),
        (Annotation("PER", ((2, 3),)), "P012"),
        (Annotation("PER"), "P012"),
        (Annotation("PER", ((0, 2),), "Nikita"), "P011"),
        (Annotation("PER", (), "met"), "P013"),
        (Annotation("PER", (), "We", prefix="they"), "P011"),
        (Annotation("PER", ((7, 12),)), "P015"),
        (Annotation("PER", ((7, 19),)), "P004"),
        (Annotation("LOC", ((30, 32),)), "P002"),
    ],
)
def test_a_span_without_a_place_is_told_of(given: Annotation, code: str) -> None:
    data = tei("<p>We met <persName>Fidel Castro</persName> and met <idno>Ohio</idno>.</p>")
    result = apply(data, Spans((given,)))
    assert result.data == data
    assert told(result) == [code]
    assert [one.code for one in result.not_placed] == [code]
    kept = apply(data, Spans((given,)), keep=True)
    assert kept.counts["in standOff"] == (code in ("P002", "P015"))
    assert strip(kept.data) == data


def test_the_same_span_twice_is_marked_once() -> None:
    result = applied("<p>Castro</p>", ("PER", "Castro"), ("PERSON", "Castro"), ("MISC", "Castro"))
    assert body_of(result.data) == '<p><persName><rs type="misc">Castro</rs></persName></p>'
    assert told(result) == ["P014"]


def test_labels_become_what_they_are_told_to() -> None:
    wanted = (("WORK", "Hamlet"), ("X", "Prince"), ("Great power", "Rome"), ("NO", "who"))
    labels = {"X": "roleName", "WORK": "title@type=play", "NO": "-"}
    result = applied("<p>Hamlet, Prince of Rome, who</p>", *wanted, labels=labels)
    assert body_of(result.data) == (
        '<p><title type="play">Hamlet</title>, <roleName>Prince</roleName> of <rs type="Great_power">Rome</rs>, who</p>'
    )
    assert told(result) == ["P019"]
    with pytest.raises(ValueError, match="spans cannot become p; they can become"):
        applied("<p>Hamlet</p>", ("A", "Hamlet"), labels={"A": "p"})
    with pytest.raises(ValueError, match="hi has no @type in TEI"):
        applied("<p>Hamlet</p>", ("A", "Hamlet"), labels={"A": "hi@type=x"})


def test_values_are_written_where_tei_takes_them() -> None:
    data = tei('<p xml:id="fc">Castro, 27 October, 28 October</p>')
    given = (
        Annotation("PER", ((0, 6),), ref="fc", cert="0.971", value="1962"),
        Annotation("DATE", ((8, 18),), value={"when": "1962-10-27"}, cert="high", ref="nowhere"),
        Annotation("DATE", ((20, 30),), value="1962-02-30", cert="very", ref="https://example.org/a?b=1&c"),
    )
    result = apply(data, Spans(given), resp="Flair 0.15")
    assert 'ref="#fc" when="1962" resp="#teikit #Flair-0.15" cert="0.97">Castro' in result.data.decode()
    assert '<date when="1962-10-27" resp="#teikit #Flair-0.15" cert="high">27' in result.data.decode()
    assert '<date ref="https://example.org/a?b=1&amp;c" resp="#teikit #Flair-0.15">28' in result.data.decode()
    assert told(result) == ["P016"] * 3
    assert '<respStmt xml:id="Flair-0.15" resp="#teikit"><resp>marking of spans</resp><name>Flair 0.15</name>' in (
        result.data.decode()
    )
    assert strip(result.data) == data
    again = apply(result.data, Spans((Annotation("LOC", ((0, 6),)),)), resp="Flair 0.15")
    assert again.data.decode().count("<name>Flair 0.15</name>") == 1
    assert strip(again.data) == data


def test_a_file_without_a_text_is_read_from_its_sourcedoc() -> None:
    data = tei("<p/>").replace(
        b"<text>\n<body><p/></body></text>",
        b"<sourceDoc><surface><zone><line>Dear <hi>Fidel</hi></line><line>Castro</line></zone></surface></sourceDoc>",
    )
    assert view(data).document.text == "Dear Fidel\nCastro"
    result = apply(data, Spans((Annotation("PER", ((5, 10),)), Annotation("PER", ((11, 17),)))), keep=True)
    assert b"<hi><persName resp=" in result.data
    assert result.counts == {"placed": 1, "split": 0, "in standOff": 1, "not placed": 0}
    assert strip(result.data) == data


@pytest.mark.parametrize(
    ("unit", "start", "end"), [("char", 3, 9), ("utf16", 4, 10), ("byte", 7, 13)], ids=lambda value: str(value)
)
def test_offsets_count_what_they_are_said_to(unit: str, start: int, end: int) -> None:
    data = tei("<p>😀é Castro</p>")
    result = apply(data, Spans((Annotation("PER", ((start, end),), "Castro"),), unit=unit))
    assert body_of(result.data) == "<p>😀é <persName>Castro</persName></p>"
    inside = apply(data, Spans((Annotation("PER", ((1, 10),)),)), unit="utf16")
    assert told(inside) == ["P012"]


def test_spans_of_another_version_of_the_text_are_found_again() -> None:
    theirs = "Comrade  Castro’s  letter said ‘no’ to Mr. Rusk in Paris."
    data = tei("<p>Castro's letter said 'no' to <hi>Mr Rusk</hi>, in Rome.</p>")
    quotes = ("Castro", "‘no’", "Mr. Rusk", "Paris")
    made = [Annotation("X", ((theirs.index(quote), theirs.index(quote) + len(quote)),), quote) for quote in quotes]
    result = apply(data, Spans(tuple(made), theirs))
    assert body_of(result.data) == (
        '<p><rs type="X">Castro</rs>\'s letter said <rs type="X">\'no\'</rs> to <hi>Mr Rusk</hi>, in Rome.</p>'
    )
    assert told(result) == ["P017", "P011", "P011"]


def test_every_span_over_whole_parts_of_the_text() -> None:
    data = tei("<head>Title</head><p>One <note>two</note> three<lb/>four</p><p>five</p>")
    text = view(data).document.text
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            if Span(start, end).of(text).strip():
                result = check(data, Spans((Annotation("MISC", ((start, end),)),)), "split", f"{start}-{end}")
                assert result.counts["placed"] == 1


def test_pointers_into_standoff_stay_right() -> None:
    body = "<p>the <w>Ohio-class</w> <hi>of Ohio</hi> boats</p>"
    result = applied(body, ("LOC", "Ohio"), ("MISC", "Ohio-class"), ("ORG", "of Ohio boats"), keep=True)
    assert 'target="#string-range(/TEI[1]/text[1]/body[1]/p[1],4,4)"' in result.data.decode()
    assert strip(result.data) == tei(body)


def test_entities_that_spans_bring_along_are_listed() -> None:
    data = tei("<p>Castro spoke.</p>")
    spans = read(
        b"""{"text": "Castro spoke.", "mentions": [{"start": 0, "end": 6, "kind": "persName", "ref": "#fc"}],
        "entities": [{"id": "fc", "kind": "person", "names": ["Fidel Castro"], "uris": ["https://viaf.org/viaf/1"]},
        {"id": "nobody", "kind": "person", "names": ["Nobody"]}, {"id": 5, "names": 5, "geo": {"lat": "x"}}]}"""
    )
    result = apply(data, spans)
    assert '<persName ref="#fc" resp="#teikit">Castro</persName>' in result.data.decode()
    assert '<person xml:id="fc"><persName>Fidel Castro</persName><idno type="VIAF">' in result.data.decode()
    assert b"Nobody" not in result.data
    assert strip(result.data) == data


@pytest.mark.parametrize("text", ["a\x0bb", "x\ud800y", "<&>\"'", "]]>"])
def test_what_xml_cannot_hold_is_replaced(text: str) -> None:
    data = tei("<p>Castro spoke.</p>")
    given = Annotation(text, ((0, 6),), ref=f"https://x.org/{text}", cert=text, value=text)
    result = apply(data, Spans((given,)), resp=text)
    assert result.counts["placed"] == 1
    assert strip(result.data) == data


def test_a_file_that_is_no_tei_is_told() -> None:
    for data, code in ((b"<TEI.2><text/></TEI.2>", "P005"), (b"<html/>", "P005"), (b"no XML", "P001"), (b"", "P001")):
        with pytest.raises(TeikitError) as raised:
            apply(data, Spans())
        assert raised.value.diagnostic.code == code


@pytest.mark.parametrize(("unit", "told"), [("char", True), ("utf16", False)])
def test_offsets_that_seem_to_count_something_else_are_told_of(unit: str, told: bool) -> None:
    data = b"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>\xf0\x9d\x94\x84 met Anna Ek, Bo Lund and
Carl Ask in Rome.</p></body></text></TEI>"""
    text = edition(data).text
    names = ("Anna Ek", "Bo Lund", "Carl Ask", "Rome")
    spans = Spans(tuple(Annotation("PER", ((at := text.index(name) + 1, at + len(name)),)) for name in names))
    codes = [one.code for one in apply(data, spans, unit=unit).diagnostics]
    assert ("P022" in codes) is told


def test_offsets_of_plain_spans_are_not_doubted() -> None:
    data = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>𝔄 met Anna, Bo, Carl.</p></body></text></TEI>'.encode()
    )
    text = edition(data).text
    spans = Spans(tuple(Annotation("PER", ((at := text.index(n), at + len(n)),)) for n in ("Anna", "Bo", "Carl")))
    assert "P022" not in [one.code for one in apply(data, spans).diagnostics]
