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
    entities = list(doc.entities)
    findings: list[Finding] = []
    refs: dict[int, str] = {}
    for cluster in (cluster_persons, cluster_places, cluster_orgs):
        clusters, notes = cluster(doc)
        findings += notes
        names = [surname(entity) for entity, _ in clusters]
        surnames = Counter(names)
        for (entity, members), name in zip(clusters, names, strict=True):
            forms = _forms(doc, [doc.mentions[i] for i in members])
            forms += tuple(form for form in entity.forms if form not in forms)
            ident = ids.make(entity, shared=surnames[name] > 1)
            entities.append(replace(entity, id=ident, forms=forms))
            refs.update(dict.fromkeys(members, ident))
    mentions = tuple(_referring(mention, refs.get(i)) for i, mention in enumerate(doc.mentions))
    return replace(doc, mentions=mentions, entities=tuple(entities), findings=doc.findings + tuple(findings))


def _referring(mention: Mention, ref: str | None) -> Mention:
    """Return a mention with a ref; made outright, since `dataclasses.replace` takes thrice the time."""
    if ref is None:
        return mention
    return Mention(mention.span, mention.kind, mention.source, mention.score, mention.value, ref)


def _forms(doc: Document, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return the forms, most frequent first, then in the order of the text."""
    counts = Counter(form_of(doc, mention) for mention in mentions)
    return tuple(form for form, _ in counts.most_common())
