"""The pages of documents, the lists of them, and what is put beside them for those who cite."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby

from teikit.publish.beside.citations import bibtex, csl, csl_json, shown
from teikit.publish.keeping import Store
from teikit.publish.pages.lists import Group, Leaf, Row, grouped, initial, leaves, order
from teikit.publish.reading import downloads
from teikit.publish.rendering import Data, Page
from teikit.publish.summary import Summary
from teikit.publish.when import months, spoken
from teikit.publish.world import World, duplicates

_BY_MONTH = 12  # a year with more documents has headings for its months
_MENTION = re.compile(r"(?<=\")tk-mention-([0-9a-f]{64})-(\d+)(?=\")")
_LABELS = {"tei": "TEI (XML)", "text": "Text", "json": "Data (JSON)", "bibtex": "BibTeX", "csl": "CSL-JSON"}


def document_pages(world: World) -> Iterator[Page]:
    """Yield the page of every document."""
    links: list[dict[int, str]] = [{} for _ in world.documents]
    for entity in world.entities:
        for at, mark in entity.named.mentions:
            links[at][mark] = f"../{entity.url}"
    ordered = world.texts()
    near = {at: (place - 1, place + 1) for place, at in enumerate(ordered)}
    for at, document in enumerate(world.documents):
        around = [ordered[place] if 0 <= place < len(ordered) else -1 for place in near.get(at, (-1, -1))]
        inputs = {
            "key": world.keys[at],
            "id": world.ids[at],
            "links": {str(mark): url for mark, url in sorted(links[at].items())},
            "document": _row(document),
            "citation": shown(document, world.site),
            "uri": world.site.absolute(document.url) or document.uri,
            "downloads": _downloads(document),
            "before": _row(world.documents[around[0]]) if around[0] >= 0 else None,
            "after": _row(world.documents[around[1]]) if around[1] >= 0 else None,
            "readable": document.readable,
        }
        yield Page(document.url, "document.html", inputs, _data)


def _downloads(document: Summary) -> list[Row]:
    names = downloads(document.slug)
    chosen = [name for name in _LABELS if document.readable or name != "json"]
    return [{"label": _LABELS[name], "url": names[name]} for name in chosen]


def _data(inputs: Data, store: Store) -> Data:
    """Return the data of a page: its parts, in which mentions now lead to the pages of their entities."""
    parts = json.loads(store.text(inputs["id"], "parts"))
    links, own = inputs["links"], parts["sha256"]

    def linked(html: str) -> str:
        return _MENTION.sub(lambda m: links.get(m[2], "#") if m[1] == own else m[0], html)

    made = {name: linked(parts[name]) for name in ("card", "contents", "main", "register", "footer")}
    # In JSON inside of HTML "<" is written as an escape by the exporter; addresses need no more than that.
    return {**inputs, **parts, **made, "json_ld": linked(parts["json_ld"])}


def citation_files(document: Summary, world: World) -> dict[str, bytes]:
    """Return the citations of a document as files."""
    names = downloads(document.slug)
    return {
        names["csl"]: csl_json([csl(document, world.site)]),
        names["bibtex"]: bibtex(document, world.site).encode("utf-8", "replace"),
    }


def _row(document: Summary) -> Row:
    people = [", ".join(document.senders), ", ".join(document.receivers)]
    return {
        "url": document.url,
        "title": document.title,
        "language": document.language,
        "date": document.when.label,
        "iso": document.when.iso if len(document.when.iso) in (4, 7, 10) and document.when.year > 0 else "",
        "kind": document.kind,
        "from": people[0],
        "to": people[1],
        "place": document.place,
    }


def list_pages(world: World) -> Iterator[Page]:
    """Yield the lists of documents: by date, and by title."""
    alike = duplicates(world.documents)
    rows = []
    for at in world.texts():
        document = world.documents[at]
        note = document.path if document.title in alike else ""
        rows.append({**_row(document), "note": note, "year": document.when.year, "month": document.when.order[1]})
    apart = [{**_row(one), "note": one.path} for one in sorted(world.documents, key=lambda one: one.path) if one.apart]
    dated, jumps = leaves(_by_year(rows), "index")
    yield from _leaves(dated, jumps, "Documents by date", "date", len(rows), apart)
    titled = grouped(sorted(rows, key=lambda row: (order(row["title"]), row["url"])), lambda row: initial(row["title"]))
    yield from _leaves(*leaves(titled, "a-z"), "Documents by title", "title", len(rows), apart)


def _by_year(rows: list[Row]) -> list[Group]:
    def heading(row: Row) -> tuple[str, str]:
        if not row["date"]:
            return "Undated", "undated"
        year = row["year"]
        return spoken(f"{year:04d}" if year >= 0 else f"{year:05d}"), f"year-{year}"

    groups = grouped(rows, heading)
    for group in groups:
        if len(group.rows) > _BY_MONTH and group.anchor != "undated":
            group.rows = [
                {**row, "section": months()[row["month"] - 1] if row["month"] else "Without a month"}
                for row in group.rows
            ]
    return groups


def _dated(world: World) -> list[Summary]:
    return [one for one in (world.documents[at] for at in world.texts()) if one.when.dated]


def year_urls(world: World) -> list[tuple[int, int, str]]:
    """Return each year that has documents, how many, and where their list is."""
    rows = [{"year": one.when.year} for one in _dated(world)]
    groups = [Group(str(year), f"year-{year}", list(some)) for year, some in groupby(rows, key=lambda row: row["year"])]
    _, jumps = leaves(groups, "documents/index")
    return [(int(jump["label"]), jump["count"], jump["href"]) for jump in jumps]


def _leaves(parts: list[Leaf], jumps: list[Row], title: str, by: str, count: int, apart: list[Row]) -> Iterator[Page]:
    for leaf in parts:
        inputs = {
            "title": title,
            "by": by,
            "count": count,
            "groups": leaf.groups,
            "jumps": jumps,
            "number": leaf.number,
            "leaves": [one.name for one in parts],
            "apart": apart if leaf is parts[-1] else [],
        }
        yield Page(f"documents/{leaf.name}", "documents.html", inputs)
