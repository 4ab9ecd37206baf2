"""The registers of a corpus as tables: a row for each person, place or organisation of all its files.

``members`` says which entries of which files a row stands for, as PATH#ID, separated by spaces; a path has its spaces
and marks written as in URIs. `teikit register import` finds them by that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from teikit.corpus import Named
from teikit.edition import Edition, Entry
from teikit.export.dates import order
from teikit.export.standoff.tables_cells import number
from teikit.export.standoff.tables_ids import identifiers, other_idnos

KINDS = {"persons": "person", "places": "place", "orgs": "org"}
FACTS = {
    "persons": ("name", "other_names", "role", "birth", "death", "gnd", "viaf", "wikidata", "other_idnos"),
    "places": (
        *("name", "other_names", "type", "within", "country", "lat", "long"),
        *("geonames", "wikidata", "gnd", "viaf", "other_idnos"),
    ),
    "orgs": ("name", "other_names", "type", "role", "gnd", "viaf", "wikidata", "other_idnos"),
}
_USES = ("uri", "forms", "mentions", "documents", "first_date", "last_date", "basis", "machine", "members")
COLUMNS = {table: ("id", *facts, *_USES) for table, facts in FACTS.items()}
_NOT_IN_PATH = re.compile(r"[\s%#,;|]")


def facts(entry: Entry) -> dict[str, str | tuple[str, ...]]:
    """Return what an entry says, by column."""
    lat, long = map(number, entry.geo) if entry.geo is not None else ("", "")
    return {
        "name": entry.name,
        "other_names": entry.names[1:],
        "role": entry.role,
        "birth": entry.birth,
        "death": entry.death,
        "type": entry.type,
        "within": entry.within,
        "country": entry.country,
        "lat": lat,
        "long": long,
        "gnd": identifiers(entry, "gnd"),
        "viaf": identifiers(entry, "viaf"),
        "wikidata": identifiers(entry, "wikidata"),
        "geonames": identifiers(entry, "geonames"),
        "other_idnos": other_idnos(entry),
        "uri": entry.uri,
    }


def row(named: Named, paths: Sequence[str], dates: Sequence[str]) -> dict[str, object]:
    """Return the row of an entity. ``paths``, ``dates``: of the editions; a date may be empty."""
    when = sorted((date for at in named.documents if (date := dates[at])), key=lambda date: (order(date), date))
    return {
        "id": named.id,
        **facts(named.described or named.entry),
        "forms": tuple(f"{form} ({count})" for form, count in named.forms),
        "mentions": len(named.mentions),
        "documents": len(named.documents),
        "first_date": when[0] if when else "",
        "last_date": when[-1] if when else "",
        "basis": named.basis,
        "machine": named.entry.machine,
        "members": " ".join(member(paths[at], id) for at, id in named.members),
    }


def member(path: str, id: str) -> str:
    """Return how an entry of a file is named in a table."""
    safe = _NOT_IN_PATH.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), path)
    return f"{safe}#{id}"


def path_and_id(member: str) -> tuple[str, str]:
    """Return the file and the entry that `member` names."""
    path, _, id = member.rpartition("#")
    return unquote(path), id


def dated(edition: Edition) -> str:
    """Return the date of a document, an empty string where it is not known."""
    return edition.metadata.date.first if edition.metadata.date is not None else ""
