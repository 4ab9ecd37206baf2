"""The text of a file or of each file of a corpus, what stands beside it, and the table of contents."""

from __future__ import annotations

from teikit.diagnostics import Severity
from teikit.export.html import header, records, registers
from teikit.export.html.context import Context
from teikit.export.html.declared import language
from teikit.export.html.entries import LISTS
from teikit.export.html.markup import apply_language, child
from teikit.export.rules import content, tei_name
from teikit.xmlio import Element

APART = frozenset(("teiHeader", "standOff", "facsimile"))
AFTER = {"tk-notes": "Notes", "tk-register": "Register", "tk-about": "About this file"}
_WORDLESS = tuple(f"{{*}}{name}" for name in ("graphic", "media", "figure", "binaryObject", "pb", "gap", "formula"))
LONG_CONTENTS = 15
DEEPEST = 3


def texts(ctx: Context, root: Element, main: Element) -> None:
    """Write the text of a document, of each document of a corpus, or whatever else a file holds."""
    if tei_name(root.tag) == "teiCorpus":
        documents = [part for part in root if tei_name(part.tag) in ("TEI", "TEI.2", "teiCorpus")]
        if not documents:
            ctx.report.no_text()
        for part in documents:
            article = child(main, "article")
            header.card(ctx, part, child(article, "header", class_="card"), level=2)
            ctx.level = 2
            texts(ctx, part, article)
            ctx.level = 1
        return
    made = child(main, "div", class_="document")
    if root.getparent() is not None:
        apply_language(made, language(root))
    if tei_name(root.tag) not in ("TEI", "TEI.2"):
        ctx.render(root, made)
        return
    shown = [part for part in root if isinstance(part.tag, str) and tei_name(part.tag) not in APART]
    if not shown:
        ctx.report.no_text()
    for part in shown:
        ctx.render(part, made)
    if shown and not any(map(_says_something, shown)):
        _source_instead(ctx, root, shown[0], made)


def _says_something(part: Element) -> bool:
    return bool(content(part).strip()) or next(part.iter(*_WORDLESS), None) is not None


def _source_instead(ctx: Context, root: Element, text: Element, out: Element) -> None:
    """Show the description of a manuscript where there is no word of text, as in a catalogue."""
    message = f"there is no word in <{tei_name(text.tag)}>; the description of the manuscript is shown, if there is one"
    ctx.report.counted(text, "X005", Severity.WARNING, message)
    for el in root.iterfind("{*}teiHeader/{*}fileDesc/{*}sourceDesc//{*}msDesc"):
        section = child(out, "section")
        ctx.english(child(section, "h2", "Manuscript", class_="head"))
        records.record(ctx, el, section)


def remaining(root: Element) -> list[Element]:
    """Return what the lists of entities of a file hold besides entities."""
    found: list[Element] = []
    for el in root.iter("{*}standOff", "{*}particDesc", "{*}settingDesc"):
        for part in el.iter(*(f"{{*}}{name}" for name in LISTS)):
            parent = part.getparent()
            if parent is not None and tei_name(parent.tag) not in LISTS:
                found += registers.leftovers(part)
    return found


def apart(ctx: Context, root: Element, out: Element) -> None:
    """Write what stands beside the text: images of pages, stand-off data that is no register."""
    for el in root.iter("{*}standOff", "{*}facsimile"):
        parts = [part for part in el if isinstance(part.tag, str) and tei_name(part.tag) not in LISTS]
        if not parts:
            continue
        name = "Images" if tei_name(el.tag) == "facsimile" else "Stand-off data"
        section = child(out, "section", class_="about")
        child(section, "h2", name)
        fold = child(section, "details")
        child(fold, "summary", f"{len(parts)} {'part' if len(parts) == 1 else 'parts'}")
        records.record(ctx, el, fold)


def contents(ctx: Context, nav: Element, page: Element) -> None:
    """Write the table of contents: headings down to the third level, and what follows the text."""
    links = [(level, text, id_) for level, text, id_ in ctx.headings if level <= DEEPEST and text]
    box = nav
    if len(links) > LONG_CONTENTS:
        box = child(nav, "details")
        child(box, "summary", f"Contents: {len(links)} headings")
    made = child(box, "ul")
    if len(links) > 1:
        for level, text, id_ in links:
            apply_language(child(child(made, "li", class_=f"level-{level}"), "a", text, href=f"#{id_}"), ctx.language)
    else:
        child(child(made, "li"), "a", "Text", href="#tk-text")
    made = child(nav, "ul", class_="after") if box is not nav else made
    for section in page.iter("section", "aside"):
        title = AFTER.get(section.get("id") or "")
        if title and len(section):
            child(child(made, "li"), "a", title, href=f"#{section.get('id')}")
