"""Posts that are called by their city: "Ambassador Washington", "Chargé Peiping" are offices, not persons."""

from __future__ import annotations

from teikit.data.places_gazetteer import LISTED, weight
from teikit.recognise.lexicon import COMMON, SURNAME, word_class
from teikit.recognise.runs import Token

CITY = 1e5  # so many people make a name that is no surname a city


def posted(tokens: tuple[Token, ...], i: int) -> bool:
    """Return whether a token is the city of a diplomat's post; a city that is a surname as well must be a seat."""
    city = tokens[i]
    if not i or city.gap != " " or tokens[i - 1].text not in word_class("post"):
        return False
    if city.flags & SURNAME:
        return city.text in word_class("seat")
    size = weight(city.text)
    return not city.flags & COMMON and (size == LISTED or size > CITY)
