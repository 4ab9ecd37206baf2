"""Changes of a register into the bytes of a file: nothing else is touched, and that is proved in every run."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from teikit.diagnostics import Diagnostic, Edit, Severity, TeikitError, severity
from teikit.edition import Entry
from teikit.export.standoff.tables_ids import authorities
from teikit.registers.changes import Change
from teikit.registers.editing import NoPlace, attribute_edit, insertion, removal, signature, text_edit
from teikit.registers.places import Place, Register
from teikit.tei.entrydata import KINDS, degrees, entries
from teikit.tei.markup import Writer
from teikit.xmlscan.scan import Node, Scan, scan

# In this order, so that what is put at one place stands as the Guidelines have it.
_ORDER = ("name", "other_names", "birth", "death", "role", "geo")
_NAME = {"person": "persName", "place": "placeName", "org": "orgName"}


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes with the changes, how many there are of each column, and what could not be done."""

    data: bytes
    counts: Mapping[str, int] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def written(data: bytes, changes: Sequence[Change], *, path: str = "", resp: str = "") -> Written:
    """Write changes into the lists of a file.

    ``resp``: the pointer that signs them, ``#id`` or a URI. ``path``: what diagnostics call the table. Raises
    TeikitError P001 where the file is not well-formed, P009 where the proof fails.
    """
    scanned = scan(data)
    register = Register(scanned)
    editor = _Editor(register, resp if _can_sign(scanned, resp) else "")
    diagnostics: list[Diagnostic] = []
    if resp and not editor.resp:
        diagnostics.append(_no_signer(resp, path))
    edits = _Edits()
    counts: Counter[str] = Counter()
    for change in sorted(changes, key=lambda one: _ORDER.index(one.column) if one.column in _ORDER else len(_ORDER)):
        try:
            edits.add(editor.edits(change))
        except NoPlace as error:
            diagnostics.append(_no_place(change, str(error), path))
            continue
        counts[change.column] += 1
    after = _applied(data, [*edits.made, *editor.opened()])
    _prove(scanned, after, {change.id for change in changes})
    return Written(after, dict(counts), tuple(diagnostics))


@dataclass(frozen=True, slots=True)
class _Editor:
    """Makes the edits of one file."""

    register: Register
    resp: str
    empty: dict[str, list[str]] = field(default_factory=dict)  # what goes into entries that are empty-element tags

    def opened(self) -> Iterator[Edit]:
        """Yield the edits that fill entries which were empty."""
        for id, markup in self.empty.items():
            yield insertion(self.register.scan, self.register.entries[id], None, "".join(markup))

    def edits(self, change: Change) -> list[Edit]:
        """Return the edits of a change. Raises NoPlace."""
        entry = self.register.entries[change.id]
        if not change.old:
            return self._added(entry, change)
        places = self.register.places(entry, change.column, change.old)
        if not places:
            raise NoPlace("the file has it in a form that cannot be changed by a table")
        if change.new:
            return [edit for place in places for edit in self._changed(entry, place, change)]
        return [self._removed(entry, place, change) for place in places]

    def _changed(self, entry: Node, place: Place, change: Change) -> list[Edit]:
        scan = self.register.scan
        if place.attribute:
            edit = attribute_edit(scan, place.node, place.attribute, place.old, change.new)
        elif change.column in authorities():
            text = place.node.text()
            edit = text_edit(scan, place.node, text.replace(place.old, change.new))
        elif change.column == "geo":
            edit = text_edit(scan, place.node, _moved(place.old, change.new))
        elif change.column == "other_idnos":
            edit = text_edit(scan, place.node, _idno_of(change.new, same=place.node.attrs.get("type", ""))[1])
        else:
            edit = text_edit(scan, place.node, change.new)
        signed = signature(scan, place.node, self.resp) if self.resp and place.node is not entry else None
        return [edit, *([signed] if signed else [])]

    def _removed(self, entry: Node, place: Place, change: Change) -> Edit:
        names = [child for child in entry.children() if child.name == place.node.name]
        if change.column == "name" or (change.column == "other_names" and len(names) < 2):
            raise NoPlace("an entry must keep its name")
        if place.attribute and (change.column in authorities() or place.node is entry):
            raise NoPlace(f"it stands in @{place.attribute}, beside what else that says")
        node = place.node
        parent = node.parent
        if change.column == "geo" and parent is not None and parent.name == "location" and len(parent.children()) == 1:
            node = parent
        return removal(self.register.scan, node)

    def _added(self, entry: Node, change: Change) -> list[Edit]:
        element, markup = self._markup(entry, change)
        behind = self.register.behind(entry, element)
        if self.register.scan.is_empty_tag(entry):
            self.empty.setdefault(change.id, []).append(markup)
            return []
        return [insertion(self.register.scan, entry, behind, markup)]

    def _markup(self, entry: Node, change: Change) -> tuple[str, str]:
        """Return the element of a new fact, and its markup."""
        writer, signed = Writer(entry.prefix), {"resp": self.resp}
        column, new = change.column, change.new
        if column in ("name", "other_names"):
            element = _NAME[KINDS[entry.name]]
            return element, writer.leaf(element, new, **signed)
        if column in ("birth", "death"):
            return column, writer.el(column, {"when": new, **signed}).replace(f"></{writer.name(column)}>", "/>")
        if column == "role":
            if self.register.scan.named("occupation"):
                return "occupation", writer.leaf("occupation", new, **signed)
            return "state", writer.el("state", {"type": "role", **signed}, writer.leaf("label", new))
        if column == "geo":
            return "location", writer.el("location", signed, writer.leaf("geo", new))
        type, text = _idno_of(new) if column == "other_idnos" else self.register.idno(authorities()[column], new)
        return "idno", writer.leaf("idno", text, type=type, **signed)


