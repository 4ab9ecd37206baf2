"""Other files of a run: found within the roots, never opened outside them."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.validate import corpus as module
from teikit.validate.corpus import Corpus, State, survey
from teikit.xmlio import TEI


def tei(body: str) -> bytes:
    return f'<TEI xmlns="{TEI}" xmlns:xi="http://www.w3.org/2001/XInclude"><text>{body}</text></TEI>'.encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "run"
    (inside / "letters").mkdir(parents=True)
    (inside / "persons.xml").write_bytes(tei('<person xml:id="hugo"><birth when="1802"/></person>'))
    (tmp_path / "secret.xml").write_bytes(tei('<p xml:id="secret"/>'))
    return inside


def test_a_file_within_the_roots_is_found(folder: Path) -> None:
    corpus = Corpus([str(folder)])
    letter = str(folder / "letters" / "one.xml")
    found = corpus.find(letter, "../persons.xml", "hugo")
    assert (found.state, found.kind, found.life) == (State.THERE, "person", ("1802", ""))
    assert corpus.find(letter, "../persons.xml", "hugp").state is State.NO_ID
    assert corpus.find(letter, "../places.xml", "paris").state is State.NO_FILE


def test_nothing_outside_the_roots_is_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "link.xml").symlink_to(folder.parent / "secret.xml")
    (folder / "up").symlink_to(folder.parent)
    monkeypatch.setattr(module, "survey", lambda *_: pytest.fail("a file outside was read"))
    corpus = Corpus([str(folder)])
    letter = str(folder / "letters" / "one.xml")
    for file in ("../../secret.xml", "../link.xml", "../up/secret.xml", "/etc/passwd", "../../run2/x.xml", "a\0b.xml"):
        assert corpus.find(letter, file, "secret").state is State.UNKNOWN
    assert Corpus().find(letter, "../persons.xml", "hugo").state is State.UNKNOWN


def test_a_root_that_is_a_file_covers_only_itself(folder: Path) -> None:
    corpus = Corpus([str(folder / "persons.xml")])
    assert corpus.find(str(folder / "x.xml"), "persons.xml", "hugo").state is State.THERE
    assert corpus.find(str(folder / "x.xml"), "persons.xml2", "hugo").state is State.UNKNOWN


def test_what_is_no_regular_file_is_left_alone(folder: Path) -> None:
    os.mkfifo(folder / "pipe.xml")
    (folder / "loop.xml").symlink_to(folder / "loop.xml")
    corpus = Corpus([str(folder)])
    for name in ("pipe.xml", "loop.xml", "letters"):
        assert corpus.find(str(folder / "x.xml"), name, "a").state is State.UNKNOWN


def test_a_broken_or_open_file_does_not_deny_an_id(folder: Path) -> None:
    (folder / "broken.xml").write_bytes(tei('<p xml:id="a"/>')[:-8] + b"<")
    (folder / "part.xml").write_bytes(tei('<xi:include href="persons.xml"/><xi:include href="part.xml"/>'))
    (folder / "lost.xml").write_bytes(tei('<xi:include href="gone.xml"/>'))
    corpus, here = Corpus([str(folder)]), str(folder / "x.xml")
    assert corpus.find(here, "broken.xml", "a").state is State.THERE
    assert corpus.find(here, "broken.xml", "b").state is State.UNKNOWN
    assert corpus.find(here, "part.xml", "hugo").state is State.THERE
    assert corpus.find(here, "part.xml", "sand").state is State.NO_ID
    assert corpus.find(here, "lost.xml", "sand").state is State.UNKNOWN


def test_mentions_are_gathered_through_prefixes_and_survive_pickling(folder: Path) -> None:
    header = '<prefixDef ident="per" matchPattern="(.+)" replacementPattern="../persons.xml#$1"/>'
    letter = folder / "letters" / "one.xml"
    data = tei(
        f'{header}<persName ref="per:hugo"/><rs ref="other:sand" key="dumas"/><ref target="../persons.xml#x y"/>'
    )
    corpus = Corpus.gather([str(folder)], [survey(data, str(letter))])
    copy: Corpus = pickle.loads(pickle.dumps(corpus))
    for one in (corpus, copy):
        assert one.mentioned == {os.path.realpath(folder / "persons.xml"): {"hugo", "x"}}
        assert one.loose == {"sand", "dumas"}
        assert one.files == 1
        assert one.find(str(letter), "../persons.xml", "hugo").state is State.THERE


def test_a_part_may_point_into_the_file_that_includes_it(folder: Path) -> None:
    whole = tei('<category xml:id="letters"/><xi:include href="letters/one.xml"/>')
    (folder / "whole.xml").write_bytes(whole)
    corpus = Corpus.gather([str(folder)], [survey(whole, str(folder / "whole.xml"))])
    assert corpus.around(str(folder / "letters" / "one.xml"), "letters").state is State.THERE
    assert corpus.around(str(folder / "letters" / "one.xml"), "nothing").state is State.NO_ID


def test_surveys_are_forgotten_when_they_grow_too_many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT_IDS", 50)
    corpus = Corpus([str(folder)])
    for number in range(30):
        (folder / f"{number}.xml").write_bytes(tei('<p xml:id="a"/>'))
        assert corpus.find(str(folder / "x.xml"), f"{number}.xml", "a").state is State.THERE
    assert len(corpus._kept) <= 5
    assert corpus.find(str(folder / "x.xml"), "0.xml", "a").state is State.THERE


@given(st.binary(max_size=200))
def test_any_bytes_can_be_surveyed(data: bytes) -> None:
    survey(data, "a.xml")
    survey(b"<TEI>" + data + b"</TEI>", "a.xml")


def test_entities_do_not_explode() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    data = f'<!DOCTYPE TEI [<!ENTITY e0 "x">{levels}]><TEI xml:id="a">&e11;</TEI>'.encode()
    assert survey(data, "a.xml").ids == {"a": "TEI"}


def test_an_id_that_a_file_lacks_may_be_that_of_a_register_elsewhere() -> None:
    found = survey(tei('<p xml:id="here" corresp="#here #hugo"/><name ref="#sand"/><name key="k1"/>'), "a.xml")
    assert found.loose == {"hugo", "sand", "k1"}
