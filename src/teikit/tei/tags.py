"""Mentions → tags: where each goes, what it says, how it is joined, and what cannot be placed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from teikit.model import MENTION_KINDS, Document, Finding, Mention, Span
from teikit.tei.apart import Apart, Pointers
from teikit.tei.claims import Style, attributes
from teikit.tei.markup import Writer, end_tag, start_tag
from teikit.tei.place import Part, Unplaceable, parts
from teikit.tei.provenance import Insertion
from teikit.tei.register import unique
from teikit.tei.view import SOURCE, View


@dataclass(frozen=True, slots=True)
class Tag:
    """One pair of tags to be inserted. ``order``: the number of its mention, outer mentions first."""

    start: int
    end: int
    order: int
    opening: str
    closing: str


class Tagger:
    """The mentions of one run on their way to tags.

    Collects findings, how many of each kind were placed, the entities that these use, and what goes into standOff.
    """

    def __init__(self, view: View, doc: Document, crossing: str, taken: set[str]) -> None:
        self.view = view
        self.doc = doc
        self.crossing = crossing
        self.taken = taken
        self.findings: list[Finding] = []
        self.apart: list[Apart] = []
        self.pointers = Pointers(view)
        self.joined = 0
        self.used: set[str] = set()
        self.counts = dict.fromkeys(MENTION_KINDS, 0)
        self.marked: dict[str, list[Span]] = {kind: [] for kind in MENTION_KINDS}
        for mention, _ in view.marked:
            self.marked[mention.kind].append(mention.span)
        self.pointed = {node.attrs.get("target", "") for node in view.scan.around_text("span")}

    def tags(self, style: Style, pointers: Mapping[str, str]) -> Iterator[Tag]:
        """Yield the tags of all mentions that the file does not mark itself."""
        for order, mention in enumerate(self.doc.mentions):
            if mention.source == SOURCE or self._is_marked(mention):
                continue
            found = self._parts(mention)
            signed = attributes(mention, _pointer(mention, pointers), style)
            if found is None and not self._keep_apart(mention, signed):
                continue
            self.counts[mention.kind] += 1
            self.used.add(mention.ref or "")
            for part, joined in zip(found or (), self._joins(len(found or ()), style.agent), strict=True):
                name = Writer(part.prefix).name(mention.kind)
                yield Tag(part.start, part.end, order, start_tag(name, joined | signed), end_tag(name))

    def _is_marked(self, mention: Mention) -> bool:
        """Tell whether a mention overlaps one of its kind in the file; these do not overlap each other."""
        spans = self.marked[mention.kind]
        at = bisect_right(spans, mention.span.start, key=lambda span: span.end)
        if at == len(spans) or not spans[at].overlaps(mention.span):
            return False
        self._report("P004", mention, "the file marks it already", "Nothing to do; the file's own mark stays.")
        return True

    def _parts(self, mention: Mention) -> list[Part] | None:
        """Return where the tags of a mention go, or None where they go nowhere; then it is kept apart or reported."""
        try:
            found = parts(self.view, mention.span, mention.kind)
        except Unplaceable as reason:
            if self.crossing != "standOff":
                help = "Tag it by hand, or change the markup there."
                self._report("P002", mention, f"no tag can stand there: {reason}", help)
            return None
        if len(found) == 1 or self.crossing == "split":
            return found
        if self.crossing == "report":
            self._report("P006", mention, "it crosses other elements", 'Tag it by hand, or use crossing="split".')
        return None

    def _keep_apart(self, mention: Mention, signed: dict[str, str]) -> bool:
        """Keep a mention in standOff, where that is asked for and the file does not have it there yet."""
        if self.crossing != "standOff":
            return False
        target = self.pointers.to(mention.span)
        if target in self.pointed:
            self._report("P004", mention, "the file marks it already", "Nothing to do; the file's own mark stays.")
            return False
        self.apart.append(Apart(mention.kind, mention.span.of(self.doc.text), target, signed))
        return True

    def _report(self, code: str, mention: Mention, message: str, help: str) -> None:
        quoted = " ".join(mention.span.of(self.doc.text).split())
        self.findings.append(Finding(code, f"{mention.kind} “{quoted}”: {message}", mention.span, help))

    def _joins(self, count: int, agent: str) -> list[dict[str, str]]:
        """Return the ids and pointers that join the parts of one mention."""
        if count < 2:
            return [{}] * count
        self.joined += 1
        ids = [unique(f"{agent}-{self.joined}.{number}", agent, self.taken) for number in range(1, count + 1)]
        following = [*(f"#{id}" for id in ids[1:]), ""]
        before = ["", *(f"#{id}" for id in ids[:-1])]
        return [
            {"xml:id": id, "next": forth, "prev": back} for id, forth, back in zip(ids, following, before, strict=True)
        ]


def _pointer(mention: Mention, pointers: Mapping[str, str]) -> str:
    ref = mention.ref or ""
    if ref in pointers:
        return pointers[ref]
    return ref if ":" in ref or ref.startswith("#") else ""


def tag_insertions(view: View, tags: list[Tag]) -> Iterator[Insertion]:
    """Yield start- and end-tags in the order of the bytes, properly nested: at one place end-tags come first."""
    encode = view.scan.encoding.encode
    stack: list[Tag] = []
    for tag in sorted(tags, key=lambda tag: (tag.start, -tag.end, tag.order)):
        while stack and stack[-1].end <= tag.start:
            closed = stack.pop()
            yield Insertion(closed.end, encode(closed.closing))
        yield Insertion(tag.start, encode(tag.opening))
        stack.append(tag)
    for tag in reversed(stack):
        yield Insertion(tag.end, encode(tag.closing))
