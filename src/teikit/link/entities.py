"""The whole of linking: dates, then one register for each kind of name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from teikit.link.dates import link_dates
from teikit.link.forms import form_of
from teikit.link.ids import Ids, surname
from teikit.link.orgs import cluster_orgs
from teikit.link.persons import cluster_persons
from teikit.link.places import cluster_places
from teikit.model import Document, Entity, Finding, Mention

Cluster = tuple[Entity, tuple[int, ...]]  # the entity without its id, and the indices of its mentions


def link(doc: Document, *, date_order: str = "") -> Document:
    """Return the document with values of dates, entities, and a ref on every mention that could be linked.

    Entities that the document brings with it are kept, and so are refs.
    """
    doc = link_dates(doc, date_order=date_order)
    ids = Ids(entity.id for entity in doc.entities)
    entities, mentions = list(doc.entities), list(doc.mentions)
    findings: list[Finding] = []
    for cluster in (cluster_persons, cluster_places, cluster_orgs):
        clusters, notes = cluster(doc)
        findings += notes
        surnames = Counter(surname(entity) for entity, _ in clusters)
        for entity, members in clusters:
            forms = _forms(doc, [mentions[i] for i in members])
            forms += tuple(form for form in entity.forms if form not in forms)
            ident = ids.make(entity, shared=surnames[surname(entity)] > 1)
            entity = replace(entity, id=ident, forms=forms)
            entities.append(entity)
            for i in members:
                mentions[i] = replace(mentions[i], ref=entity.id)
    return replace(doc, mentions=tuple(mentions), entities=tuple(entities), findings=doc.findings + tuple(findings))


def _forms(doc: Document, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return the forms, most frequent first, then in the order of the text."""
    counts = Counter(form_of(doc, mention) for mention in mentions)
    return tuple(form for form, _ in counts.most_common())
