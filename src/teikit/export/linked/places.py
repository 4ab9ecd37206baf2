"""The places of a corpus for gazetteers: Linked Places Format 1.3, and LP-TSV 0.5, its table.

https://github.com/LinkedPasts/linked-places-format; read by the World Historical Gazetteer. Both say where and when a
name is attested: the citations are the documents, and the years are theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from teikit.diagnostics import Diagnostic
from teikit.edition import Edition
from teikit.export.dates import order
from teikit.export.linked.addresses import iri
from teikit.export.linked.attested import Mention, Place, Source, period, unplaced
from teikit.export.linked.gazetteer import Gazetteer, earliest, gathered
from teikit.export.linked.geojson import point, written
from teikit.export.linked.vocabularies import abbreviated, countries, kind_of
from teikit.export.report import File
from teikit.export.standoff.tables_cells import defused

_CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
_CITATIONS = 20
"""How many documents are cited for a name at most, the first in time."""
_LONGEST = 255  # characters of a title that the World Historical Gazetteer takes

Object = dict[str, Any]


def lpf(items: Iterable[Edition], *, base_url: str = "") -> Iterator[File | Diagnostic]:
    """Yield the places of a corpus in the Linked Places Format, and what is missing of them.

    ``base_url``: where the edition stands; without it a place is a URN that stays the same for the same corpus.
    """
    gazetteer = gathered(items, base_url)
    features = [_feature(place, gazetteer) for place in gazetteer.places]
    yield from unplaced(gazetteer.places)
    yield from gazetteer.report()
    yield File("places.lpf.geojson", written({"type": "FeatureCollection", "@context": _CONTEXT}, features))


def _feature(place: Place, gazetteer: Gazetteer) -> Object:
    named, entry = place.named, place.named.entry
    documents = gazetteer.documents(place)
    codes = countries(entry)
    when = _when(documents)
    parts: Object = {
        "@id": gazetteer.address(named),
        "type": "Feature",
        "properties": {
            "title": named.name,
            **({"ccodes": codes} if codes else {}),
            "fclasses": gazetteer.classes(named),
        },
        "when": when and {**when, "label": "attested"},
        "names": _names(place, documents, gazetteer),
        "types": _types(entry.type),
        "geometry": point(entry.geo),
        "links": [_link(uri, entry.machine) for uri in entry.uris],
        "relations": _relations(place, gazetteer),
        "descriptions": [{"value": entry.note}] if entry.note else [],
    }
    if parts["geometry"] and entry.machine:
        parts["geometry"]["certainty"] = "less-certain"
    return {key: value for key, value in parts.items() if value or key == "geometry"}


def _names(place: Place, documents: Sequence[Source], gazetteer: Gazetteer) -> list[Object]:
    """Return all names, the main one first, each with the documents that have it."""
    cited: dict[str, dict[int, Mention]] = {}
    for mention in place.mentions:
        cited.setdefault(mention.surface, {}).setdefault(mention.document, mention)
    named = place.named
    made = []
    for name in dict.fromkeys((named.name, *(form for form, _ in named.forms), *named.entry.names)):
        sources = sorted((gazetteer.sources[number] for number in cited.get(name, ())), key=earliest)
        if not sources and name == named.name:
            sources = list(documents)
        gazetteer.lost["further citations of names"] += max(0, len(sources) - _CITATIONS)
        when = _when(sources)
        made.append(
            {
                "toponym": name,
                **({"citations": [_citation(source) for source in sources[:_CITATIONS]]} if sources else {}),
                **({"when": when} if when else {}),
            }
        )
    return made


def _citation(source: Source) -> Object:
    year = {"year": _year(source.first)} if source.first else {}
    return {"label": source.title, **year, "@id": source.urn}


def _year(iso: str) -> str:
    return str(order(iso)[0])


def _when(sources: Iterable[Source]) -> Object:
    """Return the time from the first to the last document, nothing where none has a date."""
    first, last = period(sources)
    if not first:
        return {}
    span = {"start": {"in": _day(first)}}
    return {"timespans": [span if first == last else {**span, "end": {"in": _day(last)}}]}


def _day(iso: str) -> str:
    """Return a date as the format has it: of a year of five digits before our era no more than the year."""
    year = order(iso)[0]
    return iso if -9999 <= year <= 9999 else str(year)


def _types(type: str) -> list[Object]:
    kind = kind_of(type)
    if not type:
        return []
    known = {"identifier": f"aat:{kind.aat}"} if kind and kind.aat else {}
    return [{**known, "label": kind.label if kind else type, "sourceLabels": [{"label": type}]}]


def _link(uri: str, machine: bool) -> Object:
    """Return a link: what an editor says is the same is an exact match, what a program says is a close one."""
    return {"type": "closeMatch" if machine else "exactMatch", "identifier": abbreviated(uri) or iri(uri)}


def _relations(place: Place, gazetteer: Gazetteer) -> list[Object]:
    parent = gazetteer.parent(place)
    if parent is None:
        return []
    to = gazetteer.address(parent.named)
    return [{"relationType": "gvp:broaderPartitive", "relationTo": to, "label": f"part of {parent.named.name}"}]


_COLUMNS = (
    "id title title_source fclasses aat_types attestation_year title_uri ccodes matches variants types parent_name "
    "parent_id lon lat description"
).split()


def lptsv(items: Iterable[Edition], *, base_url: str = "") -> Iterator[File | Diagnostic]:
    """Yield the places of a corpus as LP-TSV, and what is missing of them or does not fit into a table.

    ``base_url``: as in `lpf`.
    """
    gazetteer = gathered(items, base_url)
    rows = [_row(place, gazetteer) for place in gazetteer.places]
    yield from unplaced(gazetteer.places)
    yield from gazetteer.report()
    yield File("places.tsv", (_line(cells) for cells in [_COLUMNS, *rows]))


def _row(place: Place, gazetteer: Gazetteer) -> list[str]:
    named, entry = place.named, place.named.entry
    source = gazetteer.documents(place)[0]
    parent, kind = gazetteer.parent(place), kind_of(entry.type)
    matches = [short for uri in entry.uris if (short := abbreviated(uri))]
    gazetteer.lost["links to authorities that LP-TSV has no prefix for"] += len(entry.uris) - len(matches)
    gazetteer.lost["citations besides that of the title"] += max(0, len({m.document for m in place.mentions}) - 1)
    variants = dict.fromkeys([*(form for form, _ in named.forms), *entry.names])
    lon, lat = point(entry.geo)["coordinates"] if entry.geo else ("", "")  # type: ignore[index]  # geo is not None
    cells: Mapping[str, object] = {
        "id": named.id,
        "title": _short(named.name, gazetteer),
        "title_source": _short(source.title, gazetteer),
        "fclasses": ";".join(gazetteer.classes(named)),
        "aat_types": kind.aat if kind else "",
        "attestation_year": _year(source.first) if source.first else "",
        "title_uri": source.url,
        "ccodes": ";".join(countries(entry)),
        "matches": ";".join(matches),
        "variants": _listed((name for name in variants if name != named.name), gazetteer),
        "types": _listed([entry.type], gazetteer),
        "parent_name": parent.named.name if parent else "",
        "parent_id": gazetteer.address(parent.named) if parent else "",
        "lon": lon,
        "lat": lat,
        "description": entry.note,
    }
    return [_cell(cells.get(column, ""), gazetteer) for column in _COLUMNS]


def _short(text: str, gazetteer: Gazetteer) -> str:
    gazetteer.lost[f"titles of more than {_LONGEST} characters, now cut"] += len(text) > _LONGEST
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _listed(names: Iterable[str], gazetteer: Gazetteer) -> str:
    """Return several values in a cell; semicolons stand between them and may not stand in them."""
    every = list(names)
    gazetteer.lost["semicolons in names, now commas"] += sum(";" in name for name in every)
    return ";".join(name.replace(";", ",") for name in every)


def _cell(value: object, gazetteer: Gazetteer) -> str:
    """Return a value as one line that no spreadsheet calculates."""
    text = " ".join(str(value).split())
    safe = defused(text)
    gazetteer.lost["cells that a spreadsheet would calculate, now with an apostrophe before them"] += safe != text
    return safe


def _line(cells: Iterable[str]) -> bytes:
    """Return a row. Only a cell that begins with a quote is quoted: elsewhere readers take quotes as they stand."""
    quoted = ('"' + cell.replace('"', '""') + '"' if cell.startswith('"') else cell for cell in cells)
    return ("\t".join(quoted) + "\n").encode()
