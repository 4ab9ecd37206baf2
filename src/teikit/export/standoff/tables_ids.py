"""Identifiers of authority files: in columns of their own, and taken out of URIs of every shape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from teikit.data import table
from teikit.edition import Entry
from teikit.tei.entrydata import idno_uri, is_uri


@dataclass(frozen=True, slots=True)
class Authority:
    """``column``: of tables; ``type``: of an idno; ``id``: what an identifier looks like; ``uri``: what holds one."""

    column: str
    type: str
    id: re.Pattern[str]
    uri: re.Pattern[str]

    def identifier(self, said: str) -> str:
        """Return the identifier that a URI or a cell holds, an empty string where it is none of this authority.

        A spreadsheet may have made ``3562981.0`` of a number.
        """
        found = self.uri.fullmatch(said)
        plain = found[1] if found else said.removesuffix(".0")
        return plain if self.id.fullmatch(plain) else ""

    def address(self, identifier: str) -> str:
        """Return the URI that names what an identifier stands for."""
        return idno_uri(self.type, identifier)


@cache
def authorities() -> dict[str, Authority]:
    """Return the authorities that tables have a column for, by that column."""
    return {
        row["column"]: Authority(row["column"], row["type"], re.compile(row["id"]), re.compile(row["uri"]))
        for row in table("authority_ids")
    }


def identifiers(entry: Entry, column: str) -> tuple[str, ...]:
    """Return the identifiers that an entry has of an authority."""
    authority = authorities()[column]
    found = (authority.identifier(uri) for uri in entry.uris if is_uri(uri))
    return tuple(dict.fromkeys(one for one in found if one))


def other_idnos(entry: Entry) -> tuple[str, ...]:
    """Return the idnos that have no column of their own, as TYPE:VALUE."""
    return tuple(dict.fromkeys(f"{type}:{value}" for type, value in entry.idnos if not _has_column(type, value)))


def _has_column(type: str, value: str) -> bool:
    uri = idno_uri(type, value)
    return bool(uri) and any(authority.identifier(uri) for authority in authorities().values())
