"""Persons: which mentions in a document name the same one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache

from teikit.data import table
from teikit.link.forms import form_of, shown
from teikit.link.parties import bare_name, persons_of, sex_at, title_at
from teikit.link.roles import role_at, role_given
from teikit.model import Document, Entity, Finding, Metadata

Cluster = tuple[Entity, tuple[int, ...]]
Key = tuple[tuple[str, ...], str]  # the words of a name, and f or m where a title tells it of a name of one word
SUFFIXES = frozenset(
    ("jr", "sr", "ii", "iii", "iv", "esq", "esqr", "esqre", "bart", "junr", "senr", "junior", "senior")
)


@dataclass(slots=True, eq=False)
class Group:
    """Mentions of one person. Mutable while they are gathered."""

    name: tuple[str, ...]
    members: list[int] = field(default_factory=list)
    sexes: set[str] = field(default_factory=set)


def cluster_persons(doc: Document) -> tuple[list[Cluster], list[Finding]]:
    """Return the persons in the order of the text. A surname that fits two of them is left alone."""
    forms: dict[Key, list[int]] = defaultdict(list)
    for i, mention in enumerate(doc.mentions):
        if mention.kind == "persName" and mention.ref is None:
            name = parts(form_of(doc, mention))
            forms[name, sex_at(doc.text, mention.span) if len(name) == 1 else ""].append(i)
    groups, findings = _groups(doc, forms)
    groups.sort(key=lambda group: min(group.members))
    last = Counter(group.name[-1] for group in groups)
    given = _given(doc.metadata, groups)
    return [_cluster(doc, group, given[n], last[group.name[-1]] > 1) for n, group in enumerate(groups)], findings


def parts(form: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, initials apart: "Edwd. S. Khrush-chev" is edward, s, khrushchev."""
    spaced = re.sub(r"\.(?=\w)", ". ", re.sub(r"(?<=[a-z])-(?=[a-z])", "", form))
    words = [_shortened().get(word, word.strip(".,:").lower()) for word in spaced.split()]
    kept = [word for word in words if word and word not in SUFFIXES]
    return tuple(kept or words)


@cache
def _shortened() -> dict[str, str]:
    """Map "Edwd.", "Edwd" and "Edwd:" to "edward"."""
    found: dict[str, str] = {}
    for row in table("names_short"):
        bare = row["short"].rstrip(".")
        for form in (row["short"], bare + ":", *([bare] if len(bare) > 3 else [])):
            found[form] = row["name"].lower()
    return found


def compatible(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Return whether two names with one surname may belong to one person: "J. Kennedy" and "John F. Kennedy" may."""
    firsts, others = short[:-1], long[:-1]
    if not firsts or not others:
        return True
    return all(a.startswith(b) or b.startswith(a) for a, b in zip(firsts, others, strict=False))


def _groups(doc: Document, forms: dict[Key, list[int]]) -> tuple[list[Group], list[Finding]]:
    full = sorted((key for key in forms if len(key[0]) > 1), key=lambda key: (-len(key[0]), forms[key][0]))
    groups: list[Group] = []
    by_surname: dict[str, list[Group]] = defaultdict(list)
    by_given: dict[str, list[Group]] = defaultdict(list)
    for key in full:
        name = key[0]
        fits = [group for group in by_surname[name[-1]] if compatible(name, group.name)]
        group = fits[0] if len(fits) == 1 else Group(name)
        if len(fits) != 1:
            groups.append(group)
            by_surname[name[-1]].append(group)
            by_given[name[0]].append(group)
        group.members.extend(forms[key])
        group.sexes.update({sex_at(doc.text, doc.mentions[i].span) for i in forms[key]} - {""})
    return groups, _surnames(doc, forms, groups, by_surname, by_given)


def _surnames(
    doc: Document,
    forms: dict[Key, list[int]],
    groups: list[Group],
    by_surname: dict[str, list[Group]],
    by_given: dict[str, list[Group]],
) -> list[Finding]:
    """Put names of one word with the full names that they belong to; return where several fit."""
    findings: list[Finding] = []
    for (name, sex), members in forms.items():
        if len(name) > 1:
            continue
        fits = by_surname.get(name[0]) or ([] if sex else by_given.get(name[0], []))
        fits = [group for group in fits if not sex or not group.sexes or sex in group.sexes]
        if len(fits) == 1:
            fits[0].members.extend(members)
            fits[0].sexes.update({sex} - {""})
        elif fits:
            findings.append(_ambiguous(doc, members, fits))
        else:
            _alone(groups, name, sex, members)
    return findings


def _alone(groups: list[Group], name: tuple[str, ...], sex: str, members: list[int]) -> None:
    """Put a name of one word with those of the same word, unless titles keep them apart."""
    same = [g for g in groups if g.name == name and (not sex or not g.sexes or sex in g.sexes)]
    if len(same) == 1:
        same[0].members.extend(members)
        same[0].sexes.update({sex} - {""})
    else:
        groups.append(Group(name, list(members), {sex} - {""}))


def _given(metadata: Metadata, groups: list[Group]) -> list[tuple[str, ...]]:
    """Return, for each group, the names of the header that can be its own only."""
    found: list[tuple[str, ...]] = [() for _ in groups]
    for party in persons_of(metadata):
        name = parts(bare_name(party.name))
        fits = [n for n, group in enumerate(groups) if name[-1:] == group.name[-1:] and compatible(name, group.name)]
        exact = [n for n in fits if groups[n].name == name] or fits
        if len(exact) == 1:
            found[exact[0]] += (" ".join(party.name.split()),)
    return found


def _cluster(doc: Document, group: Group, given: tuple[str, ...], shared: bool) -> Cluster:
    members = sorted(group.members)
    spans = [doc.mentions[i].span for i in members]
    names = [form_of(doc, doc.mentions[i]) for i in members]
    name = shown(max(names, key=lambda n: (not n.isupper(), len(n))))
    if shared and len(group.name) == 1:  # "Mrs. Penhale" beside "Josiah Penhale"
        name = f"{title_at(doc.text, spans[0])} {name}".strip()
    role = role_given(doc.metadata, parts(name)[-1]) or next(
        filter(None, (role_at(doc.text, span) for span in spans[:8])), ""
    )
    return Entity("", "person", name, forms=given, role=role), tuple(members)


def _ambiguous(doc: Document, members: list[int], groups: list[Group]) -> Finding:
    first = doc.mentions[members[0]]
    names = [form_of(doc, doc.mentions[group.members[0]]) for group in groups[:3]]
    more = f" and {len(groups) - 3} more" if len(groups) > 3 else ""
    return Finding(
        "N001",
        f"“{form_of(doc, first)}” may be {' or '.join(names)}{more}; none was chosen",
        first.span,
        "Mark the place by hand with a ref of your own, or leave the name without one.",
    )
