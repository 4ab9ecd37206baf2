from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lxml import html

from teikit.export import export

CASES = Path(__file__).resolve().parents[2] / "cases/export"


def data_of(case: str, **options: object) -> Any:
    page = export("html", (CASES / case / "source.xml").read_bytes(), path=f"{case}.xml", **options).text
    return json.loads(html.document_fromstring(page).xpath("//script[@type='application/ld+json']")[0].text)


def test_a_letter() -> None:
    made = data_of("hebrew", base_url="https://example.org/ed/")
    assert made["@type"] == "Message"
    assert made["@id"] == "https://example.org/ed/hebrew.html"
    assert made["inLanguage"] == "he"
    assert made["sender"]["name"] == "משה כהן"
    assert made["sender"]["sameAs"] == "http://viaf.org/viaf/12345"
    assert made["recipient"] == {"@type": "Person", "name": "Goethe", "sameAs": "https://d-nb.info/gnd/118540238"}
    assert made["dateSent"] == "1931-06-04"
    assert made["locationCreated"]["geo"] == {"@type": "GeoCoordinates", "latitude": 32.8184, "longitude": 34.9885}
    assert made["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert made["isBasedOn"]["name"] == "כתב יד, חיפה"
    assert [(one["@type"], one["@id"].rpartition("#")[2]) for one in made["mentions"]] == [
        ("Person", "moshe"),
        ("Place", "haifa"),
    ]


def test_a_document_that_is_no_letter() -> None:
    made = data_of("verse")
    assert made["@type"] == "CreativeWork"
    assert made["name"] == "Two poems and a word"
    assert "@id" not in made


def test_a_corpus_has_parts() -> None:
    tei = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><head>{}</head><p/></body></text></TEI>'
    corpus = (
        f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{tei.format("A")}{tei.format("B")}</teiCorpus>'
    )
    page = html.document_fromstring(export("html", corpus.encode()).text)
    made = json.loads(page.xpath("//script")[0].text)
    assert made["@type"] == "Collection"
    assert [part["name"] for part in made["hasPart"]] == ["A", "B"]


def test_nothing_ends_the_script() -> None:
    page = export("html", (CASES / "hostile/source.xml").read_bytes()).text
    script = page[page.index('<script type="application/ld+json">') + 35 :]
    script = script[: script.index("</script>")]
    assert "<" not in script
    assert "</title><script>alert(1)</script>" in json.loads(script)["name"]
