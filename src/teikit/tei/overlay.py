"""Claims made elsewhere → bytes: each gets tags, or a place in standOff, or is left out with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from teikit.model import Entity, Finding, Span
from teikit.tei.apart import Apart, Pointers, apart_insertions, has_place
from teikit.tei.laminar import Cut, laminar
from teikit.tei.markup import Writer, end_tag, start_tag
from teikit.tei.place import Part
from teikit.tei.proof import verify
from teikit.tei.provenance import Insertion, Provenance
from teikit.tei.register import new_entities, unique
from teikit.tei.registerplace import REGISTERS, register_insertions
from teikit.tei.splice import OPTIONS, Spliced, apply, no_provenance
from teikit.tei.standing import Standing, meaning
from teikit.tei.tags import Tag, tag_insertions
from teikit.tei.view import View

TAGS, APART, LEFT = "tags", "standOff", "left"


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says of a stretch of the text, or of several that belong together.

    ``spans``: sorted, not empty, without white space at their ends. ``element``: one of data/tei_phrases.tsv.
    ``attributes``: what its tag says, beside @resp, in the order in which it is written. ``ref``: the id of an entity.
    """

    spans: tuple[Span, ...]
    element: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    ref: str = ""

    @property
    def span(self) -> Span:
        """All from the beginning of the first to the end of the last."""
        return Span(self.spans[0].start, self.spans[-1].end)

    @property
    def meaning(self) -> str:
        return meaning(self.element, self.attributes.get("type", ""))


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a claim: ``tags`` (in so many ``parts``), ``standOff``, or ``left`` out.

    ``finding``: why it got no tags; None where it has them.
    """

    what: str
    parts: int = 0
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Overlaid:
    """What came of claims: the new bytes, and the fate of each in the order of the claims."""

    spliced: Spliced
    fates: tuple[Fate, ...]


def overlay(
    view: View,
    claims: Sequence[Claim],
    *,
    version: str = "",
    date: str = "",
    maker: str = "",
    crossing: str = "split",
    keep: bool = False,
    entities: Sequence[Entity] = (),
    registers: str = "standOff",
) -> Overlaid:
    """Insert claims, which may overlap each other and the markup of the file in any way.

    ``version``, ``date``, ``registers``: as for `splice`. ``maker``: who made the claims, by name or pointer.
    ``crossing``: what becomes of a claim that crosses elements of the file or another claim: ``split``, ``standOff``
    or ``report``. ``keep``: what gets no tags is kept in standOff. ``entities``: what claims point to; those that the
    file does not list, and a claim needs, are added to its registers. Raises TeikitError P009 where the proof fails.
    """
    if crossing not in OPTIONS["crossing"] or registers not in REGISTERS:
        raise ValueError(f"there is no crossing {crossing!r} or no place {registers!r} for registers")
    work = _Overlay(view, claims, crossing, keep or crossing == "standOff")
    work.settle()
    if not work.cuts and not work.apart:
        return Overlaid(Spliced(view.data), tuple(work.fates))
    return Overlaid(_spliced(work, version, date, maker, entities, registers), tuple(work.fates))


class _Overlay:
    """The claims of one run on their way: which get tags where, which go into standOff, what is left out."""

    def __init__(self, view: View, claims: Sequence[Claim], crossing: str, keep: bool) -> None:
        self.view = view
        self.claims = claims
        self.crossing = crossing
        self.keeps = keep and has_place(view)
        self.standing = Standing(view)
        self.pointers = Pointers(view)
        self.fates = [Fate(LEFT)] * len(claims)
        self.cuts: dict[int, Cut] = {}
        self.apart: list[int] = []

    def settle(self) -> None:
        wanted = [number for number in range(len(self.claims)) if self._is_new(number)]
        stretches = {number: (self.claims[number].spans, self.claims[number].element) for number in wanted}
        for number, cut in laminar(self.view, stretches, split=self.crossing == "split").items():
            if cut.reason:
                self._leave(number, cut.code, cut.reason)
            else:
                self.cuts[number] = cut
                self.fates[number] = Fate(TAGS, len(cut.parts))

    def _is_new(self, number: int) -> bool:
        """Tell whether a claim may get tags: neither the file nor a claim before it says the same."""
        claim = self.claims[number]
        if self.standing.covers(claim.meaning, claim.span):
            self._leave(number, "P004", "the file marks it already")
            return False
        if any(self.standing.overlaps(claim.meaning, span) for span in claim.spans):
            self._leave(number, "P015", "the file marks more or less of it with the same")
            return False
        return True

    def _leave(self, number: int, code: str, why: str) -> None:
        """Keep a claim in standOff where that is asked for and not done yet, else leave it out."""
        claim = self.claims[number]
        finding = finding_of(claim, self.view, code, why)
        if self.keeps and code != "P004":
            if not self.standing.is_apart(claim.meaning, self.pointers.to(claim.span)):
                self.apart.append(number)
                self.fates[number] = Fate(APART, finding=finding)
                return
            finding = finding_of(claim, self.view, "P004", "standOff of the file has it already")
        self.fates[number] = Fate(LEFT, finding=finding)


_HELP = {
    "P002": "Tag it by hand, change the markup there, or keep it in standOff (--keep).",
    "P004": "Nothing to do; the file's own mark stays.",
    "P006": "Have it split (--crossing split) or kept in standOff (--crossing standOff).",
    "P015": "Look which of the two is right; --keep keeps this one in standOff.",
}


def finding_of(claim: Claim, view: View, code: str, why: str) -> Finding:
    """Return what is to be told of a claim."""
    quoted = " ".join(" … ".join(span.of(view.document.text) for span in claim.spans).split())
    return Finding(code, f"{claim.element} “{quoted}”: {why}", claim.span, _HELP[code])


def _spliced(
    work: _Overlay, version: str, date: str, maker: str, entities: Sequence[Entity], registers: str
) -> Spliced:
    view, taken = work.view, set(work.view.scan.ids)
    provenance = Provenance(view.scan, taken, version)
    insertions = [*provenance.identity(), *(provenance.maker(maker) if maker else ())]
    findings: list[Finding] = []
    pointers = _register(work, taken, entities, registers, provenance, insertions, findings)
    signed = {number: _signed(work.claims[number], pointers, provenance) for number in (*work.cuts, *work.apart)}
    marks = [_apart(work, work.claims[number], signed[number]) for number in work.apart]
    insertions += apart_insertions(view, marks, provenance.agent, findings)
    counts: dict[str, int] = {}
    for number in signed:
        counts[work.claims[number].element] = counts.get(work.claims[number].element, 0) + 1
    insertions += provenance.change(counts, date, "Marked from spans made elsewhere")
    insertions += tag_insertions(view, list(_tags(work, signed, _Joints(provenance.agent, taken))))
    ordered = tuple(sorted(insertions, key=lambda insertion: insertion.offset))
    spliced = Spliced(apply(view.data, ordered), ordered, (*findings, *no_provenance(provenance)), counts)
    verify(view, spliced.data, ordered)
    return spliced


def _register(
    work: _Overlay,
    taken: set[str],
    entities: Sequence[Entity],
    registers: str,
    provenance: Provenance,
    insertions: list[Insertion],
    findings: list[Finding],
) -> dict[str, str]:
    """Add the entities that claims need to the registers, and return the pointer to each."""
    used = {work.claims[number].ref for number in (*work.cuts, *work.apart)}
    known = {id: pointer for id, pointer in work.view.pointers.items() if id in used and pointer}
    wanted = [entity for entity in entities if entity.id in used and entity.id not in known]
    if registers == "none":
        return known | {entity.id: entity.uri for entity in wanted}
    fresh = new_entities(work.view, wanted, taken)
    insertions += register_insertions(work.view, fresh.values(), provenance.agent, registers, findings)
    return known | {id: f"#{entity.id}" for id, entity in fresh.items()}


def _signed(claim: Claim, pointers: Mapping[str, str], provenance: Provenance) -> dict[str, str]:
    """Return the attributes of a claim with its reference and who is responsible."""
    named = {"type": claim.attributes.get("type", ""), "ref": pointers.get(claim.ref, "")}
    said = {name: value for name, value in claim.attributes.items() if name not in ("type", "cert")}
    return {**named, **said, **provenance.resp, "cert": claim.attributes.get("cert", "")}


def _apart(work: _Overlay, claim: Claim, signed: dict[str, str]) -> Apart:
    quoted = " … ".join(span.of(work.view.document.text) for span in claim.spans)
    return Apart(claim.element, quoted, work.pointers.to(claim.span), signed)


class _Joints:
    """Makes the ids and pointers that join the parts of one claim."""

    def __init__(self, agent: str, taken: set[str]) -> None:
        self.agent = agent
        self.taken = taken
        self.made = 0

    def of(self, count: int) -> list[dict[str, str]]:
        if count < 2:
            return [{}] * count
        self.made += 1
        ids = [unique(f"{self.agent}-{self.made}.{number}", self.agent, self.taken) for number in range(1, count + 1)]
        forth, back = [*(f"#{id}" for id in ids[1:]), ""], ["", *(f"#{id}" for id in ids[:-1])]
        return [{"xml:id": id, "next": next, "prev": prev} for id, next, prev in zip(ids, forth, back, strict=True)]


def _tags(work: _Overlay, signed: Mapping[int, dict[str, str]], joints: _Joints) -> Iterator[Tag]:
    for order, number in enumerate(sorted(work.cuts, key=lambda number: _extent(work.claims[number], number))):
        parts: tuple[Part, ...] = work.cuts[number].parts
        for part, joined in zip(parts, joints.of(len(parts)), strict=True):
            name = Writer(part.prefix).name(work.claims[number].element)
            yield Tag(part.start, part.end, order, start_tag(name, joined | signed[number]), end_tag(name))


def _extent(claim: Claim, number: int) -> tuple[int, int, int]:
    return claim.span.start, -claim.span.end, number
