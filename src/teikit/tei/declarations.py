"""The encodingDesc: what was done to the text, and by what (TEI P5 Guidelines, HD5)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from teikit.model import Document, Source
from teikit.xmlio import Element, sub


@dataclass(frozen=True, slots=True)
class Program:
    """Who makes the encoding: name and version, and the date of today where the editor asks for it."""

    name: str = "teikit"
    version: str = ""
    date: str = ""


_CHANGES = {
    "line ends": "Line ends were made uniform",
    "byte order mark": "a byte order mark was removed",
    "forbidden characters": "characters that XML forbids were replaced by U+FFFD",
    "composed characters": "characters were composed (Unicode Normalization Form C)",
    "undecodable bytes": "bytes that are not text in the file's encoding were replaced by U+FFFD",
}


def encoding_desc(header: Element, doc: Document, source: Source, program: Program) -> None:
    """Append the encodingDesc: project, editorial declarations, citation structure, application."""
    desc = sub(header, "encodingDesc")
    sub(sub(desc, "projectDesc"), "p", "Encoded from a plain-text transcription.")
    _editorial_decl(desc, doc, source)
    _references(desc)
    if doc.metadata.classification:
        taxonomy = sub(sub(desc, "classDecl"), "taxonomy", id="classification")
        sub(taxonomy, "bibl", "Security classification, as the document is marked.")
    application = sub(sub(desc, "appInfo"), "application", ident=program.name, version=program.version or "0")
    sub(application, "label", program.name)


def _editorial_decl(desc: Element, doc: Document, source: Source) -> None:
    decl = sub(desc, "editorialDecl")
    sub(sub(decl, "normalization"), "p", _normalization(source))
    breaks = Counter(block.type for block in doc.walk() if block.kind == "lb")
    hyphenation = sub(decl, "hyphenation", eol="some" if breaks["no"] else "none")
    sub(hyphenation, "p", _hyphenation(breaks["hyphen"], breaks["no"]))
    sub(
        sub(decl, "segmentation"),
        "p",
        "Paragraphs, headings, lists and the parts of letters were recognised from the layout of the plain text by a"
        " program; lines of a paragraph were joined.",
    )
    sub(
        sub(decl, "interpretation"),
        "p",
        "Names and dates were marked by a program. Each mark names its author in @resp and its confidence in @cert,"
        " from 0 to 1.",
    )


def _normalization(source: Source) -> str:
    changes = [f"{_CHANGES.get(name, name)} ({count})" for name, count in source.changes if count]
    done = "; ".join(changes)
    read = f"Read as {source.encoding}."
    return (
        f"{read} {done[:1].upper()}{done[1:]}."
        if done
        else f"{read} No character was changed; runs of white space count as one space."
    )


def _hyphenation(hyphens: int, kept: int) -> str:
    if not hyphens and not kept:
        return "The source has no hyphenated line ends; hyphens inside words stand as found."
    return (
        f"Words divided at line ends were joined: {hyphens} hyphens were removed and are recorded in lb/@rend with"
        f" lb/@break, {kept} belong to the word and were kept. Hyphens inside words stand as found."
    )


def _references(desc: Element) -> None:
    division = sub(
        sub(desc, "refsDecl"), "citeStructure", unit="division", match="/TEI/text/body/div", use="position()"
    )
    sub(division, "citeStructure", unit="paragraph", match=".//p", use="position()", delim=".")
