"""Who marked what: the places in a header, of whatever make, for the program's respStmt, application and change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from teikit.tei.markup import Writer, deeper
from teikit.tei.register import unique
from teikit.xmlscan.scan import XML_ID, Node, Scan

PROGRAM = "teikit"


@dataclass(frozen=True, slots=True)
class Insertion:
    """Bytes to be put before a byte of the file."""

    offset: int
    data: bytes


def agents(scan: Scan) -> tuple[str, ...]:
    """Return the xml:ids of the respStmts of this program in the headers of a file."""
    return tuple(
        node.attrs[XML_ID] for node in scan.around_text("respStmt") if XML_ID in node.attrs and _is_program(node)
    )


def _is_program(stmt: Node) -> bool:
    names = (child.text() for child in stmt.children() if child.name in ("name", "orgName"))
    return any(name == PROGRAM or name.startswith(f"{PROGRAM} ") for name in names)


def header(scan: Scan) -> Node | None:
    """Return the first teiHeader of a file."""
    return next(scan.around_text("teiHeader"), None)


def _people(scan: Scan) -> Iterator[tuple[str, str]]:
    """Yield the xml:id and the name of everybody that the surroundings of the text name."""
    for kind in ("respStmt", "person", "org", "editor", "author", "principal"):
        for node in scan.around_text(kind):
            if XML_ID in node.attrs:
                names = (child.text() for child in node.children() if child.name in ("name", "persName", "orgName"))
                yield node.attrs[XML_ID], next(names, "") or node.text()


def _last_of_title(head: Node) -> Node | None:
    """Return the last child of a header's titleStmt."""
    file = head.child("fileDesc")
    stmt = file.child("titleStmt") if file else None
    children = stmt.children() if stmt else []
    return children[-1] if children and children[-1].tei else None


class Provenance:
    """Writes the provenance of one run into a header. What has no place there is named in ``missing``."""

    def __init__(self, scan: Scan, taken: set[str], version: str) -> None:
        self.scan = scan
        self.taken = taken
        self.version = version
        self.header = header(scan)
        self.writer = Writer(self.header.prefix if self.header else "")
        self.missing: list[str] = []
        known = agents(scan)
        self.is_new = not known
        self.agent = known[0] if known else unique(PROGRAM, PROGRAM, taken)
        self.resp = {"resp": f"#{self.agent}"}

    def identity(self) -> Iterator[Insertion]:
        """Yield the insertions that say who the program is, for a file that does not know it yet."""
        if self.header is None:
            self.missing.append("teiHeader")
        elif self.is_new:
            yield from self._statement(self.header)
            yield from self._application(self.header)

    def maker(self, name: str) -> Iterator[Insertion]:
        """Yield the insertion that names who else answers for the marks; from then on ``resp`` points there as well.

        ``name``: as it is to be shown, or a pointer (``#id``) to somebody whom the file names already.
        """
        known = next((id for id, shown in _people(self.scan) if f"#{id}" == name or shown == name), "")
        if not known and self.header is not None and not name.startswith("#"):
            known = unique(name, "resp", self.taken)
            content = (self.writer.leaf("resp", "marking of spans"), self.writer.leaf("name", name))
            markup = self.writer.el("respStmt", {"xml:id": known, **self.resp}, *content)
            last = _last_of_title(self.header)
            if last is None:
                return  # what cannot be said has been noted with the program's own statement
            yield self._after(last, markup)
        if known:
            self.resp = {"resp": f"#{self.agent} #{known}"}

    def change(self, counts: Mapping[str, int], date: str, said: str = "Marked automatically") -> Iterator[Insertion]:
        """Yield the insertion that says what a run marked. ``date``: its day, or an empty string."""
        if self.header is not None:
            yield from self._change(self.header, counts, date, said)

    def _after(self, node: Node, markup: str) -> Insertion:
        """Put markup behind a node, indented as it is."""
        return Insertion(self.scan.after(node), self.scan.encoding.encode(self.scan.indent(node) + markup))

    def _statement(self, head: Node) -> Iterator[Insertion]:
        last = _last_of_title(head)
        if last is None:
            self.missing.append("titleStmt")
            return
        write = self.writer
        content = (
            write.leaf("resp", "automatic marking of names and dates"),
            write.leaf("name", f"{PROGRAM} {self.version}".strip()),
        )
        markup = write.el("respStmt", {"xml:id": self.agent, **self.resp}, *content)
        yield self._after(last, markup)

    def _application(self, head: Node) -> Iterator[Insertion]:
        write = self.writer
        id = unique(f"{self.agent}-app", PROGRAM, self.taken)
        named = {"xml:id": id, "ident": PROGRAM, "version": self.version or "0", **self.resp}
        markup = write.el("application", named, write.leaf("label", PROGRAM))
        desc = head.child("encodingDesc")
        info = desc.child("appInfo") if desc else None
        if info and info.children():
            yield self._after(info.children()[-1], markup)
            return
        if desc and desc.children() and not info:
            last = desc.children()[-1]
            yield self._after(last, write.block("appInfo", {}, [markup], self.scan.indent(last)))
            return
        file = head.child("fileDesc")
        if desc or file is None:
            self.missing.append("encodingDesc/appInfo")
            return
        indent = self.scan.indent(file)
        info_markup = write.block("appInfo", {}, [markup], deeper(indent))
        yield self._after(file, write.block("encodingDesc", {}, [info_markup], indent))

    def _change(self, head: Node, counts: Mapping[str, int], date: str, said: str) -> Iterator[Insertion]:
        write = self.writer
        marked = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number) or "no names"
        markup = write.leaf("change", f"{said}: {marked}.", who=f"#{self.agent}", when=date, resp=f"#{self.agent}")
        desc = next((node for node in reversed(head.children()) if node.name == "revisionDesc"), None)
        if desc is None:
            if head.children():
                last = head.children()[-1]
                yield self._after(last, write.block("revisionDesc", {}, [markup], self.scan.indent(last)))
            else:
                self.missing.append("revisionDesc")
            return
        inner = desc.child("listChange") or desc
        first = inner.child("change")
        if first is None:
            self.missing.append("revisionDesc/change")
            return
        before = [node for node in inner.children() if node.start < first.start]
        place = self.scan.after(before[-1]) if before else self.scan.inside(inner)
        yield Insertion(place, self.scan.encoding.encode(self.scan.indent(first) + markup))
