"""Pointers that lead to the wrong kind of thing: a person's name to a place, a hand to a surface."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from teikit import data
from teikit.diagnostics import Severity
from teikit.validate.corpus import Corpus
from teikit.validate.faults import Fault
from teikit.validate.house.index import index, more
from teikit.validate.house.pointers import follow, tokens
from teikit.validate.source import Parsed
from teikit.xmlio import Element, local

_TYPES = {
    "person": "person", "pers": "person", "persname": "person", "people": "person",
    "place": "place", "placename": "place", "geo": "place", "settlement": "place", "city": "place", "country": "place",
    "org": "org", "orgname": "org", "organisation": "org", "organization": "org", "institution": "org",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """What a pointer may mean. ``only`` is empty where ``never`` says what it may not."""

    only: frozenset[str]
    never: frozenset[str]
    severity: Severity
    means: str


@cache
def _wishes() -> dict[tuple[str, str], Wish]:
    rows = data.table("validate_house_targets")
    groups = {row["on"]: row["never"] for row in rows if not row["attribute"]}
    found = {}
    for row in rows:
        if row["attribute"]:
            only, never = (_members(row[column], groups) for column in ("only", "never"))
            wish = Wish(only, never, Severity(row["severity"]), row["means"])
            found.update({(row["attribute"], element): wish for element in row["on"].split()})
    return found


def _members(words: str, groups: dict[str, str]) -> frozenset[str]:
    return frozenset(name for word in words.split() for name in groups.get(word, word).split())


@cache
def _wish(attribute: str, bearer: str) -> Wish | None:
    wishes = _wishes()
    return wishes.get((attribute, bearer)) or wishes.get((attribute, "*"))


def _bearer(el: Element) -> str:
    """Return how the table calls an element: name and rs by what their @type says they name."""
    name = local(el)
    if name in ("name", "rs"):
        kind = _TYPES.get((el.get("type") or "").lower())
        return f"{name}[{kind}]" if kind else name
    return name


def check(doc: Parsed, corpus: Corpus) -> Iterator[Fault]:
    """Yield targets that are there, but of a kind that the attribute cannot mean; each kind and attribute once."""
    idx = index(doc)
    wrong: dict[tuple[str, str, str], list[tuple[Element, str]]] = {}
    attributes = {attribute for attribute, _ in _wishes()}
    for el, attribute, token, meant in tokens(idx):
        wish = _wish(attribute, _bearer(el)) if attribute in attributes else None
        if wish is None:
            continue
        kinds = [follow(doc, idx, corpus, el, link).kind for link in meant]
        if kinds and all(kind and _is_wrong(kind, wish) for kind in kinds):
            wrong.setdefault((attribute, _bearer(el), kinds[0]), []).append((el, token))
    for (attribute, bearer, kind), uses in wrong.items():
        el, token = uses[0]
        wish = _wish(attribute, bearer)
        if wish is not None:
            message = f"@{attribute} of <{local(el)}> points to {token}, which is a <{kind}>{more(len(uses) - 1)}."
            advice = f"@{attribute} here means {wish.means}: correct the pointer, or the element that bears it."
            yield doc.fault("V045", el, message, advice, severity=wish.severity)


def _is_wrong(kind: str, wish: Wish) -> bool:
    return kind not in wish.only if wish.only else kind in wish.never
