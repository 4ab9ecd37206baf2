"""Persons: which mentions in a document name the same one."""

from __future__ import annotations

import re
from collections import defaultdict

from teikit.link.forms import form_of
from teikit.link.roles import role_at, role_given
from teikit.model import Document, Entity, Finding

Cluster = tuple[Entity, tuple[int, ...]]
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "esq"))


def cluster_persons(doc: Document) -> tuple[list[Cluster], list[Finding]]:
    """Return the persons in the order of the text. A surname that fits two of them is left alone."""
    forms: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, mention in enumerate(doc.mentions):
        if mention.kind == "persName" and mention.ref is None:
            forms[parts(form_of(doc, mention))].append(i)
    return _clusters(doc, forms)


def parts(form: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, initials apart: "N.S. Khrush-chev" is n, s, khrushchev."""
    spaced = re.sub(r"\.(?=\w)", ". ", re.sub(r"(?<=[a-z])-(?=[a-z])", "", form))
    words = [word.strip(".,").lower() for word in spaced.split()]
    kept = [word for word in words if word and word not in SUFFIXES]
    return tuple(kept or words)


def compatible(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Return whether two names with one surname may belong to one person: "J. Kennedy" and "John F. Kennedy" may."""
    firsts, others = short[:-1], long[:-1]
    if not firsts or not others:
        return True
    return all(a.startswith(b) or b.startswith(a) for a, b in zip(firsts, others, strict=False))


def _clusters(doc: Document, forms: dict[tuple[str, ...], list[int]]) -> tuple[list[Cluster], list[Finding]]:
    full = sorted((name for name in forms if len(name) > 1), key=lambda name: (-len(name), forms[name][0]))
    groups: list[tuple[tuple[str, ...], list[int]]] = []
    by_surname: dict[str, list[int]] = defaultdict(list)
    by_given: dict[str, list[int]] = defaultdict(list)
    for name in full:
        fits = [g for g in by_surname[name[-1]] if compatible(name, groups[g][0])]
        if len(fits) == 1:
            groups[fits[0]][1].extend(forms[name])
            continue
        by_surname[name[-1]].append(len(groups))
        by_given[name[0]].append(len(groups))
        groups.append((name, list(forms[name])))
    findings: list[Finding] = []
    for name in (name for name in forms if len(name) == 1):
        fits = by_surname.get(name[0]) or by_given.get(name[0]) or []
        if len(fits) == 1:
            groups[fits[0]][1].extend(forms[name])
        elif fits:
            findings.append(_ambiguous(doc, forms[name], [groups[g] for g in fits]))
        else:
            groups.append((name, list(forms[name])))
    groups.sort(key=lambda group: min(group[1]))
    return [_cluster(doc, members) for _, members in groups], findings


def _cluster(doc: Document, members: list[int]) -> Cluster:
    members = sorted(members)
    spans = [doc.mentions[i].span for i in members]
    names = [form_of(doc, doc.mentions[i]) for i in members]
    name = max(names, key=lambda n: (not n.isupper(), len(n)))
    role = role_given(doc.metadata, parts(name)[-1]) or next(
        filter(None, (role_at(doc.text, span) for span in spans[:8])), ""
    )
    return Entity("", "person", name, role=role), tuple(members)


def _ambiguous(doc: Document, members: list[int], groups: list[tuple[tuple[str, ...], list[int]]]) -> Finding:
    first = doc.mentions[members[0]]
    names = [form_of(doc, doc.mentions[group[1][0]]) for group in groups]
    listed = " or ".join(names)
    return Finding(
        "N001",
        f"“{form_of(doc, first)}” may be {listed}; none was chosen",
        first.span,
        "Say which person is meant in a decisions file.",
    )
