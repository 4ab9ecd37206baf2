"""The places of a corpus as GeoJSON (RFC 7946), with properties that make a flat table of attributes in QGIS.

A place without coordinates is a feature whose geometry is null, as section 3.2 of the RFC has it: GDAL, and with it
QGIS, reads it as a row of the table that is not on the map.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from json import dumps
from typing import Any

from teikit.diagnostics import Diagnostic
from teikit.edition import Edition
from teikit.export.linked.addresses import folder
from teikit.export.linked.attested import Attested, Place, Source, period, unplaced
from teikit.export.report import File

_BETWEEN = "; "
_DECIMALS = 6  # a tenth of a metre (RFC 7946, 11.2)

Object = dict[str, Any]


def geojson(items: Iterable[Edition], *, base_url: str = "", per: str = "place") -> Iterator[File | Diagnostic]:
    """Yield the places of a corpus as one FeatureCollection, and which of them have no coordinates.

    ``per``: a feature for each ``place``, or for each ``mention``, which has the date of its document and so can be
    moved through time. ``base_url``: where the edition stands, for links to documents.
    """
    corpus = Attested(base_url, contexts=per == "mention")
    for edition in items:
        corpus.add(edition)
    places = list(corpus.places())
    yield from unplaced(places)
    features = _mentions(places, corpus) if per == "mention" else _places(places, corpus)
    box = bounds([place.named.entry.geo for place in places if place.named.entry.geo is not None])
    head: Object = {"type": "FeatureCollection", "name": f"{per}s", **({"bbox": box} if box else {})}
    yield File(f"{per}s.geojson", written(head, features))


def written(head: Object, features: Iterable[Object]) -> Iterator[bytes]:
    """Yield a collection, each feature on a line of its own."""
    yield f'{dumps(head, ensure_ascii=False)[:-1]}, "features": ['.encode()
    for number, feature in enumerate(features):
        yield f"{',' if number else ''}\n{dumps(feature, ensure_ascii=False)}".encode()
    yield b"\n]}\n"


def point(geo: tuple[float, float] | None) -> Object | None:
    """Return a latitude and longitude as a geometry: longitude first (RFC 7946, 3.1.1)."""
    return None if geo is None else {"type": "Point", "coordinates": [_rounded(geo[1]), _rounded(geo[0])]}


def _rounded(degrees: float) -> float:
    return round(degrees, _DECIMALS) + 0.0  # no -0.0


def bounds(geos: Sequence[tuple[float, float]]) -> list[float]:
    """Return west, south, east and north of latitudes and longitudes.

    West is greater than east where the shortest way around all of them crosses the 180th meridian (RFC 7946, 5.2).
    """
    if not geos:
        return []
    lats, lons = [lat for lat, _ in geos], sorted({lon for _, lon in geos})
    gaps = [(after - before, before, after) for before, after in pairwise(lons)]
    around = lons[0] + 360 - lons[-1]
    widest = max(gaps, default=(0.0, 0.0, 0.0), key=lambda gap: gap[0])
    east, west = (widest[1], widest[2]) if widest[0] > around else (lons[-1], lons[0])
    return [_rounded(side) for side in (west, min(lats), east, max(lats))]


def _feature(place: Place, id: str, properties: Object) -> Object:
    filled = {name: value if value != "" else None for name, value in properties.items()}
    return {"type": "Feature", "id": id, "geometry": point(place.named.entry.geo), "properties": filled}


def _places(places: Iterable[Place], corpus: Attested) -> Iterator[Object]:
    for place in places:
        named, entry, mentions = place.named, place.named.entry, place.mentions
        documents = [corpus.sources[at] for at in dict.fromkeys(mention.document for mention in mentions)]
        certs = [mention.cert for mention in mentions if mention.cert is not None]
        first, last = period(documents)
        yield _feature(
            place,
            named.id,
            {
                "id": named.id,
                "name": named.name,
                "forms": _BETWEEN.join(form for form, _ in named.forms),
                "other_names": _BETWEEN.join(name for name in entry.names if name != named.name),
                "type": entry.type,
                "country": entry.country,
                "within": entry.within,
                "mentions": len(mentions),
                "documents": len(documents),
                "letters_from": sum(type == "sent" for _, type in named.letters),
                "letters_to": sum(type == "received" for _, type in named.letters),
                "first": first,
                "last": last,
                "uri": entry.uri,
                "uris": _BETWEEN.join(entry.uris),
                "basis": named.basis,
                "certainty": round(sum(certs) / len(certs), 2) if certs else None,
                "least_certainty": min(certs, default=None),
                "by_machine": sum(mention.machine for mention in mentions),
                "note": entry.note,
                "document_ids": _BETWEEN.join(document.id for document in documents),
            },
        )


def _mentions(places: Iterable[Place], corpus: Attested) -> Iterator[Object]:
    for place in places:
        for number, mention in enumerate(place.mentions, 1):
            source = corpus.sources[mention.document]
            yield _feature(
                place,
                f"{place.named.id}.{number}",
                {
                    "id": place.named.id,
                    "name": place.named.name,
                    "surface": mention.surface,
                    "before": mention.context[0],
                    "after": mention.context[1],
                    "type": place.named.entry.type,
                    "uri": place.named.entry.uri,
                    "document": source.id,
                    "title": source.title,
                    "first": source.first,
                    "last": source.last,
                    "start": mention.start,
                    "end": mention.end,
                    "certainty": mention.cert,
                    "by_machine": int(mention.machine),
                    "url": link(source, mention.at, corpus.base_url),
                },
            )


def link(source: Source, at: str, base_url: str) -> str:
    """Return where a mention can be read: with a page of ours its place in it, else the document."""
    ours = bool(source.url) and source.url.startswith(folder(base_url)) and bool(base_url)
    return f"{source.url}#{at}" if ours else source.url
