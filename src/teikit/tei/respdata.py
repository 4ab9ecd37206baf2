"""Who answers for what in a TEI file: what @resp points to, which of that is a program, how sure @cert is."""

from __future__ import annotations

from teikit.tei.provenance import PROGRAM
from teikit.xmlscan.scan import XML_ID, Node, Scan

_LEVELS = {"high": 0.9, "medium": 0.6, "low": 0.3, "unknown": 0.5}  # teidata.certainty; middles of what is meant


class Responsible:
    """What the @resp of a file means: names by pointer, and the pointers that mean a program."""

    __slots__ = ("names", "programs")

    def __init__(self, scan: Scan) -> None:
        self.names: dict[str, str] = {}
        software = {PROGRAM}
        programs = {f"#{PROGRAM}"}
        for node in scan.named("application"):
            software |= {node.attrs.get("ident", "").casefold(), *(part.text().casefold() for part in node.children())}
            programs.add(f"#{node.attrs.get(XML_ID, '')}")
        software.discard("")
        for name in ("respStmt", "application", "person", "editor", "author", "org"):
            for node in scan.named(name):
                if XML_ID not in node.attrs:
                    continue
                pointer = f"#{node.attrs[XML_ID]}"
                self.names.setdefault(pointer, _name(node))
                if name == "respStmt" and node.child("persName") is None and _is_one_of(self.names[pointer], software):
                    programs.add(pointer)
        self.programs = frozenset(programs)

    def named(self, node: Node) -> tuple[str, ...]:
        """Return who signs an element: names, or the pointers where the file gives none."""
        return tuple(self.names.get(pointer) or pointer for pointer in node.attrs.get("resp", "").split())

    def is_machine(self, node: Node) -> bool:
        """Tell whether a program signs an element."""
        return not self.programs.isdisjoint(node.attrs.get("resp", "").split())


def _name(node: Node) -> str:
    for name in ("persName", "orgName", "name", "label"):
        child = node.child(name)
        if child is not None and child.text():
            return child.text()
    return node.text()


def _is_one_of(name: str, software: set[str]) -> bool:
    folded = name.casefold()
    return any(folded == one or folded.startswith(f"{one} ") for one in software)


def certainty(value: str) -> float | None:
    """Return a @cert as a number from 0 to 1, None where it is no teidata.probCert."""
    if value in _LEVELS:
        return _LEVELS[value]
    try:
        number = float(value)
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None
