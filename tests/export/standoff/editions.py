"""The editions that the stand-off formats are proved on: our own, a hard one, and all that are kept for measuring."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from teikit import tei
from teikit.diagnostics import TeikitError
from teikit.edition import Edition

ROOT = Path(__file__).resolve().parents[3]
INSTANCES = ROOT.parent / "shared/tei/instances"
TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{}" xml:lang="{}"><teiHeader/><text><body>{}</body></text></TEI>'
)

HARD = TEI.format(
    "hard",
    "en",
    """
<p>𝕿𝖊𝖑 👩‍👩‍👧 <persName xml:id="m1" ref="#p">N.S. Khru<hi>shch</hi>ev</persName>'s letter, Flat #4 | a\\b, “Mr.
<persName>O'Brien
  𐍈</persName>”.&#9;Then <orgName>the Embassy in <placeName key="st"
  ><persName>Stalin</persName>grad</placeName></orgName>… on <date
  when="1962-10-27" cert="high">27 Oct.</date>&#x2028;Next.</p>
<p>東京で<persName>毛沢東</persName>に会った。次に<placeName>北京</placeName>。</p>
<p>&#xA0; cafe&#x301; <placeName>Zu&#x308;rich</placeName>-<placeName>Gene&#x300;ve</placeName>: <persName
  >שלום</persName> ‏العربية&#x200B;x
</p>
<p><persName>Anna Maria<lb/>
 van Schurman. Esq</persName>. and others</p>""",
).encode()


def hard() -> Edition:
    """Return an edition with what is hard: astral characters, nesting, combining marks, odd white space."""
    return tei.edition(HARD, "in folder/hard & fast.xml")


def edited(body: str, id: str = "x", language: str = "en") -> Edition:
    return tei.edition(TEI.format(id, language, body).encode(), f"{id}.xml")


@cache
def every() -> tuple[Edition, ...]:
    """Return all of them, those kept for measuring under their path."""
    return tuple(edition for _, edition in sources())


@cache
def sources() -> tuple[tuple[bytes, Edition], ...]:
    if not INSTANCES.is_dir():
        pytest.skip("needs the measuring data in ../shared, which is not part of the repository")
    found = [(path.read_bytes(), path.relative_to(INSTANCES).as_posix()) for path in _files(INSTANCES)]
    found += [(path.read_bytes(), f"encoded/{path.name}") for path in sorted((ROOT / "encoded").glob("*.xml"))]
    return ((HARD, hard()), *_read(found))


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _read(found: list[tuple[bytes, str]]) -> Iterator[tuple[bytes, Edition]]:
    for data, path in found:
        try:
            yield data, tei.edition(data, path)
        except TeikitError:
            continue  # not TEI, or not well-formed: other tests have it


def with_text() -> list[Edition]:
    return [edition for edition in every() if edition.text.strip()]
