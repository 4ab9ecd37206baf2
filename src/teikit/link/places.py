"""Places: one entity for each place of the gazetteer, and for each name that it does not have."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

from teikit.data.places_gazetteer import COUNTRIES, COUNTRY, Place, lookup
from teikit.link.forms import form_of
from teikit.model import Document, Entity, Finding, Mention

Cluster = tuple[Entity, tuple[int, ...]]
URI = "https://www.geonames.org/{}/"
AHEAD = 5  # a city is taken where it has so many times the people of the next one of its name


def cluster_places(doc: Document) -> tuple[list[Cluster], list[Finding]]:
    """Return the places in the order of the text; a name that fits two places equally is left without a URI."""
    groups: dict[str, list[int]] = defaultdict(list)
    chosen: dict[str, tuple[str, Place | None]] = {}
    findings: list[Finding] = []
    told: set[str] = set()
    countries = _countries(doc)
    for i, mention in enumerate(doc.mentions):
        if mention.kind != "placeName" or mention.ref is not None:
            continue
        form = _form(doc, mention)
        beside = _beside(doc, i)
        place, rivals = choose(form, frozenset((beside,)) if beside else countries)
        if rivals and form not in told:
            findings.append(_ambiguous(mention, form, rivals))
            told.add(form)
        key = (
            f"geonames {place.id}"
            if place and place.id
            else f"name {(place.name if place else form).lower().replace('.', '')}"
        )
        chosen.setdefault(key, (_title(form), place))
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


def _title(form: str) -> str:
    return form.title() if form.isupper() and len(form) > 4 else form


def _entity(form: str, place: Place | None) -> Entity:
    if place is None:
        return Entity("", "place", form)
    uri = URI.format(place.id) if place.id else ""
    name = place.name if form.isupper() and len(form) < 7 and place.id else form
    return Entity("", "place", name, type=place.type, uri=uri, geo=place.geo)


def _countries(doc: Document) -> frozenset[str]:
    """Return the codes of the countries that the document names."""
    forms = {m.span.of(doc.text) for m in doc.mentions if m.kind == "placeName"}
    places = (place for form in forms for place in lookup(form)[:1])
    return frozenset(place.country for place in places if place.type == "country" and place.country)


@lru_cache(maxsize=4096)
def choose(form: str, countries: frozenset[str]) -> tuple[Place | None, tuple[Place, ...]]:
    """Choose the place that a form means, or return the rivals between which nothing decides."""
    places = lookup(form) or lookup(form.replace("\u2019", "'")) or (lookup(form.title()) if form.isupper() else ())
    cities = [place for place in places if place.type == "city" and place.population]
    here = [place for place in cities if place.country in countries or place.country[:2] in countries]
    if len(countries) == 1 and here and (len(here) == 1 or here[0].population >= AHEAD * here[1].population):
        return here[0], ()
    listed = [place for place in places if place.size <= COUNTRY]
    if listed and (listed[0].geo or listed[0].type in COUNTRIES or not cities):
        return _joined(listed), ()
    if not cities:
        return None, ()
    if len(cities) == 1 or cities[0].population >= AHEAD * cities[1].population:
        return cities[0], ()
    return (here[0], ()) if len(here) == 1 else (None, tuple(cities))


def _joined(listed: list[Place]) -> Place:
    """Return the first of the listed places, with the id and code that a later one of its name has."""
    first, rest = listed[0], listed[1:]
    other = next((place for place in rest if place.id and place.type == first.type), None)
    return replace(first, id=first.id or other.id, geo=first.geo or other.geo) if other else first


def _ambiguous(mention: Mention, form: str, rivals: tuple[Place, ...]) -> Finding:
    listed = ", ".join(f"{place.name} ({place.country}, GeoNames {place.id})" for place in rivals[:4])
    more = f" and {len(rivals) - 4} more" if len(rivals) > 4 else ""
    return Finding(
        "N002",
        f"“{form}” may be {listed}{more}; none was chosen",
        mention.span,
        "Say which place is meant in a decisions file, or name the country beside it in the text.",
    )
