from __future__ import annotations

from dataclasses import replace

import pytest

from export.standoff.editions import edited, hard, with_text
from teikit.diagnostics import Diagnostic
from teikit.edition import Edition, Mark
from teikit.export import File, export_all
from teikit.export.standoff.tokens import sentences
from teikit.model import Metadata, Span

cassis = pytest.importorskip("cassis", reason="needs dkpro-cassis, which the extra 'inception' installs")
CORE = "de.tudarmstadt.ukp.dkpro.core.api"


def made(editions: list[Edition]) -> tuple[dict[str, bytes], list[Diagnostic]]:
    files, told = {}, []
    for one in export_all("inception", iter(editions)):
        if isinstance(one, File):
            assert one.name not in files
            files[one.name] = b"".join(one.pieces)
        else:
            told.append(one)
    return files, told


def loaded(files: dict[str, bytes]) -> list:
    types = cassis.load_typesystem(files["TypeSystem.xml"].decode())
    return [
        cassis.load_cas_from_xmi(data.decode(), typesystem=types, trusted=True)
        for name, data in files.items()
        if name != "TypeSystem.xml"
    ]


@pytest.mark.slow
def test_every_mention_is_whole_on_real_files() -> None:
    whole(with_text())


def test_every_mention_is_whole_on_some_files() -> None:
    whole([hard(), *(edition for edition in with_text() if edition.path.startswith(("encoded/", "tei-test/")))])


def whole(editions: list[Edition]) -> None:
    for edition, cas in zip(editions, loaded(made(editions)[0]), strict=True):
        assert cas.sofa_string == edition.text
        found = sorted((e.begin, e.end, e.get_covered_text()) for e in cas.select(f"{CORE}.ner.type.NamedEntity"))
        assert found == sorted((mark.span.start, mark.span.end, edition.surface(mark)) for mark in edition.marks)
        parts = [(s.begin, s.end) for s in cas.select(f"{CORE}.segmentation.type.Sentence")]
        assert parts == [(s.span.start, s.span.end) for s in sentences(edition)]
        assert len(cas.select(f"{CORE}.segmentation.type.Token")) == sum(len(s.tokens) for s in sentences(edition))


def test_offsets_in_the_file_are_utf_16() -> None:
    files, _ = made([edited("<p>𝕿𝖊 <persName ref='https://viaf.org/viaf/1'>Hugo 𐍈</persName>\n<lb/>x</p>")])
    text = files["x.xmi"].decode()
    assert 'begin="5" end="12" value="PER" identifier="https://viaf.org/viaf/1"' in text
    (cas,) = loaded(files)
    (entity,) = cas.select(f"{CORE}.ner.type.NamedEntity")
    assert (entity.begin, entity.end, entity.get_covered_text()) == (3, 9, "Hugo 𐍈")
    (document,) = cas.select(f"{CORE}.metadata.type.DocumentMetaData")
    assert (document.documentId, document.language, document.end) == ("x", "en", len(cas.sofa_string))


def test_files_of_equal_ids_have_names_of_their_own() -> None:
    same = [edited("<p>a</p>", "a"), edited("<p>b</p>", "A"), replace(edited("<p>c</p>"), id="a/../a")]
    assert list(made(same)[0]) == ["TypeSystem.xml", "a.xmi", "A-2.xmi", "a_.._a.xmi"]
    assert list(made([replace(same[0], id="../:")])[0]) == ["TypeSystem.xml", "__.xmi"]


def test_same_bytes_twice() -> None:
    assert made([hard()]) == made([hard()])


def test_what_is_nested_and_what_xml_cannot_hold_is_told_of() -> None:
    _, told = made([hard()])
    assert [one.code for one in told] == ["X035"]
    text = "a\x01b \ufffe\ud800"
    edition = Edition("c.xml", "c", "", text, metadata=Metadata(title="\x02"), marks=(Mark(Span(0, 3), "persName"),))
    files, told = made([edition])
    assert [one.code for one in told] == ["X038"]
    assert loaded(files)[0].sofa_string == "a�b ��"


def test_a_file_without_text_is_left_out_and_told_of() -> None:
    files, told = made([edited("<p/>")])
    assert list(files) == ["TypeSystem.xml"]
    assert [one.code for one in told] == ["X036"]
