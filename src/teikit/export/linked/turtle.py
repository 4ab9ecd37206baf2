"""Editions → RDF in Turtle, in the words of schema.org; rdflib writes every term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rdflib import Literal, Namespace, URIRef
from rdflib.graph import Graph
from rdflib.namespace import XSD
from rdflib.term import Node

from teikit.corpus import Gathering, Named
from teikit.diagnostics import Diagnostic, Severity
from teikit.edition import Agent, Correspondence, Edition
from teikit.export.dates import common_date
from teikit.export.linked.addresses import folder, identifier, iri, is_address, page
from teikit.export.linked.parties import Parties
from teikit.export.linked.standards import LANGUAGE
from teikit.export.report import File
from teikit.model import DateValue

SCHEMA = Namespace("https://schema.org/")
TYPES = {"person": SCHEMA.Person, "place": SCHEMA.Place, "org": SCHEMA.Organization}
_DATES = {len("YYYY"): XSD.gYear, len("YYYY-MM"): XSD.gYearMonth, len("YYYY-MM-DD"): XSD.date}
_PARTIES = {"sent": "sender", "received": "recipient"}
_SENT = {"sent": "dateSent", "received": "dateReceived"}

Facts = list[tuple[str, Node]]


@dataclass(slots=True)
class _Work:
    """A document or letter: what is known at once, and whom it names, which is known when all were read."""

    iri: str
    type: str
    facts: Facts
    document: int
    agents: list[tuple[str, str, Agent]] = field(default_factory=list)
    mentions: bool = True


def turtle(items: Iterable[Edition], *, base_url: str = "") -> Iterator[File | Diagnostic]:
    """Yield the graph of documents, letters, persons, places and organisations, and what could not be typed.

    ``base_url``: where the edition stands; without it everything is a URN that stays the same for the same corpus.
    """
    graph = _Corpus(base_url)
    for edition in items:
        graph.add(edition)
    entities = _Entities(graph.gathering.entities(), graph.places, graph.base)
    text = [graph.prefixes(), *graph.documents(entities), *entities.described()]
    untyped = graph.untyped + entities.untyped
    if untyped:
        told = ", ".join(f"{name} ({number})" for name, number in sorted(untyped.items()))
        yield Diagnostic("X049", Severity.INFO, f"dates that are not YYYY, YYYY-MM or YYYY-MM-DD, left as text: {told}")
    yield File("corpus.ttl", (block.encode() for block in text))


class _Corpus:
    """The documents of a corpus, gathered one by one."""

    def __init__(self, base_url: str) -> None:
        self.base = folder(base_url)
        self.gathering = Gathering()
        self.works: list[_Work] = []
        self.untyped: Counter[str] = Counter()
        self.places: list[str] = []
        self._taken: set[str] = set()

    def prefixes(self) -> str:
        whole = _block(self.base, "Collection", []) if self.base else ""
        return f"@prefix schema: <{SCHEMA}> .\n@prefix xsd: <{XSD}> .\n\n{whole}"

    def add(self, edition: Edition) -> None:
        number = self.gathering.count
        self.gathering.add(edition)
        own = self._name(edition)
        self.places.append(own)
        facts = _of_document(edition)
        if self.base:
            facts.append(("isPartOf", URIRef(self.base)))
        if len(edition.letters) == 1:
            self.works.append(self._letter(_Work(own, "Message", facts, number), edition.letters[0]))
            return
        created = edition.metadata.date
        if created is not None:
            facts += self._dated(created, "dateCreated")
        self.works.append(_Work(own, "CreativeWork", facts, number))
        for at, letter in enumerate(edition.letters, 1):
            part: Facts = [("isPartOf", URIRef(own))]
            self.works.append(
                self._letter(_Work(f"{own}#letter-{at}", "Message", part, number, mentions=False), letter)
            )

    def documents(self, entities: _Entities) -> Iterator[str]:
        """Yield a block for each document and letter, with the entities that it names."""
        for work in self.works:
            facts = work.facts + [(name, entities.of(work.document, type, agent)) for name, type, agent in work.agents]
            if work.mentions:
                facts += [("mentions", URIRef(one)) for one in entities.mentioned(work.document)]
            yield _block(work.iri, work.type, facts)

    def _name(self, edition: Edition) -> str:
        """Return the IRI of a document; of two at one address the second has a fragment."""
        own = page(edition, self.base) or identifier("document", edition.path or edition.id).urn
        made, number = own, 2
        while made in self._taken:
            made, number = f"{own}#{number}", number + 1
        self._taken.add(made)
        return made

    def _letter(self, work: _Work, letter: Correspondence) -> _Work:
        for action in letter.actions:
            if action.type not in _PARTIES:
                continue
            work.agents += [(_PARTIES[action.type], action.type, agent) for agent in action.agents]
            if action.type == "sent":
                work.agents += [("locationCreated", action.type, place) for place in action.places]
            if action.date is not None:
                work.facts += self._dated(action.date, _SENT[action.type])
        if is_address(letter.ref):
            work.facts.append(("url", URIRef(iri(letter.ref))))
        return work

    def _dated(self, value: DateValue, name: str) -> Facts:
        """Return a date as a property of its own, a period or an uncertain date as what it covers (ISO 8601)."""
        if value.when:
            return [(name, _date(value.when, self.untyped, name))]
        first, last = value.from_ or value.not_before, value.to or value.not_after
        return [("temporalCoverage", Literal(f"{first or '..'}/{last or '..'}"))] if first or last else []


class _Entities:
    """The entities of a corpus and their IRIs."""

    def __init__(self, gathered: Sequence[Named], documents: Sequence[str], base: str) -> None:
        self.base = base
        self.untyped: Counter[str] = Counter()
        self._named = list(gathered)
        self._iris = [self._iri(named, documents) for named in gathered]
        self._parties = Parties(self._named)
        self._mentioned: dict[int, list[str]] = {}
        for at, named in enumerate(gathered):
            for document in {document for document, _ in named.mentions}:
                self._mentioned.setdefault(document, []).append(self._iris[at])

    def mentioned(self, document: int) -> list[str]:
        return self._mentioned.get(document, [])

    def of(self, document: int, type: str, agent: Agent) -> Node:
        """Return who or what takes part in an action of a document, by name where it is none of the entities."""
        at = self._parties.of(document, type, agent)
        return URIRef(self._iris[at]) if at is not None else Literal(agent.name or agent.ref)

    def described(self) -> Iterator[str]:
        """Yield a block for each entity."""
        for at, named in enumerate(self._named):
            entry, own = named.entry, self._iris[at]
            names = list(dict.fromkeys((named.name, *entry.names, *(form for form, _ in named.forms))))
            facts: Facts = [("name", Literal(names[0]))]
            facts += [("alternateName", Literal(name)) for name in names[1:]]
            facts += [(name, _date(date, self.untyped, name)) for name, date in _life(named) if date]
            facts += [(name, Literal(text)) for name, text in _said(named) if text]
            facts += [("sameAs", URIRef(iri(uri))) for uri in entry.uris]
            yield from self._placed(named, own, facts)
            yield _block(own, TYPES[named.kind], facts)

    def _placed(self, named: Named, own: str, facts: Facts) -> Iterator[str]:
        if named.entry.geo is not None and named.kind == "place":
            at = f"{own}-geo" if self.base else identifier("geo", own).urn
            facts.append(("geo", URIRef(at)))
            pair = zip(("latitude", "longitude"), named.entry.geo, strict=True)
            yield _block(at, "GeoCoordinates", [(name, _decimal(value)) for name, value in pair])

    def _iri(self, named: Named, documents: Sequence[str]) -> str:
        """Return a name that no entity of another corpus has, but where an authority says that they are the same."""
        if self.base:
            return f"{self.base}#{named.id}"
        if named.entry.uri:
            return identifier("entity", named.kind, named.entry.uri).urn
        return identifier("entity", documents[named.documents[0]], named.id).urn


def _of_document(edition: Edition) -> Facts:
    """Return what the header of a document says."""
    known = edition.metadata
    language = known.language if LANGUAGE.fullmatch(known.language) else None
    facts: Facts = [("name", Literal(known.title or edition.id, lang=language if known.title else None))]
    facts.append(("identifier", Literal(edition.id)))
    if known.abstract:
        facts.append(("abstract", Literal(known.abstract, lang=language)))
    facts += [("keywords", Literal(word)) for word in known.keywords]
    facts += [("genre", Literal(known.kind))] if known.kind else []
    facts += [("inLanguage", Literal(known.language))] if known.language else []
    if is_address(known.licence):
        facts.append(("license", URIRef(iri(known.licence))))
    for who in known.responsibilities:
        credit = ", ".join(filter(None, (who.name, who.affiliation)))
        facts.append(("creditText", Literal(f"{who.resp}: {credit}")))
    return facts


def _life(named: Named) -> tuple[tuple[str, str], ...]:
    born, died = named.entry.birth, named.entry.death
    return (("birthDate", born), ("deathDate", died)) if named.kind == "person" else ()


def _said(named: Named) -> tuple[tuple[str, str], ...]:
    entry = named.entry
    said = (("description", entry.note), ("disambiguatingDescription", entry.type))
    if named.kind == "person":
        return (*said, ("jobTitle", entry.role), ("gender", entry.sex))
    return (*said, ("address", ", ".join(dict.fromkeys(filter(None, (entry.within, entry.country))))))


def _date(value: str, untyped: Counter[str], name: str) -> Node:
    date = common_date(value)
    untyped[name] += not date
    return Literal(date, datatype=_DATES[len(date)]) if date else Literal(value)


def _decimal(value: float) -> Node:
    return Literal(f"{value:.7f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.1f}", datatype=XSD.decimal)


_SPELLING = Graph(bind_namespaces="none")
_SPELLING.bind("schema", SCHEMA)
_SPELLING.bind("xsd", XSD)


def _block(subject: str, type: str, facts: Facts) -> str:
    """Return the statements of one subject: properties in their order, the values of each in theirs, none twice."""
    values: dict[str, list[str]] = {}
    for name, node in facts:
        values.setdefault(f"schema:{name}", []).append(node.n3(_SPELLING.namespace_manager))
    lines = [f"<{subject}> a schema:{type.removeprefix(SCHEMA)}"]
    lines += [f"    {name} {', '.join(sorted(set(spelt)))}" for name, spelt in values.items()]
    return " ;\n".join(lines) + " .\n\n"
