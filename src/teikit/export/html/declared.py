"""What a file declares that the whole page depends on: its language, its programs, its private prefixes."""

from __future__ import annotations

from teikit.data import words
from teikit.export.rules import content
from teikit.xmlio import Element, xml


def language(root: Element) -> str:
    """Return the language of a document: its own xml:lang, that of its text, or the only one its header names."""
    text = root.find("{*}text")
    own = root.get(xml("lang")) or (text.get(xml("lang")) if text is not None else None)
    if own:
        return own
    used = [el.get("ident") or "" for el in root.iterfind("{*}teiHeader/{*}profileDesc/{*}langUsage/{*}language")]
    return used[0] if len(used) == 1 else ""


def programs(root: Element) -> frozenset[str]:
    """Return the pointers that mean a program: its application element, and a respStmt that names it and no person."""
    found: set[str] = set()
    software: set[str] = set()
    for el in root.iter("{*}application"):
        software |= {(el.get("ident") or "").casefold(), *(content(part).strip().casefold() for part in el)}
        found.add(f"#{el.get(xml('id'))}")
    software.discard("")
    for el in root.iter("{*}respStmt"):
        text = content(el).casefold()
        person = el.find("{*}persName") is not None or el.find("{*}orgName") is not None
        by_name = any(name in text for name in software)
        if not person and (by_name or words("export/machine_words").intersection(text.replace(",", " ").split())):
            found.add(f"#{el.get(xml('id'))}")
    return frozenset(found)


def prefixes(root: Element) -> dict[str, str]:
    """Return the private URI prefixes of a header that stand for one whole pattern, with what they are replaced by."""
    found = {}
    for el in root.iter("{*}prefixDef"):
        pattern, replacement = el.get("matchPattern") or "", el.get("replacementPattern") or ""
        if pattern.startswith("(") and pattern.endswith(")") and pattern.count("(") == 1 and "$1" in replacement:
            found[el.get("ident") or ""] = replacement
    return found
