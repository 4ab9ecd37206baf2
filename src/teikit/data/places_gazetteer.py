"""The gazetteer: every name of every place in places_geonames.tsv, places_other.tsv and places_territories.tsv."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

COUNTRY, LISTED = 3.0, 2.0  # sizes; above them a size is a number of people
COUNTRIES = frozenset(("country", "region", "continent"))


@dataclass(frozen=True, slots=True)
class Place:
    """A place. ``country``: ISO code. ``since``, ``until``: years of the name, or empty. ``size``: as in `sizes`."""

    name: str
    type: str
    country: str = ""
    geo: tuple[float, float] | None = None
    population: int = 0
    id: str = ""
    since: str = ""
    until: str = ""
    size: float = 0.0


def _rows(name: str) -> Iterator[str]:
    text = (files(__package__) / f"{name}.tsv").read_text(encoding="utf-8")
    lines = iter(text.split("\n"))
    for line in lines:
        if not line.startswith("#"):
            break  # the header line
    return (line for line in lines if line)


@cache
def _index() -> dict[str, str | list[str]]:
    """Map every form to its row, or to its rows. Rows stay text until somebody asks for a place."""
    index: dict[str, str | list[str]] = {}
    for source, column in (("places_other", 0), ("places_geonames", 6), ("places_territories", 0)):
        for row in _rows(source):
            cells = row.split("\t")
            names = (
                cells[column].split("|")
                if column or source == "places_other"
                else [cells[0], *filter(None, cells[1:2])]
            )
            if source == "places_territories" and names[0] in index:
                continue
            for name in names:
                old = index.get(name)
                if old is None:
                    index[name] = row
                elif old is not row:
                    index[name] = [*old, row] if isinstance(old, list) else [old, row]
    return index


@cache
def sizes() -> dict[str, float]:
    """Map every form to the size of its most important place: COUNTRY, LISTED, or the number of people of a city."""
    found: dict[str, float] = {}
    for source in ("places_geonames", "places_territories", "places_other"):
        for row in _rows(source):
            cells = row.split("\t")
            if source == "places_other":
                size, names = (COUNTRY if cells[1] in COUNTRIES else LISTED), cells[0].split("|")
            elif source == "places_geonames":
                size = COUNTRY if cells[1] in COUNTRIES else float(cells[5])
                names = cells[6].split("|") if "|" in cells[6] else [cells[6]]
            else:
                size, names = COUNTRY, [name for name in cells[:2] if name]
            for name in names:
                if size < 4.0 or name not in found:  # cities come in the order of their population
                    found[name] = size
    return found


@cache
def longer() -> dict[str, int]:
    """Map the first word of every form of several words to the number of words of its longest form."""
    found: dict[str, int] = {}
    for form in sizes():
        if " " in form:
            first = form[: form.index(" ")]
            count = form.count(" ") + 1
            if found.get(first, 0) < count:
                found[first] = count
    return found


@cache
def pairs() -> dict[str, int]:
    """Map the first two words of every form of several words to the number of words of its longest form."""
    found: dict[str, int] = {}
    for form in sizes():
        if " " in form:
            words = form.split(" ")
            pair = f"{words[0]} {words[1]}"
            if found.get(pair, 0) < len(words):
                found[pair] = len(words)
    return found


def known(form: str) -> bool:
    return form in sizes()


def weight(form: str) -> float:
    """Return the size of a form, 0 where no place has it."""
    return sizes().get(form, 0.0)


@lru_cache(maxsize=4096)
def lookup(form: str) -> tuple[Place, ...]:
    """Return the places of a name: listed ones first, then countries, then cities by their population."""
    entry = _index().get(form)
    if entry is None:
        return ()
    return tuple(_place(row.split("\t"), form) for row in (entry if isinstance(entry, list) else [entry]))


@cache
def country_name(code: str) -> str:
    """Return the name of a country ("GB") or state ("US-TX") in English, the code itself where none is listed."""
    return _names_of_codes().get(code, code)


@cache
def _names_of_codes() -> dict[str, str]:
    cells = (row.split("\t") for row in _rows("places_geonames"))
    return {c[2]: c[6].partition("|")[0] for c in cells if c[1] in COUNTRIES}


def _place(cells: list[str], form: str) -> Place:
    if cells[0].isdigit():
        ident, kind, country, lat, lon, population, names = cells
        size = COUNTRY if kind in COUNTRIES else float(population)
        return Place(names.partition("|")[0], kind, country, _geo(lat, lon), int(population), ident, size=size)
    if len(cells) == 5 and "-" in cells[2] and not cells[2][:1].isdigit() and not cells[2].startswith("-"):
        return Place(form, "country", since=cells[3], until=cells[4], size=COUNTRY)
    names, kind, lat, lon, ident, since, until = (cells + [""] * 7)[:7]
    geo = _geo(lat, lon)
    name = names.partition("|")[0] if geo else form  # without coordinates the line lists places that are apart
    return Place(name, kind, "", geo, 0, ident, since, until, COUNTRY if kind in COUNTRIES else LISTED)


def _geo(lat: str, lon: str) -> tuple[float, float] | None:
    return (float(lat), float(lon)) if lat and lon else None
