"""One self-contained page: head, contents, text, notes, register, and what the file says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from urllib.parse import quote

from lxml import etree

from teikit.diagnostics import Diagnostic, Severity, counted
from teikit.export.html import header, inline, jsonld, layers, names, notes, registers, structure
from teikit.export.html.context import Context, Handler
from teikit.export.html.declared import language, prefixes, programs
from teikit.export.html.document import apart, contents, remaining, texts
from teikit.export.html.entries import LISTS
from teikit.export.html.markup import apply_language, child, language_tag
from teikit.export.html.tidy import tidy
from teikit.export.report import Exported, Report
from teikit.xmlio import Element, Tree

_CLOSE = "</body>\n</html>\n"


@dataclass(frozen=True, slots=True)
class Parts:
    """A page in parts, so that a site can put its own around them.

    ``language``: of the page, BCP 47; ``direction``: ltr or rtl. ``json_ld``: safe inside a script element, without it.
    ``card``, ``contents``, ``main``, ``register``, ``footer``: HTML, one element each (``register`` and ``contents``
    may be empty), in this order the children of one element of class ``tk-page``. ``main`` is a ``div`` to be put into
    a ``main``, ``register`` an ``aside``, which must stand outside of it. ``styles``, ``script``: empty unless asked
    for; the same for every page. ``anchors``: the ids of elements of the page by number of their element in the file.
    """

    title: str
    language: str
    direction: str
    json_ld: str
    card: str
    contents: str
    main: str
    register: str
    footer: str
    canonical: str = ""
    styles: str = ""
    script: str = ""
    anchors: Mapping[int, str] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def html(tree: Tree, path: str = "", *, base_url: str = "") -> Exported:
    """Return a TEI tree as an HTML page. ``base_url``: as in `parts`."""
    made = parts(tree, path, base_url=base_url, css=True)
    main = f"<main>\n{made.main}</main>\n"
    body = "".join((made.card, made.contents, main, made.register, made.footer))
    return Exported(f"{_head(made)}{body}<script>{made.script}</script>\n{_CLOSE}".encode(), made.diagnostics)


def parts(
    tree: Tree, path: str = "", *, base_url: str = "", entity_links: Mapping[int, str] | None = None, css: bool = False
) -> Parts:
    """Return a TEI tree as the parts of a page.

    ``base_url``: the folder on the web where the page will stand under the name of its file, or, where it ends in
    ``.html``, the address of the page. ``entity_links``: addresses of pages about entities, by the number of the
    element that mentions them (Mark.element); the register links to them. ``css``: fill ``styles`` and ``script``.
    """
    root = tree.getroot()
    report = Report(tree, path)
    ctx = Context(report, handlers(), programs=programs(root), entity_links=entity_links or {})
    ctx.prefixes.update(prefixes(root))
    ctx.ids.read(root)
    registers.prepare(ctx, root)
    notes.prepare(ctx, list(root.iter("{*}text")))
    ctx.language = language_tag(language(root)) or "en"
    page = etree.Element("body")
    apply_language(page, ctx.language)
    made = _fill(ctx, root, page)
    tidy(page)
    url = address(base_url, path)
    _tell(ctx)
    return Parts(
        header.title_of(root, path),
        ctx.language,
        page.get("dir") or "ltr",
        jsonld.describe(ctx, root, url),
        **{name: _serialised(el) for name, el in made.items()},
        canonical=url,
        styles=styles() if css else "",
        script=script() if css else "",
        anchors=ctx.ids.anchors,
        diagnostics=report.exported("").diagnostics,
    )


def styles() -> str:
    """Return the style sheet of every page."""
    return (files("teikit.data") / "export/page.css").read_text(encoding="utf-8")


def script() -> str:
    """Return the script of every page, which reads well without it."""
    return (files("teikit.data") / "export/page.js").read_text(encoding="utf-8")


def address(base_url: str, path: str) -> str:
    """Return where a page stands on the web, an empty string where that is not known.

    ``path``: of the file, relative to the folder that was named; pages lie in the same folders as their files.
    """
    if not base_url or base_url.endswith(".html"):
        return base_url
    file = PurePosixPath(path)
    if file.stem in ("", "-", ".."):
        return base_url
    place = file.name if file.is_absolute() or ".." in file.parts else file
    return f"{base_url.rstrip('/')}/{quote(PurePosixPath(place).with_suffix('.html').as_posix())}"


@cache
def handlers() -> dict[str, Handler]:
    """Return the handler of every element that needs more than its rule."""
    lists = dict.fromkeys(LISTS, registers.list_in_text)
    return {**structure.handlers(), **inline.handlers(), **names.handlers(), **notes.handlers(), **lists}


def _fill(ctx: Context, root: Element, page: Element) -> dict[str, Element]:
    """Make the parts of a page in the order in which they learn of each other."""
    card = child(page, "header", class_="card")
    nav = child(page, "nav", class_="contents", aria_label="Contents")
    main = child(page, "div", id="tk-text", class_="reading", tabindex="-1")
    register = child(page, "aside", id="tk-register", class_="register")
    foot = child(page, "footer", class_="colophon")
    header.card(ctx, root, card)
    texts(ctx, root, main)
    notes.write(ctx, main)
    ctx.leftovers += remaining(root)
    registers.write(ctx, register)
    apart(ctx, root, ctx.english(foot))
    header.about(ctx, root, foot)
    header.encoded(ctx, root, card)
    contents(ctx, ctx.english(nav), page)
    layers.write(ctx, nav)
    return {"card": card, "contents": nav, "main": main, "register": register, "footer": foot}


def _tell(ctx: Context) -> None:
    """Report what a page cannot do, each kind once with its number."""
    unlinked, unusable = ctx.unlinked, ctx.ids.unusable
    if unlinked:
        what = "with an address that a page does not link to; shown as text"
        ctx.report.counted(unlinked[0], "X010", Severity.INFO, f"{counted(len(unlinked), 'pointer')} {what}")
    if unusable:
        what = "twice in the file, or not fit for a page; another id is used there"
        ctx.report.counted(unusable[0], "X011", Severity.WARNING, f"{counted(len(unusable), 'xml:id')} {what}")


def _serialised(el: Element) -> str:
    """Return an element as HTML, an empty string where there is nothing in it."""
    if not len(el) and not el.text and el.tag in ("aside", "nav"):
        return ""
    return etree.tostring(el, method="html", encoding="unicode", with_tail=False) + "\n"


def _head(made: Parts) -> str:
    page = etree.Element("html")
    apply_language(page, made.language)
    head = child(page, "head")
    child(head, "meta", charset="utf-8")
    child(head, "title", made.title)
    child(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    child(head, "meta", name="color-scheme", content="light dark")
    child(head, "meta", name="generator", content="teikit")
    if made.canonical:
        child(head, "link", rel="canonical", href=made.canonical)
    child(head, "script", made.json_ld, type="application/ld+json")
    child(head, "style", made.styles)
    body = child(page, "body", class_="tk-page")
    skip = child(body, "a", "Skip to the text", class_="skip", href="#tk-text")
    if made.language.partition("-")[0] != "en":
        skip.set("lang", "en")
        skip.set("dir", "ltr")
    skip.tail = "\n"
    text = etree.tostring(page, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return text.removesuffix("</body></html>")
