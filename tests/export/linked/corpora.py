"""Small corpora, and what is exported of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from teikit import tei
from teikit.diagnostics import Diagnostic, TeikitError
from teikit.edition import Edition
from teikit.export import File, export_all

ROOT = Path(__file__).resolve().parents[3]
SHELL = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}"><teiHeader><fileDesc><titleStmt><title>{id}</title>'
    "</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc><profileDesc>{profile}</profileDesc>"
    "</teiHeader><standOff>{lists}</standOff><text><body>{body}</body></text></TEI>"
)


def document(body: str, lists: str = "", date: str = "", id: str = "d1", profile: str = "") -> Edition:
    creation = f"<creation><date {date}/></creation>" if date else ""
    data = SHELL.format(id=id, profile=creation + profile, lists=lists, body=body)
    return tei.edition(data.encode(), f"{id}.xml")


def place(id: str, name: str, geo: str = "", more: str = "", type: str = "city") -> str:
    where = f"<location><geo>{geo}</geo></location>" if geo else ""
    return f'<place xml:id="{id}" type="{type}"><placeName>{name}</placeName>{where}{more}</place>'


def encoded() -> list[Edition]:
    return [tei.edition(path.read_bytes(), path.name) for path in sorted((ROOT / "encoded").glob("*.xml"))]


def made(style: str, editions: list[Edition], **options: object) -> tuple[bytes, list[Diagnostic]]:
    data, found = b"", []
    for one in export_all(style, iter(editions), **options):
        if isinstance(one, File):
            data += b"".join(one.pieces)
        else:
            found.append(one)
    return data, found


def instances() -> list[Edition]:
    """Return the TEI files of other projects; skip where they are not."""
    folder = ROOT.parent / "shared/tei/instances/real"
    if not folder.is_dir():
        pytest.skip("the TEI files of other projects are not here")
    editions = []
    for path in sorted(folder.glob("*.xml")):
        try:
            editions.append(tei.edition(path.read_bytes(), path.name))
        except TeikitError:
            continue  # not TEI: one of them is JATS
    return editions
