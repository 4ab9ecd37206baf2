"""The head of a page: what a document is, when, by which rights; its foot: how it was encoded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from teikit.export.html import letter
from teikit.export.html.context import Context
from teikit.export.html.markup import add_text, child, external, flat, plain, set_direction
from teikit.export.html.names import html_date, iso
from teikit.export.html.records import record
from teikit.export.rules import has_words, tei_name
from teikit.xmlio import Element, xml

LONG = 60
TOO_LONG = 320
Fact = tuple[str, str | None, str | None]  # text, address, datetime


def title_of(root: Element, path: str = "") -> str:
    """Return the title of a document, or what comes nearest to one: a heading, its id, the name of its file."""
    titles = _titles(root)
    if titles:
        return plain(titles[0])
    for place in (".//{*}titleStmt/{*}title", ".//{*}head", ".//{*}title"):
        for el in root.iterfind(place):
            if plain(el):
                return plain(el)
    return root.get(xml("id")) or PurePosixPath(path).stem.strip("-") or "Untitled document"


def _titles(root: Element) -> list[Element]:
    """Return the titles of a document, its own before that of the series and before its subtitle."""
    found = [el for el in root.iterfind("{*}teiHeader/{*}fileDesc/{*}titleStmt/{*}title") if plain(el)]
    found = [el for el in found if not html_date(plain(el))] or found
    return sorted(found, key=lambda el: (el.get("level") == "s", el.get("type") not in (None, "main")))


def card(ctx: Context, root: Element, out: Element, *, level: int = 1) -> None:
    """Write the title and the facts of a document."""
    head = root.find("{*}teiHeader")
    if head is None:
        child(out, f"h{level}", title_of(root, ctx.report.path))
        return
    _kicker(root, head, out)
    title = child(out, f"h{level}", title_of(root, ctx.report.path))
    set_direction(title, title.text or "", both=True)
    letter.route(ctx, head, out)
    for el in head.iterfind("{*}profileDesc/{*}abstract"):
        child(out, "p", " ".join(plain(part) for part in el) or plain(el), class_="abstract")
    facts = [(label, found) for label, found in _facts(root, head) if found]
    if not facts:
        return
    made = child(out, "dl", class_="facts")
    for label, values in facts:
        box = child(made, "div")
        ctx.english(child(box, "dt", label))
        for text, href, datetime in values:
            slot = child(box, "dd")
            set_direction(slot, text, both=True)
            if len(text) > TOO_LONG:
                text = f"{text[:TOO_LONG].rpartition(' ')[0]} … "
            if href:
                child(slot, "a", text, href=href, rel="noreferrer", dir="ltr" if text == href else None)
            elif datetime:
                child(slot, "time", text, datetime=datetime)
            else:
                slot.text = text
            if text.endswith("… "):
                ctx.english(child(slot, "a", "in full below", href="#tk-about"))


def _kicker(root: Element, head: Element, out: Element) -> None:
    """Write the kind of the document and its date above the title."""
    kinds, dates = kind_of_document(root), _dates(head)
    if not kinds and not dates:
        return
    made = child(out, "p", class_="kicker")
    for number, (text, _, datetime) in enumerate(kinds[:1] + dates[:1]):
        if number:
            add_text(made, " · ")
        child(made, "time" if datetime else "span", text, datetime=datetime)


def _facts(root: Element, head: Element) -> Iterator[tuple[str, list[Fact]]]:
    yield "Also titled", [_text(el) for el in _titles(root)[1:]]
    known = letter.names(head)
    yield "Author", [fact for fact in _all(head, "{*}fileDesc/{*}titleStmt/{*}author") if fact[0] not in known]
    yield "Editor", _all(head, "{*}fileDesc/{*}titleStmt/{*}editor")
    yield (
        "Source",
        [
            _text(part)
            for el in head.iterfind("{*}fileDesc/{*}sourceDesc")
            for part in (list(el) if not has_words(el) else [el])
            if plain(part) and part.get("type") != "file"  # of use to machines; it stands in the full header
        ],
    )
    yield "Publisher", _all(head, "{*}fileDesc/{*}publicationStmt/{*}publisher")
    yield (
        "Rights",
        [fact for el in head.iterfind("{*}fileDesc/{*}publicationStmt/{*}availability") for fact in _rights(el)],
    )
    yield "Responsibility", [_responsibility(el) for el in head.iterfind("{*}fileDesc/{*}titleStmt/{*}respStmt")]


def _all(head: Element, path: str) -> list[Fact]:
    return [_text(el) for el in head.iterfind(path) if plain(el)]


def _text(el: Element) -> Fact:
    return flat(el).rstrip(" ,;:"), None, None


def kind_of_document(root: Element) -> list[Fact]:
    """Return the kind of a document: the type of its text, a short keyword, or the type of its only division."""
    text, head = root.find("{*}text"), root.find("{*}teiHeader")
    if head is None:
        return []
    divisions = root.findall("{*}text/{*}body/{*}div")
    found = [
        text.get("type") if text is not None else "",
        *(plain(el) for el in head.iterfind("{*}profileDesc/{*}textClass/{*}keywords/{*}term")),
        divisions[0].get("type") if len(divisions) == 1 else "",
    ]
    kinds = [kind for kind in found if kind and len(kind) < LONG]
    return [(kind[:1].upper() + kind[1:], None, None) for kind in kinds[:1]]


def _dates(head: Element) -> list[Fact]:
    """Return the date a document was sent, else that of its creation."""
    sent = [
        el
        for action in head.iterfind(".//{*}correspDesc/{*}correspAction")
        if action.get("type") != "received"
        for el in action.iterfind("{*}date")
    ]
    found = [_date(el) for el in sent or head.iterfind("{*}profileDesc/{*}creation/{*}date")]
    return [fact for fact in found if fact[0]]


def _date(el: Element) -> Fact:
    value, datetime = iso(el)
    return plain(el) or value, None, datetime if datetime else html_date(plain(el))


def _rights(el: Element) -> Iterator[Fact]:
    for part in el if not has_words(el) else [el]:
        if isinstance(part.tag, str):
            href = next(filter(None, map(external, (part.get("target") or "").split())), None)
            text = flat(part) or href
            if text and href and len(text) > LONG:
                yield text, None, None
                yield href, href, None
            elif text:
                yield text, href, None


def _responsibility(el: Element) -> Fact:
    what = ", ".join(flat(part) for part in el if tei_name(part.tag) == "resp")
    who = ", ".join(filter(None, (flat(part) for part in el if tei_name(part.tag) != "resp")))
    if what.endswith((" by", " of")) and who:
        return f"{what[:1].upper()}{what[1:]} {who}", None, None
    return (f"{who}: {what}" if what and who else who or what), None, None


def encoded(ctx: Context, root: Element, out: Element) -> None:
    """Add to the facts how the text was encoded: with what, and who marked the names and dates."""
    made = out.find("dl")
    programs = [_program(el) for el in root.iterfind("{*}teiHeader/{*}encodingDesc/{*}appInfo/{*}application")]
    marked, by_program = ctx.claims
    if made is None or not (marked or any(programs)):
        return
    box = child(made, "div")
    ctx.english(child(box, "dt", "Encoding"))
    slot = ctx.english(child(child(box, "dd"), "span"))
    add_text(slot, ", ".join(filter(None, programs)))
    if marked:
        who = f", {by_program:,} of them by a program" if by_program else ""
        who = ", all by a program" if by_program == marked > 1 else who
        what = "name or date" if marked == 1 else "names and dates"
        add_text(slot, f"{'; ' if any(programs) else ''}{marked:,} {what} marked{who}. ")
    if root.find("{*}teiHeader/{*}encodingDesc") is not None:
        child(slot, "a", "How it was encoded", href="#tk-about")


def _program(el: Element) -> str:
    label = next((plain(part) for part in el if tei_name(part.tag) == "label"), "") or el.get("ident") or ""
    return f"{label} {el.get('version') or ''}".strip()


def about(ctx: Context, root: Element, out: Element) -> None:
    """Write how the text was encoded, and the complete header, so that nothing of it is out of reach."""
    headers = list(root.iter("{*}teiHeader"))
    if not headers:
        return
    section = child(out, "section", class_="about", id="tk-about")
    child(section, "h2", "About this file")
    encoding = headers[0].find("{*}encodingDesc")
    if encoding is not None:
        fold = child(section, "details", open="")
        child(fold, "summary", "How this text was encoded")
        record(ctx, encoding, fold)
    for head in headers:
        fold = child(section, "details")
        child(
            fold, "summary", "The complete header" if len(headers) == 1 else f"The complete header of: {title_of(head)}"
        )
        for part in head:
            if isinstance(part.tag, str) and part is not encoding:
                box = child(fold, "div", class_="record-part")
                child(box, "h3", tei_name(part.tag) or "Other")
                record(ctx, part, box)
