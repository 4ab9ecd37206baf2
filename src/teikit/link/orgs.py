"""Organisations: one entity for each name, articles and capitals apart."""

from __future__ import annotations

from collections import defaultdict

from teikit.link.forms import form_of, shown
from teikit.model import Document, Entity, Finding

Cluster = tuple[Entity, tuple[int, ...]]


def cluster_orgs(doc: Document) -> tuple[list[Cluster], list[Finding]]:
    """Return the organisations in the order of the text."""
    groups: dict[str, list[int]] = defaultdict(list)
    names: dict[str, str] = {}
    for i, mention in enumerate(doc.mentions):
        if mention.kind == "orgName" and mention.ref is None:
            form = form_of(doc, mention)
            key = form.lower().replace(".", "").removeprefix("the ")
            groups[key].append(i)
            names.setdefault(key, form)
    return [(Entity("", "org", shown(names[key])), tuple(members)) for key, members in groups.items()], []
