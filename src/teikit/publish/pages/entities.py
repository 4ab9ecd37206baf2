"""The pages of persons, places and organisations, and the lists of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from teikit.corpus import Named
from teikit.data import table
from teikit.diagnostics import counted
from teikit.publish.figures.map import locator_svg
from teikit.publish.keeping import Store
from teikit.publish.pages.lists import grouped, initial, leaves, order
from teikit.publish.rendering import Data, Page
from teikit.publish.summary import Summary
from teikit.publish.world import FOLDERS, NOUNS, TITLES, Shown, World

MOST_MENTIONS = 400  # of one page
MOST_LETTERS = 400  # of one person and direction
_MOST_TOGETHER = 16
_MOST_FORMS = 24
_UNSURE = 0.5
_SEXES = {"1": "male", "M": "male", "m": "male", "2": "female", "F": "female", "f": "female"}


def entity_pages(world: World) -> Iterator[Page]:
    """Yield the pages of all entities: of one with very many mentions several."""
    for number, shown in enumerate(world.entities):
        near = _neighbours(world, number)
        parts = _parts(world, shown)
        common = _common(world, number, shown, len(parts))
        cards = {at: _card(world.documents[at]) for part in parts for at, _ in part}
        for page, part in enumerate(parts, 1):
            documents = [[cards[at], world.ids[at], world.keys[at], marks] for at, marks in part]
            inputs = {**common, **near, "page": page, "documents": documents}
            yield Page(_file(shown.url, page), "entity.html", inputs, _data)


def _file(url: str, page: int) -> str:
    """Return the name of a further page; no entity has two hyphens in its own."""
    return url if page == 1 else f"{url.removesuffix('.html')}--{page}.html"


def _parts(world: World, shown: Shown) -> list[list[tuple[int, list[int]]]]:
    """Return the mentions by document, by date, in as many pages as they need."""
    by_document = {at: [mark for _, mark in some] for at, some in groupby(shown.named.mentions, key=lambda one: one[0])}
    parts: list[list[tuple[int, list[int]]]] = [[]]
    room = MOST_MENTIONS
    for at in sorted(by_document, key=world.by_date):
        marks = by_document[at]
        while marks:
            if not room:
                parts.append([])
                room = MOST_MENTIONS
            parts[-1].append((at, marks[:room]))
            marks, room = marks[room:], room - len(marks[:room])
    return parts


def _data(inputs: Data, store: Store) -> Data:
    """Return the data of a page, its mentions taken from the store."""
    documents = []
    for card, id, _, marks in inputs["documents"]:
        mentions = []
        for mark in marks:
            anchor, before, surface, after, starts, ends, machine, cert = store.mention(id, mark)
            href = f"{card['url']}#{anchor}" if anchor else card["url"]
            mentions.append(
                {"href": href, "before": before, "surface": surface, "after": after, "starts": starts, "ends": ends}
                | {"machine": machine, "unsure": isinstance(cert, float) and cert < _UNSURE}
            )
        documents.append({**card, "mentions": mentions})
    geo = inputs["geo"]
    return {**inputs, "documents": documents, "map": locator_svg(*geo, name=inputs["title"]) if geo else ""}


def _card(document: Summary) -> Data:
    return {
        "url": document.url,
        "title": document.title,
        "language": document.language,
        "date": document.when.label,
        "kind": document.kind,
    }


def _neighbours(world: World, number: int) -> Data:
    def link(at: int) -> Data | None:
        if not 0 <= at < len(world.entities):
            return None
        other = world.entities[at]
        same = other.named.kind == world.entities[number].named.kind
        return {"name": other.name, "url": other.url} if same else None

    return {"before": link(number - 1), "after": link(number + 1)}


def _common(world: World, number: int, shown: Shown, pages: int) -> Data:
    """Return what every page of an entity says."""
    named, entry = shown.named, shown.named.entry
    forms = [{"form": form, "count": count} for form, count in named.forms[:_MOST_FORMS]]
    together = [
        {"name": other.name, "url": other.url, "kind": other.named.kind, "count": count}
        for at, count in world.together(number, _MOST_TOGETHER)
        for other in [world.entities[at]]
    ]
    mentioned = {document for document, _ in named.mentions}
    listed = [at for at in named.documents if at not in mentioned]
    return {
        "title": shown.name,
        "kind": named.kind,
        "noun": NOUNS[named.kind],
        "list_title": TITLES[named.kind],
        "list_url": f"{FOLDERS[named.kind]}/index.html",
        "pages": [_file(shown.url, page) for page in range(1, pages + 1)] if pages > 1 else [],
        "names": [name for name in entry.names if name != shown.name],
        "forms": forms,
        "more_forms": max(0, len(named.forms) - _MOST_FORMS),
        "facts": _facts(named),
        "links": _links(named),
        "basis": _basis(named),
        "machine": entry.machine,
        "mention_count": len(named.mentions),
        "document_count": len(mentioned),
        "letters": _letters(world, named),
        "together": together,
        "listed": [_card(world.documents[at]) for at in sorted(listed, key=world.by_date)][:MOST_MENTIONS],
        "geo": shown.lies if named.kind == "place" else None,
    }


def _facts(named: Named) -> list[tuple[str, str]]:
    entry = named.entry
    said = [
        ("Role", entry.role),
        ("Type", entry.type),
        ("Sex", _SEXES.get(entry.sex, entry.sex)),
        ("Born", entry.birth),
        ("Died", entry.death),
        ("Lies in", entry.within),
        ("Country", entry.country if entry.country != entry.within else ""),
        ("Note", " ".join(entry.note.split())),
    ]
    return [(label, value) for label, value in said if value]


def _links(named: Named) -> list[tuple[str, str]]:
    """Return the names and addresses of what tells more about an entity: authorities that we know of, then others."""
    hosts = {row["host"]: row["name"] for row in table("publish/authority_hosts")}
    made = []
    for uri in named.entry.uris:
        host = uri.partition("://")[2].partition("/")[0].removeprefix("www.").casefold()
        name = next((hosts[known] for known in hosts if host == known or host.endswith(f".{known}")), "")
        made.append((name, host or uri, uri))
    return [(name or host, uri) for name, host, uri in sorted(made, key=lambda one: not one[0])]


def _basis(named: Named) -> str:
    """Return in words why mentions are taken to mean the same."""
    count, by_name = len(named.documents), len(named.by_name)
    if named.basis == "name":
        if count == 1:
            return "Known from one document; no authority file is named."
        return f"Taken together by name alone, from {counted(count, 'document')}: it may be more than one."
    why = {
        "authority": "Identified by the authority files linked here",
        "register": "Identified by an entry of the edition’s register",
    }[named.basis]
    if by_name:
        return f"{why}; in {counted(by_name, 'document')} by name alone."
    return f"{why}."


def _letters(world: World, named: Named) -> list[Data]:
    titles = {"sent": "Letters sent", "received": "Letters received"}
    if named.kind == "place":
        titles = {"sent": "Letters sent from here", "received": "Letters received here"}
    made = []
    for type in dict.fromkeys(type for _, type in sorted(named.letters, key=lambda one: (one[1] != "sent", one[1]))):
        found = sorted((document for document, action in named.letters if action == type), key=world.by_date)
        title = titles.get(type, f"Letters {type}" if type else "Letters")
        letters = [_letter(world.documents[at], type) for at in found[:MOST_LETTERS]]
        made.append({"title": title, "count": len(found), "documents": letters})
    return made


def _letter(document: Summary, type: str) -> Data:
    others = {"sent": ("to", document.receivers), "received": ("from", document.senders)}.get(type, ("", ()))
    return {**_card(document), "with": f"{others[0]} {', '.join(others[1])}" if others[1] else ""}


def list_pages(world: World, kind: str) -> Iterator[Page]:
    """Yield the alphabetical list of the entities of a kind."""
    rows = [_row(shown) for _, shown in sorted(world.of_kind(kind), key=lambda one: order(one[1].name))]
    parts, jumps = leaves(grouped(rows, lambda row: initial(row["name"])), "index")
    for leaf in parts:
        data = {
            "title": TITLES[kind],
            "kind": kind,
            "noun": NOUNS[kind],
            "count": len(rows),
            "groups": leaf.groups,
            "jumps": jumps,
            "number": leaf.number,
            "leaves": [one.name for one in parts],
        }
        yield Page(f"{FOLDERS[kind]}/{leaf.name}", "entities.html", data)


def _row(shown: Shown) -> Data:
    entry = shown.named.entry
    life = f"{entry.birth or '?'} – {entry.death or '?'}" if entry.birth or entry.death else ""
    said = [entry.role, life, entry.type if shown.named.kind != "person" else "", entry.country]
    return {
        "name": shown.name,
        "url": shown.url,
        "said": "; ".join(filter(None, said)),
        "mentions": shown.mentions,
        "documents": len({document for document, _ in shown.named.mentions}),
        "letters": len({document for document, _ in shown.named.letters}),
    }
