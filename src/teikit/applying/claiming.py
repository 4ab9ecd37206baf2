"""Annotations with a place → claims that TEI can hold: which element, which attributes, and what cannot be said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from teikit.diagnostics import counted
from teikit.export.characters import legal
from teikit.model import Entity, Finding, Span
from teikit.standoff import Located, Spans
from teikit.standoff.labels import DROP, Target, elements, rules
from teikit.standoff.labels import target as target_of
from teikit.standoff.units import likelier
from teikit.standoff.values import certainty, date_attributes
from teikit.tei.overlay import Claim

_NOWHERE = Span(0, 0)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+|[^\s#:]+\.xml(?:#\S+)?")  # also a register that is a file of its own
_UNITS = {"char": "code points", "utf16": "UTF-16 units", "byte": "bytes of UTF-8"}
_HELP = {
    "P011": "Correct the spans, or make them anew on the text that `teikit extract` gives.",
    "P012": "Correct its offsets; --offsets says what they count.",
    "P013": "Give offsets, or what stands before and after it.",
    "P014": "Nothing to do; it stands there once.",
    "P016": "The span is marked all the same; correct what it says, and apply it to the file as it was.",
    "P017": "Nothing to do where the texts differ in white space or spelling of signs; else make the spans anew.",
    "P018": "Look whether it stands where it should.",
    "P019": "Leave out --map for this label to have them marked.",
    "P020": "Nothing to do; only spans of the text are applied.",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A claim, the annotation that it comes from, and its number among all that were given."""

    number: int
    located: Located
    claim: Claim


@dataclass(frozen=True, slots=True)
class Left:
    """An annotation of which no claim can be made, and why."""

    number: int
    located: Located
    finding: Finding


@dataclass(slots=True)
class Claimed:
    """What came of annotations: claims, what is left out, findings on the whole, entities that claims point to."""

    claims: list[Made] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    entities: tuple[Entity, ...] = ()


def claimed(
    given: Iterable[tuple[Spans, list[Located]]], text: str, ids: frozenset[str], labels: Mapping[str, str]
) -> Claimed:
    """Make claims of annotations that have a place.

    ``ids``: every xml:id of the file. ``labels``: as applying.Settings says. Raises ValueError for what these cannot
    mean.
    """
    work = _Claiming(text, ids, rules(labels))
    for spans, located in given:
        work.add(spans, located)
    work.tell()
    work.made.entities = tuple(work.entities.values())
    return work.made


def doubts(given: Spans, text: str, unit: str) -> Iterator[Finding]:
    """Yield a finding where the offsets of a file of spans seem to count something else than is supposed."""
    other = likelier(given, text, unit)
    if other:
        message = f"the offsets seem to count {_UNITS[other]}, and were taken to count {_UNITS[unit]}"
        yield Finding("P022", message, _NOWHERE, f"Strip the result, and apply the spans again with --offsets {other}.")


def _legal(entity: Entity) -> Entity:
    forms = tuple(map(legal, entity.forms))
    return replace(
        entity,
        name=legal(entity.name),
        forms=forms,
        role=legal(entity.role),
        type=legal(entity.type),
        uri=legal(entity.uri),
    )


