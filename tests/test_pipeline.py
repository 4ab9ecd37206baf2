"""Both movements together, over one document and over many."""

from __future__ import annotations

import functools
import random
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from oracle import jing
from teikit import files, pipeline
from teikit.config import Config, Encode
from teikit.diagnostics import Severity, TeikitError
from teikit.validate import check
from teikit.xmlio import NS

MEMO = """MEMORANDUM

TO: Sir Henry Parkes
FROM: The Registrar
DATE: 3 May 1888

1. The ship left Sydney on Tuesday, 4 May 1888.
2. Nothing further is known.
"""


def test_what_the_text_needs_is_inferred_and_what_is_odd_is_told() -> None:
    made = pipeline.encode(MEMO.encode(), "memo.txt")
    assert made.data is not None
    root = etree.fromstring(made.data)
    dates = [el.get("when") for el in root.iterfind(".//tei:body//tei:date", NS)]
    assert dates == ["1888-05-03", "1888-05-04"]
    # 4 May 1888 was a Friday.
    (told,) = [d for d in made.diagnostics if d.code == "D002"]
    line = made.data.decode().splitlines()[told.line - 1]
    assert line[told.column - 1 :].startswith(("<date", "Tuesday"))


def test_every_claim_has_its_author_and_its_place_in_a_register() -> None:
    made = pipeline.encode(MEMO.encode(), "memo.txt")
    assert made.data is not None
    root = etree.fromstring(made.data)
    claims = root.xpath("//tei:body//*[self::tei:persName or self::tei:placeName or self::tei:date]", namespaces=NS)
    assert len(claims) >= 4
    ids = {el.get("{http://www.w3.org/XML/1998/namespace}id") for el in root.iter("{*}person", "{*}place")}
    for el in claims:
        assert el.get("resp") == "#teikit"
        assert 0 < float(el.get("cert")) <= 1
        assert el.get("ref") is None or el.get("ref")[1:] in ids


def test_less_certain_claims_can_be_left_out() -> None:
    few = pipeline.encode(MEMO.encode(), "memo.txt", settings=Encode(min_cert=0.999))
    assert few.counts == {}


@pytest.mark.parametrize("registers", ["standOff", "profileDesc", "back", "none"])
def test_the_registers_stand_where_they_are_wanted(registers: str) -> None:
    made = pipeline.encode(MEMO.encode(), "memo.txt", settings=Encode(registers=registers))
    assert made.data is not None
    root = etree.fromstring(made.data)
    homes = {etree.QName(next(el.iterancestors("{*}standOff", "{*}profileDesc", "{*}back"))).localname
             for el in root.iter("{*}place")}  # fmt: skip
    assert homes == ({registers} if registers != "none" else set())
    assert not [one for one in check(made.data, "memo.xml") if one.severity is Severity.ERROR]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=600))
def test_any_text_becomes_a_file_with_all_its_characters(text: str) -> None:
    try:
        made = pipeline.encode(text.encode("utf-8", "surrogatepass"), "any.txt", settings=Encode(encoding="utf-8"))
    except TeikitError as error:
        assert error.diagnostic.code in ("R001", "R002", "R003", "R005")
        return
    assert made.data is not None
    assert made.data == pipeline.encode(text.encode(), "any.txt", settings=Encode(encoding="utf-8")).data


LINES = """Dear Mr. {w},|PARTICIPANTS|1. {w} {w}|(a) {w}|\t{w} {w} {w}|TO: {w}|{w}: {w} {w}?|[1] {w} {w}|London, {d}
Yours sincerely,|P.S. {w}|SECRET|{w} {w} {w} {w} {w} {w} {w}-|- 2 -|{d}|\f|* {w}|Mr. {w}: {w} {w}|{w}   {w}   {w}
ENCLOSURE|Skip to content|© {w} {w}|Record ID|||""".replace("\n", "|").split("|")
WORDS = (
    "Kennedy Paris the said of <x> & “war” é Ω 漢字 ]]> -- Ministry von d’Orsay U.S. 1962[2] *** \u00a0 \u2028 x¹"
).split(" ")
DATES = ["3 May 1921", "October 27, 1962", "27.3.42", "1731/2", "the 14th inst.", "tomorrow", "31 February 1900"]


def random_text(chance: random.Random) -> str:
    """Return a page of lines that look like parts of documents, in no sensible order."""

    def line() -> str:
        text = chance.choice(LINES).replace("{d}", chance.choice(DATES))
        while "{w}" in text:
            text = text.replace("{w}", chance.choice(WORDS), 1)
        return text

    return chance.choice(["\n", "\n\n", "\r\n"]).join(line() for _ in range(chance.randint(1, 40)))


@pytest.mark.slow
def test_two_thousand_random_documents_are_valid_tei_and_lose_nothing(shared: Path, tmp_path: Path) -> None:
    written = []
    for seed in range(2000):
        text = random_text(random.Random(seed))
        made = pipeline.guarded(lambda text=text: pipeline.encode(text.encode(), "r.txt"), "r.txt")  # type: ignore[misc]
        if made.data is None:
            assert made.diagnostics[0].code == "R002"  # nothing but marks of layout
            continue
        written.append(tmp_path / f"{seed}.xml")
        written[-1].write_bytes(made.data)
        kept = Counter("".join(etree.fromstring(made.data).itertext()))
        lost = Counter(c for c in text if not c.isspace()) - kept
        assert lost.total() <= text.count("-\n") + text.count("-\r\n"), (seed, lost)
    assert len(written) > 1900
    assert jing(shared / "tei/4.9.0a/tei_all/tei_all.rng", written) == []


def test_a_fault_of_our_own_stops_one_file_only(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("no such thing")

    monkeypatch.setattr(pipeline, "recognise", fail)
    job = files.Job(root / "seeds" / "diary-macrae-1915.txt", tmp_path / "diary.xml")
    outcome = pipeline.encode_file(job, config=Config())
    assert outcome.data is None
    assert [(d.code, d.path) for d in outcome.diagnostics] == [("C009", str(job.source))]
    assert not list(tmp_path.iterdir())


def test_several_processes_give_the_same_in_the_same_order(tmp_path: Path, root: Path) -> None:
    seeds = sorted((root / "seeds").glob("*-19*.txt"))
    work = functools.partial(pipeline.encode_file, config=Config())
    alone, together = (
        list(pipeline.each(work, [files.Job(path, tmp_path / name / f"{path.stem}.xml") for path in seeds], workers=n))
        for name, n in (("alone", 1), ("together", 2))
    )
    assert [one.counts for one in alone] == [one.counts for one in together]
    for path in seeds:
        first, second = (tmp_path / name / f"{path.stem}.xml" for name in ("alone", "together"))
        assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    "shape",
    [
        "A. ",
        "Mr. A. B. Smith, ",
        "KENNEDY PARIS ",
        "[1] ",
        "(a) 1. ",
        "a\tb\tc\n",
        "Q. What?\nA. That.\n",
        "May 1921 to ",
    ],
)
def test_time_grows_with_the_length_and_not_faster(shape: str) -> None:
    def seconds(times: int) -> float:
        began = time.process_time()
        pipeline.encode((shape * times).encode(), "x.txt")
        return time.process_time() - began

    seconds(100)  # loads what is loaded once
    assert seconds(6000) < 12 * seconds(1500) + 1
