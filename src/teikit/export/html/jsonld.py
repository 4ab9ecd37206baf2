"""What a document is, for machines: schema.org as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from teikit.export.html import entries, header, letter
from teikit.export.html.context import Context
from teikit.export.html.declared import language
from teikit.export.html.inline import expand
from teikit.export.html.locator import coordinates
from teikit.export.html.markup import external, flat, language_tag, plain
from teikit.export.html.names import html_date, kind_of
from teikit.export.html.register import Entry
from teikit.export.rules import tei_name
from teikit.xmlio import Element

TYPES = {"person": "Person", "place": "Place", "org": "Organization", "work": "CreativeWork", "event": "Event"}
_HEADER = "{*}teiHeader/"
_TITLES = f"{_HEADER}{{*}}fileDesc/{{*}}titleStmt/"
_PUBLICATION = f"{_HEADER}{{*}}fileDesc/{{*}}publicationStmt/"
Object = dict[str, Any]


def describe(ctx: Context, root: Element, url: str) -> str:
    """Return what a document is: its facts, its letter, whom and what it mentions.

    No ``<`` is left in it, so that it can stand in a script element of any page.
    """
    made: Object = {"@context": "https://schema.org", **_work(ctx, root, url)}
    if tei_name(root.tag) == "teiCorpus":
        made["@type"] = "Collection"
        parts = [part for part in root if tei_name(part.tag) in ("TEI", "TEI.2", "teiCorpus")]
        made["hasPart"] = [_work(ctx, part, "") for part in parts]
    kinds = [entry for kind in TYPES for entry in ctx.register.of_kind(kind) if entry.mentions]
    made["mentions"] = [_entity(ctx, entry, url) for entry in kinds]
    return json.dumps(_filled(made), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _work(ctx: Context, root: Element, url: str) -> Object:
    desc = root.find(f"{_HEADER}{{*}}profileDesc/{{*}}correspDesc")
    made: Object = {
        "@type": "CreativeWork" if desc is None else "Message",
        "@id": url,
        "url": url,
        "name": header.title_of(root, ctx.report.path),
        "inLanguage": language_tag(language(root)),
        "genre": [text for text, _, _ in header.kind_of_document(root)],
        "author": _people(ctx, root.iterfind(f"{_TITLES}{{*}}author")),
        "editor": _people(ctx, root.iterfind(f"{_TITLES}{{*}}editor")),
        "publisher": _people(ctx, root.iterfind(f"{_PUBLICATION}{{*}}publisher"), "Organization"),
        "license": _license(root),
        "isBasedOn": _sources(root),
        "abstract": " ".join(plain(el) for el in root.iterfind(f"{_HEADER}{{*}}profileDesc/{{*}}abstract")),
        "keywords": _keywords(root),
        "dateCreated": _date(root.iterfind(f"{_HEADER}{{*}}profileDesc/{{*}}creation/{{*}}date")),
        "identifier": _identifiers(root),
    }
    if desc is not None:
        made |= _letter(ctx, desc)
    return made


def _letter(ctx: Context, desc: Element) -> Object:
    """Return who sent a letter, from where and when, and who received it."""
    sent = [el for el in desc.iterfind("{*}correspAction") if el.get("type") == "sent"]
    received = [el for el in desc.iterfind("{*}correspAction") if el.get("type") == "received"]
    return {
        "sender": _people(ctx, _named(sent, letter.PARTIES)),
        "recipient": _people(ctx, _named(received, letter.PARTIES)),
        "dateSent": _date(el for action in sent for el in action.iterfind("{*}date")),
        "dateReceived": _date(el for action in received for el in action.iterfind("{*}date")),
        "locationCreated": _people(ctx, _named(sent, letter.PLACES), "Place"),
    }


def _named(actions: Iterable[Element], names: frozenset[str]) -> list[Element]:
    return [el for action in actions for el in action if tei_name(el.tag) in names]


def _people(ctx: Context, elements: Iterable[Element], type: str = "Person") -> list[Object]:
    """Return those whom names mean: with what the register knows, where they point to it."""
    made = []
    for el in elements:
        pointer = next(iter((el.get("ref") or el.get("key") or "").split()), "")
        entry = ctx.register.entries.get(pointer.removeprefix("#")) if pointer else None
        inner = next(iter(el.iterfind("{*}orgName")), None) is not None
        own = "Organization" if inner or kind_of(el) == "org" else type
        if entry is not None and entry.kind in TYPES:
            made.append(_entity(ctx, entry, ""))
        elif flat(el):
            made.append({"@type": own, "name": flat(el), "sameAs": external(expand(ctx, pointer))})
    return made


def _entity(ctx: Context, entry: Entry, url: str) -> Object:
    made: Object = {
        "@type": TYPES[entry.kind],
        "@id": f"{url}#{entry.id}" if url else "",
        "name": entry.name,
        "alternateName": list(entry.forms)[1:],
        "sameAs": list(entries.addresses(ctx, entry)),
    }
    where = coordinates(entry.el) if entry.el is not None and entry.kind == "place" else None
    if where:
        made["geo"] = {"@type": "GeoCoordinates", "latitude": where[0], "longitude": where[1]}
    return made


def _license(root: Element) -> list[str]:
    found = root.iterfind(f"{_PUBLICATION}{{*}}availability//{{*}}*[@target]")
    links = [external(pointer) for el in found for pointer in (el.get("target") or "").split()]
    return list(dict.fromkeys(filter(None, links)))


def _sources(root: Element) -> list[Object]:
    """Return what a document was made from: its sources, without what is of use to programs only."""
    made = []
    for desc in root.iterfind(f"{_HEADER}{{*}}fileDesc/{{*}}sourceDesc"):
        for part in desc:
            if isinstance(part.tag, str) and part.get("type") != "file" and flat(part):
                type = "ArchiveComponent" if tei_name(part.tag) == "msDesc" else "CreativeWork"
                made.append({"@type": type, "name": flat(part)})
    return made


def _keywords(root: Element) -> list[str]:
    return [plain(el) for el in root.iterfind(f"{_HEADER}{{*}}profileDesc/{{*}}textClass/{{*}}keywords//{{*}}term")]


def _identifiers(root: Element) -> list[str]:
    return [plain(el) for el in root.iterfind(f"{_PUBLICATION}{{*}}idno")]


def _date(dates: Iterable[Element]) -> str:
    """Return the first date that schema.org can say: a day, a month or a year, or a period of them."""
    for el in dates:
        when = el.get("when") or el.get("when-iso") or ""
        first, last = el.get("from") or el.get("notBefore") or "", el.get("to") or el.get("notAfter") or ""
        if html_date(when) and not when.startswith("--"):
            return when
        if html_date(first) and html_date(last):
            return f"{first}/{last}"
    return ""


def _filled(value: Any) -> Any:
    """Return a value without what is empty; a list of one is that one."""
    if isinstance(value, dict):
        return {key: kept for key, one in value.items() if (kept := _filled(one)) not in ("", None, [], {})}
    if isinstance(value, list):
        kept = [made for one in value if (made := _filled(one)) not in ("", None, [], {})]
        return kept[0] if len(kept) == 1 else kept
    return value
