"""Places: one entity for each place of the gazetteer, and for each name that it does not have."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import lru_cache
from math import cos, hypot, radians

from teikit.data.places_gazetteer import COUNTRIES, COUNTRY, Place, country_name, lookup
from teikit.link.forms import form_of, shown
from teikit.model import Document, Entity, Finding, Mention

Cluster = tuple[Entity, tuple[int, ...]]
URI = "https://www.geonames.org/{}/"
AHEAD = 3  # a city is taken where it has so many times the people of the next one of its name
FAR_AHEAD = 20  # where it has so many times the people, the countries that the document names do not matter
LARGE, FAR = 1_000_000, 9.0  # people; degrees, about 1000 km
Near = tuple[tuple[str, float], ...]
STATES = frozenset(("Republic", "Kingdom", "State", "Commonwealth", "Empire", "Dominion", "Union", "Federation"))
SHOWN = 3  # so many candidates are told of


def cluster_places(doc: Document) -> tuple[list[Cluster], list[Finding]]:
    """Return the places in the order of the text; a name that fits two places equally is left without a URI."""
    groups: dict[str, list[int]] = defaultdict(list)
    chosen: dict[str, tuple[str, Place | None]] = {}
    findings: list[Finding] = []
    told: set[str] = set()
    near, points = _around(doc)
    for i, mention in enumerate(doc.mentions):
        if mention.kind != "placeName" or mention.ref is not None:
            continue
        form = _form(doc, mention)
        beside = _beside(doc, i)
        place, rivals = choose(form, ((beside, 9),) if beside else near)
        if place and place.population and place.size > COUNTRY and not beside and not _supported(place, near, points):
            place = None
        if rivals and form not in told:
            findings.append(_ambiguous(mention, form, rivals))
            told.add(form)
        key = (
            f"geonames {place.id}"
            if place and place.id
            else f"name {(place.name if place else form).lower().replace('.', '')}"
        )
        chosen.setdefault(key, (_title(form, place), place))
        groups[key].append(i)
    return [(_entity(*chosen[key]), tuple(members)) for key, members in groups.items()], findings


def _form(doc: Document, mention: Mention) -> str:
    form = form_of(doc, mention)
    return form[:-7] if form[-7:] in (" ghetto", " Ghetto") and not lookup(form) else form


def _beside(doc: Document, i: int) -> str:
    """Return the code of the country or state that stands after a comma: US-TX in "Paris, Texas"."""
    after = doc.mentions[i + 1] if i + 1 < len(doc.mentions) else None
    if (
        after is None
        or after.kind != "placeName"
        or doc.text[doc.mentions[i].span.end : after.span.start] not in (", ", ",\n")
    ):
        return ""
    places = lookup(after.span.of(doc.text))
    return next((place.country for place in places if place.country and place.type != "city"), "")


def _title(form: str, place: Place | None) -> str:
    if form.isupper() and len(form) > 4:
        return place.name if place and place.name.upper() == form else shown(form)
    return form


def _entity(form: str, place: Place | None) -> Entity:
    if place is None:
        return Entity("", "place", form)
    uri = URI.format(place.id) if place.id else ""
    name = place.name if form.isupper() and len(form) < 7 and place.id else form
    return Entity("", "place", name, type=place.type, uri=uri, geo=place.geo)


def _around(doc: Document) -> tuple[Near, list[tuple[str, float, float]]]:
    """Return what the document tells of where it is: country codes with their weights, and its clear places.

    A country that it names counts more than a city that it has. A clear place: its name, latitude, longitude.
    """
    forms = Counter(m.span.of(doc.text) for m in doc.mentions if m.kind == "placeName")
    forms.update(part.strip() for part in doc.metadata.place.split(",") if part.strip())
    found: defaultdict[str, float] = defaultdict(float)
    points = []
    for form, count in forms.items():
        places = _lookup(form)
        cities = [place for place in places if place.type == "city" and place.country]
        if places and places[0].type in COUNTRIES:
            found[places[0].country] += 2 + count
        for place in cities if places and places[0].type not in COUNTRIES else ():
            found[place.country] += place.population / sum(city.population for city in cities)
        clear = next((place for place in places if place.geo), None)
        if clear and clear.geo and places[0].type not in COUNTRIES:
            points.append((clear.name, *clear.geo))
    found.pop("", None)
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0]))), points


def _supported(place: Place, near: Near, points: list[tuple[str, float, float]]) -> bool:
    """Return whether more than its name speaks for a city: its size, its country, or another place not far away."""
    if place.population >= LARGE or dict(near).get(place.country[:2], 0.0) > 1.5 or place.geo is None:
        return True
    others = [(lat, lon) for name, lat, lon in points if name != place.name]
    if not others:
        return place.population >= LARGE / 20
    lat, lon = place.geo
    return any(hypot(lat - a, (lon - b) * cos(radians(lat))) < FAR for a, b in others)


@lru_cache(maxsize=4096)
def choose(form: str, countries: Near) -> tuple[Place | None, tuple[Place, ...]]:
    """Choose the place that a form means, or return the rivals between which nothing decides."""
    places = _lookup(form)
    cities = [place for place in places if place.type == "city" and place.population]
    share = dict(countries)
    total = sum(place.population for place in cities)
    for place in cities if len(countries) > 1 else ():  # what the name itself has added does not count
        share[place.country] = share.get(place.country, 0.0) - place.population / total
    here = sorted(cities, key=lambda place: (-_near(place, share), -place.population))
    beside = len(countries) == 1 and here and _near(here[0], share) > 0
    if beside and (len(here) == 1 or not _near(here[1], share) or here[0].population > AHEAD * here[1].population):
        return here[0], ()
    listed = [place for place in places if place.size <= COUNTRY]
    if listed and (listed[0].geo or listed[0].type in COUNTRIES or not cities):
        return _joined(listed), ()
    if not cities:
        return None, ()
    if len(cities) == 1 or cities[0].population > FAR_AHEAD * cities[1].population:
        return cities[0], ()
    if _near(here[0], share) > 0.5 + 2 * _near(here[1], share) or (
        max(share.values(), default=0.0) > 0.5 and _ahead(here)
    ):
        return here[0], ()
    fitting = (
        max(share.values(), default=0.0) < 0.5 or _near(here[0], share) > 0.1
    )  # otherwise it is a place that the gazetteer does not have
    return None, tuple(cities) if fitting else ()


def _lookup(form: str) -> tuple[Place, ...]:
    places = lookup(form) or lookup(form.replace("\u2019", "'")) or (lookup(form.title()) if form.isupper() else ())
    if places or " of " not in form:
        return places
    first, rest = form.split(" of ", 1)  # "Republic of Cuba", "United Kingdom of Great Britain and Northern Ireland"
    for part in (rest, first):
        places = lookup(part)
        if places and places[0].type in COUNTRIES and (part == first or first in STATES):
            return places
    return ()


def _near(place: Place, share: dict[str, float]) -> float:
    """Return how often the document names the country, or the state, of a place."""
    return share.get(place.country, 0.0) + (share.get(place.country[:2], 0.0) if "-" in place.country else 0.0)


def _ahead(here: list[Place]) -> bool:
    """Return whether the first is well ahead of the others that the document speaks for as much."""
    return here[0].population > AHEAD * max(place.population for place in here[1:])


def _joined(listed: list[Place]) -> Place:
    """Return the first of the listed places, with the id and code that a later one of its name has."""
    first, rest = listed[0], listed[1:]
    other = next((place for place in rest if place.id and place.type == first.type), None)
    return replace(first, id=first.id or other.id, geo=first.geo or other.geo) if other else first


def _ambiguous(mention: Mention, form: str, rivals: tuple[Place, ...]) -> Finding:
    shown = [f"{place.name} in {country_name(place.country)}" for place in rivals[:SHOWN]]
    more = f" and {len(rivals) - SHOWN} more" if len(rivals) > SHOWN else ""
    return Finding(
        "N002",
        f"“{form}” may be {', '.join(shown)}{more}; none was chosen",
        mention.span,
        "Mark the place by hand with a ref of your own, or leave it without coordinates.",
    )
