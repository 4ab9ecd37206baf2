"""Citations: BibTeX that its parsers read, CSL-JSON that says what is known, and what people read."""

from __future__ import annotations

import json

import pytest

from teikit.publish.beside.citations import bibtex, csl, csl_json, escaped, shown
from teikit.publish.settings import Settings
from teikit.publish.summary import Summary
from teikit.publish.when import When

SITE = Settings(title="Letters & more", base_url="https://example.org/a%20b", editor="Ann Low <a@b.c>")
LETTER = Summary(
    "letter-12",
    "letter 12.xml",
    "",
    "To {B} & C: 100% of $5, #1_a ^~\\ “Ł”",
    language="de",
    kind="letter",
    when=When("1841-12-22", (1841, 12, 22), "22 December 1841"),
    senders=("Ann Low", "Low and Sons, Ltd."),
    receivers=("Bo Ström",),
)


def test_bibtex_is_read_by_a_parser() -> None:
    pybtex = pytest.importorskip("pybtex.database", reason="pybtex is not installed")
    entry = pybtex.parse_string(bibtex(LETTER, SITE), "bibtex").entries["letter-12"]
    assert entry.type == "misc"
    assert entry.fields["year"] == "1841"
    assert entry.fields["title"] == "{" + escaped(LETTER.title) + "}"
    assert entry.fields["url"] == r"https://example.org/a\%20b/documents/letter-12.html"
    assert [str(person) for person in entry.persons["author"]] == ["{Ann Low}", "{Low and Sons, Ltd.}"]


def test_special_characters_are_escaped_and_braces_balance() -> None:
    made = bibtex(LETTER, SITE)
    plain = made.replace(r"\{", "").replace(r"\}", "")
    assert plain.count("{") == plain.count("}")
    assert escaped("a & b_c {d} \\ 5% $ # ^ ~\n x") == (
        r"a \& b\_c \{d\} \textbackslash{} 5\% \$ \# \textasciicircum{} \textasciitilde{} x"
    )
    assert "month = dec" in made


def test_what_is_not_known_is_left_out() -> None:
    bare = Summary("x", "x.xml", "", "Untitled")
    assert bibtex(bare, Settings()) == "@misc{x,\n  title = {{Untitled}},\n  howpublished = {In: Documents}\n}\n"
    assert csl(bare, Settings()) == {"id": "x", "type": "document", "title": "Untitled", "container-title": "Documents"}
    assert "".join(shown(bare, Settings())) == "Untitled, undated. In: Documents."


def test_csl_json() -> None:
    (item,) = json.loads(csl_json([csl(LETTER, SITE)]))
    assert item["type"] == "personal_communication"
    assert item["issued"] == {"date-parts": [[1841, 12, 22]]}
    assert item["author"][1] == {"literal": "Low and Sons, Ltd."}
    assert item["editor"] == [{"literal": "Ann Low"}]


def test_a_year_before_the_first_is_no_year_of_bibtex_date() -> None:
    made = bibtex(Summary("x", "x.xml", "", "Old", when=When("-0044", (-44, 0, 0), "44 BC")), Settings())
    assert "date =" not in made
    assert "44 BC" in made
