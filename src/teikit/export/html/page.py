"""One self-contained page: head, contents, text, notes, register, and what the file says about itself."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from lxml import etree

from teikit.data import words
from teikit.export.html import header, inline, names, notes, records, registers, structure
from teikit.export.html.context import Context, Handler
from teikit.export.html.markup import apply_language, child, language_tag
from teikit.export.html.tidy import tidy
from teikit.export.report import Exported, Report
from teikit.export.rules import content, tei_name
from teikit.xmlio import Element, Tree, xml

KEY = {
    "person": "a person",
    "place": "a place",
    "org": "an organisation",
    "work": "a work",
    "event": "an event",
    "thing": "an object",
    "name": "another name",
    "date": "a date",
}
LONG_CONTENTS = 15
APART = frozenset(("teiHeader", "standOff", "facsimile"))


def html(tree: Tree, path: str = "") -> Exported:
    """Return a TEI tree as an HTML page."""
    root = tree.getroot()
    report = Report(tree, path)
    ctx = Context(report, handlers(), programs=programs(root))
    ctx.prefixes.update(prefixes(root))
    ctx.ids.read(root)
    registers.prepare(ctx, root)
    notes.prepare(ctx, list(root.iter("{*}text")))
    page = etree.Element("html")
    ctx.language = language_tag(language(root)) or "en"
    apply_language(page, ctx.language)
    title = header.title_of(root)
    _head(page, title)
    _body(ctx, root, page)
    tidy(page)
    text = etree.tostring(page, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return report.exported(text + "\n")


@cache
def handlers() -> dict[str, Handler]:
    """Return the handler of every element that needs more than its rule."""
    lists = dict.fromkeys(registers.LISTS, registers.list_in_text)
    return {**structure.handlers(), **inline.handlers(), **names.handlers(), **notes.handlers(), **lists}


def _head(page: Element, title: str) -> None:
    head = child(page, "head")
    child(head, "meta", charset="utf-8")
    child(head, "title", title)
    child(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    child(head, "meta", name="color-scheme", content="light dark")
    child(head, "meta", name="generator", content="teikit")
    child(head, "style", (files("teikit.data") / "export/page.css").read_text(encoding="utf-8"))


def _body(ctx: Context, root: Element, page: Element) -> None:
    body = child(page, "body")
    ctx.english(child(body, "a", "Skip to the text", class_="skip", href="#tk-text"))
    top = child(body, "header", class_="card")
    header.card(ctx, root, top)
    nav = ctx.english(child(body, "nav", class_="contents", aria_label="Contents"))
    main = child(body, "main", id="tk-text", tabindex="-1")
    _texts(ctx, root, main)
    notes.write(ctx, main)
    for el in root.iter("{*}standOff", "{*}particDesc", "{*}settingDesc"):
        for part in el.iter(*(f"{{*}}{name}" for name in registers.LISTS)):
            parent = part.getparent()
            if parent is not None and tei_name(parent.tag) not in registers.LISTS:
                ctx.leftovers += registers.leftovers(part)
    registers.write(ctx, main)
    foot = ctx.english(child(body, "footer"))
    _apart(ctx, root, foot)
    header.about(ctx, root, foot)
    _contents(ctx, nav, body)
    _key(ctx, top)


def _texts(ctx: Context, root: Element, main: Element) -> None:
    """Write the text of a document, of each document of a corpus, or whatever else a file holds."""
    if tei_name(root.tag) == "teiCorpus":
        for part in root:
            if tei_name(part.tag) in ("TEI", "TEI.2", "teiCorpus"):
                article = child(main, "article")
                header.card(ctx, part, child(article, "header", class_="card"), level=2)
                ctx.level = 2
                _texts(ctx, part, article)
                ctx.level = 1
        return
    made = child(main, "div", class_="document")
    if part_of_corpus(root):
        apply_language(made, language(root))
    if tei_name(root.tag) not in ("TEI", "TEI.2"):
        ctx.render(root, made)
        return
    shown = [part for part in root if isinstance(part.tag, str) and tei_name(part.tag) not in APART]
    if not shown:
        ctx.report.no_text()
    for part in shown:
        ctx.render(part, made)


def _apart(ctx: Context, root: Element, out: Element) -> None:
    """Write what stands beside the text: images of pages, stand-off data that is no register."""
    for el in root.iter("{*}standOff", "{*}facsimile"):
        parts = [part for part in el if isinstance(part.tag, str) and tei_name(part.tag) not in registers.LISTS]
        if not parts:
            continue
        name = "Images" if tei_name(el.tag) == "facsimile" else "Stand-off data"
        section = child(out, "section", class_="about")
        child(section, "h2", name)
        fold = child(section, "details")
        child(fold, "summary", f"{len(parts)} {'part' if len(parts) == 1 else 'parts'}")
        records.record(ctx, el, fold)


def _contents(ctx: Context, nav: Element, body: Element) -> None:
    """Write the table of contents: headings down to the third level, and what follows the text."""
    links = [(level, text, id_) for level, text, id_ in ctx.headings if level <= 3 and text]
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
    made = child(nav, "ul") if box is not nav else made
    for section in body.iter("section"):
        id_ = section.get("id") or ""
        if id_ in ("tk-notes", "tk-register", "tk-about"):
            child(
                child(made, "li"),
                "a",
                {"tk-notes": "Notes", "tk-register": "Register"}.get(id_, "About this file"),
                href=f"#{id_}",
            )


def _key(ctx: Context, top: Element) -> None:
    """Explain how names, dates and claims are marked, as far as the page has them."""
    kinds = [kind for kind in KEY if kind in ctx.kinds]
    if not kinds:
        return
    made = ctx.english(child(top, "p", class_="legend"))
    child(made, "span", "Marked in the text:", class_="key-title")
    for kind in kinds:
        made[-1].tail = " "
        child(made, "span", KEY[kind], class_=f"name {kind}")
    if "machine" in ctx.kinds:
        made[-1].tail = " "
        child(made, "span", "found by a program", class_="name machine")
    if "unsure" in ctx.kinds:
        made[-1].tail = " "
        child(made, "span", "uncertain", class_="name unsure")


def part_of_corpus(root: Element) -> bool:
    return root.getparent() is not None


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
