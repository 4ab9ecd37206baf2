"""Whatever the file and the mentions: every byte stays, and every mention is placed or reported."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from marking import marked

from teikit.diagnostics import TeikitError
from teikit.tei.splice import splice
from teikit.tei.strip import strip
from teikit.tei.view import view

NAMESPACE = "http://www.tei-c.org/ns/1.0"
HEADER = "<{p}teiHeader><{p}fileDesc><{p}titleStmt><{p}title>T</{p}title></{p}titleStmt></{p}fileDesc></{p}teiHeader>"
DTD = '<!DOCTYPE {p}TEI [<!ENTITY ent "Fidel {e} Castro"><!ENTITY void "">]>'


def check(data: bytes, seed: int) -> bytes:
    """Mark a file at random and check all that is promised; return the result."""
    seen = view(data)
    doc = marked(seen.document, seed)
    result = splice(seen, doc, version="1.0")
    assert strip(result.data) == data
    again = view(result.data).document
    assert again.text == doc.text
    reported = Counter(finding.code for finding in result.findings)
    wanted = sum(mention.source == "test" for mention in doc.mentions)
    tags = (
        r'<(?:\w+:)?(?:persName|placeName|orgName|date|time)(?= )(?=[^<>]* resp="#teikit[-\d]*" cert=)(?![^<>]* prev=)'
    )
    placed = len(re.findall(tags, result.data.decode(seen.scan.encoding.name)))
    assert placed + reported["P002"] + reported["P004"] == wanted
    return result.data


words = st.sampled_from(
    ["Fidel", "Castro", "in", "São", "Zoë", "Łódź", " ", " ", "\n", "\r\n  ", "\t", ", ", "Ж", "😀", "a]]", "x"]
)
atoms = st.one_of(
    words,
    st.sampled_from(
        [
            "&amp;",
            "&lt;",
            "&#233;",
            "&#x20;",
            "&ent;",
            "&void;",
            "<!-- Note <p> -->",
            "<?pi Castro?>",
            "<![CDATA[Dean & <Rusk>]]>",
        ]
    ),
    st.sampled_from(
        [
            "<{p}lb/>",
            '<{p}lb break="no"/>',
            "<{p}pb></{p}pb>",
            '<{p}gap reason=">"/>',
            "<{p}del>Ruz</{p}del>",
            "<x:y xmlns:x='x'>Z</x:y>",
        ]
    ),
)
wrappers = st.sampled_from(
    [
        "<{p}hi>{}</{p}hi>",
        "<{p}hi rend='a>b'>{}</{p}hi>",
        "<{p}w>{}</{p}w>",
        "<{p}note>{}</{p}note>",
        "<{p}persName>{}</{p}persName>",
        "<{p}choice><{p}sic>{}</{p}sic><{p}corr>Other Name</{p}corr></{p}choice>",
        "<{p}quote><{p}p>{}</{p}p></{p}quote>",
        "<{p}seg xml:space='preserve'>{}</{p}seg>",
        "<{p}list><{p}item>{}</{p}item></{p}list>",
    ]
)
content = st.recursive(
    st.lists(atoms, max_size=6).map("".join),
    lambda inner: st.lists(
        st.one_of(st.tuples(wrappers, inner).map(lambda pair: pair[0].replace("{}", pair[1])), atoms), max_size=6
    ).map("".join),
    max_leaves=12,
)


@given(
    st.lists(content, min_size=1, max_size=4),
    st.sampled_from(["", "tei:"]),
    st.integers(0, 99),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
@settings(max_examples=150, deadline=None)
def test_any_file(parts: list[str], prefix: str, seed: int, encoding: str) -> None:
    body = "".join(f"<{{p}}p>{part}</{{p}}p>\n" for part in parts)
    xmlns = f'xmlns:{prefix[:-1]}="{NAMESPACE}"' if prefix else f'xmlns="{NAMESPACE}"'
    whole = DTD + "<{p}TEI " + xmlns + ">" + HEADER + "<{p}text><{p}body>" + body + "</{p}body></{p}text></{p}TEI>"
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    check(
        (declared + whole.replace("{p}", prefix).replace("{e}", f"<{prefix}hi>Ruz</{prefix}hi>")).encode(encoding), seed
    )


def instances(shared: Path) -> list[Path]:
    return [
        path
        for path in sorted((shared / "tei" / "instances").rglob("*"))
        if path.suffix in (".xml", ".odd", ".tei", ".template") and "expected" not in str(path.parent)
    ]


def test_files_of_other_projects(shared: Path) -> None:
    read = 0
    for path in instances(shared):
        data = path.read_bytes()
        try:
            view(data)
        except TeikitError as error:
            assert error.diagnostic.code in ("P001", "P005"), path
            continue
        check(data, 1)
        read += 1
    assert read > 100


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_files_in_other_encodings(shared: Path, encoding: str) -> None:
    for path in instances(shared):
        if path.parent.name != "real" or path.stat().st_size > 100_000:
            continue
        text = re.sub(r"^<\?xml[^>]*\?>", "", path.read_text(encoding="utf-8-sig"))
        data = (f'<?xml version="1.0" encoding="{encoding}"?>' + text).encode(encoding, "xmlcharrefreplace")
        if b"jats" not in data[:2000] and path.name.startswith(("letters", "diary", "manuscript", "apparatus")):
            check(data, 2)
