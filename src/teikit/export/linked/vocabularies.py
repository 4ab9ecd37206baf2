"""What a place is and what it is called elsewhere, in the vocabularies that the Linked Places Format takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from teikit.corpus import folded
from teikit.data import table
from teikit.edition import Entry

ANY_CLASS = ("A", "H", "L", "P", "R", "S", "T")
"""All classes: what a place of an unknown kind may be."""
_NO_WORD = re.compile(r"[^a-z0-9]+")
_TWO_LETTERS = re.compile(r"[A-Za-z]{2}")
_NOT_ISO = frozenset(("AN", "CS", "XK"))  # GeoNames has codes that ISO 3166-1 has not, or has no more
_GEONAMES = re.compile(r"https?://(?:www\.|sws\.)?geonames\.org/(\d+)(?:/.*)?")


@dataclass(frozen=True, slots=True)
class Kind:
    """The class of GeoNames, and the concept of the AAT, empty where there is none."""

    fclass: str
    aat: str = ""
    label: str = ""


@cache
def _kinds() -> dict[str, Kind]:
    rows = table("export/place_types")
    return {row["type"]: Kind(row["class"], row["aat"], row["concept"]) for row in rows}


def kind_of(type: str) -> Kind | None:
    """Return what a @type means, None where that is not known. Of several words each is tried."""
    plain = unicodedata.normalize("NFKD", type.casefold()).encode("ascii", "ignore").decode()
    words = " ".join(_NO_WORD.sub(" ", plain).split())
    known = _kinds()
    return next((known[word] for word in (words, words.removesuffix("s"), *words.split()) if word in known), None)


@cache
def _prefixes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["prefix"], re.compile(row["pattern"])) for row in table("export/place_authorities"))


def abbreviated(uri: str) -> str:
    """Return a URI with the prefix of its authority, nothing where the format has no prefix for it."""
    found = ((prefix, pattern.fullmatch(uri)) for prefix, pattern in _prefixes())
    return next((f"{prefix}:{match[1]}" for prefix, match in found if match), "")


@cache
def _countries() -> tuple[dict[str, str], dict[str, str]]:
    """Return the countries' codes by name, and by the number that GeoNames gives a place."""
    names: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for row in table("places_geonames"):
        code = row["country"][:2]
        if code not in _NOT_ISO:
            numbers[row["id"]] = code
            if row["type"] == "country":
                names.update((folded(name), code) for name in row["names"].split("|"))
    for row in table("places_other"):
        if row["type"] == "country" and row["id"] in numbers and not row["until"]:
            names.update((folded(name), numbers[row["id"]]) for name in row["names"].split("|"))
    return names, numbers


def countries(entry: Entry) -> list[str]:
    """Return the code of the country that a place lies in today (ISO 3166-1), as far as its entry or GeoNames says."""
    said = [entry.country]
    kind = kind_of(entry.type)
    if kind is not None and kind.label in ("country", "nation", "sovereign state"):
        said += entry.names
    names, numbers = _countries()
    codes = [*_codes(said, names), *(numbers.get(number, "") for number in _numbers(entry.uris))]
    return list(dict.fromkeys(filter(None, codes)))[:1]


def _codes(said: Iterable[str], names: dict[str, str]) -> Iterator[str]:
    every = set(names.values())
    for text in said:
        code = text.strip().upper()
        yield code if _TWO_LETTERS.fullmatch(code) and code in every else names.get(folded(text), "")


def _numbers(uris: Iterable[str]) -> Iterator[str]:
    for uri in uris:
        if found := _GEONAMES.fullmatch(uri):
            yield found[1]
