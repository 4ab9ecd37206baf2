"""Letters of many editions → an index of letters for correspSearch.

Correspondence Metadata Interchange Format 1.1, documentation of 2025-02-26 (TEI Correspondence SIG). Persons, places
and the language that a letter names follow the proposal for version 2, which the schema of 1.1 allows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from lxml import etree

from teikit.corpus import Gathering
from teikit.diagnostics import Diagnostic, Severity, counted
from teikit.edition import Action, Agent, Correspondence, Edition
from teikit.export.characters import legal
from teikit.export.dates import common_date
from teikit.export.linked.addresses import identifier, iri, is_address, page
from teikit.export.linked.cmif_header import frame, licence_name
from teikit.export.linked.parties import Known, uris
from teikit.export.linked.standards import LANGUAGE, authority
from teikit.export.report import File
from teikit.model import DateValue
from teikit.xmlio import TEI, Element, sub, tei

UNKNOWN = "Unknown"  # the word that the documentation asks for
_ACTIONS = {"sent": "sender", "received": "recipient"}
_MENTIONS = {"person": "cmif:mentionsPerson", "place": "cmif:mentionsPlace", "org": "cmif:mentionsOrg"}
_GIVE = "Give them as options; all but --date may also stand in [export] of teikit.toml."
_SHOWN = 5
_SURE = 0.75  # TEI's `high` and above; CMIF has no word between sure and not


def cmif(
    items: Iterable[Edition],
    *,
    base_url: str = "",
    title: str = "",
    publisher: str = "",
    licence: str = "",
    editor: str = "",
    date: str = "",
) -> Iterator[File | Diagnostic]:
    """Yield the index of all letters that editions describe, and what it lacks.

    ``base_url``: where the edition stands; the index is said to be cmif.xml there. ``editor``: an address in ``<…>`` is
    an e-mail address. ``date``: of the last change, ISO; without it the latest date of a letter stands in its place.
    """
    source = _source_id(base_url or title)
    gathering, letters = Gathering(), list[_Letters]()
    without: list[str] = []
    dates: list[str] = []
    for document, edition in enumerate(items):
        gathering.add(edition)
        if edition.letters:
            letters.append(_letters(edition, document, base_url))
        else:
            without.append(edition.path)
        dates += [
            common_date(value) for letter in edition.letters for action in letter.actions for value in _values(action)
        ]
        yield from _lacking(edition)
    known = Known(gathering.entities())
    described = (
        _bytes(_described(one, number, source, known)) for one in letters for number in range(len(one.letters))
    )
    if without:
        yield _none_in(without, len(letters))
    given = {"base_url": base_url, "title": title, "publisher": publisher, "licence": licence, "editor": editor}
    changed = common_date(date)
    yield from _not_given({**given, "date": changed}, date)
    head, tail = frame(given, source, changed or max(dates, default=""))
    yield File("cmif.xml", [head, *described, tail])


@dataclass(frozen=True, slots=True)
class _Letters:
    """What an index says of the letters of one edition. ``page``: where it can be read.

    ``named``: whom and what its text names, as kind, place in Edition.marks, and surface, each once.
    """

    document: int
    id: str
    page: str
    language: str
    has_text: bool
    letters: tuple[Correspondence, ...]
    named: tuple[tuple[str, int, str], ...]


def _letters(edition: Edition, document: int, base_url: str) -> _Letters:
    alone = len(edition.letters) == 1
    return _Letters(
        document,
        edition.id,
        page(edition, base_url) if alone else "",
        edition.metadata.language,
        bool(edition.text.strip()),
        edition.letters,
        tuple(_named(edition)) if alone else (),
    )


def _named(edition: Edition) -> Iterator[tuple[str, int, str]]:
    """Yield whom and what an edition names by a pointer, once, in the order of the text."""
    kinds = {entry.id: entry.kind for entry in edition.entries}
    seen = set()
    for at, mark in enumerate(edition.marks):
        if mark.entry in kinds and mark.entry not in seen:
            seen.add(mark.entry)
            yield kinds[mark.entry], at, " ".join(edition.surface(mark).split())


def _described(one: _Letters, number: int, source: str, known: Known) -> Element:
    """Return the correspDesc of a letter."""
    letter, alone = one.letters[number], len(one.letters) == 1
    own = one.id if alone else f"{one.id}.{number + 1}"
    where = letter.ref if is_address(letter.ref) else one.page
    desc = etree.Element(tei("correspDesc"), nsmap={None: TEI})  # type: ignore[dict-item]  # the stubs lack it
    if where:
        desc.set("ref", iri(where))
    desc.set("source", f"#{source}")
    desc.set("key", legal(letter.key or letter.xml_id or own))
    for type in _ACTIONS:
        for action in letter.of(type) or (Action(type),):
            _action(desc, action, known, one.document)
    if alone:
        _note(desc, one, known)
    return desc


def _action(desc: Element, action: Action, known: Known, document: int) -> None:
    el = sub(desc, "correspAction", type=action.type)
    for agent in action.agents or (Agent(UNKNOWN),):
        named = known.party(document, action.type, agent)
        kind = "orgName" if agent.kind == "orgName" or (named and named.kind == "org") else "persName"
        name = legal(agent.name) or (legal(named.name) if named else "") or UNKNOWN
        who = sub(el, kind, name, ref=_ref(agent, "person", uris(named, document)))
        _doubted(who, agent.cert, agent.evidence)
    for place in action.places:
        named = known.party(document, action.type, place)
        name = legal(place.name) or (legal(named.name) if named else "")
        if name:
            where = sub(el, "placeName", name, ref=_ref(place, "place", uris(named, document)))
            _doubted(where, place.cert, place.evidence)
    values = {name: common_date(value) for name, value in (action.date or DateValue()).attributes().items()}
    if any(values.values()):
        exact = len(values.get("when", "")) == len("YYYY-MM-DD")
        at = sub(el, "date", "" if exact else legal(action.date_text))
        for attribute, value in values.items():
            if value:
                at.set(attribute, value)
        _doubted(at, action.date_cert, action.date_evidence)


def _doubted(el: Element, cert: float | None, evidence: str) -> None:
    """Say in the two words that CMIF 1.1 has that something is inferred, or not sure."""
    if evidence == "conjecture":
        el.set("evidence", "conjecture")
    if cert is not None and cert < _SURE:
        el.set("cert", "low")


def _ref(agent: Agent, kind: str, known: tuple[str, ...]) -> str:
    """Return who or where it is: in an authority that correspSearch prefers, else what the file says itself."""
    every = (*agent.uris, *known)
    other = next((uri for uri in every if is_address(uri)), "")
    return iri(authority(every, kind) or other)


def _note(desc: Element, one: _Letters, known: Known) -> None:
    """Add what a letter mentions and what can be had of it, in the words of the proposal for CMIF 2."""
    refs = []
    for kind, at, surface in one.named:
        named = known.mentioned(one.document, at)
        uri = authority(uris(named, one.document), kind)
        if named and uri:
            refs.append((_MENTIONS[kind], uri, named.entry.name or surface))
    refs = list({(type, uri): (type, uri, name) for type, uri, name in reversed(refs)}.values())[::-1]
    if LANGUAGE.fullmatch(one.language):
        refs.append(("cmif:hasLanguage", one.language, ""))
    if one.has_text:
        refs.append(("cmif:isPublishedWith", "cmif:transcription", ""))
    if refs:
        note = sub(desc, "note")
        for type, target, name in refs:
            sub(note, "ref", legal(name), type=type, target=target)


def _values(action: Action) -> Iterable[str]:
    return action.date.attributes().values() if action.date else ()


def _lacking(edition: Edition) -> Iterator[Diagnostic]:
    """Tell what the letters of a file do not say (X047), and what of them CMIF has no place for (X048)."""
    lacks, lost = Counter[str](), Counter[str]()
    for letter in edition.letters:
        for type, name in _ACTIONS.items():
            lacks[name] += not any(agent.name for action in letter.of(type) for agent in action.agents)
        lacks["date"] += not any(common_date(value) for action in letter.of("sent") for value in _values(action))
        _count_lost(letter, lost)
    if len(edition.letters) > 1:
        lost["mentions in a file with several letters"] += any(True for _ in _named(edition))
    for code, severity, found, words in (
        ("X047", Severity.WARNING, lacks, "letters without what correspSearch searches by"),
        ("X048", Severity.INFO, lost, "left out, because CMIF has no place for it"),
    ):
        if any(found.values()):
            told = ", ".join(f"{name} ({number})" for name, number in found.items() if number)
            yield Diagnostic(code, severity, f"{words}: {told}", edition.path)


def _count_lost(letter: Correspondence, lost: Counter[str]) -> None:
    lost["@source, where a letter was printed"] += bool(letter.source)
    for action in letter.actions:
        if action.type not in _ACTIONS:
            lost[f"correspAction of type {action.type!r}"] += 1
            continue
        lost["date that is not YYYY, YYYY-MM or YYYY-MM-DD"] += sum(not common_date(value) for value in _values(action))


def _none_in(paths: list[str], letters: int) -> Diagnostic:
    named = ", ".join(paths[:_SHOWN]) + (f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else "")
    message = f"{counted(len(paths), 'file')} without correspDesc, not in the index: {named}"
    help = "" if letters else "No file describes a letter, and the index is empty. See teikit explain X045."
    return Diagnostic("X045", Severity.INFO if letters else Severity.WARNING, message, help=help)


def _not_given(given: dict[str, str], date: str) -> Iterator[Diagnostic]:
    """Tell what an index must say and was not given (X046)."""
    missing = [f"--{name.replace('_', '-')}" for name, value in given.items() if not value.strip()]
    if date and "--date" in missing:
        missing[missing.index("--date")] = f"--date (not {date!r}, which is no date)"
    if given["licence"] and licence_name(given["licence"]) is None:
        missing.append("--licence (CC BY 4.0 or CC0 1.0; correspSearch takes no other)")
    if missing:
        message = f"correspSearch asks for more than was given: {', '.join(missing)}"
        yield Diagnostic("X046", Severity.WARNING, message, help=_GIVE)


def _source_id(name: str) -> str:
    """Return a UUID that begins with a letter, as the documentation asks: xml:id must."""
    tried = (str(identifier("cmif", name, str(number))) for number in count())
    return next(id for id in tried if id[0].isalpha())


def _bytes(desc: Element) -> bytes:
    etree.indent(desc, "  ", level=3)
    made: bytes = etree.tostring(desc, encoding="UTF-8")
    return b"      " + made.replace(f' xmlns="{TEI}"'.encode(), b"", 1) + b"\n"