class _Claiming:
    """Makes claims, and counts what is said of many at once."""

    def __init__(self, text: str, ids: frozenset[str], labels: Mapping[str, Target]) -> None:
        self.text = text
        self.ids = ids
        self.labels = labels
        self.made = Claimed()
        self.entities: dict[str, Entity] = {}
        self.counts: dict[tuple[str, str], int] = {}
        self.number = 0
        self.seen: set[tuple[tuple[Span, ...], str, str]] = set()

    def add(self, spans: Spans, located: list[Located]) -> None:
        """Add the annotations of one source."""
        self.entities |= {entity.id: _legal(entity) for entity in spans.entities}
        for what, count in spans.skipped.items():
            self._count("P020", f"what is no span of the text is not applied: {what}", count)
        for one in located:
            self._one(one)
            self.number += 1
        if spans.text is not None and spans.text != self.text and not spans.loose and located:
            found = sum(bool(one.spans) for one in located)
            message = "the spans were made on a text that differs from that of the file"
            self._finding("P017", f"{message}; {found} of {counted(len(located), 'span')} were found again in it")

    def _one(self, located: Located) -> None:
        if not located.spans:
            self._leave(located, located.code or "P012", located.reason or "it covers nothing but white space")
            return
        annotation = located.annotation
        target = target_of(annotation.label, self.labels)
        if target.element == DROP:
            self._leave(located, "P019", f"spans with the label {annotation.label} are left out, as --map says")
            return
        key = (located.spans, target.element, target.type)
        if key in self.seen:
            self._leave(located, "P014", "the same span is there a second time")
            return
        self.seen.add(key)
        if located.pathless:
            self._count("P018", "the text has nothing at the XPath of a span, which stands where the rest of it says")
        for words in filter(None, (located.doubt, located.moved)):
            self._told("P018", located, words)
        attributes, ref = self._attributes(located, target)
        self.made.claims.append(Made(self.number, located, Claim(located.spans, target.element, attributes, ref)))

    def _attributes(self, located: Located, target: Target) -> tuple[dict[str, str], str]:
        """Return the attributes of a claim and the entity it points to; what cannot be said is counted (P016)."""
        annotation, able = located.annotation, elements()[target.element]
        found = {"type": legal(target.type)} if target.type else {}
        ref, pointer = self._reference(legal(annotation.ref))
        if annotation.ref and "ref" not in able:
            self._count("P016", f"{target.element} has no @ref in TEI, so what a span points to is left out")
            ref = pointer = ""
        if pointer:
            found["ref"] = pointer
        if annotation.value:
            dates, wrong = date_attributes(annotation.value)
            if "when" not in able:
                wrong = f"{target.element} has no @when in TEI"
            self._count("P016", f"{wrong}, so the value of a date is left out") if wrong else found.update(dates)
        cert, wrong = certainty(annotation.cert)
        if wrong:
            self._count("P016", f"{wrong}; it is left out")
        return (found | {"cert": cert} if cert else found), ref

    def _reference(self, given: str) -> tuple[str, str]:
        """Return the entity that a reference means, or else the pointer that @ref takes."""
        id = given.removeprefix("#")
        if not given:
            return "", ""
        if id in self.entities and id not in self.ids:
            return id, ""
        if id in self.ids:
            return "", f"#{id}"
        if _URI.fullmatch(given):
            return "", given
        self._count("P016", f"the reference “{given}” is no URI and no xml:id of the file; it is left out")
        return "", ""

    def _count(self, code: str, message: str, count: int = 1) -> None:
        self.counts[code, message] = self.counts.get((code, message), 0) + count

    def _finding(self, code: str, message: str) -> None:
        self.made.findings.append(Finding(code, message, _NOWHERE, _HELP[code]))

    def tell(self) -> None:
        """Make a finding of each thing that was counted."""
        for (code, message), count in self.counts.items():
            self._finding(code, f"{message} ({count})" if count > 1 else message)

    def _told(self, code: str, located: Located, words: str) -> None:
        span = located.spans[0]
        self.made.findings.append(Finding(code, f"{self._named(located)}: {words}", span, _HELP[code]))

    def _leave(self, located: Located, code: str, why: str) -> None:
        span = located.spans[0] if located.spans else _NOWHERE
        finding = Finding(code, f"{self._named(located)}: {why}", span, _HELP[code])
        self.made.left.append(Left(self.number, located, finding))

    def _named(self, located: Located) -> str:
        """Return what a span is called in a message: its label, what it covers, where its file has it."""
        annotation = located.annotation
        quoted = annotation.quote
        if located.spans:
            quoted = " … ".join(span.of(self.text) for span in located.spans)
        shown = f" “{' '.join(quoted.split())[:80]}”" if quoted and quoted.strip() else ""
        where = f" ({annotation.where} of the spans)" if annotation.where else ""
        return f"{annotation.label or 'a span'}{shown}{where}"
