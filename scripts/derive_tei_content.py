"""Derive data/tei_content.tsv from a RELAX NG schema of TEI: where names and dates may stand, and what in them.

    python scripts/derive_tei_content.py ../shared/tei/4.9.0a/tei_all/tei_all.rng > src/teikit/data/tei_content.tsv

An element holds a name in running text if its content has a repeated choice that offers both text and the name, so
that a tag may go round any stretch of its text. An element may stand within a name if the name's own repeated choice
offers it.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from lxml import etree

RNG = "{http://relaxng.org/ns/structure/1.0}"
KINDS = ("persName", "placeName", "orgName", "date", "time")
Element = etree._Element


class Grammar:
    """The named patterns of a schema, with the alternatives that each offers."""

    def __init__(self, path: Path) -> None:
        root = etree.parse(path).getroot()
        self.defines: dict[str, list[Element]] = {}
        for define in root.iter(RNG + "define"):
            self.defines.setdefault(define.get("name", ""), []).append(define)
        self.elements = {el.get("name", ""): el for el in root.iter(RNG + "element") if el.get("name")}
        self.offered = cache(self._offered)
        self.repeats = cache(self._repeats)

    def _children(self, pattern: Element) -> list[Element]:
        if pattern.tag == RNG + "ref":
            return self.defines.get(pattern.get("name", ""), [])
        return [child for child in pattern if isinstance(child.tag, str)]

    def _offered(self, pattern: Element) -> frozenset[str]:
        """Return the names of elements, and ``#text``, that alone satisfy a pattern."""
        tag = pattern.tag.removeprefix(RNG)
        if tag == "element":
            return frozenset({pattern.get("name", "*")})
        if tag in ("text", "data"):
            return frozenset({"#text"})
        if tag in ("attribute", "empty", "notAllowed", "value"):
            return frozenset()
        found = [self.offered(child) for child in self._children(pattern)]
        filled = [names for names in found if names]
        if tag in ("group", "interleave") and len(filled) > 1:
            return frozenset()
        return frozenset().union(*filled)

    def _repeats(self, pattern: Element) -> tuple[frozenset[str], ...]:
        """Return what each repeated part of a pattern offers."""
        tag = pattern.tag.removeprefix(RNG)
        if tag in ("attribute", "element"):
            return ()
        own: tuple[frozenset[str], ...] = ()
        if tag in ("zeroOrMore", "oneOrMore"):
            own = (frozenset().union(*(self.offered(child) for child in self._children(pattern))),)
        return own + tuple(part for child in self._children(pattern) for part in self.repeats(child))

    def has_text(self, pattern: Element) -> bool:
        tag = pattern.tag.removeprefix(RNG)
        if tag in ("attribute", "element"):
            return False
        return tag in ("text", "data", "list") or any(self.has_text(child) for child in self._children(pattern))

    def running(self, name: str) -> frozenset[str]:
        """Return what may stand anywhere in the running text of an element."""
        parts = [
            part for child in self.elements[name] if child.tag != RNG + "attribute" for part in self.repeats(child)
        ]
        return frozenset().union(*(part for part in parts if "#text" in part))


def main() -> None:
    grammar = Grammar(Path(sys.argv[1]))
    running = {name: grammar.running(name) for name in grammar.elements}
    print(f"# Made by scripts/derive_tei_content.py from {Path(sys.argv[1]).name} of the TEI Consortium.")
    print("element\ttext\tholds\twithin")
    for name in sorted(grammar.elements):
        el = grammar.elements[name]
        text = any(grammar.has_text(child) for child in el if isinstance(child.tag, str))
        holds = [kind for kind in KINDS if kind in running[name]]
        within = [kind for kind in KINDS if name in running[kind]]
        row = (
            "yes" if text else "no",
            *(" ".join(kinds) if len(kinds) < len(KINDS) else "all" for kinds in (holds, within)),
        )
        print(name, *row, sep="\t")


if __name__ == "__main__":
    main()