def _moved(old: str, new: str) -> str:
    """Return coordinates as they were written, with the numbers that changed. Raises NoPlace."""
    found = degrees(old)
    if found is None:
        raise NoPlace("the file has them in a form that cannot be changed by a table")
    comma = "," in found["lat"] + found["long"]
    sides = []
    for was, now in zip(found.group("lat", "long"), new.split(), strict=True):
        same = float(was.replace(",", ".")) == float(now)
        sides.append(was if same else now.replace(".", ",") if comma else now)
    return found.string[found.end("lat") : found.start("long")].join(sides)


def _idno_of(cell: str, same: str | None = None) -> tuple[str, str]:
    """Return the type and the text of TYPE:VALUE. ``same``: the type that it must have."""
    type, colon, text = cell.partition(":")
    if not colon or not text or any(map(str.isspace, type)):
        raise NoPlace("it must be written TYPE:VALUE")
    if same is not None and type != same:
        raise NoPlace("the type of an idno cannot be changed by a table")
    return type, text


def _can_sign(scanned: Scan, resp: str) -> bool:
    return not resp.startswith("#") or resp[1:] in scanned.ids


@dataclass(slots=True)
class _Edits:
    """Edits that touch no byte twice; one that is made twice is made once. ``made`` is a dict for its order."""

    made: dict[Edit, None] = field(default_factory=dict)
    replaced: list[tuple[int, int]] = field(default_factory=list)  # sorted; they do not overlap

    def add(self, edits: Iterable[Edit]) -> None:
        """Add the edits of one change, all of them or, raising NoPlace, none."""
        new = [edit for edit in edits if edit not in self.made]
        for edit in new:
            at = bisect_left(self.replaced, (edit.start, edit.end))
            near = self.replaced[max(0, at - 1) : at + 1]
            if any(edit.start < end and start < edit.end for start, end in near):
                raise NoPlace("another change touches the same characters")
        for edit in new:
            self.made[edit] = None
            if edit.start < edit.end:
                insort(self.replaced, (edit.start, edit.end))


def _applied(data: bytes, edits: Iterable[Edit]) -> bytes:
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [data[at : edit.start], edit.new]
        at = edit.end
    return b"".join([*parts, data[at:]])


def _prove(before: Scan, data: bytes, changed: set[str]) -> None:
    """Raise TeikitError P009 unless the file is well-formed and says the same of every other entry."""
    none: frozenset[str] = frozenset()
    after = scan(data)
    known = Register(before).known
    were, are = entries(before, known, none), entries(after, known, none)
    if list(were) != list(are) or any(_own(were[id]) != _own(are[id]) for id in were if id not in changed):
        message = "writing the register would have changed more than it should; nothing was written"
        raise TeikitError(Diagnostic("P009", Severity.ERROR, message))


def _own(entry: Entry) -> Entry:
    """Return an entry without what it takes from the one around it."""
    return replace(entry, within="", country="")


def _no_place(change: Change, why: str, path: str) -> Diagnostic:
    value = change.new or change.old
    message = f"{change.column} {value!r} of {change.id} was not written: {why}"
    help = "Change it in the file by hand."
    return Diagnostic("X030", severity("X030"), message, path=path, line=change.line, help=help)


def _no_signer(resp: str, path: str) -> Diagnostic:
    message = f"the file has no element with the id {resp[1:]!r} that could sign the changes; they are unsigned"
    help = f'Add <respStmt xml:id="{resp[1:]}"> to its titleStmt, and import again.'
    return Diagnostic("X030", severity("X030"), message, path=path, help=help)
