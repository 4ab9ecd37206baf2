"""What a file is, where it is no TEI document: by its first bytes, or by the root of its XML."""

from __future__ import annotations

import json
import re
from functools import cache

from teikit import data as tables
from teikit.validate.faults import Fault, Place
from teikit.validate.source import line_of
from teikit.xmlio import TEI, Element, Tree

_FIRST = 4096
_BLANK = b"\xef\xbb\xbf \t\r\n"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta)\b", re.IGNORECASE)
_LIKE_TEI = re.compile(r"tei-c\.org|^tei$", re.IGNORECASE)
_INSIDE = 100_000


def not_xml(data: bytes) -> Fault | None:
    """Return the fault of a file that is something else than XML, told by its first bytes."""
    if not data.strip(_BLANK + b"\0\xff\xfe"):
        what = "The file is empty." if not data else "The file holds nothing but blanks."
        return Fault("V001", Place(1, 1, 0), what, "There is nothing to check: was it saved, or fetched, completely?")
    for row in tables.table("validate_signatures"):
        if data.startswith(bytes.fromhex(row["bytes"])):
            return _other(_inside_zip(data) if row["bytes"] == "504b0304" else row["words"])
    return None


def not_markup(data: bytes) -> Fault | None:
    """Return the fault of a file that is not well-formed because it was never meant to be XML: HTML, JSON, a text."""
    start = data[:_FIRST].lstrip(_BLANK)
    if _HTML.match(start):
        return _other("an HTML page")
    if start.startswith(b"<") or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0", b"\x4c\x6f\xa7")):
        return None
    if b"\0" in start:
        return _other("a binary file")
    if start[:1] in b"{[" and _is_json(data):
        return _other("JSON")
    return None if b"<" in data[:_INSIDE] else _other("a text without a single tag")


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _inside_zip(data: bytes) -> str:
    """Tell what a ZIP holds by the names and the type that stand in it uncompressed."""
    for sign, words in (
        (b"word/", "a Word document (.docx)"),
        (b"application/epub", "an EPUB"),
        (b"application/vnd.oasis.opendocument", "a LibreOffice document (.odt)"),
        (b"xl/", "an Excel workbook (.xlsx)"),
    ):
        if sign in data[:_FIRST] or sign in data[-65536:]:
            return words
    return "a ZIP archive"


def _other(what: str) -> Fault:
    advice = "Export or convert it to TEI XML first, or take it out of what is checked."
    return Fault("V004", Place(1, 1, 0), f"This is {what}, not XML.", advice)


def other_root(tree: Tree) -> Fault | None:
    """Return the fault of XML that is not TEI P5, or the notice (V009) that it is only a fragment of it."""
    root = tree.getroot()
    namespace, _, name = root.tag.rpartition("}")
    namespace = namespace.removeprefix("{")
    place = Place(line_of(root) or 1, 1, -1, f"/{name}")
    if namespace == TEI:
        return None if name in ("TEI", "teiCorpus") else _fragment(name, place)
    message, advice = _words(root, namespace, name)
    return Fault("V002", place, message, advice, name if _LIKE_TEI.search(namespace) else "")


def _fragment(name: str, place: Place) -> Fault:
    message = f"The root of the file is <{name}>: it is a part of a TEI document, and checked as one."
    advice = (
        "A whole document begins with <TEI> and has a <teiHeader>; a part is only checked as far as its schema goes."
    )
    return Fault("V009", place, message, advice, name)


def _words(root: Element, namespace: str, name: str) -> tuple[str, str]:
    if name in ("TEI.2", "teiCorpus.2"):
        return f"This is TEI P4: its root is <{name}>.", "Convert the file to TEI P5 first."
    if name in ("TEI", "teiCorpus") and not namespace:
        message = f"The root <{name}> is in no namespace."
        return message, f'Write <{name} xmlns="{TEI}">: without it no TEI software recognises the file.'
    if name in ("TEI", "teiCorpus") or _LIKE_TEI.search(namespace):
        message = f"The namespace of the root <{name}> is “{namespace}”, which is not that of TEI P5."
        return message, f'Write xmlns="{TEI}", letter by letter: no https, nothing after 1.0.'
    known = _known().get((namespace, "*")) or _known().get((namespace, name)) or _known().get(("*", name))
    message = f"This is XML, but not TEI: its root is <{name}>" + (f" ({known})." if known else ".")
    inner = next(root.iter(f"{{{TEI}}}TEI", f"{{{TEI}}}teiCorpus"), None)
    if inner is not None:
        where = f"the first in line {inner.sourceline}"
        return message, f"There is TEI inside it ({where}): save each <TEI> as a file of its own."
    return message, f'A TEI file begins with <TEI xmlns="{TEI}">.'


@cache
def _known() -> dict[tuple[str, str], str]:
    return {(row["namespace"], row["root"]): row["words"] for row in tables.table("validate_roots")}
