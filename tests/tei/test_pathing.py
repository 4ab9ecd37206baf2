"""Paths as programs write them lead to the elements that they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from teikit.tei import edition, view
from teikit.tei.pathing import element_at, stretch_of

DATA = (
    b'<t:TEI xmlns:t="http://www.tei-c.org/ns/1.0"><t:text><t:body><t:p>One</t:p><t:p xml:id="b">Two '
    b"<t:hi>three</t:hi><t:lb/></t:p></t:body></t:text></t:TEI>"
)


@pytest.mark.parametrize(
    ("path", "covered"),
    [
        ("/TEI/text/body/p[2]", "Two three"),
        ("/t:TEI[1]/t:text[1]/t:body[1]/t:p[2]/t:hi[1]", "three"),
        ("/*[local-name()='TEI'][1]/*[local-name()=\"text\"]/*/*[local-name()='p'][1]", "One"),
        ("/TEI/text/body/p[position()=1]/text()[1]", "One"),
        ("//*[@xml:id='b']", "Two three"),
        ("//t:p[@xml:id='b']/t:hi", "three"),
        ("id('b')/hi[1]", "three"),
        ("(//*)[6]", "three"),
        ("/TEI/text/body/p", ""),
        ("/TEI/text/body/p[3]", ""),
        ("/TEI/text/body/p[2]/lb", ""),
        ("//*[@xml:id='c']", ""),
        ("(//*)[60]", ""),
        ("//p[contains(., 'x')]", ""),
        ("count(//p)", ""),
        ("/TEI/text/body/p[0]", ""),
    ],
)
def test_a_path_leads_to_a_stretch(path: str, covered: str) -> None:
    seen = view(DATA)
    span = stretch_of(seen, path)
    assert (span.of(seen.document.text) if span else "") == covered


def test_paths_of_our_exports_lead_back(root: Path) -> None:
    data = (root / "encoded" / "telegram-alekseev-1962-10-27.xml").read_bytes()
    seen, marks = view(data), edition(data).marks
    assert marks
    for mark in marks:
        node = element_at(seen.scan, mark.xpath)
        assert node is not None
        assert (node.name, node.first, node.last) == (mark.tag, mark.span.start, mark.span.end)
