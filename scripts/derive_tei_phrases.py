"""Derive data/tei_phrases.tsv from a RELAX NG schema of TEI: the elements that can mark any stretch of running text.

    python scripts/derive_tei_phrases.py ../shared/tei/4.9.0a/tei_all/tei_all.rng > src/teikit/data/tei_phrases.tsv

These may stand in every element that holds names (those in which one may not are listed), and in each other; every
element that may stand in a name may stand in them. What the text means must not change by them, so elements that say
that something was deleted, added or corrected are left out, and so are those that teikit does not read, or reads apart.
"""

from __future__ import annotations

import sys
from pathlib import Path

from derive_tei_content import KINDS, RNG, Element, Grammar

ATTRIBUTES = ("type", "ref", "when")
MORE = ("seg", "phr", "cl")
OTHERWISE = {"abbr", "expan", "ref"}  # parts of a choice, and a pointer, which would lead nowhere


def has_attribute(grammar: Grammar, pattern: Element, name: str) -> bool:
    tag = pattern.tag.removeprefix(RNG)
    if tag == "attribute":
        return bool(pattern.get("name") == name)
    if tag == "element":
        return False
    return any(has_attribute(grammar, child, name) for child in grammar._children(pattern))


def main() -> None:
    grammar = Grammar(Path(sys.argv[1]))
    running = {name: grammar.running(name) for name in grammar.elements}
    holders = [name for name, held in running.items() if held.issuperset(KINDS)]
    phrases = {name for name in holders if all(name in running[holder] for holder in holders)} - OTHERWISE
    phrases |= set(MORE) | set(KINDS)
    print(f"# Made by scripts/derive_tei_phrases.py from {Path(sys.argv[1]).name} of the TEI Consortium.")
    print("element\tattributes\tnot in")
    for name in sorted(phrases):
        children = [child for child in grammar.elements[name] if isinstance(child.tag, str)]
        own = [key for key in ATTRIBUTES if any(has_attribute(grammar, child, key) for child in children)]
        closed = sorted(holder for holder in holders if name not in running[holder])
        print(name, " ".join(own), " ".join(closed), sep="\t")


if __name__ == "__main__":
    main()
