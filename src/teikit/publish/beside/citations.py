"""How a document is cited: in words, as CSL-JSON (1.0.2) and as BibTeX."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from teikit.corpus import slug
from teikit.data import table
from teikit.publish.settings import Settings
from teikit.publish.summary import Summary
from teikit.publish.when import When

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "^": r"\textasciicircum{}",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "%": r"\%",
}
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def creators(document: Summary) -> tuple[str, ...]:
    """Return who wrote a document: its authors, else who sent it."""
    return document.authors or document.senders


def shown(document: Summary, site: Settings) -> list[str]:
    """Return the parts of a citation in words, the second being the title."""
    names = " and ".join(_some(creators(document)))
    when = document.when.label or "undated"
    edition = ", ".join(filter(None, (f"edited by {site.editor_name}" if site.editor_name else "", site.publisher)))
    rest = f"{when}. In: {site.name}" + (f", {edition}" if edition else "") + "."
    return [f"{names}, " if names else "", document.title, f", {rest}"]


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    return names if len(names) <= 3 else (names[0], "others")


def csl(document: Summary, site: Settings) -> dict[str, Any]:
    """Return a document as an item of CSL-JSON. Names are literal: where a surname begins is not known."""
    item: dict[str, Any] = {
        "id": key(document),
        "type": _kind(document)["csl"],
        "title": document.title,
        "author": [{"literal": name} for name in creators(document)],
        "recipient": [{"literal": name} for name in document.receivers],
        "issued": _issued(document.when),
        "genre": document.kind,
        "container-title": site.name,
        "editor": [{"literal": site.editor_name}] if site.editor_name else [],
        "publisher": site.publisher,
        "archive": document.repository,
        "language": document.language,
        "URL": site.absolute(document.url) or document.uri,
    }
    return {name: value for name, value in item.items() if value}


def _issued(when: When) -> dict[str, Any]:
    if not when.dated:
        return {}
    year, month, day = when.order
    # A year before the first is negative; there is no year 0 in what is shown.
    return {"date-parts": [[part for part in (year, month, day) if part]]} if year else {"literal": when.label}


def csl_json(items: Iterable[dict[str, Any]]) -> bytes:
    return (json.dumps(list(items), ensure_ascii=False, indent=2) + "\n").encode()


def bibtex(document: Summary, site: Settings) -> str:
    """Return a document as a BibTeX entry, in UTF-8; TeX's own characters are escaped."""
    year, month, _ = document.when.order
    fields = {
        "author": " and ".join(f"{{{escaped(name)}}}" for name in creators(document)),
        "title": f"{{{escaped(document.title)}}}",
        "year": escaped(str(year)) if document.when.dated else "",
        "date": document.when.iso if document.when.dated and year > 0 else "",
        "howpublished": escaped(f"In: {site.name}"),
        "editor": f"{{{escaped(site.editor_name)}}}" if site.editor_name else "",
        "publisher": escaped(site.publisher),
        "type": escaped(document.kind),
        "library": escaped(document.repository),
        "langid": escaped(document.language),
        "note": escaped(_note(document)),
        "url": _url(site.absolute(document.url) or document.uri),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if month:
        lines.append(f"  month = {_MONTHS[month - 1]}")
    return f"@{_kind(document)['bibtex']}{{{key(document)},\n" + ",\n".join(lines) + "\n}\n"


def _note(document: Summary) -> str:
    said = [f"to {', '.join(document.receivers)}"] if document.receivers else []
    if document.when.dated and document.when.label != str(document.when.year):
        said.append(document.when.label)
    return "; ".join(said)


def key(document: Summary) -> str:
    """Return what a document is cited by: ASCII, without the characters that BibTeX or a shell would read."""
    return slug(document.slug, most=100) or "document"


def escaped(text: str) -> str:
    """Return a text as BibTeX and TeX take it: on one line, special characters escaped."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], " ".join(text.split()))


def _url(url: str) -> str:
    """Return an address for a url field, where only what would end the field or begin a comment must be encoded."""
    return "".join(f"%{ord(char):02X}" if char in "{}\\ " else char for char in url).replace("%", r"\%")


def _kind(document: Summary) -> dict[str, str]:
    words = f" {document.kind.casefold()} "
    return next((row for row in _kinds() if row["kind"] and f"{row['kind']}" in words), _kinds()[-1])


@cache
def _kinds() -> tuple[dict[str, str], ...]:
    return table("publish/citation_kinds")
