"""A small corpus and its site, for the tests of pages and files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from teikit import files
from teikit.diagnostics import Diagnostic
from teikit.publish import building
from teikit.publish.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
ENCODED = ROOT / "encoded"
REAL = ROOT / "../shared/tei/instances/real"


def tei(body: str, *, title: str = "A letter", profile: str = "", stand_off: str = "", lang: str = "en") -> str:
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{lang}"><teiHeader><fileDesc><titleStmt>'
        f"<title>{title}</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>"
        f"<profileDesc>{profile}</profileDesc></teiHeader>{stand_off}<text><body>{body}</body></text></TEI>"
    )


def letter(day: str, sender: str, receiver: str) -> str:
    sent = f'<correspAction type="sent"><persName>{sender}</persName><date when="{day}"/></correspAction>'
    received = f'<correspAction type="received"><persName>{receiver}</persName></correspAction>'
    return f'<creation><date when="{day}"/></creation><correspDesc>{sent}{received}</correspDesc>'


def write(folder: Path, documents: dict[str, str]) -> Path:
    for name, text in documents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def publish(corpus: Path, out: Path, settings: Settings | None = None, **options: Any) -> list[Diagnostic]:
    """Publish a folder. Return what is told."""
    found, told = files.find([str(corpus)], files.XML_SUFFIXES)
    building.publish(found, out, settings or Settings(), tell=told.append, **options)
    return told


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
