"""Ids of entities: readable, ASCII, legal as xml:id, never twice the same in a document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from teikit.model import Entity

LETTERS = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "ı": "i",
        "þ": "th",
    }
)

AFTER = frozenset(("Jr", "Sr", "II", "III", "IV", "Esq", "Esqr", "Esqre", "Bart", "Junr", "Senr"))


def slug(name: str) -> str:
    """Return a name in lower-case ASCII letters, digits and hyphens; empty where none of its letters has such a form.

    A hyphen between small letters is taken as a broken word ("Khrush-chev").
    """
    name = re.sub(r"(?<=[a-zß-ÿ])-(?=[a-zß-ÿ])", "", name) if name[:1].isupper() and name.count("-") == 1 else name
    plain = unicodedata.normalize("NFKD", name.translate(LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’.]", "", plain).lower()).strip("-")[:60].strip("-")


class Ids:
    """The ids given out so far. Mutable, and for one call of link only."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def make(self, entity: Entity, *, shared: bool = False) -> str:
        """Return a new id, made of the kind and the shortest telling part of the name.

        ``shared``: whether another person of the document has the surname as well.
        """
        for name in _choices(entity)[shared:]:
            candidate = f"{entity.kind}-{slug(name) or 'unnamed'}"
            if candidate not in self._taken:
                break
        else:
            number = 2
            while f"{candidate}-{number}" in self._taken:
                number += 1
            candidate = f"{candidate}-{number}"
        self._taken.add(candidate)
        return candidate


def surname(entity: Entity) -> str:
    """Return the last word of a name, what follows a surname apart."""
    words = [word for word in entity.name.split() if word.strip(".,") not in AFTER]
    return words[-1] if words else entity.name


def _choices(entity: Entity) -> tuple[str, ...]:
    if entity.kind != "person":
        return entity.name, entity.name
    last = surname(entity)
    firsts = [word for word in entity.name.split() if word != last and word.strip(".,") not in AFTER]
    return last, " ".join([last, *firsts[:1]]), " ".join([last, *firsts])
